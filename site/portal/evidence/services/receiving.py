"""Takes in what residents and inspectors send. What is acknowledged is on the disk (C1)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image

from portal.evidence.films import read_streams
from portal.evidence.fingerprint import cut_fingerprints, fingerprint
from portal.evidence.kinds import (
    PHOTO_SUFFIXES,
    VIDEO_SUFFIXES,
    photo_kind,
    video_container,
)
from portal.evidence.models import CutPrint, Evidence
from portal.evidence.pictures import LONGEST_EDGE, Offer
from portal.evidence.services.processing import process_evidence
from portal.evidence.storing import keep_file, refuse_without_room
from portal.images.services import read_picture
from portal.timeline.services import record
from portal.uploads import ByteFile, refuse_when_too_large
from portal.users.models import User

NOTHING = Offer()


@dataclass(frozen=True)
class _Judged:
    """A file that is taken, and what is known of it."""

    file: ByteFile
    kind: Evidence.Kind
    suffix: str
    width: int | None
    height: int | None
    duration: float | None = None
    fingerprint: int | None = None
    cut_fingerprints: Sequence[int] = ()


def receive_photo(
    file: ByteFile, *, by: User | None = None, keep: Offer = NOTHING
) -> Evidence:
    """Store the photo in `file`; the row lives with the caller's transaction.

    `keep` holds what its sender agreed to give away of `read_offer(file)`. Raises
    `ValidationError` with a sentence that says what to do, or `StorageFull`.
    """
    refuse_without_room()
    return _store(_judge_photo(file), by=by, keep=keep)


def receive_photos(
    files: Sequence[ByteFile], *, by: User | None = None
) -> list[Evidence]:
    """Store all photos of a form, or none: each refusal says which one it means."""
    refuse_without_room()
    most = settings.EVIDENCE_MOST_PHOTOS
    if len(files) > most:
        raise ValidationError(
            _(
                "一次最多 %(most)s 张照片，现在有 %(count)s 张。请留下最能说明问题的几张。"
            )
            % {"most": most, "count": len(files)}
        )
    judged: list[_Judged] = []
    refusals: list[str] = []
    for number, file in enumerate(files, 1):
        try:
            judged.append(_judge_photo(file))
        except ValidationError as error:
            refusals += [
                _("第 %(number)s 张：%(why)s") % {"number": number, "why": why}
                for why in error.messages
            ]
    if refusals:
        raise ValidationError(refusals)
    with transaction.atomic():
        return [_store(each, by=by, keep=NOTHING) for each in judged]


def receive_video(file: ByteFile, *, by: User | None = None) -> Evidence:
    """Store the film in `file`. It is looked into, and filmed anew by the worker."""
    refuse_without_room()
    container = video_container(file)
    refuse_when_too_large(file, settings.EVIDENCE_LARGEST_VIDEO)
    streams = read_streams(file, container.demuxer)
    return _store(
        _Judged(
            file,
            Evidence.Kind.VIDEO,
            VIDEO_SUFFIXES[container.suffix],
            streams.width,
            streams.height,
            streams.duration,
        ),
        by=by,
        keep=NOTHING,
    )


def _judge_photo(file: ByteFile) -> _Judged:
    """Decode the whole photo once: only so it is known to be one."""
    kind = photo_kind(file)
    refuse_when_too_large(file, settings.EVIDENCE_LARGEST_PHOTO)
    pixels: Image.Image = read_picture(
        file, kind, longest_edge=LONGEST_EDGE, may_move=False
    )
    return _Judged(
        file,
        Evidence.Kind.PHOTO,
        PHOTO_SUFFIXES[kind],
        pixels.width,
        pixels.height,
        fingerprint=fingerprint(pixels),
        cut_fingerprints=cut_fingerprints(pixels),
    )


@transaction.atomic
def _store(judged: _Judged, *, by: User | None, keep: Offer) -> Evidence:
    evidence = Evidence(
        kind=judged.kind,
        size=judged.file.size,
        sha256=_sha256(judged.file),
        width=judged.width,
        height=judged.height,
        duration=judged.duration,
        taken_at=keep.taken_at,
        latitude=keep.latitude,
        longitude=keep.longitude,
    )
    evidence.fingerprint = judged.fingerprint
    # The sender's name of the file ends here.
    judged.file.name = f"original.{judged.suffix}"
    keep_file(evidence, "original", judged.file)
    evidence.save()
    CutPrint.objects.bulk_create(
        CutPrint.of(evidence, value) for value in judged.cut_fingerprints
    )
    record(evidence, "received", by=by, to_state=evidence.state)
    process_evidence.enqueue(evidence.pk)
    return evidence


def _sha256(file: ByteFile) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
