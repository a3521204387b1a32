"""What a participant reads of a voided paper, what a judge sees, and the results."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from portal.timeline.models import Event
from quizzes.contests.models import Appeal, Attempt, Contest, RankPrize
from quizzes.contests.prizing import placed
from quizzes.contests.results import winners_of
from quizzes.contests.services.drafting import correct
from quizzes.contests.services.joining import withdraw
from quizzes.contests.services.running import cancel, make_final
from quizzes.contests.workflow import (
    AppealState,
    AttemptState,
    ContestState,
    FlagKind,
    TieRule,
)
from quizzes.judging.flags import Suspicion
from quizzes.judging.services import decide_appeal, file_appeal
from quizzes.judging.services.flagging import raise_flags
from tests.quizzes.judging.make import (
    make_chief,
    make_counted,
    make_judge,
    make_ready_contest,
    make_voided,
)
from tests.quizzes.make import make_participant, make_unit_entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_page")]
_A, _C = AttemptState, ContestState


def token_of(attempt: Attempt) -> str:
    """Return the secret that `make_participant` has left on the participant."""
    return str(vars(attempt.participant)["token"])


def appeal_of(attempt, participant=None):
    who = participant or attempt.participant
    return reverse("judging:appeal", args=[who.contest.slug, who.token, attempt.pk])


def results_of(contest):
    return reverse("judging:results", args=[contest.slug])


def test_a_participant_reads_why_and_appeals_without_a_cookie(client):
    attempt = make_voided()

    page = client.get(appeal_of(attempt))
    sent = client.post(appeal_of(attempt), {"text": "我自己在家答的。"})
    after = client.get(sent["Location"])

    assert "多人共用一份答案。" in page.text
    assert page["Cache-Control"] == "no-store"
    assert page["Referrer-Policy"] == "no-referrer"
    assert not page.cookies
    assert sent.status_code == 302
    assert "申诉收到了" in after.text
    assert "我自己在家答的。" in after.text
    assert Appeal.objects.get().state == AppealState.OPEN


def test_an_appeal_that_is_refused_keeps_what_was_typed(client):
    attempt = make_voided()

    empty = client.post(appeal_of(attempt), {"text": " "})
    long = client.post(appeal_of(attempt), {"text": "长" * 1001})

    assert (empty.status_code, long.status_code) == (422, 422)
    assert "长" * 1001 in long.text
    assert not Appeal.objects.exists()


def test_q4_the_appeal_of_a_paper_opens_to_its_writer_alone(client):
    attempt = make_voided()
    other = make_participant(attempt.stage.contest)
    elsewhere = make_participant(make_ready_contest(state=_C.PUBLISHED))
    elsewhere_slug = elsewhere.contest.slug

    for address in (
        appeal_of(attempt, other),
        appeal_of(attempt, elsewhere),
        reverse(
            "judging:appeal",
            args=[elsewhere_slug, token_of(attempt), attempt.pk],
        ),
        reverse(
            "judging:appeal",
            args=[attempt.participant.contest.slug, "x" * 32, attempt.pk],
        ),
    ):
        assert client.get(address).status_code == 404
        assert client.post(address, {"text": "…"}).status_code == 404
    assert not Appeal.objects.exists()


def test_a_paper_that_counts_has_nothing_to_appeal_while_the_contest_runs(client):
    attempt = make_counted(make_ready_contest(state=_C.PUBLISHED))

    assert client.get(appeal_of(attempt)).status_code == 302
    assert client.post(appeal_of(attempt), {"text": "…"}).status_code == 302
    assert not Appeal.objects.exists()


def test_the_answer_is_read_where_the_appeal_was_made(client):
    attempt = make_voided()
    appeal = file_appeal(attempt.participant, attempt, text="请再看看。")
    decide_appeal(
        appeal, by=make_judge(), is_upheld=False, answer="<b>比对过</b>，维持。"
    )

    text = client.get(appeal_of(attempt)).text

    assert "不成立" in text
    assert "&lt;b&gt;比对过" in text


def test_appeals_are_not_sent_without_end(client):
    attempt = make_voided()

    answers = [
        client.post(appeal_of(attempt), {"text": ""}).status_code for _n in range(8)
    ]

    assert answers[-1] == 429


def test_the_result_page_leads_to_the_appeal(client):
    attempt = make_voided()
    who = attempt.participant

    text = client.get(
        reverse(
            "contests:result", args=[who.contest.slug, token_of(attempt), attempt.pk]
        )
    ).text

    assert appeal_of(attempt) in text


def test_a_judge_sees_the_paper_and_the_flags_in_plain_words(client):
    contest = make_ready_contest(state=_C.REVIEWING, is_closed=True)
    attempt, twin = make_counted(contest), make_counted(contest)
    for paper in (attempt, twin):
        item = paper.items.get(position=1)
        wrong = next(o.id for o in item.version.parts.options if not o.is_right)
        item.answer, item.is_right = {"chosen": [wrong]}, False
        item.answered_at, item.n_saves = paper.started_at + timedelta(seconds=4), 1
        item.save()
    raise_flags([Suspicion(attempt.pk, FlagKind.TWIN_ANSWERS, "错得一样。", twin.pk)])
    client.force_login(make_judge())

    queue = client.get(reverse("judging_desk:queue"), {"kind": "twin_answers"})
    other_kind = client.get(reverse("judging_desk:queue"), {"kind": "too_fast"})
    page = client.get(reverse("judging_desk:paper", args=[attempt.pk]))

    address = reverse("judging_desk:paper", args=[attempt.pk])
    assert address in queue.text
    assert address not in other_kind.text
    assert "与另一份答卷连错都一样" in page.text
    assert reverse("judging_desk:paper", args=[twin.pk]) in page.text
    assert "另一份也错成这样" in page.text
    assert "4.0秒" in page.text


def act(client, attempt, verb, **typed):
    return client.post(reverse("judging_desk:act", args=[attempt.pk, verb]), typed)


def test_a_judge_decides_with_a_reason(client):
    judge = make_judge()
    client.force_login(judge)
    attempt = make_counted(state=_A.FLAGGED)

    assert act(client, attempt, "clear", because="").status_code == 422
    assert act(client, attempt, "nonsense").status_code == 404
    assert act(client, attempt, "void", because="代答。").status_code == 302
    assert act(client, attempt, "void", because="代答。").status_code == 409
    file_appeal(
        attempt.participant, Attempt.objects.get(pk=attempt.pk), text="不是代答。"
    )
    page = client.get(reverse("judging_desk:paper", args=[attempt.pk]))
    own = act(client, attempt, "answer", is_upheld="1", answer="成立。")
    client.force_login(make_judge())
    unsaid = act(client, attempt, "answer", is_upheld="", answer="成立。")
    done = act(client, attempt, "answer", is_upheld="1", answer="成立。")

    assert "由另一个人处理" in page.text
    assert (own.status_code, unsaid.status_code, done.status_code) == (422, 422, 302)
    attempt.refresh_from_db()
    assert attempt.state == _A.CLEARED


def test_an_editor_does_not_judge(client):
    client.force_login(make_chief())
    attempt = make_counted(state=_A.FLAGGED)

    for verb in ("clear", "void", "flag", "answer"):
        assert act(client, attempt, verb, because="…").status_code == 403

    assert not Event.objects.of(attempt).exists()


def test_the_queue_asks_few_questions_at_any_size(
    client, django_assert_max_num_queries
):
    client.force_login(make_judge())
    contest = make_ready_contest(state=_C.REVIEWING, is_closed=True)
    client.get(reverse("judging_desk:queue"))
    attempts = [make_counted(contest) for _each in range(25)]
    raise_flags([Suspicion(each.pk, FlagKind.TOO_FAST, "快") for each in attempts])

    with django_assert_max_num_queries(22):
        client.get(reverse("judging_desk:queue"))
    with django_assert_max_num_queries(26):
        client.get(reverse("judging_desk:paper", args=[attempts[0].pk]))


def shown_contest(state=_C.PREVIEW, **fields):
    contest = make_ready_contest(
        state=state, is_closed=True, is_for_prizes=True, **fields
    )
    stage = contest.stages.get()
    RankPrize.objects.create(stage=stage, name="一等奖", count=1, prize="书一套")
    RankPrize.objects.create(stage=stage, name="二等奖", count=2, position=2)
    entry = make_unit_entry(contest)
    for n, score in enumerate((15, 10, 10, 5)):
        who = make_participant(
            contest, name=f"真名{n}", shown_name=f"真*{n}", unit_entry=entry
        )
        make_counted(contest, participant=who, score=score, seconds=100 + n)
    minor = make_participant(contest, shown_name="小*明", is_minor=True)
    make_counted(contest, participant=minor, score=15, seconds=1)
    return contest


def test_results_are_shown_masked_with_how_to_object(client):
    cache.clear()
    contest = shown_contest()

    response = client.get(results_of(contest))

    text = response.text
    assert "公示至" in text
    assert contest.appeals in text
    for name in ("真*0", "真*1", "真*2"):
        assert name in text
    assert "真*3" not in text  # no prize
    assert "真名" not in text
    assert "小*明" not in text  # no minors on boards (QZ-06)
    assert "书一套" in text
    assert "一等奖" in text
    assert not response.cookies


def test_qz_10_the_figures_of_a_contest_are_published(client):
    cache.clear()
    contest = shown_contest(state=_C.FINAL)

    text = client.get(results_of(contest)).text

    assert "5人" in text
    assert "5份" in text
    assert "73.3" in text  # (15 + 10 + 10 + 5 + 15) / 5 of 15


@pytest.mark.parametrize(
    ("state", "status"),
    [(_C.DRAFT, 404), (_C.PUBLISHED, 200), (_C.REVIEWING, 200), (_C.CANCELLED, 200)],
)
def test_no_places_are_shown_before_the_preview(client, state, status):
    contest = shown_contest(state=state)

    response = client.get(results_of(contest))

    assert response.status_code == status
    assert "真*0" not in response.text
    assert "一等奖" not in response.text


def test_why_a_contest_was_cancelled_stands_on_its_page(client):
    contest = make_ready_contest(state=_C.PUBLISHED)
    cancel(contest, by=make_chief(), because="停电，改期再办。")

    assert "停电，改期再办。" in client.get(results_of(contest)).text


def test_the_results_ask_few_questions_at_any_size(
    client, django_assert_max_num_queries
):
    cache.clear()
    contest = shown_contest(state=_C.FINAL)
    client.get(results_of(contest))
    for n in range(15):
        make_counted(contest, score=n)
    Contest.objects.update(version=9)

    with django_assert_max_num_queries(12):
        client.get(results_of(contest))


def test_whoever_withdraws_is_gone_from_the_results(client):
    contest = shown_contest()
    contest.stages.get().standings.filter(participant__shown_name="真*0").update(
        is_shown=False
    )

    assert "真*0" not in client.get(results_of(contest)).text


def test_qz_03_who_leaves_final_results_moves_nobody_up(client):
    contest = shown_contest()
    stage = contest.stages.get()
    before = winners_of(stage)
    gone = before[0].standing.participant
    name = gone.shown_name
    with time_machine.travel(contest.preview_until + timedelta(minutes=1)):
        make_final(contest, by=make_chief())
        withdraw(gone)

    after = winners_of(stage)
    text = client.get(results_of(contest)).text

    assert [(each.rank, each.standing, each.prize) for each in after] == [
        (each.rank, each.standing, each.prize) for each in before
    ]
    assert name not in text
    assert "已退出" in text


def test_equals_share_a_prize_where_the_rules_say_so():
    contest = shown_contest()
    stage = contest.stages.get()
    standings = list(stage.standings.shown().ranked())
    prizes = list(stage.rank_prizes.all())

    by_time = [
        (each.rank, str(each.prize and each.prize.name)) for each in winners_of(stage)
    ]
    stage.tie_rule = TieRule.SHARED
    stage.rank_prizes.filter(name="二等奖").update(count=1)
    shared = [
        (each.rank, str(each.prize and each.prize.name)) for each in winners_of(stage)
    ]

    assert by_time == [(1, "一等奖"), (2, "二等奖"), (3, "二等奖")]
    assert shared == [(1, "一等奖"), (2, "二等奖"), (2, "二等奖")]
    assert [each.rank for each in placed(standings, prizes, TieRule.SHARED)] == [
        1,
        2,
        2,
        4,
    ]
    assert not [each for each in placed(standings, [], TieRule.SHARED) if each.prize]


def test_the_preview_of_results_is_kept_by_no_cache_for_long(client):
    contest = shown_contest()

    assert "max-age=30" in client.get(results_of(contest))["Cache-Control"]
    assert timezone.now() < contest.preview_until


def test_qz_03_a_correction_is_found_from_the_page_of_the_contest(client):
    contest = make_ready_contest(state=_C.PUBLISHED)
    assert results_of(contest) not in client.get(contest.get_absolute_url()).text

    correct(
        contest,
        by=make_chief(),
        note="电话写错了。",
        fields={"contact": "0000-612-0001"},
    )

    assert results_of(contest) in client.get(contest.get_absolute_url()).text
    assert "电话写错了。" in client.get(results_of(contest)).text
