"""Which items have evidence, and which have none: by head, by lead unit."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from portal.directory.models import Unit
from portal.pages import PageStandard
from portal.standards.models import StandardItem, StandardSet
from reports.standards.models import EvidenceTag, ItemAssessment
from reports.standards.workflow import AssessmentStatus, Quarter


@dataclass(frozen=True)
class Row:
    """One item that is judged. A head without points below it stands for itself."""

    item: StandardItem
    head: StandardItem
    n_pages: int
    n_tags: int
    status: AssessmentStatus

    @property
    def n_evidence(self) -> int:
        return self.n_pages + self.n_tags

    @property
    def is_bare(self) -> bool:
        return not self.n_evidence


@dataclass(frozen=True)
class Share:
    """How many items of a head, or of a unit, have evidence."""

    of: StandardItem | Unit | None
    whole: int
    proved: int
    met: int

    @property
    def bare(self) -> int:
        return self.whole - self.proved

    @property
    def percent(self) -> int:
        return self.proved * 100 // self.whole if self.whole else 0


def rows_of(standard: StandardSet, period: Quarter) -> list[Row]:
    """Return all items of a set that are judged: one query, some hundred rows."""
    items = (
        standard.items.points()
        .select_related("parent", "lead_unit")
        .annotate(
            n_pages=_count(
                PageStandard._default_manager.filter(
                    item=OuterRef("pk"), page__live=True
                )
            ),
            n_tags=_count(EvidenceTag.objects.filter(item=OuterRef("pk"))),
            status=Subquery(
                ItemAssessment.objects.filter(
                    item=OuterRef("pk"), period=str(period)
                ).values("status")[:1]
            ),
        )
        .order_by("code")
    )
    return [
        Row(
            item=item,
            head=item.parent or item,
            n_pages=vars(item)["n_pages"],
            n_tags=vars(item)["n_tags"],
            status=AssessmentStatus(
                vars(item)["status"] or AssessmentStatus.NOT_STARTED
            ),
        )
        for item in items
    ]


def by_head(rows: Iterable[Row]) -> list[Share]:
    return _shares(rows, lambda row: row.head, lambda row: (row.head.code,))


def by_unit(rows: Iterable[Row]) -> list[Share]:
    """Return the shares of the lead units, the one with most to do first."""
    shares = _shares(
        rows, lambda row: row.item.lead_unit, lambda row: (row.item.lead_unit_id or 0,)
    )
    return sorted(shares, key=lambda share: (-share.bare, -share.whole))


def _shares(
    rows: Iterable[Row],
    of: Callable[[Row], StandardItem | Unit | None],
    order: Callable[[Row], tuple[object, ...]],
) -> list[Share]:
    found = []
    for _key, group in groupby(sorted(rows, key=order), order):
        items = list(group)
        found.append(
            Share(
                of=of(items[0]),
                whole=len(items),
                proved=sum(not row.is_bare for row in items),
                met=sum(row.status == AssessmentStatus.MET for row in items),
            )
        )
    return found


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values("item").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)
