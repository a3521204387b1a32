"""Closed exposures as cases to learn from: pictures without names, gone at once."""

import pytest

from portal.case_pictures import case_of, closed_cases
from portal.timeline.models import Event
from quizzes.bank.models import Question
from quizzes.bank.workflow import Kind, QuestionState
from reports.exposures.services.correcting import retract
from reports.exposures.services.following import reopen
from reports.exposures.workflow import CorrectionReason, ExposureState, PictureRole
from tests.quizzes.make import make_question
from tests.reports.exposures.make import (
    make_evidence,
    make_head,
    make_public,
    make_reviewer,
    show,
)

pytestmark = pytest.mark.django_db


def make_closed(**fields):
    exposure = make_public(state=ExposureState.RECTIFIED, **fields)
    show(exposure, make_evidence(), PictureRole.AFTER)
    return exposure


def number_of(exposure):
    return f"{exposure.batch.number}-{exposure.number}"


def test_a_closed_exposure_is_a_case_without_the_name_of_its_unit():
    exposure = make_closed()

    case = case_of(number_of(exposure))

    assert case is not None
    assert case.is_closed
    assert case.before
    assert case.after
    assert case.before.address != case.after.address
    words = f"{case.title}{case.before.alt}{case.after.alt}"
    assert exposure.unit.name not in words
    assert exposure.unit.short_name not in words
    assert {exposure.unit.name, exposure.unit.short_name} <= set(case.unsaid)
    assert [each.number for each in closed_cases()] == [case.number]


@pytest.mark.parametrize(
    "number", ["", "x", "1", "1-", "-1", "1-1-1", "9" * 30 + "-1", "9-9"]
)
def test_what_names_no_case_is_none(number):
    assert case_of(number) is None


def test_a_case_that_is_not_mended_is_not_closed():
    exposure = make_public()

    case = case_of(number_of(exposure))

    assert case is not None
    assert not case.is_closed
    assert closed_cases() == []


def test_a_retracted_exposure_takes_its_questions_out_at_once():
    exposure = make_closed()
    number = number_of(exposure)
    question = make_question(kind=Kind.CASE, case_number=number)
    other = make_question(kind=Kind.CASE)

    retract(exposure, by=make_head(), reason=CorrectionReason.FACTS, text="不属实。")

    question.refresh_from_db()
    other.refresh_from_db()
    assert case_of(number) is None
    assert closed_cases() == []
    assert question.state == QuestionState.NEEDS_REVIEW
    assert number in question.doubt
    assert other.state == QuestionState.READY
    assert Event.objects.of(question).get().verb == "doubt"


def test_a_case_that_is_open_again_is_no_example_any_more():
    exposure = make_closed()
    question = make_question(kind=Kind.CASE, case_number=number_of(exposure))

    reopen(exposure, by=make_reviewer(), because="又反弹了")

    question.refresh_from_db()
    assert question.state == QuestionState.NEEDS_REVIEW
    assert not Question.objects.filter(state=QuestionState.READY).exists()
