"""Somebody joins without an account, comes back by a link, and leaves."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from portal.refusals import Refused
from portal.timeline.models import Event
from portal.tokens import new_token
from quizzes.contests.models import Participant, Standing
from quizzes.contests.names import checked_name, masked
from quizzes.contests.refusals import NotOpen
from quizzes.contests.services.contacting import consent_text, may_give_phone
from quizzes.contests.services.joining import join, open_link, withdraw
from quizzes.contests.services.standings import refresh_standing
from quizzes.contests.workflow import Age, AttemptState, ContestState
from tests.quizzes.make import (
    make_attempt,
    make_contest,
    make_participant,
    make_stage,
    make_unit_entry,
)

pytestmark = pytest.mark.django_db


def test_the_same_form_sent_twice_is_one_participant_with_one_link():
    contest, key = make_contest(), new_token()

    first, token = join(contest, name="周秀敏", form_key=key)
    again, same_token = join(contest, name="周秀敏", form_key=key)

    assert (again.pk, same_token) == (first.pk, token)
    assert Participant.objects.count() == 1
    assert open_link(token) == first
    assert open_link(token + "x") is None


def test_the_link_is_nowhere_in_the_database():
    participant, token = join(make_contest(), name="周秀敏", form_key=new_token())

    row = Participant.objects.filter(pk=participant.pk).values().get()
    assert token not in str(row)


def test_the_same_form_is_found_after_the_secret_key_was_replaced(settings):
    contest, key = make_contest(), new_token()
    first, token = join(contest, name="周秀敏", form_key=key)

    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 8
    again, same_token = join(contest, name="周秀敏", form_key=key)

    assert (again.pk, same_token) == (first.pk, token)


@pytest.mark.once
@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("周秀敏", "周*敏"),
        ("周敏", "周*"),
        ("王", "王*"),
        ("阿依古丽·买买提", "阿*提"),
        ("Ann", "A*n"),
    ],
)
def test_q5_a_name_is_shown_masked(name, shown):
    assert masked(checked_name(name)) == shown


@pytest.mark.once
@pytest.mark.parametrize(
    "name",
    [
        "",
        "   ",
        "周\u200b敏",
        "周\x00敏",
        "周\u202e敏",
        "13812345678",
        "小王138 1234 5678",
        "小王１３８１２３４５６７８",
        "加Q 12345678",
        "www.a.cn",
        "看http",
        "a.com",
        "a@b",
        "<b>周</b>",
        "周😀",
        "123",
        "管 理 员",
        "临溪县政府",
        "A-d-m-i-n",
        "长" * 21,
    ],
)
def test_q5_what_is_no_name_is_refused(name):
    with pytest.raises(Refused):
        checked_name(name)


@pytest.mark.once
@given(st.text(max_size=30))
def test_q5_a_name_that_passes_is_inert_and_never_shown_whole(typed):
    try:
        name = checked_name(typed)
    except Refused:
        return
    assert not set(name) & set("<>&\"'/@\n\t")
    assert len(masked(name)) <= 3
    assert masked(name) != name or "*" in name


def test_qz_06_a_child_joins_with_the_guardian_alone():
    contest = make_contest()

    with pytest.raises(Refused, match="家长"):
        join(contest, name="周秀敏", age=Age.CHILD, form_key=new_token())
    child, _token = join(
        contest,
        name="周秀敏",
        age=Age.CHILD,
        has_guardian=True,
        form_key=new_token(),
    )

    assert child.guardian_agreed_at is not None


def test_qz_06_between_fourteen_and_eighteen_no_guardian_is_asked_and_no_board():
    stage = make_stage()

    young, _token = join(
        stage.contest, name="周秀敏", age=Age.TEEN, form_key=new_token()
    )
    make_attempt(young, stage, state=AttemptState.SUBMITTED, score=10)
    standing = refresh_standing(young, stage)

    assert young.guardian_agreed_at is None
    assert may_give_phone(young)
    assert not consent_text(young).startswith("监护人")
    assert standing
    assert not standing.is_shown


@pytest.mark.usefixtures("home_page")
def test_qz_06_who_is_sixteen_says_so_and_reads_that_no_board_shows_it(client):
    join_page = reverse("contests:join", args=[make_contest().slug])
    ages = BeautifulSoup(client.get(join_page).text, "html.parser").select("[name=age]")
    assert [each["value"] for each in ages] == ["adult", "teen", "child"]

    joined = client.post(join_page, {"name": "周秀敏", "age": "teen"}, follow=True)

    assert "不上榜" in joined.text


def test_qz_06_a_class_gives_a_number_and_no_name():
    contest = make_contest()
    entry = make_unit_entry(contest, is_of_minors=True, code="BJ301")

    pupils = [
        join(contest, name="周秀敏", unit_code="bj301", form_key=new_token())[0]
        for _each in range(2)
    ]

    assert [each.name for each in pupils] == ["1号", "2号"]
    assert all(each.is_minor and each.unit_entry == entry for each in pupils)
    assert not Participant.objects.filter(name__contains="周").exists()


def test_qz_06_nobody_of_a_class_and_no_child_stands_on_a_board():
    stage = make_stage()
    child = make_participant(stage.contest, is_minor=True)
    make_attempt(child, stage, state=AttemptState.SUBMITTED, score=10)

    standing = refresh_standing(child, stage)

    assert standing
    assert not standing.is_shown
    assert standing.is_counted


def test_a_wrong_code_is_said_and_nothing_is_kept():
    contest = make_contest()
    make_unit_entry(make_contest(), code="ELSE")

    with pytest.raises(Refused, match="参赛码"):
        join(contest, name="周秀敏", unit_code="ELSE", form_key=new_token())

    assert not Participant.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"opens_at": timezone.now() + timedelta(days=1)},
        {"closes_at": timezone.now() - timedelta(hours=1)},
        {"state": ContestState.REVIEWING},
        {"state": ContestState.DRAFT},
    ],
)
def test_nobody_joins_before_or_after(fields):
    with pytest.raises(NotOpen):
        join(make_contest(**fields), name="周秀敏", form_key=new_token())


def test_whoever_leaves_is_gone_from_the_boards_and_named_nowhere():
    stage = make_stage()
    participant, token = join(stage.contest, name="周秀敏", form_key=new_token())
    done = make_attempt(participant, stage, state=AttemptState.SUBMITTED, score=10)
    refresh_standing(participant, stage)
    running = make_attempt(participant, stage)

    withdraw(participant)
    withdraw(participant)

    assert not Standing.objects.shown().exists()
    assert not Standing.objects.filter(is_counted=True).exists()
    done.refresh_from_db()
    running.refresh_from_db()
    assert (done.state, running.state) == ("submitted", "abandoned")
    assert open_link(token) is None
    assert "周" not in str(Participant.objects.values().get(pk=participant.pk))
    assert Event.objects.of(participant).count() == 1
    # What is handed in or cleared later brings nobody back.
    refresh_standing(participant, stage)
    assert not Standing.objects.filter(is_counted=True).exists()
