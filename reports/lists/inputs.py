"""What a list counts: every matter of a period, by unit, as it stands at this moment.

What fell due counts whether it is done or not (product.md §1B, rule 8). What the unit
handed in in time and nobody has looked at yet, and what is being heard, is not decided:
it is left out, and how much was left out is said.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from portal.directory.models import Unit
from reports.complaints.models import Complaint
from reports.complaints.workflow import OPEN_STATES as OPEN_COMPLAINTS
from reports.complaints.workflow import ComplaintState
from reports.lists.models import Formula
from reports.lists.workflow import Source, WorkloadKind
from reports.notices.models import OverdueRecord, RectificationNotice
from reports.notices.models.questions import NoticeQuerySet
from reports.notices.workflow import WITHOUT_CLOCK, NoticeState

LEFT_OUT_COMPLAINTS = (
    ComplaintState.MERGED,
    ComplaintState.WITHDRAWN,
    ComplaintState.SUSPENDED,
)


@dataclass(frozen=True)
class Matter:
    """One matter that fell due. `is_pending` is not decided yet, and not counted."""

    source: Source
    unit_id: int
    number: str  # empty where it is not public
    due_on: date
    done_on: date | None
    is_in_time: bool
    is_open: bool
    is_pending: bool = False


@dataclass
class Ledger:
    """What one unit had to do in the period."""

    unit: Unit
    matters: list[Matter] = field(default_factory=list)
    n_pending: int = 0
    workload: int | None = None

    @property
    def n_due(self) -> int:
        return len(self.matters)

    @property
    def n_in_time(self) -> int:
        return sum(each.is_in_time for each in self.matters)

    @property
    def n_open(self) -> int:
        return sum(each.is_open for each in self.matters)


def span(starts_on: date, ends_on: date) -> tuple[datetime, datetime]:
    """Return when the first day begins and when the last one is over, in China."""
    return (
        timezone.make_aware(datetime.combine(starts_on, time())),
        timezone.make_aware(datetime.combine(ends_on + timedelta(days=1), time())),
    )


def ledgers(formula: Formula, starts_on: date, ends_on: date) -> list[Ledger]:
    """Return what every unit that competes had to do: the queries do not grow."""
    units = Unit.objects.current(ends_on).filter(kind__in=formula.kinds)
    found = {unit.pk: Ledger(unit) for unit in units}
    start, end = span(starts_on, ends_on)
    for matter in _matters(formula, start, end):
        ledger = found.get(matter.unit_id)
        if ledger is None:
            continue
        if matter.is_pending:
            ledger.n_pending += 1
        else:
            ledger.matters.append(matter)
    for unit_id, amount in _workloads(formula.workload, list(found)).items():
        found[unit_id].workload = amount
    return list(found.values())


def with_missed(notices: NoticeQuerySet) -> Any:
    """Load with each whether it ever missed a deadline."""
    missed = OverdueRecord.objects.filter(notice=OuterRef("pk"))
    return notices.annotate(was_missed=Exists(missed))


def notices_due(start: datetime, end: datetime) -> Iterator[Matter]:
    """Yield the notices whose deadline lay in [start, end): one query."""
    rows = with_missed(RectificationNotice.objects.due_between(start, end)).values_list(
        "unit_id",
        "number",
        "is_public",
        "state",
        "round",
        "first_due_at",
        "due_at",
        "submitted_at",
        "was_missed",
        named=True,
    )
    now = timezone.now()
    for row in rows:
        yield matter_of(row, now)


def matter_of(notice: Any, now: datetime) -> Matter:
    """Judge one notice of `with_missed`.

    One that failed its re-inspection was not put right by its deadline, whatever its
    later rounds bring.
    """
    is_closed = notice.state == NoticeState.CLOSED
    is_first_round = notice.round == 1 and not notice.was_missed
    is_pending = notice.state == NoticeState.OBJECTED or (
        is_first_round
        and not is_closed
        and (notice.state in WITHOUT_CLOCK or notice.due_at >= now)
    )
    return Matter(
        source=Source.NOTICE,
        unit_id=notice.unit_id,
        number=notice.number if notice.is_public else "",
        due_on=timezone.localdate(notice.first_due_at),
        done_on=timezone.localdate(notice.submitted_at)
        if is_closed and notice.submitted_at
        else None,
        is_in_time=is_closed and is_first_round,
        is_open=not is_closed,
        is_pending=is_pending,
    )


def complaints_due(
    start: datetime, end: datetime, *, without_notices: bool
) -> Iterator[Matter]:
    """Yield the complaints at a unit whose deadline lay in [start, end): one query.

    By the rules of `complaints.statistics`. What became a notice is counted as that.
    """
    rows: Any = Complaint.objects.filter(
        due_at__gte=start, due_at__lt=end, unit__isnull=False
    ).exclude(state__in=LEFT_OUT_COMPLAINTS)
    if without_notices:
        issued = RectificationNotice.objects.issued().filter(complaints=OuterRef("pk"))
        rows = rows.filter(~Exists(issued))
    now = timezone.now()
    for row in rows.values_list(
        "unit_id",
        "number",
        "is_published",
        "state",
        "due_at",
        "handled_at",
        "closed_at",
        named=True,
    ):
        is_closed = row.state == ComplaintState.CLOSED
        handled_in_time = row.handled_at is not None and row.handled_at <= row.due_at
        yield Matter(
            source=Source.COMPLAINT,
            unit_id=row.unit_id,
            number=row.number if row.is_published else "",
            due_on=timezone.localdate(row.due_at),
            done_on=timezone.localdate(row.handled_at)
            if is_closed and row.handled_at
            else None,
            is_in_time=is_closed and handled_in_time,
            is_open=row.state in OPEN_COMPLAINTS,
            is_pending=row.state == ComplaintState.DISPUTED
            or (not is_closed and (handled_in_time or row.due_at >= now)),
        )


def _matters(formula: Formula, start: datetime, end: datetime) -> Iterator[Matter]:
    if formula.counts_notices:
        yield from notices_due(start, end)
    if formula.counts_complaints:
        yield from complaints_due(start, end, without_notices=formula.counts_notices)


def _workloads(kind: str, units: list[int]) -> dict[int, int]:
    """Return how much each unit answers for; one whose figure is unknown is not there."""
    chosen = Unit.objects.filter(pk__in=units)
    if kind == WorkloadKind.RESIDENTS:
        return dict(
            chosen.filter(served_population__isnull=False).values_list(
                "pk", "served_population__residents"
            )
        )
    if kind == WorkloadKind.POINTS:
        counted = chosen.annotate(amount=Count("standard_items", distinct=True))
        return {unit.pk: amount for unit in counted if (amount := unit.amount)}
    today = timezone.localdate()
    current = Q(duties__valid_from__isnull=True) | Q(duties__valid_from__lte=today)
    current &= Q(duties__valid_to__isnull=True) | Q(duties__valid_to__gte=today)
    found = {}
    for unit in chosen.annotate(amount=Count("duties", filter=current, distinct=True)):
        amount = unit.amount + len(unit.duties_in_words)
        if amount:
            found[unit.pk] = amount
    return found


_PER = {
    WorkloadKind.RESIDENTS: 1000,
    WorkloadKind.POINTS: 10,
    WorkloadKind.DUTIES: 1,
}


def per_workload(kind: str, n_due: int, workload: int | None) -> float | None:
    """Return how many matters fell due on what the unit answers for."""
    return round(n_due * _PER[WorkloadKind(kind)] / workload, 2) if workload else None
