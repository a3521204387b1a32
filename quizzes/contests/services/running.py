"""How a contest goes its way: published, reviewed, shown for objections, made final.

Views, jobs and commands call these functions; nothing else writes a contest's state.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.directory.calendar import WorkCalendar
from portal.refusals import NotAllowed, Refused, SameHand
from portal.timeline import moving
from portal.timeline.models import Event
from portal.typed import required
from portal.users.models import User
from portal.workflow import check_transition
from quizzes.contests.models import Appeal, Attempt, Contest
from quizzes.contests.permissions import JUDGE, PUBLISH
from quizzes.contests.services.readiness import NotReady, missing
from quizzes.contests.services.telling import tell_placed
from quizzes.contests.workflow import (
    CONTEST_STEPS,
    AppealState,
    AttemptState,
    ContestState,
)

# Verbs by which somebody has a hand in what the rules say.
DRAFTING = ("draft", "change", "clone")
Check = Callable[[Contest], object]
_checks: dict[str, Check] = {}


def register_check(name: str, check: Check) -> None:
    """Let `check` look through all papers of a contest before its results are shown.

    It must bear being run again.
    """
    if name in _checks:
        raise ImproperlyConfigured(f"There is a check {name} already.")
    _checks[name] = check


@transaction.atomic
def publish(contest: Contest, *, by: User) -> Event:
    """Let everybody read the rules. From here they are what people relied on (QZ-03)."""
    lock(contest)
    check_step(contest, ContestState.PUBLISHED)
    _needs(by, PUBLISH)
    if settings.JUDGING["FOUR_EYES"] and by.pk in drafted_by(contest):
        raise SameHand(_("起草的人不能自己批准发布。"))
    if lacking := missing(contest):
        raise NotReady(lacking)
    return step(
        contest,
        "publish",
        ContestState.PUBLISHED,
        by=by,
        public_text=_("发布竞赛规则"),
    )


def begin_review(contest: Contest, *, by: User) -> Event:
    """Close the books, and look through all papers for what is odd (QZ-05)."""
    with transaction.atomic():
        lock(contest)
        check_step(contest, ContestState.REVIEWING)
        _needs(by, PUBLISH, JUDGE)
        if contest.state == ContestState.PREVIEW:
            raise Refused(_("公示中的竞赛，只有作废或者申诉成立才会回到复核。"))
        if timezone.now() < contest.closes_at:
            raise Refused(_("竞赛还没有结束。"))
        if _papers(contest, AttemptState.IN_PROGRESS).exists():
            raise Refused(_("还有答卷没收齐。过一两分钟再试，到时的会自动交卷。"))
        event = step(contest, "begin_review", ContestState.REVIEWING, by=by)
    run_checks(contest)
    return event


def open_preview(contest: Contest, *, by: User) -> Event:
    """Show the results (公示), once nothing about them is undecided.

    All papers are looked through once more: a check that broke off has missed nothing.
    """
    check_step(contest, ContestState.PREVIEW)
    run_checks(contest)
    with transaction.atomic():
        lock(contest)
        check_step(contest, ContestState.PREVIEW)
        _needs(by, PUBLISH)
        n_flagged = _papers(contest, AttemptState.FLAGGED).count()
        if n_flagged:
            raise Refused(
                _("还有%s份待核的答卷，核过或者作废以后才能公示。") % n_flagged
            )
        _refuse_open_appeals(contest)
        until = preview_end(contest, timezone.now())
        return step(
            contest,
            "open_preview",
            ContestState.PREVIEW,
            by=by,
            public_text=_("结果公示至%s")
            % f"{timezone.localtime(until):%Y-%m-%d %H:%M}",
            preview_until=until,
        )


@transaction.atomic
def make_final(contest: Contest, *, by: User) -> Event:
    """End the objections: nothing about the results changes any more."""
    lock(contest)
    check_step(contest, ContestState.FINAL)
    _needs(by, PUBLISH)
    if contest.preview_until is None or timezone.now() <= contest.preview_until:
        raise Refused(_("公示还没有到期。"))
    _refuse_open_appeals(contest)
    tell_placed(contest)
    return step(
        contest,
        "make_final",
        ContestState.FINAL,
        by=by,
        public_text=_("公示期满，结果确定"),
    )


@transaction.atomic
def cancel(contest: Contest, *, by: User, because: str) -> Event:
    """Call it off; `because` is what everybody reads."""
    lock(contest)
    check_step(contest, ContestState.CANCELLED)
    _needs(by, PUBLISH)
    because = required(because, _("取消原因"), 300)
    return step(
        contest,
        "cancel",
        ContestState.CANCELLED,
        by=by,
        because=because,
        public_text=because,
    )


@transaction.atomic
def reopen_review(contest: Contest, *, by: User | None, because: str) -> Event | None:
    """Send shown results back where a decision changes them; the preview begins anew.

    Nothing happens to a contest that shows none.
    """
    hold(contest)
    if contest.state != ContestState.PREVIEW:
        return None
    return step(
        contest,
        "reopen_review",
        ContestState.REVIEWING,
        by=by,
        because=because,
        public_text=_("公示中有结果变动，复核后重新公示"),
        preview_until=None,
    )


def preview_end(contest: Contest, start: datetime) -> datetime:
    days = max(1, contest.preview_days)
    if settings.JUDGING["PREVIEW_IN_WORKDAYS"]:
        return WorkCalendar.current().add_workdays(start, days)
    return start + timedelta(days=days)


def run_checks(contest: Contest) -> None:
    for check in _checks.values():
        check(contest)


def hold(contest: Contest) -> None:
    """Lock the row; participants who join meanwhile may still point at it."""
    moving.hold(contest, no_key=True)


def lock(contest: Contest) -> None:
    """Hold the row, unless somebody else was quicker."""
    said = _("别人刚刚动过这个竞赛。请看过最新情况再操作。")
    moving.hold_unchanged(contest, said, no_key=True)


def check_step(contest: Contest, new: ContestState) -> None:
    check_transition(CONTEST_STEPS, ContestState(contest.state), new)


def step(
    contest: Contest, verb: str, new: ContestState, *, by: User | None, **changes: Any
) -> Event:
    """Move a locked contest to `new`; the rest is as in `moving.move`."""
    return moving.move(contest, CONTEST_STEPS, verb, new, by=by, **changes)


def drafted_by(contest: Contest) -> set[int | None]:
    """Return who wrote the rules as they are: the last hand, and whoever began them."""
    hands = Event.objects.of(contest).filter(verb__in=DRAFTING)
    actors = list(hands.order_by("at", "pk").values_list("actor", flat=True))
    return {actors[0], actors[-1]} if actors else set()


def _needs(by: User, *permissions: str) -> None:
    if not any(by.has_perm(each) for each in permissions):
        raise NotAllowed(_("您没有这个权限。"))


def _papers(contest: Contest, state: AttemptState) -> Any:
    return Attempt.objects.filter(stage__contest=contest, state=state)


def _refuse_open_appeals(contest: Contest) -> None:
    if Appeal.objects.filter(
        attempt__stage__contest=contest, state=AppealState.OPEN
    ).exists():
        raise Refused(_("还有没答复的申诉，答复以后再往下办。"))
