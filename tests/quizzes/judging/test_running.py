"""How a contest goes its way: by which table, by whose hand, and what holds it up."""

from datetime import timedelta
from itertools import product

import pytest
import time_machine
from django.utils import timezone

from portal.directory.calendar import WorkCalendar
from portal.refusals import NotAllowed, Refused, SameHand, Stale
from portal.timeline.models import Event
from portal.timeline.services import record
from portal.users.roles import Role
from portal.workflow import TransitionNotAllowed
from quizzes.bank.models import Question
from quizzes.contests.models import Contest, RankPrize
from quizzes.contests.services import running
from quizzes.contests.services.readiness import RULES, NotReady, label_of, missing
from quizzes.contests.services.running import (
    begin_review,
    cancel,
    make_final,
    open_preview,
    publish,
    reopen_review,
    step,
)
from quizzes.contests.workflow import (
    CONTEST_STEPS,
    AttemptState,
    ContestState,
    StageKind,
)
from tests.portal.users.make import make_user
from tests.quizzes.judging.make import (
    make_chief,
    make_counted,
    make_editor,
    make_judge,
    make_ready_contest,
    make_voided,
)
from tests.quizzes.make import (
    make_attempt,
    make_participant,
    make_question,
    make_stage,
)

pytestmark = pytest.mark.django_db
_A, _C = AttemptState, ContestState


@pytest.mark.once
def test_every_state_has_a_row_and_can_be_reached():
    assert set(CONTEST_STEPS) == set(_C)
    reached = {state for steps in CONTEST_STEPS.values() for state in steps}
    assert reached | {_C.DRAFT} == set(_C)


@pytest.mark.parametrize(
    ("old", "new"),
    [pair for pair in product(_C, _C) if pair[1] not in CONTEST_STEPS[pair[0]]],
)
def test_it_refuses_every_step_outside_the_table(old, new):
    contest = Contest(state=old, pk=1)

    with pytest.raises(TransitionNotAllowed):
        step(contest, "jump", new, by=None)

    assert not Event.objects.exists()
    assert contest.version == 1


VERBS = {
    _C.PUBLISHED: lambda contest, by: publish(contest, by=by),
    _C.REVIEWING: lambda contest, by: begin_review(contest, by=by),
    _C.PREVIEW: lambda contest, by: open_preview(contest, by=by),
    _C.FINAL: lambda contest, by: make_final(contest, by=by),
    _C.CANCELLED: lambda contest, by: cancel(contest, by=by, because="停办。"),
}


@pytest.mark.parametrize(
    ("old", "new"),
    [pair for pair in product(_C, VERBS) if pair[1] not in CONTEST_STEPS[pair[0]]],
)
def test_no_verb_goes_round_the_table(old, new):
    contest = make_ready_contest(state=old, is_closed=True)

    with pytest.raises(TransitionNotAllowed):
        VERBS[new](contest, make_chief())

    contest.refresh_from_db()
    assert contest.state == old
    assert not Event.objects.of(contest).exists()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pair
        for pair in product(_C, VERBS)
        if pair[1] in CONTEST_STEPS[pair[0]] and pair != (_C.PREVIEW, _C.REVIEWING)
    ],
)
@pytest.mark.parametrize("role", [Role.WEB_EDITOR, Role.TV_EDITOR, Role.ADMINISTRATOR])
def test_no_verb_is_for_everybody(old, new, role):
    contest = make_ready_contest(state=old, is_closed=old != _C.DRAFT)

    with pytest.raises(NotAllowed), time_machine.travel(timezone.now()):
        VERBS[new](contest, make_user(role=role))

    assert not Event.objects.of(contest).exists()


def test_a_contest_goes_its_way():
    chief, contest = make_chief(), make_ready_contest()

    publish(contest, by=chief)
    with time_machine.travel(contest.closes_at + timedelta(minutes=1)):
        begin_review(contest, by=make_judge())
        open_preview(contest, by=chief)
    assert contest.preview_until
    with time_machine.travel(contest.preview_until + timedelta(minutes=1)):
        make_final(contest, by=chief)

    assert contest.state == _C.FINAL
    events = Event.objects.of(contest)
    assert [each.verb for each in events] == [
        "publish",
        "begin_review",
        "open_preview",
        "make_final",
    ]
    assert all(each.from_state != each.to_state for each in events)
    assert contest.version == 5


def test_whoever_drafted_does_not_publish_unless_the_county_says_so(settings):
    chief, contest = make_chief(), make_ready_contest()
    record(contest, "draft", by=make_editor())
    record(contest, "change", by=chief)

    with pytest.raises(SameHand):
        publish(contest, by=chief)
    publish(contest, by=make_chief())
    settings.JUDGING = {**settings.JUDGING, "FOUR_EYES": False}
    other = make_ready_contest()
    record(other, "draft", by=chief)
    publish(other, by=chief)

    assert contest.state == other.state == _C.PUBLISHED


def test_an_old_page_changes_nothing():
    contest = make_ready_contest()
    Contest.objects.update(version=3)

    with pytest.raises(Stale):
        publish(contest, by=make_chief())


@pytest.mark.parametrize("name", RULES)
def test_qz_02_a_rule_that_is_missing_is_named(name):
    contest = make_ready_contest()
    setattr(contest, name, " ")
    contest.save()

    with pytest.raises(NotReady) as refusal:
        publish(contest, by=make_chief())

    label = label_of(name)
    assert [label in lack for lack in refusal.value.lacking] == [True]


def test_everything_that_is_missing_is_said_at_once():
    now = timezone.now()
    contest = make_ready_contest(is_for_prizes=True, has_units=True)
    contest.stages.update(kind=StageKind.PRACTICE, closes_at=now + timedelta(days=90))
    Question.objects.update(state="needs_review")
    with time_machine.travel(contest.closes_at):
        lacking = "\n".join(missing(contest))

    for word in ("参赛单位", "正式阶段", "起止时间", "不够", "已经过"):
        assert word in lacking


def test_qz_03_prizes_by_rank_need_a_contest_for_prizes():
    contest = make_ready_contest()
    RankPrize.objects.create(stage=contest.stages.get(), name="一等奖", count=1)

    assert "名次奖" in "".join(missing(contest))


def test_qz_08_questions_that_run_out_before_the_end_are_not_counted():
    contest = make_ready_contest()
    assert not missing(contest)
    soon = timezone.localdate(contest.closes_at) - timedelta(days=1)
    passing = make_question(valid_until=soon)
    pool = contest.stages.get().draw_rules.get().pool
    assert pool
    pool.questions.set([passing, *Question.objects.exclude(pk=passing.pk)[:2]])

    assert "题库" in "".join(missing(contest))


def test_the_review_begins_after_the_end_and_with_all_papers():
    contest = make_ready_contest(state=_C.PUBLISHED)
    chief = make_chief()
    with pytest.raises(Refused, match="还没有结束"):
        begin_review(contest, by=chief)
    stage = contest.stages.get()
    make_attempt(make_participant(contest), stage)

    with (
        time_machine.travel(contest.closes_at + timedelta(seconds=1)),
        pytest.raises(Refused, match="没收齐"),
    ):
        begin_review(contest, by=chief)

    assert contest.state == _C.PUBLISHED


@pytest.mark.parametrize("verb", [open_preview])
def test_no_results_are_shown_while_a_paper_is_undecided(verb):
    contest = make_ready_contest(state=_C.REVIEWING, is_closed=True)
    make_counted(contest, state=_A.FLAGGED)

    with pytest.raises(Refused, match="待核"):
        verb(contest, by=make_chief())


def test_no_results_are_shown_or_final_while_an_appeal_is_open():
    from quizzes.judging.services import file_appeal  # noqa: PLC0415

    contest = make_ready_contest(state=_C.REVIEWING, is_closed=True)
    attempt = make_voided(contest)
    file_appeal(attempt.participant, attempt, text="我自己答的。")
    chief = make_chief()

    with pytest.raises(Refused, match="申诉"):
        open_preview(contest, by=chief)
    Contest.objects.update(state=_C.PREVIEW, preview_until=timezone.now())
    contest.refresh_from_db()
    with (
        time_machine.travel(timezone.now() + timedelta(days=1)),
        pytest.raises(Refused, match="申诉"),
    ):
        make_final(contest, by=chief)


@time_machine.travel("2026-09-30T10:00:00+08:00")
def test_the_preview_lasts_working_days_over_the_holidays(settings):
    contest = make_ready_contest(state=_C.REVIEWING, is_closed=True)

    open_preview(contest, by=make_chief())

    assert contest.preview_until == WorkCalendar().add_workdays(timezone.now(), 3)
    with pytest.raises(Refused, match="到期"):
        make_final(contest, by=make_chief())
    settings.JUDGING = {**settings.JUDGING, "PREVIEW_IN_WORKDAYS": False}
    now = timezone.now()
    assert running.preview_end(contest, now) == now + timedelta(days=3)


def test_a_cancelled_contest_says_why_in_public():
    contest = make_ready_contest(state=_C.PUBLISHED)

    with pytest.raises(Refused):
        cancel(contest, by=make_chief(), because=" ")
    event = cancel(contest, by=make_chief(), because="场地停电，改期再办。")

    assert event.public_text == "场地停电，改期再办。"


def test_only_shown_results_go_back():
    contest = make_ready_contest(state=_C.REVIEWING, is_closed=True)
    assert reopen_review(contest, by=None, because="…") is None
    shown = make_ready_contest(state=_C.PREVIEW, is_closed=True)

    reopen_review(shown, by=None, because="…")

    assert shown.state == _C.REVIEWING
    assert shown.preview_until is None


def test_nobody_sends_shown_results_back_at_will():
    contest = make_ready_contest(state=_C.PREVIEW, is_closed=True)

    with pytest.raises(Refused, match="公示中"):
        begin_review(contest, by=make_chief())


def test_all_stages_are_asked_whether_they_can_draw():
    contest = make_ready_contest()
    make_stage(contest, title="复赛", questions=[], n_questions=2)

    assert [lack for lack in missing(contest) if lack.startswith("复赛")]
