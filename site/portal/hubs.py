"""Pages that other rooms hang something on: a clause, a unit, an area.

The page's own room offers a `Hub`; whoever has something to show there enters a
panel from `AppConfig.ready()`, and the hub's room need not know of it:

    clause_hub.register(Panel(key="questions", order=30, template=…, context=…))
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.db.models import CharField, ExpressionWrapper, F, OuterRef, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from wagtail.models import PageViewRestriction

Subject = TypeVar("Subject")


@dataclass(frozen=True, kw_only=True)
class Panel(Generic[Subject]):
    """One section of a hub. Where `context` returns None there is nothing to show.

    `is_aside` puts it beside the text. The template's headings begin with h2.
    """

    key: str
    order: int
    template: str
    context: Callable[[Subject], dict[str, Any] | None]
    is_aside: bool = False


@dataclass(frozen=True)
class Shown:
    """The panels of one page, written out, in order."""

    main: list[SafeString]
    aside: list[SafeString]


def restrictions_on(path: str) -> QuerySet[PageViewRestriction]:
    """Restrictions on the page at the outer query's `path`, or on one above it.

    `~Exists(restrictions_on("path"))` is Wagtail's `public()` without its own query.
    """
    restrictions: QuerySet[PageViewRestriction] = PageViewRestriction.objects.alias(
        address=ExpressionWrapper(OuterRef(path), output_field=CharField())
    ).filter(address__startswith=F("page__path"))
    return restrictions


class Hub(Generic[Subject]):
    def __init__(self, name: str) -> None:
        self.name = name
        self._panels: dict[str, Panel[Subject]] = {}

    def register(self, panel: Panel[Subject]) -> None:
        if self._panels.setdefault(panel.key, panel) is not panel:
            raise ImproperlyConfigured(f"{self.name} has a panel {panel.key} already.")

    def __len__(self) -> int:
        """Return how many panels hang on the page: each may ask the database once."""
        return len(self._panels)

    def show(self, subject: Subject, request: HttpRequest) -> Shown:
        shown = Shown([], [])
        for panel in sorted(self._panels.values(), key=lambda panel: panel.order):
            context = panel.context(subject)
            if context is not None:
                place = shown.aside if panel.is_aside else shown.main
                place.append(render_to_string(panel.template, context, request))
        return shown
