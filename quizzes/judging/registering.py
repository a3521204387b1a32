"""Everything that the rest of the house learns of judging, from `AppConfig.ready()`."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.jobs.periodic import register
from portal.timeline.models import Event
from quizzes.contests.models import Attempt, Contest
from quizzes.contests.permissions import grant_roles
from quizzes.contests.public.links import ContestLink, register_link
from quizzes.contests.services.running import register_check
from quizzes.contests.workflow import AttemptState, ContestState
from quizzes.judging.services.deciding import why_no_appeal
from quizzes.judging.services.flagging import EVERY, flag_contest, flag_recent


def register_judging() -> None:
    grant_roles()
    register_check("judging.flags", flag_contest)
    register("judging.flags", flag_recent, every=EVERY)
    register_link(
        ContestLink(key="results", order=5, label=_("结果"), of_contest=_results_of)
    )
    register_link(
        ContestLink(
            key="corrections",
            order=6,
            label=_("更正说明"),
            of_contest=_corrections_of,
        )
    )
    register_link(
        ContestLink(
            key="appeal", order=5, label=_("对成绩有疑问、申诉"), of_attempt=_appeal_of
        )
    )


def _results_of(contest: Contest) -> str | None:
    if contest.state in {ContestState.DRAFT, ContestState.PUBLISHED}:
        return None
    return reverse("judging:results", args=[contest.slug])


def _corrections_of(contest: Contest) -> str | None:
    """Lead to what was put right while people play; later the results say it too."""
    if contest.state != ContestState.PUBLISHED:
        return None
    said = Event.objects.of(contest).filter(verb__in=["correct", "units"])
    if not said.exclude(public_text="").exists():
        return None
    return reverse("judging:results", args=[contest.slug])


def _appeal_of(attempt: Attempt, token: str) -> str | None:
    is_known = attempt.state == AttemptState.VOID or attempt.appeals.exists()
    if not is_known and why_no_appeal(attempt):
        return None
    slug = attempt.participant.contest.slug
    return reverse("judging:appeal", args=[slug, token, attempt.pk])
