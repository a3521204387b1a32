"""The pages of a contest that everybody sees, and the way in."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from portal.tokens import new_token
from quizzes.contests.models import Participant
from quizzes.contests.workflow import ContestState
from tests.quizzes.make import (
    make_contest,
    make_stage,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_page")]


def test_qz_02_the_opening_page_has_the_complete_rules(client):
    contest = make_contest(
        eligibility="谁都可以。",
        scoring_note="按分数。",
        prizes="一等奖一名。",
        naming="只写姓。",
        privacy="只留称呼。",
        appeals="可以申诉。",
        contact="0000-612-0412",
    )
    make_stage(contest, n_questions=4, points=5, time_limit=720)

    text = client.get(contest.get_absolute_url()).text

    for said in (
        contest.title,
        contest.organiser.name,
        "谁都可以。",
        "按分数。",
        "一等奖一名。",
        "只写姓。",
        "只留称呼。",
        "可以申诉。",
        "0000-612-0412",
        "4题，满分20分",
        "全卷12分钟",
        "每人每天1次",
        "同分比用时",
        "报名参加",
    ):
        assert said in text


def test_without_prizes_it_says_so(client):
    assert "没有奖品" in client.get(make_contest().get_absolute_url()).text


@pytest.mark.parametrize("state", sorted(ContestState))
def test_a_draft_is_nowhere_and_what_was_published_stays_to_be_read(client, state):
    contest = make_contest(state=state, preview_until=timezone.now())
    make_stage(contest)

    status = client.get(contest.get_absolute_url()).status_code
    listed = contest.title in client.get("/contests/").text

    assert (status, listed) == ((404, False) if state == "draft" else (200, True))


def test_the_list_asks_little(client, django_assert_max_num_queries):
    for _each in range(5):
        make_stage()
    client.get("/contests/")

    with django_assert_max_num_queries(8):
        client.get("/contests/")


def test_public_pages_set_no_cookie(client):
    contest = make_stage().contest

    for address in (
        "/contests/",
        contest.get_absolute_url(),
        f"{contest.get_absolute_url()}join/",
    ):
        response = client.get(address)
        assert response.status_code == 200
        assert not response.cookies


def test_a_refused_form_keeps_what_was_typed(client):
    contest = make_stage().contest

    response = client.post(
        f"{contest.get_absolute_url()}join/",
        {"name": "周13812345678", "unit_code": "", "form_key": new_token()},
    )

    assert response.status_code == 422
    assert 'role="alert"' in response.text
    assert "周13812345678" in response.text


def test_joining_in_masses_is_slowed_down(client, settings):
    settings.THROTTLES = settings.THROTTLES | {"contest_join": (1, 60, 60)}
    address = f"{make_stage().contest.get_absolute_url()}join/"
    client.post(address, {"name": "周敏", "form_key": new_token()})

    response = client.post(address, {"name": "王敏", "form_key": new_token()})

    assert response.status_code == 429
    assert Participant.objects.count() == 1


def test_contests_are_found_and_on_the_map(client):
    contest = make_contest(title="门前这点事")
    cache.clear()

    assert contest.get_absolute_url() in client.get("/sitemap/").text


def test_the_start_page_of_quizzes_offers_what_is_open_and_what_comes(client):
    now = timezone.now()
    running = make_contest(title="正在进行的")
    coming = make_contest(title="快要开始的", opens_at=now + timedelta(days=2))
    over = make_contest(title="已经结束的", closes_at=now - timedelta(hours=1))

    text = client.get("/quizzes/").text

    assert running.title in text
    assert coming.title in text
    assert over.title not in text
