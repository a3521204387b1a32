"""Put right in public, in one act: every page asks what is so now (C9, E3).

A correction changes the words and stays; a retraction leaves a stub at the address
and takes the pictures away from everywhere. Both stand in the ledger for ever.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.evidence.services import withdraw
from portal.evidence.workflow import EVIDENCE_STEPS, EvidenceState
from portal.timeline.models import Event
from portal.typed import optional, required
from portal.users.models import User
from portal.users.roles import Role
from reports.complaints.refusals import Refused
from reports.exposures.models import (
    Correction,
    CorrectionCounter,
    Exposure,
    ExposureEvidence,
)
from reports.exposures.refusals import NotReady
from reports.exposures.services.indexing import find_again
from reports.exposures.services.publishing import words_missing
from reports.exposures.services.steps import (
    change,
    check_step,
    has_role,
    lock,
    require_permission,
    require_state,
    step,
)
from reports.exposures.workflow import (
    PUBLIC_STATES,
    CorrectionKind,
    CorrectionReason,
    ExposureState,
)
from reports.notices.models import RectificationNotice
from reports.notices.workflow import NoticeState

# What is said, never about whom: another target is another exposure.
CORRECTABLE = frozenset({"title", "headline", "facts"})
TEXT_LIMIT = 500


@transaction.atomic
def correct(
    exposure: Exposure,
    *,
    by: User,
    reason: CorrectionReason,
    text: str,
    changes: Mapping[str, str] | None = None,
    withdrawing: Sequence[ExposureEvidence] = (),
    requested_on: date | None = None,
) -> Correction:
    """Change what was wrong; it stays, and everybody reads what was changed."""
    lock(exposure)
    require_permission(by, "correct_exposure")
    require_state(exposure, *sorted(PUBLIC_STATES))
    text = required(text, _("更正说明"), TEXT_LIMIT)
    if unknown := set(changes or {}) - CORRECTABLE:
        raise TypeError(f"What a correction does not change: {unknown}")
    clean = _cleaned(changes or {})
    kept = exposure.evidence_links.exclude(pk__in=[each.pk for each in withdrawing])
    if withdrawing and not kept.exists():
        raise Refused(_("撤下全部照片就没有证据了，请改为撤回这一件。"))
    for link in withdrawing:
        _take_away(link, by=by, because=text)
    correction = _enter(
        exposure, CorrectionKind.CORRECTION, reason, text, requested_on, by=by
    )
    change(
        exposure,
        "correct",
        by=by,
        because="\n".join(f"{name}: {getattr(exposure, name)}" for name in clean),
        public_text=f"{correction.number}：{text}",
        n_corrections=exposure.n_corrections + 1,
        **clean,
    )
    if lacking := words_missing(exposure):
        raise NotReady(lacking)
    find_again(exposure)
    return correction


@transaction.atomic
def retract(
    exposure: Exposure,
    *,
    by: User,
    reason: CorrectionReason,
    text: str,
    requested_on: date | None = None,
) -> Correction:
    """Take it back: from this moment on its address holds a stub and nothing else."""
    lock(exposure)
    require_permission(by, "correct_exposure")
    check_step(exposure, ExposureState.RETRACTED)
    text = required(text, _("撤回说明"), TEXT_LIMIT)
    return _retract(exposure, reason, text, requested_on, by=by)


def follow_revocation(notice: RectificationNotice, verb: str) -> None:
    """Take back what rested on a notice that proved to be wrong: not even for a day.

    Who decided that the notice is wrong decided this as well (EX-05, EX-10).
    """
    if notice.state != NoticeState.REVOKED:
        return
    found = Exposure.objects.select_for_update().filter(
        notice=notice, published_at__isnull=False
    )
    exposure = found.exclude(state=ExposureState.RETRACTED).first()
    if exposure is None:
        return
    last = Event.objects.of(notice).exclude(actor=None).order_by("-pk").first()
    by = last.actor if last and last.actor else exposure.published_by
    assert by is not None  # noqa: S101 -- the database asks for one of what is public
    text = _("整改通知单%(number)s已经撤销，本件随之撤回。") % {"number": notice.number}
    _retract(exposure, CorrectionReason.REVOKED, text, None, by=by)


def _retract(
    exposure: Exposure,
    reason: CorrectionReason,
    text: str,
    requested_on: date | None,
    *,
    by: User,
) -> Correction:
    for link in exposure.evidence_links.select_related("evidence"):
        _take_away(link, by=by, because=text)
    correction = _enter(
        exposure, CorrectionKind.RETRACTION, reason, text, requested_on, by=by
    )
    step(
        exposure,
        "retract",
        ExposureState.RETRACTED,
        by=by,
        because=text,
        public_text=f"{correction.number}：{text}",
        ended_at=correction.at,
    )
    find_again(exposure)
    return correction


def _take_away(link: ExposureEvidence, *, by: User, because: str) -> None:
    """Take a picture out of everybody's sight, wherever else it is shown."""
    evidence = link.evidence
    if EvidenceState.WITHDRAWN in EVIDENCE_STEPS[EvidenceState(evidence.state)]:
        withdraw(evidence, by=by, because=because)


def _enter(
    exposure: Exposure,
    kind: CorrectionKind,
    reason: CorrectionReason,
    text: str,
    requested_on: date | None,
    *,
    by: User,
) -> Correction:
    """Write the next entry of the ledger: numbered by year, without a gap."""
    year = timezone.localdate().year
    CorrectionCounter.objects.get_or_create(year=year)
    counter = CorrectionCounter.objects.select_for_update().get(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return Correction.objects.create(
        year=year,
        sequence=counter.last,
        exposure=exposure,
        kind=kind,
        reason_class=reason,
        text=text,
        decided_by=by,
        decided_as=_office_of(by),
        requested_on=requested_on,
    )


def _office_of(user: User) -> str:
    """Return by what right somebody decided: the role, never the name."""
    for role in (Role.HEAD, Role.CHIEF_EDITOR, Role.INSPECTOR, Role.DESK):
        if has_role(user, role):
            return str(role.label)
    return _("双创办")


def _cleaned(changes: Mapping[str, str]) -> dict[str, Any]:
    checks = {
        "title": lambda value: required(value, _("标题"), 60),
        "headline": lambda value: optional(value, _("一句话"), 60),
        "facts": lambda value: required(value, _("问题描述")),
    }
    return {name: checks[name](value) for name, value in changes.items()}
