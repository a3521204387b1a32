"""Deletes what nobody holds: a photo without its complaint is somebody's secret."""

import logging
import time
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from portal.evidence.models import Evidence, PublicCopy
from portal.evidence.owners import owners
from portal.evidence.services.processing import remove_public_copies
from portal.evidence.storing import discard, forget_file
from portal.uploads import private_storage

logger = logging.getLogger(__name__)

UNHELD_FOR = timedelta(days=2)


def forget_unheld() -> int:
    """Delete evidence that no owner has taken two days after it came."""
    if not owners():
        return 0
    unheld = Evidence.objects.filter(received_at__lt=timezone.now() - UNHELD_FOR)
    for owner in owners():
        unheld = unheld.exclude(pk__in=owner.held())
    count = 0
    for evidence in unheld.iterator():
        try:
            forget(evidence)
        except ProtectedError:
            logger.error("Evidence %s is in use, but no owner holds it.", evidence.pk)
        else:
            count += 1
    return count


@transaction.atomic
def forget(evidence: Evidence) -> None:
    """Delete a piece of evidence with all its files, as its sender may ask (PR-08)."""
    remove_public_copies(evidence)
    for name in (evidence.original.name, evidence.working.name, evidence.still.name):
        forget_file(name)
    evidence.delete()


@transaction.atomic
def forget_origin(evidence: Evidence) -> None:
    """Delete the file as it was sent, and what it told of place and time (PR-05).

    What a person has redacted stays, and so does the copy that it was drawn from.
    """
    forget_file(evidence.original.name)
    evidence.original.name = ""
    evidence.latitude = evidence.longitude = evidence.taken_at = None
    evidence.save(update_fields=["original", "latitude", "longitude", "taken_at"])


def sweep_files() -> int:
    """Delete files that no row names: what was left when a process was killed."""
    storage = private_storage()
    try:
        root = Path(storage.path(""))
    except NotImplementedError:
        return 0  # object stores have rules of their own for this
    before = time.time() - UNHELD_FOR.total_seconds()
    old = {
        str(path.relative_to(root))
        for path in (root / "evidence").rglob("*")
        if path.is_file() and path.stat().st_mtime < before
    }
    for field in ("original", "working", "still"):
        old -= set(Evidence.objects.values_list(field, flat=True))
    old -= set(PublicCopy.objects.values_list("file", flat=True))
    discard(old)
    return len(old)
