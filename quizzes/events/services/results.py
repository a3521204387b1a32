"""How an activity ended: entered by one, made public by another."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.directory.models import Unit
from portal.refusals import NotAllowed, Refused, SameHand
from portal.timeline.models import Event
from portal.timeline.moving import change
from portal.typed import clean, optional
from portal.users.models import User
from publicity.models import EpisodePage
from quizzes.events.models import Activity, Result
from quizzes.events.permissions import PUBLISH
from quizzes.events.services.steps import lock
from quizzes.events.workflow import ActivityState, Phase, ResultOf

MOST_ROWS = 200
COLUMNS = 5
_KINDS = {str(kind.label): kind for kind in ResultOf}


@dataclass(frozen=True)
class Line:
    rank: str
    name: str
    of: ResultOf
    score: str = ""
    prize: str = ""


def read_lines(typed: str) -> list[Line]:
    """Read `rank, name, kind, score, prize`, a line each, as pasted from a spreadsheet.

    All faulty lines are told at once; nothing of a faulty table is taken.
    """
    lines, faults = [], []
    for number, text in enumerate(clean(typed).splitlines(), start=1):
        if not text.strip():
            continue
        cells = text.split("\t") if "\t" in text else text.replace("，", ",").split(",")
        cells = [cell.strip() for cell in cells]
        if not 3 <= len(cells) <= COLUMNS:
            faults.append(_("第%s行应有3到5格") % number)
            continue
        cells += [""] * (COLUMNS - len(cells))
        rank, name, kind, score, prize = cells
        if kind not in _KINDS:
            faults.append(
                _("第%(n)s行的类别要写%(kinds)s")
                % {"n": number, "kinds": _("、").join(_KINDS)}
            )
        elif not name and _KINDS[kind] != ResultOf.MINOR:
            faults.append(_("第%s行没有名称") % number)
        elif len(rank) > 20 or len(name) > 60 or len(score) > 20 or len(prize) > 60:
            faults.append(_("第%s行有一格太长") % number)
        else:
            lines.append(Line(rank, name, _KINDS[kind], score, prize))
    if len(lines) > MOST_ROWS:
        faults.append(_("最多%s行") % MOST_ROWS)
    if faults:
        raise Refused(_("；").join(faults))
    return lines


def as_shown(line: Line) -> str:
    """Return what may be read of a name: of a person the first sign, of a minor none."""
    if line.of == ResultOf.MINOR:
        return _("未成年选手（不公布姓名）")
    if line.of == ResultOf.PERSON:
        return line.name[:1] + "*" * max(1, len(line.name) - 1)
    return line.name


@transaction.atomic
def enter_results(
    activity: Activity,
    lines: Sequence[Line],
    *,
    by: User,
    afterwards: str = "",
    recording: EpisodePage | None = None,
) -> Event:
    """Write down how it ended. It is public once another has looked at it, again."""
    lock(activity)
    if activity.state != ActivityState.PUBLISHED or activity.phase == Phase.UPCOMING:
        raise Refused(_("活动开始以后才能录入结果。"))
    afterwards = optional(afterwards, _("活动小结"), 3000)
    if not lines and not afterwards:
        raise Refused(_("请填写结果或者活动小结。"))
    units = {}
    for unit in Unit.objects.all():
        units[unit.name] = units[unit.short_name] = unit
    activity.results.all().delete()
    Result.objects.bulk_create(
        Result(
            activity=activity,
            order=order,
            rank=line.rank,
            of=line.of,
            name=as_shown(line),
            unit=units.get(line.name) if line.of == ResultOf.UNIT else None,
            score=line.score,
            prize=line.prize,
        )
        for order, line in enumerate(lines, start=1)
    )
    return change(
        activity,
        "enter_results",
        by=by,
        afterwards=afterwards,
        recording=recording,
        results_by=by,
        results_public_at=None,
        results_approved_by=None,
    )


@transaction.atomic
def publish_results(activity: Activity, *, by: User) -> Event:
    lock(activity)
    if not by.has_perm(PUBLISH):
        raise NotAllowed(_("发布结果要由审核员或者负责人来做。"))
    if activity.results_by_id is None or activity.results_public_at:
        raise Refused(_("没有等着发布的结果。"))
    if by.pk == activity.results_by_id:
        raise SameHand(_("录入结果的人不能自己发布，请换一个人核对。"))
    now = timezone.now()
    return change(
        activity,
        "publish_results",
        by=by,
        public_text=_("发布活动结果"),
        results_public_at=now,
        results_approved_by=by,
        changed_at=now,
    )


def lines_of(activity: Activity) -> str:
    """Return the results as they would be typed, for who corrects them."""
    rows = [
        [row.rank, row.name, str(row.get_of_display()), row.score, row.prize]
        for row in activity.results.all()
    ]
    has_commas = any(sign in cell for row in rows for cell in row for sign in ",，")
    return "\n".join(("\t" if has_commas else ",").join(row) for row in rows)
