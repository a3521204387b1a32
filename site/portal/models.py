"""The tables of the `portal` application itself."""

from portal.pages import PageStandard, PageTag, PageUnit
from portal.throttle import Attempts

__all__ = ["Attempts", "PageStandard", "PageTag", "PageUnit"]
