"""Units enter a contest with the number of their people; each gets a code to hand out."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.directory.models import Unit
from portal.refusals import NotAllowed, Refused
from portal.timeline.models import Event
from portal.timeline.services import record
from portal.typed import optional
from portal.users.models import User
from quizzes.contests.models import (
    Contest,
    Participant,
    ParticipantContact,
    PhoneCode,
    Standing,
    UnitEntry,
)
from quizzes.contests.names import numbered
from quizzes.contests.permissions import DRAFT
from quizzes.contests.services.running import lock
from quizzes.contests.workflow import ContestState

# Nothing that is read for something else, said on the telephone or seen on paper.
CODE_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 6
MOST_PEOPLE = 100_000
UNIT, LABEL, HEADCOUNT, MINORS, CODE = (
    "单位",
    "班级或科室",
    "申报人数",
    "未成年人班级",
    "参赛码",
)
HEADER = (UNIT, LABEL, HEADCOUNT, MINORS, CODE)
_YES, _NO = frozenset({"是", "1", "√", "对"}), frozenset({"", "否", "0", "不是"})
ENTERING = frozenset({ContestState.DRAFT, ContestState.PUBLISHED})


@dataclass(frozen=True)
class Entry:
    unit: Unit
    headcount: int
    label: str = ""
    is_of_minors: bool = False


class BadTable(Refused):
    """Raised with a sentence for every row that is wrong; nothing was kept."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


def read_entries(rows: Sequence[Mapping[str, str]]) -> list[Entry]:
    """Return what a table says, or everything that is wrong with it, by its lines."""
    units = {
        name: unit
        for unit in Unit.objects.current(timezone.localdate())
        for name in (unit.short_name, unit.name, unit.code)
    }
    entries: list[Entry] = []
    problems: list[str] = []
    seen: set[tuple[int, str]] = set()
    for number, row in enumerate(rows, start=2):
        if not any(row.get(name, "").strip() for name in HEADER):
            continue
        try:
            entry = _read(row, units)
            if (key := (entry.unit.pk, entry.label)) in seen:
                raise Refused(_("这个单位（班级或科室）前面已经有了。"))
            seen.add(key)
            entries.append(entry)
        except Refused as refusal:
            problems.append(
                _("第%(number)s行：%(problem)s")
                % {"number": number, "problem": refusal}
            )
    if problems:
        raise BadTable(problems)
    return entries


def _read(row: Mapping[str, str], units: Mapping[str, Unit]) -> Entry:
    name = row.get(UNIT, "").strip()
    unit = units.get(name)
    if unit is None:
        raise Refused(_("没有叫“%s”的单位，写简称、全称或者代码。") % name[:40])
    written = row.get(HEADCOUNT, "").strip()
    if not (written.isascii() and written.isdigit() and int(written[:9]) > 0):
        raise Refused(_("申报人数要写大于0的整数。"))
    if len(written) > 6 or int(written) > MOST_PEOPLE:
        raise Refused(_("申报人数最多%s。") % MOST_PEOPLE)
    minors = row.get(MINORS, "").strip()
    if minors not in _YES | _NO:
        raise Refused(_("“%s”一列写“是”或者“否”。") % MINORS)
    return Entry(
        unit,
        int(written),
        optional(row.get(LABEL, ""), LABEL, 40),
        minors in _YES,
    )


@transaction.atomic
def keep_entries(
    contest: Contest, entries: Iterable[Entry], *, by: User, note: str = ""
) -> Event:
    """Enter units, or change what they declared. Whoever has a code keeps it.

    Rates stand on the headcounts: once published, a change of one is said in public.
    """
    _require(contest, by)
    known = {(each.unit_id, each.label): each for each in contest.unit_entries.all()}
    taken = {each.code for each in known.values()}
    n_new, changed = 0, []
    for entry in entries:
        row = known.get((entry.unit.pk, entry.label))
        if row is None:
            row = UnitEntry(
                contest=contest,
                unit=entry.unit,
                label=entry.label,
                code=_new_code(taken),
            )
            n_new += 1
        elif (row.headcount, row.is_of_minors) == (entry.headcount, entry.is_of_minors):
            continue
        else:
            changed.append(str(row))
        becomes_class = entry.is_of_minors and not row.is_of_minors
        row.headcount, row.is_of_minors = entry.headcount, entry.is_of_minors
        row.save()
        if becomes_class:
            _forget_names(row)
    note = optional(note, _("公开说明"), 200)
    is_public = bool(changed) and contest.state == ContestState.PUBLISHED
    if is_public and not note:
        raise Refused(_("竞赛已经发布，改动申报人数要写公开说明。"))
    said = _("参赛单位新增%(new)s个，改动%(changed)s个") % {
        "new": n_new,
        "changed": len(changed),
    }
    return record(
        contest,
        "units",
        by=by,
        from_state=contest.state,
        to_state=contest.state,
        because=said,
        public_text=_("更正%(units)s的申报人数：%(note)s")
        % {"units": "、".join(changed), "note": note}
        if is_public
        else "",
    )


def _forget_names(entry: UnitEntry) -> None:
    """Take back what people of a class never give: names, phones, a place on a board."""
    people = Participant.objects.select_for_update(no_key=True)
    found = list(people.filter(unit_entry=entry).order_by("pk"))
    for number, each in enumerate(found, start=1):
        each.is_minor = True
        if each.withdrawn_at is None:
            each.name = each.shown_name = numbered(number)
    Participant.objects.bulk_update(found, ["is_minor", "name", "shown_name"])
    Standing.objects.filter(participant__in=found).update(is_shown=False)
    ParticipantContact.objects.filter(participant__in=found).delete()
    PhoneCode.objects.filter(participant__in=found).delete()


@transaction.atomic
def delete_entry(entry: UnitEntry, *, by: User) -> Event:
    """Take a unit out that nobody has entered for."""
    contest = entry.contest
    _require(contest, by)
    name = str(entry)
    try:
        with transaction.atomic():
            entry.delete()
    except ProtectedError:
        raise Refused(_("已经有人代表%s参赛，不能删去。") % name) from None
    state = contest.state
    return record(
        contest,
        "units",
        by=by,
        from_state=state,
        to_state=state,
        because=_("删去%s") % name,
    )


def _require(contest: Contest, by: User) -> None:
    if not by.has_perm(DRAFT):
        raise NotAllowed(_("您没有这个权限。"))
    lock(contest)
    if contest.state not in ENTERING:
        raise Refused(_("竞赛已经结束，参赛单位不再变动。"))


def _new_code(taken: set[str]) -> str:
    while (
        code := "".join(secrets.choice(CODE_SIGNS) for _each in range(CODE_LENGTH))
    ) in (taken):
        pass
    taken.add(code)
    return code
