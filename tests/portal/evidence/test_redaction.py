"""A person decides on every box before anybody may look (PR-31)."""

from importlib.util import find_spec
from itertools import product

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from portal.evidence.detectors import NEEDS, CenterFaceDetector, Found, around
from portal.evidence.models import Box, Evidence
from portal.evidence.pictures import blot_out
from portal.evidence.services import (
    BoxDraft,
    BoxesChanged,
    BoxesUndecided,
    check_redaction,
    confirm_boxes,
    draw_public_copies,
    receive_photo,
    withdraw,
)
from portal.evidence.services.processing import step
from portal.evidence.workflow import BOX_STEPS, EVIDENCE_STEPS, BoxState, EvidenceState
from portal.timeline.models import Event
from portal.workflow import TransitionNotAllowed
from tests.portal.evidence.make import make_checked, make_photo, sent
from tests.portal.users.make import make_user

pytestmark = pytest.mark.django_db


class TwoFaces:
    def find(self, picture):
        return [Found(100, 100, 80, 90), Found(600, 300, 50, 60, "plate")]


class Broken:
    def find(self, picture):
        raise RuntimeError("no weights")


@pytest.fixture
def suggested(settings):
    settings.EVIDENCE_DETECTOR = f"{__name__}.TwoFaces"
    return make_photo()


def verbs(evidence):
    return [event.verb for event in Event.objects.of(evidence)]


def test_without_a_detector_nothing_is_suggested():
    assert not make_photo().boxes.exists()


def test_a_detector_suggests_and_decides_nothing(suggested):
    boxes = list(suggested.boxes.all())

    assert [(box.kind, box.origin, box.state) for box in boxes] == [
        ("face", "suggested", "suggested"),
        ("plate", "suggested", "suggested"),
    ]
    with pytest.raises(BoxesUndecided, match="还有 2 个"):
        check_redaction(suggested, by=make_user())
    assert suggested.state == "processed"


def test_a_detector_that_fails_leaves_the_work_to_people(settings):
    settings.EVIDENCE_DETECTOR = f"{__name__}.Broken"

    assert make_photo().state == "processed"


def test_pr_31_each_box_is_confirmed_moved_drawn_or_removed_by_somebody(suggested):
    clerk = make_user()
    first, second = suggested.boxes.all()

    confirm_boxes(
        suggested,
        [
            BoxDraft(110, 100, 80, 90, "minor", pk=first.pk),
            BoxDraft(0, 0, 5, 5, "door"),
        ],
        by=clerk,
    )
    check_redaction(suggested, by=clerk)

    boxes = list(suggested.boxes.order_by("pk"))
    assert [(box.x, box.kind, box.origin, box.state, box.by) for box in boxes] == [
        (110, "minor", "suggested", "confirmed", clerk),
        (second.x, "plate", "suggested", "removed", clerk),
        (0, "door", "drawn", "confirmed", clerk),
    ]
    assert suggested.redaction_checked_by == clerk
    assert verbs(suggested)[-2:] == ["boxes_confirmed", "redaction_checked"]


def test_a_box_that_somebody_else_removed_is_not_silently_drawn_again(suggested):
    other = make_photo()
    confirm_boxes(other, [BoxDraft(1, 1, 1, 1)], by=make_user())

    with pytest.raises(BoxesChanged, match="刷新"):
        confirm_boxes(
            suggested, [BoxDraft(1, 1, 9, 9, pk=other.boxes.last().pk)], by=make_user()
        )


@pytest.mark.parametrize(
    "draft",
    [
        BoxDraft(0, 0, 0, 10),
        BoxDraft(-1, 0, 10, 10),
        BoxDraft(990, 0, 20, 10),
        BoxDraft(0, 999, 1, 2),
        BoxDraft(0, 0, 10, 10, "elephant"),
    ],
)
def test_a_box_outside_the_picture_is_refused(draft):
    evidence = make_photo()

    with pytest.raises((ValidationError, IntegrityError)), transaction.atomic():
        confirm_boxes(evidence, [draft], by=make_user())
    assert not evidence.boxes.exists()


def test_boxes_beyond_all_reason_are_refused():
    with pytest.raises(ValidationError, match="最多 100"):
        confirm_boxes(make_photo(), [BoxDraft(0, 0, 1, 1)] * 101, by=make_user())


def test_nothing_is_drawn_on_what_nobody_can_see_yet():
    evidence = receive_photo(sent())

    with pytest.raises(TransitionNotAllowed):
        confirm_boxes(evidence, [], by=make_user())
    with pytest.raises(TransitionNotAllowed):
        check_redaction(evidence, by=make_user())


def test_boxes_changed_while_the_copy_is_drawn_are_not_lost(monkeypatch):
    evidence = make_photo()

    def change_meanwhile(asked, places):
        confirm_boxes(asked, [BoxDraft(1, 2, 3, 4)], by=make_user())
        return []

    monkeypatch.setattr(
        "portal.evidence.services.redaction.photo_copies", change_meanwhile
    )

    with pytest.raises(BoxesChanged):
        check_redaction(evidence, by=make_user())
    evidence.refresh_from_db()
    assert evidence.state == "processed"


def test_copies_drawn_for_what_was_withdrawn_meanwhile_are_thrown_away():
    evidence = make_checked()
    late = Evidence.objects.get(pk=evidence.pk)
    withdraw(evidence, by=make_user())

    draw_public_copies(late)

    assert not evidence.public_copies.exists()


PAIRS = list(product(EvidenceState, EvidenceState))


@pytest.mark.parametrize(
    ("old", "new"), [pair for pair in PAIRS if pair[1] not in EVIDENCE_STEPS[pair[0]]]
)
def test_every_step_outside_the_table_is_refused_and_leaves_no_trace(old, new):
    evidence = Evidence.objects.create(kind="photo", size=1, sha256="0" * 64, state=old)

    with pytest.raises(TransitionNotAllowed):
        step(evidence, new, "tried", by=None)

    evidence.refresh_from_db()
    assert evidence.state == old
    assert not verbs(evidence)


@pytest.mark.parametrize(
    ("table", "states"), [(EVIDENCE_STEPS, EvidenceState), (BOX_STEPS, BoxState)]
)
def test_every_state_has_a_row_and_can_be_reached(table, states):
    assert set(table) == set(states)
    reached = {next(iter(states))}
    for _step in states:
        reached |= {new for old in reached for new in table[old]}
    assert reached == set(states)


@given(
    st.tuples(*[st.integers(0, 999)] * 2),
    st.tuples(*[st.integers(1, 1000)] * 2),
    st.tuples(*[st.integers(1, 90)] * 2),
)
def test_every_box_is_drawn_whole_and_hides_all_that_it_covers(
    start, size, picture_size
):
    x, y = start
    place = (x, y, min(size[0], 1000 - x), min(size[1], 1000 - y))
    picture = Image.new("RGB", picture_size, (200, 10, 10))

    blotted = blot_out(picture, [place])

    assert blotted.size == picture.size
    inside = (
        min((x + place[2] // 2) * picture.width // 1000, picture.width - 1),
        min((y + place[3] // 2) * picture.height // 1000, picture.height - 1),
    )
    assert blotted.getpixel(inside) == (208, 16, 16)


def test_a_found_face_is_boxed_with_a_margin_and_cut_at_the_edge():
    assert around(0.2, 0.2, 0.4, 0.4) == Found(170, 170, 261, 261)
    assert around(-0.1, 0.9, 0.1, 1.2) == Found(0, 855, 131, 145)
    assert around(1.2, 0.1, 1.4, 0.2) is None


def missing_packages():
    return [name for name in NEEDS if find_spec(name) is None]


@pytest.mark.skipif(
    bool(missing_packages()), reason="requirements-extra.txt is not installed"
)
def test_centerface_runs_and_sees_no_face_in_an_empty_street():
    detector = CenterFaceDetector()

    assert detector.find(Image.new("RGB", (300, 200), "#88aa99")) == []
    assert Box.Kind.FACE


@pytest.mark.skipif(
    not missing_packages(), reason="requirements-extra.txt is installed"
)
def test_centerface_says_what_to_install():
    with pytest.raises(ImproperlyConfigured, match="requirements-extra"):
        CenterFaceDetector()
