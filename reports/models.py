"""The tables of this application, from its rooms."""

from reports.complaints.models import *  # noqa: F403 -- Django looks here for models
from reports.complaints.models.scopes import DeskScope as DeskScope
from reports.exposures.models import *  # noqa: F403
from reports.inspections.models import *  # noqa: F403
from reports.lists.models import *  # noqa: F403
from reports.notices.models import *  # noqa: F403
from reports.standards.models import *  # noqa: F403
