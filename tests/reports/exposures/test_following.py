"""An exposure follows its notice, and the clock."""

from datetime import timedelta

import pytest
from django.utils import timezone

from reports.complaints.refusals import Refused
from reports.exposures.models import Correction, Exposure
from reports.exposures.services.expiring import archive, end_expired, keep
from reports.exposures.services.following import mark_rectified, reopen
from reports.exposures.workflow import (
    CorrectionKind,
    CorrectionReason,
    ExposureState,
    PictureRole,
    TargetKind,
)
from reports.notices.changes import tell_all
from reports.notices.models import NoticeEvidence, RectificationNotice
from reports.notices.workflow import NoticeState, PhotoRole
from tests.reports.exposures.make import (
    make_evidence,
    make_public,
    make_reviewer,
)
from tests.reports.notices.make import make_notice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_page")]
_S = ExposureState


def test_ex05_a_revoked_notice_takes_its_exposure_with_it(client):
    exposure = make_public()
    notice = exposure.notice
    RectificationNotice.objects.filter(pk=notice.pk).update(
        state=NoticeState.REVOKED, is_open=False, revoked_at=timezone.now()
    )
    notice.refresh_from_db()

    tell_all(notice, "revoke")

    correction = Correction.objects.get()
    assert correction.kind == CorrectionKind.RETRACTION
    assert correction.reason_class == CorrectionReason.REVOKED
    assert client.get(exposure.get_absolute_url()).status_code == 410


def test_ex22_a_closed_notice_marks_its_exposure_mended_with_the_day():
    exposure = make_public()
    notice = _moved(exposure.notice, NoticeState.CLOSED)
    NoticeEvidence.objects.create(
        notice=notice, evidence=make_evidence(), role=PhotoRole.AFTER
    )

    tell_all(notice, "close")

    exposure.refresh_from_db()
    assert exposure.state == _S.RECTIFIED
    assert exposure.rectified_on == timezone.localdate()
    assert exposure.evidence_links.filter(role=PictureRole.AFTER).count() == 1


def test_forged_proof_brings_it_back():
    exposure = make_public(state=_S.RECTIFIED)

    tell_all(_moved(exposure.notice, NoticeState.FAILED), "reopen")

    exposure.refresh_from_db()
    assert (exposure.state, exposure.rectified_on) == (_S.REOPENED, None)


def test_a_recurrence_brings_it_back_and_its_end_ends_it():
    exposure = make_public(state=_S.RECTIFIED)
    again = make_notice(
        state=NoticeState.ISSUED, recurrence_of=exposure.notice, occurrence=2
    )

    tell_all(again, "issue")
    exposure.refresh_from_db()
    assert exposure.state == _S.REOPENED

    tell_all(_moved(again, NoticeState.CLOSED), "close")
    exposure.refresh_from_db()
    assert exposure.state == _S.RECTIFIED


def test_a_unit_that_begins_is_seen_to_begin():
    exposure = make_public()

    tell_all(_moved(exposure.notice, NoticeState.ACKNOWLEDGED), "acknowledge")

    exposure.refresh_from_db()
    assert exposure.state == _S.RECTIFYING


def _moved(notice, state):
    fields = {"state": state}
    if state == NoticeState.CLOSED:
        fields |= {
            "is_open": False,
            "closed_at": timezone.now(),
            "closed_by": make_reviewer(),
        }
    if state == NoticeState.FAILED:
        fields |= {"is_open": True}
    RectificationNotice.objects.filter(pk=notice.pk).update(**fields)
    notice.refresh_from_db()
    return notice


def test_what_no_notice_follows_is_marked_and_reopened_by_hand():
    exposure = make_public(kind=TargetKind.PHENOMENON)

    mark_rectified(exposure, by=make_reviewer(), text="三次复查没有再发生。")
    assert exposure.state == _S.RECTIFIED
    reopen(exposure, by=make_reviewer(), because="又发生了")
    assert exposure.state == _S.REOPENED
    with pytest.raises(Refused):
        mark_rectified(make_public(), by=make_reviewer(), text="好了")


def test_ex12_what_has_had_its_time_is_taken_down_by_the_clock(client):
    yesterday = timezone.localdate() - timedelta(days=1)
    shop = make_public(kind=TargetKind.BUSINESS, publish_until=yesterday)
    other = make_public(kind=TargetKind.BUSINESS)

    end_expired()

    stub = client.get(shop.get_absolute_url())
    assert stub.status_code == 410
    assert "公开期满" in stub.text
    assert shop.business_sign not in stub.text
    assert client.get(other.get_absolute_url()).status_code == 200


def test_what_stays_is_looked_at_again_on_a_day():
    today = timezone.localdate()
    exposure = make_public(review_on=today)
    assert list(Exposure.objects.to_review(today)) == [exposure]

    keep(
        exposure,
        by=make_reviewer(),
        until=today + timedelta(days=90),
        because="仍有警示意义",
    )

    assert not Exposure.objects.to_review(today).exists()
    with pytest.raises(Refused):
        keep(exposure, by=make_reviewer(), until=today, because="x")


def test_an_end_set_by_hand_has_a_reason_and_can_be_undone():
    exposure = make_public()
    with pytest.raises(Refused):
        archive(exposure, by=make_reviewer(), because="")

    archive(Exposure.objects.get(), by=make_reviewer(), because="已改好半年")
    exposure = Exposure.objects.get()
    assert exposure.state == _S.ARCHIVED
    reopen(exposure, by=make_reviewer(), because="又反弹")
    assert exposure.is_public
