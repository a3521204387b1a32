"""Who may do what with draws in the CMS."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from portal.users.roles import Role
from quizzes.contests.workflow import StageKind
from quizzes.draws.models import Draw
from quizzes.draws.services.claiming import issue_code
from quizzes.draws.workflow import DrawState, WinState
from tests.portal.users.make import make_user
from tests.quizzes.draws.make import (
    CHANCE,
    after,
    first_holder,
    make_draft,
    make_draw,
    make_holder,
    make_organiser,
    show_results,
)
from tests.quizzes.make import make_contest, make_stage

pytestmark = pytest.mark.django_db
_D = DrawState


def case(draw):
    return reverse("draws_desk:case", args=[draw.pk])


def press(client, draw, verb, **typed):
    address = reverse("draws_desk:act", args=[draw.pk, verb])
    return client.post(address, {"version": draw.version, **typed})


def typed_rules(stage, **fields):
    now = timezone.localtime()
    return {
        "title": "开门红抽奖",
        "stage": stage.pk,
        "least_percent": 60,
        "ticket_rule": "each",
        "tickets_until": f"{now + timedelta(days=1):%Y-%m-%dT%H:%M}",
        "draws_at": f"{now + timedelta(days=8):%Y-%m-%dT%H:%M}",
        "public_source": "双色球",
        "claim_days": 15,
        "claim_note": "县文化馆一楼。",
        "n_substitutes": 3,
        "prizes-TOTAL_FORMS": 3,
        "prizes-INITIAL_FORMS": 0,
        "prizes-0-kind": "goods",
        "prizes-0-name": "保温杯",
        "prizes-0-count": 5,
        "prizes-0-value": "80",
        "prizes-1-kind": "goods",
        "prizes-2-kind": "keepsake",
        "prizes-2-name": "环保袋",
        "prizes-2-count": 50,
        "prizes-2-value": "9.5",
        **fields,
    }


@pytest.fixture
def desk(client):
    client.force_login(make_organiser())
    return client


def test_rules_are_written_changed_and_announced(desk):
    stage = make_stage(make_contest(is_for_prizes=True))
    practice = make_stage(stage.contest, kind=StageKind.PRACTICE)
    new = reverse("draws_desk:new", args=[stage.contest.pk])

    assert stage.contest.title in desk.get(reverse("draws_desk:index")).text
    assert desk.get(new).status_code == 200
    wrong = desk.post(new, typed_rules(practice))
    made = desk.post(new, typed_rules(stage))
    draw = Draw.objects.get()
    edit = reverse("draws_desk:edit", args=[draw.pk])
    page = desk.get(edit)
    changed = desk.post(
        edit, typed_rules(stage, title="第一场", **{"prizes-INITIAL_FORMS": 2})
    )
    draw.refresh_from_db()
    done = press(desk, draw, "commit")

    assert wrong.status_code == 422
    assert made.status_code == changed.status_code == done.status_code == 302
    assert "环保袋" in page.text
    draw = Draw.objects.get()
    assert (draw.title, draw.state) == ("第一场", _D.COMMITTED)
    assert [(p.name, p.count) for p in draw.prizes.all()] == [
        ("保温杯", 5),
        ("环保袋", 50),
    ]
    assert draw.seed_hash in desk.get(case(draw)).text
    assert desk.post(edit, typed_rules(stage)).status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [
        {"prizes-0-value": "50000.01"},
        {"prizes-0-count": ""},
        {"prizes-0-name": ""},
        {"prizes-0-value": "NaN"},
        {"draws_at": "2020-01-01T00:00"},
        {"tickets_until": "morgen"},
        {"prizes-TOTAL_FORMS": "x"},
    ],
)
def test_qz_03_wrong_rules_come_back_with_what_was_typed(desk, wrong):
    stage = make_stage()

    response = desk.post(
        reverse("draws_desk:new", args=[stage.contest.pk]), typed_rules(stage, **wrong)
    )

    assert response.status_code == 422
    assert "县文化馆一楼。" in response.text
    assert not Draw.objects.exists()


@pytest.mark.parametrize(
    ("role", "verb", "state", "status"),
    [
        (Role.WEB_EDITOR, "commit", _D.DRAFT, 403),
        (Role.WEB_EDITOR, "hold", _D.SEALED, 403),
        (Role.WEB_EDITOR, "cancel", _D.COMMITTED, 403),
        (Role.HEAD, "seal", _D.COMMITTED, 403),
        (Role.HEAD, "commit", _D.DRAFT, 302),
        (Role.HEAD, "hold", _D.SEALED, 422),  # too early
        (Role.CHIEF_EDITOR, "commit", _D.SEALED, 409),
        (Role.CHIEF_EDITOR, "cancel", _D.COMMITTED, 422),  # without a reason
        (Role.CHIEF_EDITOR, "nonsense", _D.DRAFT, 404),
        (Role.ADMINISTRATOR, "commit", _D.DRAFT, 403),
    ],
)
def test_each_role_has_its_buttons(client, role, verb, state, status):
    client.force_login(make_user(role=role))

    assert press(client, make_draw(state=state), verb).status_code == status


@pytest.mark.parametrize("role", [Role.DESK, Role.INSPECTOR, None])
def test_a_stranger_is_turned_away(client, role):
    draw = make_draw()
    if role:
        client.force_login(make_user(role=role))
    status = 403 if role else 302

    for address in (
        reverse("draws_desk:index"),
        reverse("draws_desk:new", args=[draw.contest.pk]),
        case(draw),
        reverse("draws_desk:edit", args=[draw.pk]),
    ):
        assert client.get(address).status_code == status
    for verb in ("commit", "seal", "hold", "claim", "close", "cancel"):
        assert press(client, draw, verb, because="x").status_code == status
    draw.refresh_from_db()
    assert draw.state == _D.COMMITTED


def test_an_old_page_changes_nothing(desk):
    draw = make_draft()
    Draw.objects.update(version=7)

    assert press(desk, draw, "commit").status_code == 409
    address = reverse("draws_desk:act", args=[draw.pk, "commit"])
    assert desk.post(address).status_code == 404


def test_who_announced_cannot_hold_it(client):
    alice, bob = make_organiser(), make_organiser()
    draw = make_draft()
    client.force_login(alice)
    press(client, draw, "commit")
    make_holder(draw.stage)
    draw.refresh_from_db()
    show_results(draw.contest)
    with after(draw, "tickets_until"):
        client.force_login(alice)
        press(client, draw, "seal")
    draw.refresh_from_db()

    with after(draw, "draws_at"):
        client.force_login(alice)
        refused = press(client, draw, "hold", chance=CHANCE)
        client.force_login(bob)
        done = press(client, draw, "hold", chance=CHANCE)

    assert refused.status_code == 422
    assert "公布规则的人不能自己开奖" in refused.text
    assert done.status_code == 302


def test_codes_cannot_be_guessed_at_the_desk(client, settings):
    settings.THROTTLES = {**settings.THROTTLES, "draw_claim": (2, 900, 900)}
    draw = make_draw(state=_D.DRAWN)

    with time_machine.travel(draw.drawn_at):
        code = issue_code(draw, first_holder(draw))
        client.force_login(make_organiser())
        wrong = [
            press(client, draw, "claim", code=guessed).status_code
            for guessed in ("AAAAAAAA", "BBBBBBBB")
        ]
        stopped = press(client, draw, "claim", code=code)
        client.force_login(make_organiser())
        right = press(client, draw, "claim", code=code)

    assert wrong == [422, 422]
    assert "错得太多" in stopped.text
    assert right.status_code == 302
    assert draw.winners.filter(state=WinState.CLAIMED).count() == 1


def test_the_menu_shows_draws_to_whoever_may_see_them(client):
    address = reverse("draws_desk:index")
    client.force_login(make_user(role=Role.WEB_EDITOR))
    assert address in client.get(address).text
