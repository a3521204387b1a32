"""The county's exposures: all there, all through the gate, mistakes told."""

from itertools import pairwise

import pytest

from portal.demo.context import Context
from portal.timeline.models import Event
from publicity.models import EpisodePage
from reports.exposures.content import digest_of
from reports.exposures.demo.batches import load_exposures
from reports.exposures.models import (
    Correction,
    Exposure,
    ExposureBatch,
    ExposureEvidence,
    UnitStatement,
)
from reports.exposures.services.publishing import missing
from reports.exposures.workflow import EXPOSURE_STEPS, ExposureState

pytestmark = pytest.mark.django_db


def test_all_are_there():
    assert ExposureBatch.objects.count() == 5
    assert Exposure.objects.count() == 25
    assert Exposure.objects.public().count() == 24
    assert UnitStatement.objects.count() == 25
    assert sorted(Correction.objects.values_list("kind", flat=True)) == [
        "correction",
        "correction",
        "retraction",
    ]
    assert {str(each) for each in Correction.objects.all()} == {
        f"更正〔2026〕{number}号" for number in (1, 2, 3)
    }


def test_each_would_pass_the_gate_but_for_who_has_left():
    """Its approvals stand for what it says; the people of the demonstration are none."""
    lacking = {
        one.code for exposure in Exposure.objects.public() for one in missing(exposure)
    }

    assert lacking <= {"review", "approval", "clause", "objection"}
    for exposure in Exposure.objects.public():
        digests = set(exposure.approvals.values_list("digest", flat=True))
        assert digests == {digest_of(exposure)}
        assert exposure.evidence_links.checked().count() >= 2


def test_no_history_has_a_step_outside_the_table():
    for exposure in Exposure.objects.all():
        states = [
            event.to_state
            for event in Event.objects.of(exposure).order_by("at", "pk")
            if event.verb not in {"state", "head", "correct", "hand_over"}
        ]
        for old, new in pairwise(states):
            table = EXPOSURE_STEPS[ExposureState(old)]
            between = {
                ExposureState(step) for each in table for step in EXPOSURE_STEPS[each]
            }
            assert new in table | between, (exposure, states)


def test_it_may_be_loaded_again():
    before = ExposureEvidence.objects.count()

    load_exposures(Context())

    assert Exposure.objects.count() == 25
    assert ExposureEvidence.objects.count() == before


def test_every_page_of_them_opens(client):
    for exposure in Exposure.objects.select_related("batch"):
        answer = client.get(exposure.get_absolute_url())
        assert answer.status_code == (410 if exposure.is_retracted else 200)
    programme = EpisodePage.objects.get(title__contains="曝光台第一期")
    text = client.get(programme.get_url()).text
    assert "东门农贸市场东门外流动摊点占道" in text
    assert "已整改" in text
    assert client.get("/corrections/").text.count("更正〔2026〕") >= 3
