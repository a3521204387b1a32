"""What readers see, or reviewers have read, keeps its files."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.transaction import atomic
from django.urls import reverse
from django.utils import timezone

from portal.images.models import Picture
from portal.images.uses import InUse
from portal.media.models import Recording
from portal.review.ledger import TakeDownReason
from portal.review.services import take_down
from portal.users.roles import Role
from tests.portal.images.make import office_bytes, picture_bytes, upload
from tests.portal.media.make import VTT, recording_bytes
from tests.portal.review.make import approve, fresh, release, submit
from tests.portal.users.make import make_user
from tests.publicity.make import make_columns, make_news
from tests.publicity.make_media import make_attachment, make_film, make_picture
from tests.publicity.make_reading import make_clause, make_version
from tests.quizzes.make import make_question

pytestmark = pytest.mark.django_db
SAYS = "请另传一份，在稿里换"


@pytest.fixture
def editor(client):
    make_columns()
    client.force_login(make_user(role=Role.WEB_EDITOR))
    return client


def swap_picture(client, picture, **fields):
    return client.post(
        reverse("wagtailimages:edit", args=[picture.pk]),
        {"title": "换了", "file": upload(picture_bytes("PNG")), **fields},
    )


def swap_document(client, attachment):
    return client.post(
        reverse("wagtaildocs:edit", args=[attachment.pk]),
        {"title": "换了", "file": upload(office_bytes(), "a.docx")},
    )


def edit_film(client, film, **fields):
    return client.post(
        reverse("wagtailmedia:edit", args=[film.pk]), {"title": "换了", **fields}
    )


def is_kept(response, file):
    before = (file.title, file.file.name)
    file.refresh_from_db()
    return SAYS in response.text and (file.title, file.file.name) == before


def draft(**fields):
    return make_news(
        live=False, first_published_at=None, last_published_at=None, **fields
    )


def test_a_picture_of_a_live_item_keeps_its_file(editor):
    picture = make_picture()
    make_news(title="河道清理完成", cover=picture)

    response = swap_picture(editor, picture)

    assert is_kept(response, picture)
    assert "《河道清理完成》" in response.text
    assert picture.file.size


def test_what_is_written_beside_it_may_change(editor):
    picture = make_picture()
    make_news(cover=picture)

    editor.post(reverse("wagtailimages:edit", args=[picture.pk]), {"title": "桥边"})

    picture.refresh_from_db()
    assert picture.title == "桥边"


@pytest.mark.parametrize("is_block", [True, False])
def test_a_file_behind_a_live_item_stays(editor, is_block):
    attachment = make_attachment()
    link = f'<p><a linktype="document" id="{attachment.pk}">名单</a></p>'
    block = ("attachment", {"document": attachment, "label": ""})
    make_news(body=[block if is_block else ("text", link)])

    assert is_kept(swap_document(editor, attachment), attachment)


@pytest.mark.parametrize(
    "fields",
    [
        {"file": SimpleUploadedFile("a.mp4", recording_bytes())},
        {"captions": SimpleUploadedFile("a.vtt", VTT.encode())},
        {"captions-clear": "on"},
        {"thumbnail": upload(picture_bytes())},
    ],
    ids=["film", "captions", "no captions", "poster"],
)
def test_a_film_of_a_live_item_stays_with_its_captions(editor, fields):
    film = make_film()
    make_news(body=[("video", {"video": film, "caption": "", "transcript": ""})])

    assert is_kept(edit_film(editor, film, **fields), film)
    assert film.captions.size


def test_e1_what_is_being_reviewed_stays(editor):
    picture = make_picture()
    submit(draft(cover=picture))

    assert is_kept(swap_picture(editor, picture), picture)


def test_e1_what_only_the_version_under_review_shows_stays(editor):
    picture = make_picture()
    page = release(draft())
    page.cover, page.correction_note = picture, "换了题图。"
    submit(page)

    assert is_kept(swap_picture(editor, picture), picture)


def test_e1_what_waits_for_its_hour_stays(editor):
    picture = make_picture()
    page = draft(cover=picture)
    page.go_live_at = timezone.now() + timedelta(hours=1)
    submit(page)
    approve(page)
    assert not fresh(page).live

    assert is_kept(swap_picture(editor, picture), picture)


def test_what_only_a_draft_shows_may_be_made_anew(editor):
    picture = make_picture()
    draft(cover=picture)

    swap_picture(editor, picture)

    picture.refresh_from_db()
    assert picture.title == "换了"


def test_what_was_taken_down_may_be_made_anew(editor):
    picture = make_picture()
    page = release(draft(cover=picture))
    take_down(page, by=None, because=TakeDownReason.PRIVACY)

    swap_picture(editor, picture)

    picture.refresh_from_db()
    assert picture.title == "换了"


def test_what_a_clause_or_a_question_shows_stays_and_only_its_kind_is_told(editor):
    film, picture = make_film(), make_picture()
    make_clause(make_version(), 1, film=film)
    make_question(stem="谁也不能先看到的题", image=picture)

    said = edit_film(editor, film, **{"captions-clear": "on"})
    told = swap_picture(editor, picture)

    assert is_kept(said, film)
    assert "条文" in said.text or "条款" in said.text
    assert is_kept(told, picture)
    assert "谁也不能先看到的题" not in told.text


def by_view(client, name, file):
    return client.post(reverse(f"{name}:delete", args=[file.pk]), follow=True)


def in_bulk(client, name, file):
    meta = file._meta
    address = reverse(
        "wagtail_bulk_action", args=[meta.app_label, meta.model_name, "delete"]
    )
    return client.post(f"{address}?id={file.pk}&next=/cms/", follow=True)


@pytest.mark.parametrize("delete", [by_view, in_bulk])
@pytest.mark.parametrize(
    ("name", "make"),
    [("wagtailimages", make_picture), ("wagtaildocs", make_attachment)],
    ids=["picture", "attachment"],
)
def test_what_a_live_item_shows_is_not_deleted(editor, name, make, delete):
    file = make()
    is_picture = name == "wagtailimages"
    block = ("attachment", {"document": file, "label": ""})
    page = make_news(
        **({"cover": file} if is_picture else {"body": [block]}), title="河道清理完成"
    )

    response = delete(editor, name, file)

    assert "正在用：《河道清理完成》。请先在那里换掉，再来删除。" in response.text
    assert type(file).objects.filter(pk=file.pk).exists()
    assert fresh(page).cover == (file if is_picture else None)


def test_a_film_that_a_clause_shows_is_not_deleted():
    film = make_film()
    make_clause(make_version(), 1, film=film)

    with pytest.raises(InUse, match="先在那里换掉"), atomic():
        film.delete()

    assert Recording.objects.filter(pk=film.pk).exists()


def test_what_nothing_shows_is_deleted(editor):
    by_view(editor, "wagtailmedia", make_film())
    in_bulk(editor, "wagtailimages", make_picture())

    assert not Recording.objects.exists()
    assert not Picture.objects.exists()
