"""A check comes in: from a form, or later from a device that had no network."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.directory.geometry import Point
from portal.directory.models import Area
from portal.evidence.models import Evidence
from portal.evidence.services import receive_photos
from portal.timeline.services import record
from portal.tokens import hash_token, hashes_of
from portal.typed import optional
from portal.uploads import ByteFile
from portal.users.models import User
from reports.complaints.refusals import NotTheirs, Refused
from reports.inspections.failing import tell_failed
from reports.inspections.models import (
    CheckEvidence,
    Criterion,
    InspectionPoint,
    Round,
    SpotCheck,
    Tick,
)
from reports.inspections.services.scoring import refresh_score
from reports.inspections.workflow import RoundKind

KEY_PURPOSE = "inspections.check"
SHORTEST_KEY = 22
CLOCKS_DIFFER = timedelta(minutes=5)


@dataclass(frozen=True)
class CheckSubmission:
    """What an inspector sends. `passed` holds an answer for each criterion's key."""

    round: Round
    passed: Mapping[int, bool]
    key: str = field(repr=False)
    point: InspectionPoint | None = None
    area: Area | None = None
    place_text: str = ""
    place: Point | None = None
    note: str = ""
    checked_at: datetime | None = None


@dataclass(frozen=True)
class Recorded:
    check: SpotCheck
    is_new: bool


def record_check(
    submission: CheckSubmission, photos: Sequence[ByteFile] = (), *, by: User
) -> Recorded:
    """Keep a check with its ticks and photos. Sent twice with one key, it is one check."""
    if len(submission.key) < SHORTEST_KEY:
        raise Refused(_("表单不完整，请打开页面重新填写。"))
    if found := _sent_before(submission.key, by):
        return found
    ticks = _judged(submission, by)
    try:
        evidence = receive_photos(photos, by=by) if photos else []
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    try:
        with transaction.atomic():
            check = _keep(submission, ticks, evidence, by)
    except IntegrityError:
        # Both came at one and the same time, and the other was quicker.
        if found := _sent_before(submission.key, by):
            return found
        raise
    return Recorded(check, is_new=True)


def _sent_before(key: str, by: User) -> Recorded | None:
    found = SpotCheck.objects.filter(key_hash__in=hashes_of(KEY_PURPOSE, key)).first()
    if found is None:
        return None
    if found.inspector_id != by.pk:
        raise NotTheirs(_("这张表单是别人的，请打开页面重新填写。"))
    return Recorded(found, is_new=False)


def criteria_for(round_: Round, point: InspectionPoint | None) -> list[Criterion]:
    """Return what is ticked off at `point`: for all types, and for its own."""
    asked = Criterion.objects.active().filter(kind=round_.kind)
    return [
        each
        for each in asked
        if each.point_type_id is None
        or (point is not None and each.point_type_id == point.point_type_id)
    ]


def _judged(submission: CheckSubmission, by: User) -> list[tuple[Criterion, bool]]:
    """Refuse what is not a check of this round; return each criterion's answer."""
    round_, point = submission.round, submission.point
    if not Round.objects.visible_to(by).filter(pk=round_.pk).exists():
        raise NotTheirs(_("这一轮检查不在您名下。"))
    at = _sane(submission.checked_at)
    if round_.closed_at is not None and at > round_.closed_at:
        raise Refused(_("这一轮已经结束，不能再加检查。"))
    if not round_.runs_on(timezone.localdate(at)):
        raise Refused(_("这一天不在这一轮的起止日期里。"))
    area = point.area if point else submission.area
    if area is None or (point is None and round_.kind != RoundKind.FREE):
        raise Refused(_("请选点位。"))
    if point is None and not submission.place_text.strip():
        raise Refused(_("请选点位，或者写清位置。"))
    if (
        point is not None
        and not InspectionPoint.objects.of_kind(round_.kind)
        .filter(pk=point.pk)
        .exists()
    ):
        raise Refused(_("这个点位不在这一轮的检查范围里。"))
    areas = set(round_.areas.values_list("pk", flat=True))
    if areas and area.pk not in areas:
        raise Refused(_("这个片区不在这一轮的检查范围里。"))
    criteria = criteria_for(round_, point)
    missing = [each.name for each in criteria if each.pk not in submission.passed]
    if missing or not criteria:
        raise Refused(
            _("还没有选合格不合格：%(names)s。")
            % {"names": "、".join(missing) or _("没有检查项")}
        )
    return [(each, submission.passed[each.pk]) for each in criteria]


def _sane(claimed: datetime | None) -> datetime:
    """Believe the device's clock where it can be true: a check waits for some days."""
    now = timezone.now()
    oldest = now - timedelta(days=settings.INSPECTIONS["LATE_DAYS"])
    if claimed is None or not oldest <= claimed <= now + CLOCKS_DIFFER:
        return now
    return min(claimed, now)


def _keep(
    submission: CheckSubmission,
    ticks: Sequence[tuple[Criterion, bool]],
    evidence: Sequence[Evidence],
    by: User,
) -> SpotCheck:
    point, at = submission.point, _sane(submission.checked_at)
    n_failed = sum(not is_passed for _criterion, is_passed in ticks)
    if point is not None:
        point = InspectionPoint.objects.select_for_update(of=("self",)).get(pk=point.pk)
    area = point.area if point else submission.area
    if area is None:
        raise ValueError("A check lies in an area.")
    check = SpotCheck.objects.create(
        round=submission.round,
        point=point,
        area=area,
        place_text=optional(submission.place_text, _("位置说明"), 200),
        lat=submission.place.lat if submission.place else None,
        lon=submission.place.lon if submission.place else None,
        checked_at=at,
        checked_on=timezone.localdate(at),
        inspector=by,
        is_passed=not n_failed,
        n_failed=n_failed,
        gain=_gain(submission.round, point, at, not n_failed),
        note=optional(submission.note, _("说明"), 500),
        key_hash=hash_token(KEY_PURPOSE, submission.key),
    )
    kept = Tick.objects.bulk_create(
        Tick(spot_check=check, criterion=criterion, is_passed=is_passed)
        for criterion, is_passed in ticks
    )
    CheckEvidence.objects.bulk_create(
        CheckEvidence(spot_check=check, evidence=each, sort_order=number)
        for number, each in enumerate(evidence)
    )
    record(check, "check", by=by, to_state="passed" if check.is_passed else "failed")
    if check.round.kind == RoundKind.FRONTAGE:
        refresh_score(area, check.checked_on)
    if n_failed:
        tell_failed(check, [tick for tick in kept if not tick.is_passed])
    return check


def _gain(
    round_: Round, point: InspectionPoint | None, at: datetime, is_passed: bool
) -> int:
    """Write the verdict onto a small shop, unless a later one stands there already."""
    if point is None or round_.kind != RoundKind.SMALL:
        return 0
    if point.last_checked_at is not None and at < point.last_checked_at:
        return 0
    gain = int(is_passed) - int(bool(point.is_passing))
    point.last_checked_at, point.is_passing = at, is_passed
    point.save(update_fields=["last_checked_at", "is_passing"])
    return gain
