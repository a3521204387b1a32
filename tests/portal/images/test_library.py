"""The picture and file libraries as an editor uses them, and as a stranger tries them."""

from io import BytesIO

import pytest
from django.conf import settings
from django.urls import reverse
from PIL import Image

from portal.images.models import Attachment, Picture
from tests.portal.images.make import (
    MARKER,
    office_bytes,
    picture_bytes,
    png_bomb,
    upload,
)
from tests.publicity.make import make_news

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.fixture
def editor(admin_client):
    return admin_client


def stored(picture):
    with picture.file.open("rb") as file:
        return file.read()


def add_by_form(client, content):
    return client.post(
        reverse("wagtailimages:add"), {"title": "河边", "file": upload(content)}
    )


def add_by_drop(client, content):
    return client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "河边", "files[]": upload(content)},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )


def add_by_chooser(client, content):
    return client.post(
        reverse("wagtailimages_chooser:create"),
        {
            "image-chooser-upload-title": "河边",
            "image-chooser-upload-file": upload(content),
        },
    )


WAYS_IN = [add_by_form, add_by_drop, add_by_chooser]


@pytest.mark.parametrize("add", WAYS_IN)
def test_u1_every_way_in_keeps_pixels_alone(editor, add):
    add(editor, picture_bytes("JPEG"))

    picture = Picture.objects.get()
    content = stored(picture)
    assert MARKER not in content
    assert Image.open(BytesIO(content)).format == "JPEG"
    assert picture.file.name.endswith(".jpg")
    assert "张三" not in picture.file.name
    assert picture.width == 64


@pytest.mark.parametrize("add", WAYS_IN)
def test_u1_a_heic_picture_that_is_called_jpg_is_taken(editor, add):
    add(editor, picture_bytes("HEIF"))

    assert Picture.objects.get().file.name.endswith(".jpg")


@pytest.mark.parametrize("add", WAYS_IN)
@pytest.mark.parametrize(
    ("content", "says"),
    [(b"<svg onload='alert(1)'/>", "SVG"), (png_bomb(20_000, 20_000), "像素")],
    ids=["svg", "bomb"],
)
def test_u4_what_is_refused_comes_back_as_a_sentence(editor, add, content, says):
    response = add(editor, content)

    assert response.status_code == 200
    is_json = response["Content-Type"].startswith("application/json")
    assert says in (str(response.json()) if is_json else response.text)
    assert not Picture.objects.exists()


def test_a_new_file_for_an_old_picture_is_cleaned_too(editor):
    add_by_form(editor, picture_bytes())
    picture = Picture.objects.get()

    editor.post(
        reverse("wagtailimages:edit", args=[picture.pk]),
        {"title": "河边", "file": upload(picture_bytes("PNG"))},
    )

    picture.refresh_from_db()
    assert picture.file.name.endswith(".png")
    assert MARKER not in stored(picture)


def test_a_title_can_be_changed_without_a_file(editor):
    add_by_form(editor, picture_bytes())
    picture = Picture.objects.get()
    name = picture.file.name

    editor.post(reverse("wagtailimages:edit", args=[picture.pk]), {"title": "桥边"})

    picture.refresh_from_db()
    assert (picture.title, picture.file.name) == ("桥边", name)


def test_uploads_are_refused_while_the_disk_is_low(editor, settings):
    settings.FREE_SPACE_FLOOR = 2**62

    response = add_by_form(editor, picture_bytes())

    assert "存储空间快用完" in response.text
    assert not Picture.objects.exists()


def test_u3_originals_have_no_address(editor, client):
    add_by_form(editor, picture_bytes())
    picture = Picture.objects.get()
    name = picture.file.name
    assert (settings.PRIVATE_MEDIA_ROOT / name).exists()

    for address in (
        f"/media/{name}",
        f"/media/../private/{name}",
        f"/media/%2e%2e/private/{name}",
        f"/media/..%2fprivate%2f{name}",
        f"/media//{settings.PRIVATE_MEDIA_ROOT}/{name}",
        f"/private/{name}",
        f"/static/../private/{name}",
    ):
        assert client.get(address).status_code == 404, address
    with pytest.raises(NotImplementedError):
        _ = picture.file.url


def add_file(client, content, name, title="办事指南"):
    return client.post(
        reverse("wagtaildocs:add"),
        {"title": title, "file": upload(content, name, "application/octet-stream")},
    )


@pytest.mark.parametrize(
    ("content", "name", "suffix"),
    [
        (b"%PDF-1.7\n%...", "a.exe", ".pdf"),
        (office_bytes("word/document.xml"), "a.docx", ".docx"),
        (office_bytes("xl/workbook.xml"), "a.zip", ".xlsx"),
        (office_bytes("ppt/presentation.xml"), "a.pptx", ".pptx"),
        (OLE, "a.wps", ".wps"),
        (OLE, "a.et", ".et"),
        ("路段,次数\n沿河路,3\n".encode(), "a.csv", ".csv"),
        ("办事指南".encode("gb18030"), "a.txt", ".txt"),
    ],
)
def test_u1_a_file_is_what_its_content_says(editor, content, name, suffix):
    add_file(editor, content, name)

    attachment = Attachment.objects.get()
    assert attachment.file.name.endswith(suffix)
    assert stored(attachment) == content


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"<!doctype html><script>alert(1)</script>", "a.txt", "网页"),
        (b"<svg/>", "a.pdf", "网页"),
        (office_bytes("readme.txt"), "a.docx", "压缩包"),
        (office_bytes("word/document.xml", "word/vbaProject.bin"), "a.docx", "宏"),
        (OLE + "_VBA_PROJECT".encode("utf-16-le"), "a.wps", "宏"),
        (OLE, "a.doc", "旧格式"),
        (office_bytes()[:40], "a.docx", "不完整"),
        (b"MZ\x90\0\x03", "a.pdf", "认不出"),
        (b"\0\x01\x02", "a.txt", "认不出"),
        (office_bytes("word/document.xml", *(f"x/{n}" for n in range(5100))), "a.docx", "不完整"),
    ],
)  # fmt: skip
def test_u1_other_files_are_refused_with_advice(editor, content, name, says):
    response = add_file(editor, content, name)

    assert response.status_code == 200
    assert says in response.text
    assert not Attachment.objects.exists()


def test_u3_a_file_is_handed_out_under_its_title_and_never_shown(editor, client):
    add_file(editor, b"%PDF-1.7\n%...", "a.pdf", title="双创 办事指南.pdf")
    attachment = Attachment.objects.get()
    make_news(body=[("attachment", {"document": attachment, "label": ""})])

    response = client.get(attachment.url)

    assert b"".join(response.streaming_content) == b"%PDF-1.7\n%..."
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment;")
    assert (
        "%E5%8F%8C%E5%88%9B_%E5%8A%9E%E4%BA%8B%E6%8C%87%E5%8D%97.pdf"
        in (response["Content-Disposition"])
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert client.get(f"/media/{attachment.file.name}").status_code == 404
