"""Make lists in any state, and what they count. All arguments optional."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from django.db.models import Max
from django.utils import timezone

from portal.directory.models import Unit, UnitKind
from portal.users.models import User
from portal.users.roles import Role
from reports.lists.inputs import Ledger, Matter
from reports.lists.models import Commendation, Formula, ListRow, UnitList
from reports.lists.services.computing import fill
from reports.lists.tables import digest_of
from reports.lists.workflow import (
    FINAL_STATES,
    CommendationKind,
    CommendationState,
    ListState,
    Source,
)
from tests.portal.make import make_unit
from tests.portal.users.make import make_user

_number = count(1)
_L = ListState
STARTS_ON, ENDS_ON = date(2026, 9, 16), date(2026, 10, 15)


def make_formula(**fields: Any) -> Formula:
    last = Formula.objects.aggregate(last=Max("version"))["last"] or 0
    return Formula.objects.create(
        **{
            "version": last + 1,
            "title": "按期整改率",
            "text": "依据县双创办考核办法。",
            "effective_on": date(2026, 1, 1),
            **fields,
        }
    )


def make_list(
    *,
    state: ListState = _L.COMPUTED,
    counts: dict[Unit, tuple[int, int]] | None = None,
    **fields: Any,
) -> UnitList:
    """Make one of `counts`, done and due by unit, and put it into `state`."""
    number = next(_number)
    now = timezone.now()
    unit_list = UnitList.objects.create(
        **{
            "period": f"20{10 + number // 12 % 90}-{1 + number % 12:02}",
            "title": f"第{number}期",
            "starts_on": STARTS_ON,
            "ends_on": ENDS_ON,
            "formula": fields.pop("formula", None) or make_formula(),
            **fields,
        }
    )
    if state == _L.DRAFT:
        return unit_list
    if counts is None:
        counts = {make_unit(): (9, 10), make_unit(): (3, 8), make_unit(): (1, 1)}
    fill(unit_list, [ledger(unit, *pair) for unit, pair in counts.items()])
    changes: dict[str, Any] = {
        "state": state,
        "computed_by": make_user(),
        "computed_at": now,
    }
    if state != _L.COMPUTED:
        changes["preview_from"] = now - timedelta(days=6)
        changes["preview_until"] = now + timedelta(days=3)
    if state in FINAL_STATES:
        changes |= {
            "preview_until": now - timedelta(days=1),
            "frozen_at": now,
            "frozen_by": make_user(),
            "digest": digest_of(unit_list),
        }
    if state == _L.PUBLISHED:
        changes |= {"published_at": now, "published_by": make_user()}
    UnitList.objects.filter(pk=unit_list.pk).update(**changes)
    unit_list.refresh_from_db()
    return unit_list


def first_row(unit_list: UnitList) -> ListRow:
    return unit_list.rows.all()[0]


def after_preview(unit_list: UnitList) -> datetime:
    until = unit_list.preview_until
    if until is None:
        raise ValueError("There was no preview.")
    return until + timedelta(seconds=1)


def ledger(unit: Unit, done: int, due: int) -> Ledger:
    return Ledger(
        unit,
        [
            Matter(
                source=Source.NOTICE,
                unit_id=unit.pk,
                number=f"测双创督〔2026〕{unit.pk}{place:03}号",
                due_on=ENDS_ON,
                done_on=ENDS_ON if place < done else None,
                is_in_time=place < done,
                is_open=place >= done,
            )
            for place in range(due)
        ],
        workload=4,
    )


def make_market(**fields: Any) -> Unit:
    unit = make_unit(**fields)
    Unit.objects.filter(pk=unit.pk).update(kind=UnitKind.MARKET)
    unit.refresh_from_db()
    return unit


def make_clerk() -> User:
    return make_user(role=Role.DESK)


def make_head() -> User:
    return make_user(role=Role.HEAD)


def make_commendation(**fields: Any) -> Commendation:
    number = next(_number)
    if fields.get("state") == CommendationState.PUBLISHED:
        fields = {
            "published_at": timezone.now(),
            "published_by": make_user(),
            **fields,
        }
    return Commendation.objects.create(
        **{
            "number": f"2026-11-01-{number}",
            "awarded_on": date(2026, 11, 1),
            "kind": CommendationKind.MARKET,
            "name": f"第{number}早市自治小组",
            "citation": "准时收摊，地面每天冲洗。",
            "drafted_by": make_user(),
            **fields,
        }
    )
