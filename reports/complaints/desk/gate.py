"""Who is let into a page of the desk at all."""

from collections.abc import Callable

from portal.cms import gate
from portal.cms.gate import Params, View, refused, staff


def needs(*permissions: str) -> Callable[[View[Params]], View[Params]]:
    """Let in whoever has these rights of this application, e.g. `view_complaint`."""
    return gate.needs(*(f"reports.{name}" for name in permissions))


__all__ = ["Params", "View", "needs", "refused", "staff"]
