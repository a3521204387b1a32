"""What looks odd about papers (QZ-05, Q6). Pure functions: papers in, suspicions out.

A flag accuses nobody. Each is made so that an honest paper does not raise it: who
reads fast, shares a phone with the family, or sits in one office with colleagues.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from django.utils.translation import gettext as _

from quizzes.contests.workflow import FlagKind
from quizzes.judging.limits import Limits
from quizzes.judging.papers import Device, Paper

# Fewer answers than these tell nothing of a habit.
FEWEST_TIMED = 5


@dataclass(frozen=True)
class Suspicion:
    attempt: int
    kind: FlagKind
    note: str
    other: int | None = None


def of_one_paper(paper: Paper, limits: Limits) -> Iterator[Suspicion]:
    """Check what a paper tells by itself."""
    for kind, note in (
        (FlagKind.TOO_FAST, too_fast(paper, limits)),
        (FlagKind.IMPOSSIBLE_TIME, impossible_time(paper, limits)),
    ):
        if note:
            yield Suspicion(paper.attempt, kind, note)


def too_fast(paper: Paper, limits: Limits) -> str:
    """Say why nobody can have read the questions of this paper; "" if somebody can.

    The whole paper decides. Single answers count where the whole was brisk as well:
    after a lost connection many answers arrive at one moment, and who looks through
    the paper once more saves quickly. Bad papers are left alone: guessing wins nothing.
    """
    if paper.share < limits.likely_share or not paper.given:
        return ""
    pace = paper.signs / max(paper.seconds, 0.001)
    if pace > limits.signs_per_second:
        return _("%(n)s道题共%(signs)s字，%(seconds)s秒答完，每秒%(pace)s字。") % {
            "n": len(paper.given),
            "signs": paper.signs,
            "seconds": round(paper.seconds),
            "pace": round(pace),
        }
    if pace <= limits.brisk_signs_per_second:
        return ""
    n_timed, n_fast = _fast_answers(paper, limits)
    if n_timed >= FEWEST_TIMED and n_fast >= limits.fast_answers * n_timed:
        return _("%(n)s道题里有%(fast)s道的作答时间不够读完题目。") % {
            "n": n_timed,
            "fast": n_fast,
        }
    return ""


def _fast_answers(paper: Paper, limits: Limits) -> tuple[int, int]:
    """Count the answers given once, and those of them sooner than they could be read."""
    before = paper.started_at
    n_timed = n_fast = 0
    for each in sorted(paper.given, key=lambda given: given.answered_at):
        gap = (each.answered_at - before).total_seconds()
        before = each.answered_at
        if each.n_saves == 1:
            n_timed += 1
            n_fast += each.signs > gap * limits.signs_per_second
    return n_timed, n_fast


def impossible_time(paper: Paper, limits: Limits) -> str:
    """Say what of the times cannot be; the clock was the server's throughout (Q2)."""
    if paper.finished_at < paper.started_at:
        return _("交卷早于开始。")
    floor = limits.floor_seconds * len(paper.given)
    if paper.seconds < floor and paper.share >= limits.likely_share:
        return _("答了%(n)s道题，只用了%(seconds).1f秒。") % {
            "n": len(paper.given),
            "seconds": paper.seconds,
        }
    slack = timedelta(seconds=1)
    if any(
        not paper.started_at - slack <= each.answered_at <= paper.closes_at + slack
        for each in paper.given
    ):
        return _("有的答案不是在作答时间里给的。")
    return ""


def overlapping(papers: Iterable[Paper]) -> Iterator[Suspicion]:
    """Find papers that one participant wrote at one and the same time."""
    of_participant: dict[int, list[Paper]] = defaultdict(list)
    for paper in papers:
        of_participant[paper.participant].append(paper)
    for mine in of_participant.values():
        mine.sort(key=lambda paper: paper.started_at)
        for before, after in pairwise(mine):
            if before.overlaps(after):
                yield Suspicion(
                    after.attempt,
                    FlagKind.IMPOSSIBLE_TIME,
                    _("同一个人的两份答卷时间重叠。"),
                    before.attempt,
                )


def same_device(papers: Iterable[Paper], limits: Limits) -> Iterator[Suspicion]:
    """Find devices on which more people than a family wrote good papers in one day.

    One device writes one paper at a time. Colleagues of one office share network and
    browser, but sit side by side: of papers that overlap only one can be the device's.
    """
    for (_device, _day), group in _by_device_and_day(papers, limits).items():
        in_turn = _one_after_another(group)
        people = len({paper.participant for paper in in_turn})
        if people > limits.device_people:
            note = _("同一网络、同一种浏览器，当天先后有%s个人交了高分卷。") % people
            for paper in in_turn:
                yield Suspicion(paper.attempt, FlagKind.SAME_DEVICE, note)


def _by_device_and_day(
    papers: Iterable[Paper], limits: Limits
) -> dict[tuple[Device, str], list[Paper]]:
    groups: dict[tuple[Device, str], list[Paper]] = defaultdict(list)
    for paper in papers:
        if paper.device and paper.share >= limits.high_share:
            groups[paper.device, paper.day].append(paper)
    return groups


def _one_after_another(papers: Sequence[Paper]) -> list[Paper]:
    """Return as many papers as one device can have written: by the earliest end."""
    chain: list[Paper] = []
    for paper in sorted(papers, key=lambda each: (each.finished_at, each.attempt)):
        if not chain or paper.started_at >= chain[-1].finished_at:
            chain.append(paper)
    return chain
