"""The pages of somebody's paper: what the holder of its link sees."""

import json
from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup, Tag
from django.urls import reverse
from django.utils import timezone

from quizzes.bank.workflow import Kind
from quizzes.contests.models import Attempt, Participant
from quizzes.contests.services.finishing import hand_in
from quizzes.contests.services.standings import refresh_standing
from quizzes.contests.services.steps import move_attempt
from quizzes.contests.services.taking import start
from quizzes.contests.workflow import AttemptState, StageKind
from tests.quizzes.make import (
    make_contest,
    make_participant,
    make_question,
    make_stage,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_page")]


def link(participant, name="home", *more):
    return reverse(
        f"contests:{name}", args=[participant.contest.slug, participant.token, *more]
    )


@pytest.fixture
def begun():
    """Begin a paper of three."""
    stage = make_stage()
    participant = make_participant(stage.contest)
    attempt = start(participant, stage)
    attempt.participant = participant
    return attempt


def found(page: BeautifulSoup, selector: str) -> Tag:
    tag = page.select_one(selector)
    assert tag, selector
    return tag


def right(item) -> dict[str, list[str]]:
    return {"chosen": [option.id for option in item.version.parts.right]}


def test_somebody_joins_plays_and_reads_the_result(client):
    contest = make_stage(points=5).contest
    form = BeautifulSoup(
        client.get(f"{contest.get_absolute_url()}join/").text, "html.parser"
    )
    sent = {
        "form_key": found(form, "[name=form_key]")["value"],
        "name": "周秀敏",
        "age": "adult",
    }

    home = client.post(f"{contest.get_absolute_url()}join/", sent)["Location"]
    again = client.post(f"{contest.get_absolute_url()}join/", sent)["Location"]
    assert home == again
    page = BeautifulSoup(client.get(home).text, "html.parser")
    begun = client.post(str(found(page, "form[action*='/start/']")["action"]))
    address = begun["Location"]
    for _each in range(3):
        position = int(address.strip("/").split("/")[-1])
        item = Attempt.objects.get().items.get(position=position)
        response = client.post(address, right(item))
        address = response["Location"]
    assert address.endswith("/hand-in/")
    assert "3题都答了" in client.get(address).text
    result = client.post(address)["Location"]

    text = client.get(result).text
    assert "周秀敏，您答了15分" in text
    assert Participant.objects.count() == 1


def test_pages_of_the_link_leave_nothing_behind(client, begun):
    participant = begun.participant
    for address in (
        link(participant),
        link(participant, "question", begun.pk, 1),
        link(participant, "hand_in", begun.pk),
        link(participant, "withdraw"),
    ):
        response = client.get(address)
        assert response.status_code == 200
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response["X-Robots-Tag"]
        assert not response.cookies


def test_q4_nobody_reads_continues_or_hands_in_another_s_paper(client, begun):
    stranger = make_participant(begun.stage.contest)
    elsewhere = make_participant()
    item = begun.items.get(position=1)
    ways = [("question", begun.pk, 1), ("hand_in", begun.pk), ("result", begun.pk)]

    for other in (stranger, elsewhere):
        for name, *more in ways:
            address = link(other, name, *more)
            assert client.get(address).status_code == 404
            # A result is only read.
            status = client.post(address, right(item)).status_code
            assert status == (405 if name == "result" else 404)

    begun.refresh_from_db()
    item.refresh_from_db()
    assert begun.state == "in_progress"
    assert item.answer is None


def test_q4_a_link_opens_its_own_contest_alone(client):
    own, other = link(make_participant()), make_contest()

    slug = own.split("/")[2]
    assert client.get(own.replace(slug, other.slug)).status_code == 404


def test_wrong_links_are_slowed_down_and_good_ones_never(client, settings, begun):
    settings.THROTTLES = settings.THROTTLES | {"contest_link": (2, 60, 60)}
    slug = begun.participant.contest.slug

    seen = [client.get(f"/contests/{slug}/p/wrong/").status_code for _each in range(4)]

    assert seen == [404, 404, 429, 429]
    assert client.get(link(begun.participant)).status_code == 200


def test_a_question_is_shown_and_its_answer_kept_there(client, begun):
    address = link(begun.participant, "question", begun.pk, 2)
    item = begun.items.get(position=2)

    response = client.post(address, right(item))

    assert response["Location"] == link(begun.participant, "question", begun.pk, 3)
    page = BeautifulSoup(client.get(address).text, "html.parser")
    assert found(page, "input[checked]")["value"] == right(item)["chosen"][0]
    assert "已保存" in found(page, "[data-state]").text
    card = [each.get("aria-label") for each in page.select("#card a")]
    assert card == ["第1题", "第2题，已答", "第3题"]


def test_the_script_is_answered_in_a_word(client, begun):
    address = link(begun.participant, "question", begun.pk, 1)
    item = begun.items.get(position=1)

    kept = client.post(address, right(item), headers={"accept": "application/json"})
    refused = client.post(
        address, {"chosen": "nope"}, headers={"accept": "application/json"}
    )

    assert json.loads(kept.content)["is_saved"] is True
    assert refused.status_code == 400
    assert "不属于" in json.loads(refused.content)["problem"]


def test_q2_too_late_is_said_on_the_page_and_to_the_script(client):
    stage = make_stage(time_limit=60)
    participant = make_participant(stage.contest)
    attempt = start(participant, stage)
    address = link(participant, "question", attempt.pk, 1)
    sent = right(attempt.items.get(position=1))

    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        script = client.post(address, sent, headers={"accept": "application/json"})
        page = client.post(address, sent)
        again = client.get(address)

    assert script.status_code == 409
    assert json.loads(script.content)["is_over"] is True
    assert page.status_code == 409
    assert "没有计入" in page.text
    assert "时间到了，系统替您交了卷" in page.text
    assert again["Location"] == link(participant, "result", attempt.pk)


def test_a_paper_that_ran_out_is_a_result_as_soon_as_somebody_looks(client):
    stage = make_stage(time_limit=60)
    participant = make_participant(stage.contest)
    attempt = start(participant, stage)

    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        page = client.get(link(participant)).text

    attempt.refresh_from_db()
    assert attempt.state == "expired"
    assert link(participant, "result", attempt.pk) in page
    assert "接着答" not in page


@pytest.mark.parametrize("kind", sorted(Kind))
def test_every_kind_can_be_asked(client, kind):
    stage = make_stage(n_questions=1, questions=[make_question(kind=kind)])
    participant = make_participant(stage.contest)
    attempt = start(participant, stage)

    response = client.get(link(participant, "question", attempt.pk, 1))

    assert f'data-kind="{kind}"' in response.text


def test_a_result_is_read_again_and_again_and_handing_in_twice_is_once(client, begun):
    hand_over = link(begun.participant, "hand_in", begun.pk)

    first, second = client.post(hand_over), client.post(hand_over)

    assert first["Location"] == second["Location"]
    assert "您答了0分" in client.get(first["Location"]).text


def test_before_handing_in_there_is_no_result(client, begun):
    response = client.get(link(begun.participant, "result", begun.pk))

    assert response["Location"] == link(begun.participant, "question", begun.pk, 1)


def test_more_time_is_offered_where_no_prize_is(client):
    stage = make_stage(kind=StageKind.PRACTICE, extension=0, time_limit=60)
    participant = make_participant(stage.contest)

    client.cookies["mode"] = "elder"
    page = BeautifulSoup(client.get(link(participant)).text, "html.parser")
    box = page.select_one("[name=extended]")
    assert box is not None
    assert box.has_attr("checked")
    client.post(link(participant, "start", stage.position), {"extended": "on"})

    attempt = Attempt.objects.get()
    assert attempt.is_extended
    assert attempt.ends_at is None
    assert "前交卷" in client.get(link(participant, "question", attempt.pk, 1)).text


def test_a_prize_leads_to_the_phone_first(client):
    contest = make_contest(is_for_prizes=True)
    stage = make_stage(contest)
    participant = make_participant(contest)

    assert "先验证手机号" in client.get(link(participant)).text
    response = client.post(link(participant, "start", stage.position))

    assert response["Location"] == link(participant, "phone")
    page = client.get(link(participant, "phone"))
    assert "30天后删除" in page.text
    refused = client.post(link(participant, "phone"), {"phone": "123"})
    assert refused.status_code == 422


def test_whoever_leaves_finds_the_link_dead(client, begun):
    response = client.post(link(begun.participant, "withdraw"))

    assert response["Location"] == begun.stage.contest.get_absolute_url()
    assert client.get(link(begun.participant)).status_code == 404
    question = link(begun.participant, "question", begun.pk, 1)
    assert client.get(question).status_code == 404


def test_a_question_asks_little(client, begun, django_assert_max_num_queries):
    address = link(begun.participant, "question", begun.pk, 1)
    sent = right(begun.items.get(position=1))
    client.get(address)
    client.post(address, sent)  # reads the wording, once in each process

    with django_assert_max_num_queries(2):
        client.post(address, sent, headers={"accept": "application/json"})
    with django_assert_max_num_queries(3):
        client.get(f"{address}?only=question")
    with django_assert_max_num_queries(10):
        client.get(address)


def test_the_result_asks_little(client, begun, django_assert_max_num_queries):
    client.post(link(begun.participant, "hand_in", begun.pk))
    address = link(begun.participant, "result", begun.pk)
    client.get(address)

    with django_assert_max_num_queries(7):
        assert client.get(address).status_code == 200


def test_a_script_gets_the_whole_paper_at_once(
    client, begun, django_assert_max_num_queries
):
    item = begun.items.get(position=2)
    client.post(link(begun.participant, "question", begun.pk, 2), right(item))

    with django_assert_max_num_queries(2):
        response = client.get(link(begun.participant, "questions", begun.pk))

    page = BeautifulSoup(response.text, "html.parser")
    assert [each["data-here"] for each in page.select("[data-here]")] == [
        link(begun.participant, "question", begun.pk, position)
        for position in range(1, begun.n_questions + 1)
    ]
    assert response["Cache-Control"] == "no-store"
    given = page.select("#q2 input[checked]")
    assert [each["value"] for each in given] == right(item)["chosen"]


def test_what_has_its_own_clock_is_given_one_by_one(client):
    stage = make_stage(question_limit=20)
    participant = make_participant(stage.contest)
    attempt = start(participant, stage)

    response = client.get(link(participant, "questions", attempt.pk))

    assert response.status_code == 404
    assert not attempt.items.filter(shown_at__isnull=False).exists()


def test_a_paper_that_is_over_leads_to_its_result_and_a_strangers_is_not_there(
    client, begun
):
    address = link(begun.participant, "questions", begun.pk)
    result = link(begun.participant, "result", begun.pk)
    other = make_participant(begun.stage.contest)
    assert client.get(link(other, "questions", begun.pk)).status_code == 404

    hand_in(begun)

    assert client.get(address)["Location"] == result


def test_a_void_paper_says_so_and_shows_no_place(client, begun):
    participant = begun.participant
    hand_in(begun)
    move_attempt(begun, "void", AttemptState.VOID, by=None, because="代答")
    refresh_standing(participant, begun.stage)

    text = client.get(link(participant, "result", begun.pk)).text

    assert "这份答卷作废了" in text
    assert "现在的名次" not in text


def test_numbers_and_signs_that_no_database_takes_are_answered_calmly(client, begun):
    own = link(begun.participant)
    contest = begun.stage.contest

    for path in (f"{10**30}/1/", f"{begun.pk}/{10**30}/", f"{begun.pk}/0/"):
        assert client.get(own + path).status_code == 404
    for path in (f"{10**30}/result/", f"{10**30}/hand-in/"):
        assert client.get(own + path).status_code == 404
    assert client.post(f"{own}start/{10**30}/").status_code == 404
    for field in ("unit_code", "area", "name", "form_key", "age"):
        sent = {"name": "周敏", field: "\x00"}
        response = client.post(f"{contest.get_absolute_url()}join/", sent)
        assert response.status_code in {302, 422}


def test_starting_over_and_over_is_slowed_down(client, settings):
    settings.THROTTLES = settings.THROTTLES | {"contest_start": (2, 60, 60)}
    stage = make_stage(attempts_per_day=0, attempts_in_all=0)
    participant = make_participant(stage.contest)
    address = link(participant, "start", stage.position)

    seen = [client.post(address).status_code for _each in range(3)]

    assert seen == [302, 302, 429]
