"""What proves an item of a standard, who may say so, and who judges."""

from decimal import Decimal

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from portal.timeline.models import Event
from portal.users.roles import Role, sync_roles
from reports.complaints.models import ComplaintEvidence, EvidenceRole
from reports.complaints.models.scopes import DeskScope
from reports.complaints.refusals import Refused
from reports.standards.models import EvidenceTag, ItemAssessment
from reports.standards.services import assess_item, tag_evidence, untag_evidence
from reports.standards.taggable import Kind, kind_of, register_kind
from reports.standards.workflow import AssessmentStatus, Quarter
from tests.portal.evidence.make import make_photo
from tests.portal.users.make import make_user
from tests.reports.make import make_complaint
from tests.reports.standards.make import make_item, make_point

pytestmark = pytest.mark.django_db
NOW = Quarter(2026, 3)


@pytest.fixture(autouse=True)
def _roles(db):
    sync_roles()


def make_inspector(**scope):
    user = make_user(role=Role.INSPECTOR)
    DeskScope.objects.create(user=user, **scope)
    return user


def test_a_complaint_is_tagged_once_and_the_step_is_written_down():
    item, complaint, inspector = make_point(), make_complaint(), make_inspector()
    kind = kind_of("complaint")

    tag_evidence(item, kind, f" {complaint.number.lower()} ", by=inspector)
    with pytest.raises(Refused):
        tag_evidence(item, kind, complaint.number, by=inspector)

    assert EvidenceTag.objects.get().subject == complaint
    assert [event.verb for event in Event.objects.of(item)] == ["tag_evidence"]


def test_c10_what_its_tagger_may_not_see_is_not_there():
    item, complaint = make_point(), make_complaint()
    stranger = make_user(role=Role.INSPECTOR)  # sees no complaint at all
    photo = make_photo()
    ComplaintEvidence.objects.create(
        complaint=complaint, evidence=photo, role=EvidenceRole.BEFORE
    )

    for kind, written in (("complaint", complaint.number), ("photo", photo.public_id)):
        with pytest.raises(Refused):
            tag_evidence(item, kind_of(kind), written, by=stranger)

    assert not EvidenceTag.objects.exists()


def test_a_photo_is_tagged_by_the_address_of_its_page():
    complaint, inspector = make_complaint(), make_inspector()
    photo = make_photo()
    ComplaintEvidence.objects.create(
        complaint=complaint, evidence=photo, role=EvidenceRole.BEFORE
    )

    tag = tag_evidence(
        make_point(),
        kind_of("photo"),
        f"https://example.test{photo.redaction_address}",
        by=inspector,
    )

    assert tag.subject == photo


def test_who_takes_evidence_away_says_why():
    item, inspector = make_point(), make_inspector()
    tag = tag_evidence(
        item, kind_of("complaint"), make_complaint().number, by=inspector
    )

    with pytest.raises(Refused):
        untag_evidence(tag, by=inspector, because=" ")
    untag_evidence(tag, by=inspector, because="不是这一条")

    assert not EvidenceTag.objects.exists()
    steps = Event.objects.of(item).values_list("because", flat=True)
    assert "不是这一条" in list(steps)[-1]


def test_a_second_assessment_leaves_the_first_in_the_timeline():
    item, by = make_point(full_score=6), make_user()

    assess_item(item, NOW, AssessmentStatus.NOT_MET, by=by, score=Decimal(2))
    assess_item(item, NOW, AssessmentStatus.MET, by=by, score=Decimal("5.5"))

    assert ItemAssessment.objects.get().score == Decimal("5.5")
    steps = [(event.from_state, event.to_state) for event in Event.objects.of(item)]
    assert steps == [("", "not_met"), ("not_met", "met")]


def test_st_03_no_score_where_the_standard_gives_none():
    by = make_user()

    for item, score in ((make_point(), 1), (make_point(full_score=5), 6)):
        with pytest.raises(Refused):
            assess_item(item, NOW, AssessmentStatus.MET, by=by, score=Decimal(score))
    with pytest.raises(Refused):  # a head is the sum of its points
        assess_item(make_point().parent, NOW, AssessmentStatus.MET, by=by)
    with pytest.raises(Refused):
        assess_item(make_item(), Quarter(2099, 1), AssessmentStatus.MET, by=by)

    assert not ItemAssessment.objects.exists()


def test_two_kinds_of_one_name_are_refused():
    kind = kind_of("photo")

    register_kind(kind)
    with pytest.raises(ImproperlyConfigured):
        register_kind(Kind(**{**vars(kind), "hint": "另一个"}))


@pytest.mark.once
@given(st.dates())
def test_every_day_lies_in_one_quarter_that_can_be_read_again(day):
    quarter = Quarter.of(day)

    assert 1 <= quarter.number <= 4
    assert quarter.previous < quarter
    if 2000 <= day.year <= 2099:
        assert Quarter.parse(str(quarter)) == quarter
