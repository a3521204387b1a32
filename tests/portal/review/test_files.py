"""What is approved is what the item says and what it shows."""

import json
from hashlib import sha256

import pytest
from django.core.files.base import ContentFile
from django.core.serializers.json import DjangoJSONEncoder

from portal.review.gate import NotReleased
from portal.review.ledger import Approval
from portal.review.levels import Level
from tests.portal.review.make import approve, fresh, submit
from tests.publicity.make import make_columns, make_news
from tests.publicity.make_media import make_attachment, make_film, make_picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def columns():
    make_columns()


def draft(**fields):
    return make_news(
        live=False, first_published_at=None, last_published_at=None, **fields
    )


def swap_picture(page):
    page.cover.file = ContentFile(b"another", "a.png")
    page.cover.save(update_fields=["file"])


def swap_document(page):
    attachment = page.body[0].value["document"]
    attachment.file = ContentFile(b"%PDF-another", "a.pdf")
    attachment.save()


def swap_captions(page):
    film = page.body[1].value["video"]
    film.captions = ContentFile(b"WEBVTT\n\nother", "a.vtt")
    film.save()


def lose_captions(page):
    film = page.body[1].value["video"]
    film.captions = ""
    film.save()


@pytest.mark.parametrize(
    "swap", [swap_picture, swap_document, swap_captions, lose_captions]
)
def test_e1_a_file_swapped_after_its_approval_is_not_what_was_approved(swap):
    page = draft(
        cover=make_picture(),
        body=[
            ("attachment", {"document": make_attachment(), "label": ""}),
            ("video", {"video": make_film(), "caption": "", "transcript": "字"}),
        ],
    )
    submit(page)
    approve(page, Level.FIRST, Level.SECOND)
    swap(page)

    with pytest.raises(NotReleased, match="内容又改过"):
        approve(page, Level.FINAL)

    assert not fresh(page).live


def test_what_was_approved_with_its_files_goes_live():
    page = draft(cover=make_picture())
    submit(page)
    approve(page)

    assert fresh(page).live


def test_an_approval_of_the_text_alone_from_before_still_counts():
    page = draft(cover=make_picture())
    revision = submit(page)
    approve(page, Level.FIRST, Level.SECOND)
    Approval.objects.update(digest=text_digest(revision))

    approve(page, Level.FINAL)

    assert fresh(page).live


def text_digest(revision):
    """Return the fingerprint as it was made when it did not hold files."""
    stored = type(revision).objects.get(pk=revision.pk)
    written = json.dumps(stored.content, sort_keys=True, cls=DjangoJSONEncoder)
    return sha256(written.encode()).hexdigest()
