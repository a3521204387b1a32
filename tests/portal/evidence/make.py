"""Make evidence. Pass only what the test is about."""

from contextlib import contextmanager
from io import BytesIO
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile

from portal.demo.drawing import picture
from portal.evidence.models import Evidence
from portal.evidence.owners import Owner, _owners
from portal.evidence.services import (
    BoxDraft,
    check_redaction,
    confirm_boxes,
    prepare,
    receive_photo,
    receive_video,
)
from tests.portal.images.make import picture_bytes
from tests.portal.media.make import recording_bytes
from tests.portal.users.make import make_user


def scene(name="street_sweeping", *, seed=1, size=(640, 400)):
    return picture(name, seed=seed, size=size)


def sent(content=None, name="IMG 张三家门口.jpg"):
    if content is None:
        content = picture_bytes(image=scene())
    return SimpleUploadedFile(name, content, "image/jpeg")


def jpeg(image, **options):
    written = BytesIO()
    image.save(written, "JPEG", **{"quality": 90, **options})
    return written.getvalue()


def make_photo(content=None, *, image=None):
    """Return a photo that the worker has been at."""
    if image is not None:
        content = jpeg(image)
    evidence = receive_photo(sent(content))
    prepare(evidence)
    return evidence


def make_video(suffix="mp4"):
    evidence = receive_video(sent(recording_bytes(suffix), "VID 张三.mp4"))
    prepare(evidence)
    return evidence


def make_checked(evidence=None, *, boxes=(), by=None):
    evidence = evidence or make_photo()
    by = by or make_user()
    confirm_boxes(evidence, [BoxDraft(*box) for box in boxes], by=by)
    check_redaction(evidence, by=by)
    return evidence


def public_addresses(evidence):
    return [copy.get_absolute_url() for copy in evidence.public_copies.all()]


@contextmanager
def owned(*, public=True, seen_by=()):
    """Let a domain hold all evidence: published or not, shown to some people."""
    answers = SimpleNamespace(public=public, seen_by=list(seen_by), holds=True)
    owner = Owner(
        key="test",
        held=lambda: Evidence.objects.filter(
            pk__gt=0 if answers.holds else 10**9
        ).values("pk"),
        is_public=lambda evidence: answers.public,
        can_see=lambda evidence, user: user in answers.seen_by,
    )
    kept = dict(_owners)
    _owners.clear()
    _owners[owner.key] = owner
    try:
        yield answers
    finally:
        _owners.clear()
        _owners.update(kept)


def body(response):
    return (
        b"".join(response.streaming_content) if response.streaming else response.content
    )
