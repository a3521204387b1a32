"""What the result tells beside the score, and what of it may be passed on."""

import pytest
from bs4 import BeautifulSoup

from quizzes.bank.workflow import Topic
from quizzes.contests.services.finishing import hand_in
from quizzes.contests.services.steps import move_attempt
from quizzes.contests.services.taking import start
from quizzes.contests.workflow import AttemptState, Reveals
from tests.quizzes.contests.test_papers import found, link, right
from tests.quizzes.make import (
    make_contest,
    make_participant,
    make_question,
    make_stage,
    save_answer,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_page")]


def begun(reveals=Reveals.ON_SUBMISSION):
    """Begin a paper of one question on health and one on the campaign."""
    topics = (Topic.CAMPAIGN, Topic.HEALTH)
    stage = make_stage(
        make_contest(title="双创知识竞赛"),
        n_questions=2,
        questions=[make_question(topic=topic) for topic in topics],
        reveals=reveals,
    )
    participant = make_participant(stage.contest)
    return participant, start(participant, stage)


def read(client, address) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).text, "html.parser")


def test_qz_10_the_result_tells_the_topics_and_what_is_passed_on_no_name(client):
    participant, paper = begun()
    item = paper.items.get(version__topic=Topic.HEALTH)
    save_answer(paper, item.position, right(item))
    hand_in(paper)

    page = read(client, link(participant, "result", paper.pk))

    cells = [cell.text.strip() for cell in page.select(".shares tbody :is(th, td)")]
    rows = dict(zip(cells[::2], cells[1::2], strict=True))
    assert rows == {str(Topic.CAMPAIGN.label): "0/1", str(Topic.HEALTH.label): "1/1"}
    shared = client.get(str(found(page, ".share a")["href"]))
    assert "双创知识竞赛" in shared.text
    assert "2题，答对1题" in shared.text
    assert participant.name not in shared.text
    assert participant.shown_name not in shared.text


def test_q1_before_the_answers_are_shown_no_topic_tells_of_them(client):
    participant, paper = begun(Reveals.ON_CLOSE)
    hand_in(paper)

    page = read(client, link(participant, "result", paper.pk))

    assert not page.select(".shares")
    assert page.select(".share a")


def test_a_score_is_passed_on_as_the_contest_weighs_it(client):
    participant, paper = begun()
    item = paper.items.get(position=1)
    paper.items.filter(position=2).update(points=15)
    paper.most = 20
    paper.save(update_fields=["most"])
    save_answer(paper, 1, right(item))
    hand_in(paper)

    page = read(client, link(participant, "result", paper.pk))
    shared = read(client, str(found(page, ".share a")["href"]))

    assert found(shared, ".figs dd").text == "25分"


def test_a_void_paper_is_not_passed_on(client):
    participant, paper = begun()
    hand_in(paper)
    move_attempt(paper, "void", AttemptState.VOID, by=None, because="代答")

    page = read(client, link(participant, "result", paper.pk))

    assert not page.select(".share")


def test_a_question_can_be_read_aloud(client):
    participant, paper = begun()

    page = read(client, link(participant, "question", paper.pk, 1))

    button = found(page, "[data-aloud]")
    assert all(page.select(f"#{each}") for each in str(button["data-aloud"]).split())
    assert page.select("script[src*='js/aloud']")
