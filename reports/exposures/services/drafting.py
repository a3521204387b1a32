"""An exposure is written, its pictures are chosen, and it is handed to be checked."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.evidence.models import Evidence
from portal.timeline.models import Event
from portal.timeline.services import record
from portal.typed import optional, required
from portal.users.models import User
from publicity.models import Clause, EpisodePage
from reports.complaints.refusals import Refused
from reports.exposures.models import Exposure, ExposureBatch, ExposureEvidence
from reports.exposures.services.steps import (
    change,
    check_step,
    lock,
    require_permission,
    require_state,
    step,
)
from reports.exposures.workflow import (
    FIRST_STATE,
    ExposureState,
    PictureRole,
    TargetKind,
)
from reports.notices.models import RectificationNotice
from reports.notices.workflow import UNNUMBERED, PhotoRole

_S = ExposureState
TITLE_LIMIT = 60
# What an editor may change of a draft; the rest comes from the notice.
EDITABLE = (
    *("batch", "title", "headline", "facts", "reason_code", "found_at", "category"),
    *("area", "street", "place", "business_sign", "penalty_number", "mandate"),
    *("publish_until", "review_on", "episode", "clip_start"),
)

LABELS = {
    "headline": gettext_lazy("一句话"),
    "business_sign": gettext_lazy("店招名称"),
    "penalty_number": gettext_lazy("处罚决定书文号"),
}


@transaction.atomic
def open_batch(
    *,
    by: User,
    title: str = "",
    cover_text: str = "",
    planned_on: date | None = None,
    episode: EpisodePage | None = None,
) -> ExposureBatch:
    """Begin the next batch; of two that begin at once, one is refused by its number."""
    require_permission(by, "add_exposurebatch")
    last = ExposureBatch.objects.aggregate(last=Max("number"))["last"] or 0
    batch = ExposureBatch.objects.create(
        number=last + 1,
        title=optional(title, _("标题"), TITLE_LIMIT)
        or _("双创曝光台第%(number)s期") % {"number": last + 1},
        cover_text=optional(cover_text, _("封面说明")),
        planned_on=planned_on,
        episode=episode,
    )
    record(batch, "open", by=by)
    return batch


@transaction.atomic
def draft_exposure(
    *,
    by: User,
    batch: ExposureBatch,
    kind: TargetKind,
    notice: RectificationNotice | None = None,
    clauses: Sequence[Clause] = (),
    **fields: Any,
) -> Exposure:
    """Begin one. Of a unit it takes over what its notice says."""
    require_permission(by, "add_exposure")
    if kind == TargetKind.UNIT:
        if notice is None:
            raise Refused(_("曝光单位要有整改通知单。"))
        fields = {**_taken_from(notice), **fields}
        clauses = clauses or list(notice.clauses.all())
    elif notice is not None:
        raise Refused(_("只有曝光单位才用整改通知单。"))
    exposure = Exposure(
        batch=batch,
        kind=kind,
        notice=notice,
        unit=notice.unit if notice else None,
        drafted_by=by,
        state=FIRST_STATE,
    )
    _fill(exposure, fields)
    exposure.save()
    exposure.clauses.set(clauses)
    if notice is not None:
        _show_pictures_of(notice, exposure)
    record(exposure, "draft", by=by, to_state=exposure.state)
    return exposure


@transaction.atomic
def edit(
    exposure: Exposure,
    *,
    by: User,
    clauses: Sequence[Clause] | None = None,
    **fields: Any,
) -> Event:
    """Change a draft. What was handed on is sent back before it is changed."""
    lock(exposure)
    require_permission(by, "change_exposure")
    require_state(exposure, _S.DRAFT)
    changed = _fill(exposure, fields)
    if clauses is not None:
        exposure.clauses.set(clauses)
    return change(
        exposure, "edit", by=by, **{name: getattr(exposure, name) for name in changed}
    )


@transaction.atomic
def add_picture(
    exposure: Exposure,
    evidence: Evidence,
    *,
    by: User,
    role: PictureRole = PictureRole.BEFORE,
    caption: str = "",
) -> ExposureEvidence:
    lock(exposure)
    require_permission(by, "change_exposure")
    require_state(exposure, _S.DRAFT)
    if exposure.evidence_links.filter(evidence=evidence).exists():
        raise Refused(_("这张照片已经在里面。"))
    link = ExposureEvidence.objects.create(
        exposure=exposure,
        evidence=evidence,
        role=role,
        caption=optional(caption, _("照片说明"), 100),
        sort_order=exposure.evidence_links.count(),
    )
    change(exposure, "add_picture", by=by)
    return link


@transaction.atomic
def remove_picture(link: ExposureEvidence, *, by: User) -> Event:
    exposure = link.exposure
    lock(exposure)
    require_permission(by, "change_exposure")
    require_state(exposure, _S.DRAFT)
    link.delete()
    return change(exposure, "remove_picture", by=by)


@transaction.atomic
def hand_to_check(exposure: Exposure, *, by: User) -> Event:
    """Give it to whoever checks words, pictures and law (核稿)."""
    lock(exposure)
    require_permission(by, "change_exposure")
    return step(exposure, "hand_to_check", _S.LEGAL_CHECK, by=by)


@transaction.atomic
def send_back(exposure: Exposure, *, by: User, because: str) -> Event:
    """Send it back to its author; what had been told to the unit is told anew."""
    lock(exposure)
    require_permission(by, "review_exposure")
    check_step(exposure, _S.DRAFT)
    return step(
        exposure,
        "send_back",
        _S.DRAFT,
        by=by,
        because=required(because, _("要改什么"), 300),
        notified_at=None,
        reply_until=None,
        replied_at=None,
        go_live_at=None,
        scheduled_by=None,
    )


@transaction.atomic
def drop(exposure: Exposure, *, by: User, because: str) -> Event:
    """Decide not to expose it; the reason stays inside."""
    lock(exposure)
    require_permission(by, "review_exposure")
    check_step(exposure, _S.DROPPED)
    because = required(because, _("不曝光的理由"), 300)
    return step(
        exposure,
        "drop",
        _S.DROPPED,
        by=by,
        because=because,
        dropped_because=because,
        go_live_at=None,
    )


def _taken_from(notice: RectificationNotice) -> dict[str, Any]:
    if notice.state in UNNUMBERED:
        raise Refused(_("通知单还没有签发。"))
    if Exposure.objects.filter(notice=notice).exists():
        raise Refused(_("这张通知单已经有曝光件。"))
    return {
        "title": notice.title,
        "facts": "\n".join(problem.text for problem in notice.problems.all()),
        "found_at": notice.checked_at,
        "category": notice.category,
        "area": notice.area,
        "street": notice.street,
        "place": notice.place,
    }


def _show_pictures_of(notice: RectificationNotice, exposure: Exposure) -> None:
    """Take the photos of the problem: taken once, they serve here as well."""
    links = notice.evidence_links.filter(role=PhotoRole.BEFORE).order_by("pk")
    ExposureEvidence.objects.bulk_create(
        ExposureEvidence(
            exposure=exposure,
            evidence_id=link.evidence_id,
            role=PictureRole.BEFORE,
            sort_order=number,
        )
        for number, link in enumerate(links)
    )


def _fill(exposure: Exposure, fields: dict[str, Any]) -> list[str]:
    """Set what may be set; typed text is cleaned, a title has a length."""
    if unknown := set(fields) - set(EDITABLE):
        raise TypeError(f"An exposure has no such fields to write: {unknown}")
    for name, value in fields.items():
        if name == "title":
            value = required(value, _("标题"), TITLE_LIMIT)
        elif name == "facts":
            value = required(value, _("问题描述"))
        elif name in {"headline", "business_sign", "penalty_number"}:
            value = optional(value, str(LABELS[name]), TITLE_LIMIT)
        setattr(exposure, name, value)
    if exposure.kind == TargetKind.UNIT and not exposure.reason_code:
        raise Refused(_("请选曝光原因：工作被动、措施不力或整改缓慢。"))
    if exposure.kind == TargetKind.BUSINESS and not exposure.business_sign:
        raise Refused(_("请填写店招名称。"))
    if exposure.kind != TargetKind.BUSINESS and exposure.business_sign:
        raise Refused(_("只有经营场所才填写店招名称。"))
    return list(fields)
