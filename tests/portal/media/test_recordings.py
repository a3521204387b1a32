"""The film library as an editor uses it (U1, U2, C7)."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from portal.media.models import Recording
from portal.media.services import clean_recording
from tests.portal.images.make import picture_bytes
from tests.portal.media.make import MARKER, VTT, recording_bytes


def add(client, content, *, kind="video", name="手机 张三.bin", **fields):
    files = {
        field: SimpleUploadedFile(file_name, body)
        for field, (file_name, body) in fields.pop("files", {}).items()
    }
    return client.post(
        reverse("wagtailmedia:add", args=[kind]),
        {
            "title": "河道清漂",
            "file": SimpleUploadedFile(name, content),
            **files,
            **fields,
        },
    )


def read(field):
    with field.open("rb") as file:
        return file.read()


@pytest.mark.parametrize(
    ("suffix", "stored_as"), [("mp4", "mp4"), ("mov", "mp4"), ("webm", "webm")]
)
def test_a_film_is_measured_and_gets_a_poster(admin_client, suffix, stored_as):
    add(admin_client, recording_bytes(suffix))

    recording = Recording.objects.get()
    assert recording.file.name.endswith(f".{stored_as}")
    assert 1.9 <= recording.duration <= 2.2
    assert (recording.width, recording.height) == (128, 72)
    poster = Image.open(BytesIO(read(recording.thumbnail)))
    assert (poster.format, poster.size) == ("WEBP", (128, 72))
    assert recording.thumbnail.name.endswith(".webp")


@pytest.mark.parametrize("suffix", ["mp4", "mov", "webm"])
def test_c7_nothing_but_picture_and_sound_is_kept_of_a_film(admin_client, suffix):
    sent = recording_bytes(suffix)
    assert MARKER.encode() in sent

    add(admin_client, sent)

    content = read(Recording.objects.get().file)
    assert MARKER.encode() not in content
    assert b"+31.8800" not in content
    assert "张三" not in Recording.objects.get().file.name


def test_a_film_starts_before_it_is_loaded(admin_client):
    add(admin_client, recording_bytes("mov"))

    content = read(Recording.objects.get().file)
    assert content.index(b"moov") < content.index(b"mdat")


@pytest.mark.parametrize("suffix", ["mp3", "m4a", "ogg"])
def test_c7_nothing_but_sound_is_kept_of_a_sound_recording(admin_client, suffix):
    add(admin_client, recording_bytes(suffix, film=False), kind="audio")

    recording = Recording.objects.get()
    assert recording.file.name.endswith(f".{suffix}")
    assert 1.9 <= recording.duration <= 2.2
    assert MARKER.encode() not in read(recording.file)
    assert not recording.thumbnail


@pytest.mark.parametrize(
    ("content", "kind", "says"),
    [
        (b"<!doctype html><script>alert(1)</script>", "video", "认不出"),
        (b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", "video", "认不出"),
        (b"ffconcat version 1.0\nfile /etc/passwd\n", "video", "认不出"),
        (b"GIF89a" + b"\0" * 100, "video", "认不出"),
        (b"", "video", None),
        (picture_bytes("HEIF"), "video", "图片"),
        (b"\0\0\0\x20ftypisom" + b"\0" * 600, "video", "打不开"),
        (b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01webm" + b"\0" * 600, "video", "打不开"),
        (b"\x1a\x45\xdf\xa3" + b"matroska" + b"\0" * 600, "video", "MKV"),
        (recording_bytes("mp4")[:2000], "video", "打不开"),
        (recording_bytes("m4a", film=False), "video", "没有画面"),
        (recording_bytes("mp4"), "audio", "有画面"),
        (recording_bytes("mp4", codec="mpeg4"), "video", "MPEG4"),
    ],
)
def test_u1_what_no_browser_can_play_is_refused_with_advice(
    admin_client, content, kind, says
):
    response = add(admin_client, content, kind=kind)

    assert response.status_code == 200
    assert says is None or says in response.text
    assert not Recording.objects.exists()


def test_a_film_over_the_limit_is_refused(admin_client, settings):
    settings.MEDIA_MAX_UPLOAD_SIZE = 1000

    assert "最大可以是" in add(admin_client, recording_bytes()).text
    assert not Recording.objects.exists()


def test_the_chooser_cleans_too(admin_client):
    admin_client.post(
        reverse("wagtailmedia:chooser_upload", args=["video"]),
        {
            "media-chooser-upload-title": "河道清漂",
            "media-chooser-upload-file": SimpleUploadedFile("a.mp4", recording_bytes()),
        },
    )

    recording = Recording.objects.get()
    assert MARKER.encode() not in read(recording.file)
    assert recording.thumbnail


def test_c6_a_poster_given_by_hand_is_drawn_anew(admin_client):
    add(
        admin_client,
        recording_bytes(),
        files={"thumbnail": ("p.jpg", picture_bytes("JPEG"))},
    )

    poster = read(Recording.objects.get().thumbnail)
    assert Image.open(BytesIO(poster)).size == (64, 48)
    assert MARKER.encode() not in poster


def test_captions_are_kept_as_tidy_webvtt(admin_client):
    add(
        admin_client,
        recording_bytes(),
        files={
            "captions": ("c.vtt", b"\xef\xbb\xbf" + VTT.replace("\n", "\r\n").encode())
        },
    )

    recording = Recording.objects.get()
    assert read(recording.captions).decode() == VTT
    assert recording.captions.name.endswith(".vtt")


@pytest.mark.parametrize(
    ("captions", "says"),
    [
        ("1\n00:00:00,000 --> 00:00:01,000\n字\n", "WEBVTT"),
        ("WEBVTT\n", "没有一条"),
        ("WEBVTT\n\nNOTE 只有说明\n", "没有一条"),
        ("WEBVTT\n\n00:00:00,000 --> 00:00:01,000\n字\n", "第 3 行"),
        ("WEBVTT\n\n00:00:02.000 --> 00:00:01.000\n字\n", "晚于"),
        ("WEBVTT\n\n00:00.000 --> 00:01.000\n\n", "没有文字"),
        ("WEBVTT\n\n00:05.000 --> 00:06.000\n字\n\n00:01.000 --> 00:02.000\n字\n", "早于"),
        ("WEBVTT\n\n只有一行\n", "第 3 行"),
        ("<html>", "WEBVTT"),
        ("", None),
    ],
)  # fmt: skip
def test_captions_at_fault_are_refused_with_the_line(admin_client, captions, says):
    response = add(
        admin_client,
        recording_bytes(),
        files={"captions": ("c.vtt", captions.encode())},
    )

    assert response.status_code == 200
    assert says is None or says in response.text
    assert not Recording.objects.exists()


@pytest.mark.parametrize(
    "captions",
    [
        VTT,
        "WEBVTT - 今日双创\nKind: captions\n\nSTYLE\n::cue { color: white }\n\n"
        "开头\n00:01.000 --> 00:02.000 align:start\n<v 记者>字\n第二行\n\n"
        "100:00:02.000 --> 100:00:03.000\n字",
    ],
)
def test_captions_as_programs_write_them_are_taken(admin_client, captions):
    response = add(
        admin_client,
        recording_bytes(),
        files={"captions": ("c.vtt", captions.encode())},
    )

    assert response.status_code == 302


def test_what_is_measured_stands_over_what_is_typed(admin_client):
    add(admin_client, recording_bytes(), duration="999")

    assert Recording.objects.get().duration < 3


def test_a_title_can_be_changed_without_a_file(admin_client):
    add(admin_client, recording_bytes())
    before = Recording.objects.get()

    admin_client.post(
        reverse("wagtailmedia:edit", args=[before.pk]), {"title": "新标题"}
    )

    after = Recording.objects.get()
    assert after.title == "新标题"
    assert (after.file, after.duration) == (before.file, before.duration)


def test_large_films_are_read_from_where_django_put_them(settings, tmp_path):
    clean = clean_recording(ContentFile(recording_bytes(), name="a.mp4"), is_film=True)

    assert clean.file.size == len(clean.file.read())
