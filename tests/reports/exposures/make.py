"""Make exposures, ready to go live or gone live, and who works on them.

All arguments optional; pass only what the test is about.
"""

from datetime import timedelta
from hashlib import sha256
from itertools import count
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.utils import timezone

from portal.directory.models import Area, Unit
from portal.evidence.models import Evidence, PublicCopy, random_id
from portal.evidence.workflow import EvidenceState
from portal.timeline.services import record
from portal.users.models import User
from portal.users.roles import Role
from publicity.models import Clause, RegulationVersion
from reports.exposures.content import digest_of
from reports.exposures.models import (
    Exposure,
    ExposureApproval,
    ExposureBatch,
    ExposureEvidence,
    PrivacyCheck,
    UnitStatement,
)
from reports.exposures.workflow import (
    EVER_PUBLIC,
    ApprovalLevel,
    ExposureState,
    PictureRole,
    ReasonCode,
    TargetKind,
)
from reports.notices.models import RectificationNotice
from reports.notices.workflow import NoticeState
from tests.portal.make import make_area
from tests.portal.users.make import make_user
from tests.publicity.make_reading import make_clause, make_version
from tests.reports.notices.make import make_mandate, make_notice

_number = count(1)
_S = ExposureState
TITLE = "城南巷口垃圾满溢"
HEADLINE = "垃圾堆到了盲道上"
FACTS = "巷口两只垃圾桶满溢，袋装垃圾堆放在盲道上。"


def make_staff(role: Role, *permissions: str) -> User:
    user = make_user(role=role)
    user.user_permissions.add(*Permission.objects.filter(codename__in=permissions))
    return user


def make_author() -> User:
    return make_staff(Role.INSPECTOR)


def make_reviewer() -> User:
    return make_staff(Role.REVIEWER)


def make_chief() -> User:
    return make_staff(Role.CHIEF_EDITOR)


def make_head() -> User:
    return make_staff(Role.HEAD)


def take_role(user: User, role: Role) -> None:
    user.groups.remove(Group.objects.get(name=role.value))


def make_batch(**fields: Any) -> ExposureBatch:
    number = next(_number)
    return ExposureBatch.objects.create(
        **{"number": number, "title": f"双创曝光台第{number}期", **fields}
    )


def make_law(*, on: Any = None) -> Clause:
    """Make a clause that is in force on any day of a test."""
    if version := RegulationVersion.objects.order_by("pk").first():
        clause: Clause = version.clauses.order_by("pk").first() or make_clause(
            version, 1
        )
        return clause
    return make_clause(make_version(), 1)


def make_evidence(*, state: EvidenceState = EvidenceState.CHECKED) -> Evidence:
    """Make a photo that is only rows: drawing one takes a second."""
    number = next(_number)
    evidence = Evidence.objects.create(
        kind=Evidence.Kind.PHOTO,
        state=state,
        size=1,
        sha256=sha256(str(number).encode()).hexdigest(),
        width=800,
        height=600,
    )
    if state == EvidenceState.CHECKED:
        for use in PublicCopy.Use.values:
            copy = PublicCopy(
                evidence=evidence,
                use=use,
                name=f"{random_id()}.webp",
                width=8,
                height=6,
            )
            copy.file.save("made.webp", ContentFile(b"RIFFmade"), save=False)
            copy.save()
    return evidence


def make_exposure(
    *,
    state: ExposureState = _S.DRAFT,
    kind: TargetKind = TargetKind.UNIT,
    unit: Unit | None = None,
    notice: RectificationNotice | None = None,
    batch: ExposureBatch | None = None,
    area: Area | None = None,
    author: User | None = None,
    n_pictures: int = 2,
    clauses: Any = None,
    **fields: Any,
) -> Any:
    """Put one into `state` with what the database asks of it, without its history.

    Typed as anything: a test knows which of its parts are there.
    """
    now = timezone.now()
    if kind == TargetKind.UNIT:
        notice = notice or make_notice(state=NoticeState.SERVED, unit=unit)
        fields = {"reason_code": ReasonCode.SLOW, "unit": notice.unit, **fields}
    elif kind == TargetKind.PHENOMENON:
        fields = {"mandate": make_mandate(), **fields}
    else:
        fields = {
            "business_sign": "桥头早点铺",
            "penalty_number": "临市监罚〔2026〕1号",
            "publish_until": timezone.localdate() + timedelta(days=90),
            **fields,
        }
    if state in {_S.NOTIFIED} | EVER_PUBLIC and kind == TargetKind.UNIT:
        fields = {
            "notified_at": now - timedelta(days=9),
            "reply_until": now - timedelta(days=4),
            "replied_at": None,
            **fields,
        }
    batch = batch or make_batch()
    if state in EVER_PUBLIC:
        fields = {
            "number": batch.exposures.count() + 1,
            "published_at": now - timedelta(days=2),
            "published_by": make_user(),
            "review_on": timezone.localdate() + timedelta(days=90),
            **fields,
        }
        if batch.published_on is None:
            batch.published_on = timezone.localdate()
            batch.save()
    if state == _S.RECTIFIED:
        fields.setdefault("rectified_on", timezone.localdate())
    exposure = Exposure.objects.create(
        **{
            "batch": batch,
            "kind": kind,
            "notice": notice,
            "title": TITLE,
            "headline": HEADLINE,
            "facts": FACTS,
            "found_at": notice.checked_at if notice else now - timedelta(days=3),
            "area": area or make_area(),
            "state": state,
            "drafted_by": author or make_author(),
            **fields,
        }
    )
    exposure.clauses.set([make_law()] if clauses is None else clauses)
    for order in range(n_pictures):
        show(exposure, make_evidence(), sort_order=order)
    record(exposure, "draft", by=exposure.drafted_by, to_state=_S.DRAFT)
    return exposure


def show(
    exposure: Exposure,
    evidence: Evidence,
    role: PictureRole = PictureRole.BEFORE,
    **fields: Any,
) -> Any:
    return ExposureEvidence.objects.create(
        exposure=exposure, evidence=evidence, role=role, **fields
    )


def give_privacy_check(exposure: Exposure, by: User | None = None) -> PrivacyCheck:
    return PrivacyCheck.objects.create(
        exposure=exposure,
        by=by or make_reviewer(),
        digest=digest_of(exposure),
        has_no_faces=True,
        has_no_minors=True,
        has_no_secrets=True,
        names_nobody=True,
    )


def give_approval(
    exposure: Exposure, level: ApprovalLevel, by: User | None = None
) -> ExposureApproval:
    people = {ApprovalLevel.REVIEW: make_reviewer, ApprovalLevel.HEAD: make_head}
    return ExposureApproval.objects.create(
        exposure=exposure,
        level=level,
        by=by or people[level](),
        digest=digest_of(exposure),
    )


def make_ready(*, kind: TargetKind = TargetKind.UNIT, **fields: Any) -> Any:
    """Make one that lacks nothing: three people have been at it, the unit was told."""
    state = _S.NOTIFIED if kind == TargetKind.UNIT else _S.LEGAL_CHECK
    exposure = make_exposure(**{"state": state, "kind": kind, **fields})
    approve_all(exposure)
    return exposure


def approve_all(exposure: Exposure) -> None:
    give_privacy_check(exposure)
    give_approval(exposure, ApprovalLevel.REVIEW)
    give_approval(exposure, ApprovalLevel.HEAD)


def make_public(*, state: ExposureState = _S.PUBLISHED, **fields: Any) -> Any:
    """Make one that everybody can read, with what the unit says to it."""
    exposure = make_exposure(state=state, **fields)
    record(exposure, "publish", by=None, to_state=state, public_text="曝光")
    if exposure.unit:
        UnitStatement.objects.create(
            exposure=exposure,
            unit=exposure.unit,
            text="已增派人手。",
            text_public="已增派人手。",
        )
    return exposure


def fresh(exposure):
    return Exposure.objects.get(pk=exposure.pk)
