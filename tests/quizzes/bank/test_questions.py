"""The life of a question: versions that stay, states by the table, two pairs of eyes."""

from datetime import date
from itertools import product

import pytest
from django.db import DatabaseError, connection, transaction

from portal.directory.models import Unit
from portal.refusals import NotAllowed, Refused, SameHand, Stale
from portal.timeline.models import Event
from portal.timeline.permanent import IsPermanent
from portal.workflow import TransitionNotAllowed
from quizzes.bank.content import Content, Option
from quizzes.bank.models import Question, QuestionVersion
from quizzes.bank.services.questions import (
    approve_question,
    check_step,
    draft_of,
    put_in_doubt,
    retire_question,
    save_question,
)
from quizzes.bank.workflow import QUESTION_STEPS, Kind, QuestionState
from tests.portal.make import make_unit
from tests.publicity.make_media import make_picture
from tests.publicity.make_reading import make_version
from tests.quizzes.bank.make import make_draft, make_editor, make_reviewer, wording
from tests.quizzes.make import CONTENTS, make_question

pytestmark = pytest.mark.django_db
_S = QuestionState


@pytest.mark.once
def test_every_state_has_a_row_and_can_be_reached():
    assert set(QUESTION_STEPS) == set(_S)
    assert {state for steps in QUESTION_STEPS.values() for state in steps} | {
        _S.DRAFT
    } == set(_S)


@pytest.mark.parametrize(
    ("old", "new"),
    [pair for pair in product(_S, _S) if pair[1] not in QUESTION_STEPS[pair[0]]],
)
def test_it_refuses_every_step_outside_the_table(old, new):
    with pytest.raises(TransitionNotAllowed):
        check_step(Question(state=old), new)


@pytest.mark.parametrize(
    ("act", "refused_from"),
    [
        (approve_question, (_S.READY, _S.RETIRED)),
        (put_in_doubt, (_S.DRAFT,)),
        (retire_question, (_S.RETIRED,)),
    ],
)
def test_a_refused_step_leaves_no_trace(act, refused_from):
    for state in refused_from:
        question = make_question(state=state)
        because = {} if act is approve_question else {"because": "试试"}

        with pytest.raises(TransitionNotAllowed):
            act(question, by=make_reviewer(), **because)

        question.refresh_from_db()
        assert question.state == state
        assert not Event.objects.of(question).exists()


def test_a_question_goes_its_way_by_two_people():
    editor, reviewer = make_editor(), make_reviewer()

    question = save_question(None, make_draft(), by=editor)
    approve_question(question, by=reviewer)
    put_in_doubt(question, because="有读者说答案不对", by=editor)
    approve_question(question, by=reviewer)
    retire_question(question, by=reviewer, because="不再适用")

    assert question.state == _S.RETIRED
    assert [event.verb for event in Event.objects.of(question)] == [
        "write",
        "approve",
        "doubt",
        "approve",
        "retire",
    ]
    assert question.code.startswith("T")


@pytest.mark.parametrize("kind", Kind)
def test_what_has_not_changed_makes_no_version(kind):
    question = save_question(None, make_draft(kind=kind), by=None)

    save_question(question, make_draft(kind=kind), by=None)
    save_question(question, draft_of(wording(question)), by=None)

    assert question.versions.count() == 1
    assert Event.objects.of(question).count() == 1


def test_a_change_makes_a_version_and_the_older_one_stays():
    question = save_question(None, make_draft(), by=None)
    first = wording(question)

    save_question(question, make_draft(stem="新的题干？", difficulty=4), by=None)

    first.refresh_from_db()
    assert first.stem != "新的题干？"
    assert (wording(question).number, wording(question).stem) == (2, "新的题干？")
    assert question.difficulty == 4


def test_an_option_keeps_its_id_while_the_options_stay_as_they_are():
    question = save_question(None, make_draft(), by=None)
    ids = [option.id for option in wording(question).parts.options]

    save_question(question, make_draft(explanation="另一种说法。"), by=None)

    assert [option.id for option in wording(question).parts.options] == ids


def test_a_changed_question_leaves_the_pools_until_another_has_read_it():
    editor, reviewer = make_editor(), make_reviewer()
    question = make_question()

    save_question(question, make_draft(stem="改过的题干？"), by=editor)

    assert question.state == _S.NEEDS_REVIEW
    assert question.doubt
    assert not Question.objects.ready(date(2026, 11, 1)).exists()

    approve_question(question, by=reviewer)

    assert question.state == _S.READY
    assert question.doubt == ""
    assert Question.objects.ready(date(2026, 11, 1)).exists()


def test_a_file_that_speaks_of_no_picture_leaves_it_there():
    picture = make_picture()
    question = save_question(
        None, make_draft(), by=None, image=picture, image_alt="一条街"
    )

    save_question(question, make_draft(stem="改过的题干？"), by=None)
    assert wording(question).image == picture

    save_question(
        question, make_draft(stem="改过的题干？"), by=None, image=None, image_alt=""
    )
    assert wording(question).image is None
    assert wording(question).number == 3


def test_who_wrote_the_wording_does_not_approve_it(settings):
    reviewer = make_reviewer()
    question = save_question(None, make_draft(), by=reviewer)

    with pytest.raises(SameHand):
        approve_question(question, by=reviewer)

    settings.QUIZZES = settings.QUIZZES | {"APPROVE_OWN": True}
    approve_question(question, by=reviewer)
    assert question.state == _S.READY


def test_an_editor_does_not_approve():
    question = save_question(None, make_draft(), by=None)

    with pytest.raises(NotAllowed):
        approve_question(question, by=make_editor())


def test_nobody_approves_a_wording_that_he_has_not_seen():
    question = save_question(None, make_draft(), by=None)
    seen = Question.objects.get(pk=question.pk)
    save_question(question, make_draft(stem="别人改过？"), by=None)

    with pytest.raises(Stale):
        approve_question(seen, by=make_reviewer())


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"stem": "长" * 601}, "题干最多"),
        ({"explanation": "长" * 1001}, "解析最多"),
        ({"explanation": "请打13812345678问一问。"}, "个人信息"),
        (
            {"content": Content(Kind.SINGLE, (Option("一", True), Option("二", True)))},
            "正好一个",
        ),
        (
            {
                "content": Content(
                    Kind.SINGLE, (Option("13812345678", True), Option("二"))
                )
            },
            "个人信息",
        ),
        ({"valid_until": "2020-01-01"}, "有效期"),
        ({"case_number": "3-99"}, "案例没有办结"),
    ],
)
def test_it_refuses_to_approve_what_has_faults(fields, says):
    question = save_question(None, make_draft(**fields), by=None)

    with pytest.raises(Refused, match=says):
        approve_question(question, by=make_reviewer())

    question.refresh_from_db()
    assert question.state == _S.DRAFT


def test_a_picture_needs_words():
    question = save_question(None, make_draft(), by=None, image=make_picture())

    with pytest.raises(Refused, match="图片要有文字说明"):
        approve_question(question, by=make_reviewer())


def test_a_case_never_names_a_unit():
    unit: Unit = make_unit(name="临溪县城市管理局", short_name="县城管局")
    question = save_question(
        None,
        make_draft(stem=f"{unit.short_name}这样做对吗？", case_number="3-1"),
        by=None,
    )

    with pytest.raises(Refused, match="不能有单位名称：县城管局"):
        approve_question(question, by=make_reviewer())


def test_a_clause_is_named_by_its_address():
    version = make_version(articles=2)
    name = f"{version.regulation.slug}/art-2"

    question = save_question(None, make_draft(clause=name), by=None)

    assert wording(question).clause == version.clauses.get(anchor="art-2")
    assert draft_of(wording(question)).clause == name
    with pytest.raises(Refused, match="没有现行有效的条款"):
        save_question(question, make_draft(clause="nothing/art-1"), by=None)


@pytest.mark.parametrize(
    "fields",
    [{"topic": "x"}, {"difficulty": 9}, {"valid_until": "明天"}, {"stem": " "}],
)
def test_it_refuses_what_cannot_be_kept(fields):
    with pytest.raises(Refused):
        save_question(None, make_draft(**fields), by=None)


def test_two_questions_never_have_one_code():
    save_question(None, make_draft(code="Q001"), by=None)

    with pytest.raises(Refused, match="Q001"):
        save_question(None, make_draft(code="Q001"), by=None)

    assert Question.objects.count() == 1


def test_a_second_doubt_stands_beside_the_first():
    question = make_question()

    put_in_doubt(question, because="条款改了。")
    put_in_doubt(question, because="案例撤了。")
    put_in_doubt(question, because="案例撤了。")

    assert question.doubt == "条款改了。案例撤了。"


def test_a_wording_is_never_changed_not_even_by_sql():
    version = wording(make_question(content=CONTENTS[Kind.SINGLE]))

    version.stem = "别的"
    with pytest.raises(IsPermanent):
        version.save()
    with pytest.raises(IsPermanent):
        QuestionVersion.objects.update(stem="别的")
    with pytest.raises(IsPermanent):
        version.delete()
    for statement in (
        "UPDATE quizzes_questionversion SET stem = '别的'",
        "DELETE FROM quizzes_questionversion",
    ):
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
