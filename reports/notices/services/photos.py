"""Photos of a notice, and what speaks against an after-photo: a person decides.

submit(notice, by=link, text=…, photos=[AfterPhoto(evidence, point)])
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.directory.geometry import Point
from portal.evidence.models import Evidence
from portal.evidence.services import find_reused
from portal.timeline.models import Event
from portal.typed import required
from portal.users.models import User
from reports.notices.models import NoticeEvidence, NoticeProblem, RectificationNotice
from reports.notices.refusals import Refused, SameHand
from reports.notices.services.steps import change, lock
from reports.notices.workflow import PhotoRole, PhotoWarning


@dataclass(frozen=True)
class AfterPhoto:
    """A photo of what was done; where its device stood, if that is known."""

    evidence: Evidence
    point: Point | None = None
    is_from_camera: bool = False
    problem: NoticeProblem | None = None


def attach(
    notice: RectificationNotice,
    evidence: Sequence[Evidence],
    role: PhotoRole,
    *,
    problem: NoticeProblem | None = None,
) -> None:
    """Add what was received. What belongs to another notice stays there."""
    if not evidence:
        return
    elsewhere = NoticeEvidence.objects.filter(evidence__in=evidence)
    if elsewhere.exclude(notice=notice).exists():
        raise Refused(_("有照片已经用在别的通知单上。"))
    if problem is not None:
        elsewhere.update(problem=problem)
    taken = set(elsewhere.values_list("evidence", flat=True))
    start = notice.evidence_links.filter(role=role).count()
    NoticeEvidence.objects.bulk_create(
        NoticeEvidence(
            notice=notice,
            evidence=each,
            role=role,
            problem=problem,
            round=notice.round,
            sort_order=start + number,
            received_at=each.received_at,
        )
        for number, each in enumerate(evidence)
        if each.pk not in taken
    )


def attach_after(notice: RectificationNotice, photos: Sequence[AfterPhoto]) -> None:
    """Add the photos of one submission, and look at each of them."""
    evidence = [photo.evidence for photo in photos]
    attach(notice, evidence, PhotoRole.AFTER)
    links = {
        link.evidence_id: link
        for link in notice.evidence_links.filter(
            evidence__in=evidence, round=notice.round
        ).select_related("evidence")
    }
    if len(links) < len(evidence):
        raise Refused(_("有照片以前交过，请重新拍摄。"))
    since = _since(notice)
    mine = {each.pk for each in evidence}
    for photo in photos:
        link = links[photo.evidence.pk]
        link.problem = photo.problem
        link.is_from_camera = photo.is_from_camera
        link.distance_m = _distance(notice, photo)
        link.resembles = _resembled(photo.evidence, mine)
        link.warnings = _warnings(notice, link, since)
    NoticeEvidence.objects.bulk_update(
        links.values(),
        ["problem", "is_from_camera", "distance_m", "resembles", "warnings"],
    )


def doubtful(notice: RectificationNotice) -> bool:
    """Tell whether an after-photo of this round waits for a person's word."""
    after = NoticeEvidence.objects.after().filter(notice=notice, round=notice.round)
    return after.doubtful().exists()


@transaction.atomic
def clear_doubt(link: NoticeEvidence, *, by: User, because: str) -> Event:
    """Say why a photo is good in spite of its warnings. Not who handed it in."""
    notice = link.notice
    lock(notice)
    link.refresh_from_db()
    link.notice = notice
    if not link.is_doubtful:
        raise Refused(_("这张照片没有待排除的疑点。"))
    if notice.submissions.filter(by_user=by).exists():
        raise SameHand(_("提交照片的人不能自己排除疑点。"))
    link.cleared_by = by
    link.cleared_at = timezone.now()
    link.cleared_because = required(because, _("排除理由"), 300)
    link.save(update_fields=["cleared_by", "cleared_at", "cleared_because"])
    words = "、".join(link.warnings_in_words)
    return change(
        notice,
        "clear_doubt",
        by=by,
        because=f"{words}：{link.cleared_because}",
        public_text=_("人工核对照片，排除疑点"),
    )


def _warnings(
    notice: RectificationNotice, link: NoticeEvidence, since: datetime | None
) -> list[str]:
    found = []
    if link.resembles_id is not None:
        found.append(PhotoWarning.NEAR_COPY)
    if link.distance_m is not None and link.distance_m > farthest(notice):
        found.append(PhotoWarning.TOO_FAR)
    taken = link.evidence.taken_at or link.received_at
    if since is not None and taken < since:
        found.append(PhotoWarning.TOO_EARLY)
    return [warning.value for warning in found]


def farthest(notice: RectificationNotice) -> int:
    """Return how many metres from its place an after-photo may be taken."""
    least: int = settings.NOTICES["PHOTO_METRES"]
    return max(least, notice.category.dup_radius_m) if notice.category else least


def _distance(notice: RectificationNotice, photo: AfterPhoto) -> int | None:
    """Measure from where the device stood, or else from what the file says."""
    point, evidence = photo.point, photo.evidence
    if (
        point is None
        and evidence.latitude is not None
        and evidence.longitude is not None
    ):
        point = Point(evidence.latitude, evidence.longitude)
    if point is None or notice.point is None:
        return None
    return round(notice.point.metres_to(point))


def _resembled(evidence: Evidence, together: set[int]) -> Evidence | None:
    """Return the earlier photo that it is a copy of: any in the house but its own set.

    Two shots of one corner that were handed in together are near each other.
    """
    return next(
        (
            match.evidence
            for match in find_reused(evidence)
            if match.evidence.pk not in together
        ),
        None,
    )


def _since(notice: RectificationNotice) -> datetime | None:
    """Return from when on a photo can show what was done for this round."""
    failed_at = (
        notice.reinspections.filter(is_passed=False).values_list("at", flat=True).last()
    )
    return failed_at or notice.served_at or notice.issued_at
