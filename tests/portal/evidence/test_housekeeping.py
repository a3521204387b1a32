"""What nobody holds is somebody's secret: it goes, and nothing else does."""

import os
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from portal.evidence.models import Evidence
from portal.evidence.owners import _owners
from portal.evidence.services.housekeeping import forget_unheld, sweep_files
from tests.portal.evidence.make import make_checked, owned

pytestmark = pytest.mark.django_db


def aged(evidence):
    Evidence.objects.update(received_at=timezone.now() - timedelta(days=3))
    return evidence


def files_of(evidence):
    copies = [copy.file for copy in evidence.public_copies.all()]
    return [
        settings.PRIVATE_MEDIA_ROOT / field.name
        for field in (evidence.original, evidence.working, *copies)
    ]


def test_c14_evidence_that_no_owner_took_is_deleted_with_its_files(
    django_capture_on_commit_callbacks,
):
    evidence = aged(make_checked())
    files = files_of(evidence)

    with owned() as owner, django_capture_on_commit_callbacks(execute=True):
        assert forget_unheld() == 0
        owner.holds = False
        assert forget_unheld() == 1

    assert not Evidence.objects.exists()
    assert not any(file.exists() for file in files)


def test_where_no_owner_is_known_nothing_is_deleted():
    aged(make_checked())

    with owned():
        _owners.clear()
        assert forget_unheld() == 0


def test_r1_files_without_a_row_are_swept_after_two_days():
    evidence = make_checked()
    kept = files_of(evidence)
    folder = kept[0].parent
    old, new = folder / "left-by-a-crash.jpg", folder / "being-written.jpg"
    for file in (*kept, old, new):
        if not file.exists():
            file.write_bytes(b"x")
        if file != new:
            os.utime(file, (time.time() - 3 * 86_400,) * 2)

    sweep_files()

    assert not old.exists()
    assert new.exists()
    assert all(file.exists() for file in kept)
