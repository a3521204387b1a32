"""What every page of the site has, whichever domain it belongs to."""

from portal.pages.articles import BasePage as BasePage
from portal.pages.attached import PageStandard as PageStandard
from portal.pages.attached import PageTag as PageTag
from portal.pages.attached import PageUnit as PageUnit
from portal.pages.columns import ColumnPage as ColumnPage
from portal.pages.framed import FramedPage as FramedPage
from portal.pages.framed import free_slug as free_slug
from portal.pages.framed import is_open as is_open
