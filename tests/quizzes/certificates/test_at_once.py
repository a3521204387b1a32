"""Numbers follow each other, however many ask at one and the same moment."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from portal.directory.models import Unit
from portal.timeline.models import Event
from quizzes.certificates.models import Certificate
from quizzes.certificates.services.issuing import issue_certificate
from quizzes.contests.models import Attempt, Contest, Participant, Stage
from quizzes.contests.workflow import AttemptState
from tests.at_once import at_once, committing
from tests.quizzes.make import make_contest, make_participant

WRITTEN = [Certificate, Attempt, Participant, Stage, Contest, Event, Unit]


@pytest.fixture
def committed(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    with committing(django_db_blocker, WRITTEN):
        yield


def make_paper(stage: Stage) -> Attempt:
    """Make a paper without questions, which nobody could take away after the test."""
    now = timezone.now()
    return Attempt.objects.create(
        participant=make_participant(stage.contest),
        stage=stage,
        day=timezone.localdate(),
        nth_of_day=1,
        nth=1,
        state=AttemptState.SUBMITTED,
        started_at=now,
        closes_at=now,
        finished_at=now,
        n_questions=1,
        score=90,
        most=100,
        seconds=Decimal(60),
    )


def make_papers(n: int) -> list[Attempt]:
    contest = make_contest(certificate_from=60)
    stage = Stage.objects.create(
        contest=contest, opens_at=contest.opens_at, closes_at=contest.closes_at
    )
    return [make_paper(stage) for _each in range(n)]


@pytest.mark.usefixtures("committed")
def test_eight_at_once_leave_no_gap():
    papers = make_papers(8)

    made = at_once(lambda number: issue_certificate(papers[number]))

    assert sorted(each.position for each in made) == list(range(1, 9))


@pytest.mark.usefixtures("committed")
def test_one_paper_asked_for_eight_times_at_once_has_one():
    [paper] = make_papers(1)

    made = at_once(lambda _number: issue_certificate(paper))

    assert len({each.number for each in made}) == 1
    assert Certificate.objects.count() == 1
