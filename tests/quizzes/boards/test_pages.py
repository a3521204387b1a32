"""What a reader sees of the boards, and what never stands there."""

import csv
import io
import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from quizzes.boards import counting, kept
from quizzes.boards.counting import sign_me
from quizzes.contests.models import Standing
from quizzes.contests.public.links import (
    links_of_attempt,
    links_of_contest,
    links_of_participant,
)
from quizzes.contests.workflow import ContestState, StageKind, TieRule
from tests.portal.make import make_area, make_unit
from tests.quizzes.boards.make import make_standing
from tests.quizzes.make import make_contest, make_stage, make_unit_entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_page")]


def some_stage(**fields):
    contest_fields = {
        name: fields.pop(name)
        for name in ("state", "has_units", "least_per_unit", "preview_until")
        if name in fields
    }
    contest = make_contest(**contest_fields)
    return make_stage(contest, n_questions=1, **fields)


def address(stage, query=""):
    return f"/contests/{stage.contest.slug}/boards/{query}"


def rows_of(response):
    """Return the cells of the table's rows as a reader reads them."""
    body = response.text.split("<tbody>")[1].split("</tbody>")[0]
    return [
        [re.sub("<[^>]*>", "", cell) for cell in re.split("</t[dh]>", row)[:-1]]
        for row in body.split("</tr>")[:-1]
    ]


def ranks(response):
    return {row[1]: row[0] for row in rows_of(response)}


def read_csv(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_q5_the_score_counts_then_the_time_then_who_was_earlier(client):
    stage = some_stage()
    now = timezone.now()
    make_standing(stage, name="陈*禾", score=90, seconds=99)
    make_standing(stage, name="李*山", score=95, seconds=300, finished_at=now)
    make_standing(stage, name="王*", score=95, seconds=200)
    earlier = now - timedelta(minutes=5)
    make_standing(stage, name="赵*溪", score=95, seconds=300, finished_at=earlier)

    shown = client.get(address(stage))

    assert [row[:3] for row in rows_of(shown)] == [
        ["1", "王*", "95"],
        ["2", "赵*溪", "95"],
        ["3", "李*山", "95"],
        ["4", "陈*禾", "90"],
    ]


def test_a_stage_with_shared_ranks_shares_them(client):
    stage = some_stage(tie_rule=TieRule.SHARED)
    for name, score in (("陈*禾", 95), ("李*山", 95), ("王*", 90)):
        make_standing(stage, name=name, score=score, seconds=0)

    shown = client.get(address(stage))

    assert ranks(shown) == {"陈*禾": "1", "李*山": "1", "王*": "3"}
    assert "用时</th>" not in shown.text


@pytest.mark.parametrize("rule", TieRule)
def test_the_own_row_is_marked_in_the_list_and_below_it(client, rule, monkeypatch):
    monkeypatch.setattr(counting, "SHOWN", 3)
    stage = some_stage(tie_rule=rule)
    now = timezone.now()
    made = [
        make_standing(
            stage,
            name=f"人{n}",
            score=90 - n // 3,
            seconds=n if rule == TieRule.TIME_THEN_EARLIER else 0,
            finished_at=now + timedelta(seconds=n),
        )
        for n in range(8)
    ]
    expected = {
        TieRule.SHARED: [1, 1, 1, 4, 4, 4, 7, 7],
        TieRule.TIME_THEN_EARLIER: range(1, 9),
        TieRule.EARLIER: range(1, 9),
    }[rule]

    for n, standing in enumerate(made):
        shown = client.get(address(stage, f"?me={sign_me(standing.participant)}"))
        marked = [row for row in rows_of(shown) if "（您）" in row[1]]

        assert [row[:2] for row in marked] == [[str(expected[n]), f"人{n}（您）"]]
        assert shown.text.count('class="me"') == 1
        assert shown["Cache-Control"] == "no-store"
        assert shown["Referrer-Policy"] == "no-referrer"
        assert not shown.cookies


def test_q4_nobody_marks_another_by_guessing(client):
    stage = some_stage()
    standing = make_standing(stage)

    for me in (standing.participant.pk, f"{standing.participant.pk}:x", "1", "%00"):
        shown = client.get(address(stage, f"?me={me}"))
        assert shown.status_code == 200
        assert "（您）" not in shown.text


def test_qz_06_who_is_on_no_board_is_on_none_by_link_either(client):
    stage = some_stage()
    standing = make_standing(stage, name="小**", is_shown=False)

    shown = client.get(address(stage, f"?me={sign_me(standing.participant)}"))

    assert "小**" not in shown.text


def test_names_are_inert(client):
    stage = some_stage()
    make_standing(stage, name="<b>王*</b>")

    assert "<b>王*" not in client.get(address(stage)).text


def test_units_stand_by_rate_among_their_size(client):
    stage = some_stage(has_units=True, least_per_unit=2)
    contest = stage.contest
    sizes = {"小站": 4, "小所": 5, "大局": 200, "缺席": 10, "多报": 2}
    entries = {
        name: make_unit_entry(contest, unit=make_unit(name=name), headcount=size)
        for name, size in sizes.items()
    }
    for name, n in (("小站", 2), ("小所", 3), ("大局", 2), ("多报", 3), ("缺席", 1)):
        for _each in range(n):
            make_standing(stage, unit_entry=entries[name], score=90)

    shown = client.get(address(stage, "?view=units"))
    table = read_csv(client.get(f"{address(stage)}units.csv"))

    assert [row[0] for row in rows_of(shown)] == ["1", "2", "3", "—"]
    told = {row["单位"]: (row["规模"], row["名次"], row["参与率"]) for row in table}
    assert told == {
        "多报": ("30人以下（含）", "1", "100.0%"),
        "小所": ("30人以下（含）", "2", "60.0%"),
        "小站": ("30人以下（含）", "3", "50.0%"),
        "缺席": ("30人以下（含）", "", "10.0%"),
        "大局": ("101至500人", "1", "1.0%"),
    }
    assert "申报人数待核" in shown.text
    assert "人数不足，不排名次" in shown.text


def test_a_size_has_a_page_of_its_own(client):
    stage = some_stage(has_units=True)
    make_unit_entry(stage.contest, unit=make_unit(name="小站"), headcount=4)
    make_unit_entry(stage.contest, unit=make_unit(name="大局"), headcount=400)

    shown = client.get(address(stage, "?view=units&size=3"))

    assert "大局" in shown.text
    assert "小站" not in shown.text
    assert client.get(address(stage, "?view=units&size=9")).status_code == 404


def test_areas_stand_by_average_and_say_of_how_many(client, settings):
    settings.CONTESTS = settings.CONTESTS | {"LEAST_PER_AREA": 2}
    stage = some_stage()
    west, east, small = (make_area(name=name) for name in ("西片", "东片", "小片"))
    for area, scores in ((west, (80, 81)), (east, (90, 91, 92)), (small, (100,))):
        for score in scores:
            make_standing(stage, area=area, score=score)
    make_standing(stage, score=50)

    shown = client.get(address(stage, "?view=areas"))

    assert rows_of(shown) == [
        ["1", "东片", "91.00", "3人"],
        ["2", "西片", "80.50", "2人"],
        ["—", "小片人数太少，不排名次", "100.00", "1人"],
    ]
    assert "另有1人没有选片区" in shown.text


def test_c9_q5_what_is_withdrawn_or_voided_is_gone_from_every_board(client):
    stage = some_stage(has_units=True, least_per_unit=1)
    entry = make_unit_entry(stage.contest, unit=make_unit(name="小站"), headcount=4)
    area = make_area(name="西片")
    standing = make_standing(stage, name="陈*禾", unit_entry=entry, area=area)

    withdrawn = Standing.objects.filter(pk=standing.pk)
    withdrawn.update(is_shown=False, is_counted=False)

    assert "陈*禾" not in client.get(address(stage)).text
    assert "答完0人，申报4人" in client.get(address(stage, "?view=units")).text
    assert "西片" not in client.get(address(stage, "?view=areas")).text
    assert read_csv(client.get(f"{address(stage)}persons.csv")) == []


def test_q5_a_board_is_kept_for_seconds_and_no_longer(client, settings, monkeypatch):
    settings.CONTESTS = settings.CONTESTS | {"BOARD_KEPT_SECONDS": 3}
    clock = [100.0]
    monkeypatch.setattr(kept, "monotonic", lambda: clock[0])
    kept.forget_boards()
    stage = some_stage()
    standing = make_standing(stage, name="陈*禾")
    assert "陈*禾" in client.get(address(stage)).text
    Standing.objects.filter(pk=standing.pk).delete()

    clock[0] += 2.9
    assert "陈*禾" in client.get(address(stage)).text
    clock[0] += 0.2
    assert "陈*禾" not in client.get(address(stage)).text
    kept.forget_boards()


def test_the_stage_that_began_last_is_shown_first(client):
    contest = make_contest()
    now = timezone.now()
    for position, kind, title, begins in (
        (1, StageKind.PRACTICE, "热身", -3),
        (2, StageKind.OFFICIAL, "初赛", -2),
        (3, StageKind.OFFICIAL, "决赛", 2),
    ):
        make_stage(
            contest,
            n_questions=1,
            position=position,
            kind=kind,
            title=title,
            opens_at=now + timedelta(days=begins),
            closes_at=now + timedelta(days=begins + 1),
        )

    shown = client.get(f"/contests/{contest.slug}/boards/")
    later = client.get(f"/contests/{contest.slug}/boards/?stage=3")

    assert "，初赛。" in shown.text
    assert "，决赛。" in later.text


@pytest.mark.parametrize(
    "query",
    ["?view=x", "?view=units", "?stage=99", "?stage=x", "?stage=%00", "?view=persons."],
)
def test_what_is_not_there_is_a_404(client, query):
    assert client.get(address(some_stage(), query)).status_code == 404


def test_a_draft_has_no_board_and_a_cancelled_one_no_ranks(client):
    draft = some_stage(state=ContestState.DRAFT)
    cancelled = some_stage(state=ContestState.CANCELLED)
    make_standing(cancelled, name="陈*禾")

    assert client.get(address(draft)).status_code == 404
    shown = client.get(address(cancelled))
    assert "已经取消" in shown.text
    assert "陈*禾" not in shown.text
    assert client.get(f"{address(cancelled)}persons.csv").status_code == 404


def test_the_table_to_download_is_harmless(client):
    stage = some_stage()
    make_standing(stage, name="=1+1", score=95, seconds="61.250")

    assert read_csv(client.get(f"{address(stage)}persons.csv")) == [
        {"名次": "1", "姓名": "'=1+1", "得分": "95.00", "用时（秒）": "61.250"}
    ]


def test_pages_of_contests_are_offered_the_boards():
    stage = some_stage()
    standing = make_standing(stage)
    contest, participant = stage.contest, standing.participant
    me = sign_me(participant).replace(":", "%3A")

    def boards(links):
        return [each.address for each in links if "/boards/" in each.address]

    assert boards(links_of_contest(contest)) == [address(stage)]
    assert boards(links_of_participant(participant, "t")) == [
        address(stage, f"?me={me}")
    ]
    assert boards(links_of_attempt(standing.attempt, "t")) == [
        address(stage, f"?stage={stage.position}&me={me}")
    ]
    with time_machine.travel(contest.opens_at - timedelta(days=1)):
        assert links_of_contest(contest) == []


def test_done_means_6_a_board_asks_at_most_six_times(
    client, django_assert_max_num_queries
):
    stage = some_stage(has_units=True)
    entry = make_unit_entry(stage.contest)
    area = make_area()
    me = ""

    for _turn in range(2):
        for _each in range(5):
            standing = make_standing(stage, unit_entry=entry, area=area)
            me = sign_me(standing.participant)
        client.get(address(stage))  # the site's own settings are known
        for query in ("", f"?me={me}", "?view=units", "?view=areas"):
            with django_assert_max_num_queries(6):
                client.get(address(stage, query))
