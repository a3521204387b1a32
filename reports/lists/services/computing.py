"""A list is begun, and counted from what stands in the books at that moment."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.timeline.models import Event
from portal.timeline.services import record
from portal.typed import required
from portal.users.models import User
from reports.complaints.refusals import Refused
from reports.lists.inputs import Ledger, ledgers
from reports.lists.models import Formula, ListItem, ListRow, UnitList
from reports.lists.ranking import Count, colour, in_order, rank, wilson
from reports.lists.services.steps import check_step, lock, step
from reports.lists.workflow import ListState, ObjectionState


@transaction.atomic
def draft_list(
    *,
    by: User,
    period: str,
    title: str,
    starts_on: date,
    ends_on: date,
    formula: Formula,
) -> UnitList:
    """Begin a list; one a period."""
    title = required(title, _("标题"), 60)
    if ends_on < starts_on:
        raise Refused(_("截止日期不能早于开始日期。"))
    unit_list = UnitList(
        period=period,
        title=title,
        starts_on=starts_on,
        ends_on=ends_on,
        formula=formula,
    )
    try:
        unit_list.full_clean()
        with transaction.atomic():
            unit_list.save()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from None
    except IntegrityError:  # two at once
        raise Refused(_("这一期已经有榜单了。")) from None
    record(unit_list, "draft", by=by, to_state=unit_list.state)
    return unit_list


@transaction.atomic
def compute(unit_list: UnitList, *, by: User, because: str = "") -> Event:
    """Count and rank; what was counted before is replaced.

    Out of the preview only with a reason: the units have seen the numbers.
    """
    lock(unit_list)
    check_step(unit_list, ListState.COMPUTED)
    if unit_list.ends_on >= timezone.localdate():
        raise Refused(_("这一期还没有过完，等截止日过后再计算。"))
    if unit_list.state == ListState.PREVIEW:
        because = required(because, _("重算理由"), 300)
        if unit_list.objections.filter(state=ObjectionState.OPEN).exists():
            raise Refused(_("还有没答复的异议。先答复，再重算。"))
    books = ledgers(unit_list.formula, unit_list.starts_on, unit_list.ends_on)
    with_due = [each for each in books if each.n_due]
    if not with_due:
        raise Refused(_("这一期没有到期的件，排不出榜单。"))
    unit_list.rows.all().delete()
    fill(unit_list, with_due)
    return step(
        unit_list,
        "compute",
        ListState.COMPUTED,
        by=by,
        because=because,
        n_without_due=len(books) - len(with_due),
        computed_at=timezone.now(),
        computed_by=by,
        preview_from=None,
        preview_until=None,
    )


def fill(unit_list: UnitList, books: list[Ledger]) -> None:
    """Write the rows and what they were counted from."""
    rows = rows_of(unit_list, books)
    ListRow.objects.bulk_create(rows)
    by_unit = {row.unit_id: row for row in rows}
    ListItem.objects.bulk_create(
        ListItem(
            row=by_unit[ledger.unit.pk],
            source=each.source,
            number=each.number,
            due_on=each.due_on,
            done_on=each.done_on,
            is_in_time=each.is_in_time,
            is_open=each.is_open,
        )
        for ledger in books
        for each in ledger.matters
    )


def rows_of(unit_list: UnitList, books: list[Ledger]) -> list[ListRow]:
    formula = unit_list.formula
    counts = [Count(each.unit.pk, each.n_in_time, each.n_due) for each in books]
    names = {each.unit.pk: each.unit.name for each in books}
    ranks = rank(counts, minimum_n=formula.minimum_n)
    colours = colour(counts, minimum_n=formula.minimum_n, rule=formula.colour_rule)
    ledger_of = {each.unit.pk: each for each in books}
    rows = []
    for position, key in enumerate(in_order(counts, ranks, names), start=1):
        ledger = ledger_of[key]
        interval = wilson(ledger.n_in_time, ledger.n_due, float(formula.level))
        fields: dict[str, Any] = {
            "n_due": ledger.n_due,
            "n_in_time": ledger.n_in_time,
            "n_open": ledger.n_open,
            "n_pending": ledger.n_pending,
            "workload": ledger.workload,
            "low": interval.low,
            "high": interval.high,
            "rank": ranks[key],
            "colour": colours[key] or "",
        }
        rows.append(
            ListRow(
                unit_list=unit_list,
                unit=ledger.unit,
                unit_name=ledger.unit.name,
                position=position,
                **fields,
            )
        )
    return rows


@transaction.atomic
def discard(unit_list: UnitList, *, by: User, because: str) -> Event:
    """Give up a list that is not frozen; its period may then be begun anew."""
    lock(unit_list)
    check_step(unit_list, ListState.DISCARDED)
    because = required(because, _("作废理由"), 300)
    return step(unit_list, "discard", ListState.DISCARDED, by=by, because=because)
