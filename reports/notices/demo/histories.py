"""What the data tells of a notice's life, as steps of our own table."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.directory.calendar import LAST_SECOND, WorkCalendar
from reports.notices.workflow import NoticeState

_S = NoticeState
HANDED_IN, LOOKED = time(8, 30), time(10)


@dataclass(frozen=True)
class Step:
    verb: str
    old: str
    new: NoticeState
    at: datetime
    by: str = ""  # check, draft, head; nobody where the unit or a resident did it
    public_text: str = ""
    because: str = ""


@dataclass(frozen=True)
class Round:
    """One time that the unit handed in and somebody looked."""

    number: int
    due_at: datetime
    submitted_at: datetime
    looked_at: datetime
    is_passed: bool
    text: str
    next_due_at: datetime | None

    @property
    def is_late(self) -> bool:
        return not self.is_passed and self.looked_at > self.due_at


@dataclass
class History:
    steps: list[Step] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)
    limit: int = 1
    first_due_at: datetime | None = None
    due_at: datetime | None = None
    # When more time was asked for, and the deadline before it.
    extended: tuple[datetime, datetime] | None = None

    @property
    def state(self) -> NoticeState:
        return self.steps[-1].new if self.steps else _S.DRAFT

    @property
    def round(self) -> int:
        return sum(not each.is_passed for each in self.rounds) + 1

    def at(self, verb: str) -> datetime | None:
        return next(
            (each.at for each in reversed(self.steps) if each.verb == verb), None
        )

    def add(self, verb: str, new: NoticeState, at: datetime, **more: str) -> None:
        old = self.steps[-1].new if self.steps else ""
        self.steps.append(Step(verb, old, new, at, **more))


def history_of(row: dict[str, Any], calendar: WorkCalendar, back: timedelta) -> History:
    """Return every step of `row`, in order, none outside the table.

    The data tells of the day of issue, the deadline and the looks; the unit's own
    steps are put between.
    """
    issued, deadline = _day(row["issued"], back), _day(row["deadline"], back)
    due = _at(deadline, LAST_SECOND)
    history = History(limit=(deadline - issued).days, first_due_at=due, due_at=due)
    unit = row["unit"]
    history.add("draft", _S.DRAFT, _at(issued, time(10)), by="draft")
    history.add(
        "issue",
        _S.ISSUED,
        _at(issued, time(15, 30)),
        by="head",
        public_text=_("签发整改通知单，限%s前整改") % deadline,
    )
    history.add(
        "serve",
        _S.SERVED,
        _at(issued, time(16, 30)),
        by="draft",
        public_text=_("送达%s") % unit,
    )
    history.add(
        "acknowledge",
        _S.ACKNOWLEDGED,
        _at(issued, time(17, 10)),
        public_text=_("%s签收") % unit,
    )
    _add_looks(history, row, calendar, back)
    return history


def _add_looks(
    history: History, row: dict[str, Any], calendar: WorkCalendar, back: timedelta
) -> None:
    extended_to = row["extended_to"] and _day(row["extended_to"], back)
    for is_last, told in _with_last(row["followups"]):
        day = _day(told["date"], back)
        is_passed = is_last and bool(row["closed_on"])
        last_day = max(timezone.localdate(history.due_at), extended_to or date.min)
        if not is_passed and day <= last_day:
            # A look in between: nothing was handed in yet.
            history.add(
                "visit",
                history.state,
                _at(day, LOOKED),
                by="check",
                public_text=told["finding"],
            )
            continue
        _add_round(history, row["unit"], told, day, calendar, is_passed=is_passed)
        if is_passed:
            _add_end(history, day, has_residents=bool(row["complaints"]))
    if extended_to and extended_to > timezone.localdate(history.due_at):
        _add_extension(history, row, extended_to, back)


def _add_round(
    history: History,
    unit: str,
    told: dict[str, str],
    day: date,
    calendar: WorkCalendar,
    *,
    is_passed: bool,
) -> None:
    looked = _at(day, LOOKED)
    due = history.due_at or looked
    submitted = min(_at(day, HANDED_IN), due.replace(hour=17, minute=0, second=0))
    history.add(
        "submit",
        _S.SUBMITTED,
        submitted,
        public_text=_("%s反馈整改情况，等待复查") % unit,
    )
    history.add(
        "take",
        _S.REINSPECTING,
        looked - timedelta(minutes=30),
        by="check",
        public_text=_("安排现场复查"),
    )
    following = None
    if not is_passed:
        following = max(calendar.add_natural_days(looked, history.limit), due)
        history.add(
            "fail",
            _S.FAILED,
            looked,
            by="check",
            because=told["finding"],
            public_text=_("复查不合格，责令%s前改好") % timezone.localdate(following),
        )
    number = history.round
    history.rounds.append(
        Round(number, due, submitted, looked, is_passed, told["finding"], following)
    )
    history.due_at = following or due


def _add_end(history: History, day: date, *, has_residents: bool) -> None:
    text = history.rounds[-1].text
    if has_residents:
        history.add(
            "pass",
            _S.PASSED,
            _at(day, LOOKED),
            by="check",
            because=text,
            public_text=_("复查合格，请反映人确认"),
        )
    history.add(
        "close",
        _S.CLOSED,
        _at(day, time(17) if has_residents else LOOKED),
        by="" if has_residents else "check",
        because=_("反映人认可") if has_residents else text,
        public_text=_("复查合格，销号"),
    )


def _add_extension(
    history: History, row: dict[str, Any], until: date, back: timedelta
) -> None:
    """Let the unit have asked on its last day, or where it was looked at before."""
    before = history.due_at
    if before is None:
        return
    last = min(timezone.localdate(before), _day(row["followups"][-1]["date"], back))
    asked = _at(last, time(14))
    history.extended = (asked, before)
    history.due_at = history.first_due_at = _at(until, LAST_SECOND)
    for verb, at, by, text in (
        ("ask_extension", asked, "", _("%s申请延期") % row["unit"]),
        (
            "grant_extension",
            asked + timedelta(hours=2),
            "head",
            _("同意延期至%s") % until,
        ),
    ):
        history.add(verb, history.state, at, by=by, public_text=text)
    history.steps.sort(key=lambda step: step.at)


def _with_last(told: list[dict[str, str]]) -> Iterator[tuple[bool, dict[str, str]]]:
    for number, each in enumerate(told, 1):
        yield number == len(told), each


def _day(told: str, back: timedelta) -> date:
    return date.fromisoformat(told) - back


def _at(day: date, moment: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, moment))
