"""Marks are doubted, and a faulty question is put right for all who were asked it."""

import pytest
from django.urls import reverse

from portal.refusals import NotAllowed, Refused
from portal.timeline.models import Event
from quizzes.contests.models import AttemptItem, Standing
from quizzes.contests.workflow import AttemptState, ContestState
from quizzes.judging.services import award_question
from tests.quizzes.judging.make import (
    make_chief,
    make_counted,
    make_judge,
    make_ready_contest,
)

pytestmark = pytest.mark.django_db
_A, _C = AttemptState, ContestState


def make_marked(*, state=_C.PREVIEW):
    """Make a contest with two papers: all right, and all wrong. Each question has 5."""
    contest = make_ready_contest(state=state, is_closed=True)
    good, bad = make_counted(contest, score=15), make_counted(contest, score=0)
    good.items.update(earned=5, is_right=True)
    bad.items.update(earned=0, is_right=False)
    return contest, good, bad


def faulty(contest):
    items = AttemptItem.objects.filter(attempt__stage__contest=contest)
    return items.filter(position=2)[0].version


def test_everybody_has_its_points_and_the_preview_begins_anew():
    contest, good, bad = make_marked()

    award_question(contest, faulty(contest), by=make_judge(), because="两个选项都对。")

    for paper, score, n_right in ((good, 15, 3), (bad, 5, 1)):
        paper.refresh_from_db()
        assert paper.score == score == Standing.objects.get(attempt=paper).score
        assert paper.items.filter(is_right=True).count() == n_right
    assert bad.n_right == 1
    contest.refresh_from_db()
    assert contest.state == _C.REVIEWING
    said = "".join(Event.objects.of(contest).values_list("public_text", flat=True))
    assert "1份答卷" in said
    assert "两个选项都对。" in said


def test_a_voided_paper_is_put_right_but_stays_off_the_boards():
    contest, _good, bad = make_marked()
    type(bad).objects.filter(pk=bad.pk).update(state=_A.VOID)

    award_question(contest, faulty(contest), by=make_judge(), because="题干有误。")

    bad.refresh_from_db()
    assert (bad.score, bad.state) == (5, _A.VOID)
    assert not Standing.objects.filter(attempt=bad).exists()


@pytest.mark.parametrize("state", [_C.PUBLISHED, _C.FINAL, _C.CANCELLED])
def test_nothing_changes_while_it_runs_or_once_it_is_final(state):
    contest, _good, bad = make_marked(state=state)

    with pytest.raises(Refused, match="结果确定以前"):
        award_question(contest, faulty(contest), by=make_judge(), because="有误。")

    bad.refresh_from_db()
    assert bad.score == 0


def test_it_is_done_once_with_a_reason_by_a_judge():
    contest, _good, _bad = make_marked(state=_C.REVIEWING)
    version = faulty(contest)

    with pytest.raises(NotAllowed):
        award_question(contest, version, by=make_chief(), because="有误。")
    with pytest.raises(Refused):
        award_question(contest, version, by=make_judge(), because=" ")
    award_question(contest, version, by=make_judge(), because="有误。")
    with pytest.raises(Refused, match="满分"):
        award_question(contest, version, by=make_judge(), because="有误。")


def test_a_judge_does_it_from_a_paper(client):
    _contest, _good, bad = make_marked()
    client.force_login(make_judge())
    act = reverse("judging_desk:act", args=[bad.pk, "award"])

    wrong = client.post(act, {"position": 9, "because": "有误。"})
    done = client.post(act, {"position": 2, "because": "有误。"})

    assert (wrong.status_code, done.status_code) == (422, 302)
    assert "没有这一题" in wrong.text
    bad.refresh_from_db()
    assert bad.score == 5


@pytest.mark.usefixtures("home_page")
def test_somebody_doubts_the_marks_of_a_paper_that_counts(client):
    _contest, _good, bad = make_marked()
    who = bad.participant
    place = [who.contest.slug, vars(who)["token"], bad.pk]
    appeal = reverse("judging:appeal", args=place)

    led = client.get(reverse("contests:result", args=place))
    page = client.get(appeal)
    sent = client.post(appeal, {"text": "第二题两个都对。"})
    client.force_login(make_judge())
    answered = client.post(
        reverse("judging_desk:act", args=[bad.pk, "answer"]),
        {"is_upheld": "1", "answer": "查过，题目有误。"},
    )

    assert appeal in led.text
    assert "对成绩有疑问" in page.text
    assert "作废" not in page.text.partition("<main")[2].partition("</main")[0]
    assert (sent.status_code, answered.status_code) == (302, 302)
    assert "查过，题目有误。" in client.get(appeal).text
