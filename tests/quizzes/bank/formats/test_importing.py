"""A file is read, shown, and kept as a whole or not at all."""

from dataclasses import replace

import pytest
from django.conf import settings
from django.utils import timezone

from portal.refusals import Refused, Stale
from quizzes.bank.content import Content, Option, QuestionDraft
from quizzes.bank.formats import csv, xlsx
from quizzes.bank.formats.kinds import KINDS
from quizzes.bank.models import Question, QuestionVersion
from quizzes.bank.services.exporting import drafts_of
from quizzes.bank.services.importing import (
    Fate,
    import_questions,
    import_signed,
    plan,
    read_file,
    signed,
)
from quizzes.bank.workflow import Kind, Topic
from tests.portal.users.make import make_user
from tests.publicity.make_reading import make_clause, make_regulation, make_version
from tests.quizzes.make import CONTENTS, make_question

pytestmark = pytest.mark.django_db

DRAFT = QuestionDraft(
    stem="门前四包包什么？",
    content=Content(Kind.SINGLE, (Option("卫生", True), Option("治安"))),
    topic=Topic.CAMPAIGN,
)


def wording(question: Question) -> QuestionVersion:
    assert question.current
    return question.current


def table(*drafts: QuestionDraft) -> bytes:
    return xlsx.write(drafts)


def test_a_file_without_codes_makes_new_questions():
    reading = read_file("a.xlsx", table(DRAFT, replace(DRAFT, stem="另一道？")))

    kept = import_questions(reading.drafts, by=make_user())

    assert not reading.problems
    assert [wording(each).stem for each in kept] == [DRAFT.stem, "另一道？"]
    assert all(each.code for each in kept)


def test_a_code_that_is_there_gets_a_new_version_and_keeps_the_old_one():
    question = make_question(code="Q1", stem="原来的？")
    reading = read_file("a.xlsx", table(replace(DRAFT, code="Q1")))

    assert [each.fate for each in plan(reading.drafts)] == [Fate.VERSION]
    import_questions(reading.drafts, by=make_user())

    stems = question.versions.order_by("number").values_list("stem", flat=True)
    assert list(stems) == ["原来的？", DRAFT.stem]


def test_a_code_that_is_not_there_makes_a_question_with_it():
    reading = read_file("a.xlsx", table(replace(DRAFT, code="LX-7")))

    import_questions(reading.drafts, by=make_user())

    assert Question.objects.get().code == "LX-7"


@pytest.mark.parametrize("name", KINDS)
def test_what_goes_out_comes_in_again_as_no_change(name: str):
    clause = make_clause(make_version(make_regulation(slug="gate")), 12)
    for kind in Kind:
        make_question(
            kind=kind,
            stem=f"{kind}=1+1？",
            explanation="=解析",
            clause=clause,
            valid_until=timezone.localdate(),
            difficulty=4,
        )
    drafts = drafts_of(Question.objects.all())
    content = KINDS[name].write(drafts)

    reading = read_file(f"a.{KINDS[name].suffix}", content)

    assert not reading.problems
    assert not reading.remarks
    assert {each.fate for each in plan(reading.drafts)} == {Fate.SAME}
    assert import_questions(reading.drafts, by=make_user()) == []
    assert QuestionVersion.objects.count() == len(Kind)


def test_one_bad_row_keeps_the_whole_file_out():
    bad = csv.write([DRAFT, replace(DRAFT, stem="坏的？")]).decode()
    content = bad.replace("坏的？,卫生,治安", "坏的？,卫生,卫生").encode()

    reading = read_file("a.csv", content)

    assert [(each.place, each.column) for each in reading.problems] == [(3, "选项")]


def test_a_code_twice_in_one_file_is_a_problem_of_both_rows():
    one = replace(DRAFT, code="Q1")

    reading = read_file("a.xlsx", table(one, one))

    assert [each.place for each in reading.problems] == [2, 3]


def test_a_question_stays_of_its_kind():
    make_question(code="Q1", kind=Kind.MULTIPLE)

    reading = read_file("a.xlsx", table(replace(DRAFT, code="Q1")))

    assert "题型不能改" in reading.problems[0].text


def test_a_case_stays_a_case_where_gift_has_only_true_and_false():
    make_question(code="Q1", kind=Kind.CASE, stem="对吗？")

    reading = read_file("a.gift", "::Q1::对吗？{F}".encode())

    assert not reading.problems
    assert [each.fate for each in plan(reading.drafts)] == [Fate.SAME]
    assert reading.drafts[0].content == CONTENTS[Kind.CASE]


def test_what_a_file_does_not_speak_of_stays_as_it_is():
    clause = make_clause(make_version(make_regulation(slug="gate")), 12)
    make_question(code="Q1", topic=Topic.LAW, difficulty=5, clause=clause)

    reading = read_file("a.gift", "::Q1::新的题干？{=甲 ~乙}".encode())

    draft = reading.drafts[0]
    assert (draft.topic, draft.difficulty) == (Topic.LAW, 5)
    assert draft.clause == "gate/art-12"
    assert draft.explanation == ""


def test_a_file_without_topics_asks_for_one():
    content = "题{T}".encode()

    assert "类别" in read_file("a.txt", content).problems[0].text
    assert read_file("a.txt", content, topic="law").drafts[0].topic == "law"


@pytest.mark.parametrize(
    "written", ["gate/art-12", "《门前四包办法》第十二条", "门前四包办法第12条"]
)
def test_qz_08_a_clause_is_found_however_it_is_written(written: str):
    regulation = make_regulation(slug="gate", title="门前四包办法")
    make_clause(make_version(regulation), 12)

    reading = read_file("a.xlsx", table(replace(DRAFT, clause=written)))

    assert reading.drafts[0].clause == "gate/art-12"
    assert not reading.remarks
    kept = import_questions(reading.drafts, by=make_user())
    clause = wording(kept[0]).clause
    assert clause
    assert clause.anchor == "art-12"


def test_qz_08_a_clause_that_is_not_in_force_is_said_and_left_as_it_was():
    clause = make_clause(make_version(make_regulation(slug="gate")), 12)
    make_question(code="Q1", clause=clause)
    drafts = [
        replace(DRAFT, clause="R9-9"),
        replace(DRAFT, stem="另一道？", code="Q1", clause="R9-9"),
    ]

    reading = read_file("a.xlsx", table(*drafts))

    assert not reading.problems
    assert [each.place for each in reading.remarks] == [2, 3]
    assert [each.clause for each in reading.drafts] == ["", "gate/art-12"]


def test_all_are_kept_or_none():
    drafts = [DRAFT, replace(DRAFT, stem="坏的？", clause="no/such")]

    with pytest.raises(Refused):
        import_questions(drafts, by=make_user())

    assert not Question.objects.exists()


def test_what_was_shown_is_what_is_kept():
    user = make_user()
    make_question(code="Q1")
    shown = signed(plan([replace(DRAFT, code="Q1"), DRAFT]), by=user)

    kept = import_signed(shown, by=user)

    assert len(kept) == 2
    assert {wording(each).stem for each in kept} == {DRAFT.stem}


def test_a_preview_is_good_for_one_person_and_as_it_was_signed():
    shown = signed(plan([DRAFT]), by=make_user())

    for token, user in [
        (shown, make_user()),
        (shown + "x", make_user()),
        ("", make_user()),
    ]:
        with pytest.raises(Refused):
            import_signed(token, by=user)
    assert not Question.objects.exists()


def test_a_preview_is_stale_once_the_bank_has_changed():
    user = make_user()
    drafts = [replace(DRAFT, code="Q1")]
    shown = signed(plan(drafts), by=user)
    import_questions(drafts, by=user)

    with pytest.raises(Stale):
        import_signed(shown, by=user)

    assert QuestionVersion.objects.count() == 1


def test_a_button_pressed_twice_imports_once():
    user = make_user()
    shown = signed(plan([DRAFT]), by=user)
    import_signed(shown, by=user)

    with pytest.raises(Stale):
        import_signed(shown, by=user)

    assert Question.objects.count() == 1


def test_a_stem_that_is_there_already_is_pointed_out():
    make_question(code="Q7", stem=DRAFT.stem)

    (planned,) = plan([DRAFT])

    assert (planned.fate, planned.twin) == (Fate.NEW, "Q7")


def test_a_stem_twice_in_one_file_is_pointed_out():
    reading = read_file("a.xlsx", table(DRAFT, DRAFT))

    assert [each.place for each in reading.remarks] == [3]


@pytest.mark.parametrize("name", ["questions.xlsx", "questions.gift"])
def test_the_files_of_the_demonstration_are_read_without_a_problem(name: str):
    content = (settings.BASE_DIR / "site/demo" / name).read_bytes()

    reading = read_file(name, content, topic="civility")

    assert reading.problems == []
    assert len(reading.drafts) in {294, 60}


def test_reading_costs_the_same_for_many_rows(django_assert_max_num_queries):
    clause = make_clause(make_version(make_regulation(slug="gate")), 12)
    for n in range(30):
        make_question(code=f"Q{n}", clause=clause)
    drafts = [replace(DRAFT, code=f"Q{n}", clause="gate/art-12") for n in range(40)]
    content = table(*drafts)

    with django_assert_max_num_queries(5):
        plan(read_file("a.xlsx", content).drafts)


@pytest.mark.parametrize("name", KINDS)
def test_a_file_without_questions_is_refused(name: str):
    with pytest.raises(Refused):
        read_file(f"a.{KINDS[name].suffix}", KINDS[name].write([]))
