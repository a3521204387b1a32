"""What the worker does: working copies for staff, copies for everybody. All may repeat."""

import logging
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.db import transaction
from PIL import Image

from portal.evidence.detectors import find_in
from portal.evidence.films import filmed_anew, on_disk, still_of
from portal.evidence.kinds import photo_kind
from portal.evidence.models import Box, Evidence, PublicCopy, random_id
from portal.evidence.pictures import (
    LONGEST_EDGE,
    SMALL_EDGE,
    Place,
    as_webp,
    blot_out,
    within,
)
from portal.evidence.storing import discard, forget_file, keep_bytes, keep_path
from portal.evidence.workflow import EVIDENCE_STEPS, BoxState, EvidenceState
from portal.images.services import read_picture
from portal.jobs.retry import background
from portal.media.ffmpeg import Unreadable
from portal.timeline.services import record
from portal.users.models import User
from portal.workflow import check_transition

logger = logging.getLogger(__name__)

DEMUXERS = {".mp4": "mov", ".webm": "matroska"}


@background(attempts=5)
def process_evidence(evidence_pk: int) -> None:
    evidence = Evidence.objects.filter(pk=evidence_pk).first()
    if evidence is not None:  # its complaint may have been rolled back, or taken back
        prepare(evidence)


@background(attempts=5)
def draw_public_film(evidence_pk: int) -> None:
    evidence = Evidence.objects.filter(pk=evidence_pk).first()
    if evidence is not None and evidence.is_checked:
        draw_public_copies(evidence)


def prepare(evidence: Evidence) -> None:
    """Make the upright working copy that staff see, and suggest boxes on it."""
    if evidence.state != EvidenceState.RECEIVED:
        return
    try:
        picture = (
            _prepare_photo(evidence) if evidence.is_photo else _prepare_film(evidence)
        )
    except (ValidationError, Unreadable) as error:
        logger.warning("Evidence %s cannot be read: %s", evidence.pk, error)
        _refuse(evidence)
        return
    drafts = _suggest(picture)
    made = (evidence.working.name, evidence.still.name)
    with transaction.atomic():
        held = Evidence.objects.select_for_update().filter(pk=evidence.pk).first()
        if held is None or held.state != EvidenceState.RECEIVED:
            discard(made)  # another worker was first, or it was withdrawn
            return
        held.working.name, held.still.name = made
        step(
            held,
            EvidenceState.PROCESSED,
            "processed",
            by=None,
            fields=["working", "still"],
        )
        Box.objects.bulk_create(Box(evidence=held, **draft) for draft in drafts)
        if drafts:
            record(held, "boxes_suggested", by=None, because=str(len(drafts)))
    evidence.refresh_from_db()


def _prepare_photo(evidence: Evidence) -> Image.Image:
    with evidence.original.open("rb") as file:
        picture = read_picture(file, photo_kind(file), longest_edge=LONGEST_EDGE)
    # Better than the public copy, which is drawn from it.
    keep_bytes(evidence, "working", as_webp(picture, quality=90), "webp")
    return picture.convert("RGB")


def _prepare_film(evidence: Evidence) -> Image.Image:
    demuxer = DEMUXERS[PurePath(str(evidence.original.name)).suffix]
    with (
        evidence.original.open("rb") as file,
        on_disk(file) as source,
        filmed_anew(source, demuxer) as film,
    ):
        picture = still_of(film, evidence.duration or 0)
        keep_bytes(evidence, "still", as_webp(picture, quality=90), "webp")
        keep_path(evidence, "working", film)
    return picture


def _suggest(picture: Image.Image) -> list[dict[str, object]]:
    # A detector that fails leaves the work to people, who look anyway.
    try:
        found = find_in(picture)
    except Exception:
        logger.exception("The detector failed.")
        return []
    return [
        {
            "x": each.x,
            "y": each.y,
            "w": each.w,
            "h": each.h,
            "kind": each.kind,
            "origin": Box.Origin.SUGGESTED,
            "state": BoxState.SUGGESTED,
        }
        for each in found
    ]


@transaction.atomic
def _refuse(evidence: Evidence) -> None:
    evidence.refresh_from_db(from_queryset=Evidence.objects.select_for_update())
    if evidence.state == EvidenceState.RECEIVED:
        step(evidence, EvidenceState.REFUSED, "refused", by=None)


def step(
    evidence: Evidence,
    new: EvidenceState,
    verb: str,
    *,
    by: User | None,
    because: str = "",
    fields: list[str] | None = None,
) -> None:
    """Move the locked row along its table and write that down."""
    old = EvidenceState(evidence.state)
    check_transition(EVIDENCE_STEPS, old, new)
    evidence.state = new
    evidence.save(update_fields=["state", *(fields or [])])
    record(evidence, verb, by=by, from_state=old, to_state=new, because=because)


def draw_public_copies(evidence: Evidence) -> None:
    """Draw what everybody may see, with the confirmed boxes in the pixels.

    Drawn aside, and put in place only if nobody changed or withdrew anything meanwhile.
    """
    places = confirmed_places(evidence)
    copies = (
        photo_copies(evidence, places)
        if evidence.is_photo
        else _film_copies(evidence, places)
    )
    with transaction.atomic():
        held = Evidence.objects.select_for_update().filter(pk=evidence.pk).first()
        if held is None or not held.is_checked or confirmed_places(held) != places:
            discard(copy.file.name for copy in copies)
            return
        put_in_place(held, copies)


def put_in_place(evidence: Evidence, copies: list[PublicCopy]) -> None:
    remove_public_copies(evidence)
    for copy in copies:
        copy.evidence = evidence
    PublicCopy.objects.bulk_create(copies)


def remove_public_copies(evidence: Evidence) -> None:
    """Take every address away at once; the files follow when that is certain."""
    for copy in evidence.public_copies.all():
        forget_file(copy.file.name)
    evidence.public_copies.all().delete()


def confirmed_places(evidence: Evidence) -> list[Place]:
    return [box.place for box in evidence.boxes.confirmed()]


def photo_copies(evidence: Evidence, places: list[Place]) -> list[PublicCopy]:
    redacted = redacted_still(evidence, places)
    return [
        _picture_copy(redacted, PublicCopy.Use.FULL),
        _picture_copy(within(redacted, SMALL_EDGE), PublicCopy.Use.SMALL),
    ]


def redacted_still(evidence: Evidence, places: list[Place]) -> Image.Image:
    """Return the picture as everybody would see it."""
    with (
        evidence.canvas.open("rb") as file,
        Image.open(file, formats=["WEBP"]) as picture,
    ):
        return blot_out(picture.convert("RGB"), places)


def _film_copies(evidence: Evidence, places: list[Place]) -> list[PublicCopy]:
    copies = [
        _picture_copy(
            within(redacted_still(evidence, places), SMALL_EDGE), PublicCopy.Use.SMALL
        )
    ]
    film = PublicCopy(
        use=PublicCopy.Use.FULL, name=f"{random_id()}.mp4", width=None, height=None
    )
    with (
        evidence.working.open("rb") as file,
        on_disk(file) as source,
        filmed_anew(source, "mov", blacked=places) as drawn,
    ):
        keep_path(film, "file", drawn)
    return [*copies, film]


def _picture_copy(picture: Image.Image, use: PublicCopy.Use) -> PublicCopy:
    copy = PublicCopy(
        use=use,
        name=f"{random_id()}.webp",
        width=picture.width,
        height=picture.height,
    )
    keep_bytes(copy, "file", as_webp(picture), "webp")
    return copy
