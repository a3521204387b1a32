"""Several who decide at one moment: one decision, one row, no deadlock."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from portal.directory.models import Unit
from portal.refusals import Refused
from portal.timeline.models import Event
from portal.users.models import User
from portal.workflow import TransitionNotAllowed
from quizzes.bank.models import Pool, Question, QuestionVersion
from quizzes.contests.models import (
    Appeal,
    Attempt,
    AttemptFlag,
    AttemptItem,
    Contest,
    DrawRule,
    Participant,
    Stage,
    Standing,
)
from quizzes.contests.services.running import begin_review
from quizzes.contests.services.standings import refresh_standing
from quizzes.contests.workflow import AttemptState, ContestState, FlagKind
from quizzes.judging.flags import Suspicion
from quizzes.judging.services import file_appeal, void
from quizzes.judging.services.flagging import raise_flags
from tests.at_once import at_once, committing
from tests.quizzes.judging.make import (
    make_chief,
    make_counted,
    make_judge,
    make_ready_contest,
    make_voided,
)

WRITTEN = (
    Event,
    Appeal,
    AttemptFlag,
    Standing,
    AttemptItem,
    Attempt,
    Participant,
    DrawRule,
    Stage,
    Contest,
    Pool.questions.through,
    Pool,
    QuestionVersion,
    Question,
    Unit,
    User.groups.through,
    User,
)


@pytest.fixture
def committed(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    with committing(django_db_blocker, WRITTEN):
        yield


def tried(act) -> bool:
    try:
        act()
    except (Refused, TransitionNotAllowed):
        return False
    return True


@pytest.mark.usefixtures("committed")
def test_eight_who_void_one_paper_void_it_once():
    attempt, judge = make_counted(state=AttemptState.FLAGGED), make_judge()

    def press(_number: int) -> bool:
        mine = Attempt.objects.get(pk=attempt.pk)
        return tried(lambda: void(mine, by=judge, because="代答。"))

    assert sum(at_once(press)) == 1
    assert Event.objects.of(attempt).filter(verb="void").count() == 1
    assert not Standing.objects.exists()


@pytest.mark.usefixtures("committed")
def test_eight_appeals_at_once_are_one():
    attempt = make_voided()

    def send(_number: int) -> bool:
        mine = Attempt.objects.get(pk=attempt.pk)
        return tried(lambda: file_appeal(mine.participant, mine, text="请再看。"))

    assert sum(at_once(send)) == 1
    assert Appeal.objects.count() == 1


@pytest.mark.usefixtures("committed")
def test_flags_decisions_and_standings_at_once_hold_each_other_up_for_a_moment_only():
    contest = make_ready_contest(state=ContestState.PUBLISHED, is_closed=True)
    attempts = [make_counted(contest) for _each in range(4)]
    judge, chief = make_judge(), make_chief()

    def act(number: int) -> bool:
        mine = Attempt.objects.get(pk=attempts[number % 4].pk)
        if number == 0:
            review = Contest.objects.get(pk=contest.pk)
            return tried(lambda: begin_review(review, by=chief))
        if number < 4:
            return tried(lambda: void(mine, by=judge, because="代答。"))
        if number < 6:
            found = [Suspicion(each.pk, FlagKind.TOO_FAST, "快") for each in attempts]
            return tried(lambda: raise_flags(found))
        return tried(lambda: refresh_standing(mine.participant, mine.stage))

    assert at_once(act, 8)[0]  # no deadlock has thrown it out
    contest.refresh_from_db()
    assert contest.state == ContestState.REVIEWING
    voided = Attempt.objects.filter(state=AttemptState.VOID)
    assert voided.count() == 3
    assert not Standing.objects.filter(attempt__in=voided).exists()
    assert Standing.objects.count() == 1
    flagged = AttemptFlag.objects.values_list("attempt", flat=True)
    assert len(flagged) == len(set(flagged))
