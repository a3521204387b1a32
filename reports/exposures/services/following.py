"""A published exposure goes the way of its notice: mended, failed again, revoked."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.timeline.models import Event
from portal.typed import required
from portal.users.models import User
from reports.complaints.refusals import Refused
from reports.exposures.models import Exposure, ExposureEvidence
from reports.exposures.services.steps import (
    check_step,
    lock,
    require_permission,
    step,
)
from reports.exposures.workflow import (
    EXPOSURE_STEPS,
    ExposureState,
    PictureRole,
)
from reports.notices.models import RectificationNotice
from reports.notices.workflow import NoticeState, PhotoRole

_S, _N = ExposureState, NoticeState
AT_WORK = frozenset(
    {
        *(_N.ACKNOWLEDGED, _N.PLANNED, _N.PLAN_BACK, _N.PLAN_OK),
        *(_N.SUBMITTED, _N.REINSPECTING, _N.PASSED, _N.FAILED),
    }
)


def follow_notice(notice: RectificationNotice, verb: str) -> None:
    """Move what was exposed by `notice`, or by the one that it recurs from."""
    for exposure in _exposed_by(notice):
        follow(exposure, notice)


def follow(exposure: Exposure, notice: RectificationNotice | None = None) -> None:
    """Bring a locked exposure to where its notice stands."""
    notice = notice or exposure.notice
    if notice is None or not exposure.is_public:
        return
    is_again = notice.pk != exposure.notice_id
    if notice.state == _N.CLOSED:
        _show_after_photos(notice, exposure)
        _to(
            exposure,
            "rectify",
            _S.RECTIFIED,
            _("整改合格，已销号"),
            rectified_on=timezone.localdate(notice.closed_at),
        )
    elif is_again and notice.state == _N.ISSUED:
        _to(
            exposure,
            "reopen",
            _S.REOPENED,
            _("同一地点同一问题反弹，已发新的整改通知单"),
            rectified_on=None,
        )
    elif notice.state == _N.FAILED and exposure.state == _S.RECTIFIED:
        _to(
            exposure,
            "reopen",
            _S.REOPENED,
            _("复查不合格，重新整改"),
            rectified_on=None,
        )
    elif notice.state in AT_WORK:
        _to(exposure, "start_rectifying", _S.RECTIFYING, _("单位开始整改"))


def _to(
    exposure: Exposure, verb: str, new: ExposureState, text: str, **changes: object
) -> None:
    if new in EXPOSURE_STEPS[ExposureState(exposure.state)]:
        step(exposure, verb, new, by=None, public_text=text, **changes)


def _exposed_by(notice: RectificationNotice) -> list[Exposure]:
    keys = [notice.pk, notice.recurrence_of_id]
    found = Exposure.objects.select_for_update().public().filter(notice__in=keys)
    return list(found)


def _show_after_photos(notice: RectificationNotice, exposure: Exposure) -> None:
    """Show what the unit took in its last round; each once it has been checked."""
    shown = set(exposure.evidence_links.values_list("evidence", flat=True))
    links = notice.evidence_links.filter(role=PhotoRole.AFTER, round=notice.round)
    ExposureEvidence.objects.bulk_create(
        ExposureEvidence(
            exposure=exposure,
            evidence_id=link.evidence_id,
            role=PictureRole.AFTER,
            sort_order=number,
        )
        for number, link in enumerate(links, len(shown))
        if link.evidence_id not in shown
    )


@transaction.atomic
def mark_rectified(exposure: Exposure, *, by: User, text: str) -> Event:
    """Say that what no notice follows has been put right, and how that was seen."""
    lock(exposure)
    require_permission(by, "review_exposure")
    check_step(exposure, _S.RECTIFIED)
    if exposure.notice_id:
        raise Refused(_("有整改通知单的，随复查销号改状态。"))
    return step(
        exposure,
        "rectify",
        _S.RECTIFIED,
        by=by,
        public_text=_("核验：已经改好"),
        verification=required(text, _("核验情况")),
        rectified_on=timezone.localdate(),
    )


@transaction.atomic
def reopen(exposure: Exposure, *, by: User, because: str) -> Event:
    """Bring it back: it came to it again, or the proof was forged. Everybody reads why."""
    lock(exposure)
    require_permission(by, "review_exposure")
    check_step(exposure, _S.REOPENED)
    because = required(because, _("恢复曝光的理由"), 300)
    return step(
        exposure,
        "reopen",
        _S.REOPENED,
        by=by,
        public_text=_("恢复曝光：%(reason)s") % {"reason": because},
        rectified_on=None,
        ended_at=None,
    )
