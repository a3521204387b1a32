"""Drawn photos for the demonstration: painted by few kinds, kept as evidence of many."""

import hashlib
import multiprocessing
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TypeVar

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from portal.demo.context import Context
from portal.demo.painting import paint
from portal.evidence.fingerprint import cut_fingerprints, fingerprint
from portal.evidence.models import CutPrint, Evidence, PublicCopy, random_id
from portal.evidence.pictures import SMALL_EDGE, as_webp, within
from portal.evidence.workflow import EvidenceState
from portal.uploads import GeneratedName, private_storage
from portal.users.models import User

WIDEST = 800
BATCH = 500
Sort = TypeVar("Sort")


@dataclass(frozen=True)
class Painting:
    """One drawn photo, used for several things of one kind."""

    full: bytes
    small: bytes
    size: tuple[int, int]
    small_size: tuple[int, int]
    fingerprint: int | None
    cut_fingerprints: list[int]


def painted(
    context: Context, scenes: Mapping[Sort, tuple[str, str]], what: str
) -> dict[Sort, Painting]:
    """Paint each kind: its scene, and the seed that it is drawn from."""
    width = min(context.picture_width, WIDEST)
    orders = [(scene, seed, width) for scene, seed in scenes.values()]
    if not orders:
        return {}
    found = {}
    # Spawned, not forked: the database connection must not be shared.
    with ProcessPoolExecutor(
        mp_context=multiprocessing.get_context("spawn")
    ) as processes:
        drawn = processes.map(paint, orders, chunksize=4)
        for done, (sort, (content, _size)) in enumerate(
            zip(scenes, drawn, strict=True), 1
        ):
            found[sort] = _painting(content)
            context.tell(what, done, len(orders) + 1)
    return found


def evidence_of(
    painting: Painting, at: datetime, *, checked_by: User | None = None
) -> Evidence:
    """Return an unsaved photo, its files kept; checked where somebody did it."""
    evidence = Evidence(
        kind=Evidence.Kind.PHOTO,
        state=EvidenceState.CHECKED if checked_by else EvidenceState.PROCESSED,
        size=len(painting.full),
        sha256=hashlib.sha256(painting.full).hexdigest(),
        width=painting.size[0],
        height=painting.size[1],
        received_at=at,
        redaction_checked_by=checked_by,
        redaction_checked_at=timezone.now() if checked_by else None,
    )
    evidence.fingerprint = painting.fingerprint
    evidence.original.name = _kept("evidence/originals", painting.full)
    evidence.working.name = _kept("evidence/working", painting.full)
    return evidence


def keep(drawn: Sequence[tuple[Evidence, Painting]]) -> None:
    """Store many photos, what they are known again by, and the copies of checked ones."""
    Evidence.objects.bulk_create((each for each, _of in drawn), batch_size=BATCH)
    CutPrint.objects.bulk_create(
        (
            CutPrint.of(evidence, value)
            for evidence, painting in drawn
            for value in painting.cut_fingerprints
        ),
        batch_size=BATCH,
    )
    PublicCopy.objects.bulk_create(
        (
            copy
            for evidence, painting in drawn
            if evidence.is_checked
            for copy in _copies(evidence, painting)
        ),
        batch_size=BATCH,
    )


def _copies(evidence: Evidence, painting: Painting) -> Iterable[PublicCopy]:
    for use, content, size in (
        (PublicCopy.Use.FULL, painting.full, painting.size),
        (PublicCopy.Use.SMALL, painting.small, painting.small_size),
    ):
        copy = PublicCopy(
            evidence=evidence,
            use=use,
            name=f"{random_id()}.webp",
            width=size[0],
            height=size[1],
        )
        copy.file.name = _kept("evidence/public", content)
        yield copy


def _painting(content: bytes) -> Painting:
    with Image.open(BytesIO(content)) as picture:
        pixels = picture.convert("RGB")
    small = within(pixels, SMALL_EDGE)
    return Painting(
        full=content,
        small=as_webp(small),
        size=pixels.size,
        small_size=small.size,
        fingerprint=fingerprint(pixels),
        cut_fingerprints=cut_fingerprints(pixels),
    )


def _kept(folder: str, content: bytes) -> str:
    # A drawing that a power cut takes is drawn again: nobody waits for its sync.
    return private_storage().save(
        GeneratedName(folder)(None, "drawing.webp"), ContentFile(content)
    )
