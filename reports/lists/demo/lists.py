"""Two published lists of the demonstration county, counted from its own matters."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.demo.context import Context
from portal.directory.calendar import WorkCalendar
from portal.timeline.models import Event
from portal.users.models import User
from publicity.demo.parts import at
from reports.lists.demo.people import people
from reports.lists.inputs import ledgers
from reports.lists.models import Formula, UnitList
from reports.lists.services.computing import fill
from reports.lists.services.previewing import PREVIEW_WORKDAYS
from reports.lists.tables import digest_of
from reports.lists.workflow import ListState


@dataclass(frozen=True)
class Told:
    """One list, and the moments at which somebody worked on it."""

    period: str
    title: str
    starts_on: date
    ends_on: date
    computed_at: datetime
    published_at: datetime


def _told() -> list[Told]:
    return [
        Told(
            "2026-10",
            _("10月红黑榜"),
            date(2026, 9, 16),
            date(2026, 10, 15),
            at("2026-10-16", 9),
            at("2026-10-22", 10),
        ),
        Told(
            "2026-11",
            _("11月红黑榜"),
            date(2026, 10, 16),
            date(2026, 11, 15),
            at("2026-11-16", 9),
            at("2026-11-20", 10),
        ),
    ]


def load_lists(context: Context) -> None:
    told = _told()
    formula = _formula()
    calendar = WorkCalendar.current()
    for number, each in enumerate(told, start=1):
        if not UnitList.objects.filter(period=each.period).exists():
            _load(each, formula, calendar)
        context.tell(_("红黑榜"), number, len(told))


def _formula() -> Formula:
    found = Formula.objects.current(date(2026, 12, 31))
    return found or Formula.objects.create(
        version=1,
        title=_("按期整改率"),
        text=_(
            "依据《临溪县双创工作考核办法（演示）》。只看期限内有没有改到位，"
            "不看报了多少材料；一期通常从上月16日到当月15日。"
        ),
        effective_on=date(2026, 9, 16),
        minimum_n=4,  # the county is small, and so are its numbers
        black_below=80,
    )


@transaction.atomic
def _load(told: Told, formula: Formula, calendar: WorkCalendar) -> None:
    computed, frozen, approved = people()
    unit_list = UnitList.objects.create(
        period=told.period,
        title=told.title,
        starts_on=told.starts_on,
        ends_on=told.ends_on,
        formula=formula,
    )
    books = ledgers(formula, told.starts_on, told.ends_on)
    with_due = [each for each in books if each.n_due]
    fill(unit_list, with_due)
    unit_list.n_without_due = len(books) - len(with_due)
    until = calendar.add_workdays(told.computed_at, PREVIEW_WORKDAYS)
    UnitList.objects.filter(pk=unit_list.pk).update(
        state=ListState.PUBLISHED,
        n_without_due=unit_list.n_without_due,
        computed_at=told.computed_at,
        computed_by=computed,
        preview_from=told.computed_at,
        preview_until=until,
        frozen_at=told.published_at,
        frozen_by=frozen,
        digest=digest_of(unit_list),
        published_at=told.published_at,
        published_by=approved,
        version=4,
    )
    _keep_events(unit_list, told, computed, frozen, approved)


def _keep_events(
    unit_list: UnitList, told: Told, computed: User, frozen: User, approved: User
) -> None:
    steps = [
        ("draft", "", ListState.DRAFT, told.computed_at, computed),
        ("compute", ListState.DRAFT, ListState.COMPUTED, told.computed_at, computed),
        ("preview", ListState.COMPUTED, ListState.PREVIEW, told.computed_at, computed),
        ("freeze", ListState.PREVIEW, ListState.FROZEN, told.published_at, frozen),
        ("publish", ListState.FROZEN, ListState.PUBLISHED, told.published_at, approved),
    ]
    Event.objects.bulk_create(
        Event(
            subject=unit_list,
            verb=verb,
            from_state=old,
            to_state=new,
            at=moment,
            actor=actor,
            public_text=_("发布%(title)s") % {"title": unit_list.title}
            if verb == "publish"
            else "",
        )
        for verb, old, new, moment, actor in steps
    )
