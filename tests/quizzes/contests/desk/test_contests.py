"""Who may do what with a contest in the CMS, and what its pages show."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from portal.timeline.models import Event
from portal.users.roles import Role
from quizzes.contests.models import (
    Attempt,
    Contest,
    Participant,
    Stage,
)
from quizzes.contests.workflow import (
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
)
from tests.quizzes.make import (
    make_participant,
    make_stage,
    make_unit_entry,
)

pytestmark = pytest.mark.django_db
_A, _C = AttemptState, ContestState


def to(name, *args):
    return reverse(f"contests_desk:{name}", args=args)


def press(client, contest, verb, **typed):
    return client.post(
        to("act", contest.pk, verb), {"version": contest.version, **typed}
    )


@pytest.fixture
def editor(client):
    client.force_login(make_editor())
    return client


@pytest.mark.parametrize(
    ("role", "verb", "state", "status"),
    [
        (Role.WEB_EDITOR, "publish", _C.DRAFT, 403),
        (Role.WEB_EDITOR, "cancel", _C.PUBLISHED, 403),
        (Role.WEB_EDITOR, "discard", _C.DRAFT, 302),
        (Role.WEB_EDITOR, "discard", _C.PUBLISHED, 422),
        (Role.HEAD, "discard", _C.DRAFT, 403),
        (Role.WEB_EDITOR, "correct", _C.PUBLISHED, 403),
        (Role.DESK, "publish", _C.DRAFT, 403),
        (Role.DESK, "begin_review", _C.PUBLISHED, 302),
        (Role.DESK, "open_preview", _C.REVIEWING, 403),
        (Role.CHIEF_EDITOR, "publish", _C.DRAFT, 302),
        (Role.HEAD, "publish", _C.DRAFT, 302),
        (Role.HEAD, "open_preview", _C.REVIEWING, 302),
        (Role.HEAD, "make_final", _C.PREVIEW, 422),  # too early
        (Role.HEAD, "cancel", _C.PUBLISHED, 302),
        (Role.HEAD, "publish", _C.PUBLISHED, 409),
        (Role.HEAD, "nonsense", _C.DRAFT, 404),
    ],
)
def test_each_role_has_its_buttons(client, role, verb, state, status):
    client.force_login(make_user(role=role))
    contest = make_ready_contest(state=state, is_closed=state != _C.DRAFT)

    response = press(client, contest, verb, because="停办。")

    assert response.status_code == status


@pytest.mark.parametrize("role", [Role.TV_EDITOR, Role.INSPECTOR, None])
def test_a_stranger_is_turned_away(client, role):
    contest = make_ready_contest(state=_C.PUBLISHED)
    stage = contest.stages.get()
    attempt = make_counted(contest)
    if role:
        client.force_login(make_user(role=role))
    status = 403 if role else 302

    for target in (
        to("index"),
        to("add"),
        to("case", contest.pk),
        to("edit", contest.pk),
        to("clone", contest.pk),
        to("chart", contest.pk),
        to("stage", stage.pk),
        to("paper", stage.pk),
        to("units", contest.pk),
        to("units_xlsx", contest.pk),
        to("results", contest.pk),
        to("results_xlsx", contest.pk),
        reverse("judging_desk:queue"),
        reverse("judging_desk:paper", args=[attempt.pk]),
    ):
        assert client.get(target).status_code == status, target
    assert press(client, contest, "cancel").status_code == status
    assert client.post(to("winners_xlsx", contest.pk)).status_code == status


def test_an_old_page_changes_nothing(client):
    client.force_login(make_chief())
    contest = make_ready_contest()
    Contest.objects.update(version=7)

    assert press(client, contest, "publish").status_code == 409
    assert client.post(to("act", contest.pk, "publish")).status_code == 404


def test_a_paper_is_looked_at_and_nothing_is_kept(client):
    stage = make_ready_contest().stages.get()
    client.force_login(make_judge())
    before = (Attempt.objects.count(), Participant.objects.count())

    response = client.get(to("paper", stage.pk))

    assert "这是预览" in response.text
    assert "倒水的商户" in response.text
    assert "正确答案：" in response.text
    assert (Attempt.objects.count(), Participant.objects.count()) == before
    assert not Event.objects.exists()


def test_q1_who_may_not_see_the_key_sees_no_key(client):
    stage = make_ready_contest().stages.get()
    user = make_user()
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["access_admin", "view_contest"])
    )
    client.force_login(user)

    response = client.get(to("paper", stage.pk))

    assert response.status_code == 200
    assert "正确答案：" not in response.text
    assert "谁倒谁清。" not in response.text


def test_a_pool_that_is_too_small_is_said(editor):
    stage = make_stage(make_ready_contest(), questions=[], n_questions=2)

    assert "题库里可用的题不够" in editor.get(to("paper", stage.pk)).text


def test_the_chart_counts_by_hour_and_by_day(editor):
    now = timezone.now()
    contest = make_ready_contest(state=_C.PUBLISHED, opens_at=now - timedelta(hours=5))
    make_counted(contest)
    make_participant(contest, joined_at=now - timedelta(hours=3))

    text = editor.get(to("chart", contest.pk)).text
    assert "报名2人，交卷1份" in text
    assert "<svg" in text
    assert "<html" not in text
    assert "时</td>" in text
    Contest.objects.update(opens_at=now - timedelta(days=40))
    assert "日</td>" in editor.get(to("chart", contest.pk)).text


def test_the_page_of_a_contest_asks_few_questions_at_any_size(
    editor, django_assert_max_num_queries
):
    contest = make_ready_contest(state=_C.PUBLISHED)
    editor.get(to("case", contest.pk))
    for _each in range(15):
        make_counted(contest)
        make_unit_entry(contest)

    with django_assert_max_num_queries(8):
        editor.get(to("chart", contest.pk))
    with django_assert_max_num_queries(30):  # Wagtail's own frame is most of them
        editor.get(to("case", contest.pk))
    with django_assert_max_num_queries(24):
        editor.get(to("results", contest.pk))
    with django_assert_max_num_queries(24):
        editor.get(to("units", contest.pk))


def test_practice_has_no_places():
    contest = make_ready_contest(state=_C.REVIEWING, is_closed=True)
    Stage.objects.update(kind=StageKind.PRACTICE)

    from quizzes.contests.results import official_stages  # noqa: PLC0415

    assert official_stages(contest) == []
