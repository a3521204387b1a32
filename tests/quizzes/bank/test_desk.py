"""The bank in the CMS: who sees it, who writes, who approves, and how it is found."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db.models import OuterRef
from django.urls import reverse

from portal.users.roles import Role
from quizzes.bank.models import PracticeCount, Question, QuestionVersion
from quizzes.bank.services.questions import save_question
from quizzes.bank.workflow import Kind, QuestionState, Topic
from reports.exposures.workflow import ExposureState
from tests.portal.users.make import make_user
from tests.publicity.make_media import make_picture
from tests.publicity.make_reading import make_version
from tests.quizzes.bank.make import make_draft, make_editor, make_reviewer, wording
from tests.quizzes.make import CONTENTS, make_question
from tests.reports.exposures.make import make_public

pytestmark = pytest.mark.django_db
_S = QuestionState


def address(name, *args):
    return reverse(f"bank_desk:{name}", args=args)


@pytest.fixture
def editor(client):
    user = make_editor()
    client.force_login(user)
    return user


@pytest.fixture
def reviewer(client):
    user = make_reviewer()
    client.force_login(user)
    return user


def typed(**fields):
    return {
        "topic": "campaign",
        "difficulty": "2",
        "stem": "谁来清理？",
        "explanation": "谁倒谁清。",
        "clause": "",
        "case_number": "",
        "valid_until": "",
        "image": "",
        "image_alt": "",
        "film": "",
        **fields,
    }


PAGES = [
    ("index", False),
    ("question", True),
    ("edit", True),
    ("cases", False),
    ("pools", False),
    ("add_pool", False),
]


@pytest.mark.parametrize(("name", "is_of_one"), PAGES)
def test_a_stranger_sees_nothing_of_the_bank(client, name, is_of_one):
    args = [make_question().pk] if is_of_one else []

    assert client.get(address(name, *args)).status_code == 302

    client.force_login(make_user(role=Role.INSPECTOR))
    assert client.get(address(name, *args)).status_code == 403


@pytest.mark.parametrize("kind", Kind)
def test_an_editor_opens_the_form_of_every_kind(client, editor, kind):
    question = make_question(kind=kind)

    new = client.get(address("add", kind))
    old = client.get(address("edit", question.pk))

    assert new.status_code == old.status_code == 200
    for row in CONTENTS[kind].options:
        assert row.text in old.text


def test_an_editor_writes_a_question_and_it_is_a_draft(client, editor):
    answer = client.post(
        address("add", "single"),
        typed(text=["商户", "", "环卫工人"], feedback=["对", "", "不对"], right=["2"]),
    )

    question = Question.objects.get()
    assert answer.status_code == 302
    assert question.state == _S.DRAFT
    assert wording(question).made_by == editor
    options = wording(question).parts.options
    assert [(each.text, each.is_right, each.feedback) for each in options] == [
        ("商户", False, "对"),
        ("环卫工人", True, "不对"),
    ]


@pytest.mark.parametrize("kind", Kind)
def test_a_form_sent_back_as_it_was_changes_nothing(client, editor, kind):
    question = save_question(None, make_draft(kind=kind), by=None)
    form = client.get(address("edit", question.pk)).context["form"]
    rows = client.get(address("edit", question.pk)).context["rows"]

    client.post(
        address("edit", question.pk),
        {
            **{field.html_name: field.value() or "" for field in form},
            "version": question.current_id,
            "text": [row.text for row in rows.rows],
            "other": [row.other for row in rows.rows],
            "feedback": [row.feedback for row in rows.rows],
            "right": [n for n, row in enumerate(rows.rows) if row.is_right],
            "distractor": [row.text for row in rows.distractors],
        },
    )

    assert question.versions.count() == 1


def test_more_rows_come_without_a_script(client, editor):
    answer = client.post(
        address("add", "multiple"), typed(text=["一", "二"], more="1", right=["0"])
    )

    assert answer.status_code == 200
    assert len(answer.context["rows"].rows) == 6
    assert answer.context["rows"].rows[0].is_right
    assert not Question.objects.exists()


def test_what_is_typed_stays_where_it_is_refused(client, editor):
    answer = client.post(
        address("add", "single"), typed(stem="", text=["商户"], feedback=[""])
    )

    assert answer.status_code == 422
    assert "请填写题干" in answer.text
    assert 'value="商户"' in answer.text


def test_two_editors_at_once_do_not_overwrite_each_other(client, editor):
    question = make_question()
    seen = question.current_id
    save_question(question, make_draft(stem="别人改过？"), by=None)

    answer = client.post(
        address("edit", question.pk), typed(version=seen, text=["一", "二"])
    )

    assert answer.status_code == 422
    assert "别人刚刚改过" in answer.text


def test_a_question_takes_its_picture_clause_and_film_field(client, editor):
    version = make_version(articles=2)
    picture = make_picture()
    name = f"{version.regulation.slug}/art-2"

    client.post(
        address("add", "true_false"),
        typed(
            text=["对", "错"],
            feedback=["", ""],
            right=["0"],
            clause=name,
            image=picture.pk,
            image_alt="一条街",
        ),
    )

    current = wording(Question.objects.get())
    assert current.clause
    assert current.clause.anchor == "art-2"
    assert (current.image, current.image_alt) == (picture, "一条街")


def test_a_reviewer_approves_and_an_editor_does_not(client, editor):
    question = save_question(None, make_draft(), by=editor)
    step = address("act", question.pk, "approve")
    posted = {"version": question.current_id}

    assert client.post(step, posted).status_code == 403

    client.force_login(make_reviewer())
    assert client.post(step, posted).status_code == 302
    question.refresh_from_db()
    assert question.state == _S.READY


def test_the_page_says_why_it_cannot_be_approved(client, reviewer):
    question = save_question(None, make_draft(explanation="打13812345678。"), by=None)

    page = client.get(address("question", question.pk))
    answer = client.post(
        address("act", question.pk, "approve"), {"version": question.current_id}
    )

    assert "还不能审定" in page.text
    assert answer.status_code == 422
    assert "手机号" in answer.text


def test_a_step_on_a_wording_not_seen_is_refused(client, reviewer):
    question = save_question(None, make_draft(), by=None)

    answer = client.post(
        address("act", question.pk, "approve"), {"version": wording(question).pk - 1}
    )

    assert answer.status_code == 422
    question.refresh_from_db()
    assert question.state == _S.DRAFT


@pytest.mark.parametrize("verb", ["doubt", "retire"])
def test_a_step_back_needs_a_reason(client, reviewer, verb):
    question = make_question()
    posted: dict[str, Any] = {"version": question.current_id}

    assert client.post(address("act", question.pk, verb), posted).status_code == 422

    posted["because"] = "过时了"
    assert client.post(address("act", question.pk, verb), posted).status_code == 302
    assert client.post(address("act", question.pk, "jump"), posted).status_code == 404
    assert "过时了" in client.get(address("question", question.pk)).text


def test_many_are_approved_at_once_and_what_is_refused_says_why(client, reviewer):
    good = [save_question(None, make_draft(), by=None) for _each in range(2)]
    own = save_question(None, make_draft(code="OWN"), by=reviewer)

    answer = client.post(
        address("act_on_many"),
        {"verb": "approve", "question": [each.pk for each in (*good, own)] + ["x"]},
    )

    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert Question.objects.filter(state=_S.READY).count() == 2
    assert any(message.startswith("OWN：") for message in said)
    assert any("2道" in message for message in said)


def test_the_history_shows_what_was_changed(client, editor):
    question = save_question(None, make_draft(stem="谁来清理？"), by=editor)
    save_question(question, make_draft(stem="由谁清理？"), by=editor)

    page = client.get(address("question", question.pk)).text

    assert "<ins>由</ins>" in page
    assert "<del>来</del>" in page


@pytest.mark.parametrize("kind", Kind)
def test_a_reader_of_the_cms_sees_the_question_as_it_is_asked(client, editor, kind):
    question = make_question(kind=kind)

    page = client.get(address("question", question.pk)).text

    assert "答之前" in page
    assert wording(question).stem in page


def test_the_list_is_searched_by_words_and_narrowed(client, editor):
    version = make_version(articles=1)
    make_question(stem="洗菜水泼到人行道？", code="A1", clause=version.clauses.get())
    make_question(stem="洗菜水倒进河里？", code="A2", topic=Topic.HEALTH, difficulty=4)
    make_question(stem="共享单车？", code="A3", kind=Kind.FILL, state=_S.NEEDS_REVIEW)

    def found(**query):
        page = client.get(address("index"), query)
        return [each.code for each in page.context["page_of_items"]]

    assert found(q="洗菜水 人行道") == ["A1"]
    assert found(q="a3") == ["A3"]
    assert found(topic="health") == found(difficulty="4") == ["A2"]
    assert found(kind="fill") == found(state="needs_review") == ["A3"]
    assert found(regulation=version.regulation.slug) == ["A1"]
    assert found(topic="nonsense", q="\0") == ["A1", "A2", "A3"]
    assert client.get(address("index"), {"page": "x"}).status_code == 404


def test_the_queue_holds_what_waits_with_its_reason(client, editor):
    make_question(state=_S.READY, code="READY")
    doubted = make_question(state=_S.NEEDS_REVIEW)
    Question.objects.filter(pk=doubted.pk).update(doubt="条款改了")

    page = client.get(address("queue"), follow=True).text

    assert "条款改了" in page
    assert "READY" not in page


def test_facility_stands_in_the_list_from_thirty_answers_on(client, editor):
    few, many = make_question(), make_question()
    PracticeCount.objects.create(version=wording(few), n=29, n_right=29)
    PracticeCount.objects.create(version=wording(many), n=30, n_right=15)

    page = client.get(address("index")).text

    assert "50%" in page
    assert "100%" not in page


def test_the_list_of_ten_thousand_takes_few_queries(
    client, editor, django_assert_max_num_queries
):
    make_many(10_000)
    client.get(address("index"))

    with django_assert_max_num_queries(15):
        page = client.get(address("index"), {"q": "人行道", "topic": "campaign"})

    assert page.context["page_of_items"].paginator.count == 10_000


def make_many(n):
    """Make questions in bulk, each with one wording."""
    questions = Question.objects.bulk_create(
        Question(
            code=f"B{place:05}", state=_S.READY, topic="campaign", kind="true_false"
        )
        for place in range(n)
    )
    content = CONTENTS[Kind.TRUE_FALSE].with_ids().to_json()
    QuestionVersion.objects.bulk_create(
        QuestionVersion(
            question=each,
            number=1,
            kind=each.kind,
            topic=each.topic,
            difficulty=2,
            stem="水泼到人行道上，对吗？",
            content=content,
        )
        for each in questions
    )
    wording = QuestionVersion.objects.filter(question=OuterRef("pk")).values("pk")
    Question.objects.update(current=wording)


def test_the_page_of_one_question_takes_few_queries(
    client, editor, django_assert_max_num_queries
):
    question = make_question()
    for n in range(5):
        save_question(question, make_draft(stem=f"第{n}问？"), by=editor)
    client.get(address("question", question.pk))

    with django_assert_max_num_queries(20):
        client.get(address("question", question.pk))


def test_an_editor_makes_a_question_of_a_closed_case(client, editor):
    exposure = make_public(state=ExposureState.RECTIFIED)
    number = f"{exposure.batch.number}-{exposure.number}"
    make_question(case_number=number)

    page = client.get(address("cases"), {"q": exposure.title[:2]})
    new = client.get(address("add", "case"), {"case": number})

    assert "已有1道题" in page.text
    assert exposure.unit.name not in page.text
    assert f"?case={number}" in page.text
    assert new.context["form"]["case_number"].value() == number
    assert client.get(address("cases"), {"q": "没有这样的词"}).text.count("?case=") == 0


@pytest.mark.parametrize(
    ("role", "is_shown"), [(Role.WEB_EDITOR, True), (Role.INSPECTOR, False)]
)
def test_the_menu_shows_the_quizzes_to_those_who_may(client, role, is_shown):
    client.force_login(make_user(role=role))

    page = client.get("/cms/").text

    assert (address("index") in page) is is_shown
