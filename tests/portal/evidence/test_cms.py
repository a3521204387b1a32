"""Staff at the redaction page: without a script, each with his own things (C10)."""

from io import BytesIO

import pytest
from django.urls import reverse
from PIL import Image

from portal.evidence.forms import CHECKLIST
from portal.evidence.models import Box
from portal.evidence.services import receive_photo
from portal.evidence.workflow import EvidenceState
from portal.timeline.models import Event
from portal.users.roles import Role, sync_roles
from tests.portal.evidence.make import (
    body,
    make_checked,
    make_photo,
    make_video,
    owned,
    public_addresses,
    scene,
    sent,
)
from tests.portal.users.make import make_user

pytestmark = pytest.mark.django_db

ADDRESSES = ["redact", "canvas", "preview", "original", "film"]


def address(evidence, name="redact"):
    return reverse(f"evidence_{name}", args=[evidence.public_id])


def rows(*boxes, initial=0, **more):
    posted = {
        "box-TOTAL_FORMS": len(boxes) or 3,
        "box-INITIAL_FORMS": initial,
        "box-MIN_NUM_FORMS": 0,
        "box-MAX_NUM_FORMS": 100,
    }
    for number, box in enumerate(boxes):
        for field, value in box.items():
            posted[f"box-{number}-{field}"] = value
    return {**posted, **more}


def ticked():
    return {name: "on" for name, _label in CHECKLIST}


@pytest.fixture
def clerk(client):
    sync_roles()
    user = make_user(role=Role.DESK)
    client.force_login(user)
    with owned(seen_by=[user]):
        yield user


@pytest.mark.parametrize("name", ADDRESSES)
def test_c10_a_colleague_cannot_reach_what_is_not_his(client, name):
    sync_roles()
    evidence = make_checked(make_video() if name == "film" else None)
    hers, his = make_user(role=Role.DESK), make_user(role=Role.DESK)

    with owned(seen_by=[hers]):
        client.force_login(his)
        assert client.get(address(evidence, name)).status_code == 404
        assert client.post(address(evidence, name)).status_code in {404, 405}
        client.force_login(hers)
        assert client.get(address(evidence, name)).status_code == 200
    client.force_login(hers)
    assert client.get(address(evidence, name)).status_code == 404  # no owner, nobody


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize("role", [None, Role.WEB_EDITOR, Role.TV_EDITOR])
def test_c10_other_roles_and_strangers_see_nothing(client, name, role):
    sync_roles()
    evidence = make_checked()
    user = make_user(role=role)

    with owned(seen_by=[user]):
        assert client.get(address(evidence, name)).status_code == 302
        client.force_login(user)
        assert client.get(address(evidence, name)).status_code in {302, 403, 404}
        assert client.post(address(evidence), {"act": "withdraw"}).status_code in {
            302,
            403,
            404,
        }
    evidence.refresh_from_db()
    assert evidence.is_checked


@pytest.mark.parametrize("public_id", ["0" * 32, "%00", "x", "..", "1 OR 1"])
def test_i1_ids_that_never_were_are_404(client, clerk, public_id):
    for name in ADDRESSES:
        tail = "/" if name == "redact" else f"/{name}"
        assert client.get(f"/cms/evidence/{public_id}{tail}").status_code == 404


def test_c11_each_look_at_an_original_is_written_down(client, clerk):
    evidence = make_photo()

    answer = client.get(address(evidence, "original"))
    client.get(address(evidence, "original"), headers={"Range": "bytes=5-9"})

    with evidence.original.open("rb") as file:
        assert body(answer) == file.read()
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    seen = Event.objects.of(evidence).filter(verb="original_seen")
    assert [event.actor for event in seen] == [clerk]


def test_without_a_script_a_box_is_a_row_of_numbers(client, clerk):
    evidence = make_photo()

    page = client.get(address(evidence))
    answer = client.post(
        address(evidence),
        rows({"x": 100, "y": 200, "w": 300, "h": 400, "kind": "face"}, act="save"),
    )

    assert page.status_code == 200
    assert 'name="box-0-x"' in page.text
    assert answer.status_code == 302
    assert str(Box.objects.get()) == "人脸 100,200 300×400"
    assert '<rect class="is-confirmed" x="100"' in client.get(address(evidence)).text
    evidence.refresh_from_db()
    assert evidence.state == EvidenceState.PROCESSED


def test_the_preview_is_what_the_public_will_see(client, clerk):
    evidence = make_photo(image=Image.effect_noise((400, 400), 90).convert("RGB"))
    client.post(
        address(evidence), rows({"x": 0, "y": 0, "w": 1000, "h": 1000}, act="save")
    )

    answer = client.get(address(evidence, "preview"))

    assert answer["Content-Type"] == "image/webp"
    shown = Image.open(BytesIO(answer.content)).convert("L")
    assert len({point // 32 for point in shown.tobytes()}) <= 3


def test_pr_31_every_line_of_the_checklist_is_ticked_before_it_is_public(client, clerk):
    evidence = make_photo()
    half = dict(list(ticked().items())[:-1])

    refused = client.post(
        address(evidence), rows({"x": 1, "y": 2, "w": 3, "h": 4}, act="check", **half)
    )

    assert refused.status_code == 422
    assert "请看过画面，再勾选这一项。" in refused.text
    assert 'name="box-0-x" value="1"' in refused.text  # the input is kept
    assert not Box.objects.exists()

    client.post(address(evidence), rows(act="check", **ticked()))

    evidence.refresh_from_db()
    assert evidence.redaction_checked_by == clerk
    assert client.get(public_addresses(evidence)[0]).status_code == 200
    assert "大家现在能看到它" in client.get(address(evidence)).text


def test_the_page_takes_it_away_and_brings_it_back(client, clerk):
    evidence = make_checked()
    (known, *_rest) = public_addresses(evidence)

    client.post(address(evidence), {"act": "withdraw", "because": "拍到了门牌"})
    assert client.get(known).status_code == 404
    assert client.post(address(evidence), {"act": "withdraw"}).status_code == 302
    client.post(address(evidence), {"act": "restore", "because": "误撤"})

    evidence.refresh_from_db()
    assert evidence.state == EvidenceState.PROCESSED
    assert [event.because for event in Event.objects.of(evidence)][-2:] == [
        "拍到了门牌",
        "误撤",
    ]


@pytest.mark.parametrize(
    "box",
    [
        {"x": "990", "y": "0", "w": "20", "h": "1"},
        {"x": "-1", "y": "0", "w": "20", "h": "1"},
        {"x": "一", "y": "0", "w": "20", "h": "1"},
        {"x": "1"},
        {"x": "1", "y": "1", "w": "0", "h": "1"},
        {"x": "1", "y": "1", "w": "9", "h": "9", "kind": "elephant"},
        {"x": "9" * 400, "y": "1", "w": "9", "h": "9"},
    ],
)
def test_i1_numbers_that_make_no_sense_come_back_with_a_sentence(client, clerk, box):
    evidence = make_photo()

    answer = client.post(address(evidence), rows(box, act="save"))

    assert answer.status_code == 422
    assert "redaction-error" in answer.text
    assert not Box.objects.exists()


@pytest.mark.parametrize("posted", [{}, {"act": "x"}, {"act": "restore"}, {"box-TOTAL_FORMS": "-1"}, rows({"pk": 10**30, "x": 1, "y": 1, "w": 1, "h": 1}), rows({"pk": 9999, "x": 1, "y": 1, "w": 1, "h": 1})])  # fmt: skip
def test_i1_odd_posts_are_answered(client, clerk, posted):
    answer = client.post(address(make_photo()), posted)

    assert answer.status_code in {302, 409, 422}


def test_two_clerks_at_one_picture_do_not_overwrite_each_other(client, clerk):
    evidence = make_photo()
    client.post(address(evidence), rows({"x": 1, "y": 2, "w": 3, "h": 4}, act="save"))
    stale = Box.objects.get().pk
    Box.objects.all().delete()

    answer = client.post(
        address(evidence),
        rows({"pk": stale, "x": 9, "y": 9, "w": 9, "h": 9}, initial=1, act="save"),
    )

    assert answer.status_code in {409, 422}
    assert not Box.objects.exists()


def test_what_is_not_ready_says_so(client, clerk):
    assert "画面还在准备" in client.get(address(receive_photo(sent()))).text


def test_a_reused_photo_is_shown_to_the_checker_without_others_secrets(client, clerk):
    first = make_photo(image=scene())
    again = make_photo(image=scene())

    page = client.get(address(again)).text

    assert "和以前的照片很像" in page
    assert first.public_id in page
