"""Flags, what is decided on them, and what the participant may say to it."""

import random
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from portal.refusals import NotAllowed, Refused, SameHand
from portal.timeline.models import Event
from portal.users.roles import Role
from portal.workflow import TransitionNotAllowed
from quizzes.contests.models import (
    Appeal,
    Attempt,
    AttemptFlag,
    AttemptItem,
    Contest,
    Standing,
)
from quizzes.contests.services.running import begin_review, open_preview
from quizzes.contests.workflow import (
    AppealState,
    AttemptState,
    ContestState,
    FlagKind,
    StageKind,
)
from quizzes.judging import registry
from quizzes.judging.flags import Suspicion
from quizzes.judging.services import clear, decide_appeal, file_appeal, flag, void
from quizzes.judging.services.flagging import flag_contest, flag_recent, raise_flags
from tests.portal.users.make import make_user
from tests.quizzes.judging.make import (
    make_chief,
    make_counted,
    make_judge,
    make_ready_contest,
    make_voided,
)
from tests.quizzes.make import make_participant, make_question, make_stage

pytestmark = pytest.mark.django_db
_A, _C = AttemptState, ContestState


def answer_all(attempt, *, seconds, right=True):
    """Answer at an even pace, as the services would have kept it."""
    items = list(attempt.items.all())
    Attempt.objects.filter(pk=attempt.pk).update(
        seconds=seconds,
        started_at=attempt.finished_at - timedelta(seconds=seconds),
        score=attempt.most if right else 0,
    )
    attempt.refresh_from_db()
    for n, item in enumerate(items, start=1):
        options = item.version.parts.options
        chosen = next(each.id for each in options if each.is_right == right)
        item.answer = {"chosen": [chosen]}
        item.is_right = right
        item.answered_at = attempt.started_at + timedelta(
            seconds=seconds * n / len(items)
        )
        item.n_saves = 1
    AttemptItem.objects.bulk_update(
        items, ["answer", "is_right", "answered_at", "n_saves"]
    )


def test_qz_05_a_paper_faster_than_readable_is_flagged_and_still_counts():
    contest = make_ready_contest(state=_C.PUBLISHED)
    quick, slow = make_counted(contest), make_counted(contest)
    answer_all(quick, seconds=1)
    answer_all(slow, seconds=60)

    assert flag_recent() == 1
    assert flag_recent() == 0  # the same is not flagged again

    quick.refresh_from_db()
    slow.refresh_from_db()
    assert (quick.state, slow.state) == (_A.FLAGGED, _A.SUBMITTED)
    assert Standing.objects.filter(attempt=quick).exists()
    assert {each.kind for each in quick.flags.all()} == {
        FlagKind.TOO_FAST,
        FlagKind.IMPOSSIBLE_TIME,
    }
    assert Event.objects.of(quick).get().verb == "flag"


def test_qz_05_no_results_are_shown_before_every_paper_was_looked_at():
    contest = make_ready_contest(state=_C.REVIEWING, is_closed=True)
    missed = make_counted(contest)  # by a review that broke off
    answer_all(missed, seconds=1)

    with pytest.raises(Refused, match="待核"):
        open_preview(contest, by=make_chief())

    missed.refresh_from_db()
    assert missed.state == _A.FLAGGED
    contest.refresh_from_db()
    assert contest.state == _C.REVIEWING


def test_qz_05_practice_is_never_judged():
    contest = make_ready_contest(state=_C.PUBLISHED)
    contest.stages.update(kind=StageKind.PRACTICE)
    answer_all(make_counted(contest), seconds=1)

    assert flag_recent() == flag_contest(contest) == 0


def test_q6_one_device_for_many_is_found_while_the_contest_runs():
    contest = make_ready_contest(state=_C.PUBLISHED)
    now = timezone.now()
    for n in range(6):
        begun = now - timedelta(minutes=5 * (n + 1))
        attempt = make_counted(
            contest,
            score=15,
            network_hash="n",
            agent_hash="a",
            started_at=begun,
            finished_at=begun + timedelta(minutes=4),
        )

    assert flag_recent() == 6  # the oldest was handed in half an hour ago

    attempt.refresh_from_db()
    assert attempt.flags.get().kind == FlagKind.SAME_DEVICE
    assert "6个人" in attempt.flags.get().note


def test_qz_05_twins_are_found_when_the_review_begins():
    contest = make_ready_contest(state=_C.PUBLISHED, is_closed=True)
    questions = [make_question() for _each in range(12)]
    stage = make_stage(contest, questions=questions, n_questions=12)
    attempts = [make_counted(contest, stage=stage) for _each in range(14)]
    chance = random.Random(7)  # noqa: S311
    for n, attempt in enumerate(attempts):
        items = list(attempt.items.select_related("version"))
        for place, item in enumerate(items):
            wrong = [
                each.id for each in item.version.parts.options if not each.is_right
            ]
            chosen = wrong[0] if n < 2 else chance.choice(wrong[1:])
            item.answer = {"chosen": [chosen]}
            item.is_right = False
            item.answered_at = attempt.started_at + timedelta(seconds=9 * (place + 1))
        AttemptItem.objects.bulk_update(items, ["answer", "is_right", "answered_at"])

    begin_review(contest, by=make_chief())

    found = AttemptFlag.objects.filter(kind=FlagKind.TWIN_ANSWERS)
    assert set(found.values_list("attempt", "other")) == {
        (attempts[0].pk, attempts[1].pk),
        (attempts[1].pk, attempts[0].pk),
    }


def test_the_checks_read_any_number_of_papers_with_few_queries(
    django_assert_max_num_queries,
):
    contest = make_ready_contest(state=_C.PUBLISHED)
    for _each in range(12):
        answer_all(make_counted(contest), seconds=60)

    with django_assert_max_num_queries(7):
        assert flag_contest(contest) == 0


def test_a_flag_stays_written_and_a_new_one_asks_again():
    attempt = make_counted(state=_A.FLAGGED)
    raise_flags([Suspicion(attempt.pk, FlagKind.TOO_FAST, "快")])
    clear(attempt, by=make_judge(), because="速记员，当面复核过。")

    assert raise_flags([Suspicion(attempt.pk, FlagKind.TOO_FAST, "快")]) == 0
    attempt.refresh_from_db()
    assert attempt.state == _A.CLEARED
    assert raise_flags([Suspicion(attempt.pk, FlagKind.SAME_DEVICE, "同")]) == 1
    attempt.refresh_from_db()
    assert attempt.state == _A.FLAGGED


def test_a_voided_paper_leaves_the_boards_and_takes_its_next_best_with_it():
    contest = make_ready_contest(state=_C.REVIEWING, is_closed=True)
    participant = make_participant(contest)
    best = make_counted(contest, participant=participant, score=15)
    second = make_counted(contest, participant=participant, score=10)
    told: list[Attempt] = []
    registry.on_voided("test", told.append)
    try:
        void(best, by=make_judge(), because="代答。")
    finally:
        del registry._on_voided["test"]

    assert told == [best]
    assert Standing.objects.get(participant=participant).attempt_id == second.pk
    assert Event.objects.of(best).get().because == "代答。"


@pytest.mark.parametrize("role", [Role.WEB_EDITOR, Role.CHIEF_EDITOR, Role.HEAD])
def test_only_judges_judge(role):
    other = make_user(role=role)
    attempt = make_counted(state=_A.FLAGGED)
    voided = make_voided()
    appeal = file_appeal(voided.participant, voided, text="请再看看。")

    for act in (
        lambda: clear(attempt, by=other, because="…"),
        lambda: void(attempt, by=other, because="…"),
        lambda: flag(attempt, by=other, because="…"),
        lambda: decide_appeal(appeal, by=other, is_upheld=True, answer="…"),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_every_decision_has_a_reason():
    attempt = make_counted(state=_A.FLAGGED)

    for act in (clear, void):
        with pytest.raises(Refused):
            act(attempt, by=make_judge(), because=" ")

    assert not Event.objects.of(attempt).exists()


def test_two_who_decide_at_once_are_told():
    attempt = make_counted(state=_A.FLAGGED)
    stale = Attempt.objects.get(pk=attempt.pk)
    clear(attempt, by=make_judge(), because="核过。")

    with pytest.raises(TransitionNotAllowed):
        clear(stale, by=make_judge(), because="核过。")


def test_a_voided_paper_comes_back_by_an_appeal_alone():
    with pytest.raises(Refused):
        clear(make_voided(), by=make_judge(), because="算了。")


def test_an_appeal_is_decided_by_somebody_else():
    judge, other = make_judge(), make_judge()
    attempt = make_voided(by=judge)
    appeal = file_appeal(attempt.participant, attempt, text="我自己答的。")
    with pytest.raises(SameHand):
        decide_appeal(appeal, by=judge, is_upheld=False, answer="维持。")
    told: list[Attempt] = []
    registry.on_restored("test", told.append)
    try:
        decide_appeal(appeal, by=other, is_upheld=True, answer="查过，是您答的。")
    finally:
        del registry._on_restored["test"]

    attempt.refresh_from_db()
    assert attempt.state == _A.CLEARED
    assert Standing.objects.filter(attempt=attempt).exists()
    assert told == [attempt]
    with pytest.raises(Refused):
        decide_appeal(appeal, by=other, is_upheld=False, answer="又变了。")


def test_a_rejected_appeal_has_an_answer_and_a_second_one_is_the_last():
    attempt = make_voided()
    for _each in range(2):
        appeal = file_appeal(attempt.participant, attempt, text="请再查。")
        decide_appeal(appeal, by=make_judge(), is_upheld=False, answer="查过，维持。")

    with pytest.raises(Refused, match="次数"):
        file_appeal(attempt.participant, attempt, text="再来。")

    assert appeal.state == AppealState.REJECTED
    attempt.refresh_from_db()
    assert attempt.state == _A.VOID


@pytest.mark.parametrize("state", [_A.IN_PROGRESS, _A.ABANDONED])
def test_a_paper_that_was_not_handed_in_is_not_appealed(state):
    attempt = make_counted(make_ready_contest(state=_C.REVIEWING, is_closed=True))
    Attempt.objects.filter(pk=attempt.pk).update(state=state)

    with pytest.raises(Refused):
        file_appeal(attempt.participant, attempt, text="…")

    assert not Appeal.objects.exists()


@pytest.mark.parametrize("is_upheld", [True, False])
def test_a_paper_that_counts_is_appealed_and_answered_as_it_is(is_upheld):
    contest = make_ready_contest(state=_C.PREVIEW, is_closed=True)
    attempt = make_counted(contest)
    appeal = file_appeal(attempt.participant, attempt, text="第二题两个都对。")

    decide_appeal(appeal, by=make_judge(), is_upheld=is_upheld, answer="查过。")

    attempt.refresh_from_db()
    assert attempt.state == _A.SUBMITTED
    verbs = [each.verb for each in Event.objects.of(attempt)]
    assert verbs == ["appeal", "uphold_appeal" if is_upheld else "reject_appeal"]


def test_q4_nobody_appeals_for_somebody_else():
    attempt = make_voided()

    with pytest.raises(NotAllowed):
        file_appeal(make_participant(attempt.stage.contest), attempt, text="…")


def test_there_is_one_open_appeal_and_none_after_the_preview():
    attempt = make_voided()
    file_appeal(attempt.participant, attempt, text="…")
    with pytest.raises(Refused, match="正在处理"):
        file_appeal(attempt.participant, attempt, text="…")
    contest = make_ready_contest(state=_C.REVIEWING, is_closed=True)
    late = make_voided(contest)
    open_preview(contest, by=make_chief())
    assert contest.preview_until

    with (
        time_machine.travel(contest.preview_until + timedelta(minutes=1)),
        pytest.raises(Refused, match="公示期"),
    ):
        file_appeal(late.participant, Attempt.objects.get(pk=late.pk), text="…")


def test_what_changes_shown_results_sends_them_back():
    for act in ("void", "flag", "uphold"):
        contest = make_ready_contest(state=_C.REVIEWING, is_closed=True)
        attempt = make_voided(contest) if act == "uphold" else make_counted(contest)
        open_preview(contest, by=make_chief())
        attempt = Attempt.objects.get(pk=attempt.pk)
        if act == "void":
            void(attempt, by=make_judge(), because="代答。")
        elif act == "flag":
            flag(attempt, by=make_judge(), because="有人来说。")
        else:
            appeal = file_appeal(attempt.participant, attempt, text="…")
            decide_appeal(appeal, by=make_judge(), is_upheld=True, answer="成立。")

        contest.refresh_from_db()
        assert contest.state == _C.REVIEWING, act
        assert contest.preview_until is None


@pytest.mark.parametrize("state", [_C.FINAL, _C.CANCELLED])
def test_final_results_do_not_move(state):
    attempt = make_counted(state=_A.FLAGGED)
    Contest.objects.update(state=state, preview_until=timezone.now())
    attempt = Attempt.objects.get(pk=attempt.pk)

    for act in (clear, void, flag):
        with pytest.raises(Refused):
            act(attempt, by=make_judge(), because="…")


def test_a_flag_by_hand_is_written_once_and_each_time_seen():
    attempt = make_counted()
    judge = make_judge()
    flag(attempt, by=judge, because="座位相邻。")
    clear(attempt, by=judge, because="问过。")
    flag(attempt, by=judge, because="又有人来说。")

    assert attempt.flags.get().note == "座位相邻。"
    assert [each.verb for each in Event.objects.of(attempt)] == [
        "flag",
        "clear",
        "flag",
        "flag_again",
    ]
