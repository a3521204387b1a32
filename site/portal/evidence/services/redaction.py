"""People decide what is hidden, and that the rest may be seen (PR-31, C9)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.evidence.models import Box, Evidence
from portal.evidence.services.processing import (
    confirmed_places,
    draw_public_film,
    photo_copies,
    process_evidence,
    put_in_place,
    remove_public_copies,
    step,
)
from portal.evidence.storing import discard
from portal.evidence.workflow import (
    BOX_STEPS,
    EVIDENCE_STEPS,
    BoxState,
    EvidenceState,
)
from portal.timeline.services import record
from portal.users.models import User
from portal.workflow import TransitionNotAllowed, check_transition

MOST_BOXES = 100


class BoxesUndecided(ValidationError):
    """Some boxes were only suggested: a person has to decide on each."""


class BoxesChanged(ValidationError):
    """Somebody else changed the boxes meanwhile."""


@dataclass(frozen=True)
class BoxDraft:
    """A box as a person wants it. `pk` names the one that it moves or confirms."""

    x: int
    y: int
    w: int
    h: int
    kind: str = Box.Kind.OTHER
    pk: int | None = None


@transaction.atomic
def confirm_boxes(evidence: Evidence, boxes: Sequence[BoxDraft], *, by: User) -> None:
    """Let exactly `boxes` be hidden. Those that are not among them are removed.

    A change after the check takes the public copies away until it is checked again.
    """
    _lock(evidence)
    if not evidence.canvas:
        raise TransitionNotAllowed(f"{evidence.state}: there is nothing to draw on.")
    if len(boxes) > MOST_BOXES:
        raise ValidationError(
            _("一张图最多 %(most)s 个遮挡框。") % {"most": MOST_BOXES}
        )
    places = confirmed_places(evidence)
    known = {box.pk: box for box in evidence.boxes.all()}
    for draft in boxes:
        box = known.pop(draft.pk, None) if draft.pk else None
        if draft.pk and box is None:
            raise BoxesChanged(
                _("遮挡框已经被别人改过。请刷新页面，在最新的画面上重新核对。")
            )
        if box is None:
            box = Box(evidence=evidence, origin=Box.Origin.DRAWN)
        else:
            check_transition(BOX_STEPS, BoxState(box.state), BoxState.CONFIRMED)
        box.x, box.y, box.w, box.h, box.kind = (
            *(draft.x, draft.y, draft.w, draft.h),
            draft.kind,
        )
        box.state, box.by = BoxState.CONFIRMED, by
        box.full_clean()
        box.save()
    for box in known.values():
        if box.state != BoxState.REMOVED:
            box.state, box.by = BoxState.REMOVED, by
            box.save(update_fields=["state", "by"])
    record(evidence, "boxes_confirmed", by=by, because=str(len(boxes)))
    if evidence.is_checked and confirmed_places(evidence) != places:
        _take_back(evidence, EvidenceState.PROCESSED, "redaction_reopened", by=by)


def check_redaction(evidence: Evidence, *, by: User) -> None:
    """Say that nothing is to be seen any more that must not be.

    The public copy of a photo is drawn here and now; that of a film by the worker.
    """
    evidence.refresh_from_db()
    _refuse_check(evidence)
    places = confirmed_places(evidence)
    # Before the row is locked: drawing takes a second, and writers would wait.
    copies = photo_copies(evidence, places) if evidence.is_photo else []
    try:
        with transaction.atomic():
            _lock(evidence)
            _refuse_check(evidence)
            if confirmed_places(evidence) != places:
                raise BoxesChanged(
                    _("核对的时候有人改了遮挡框。请在最新的画面上重新核对。")
                )
            evidence.redaction_checked_by = by
            evidence.redaction_checked_at = timezone.now()
            step(
                evidence,
                EvidenceState.CHECKED,
                "redaction_checked",
                by=by,
                fields=["redaction_checked_by", "redaction_checked_at"],
            )
            put_in_place(evidence, copies)
            if not evidence.is_photo:
                draw_public_film.enqueue(evidence.pk)
    except Exception:
        discard(copy.file.name for copy in copies)
        raise


@transaction.atomic
def withdraw(evidence: Evidence, *, by: User | None, because: str = "") -> None:
    """Take it out of everybody's sight at once. Its original stays with the desk."""
    _lock(evidence)
    _take_back(evidence, EvidenceState.WITHDRAWN, "withdrawn", by=by, because=because)


@transaction.atomic
def restore(evidence: Evidence, *, by: User, because: str) -> None:
    """Bring it back to the desk, where its redaction is checked anew."""
    _lock(evidence)
    # It may have been withdrawn before the worker came to it.
    new = EvidenceState.PROCESSED if evidence.working else EvidenceState.RECEIVED
    step(evidence, new, "restored", by=by, because=because)
    if new == EvidenceState.RECEIVED:
        process_evidence.enqueue(evidence.pk)


def _lock(evidence: Evidence) -> None:
    evidence.refresh_from_db(from_queryset=Evidence.objects.select_for_update())


def _refuse_check(evidence: Evidence) -> None:
    check_transition(
        EVIDENCE_STEPS, EvidenceState(evidence.state), EvidenceState.CHECKED
    )
    if count := evidence.boxes.undecided().count():
        raise BoxesUndecided(
            _("还有 %(count)s 个自动识别的框没有决定。请逐个确认或删除，再提交。")
            % {"count": count}
        )


def _take_back(
    evidence: Evidence,
    new: EvidenceState,
    verb: str,
    *,
    by: User | None,
    because: str = "",
) -> None:
    evidence.redaction_checked_by = None
    evidence.redaction_checked_at = None
    step(
        evidence,
        new,
        verb,
        by=by,
        because=because,
        fields=["redaction_checked_by", "redaction_checked_at"],
    )
    remove_public_copies(evidence)
