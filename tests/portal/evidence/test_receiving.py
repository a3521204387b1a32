"""What residents send: judged by its content, on the disk before anybody is told (C1, U1)."""

import hashlib
import os
import struct
import zlib
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from PIL import Image, ImageChops
from PIL.TiffImagePlugin import IFDRational

from portal.evidence import storing
from portal.evidence.models import Evidence
from portal.evidence.pictures import Offer, read_offer
from portal.evidence.services import receive_photo, receive_photos, receive_video
from portal.evidence.storing import StorageFull
from portal.timeline.models import Event
from tests.portal.evidence.make import jpeg, scene, sent
from tests.portal.images.make import office_bytes, picture_bytes, pixels, png_bomb
from tests.portal.media.make import recording_bytes

pytestmark = pytest.mark.django_db


def animated(kind):
    written = BytesIO()
    first = pixels()
    first.save(
        written,
        kind,
        save_all=True,
        append_images=[ImageChops.invert(first)],
        duration=90,
    )
    return written.getvalue()


def with_header(content, **changes):
    """Return a PNG whose header says another bit depth or colour type."""
    header = bytearray(content[16:29])
    for at, value in changes.values():
        header[at] = value
    crc = zlib.crc32(b"IHDR" + header)
    return content[:16] + bytes(header) + struct.pack(">I", crc) + content[33:]


def broken_film():
    film = bytearray(recording_bytes())
    at = film.index(b"moov")
    film[at : at + 4] = b"xxxx"
    return bytes(film)


PNG = picture_bytes("PNG")
HOSTILE = {
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "截一张图"),
    "svg-behind-xml": (b'\xef\xbb\xbf<?xml version="1.0"?><svg/>', "截一张图"),
    "html": (b"\n <!DOCTYPE html><script>alert(1)</script>", "截一张图"),
    "gif-polyglot": (b"GIF89a/*" + b"\0" * 60 + b"*/=1;alert(1)//", "GIF"),
    "pdf": (b"%PDF-1.7\n1 0 obj", "文档"),
    "old-word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "文档"),
    "zip": (office_bytes(), "压缩包"),
    "rar": (b"Rar!\x1a\x07\x00" + b"\0" * 90, "压缩包"),
    "executable": (b"MZ\x90\0" + b"\0" * 200, "认不出"),
    "script": (b"#!/bin/sh\nrm -rf /\n", "认不出"),
    "zero-bytes": (b"", "空的"),
    "one-byte": (b"\xff", "认不出"),
    "truncated-jpeg": (jpeg(scene())[:4000], "打不开"),
    "truncated-png": (PNG[: len(PNG) // 2], "打不开"),
    "header-alone": (b"\xff\xd8\xff\xe0" + b"\0" * 500, "打不开"),
    "png-bomb": (png_bomb(20_000, 20_000), "像素"),
    "wrong-colour-depth": (with_header(PNG, depth=(8, 7)), "打不开"),
    "wrong-colour-type": (with_header(PNG, colour=(9, 5)), "打不开"),
    "animated-webp": (animated("WEBP"), "会动"),
    "animated-png": (animated("PNG"), "会动"),
    "film-renamed": (b"\0\0\0\x20ftypisom" + b"\0" * 40, "添加视频"),
    "avif": (picture_bytes("AVIF"), "认不出"),
    "bmp": (b"BM" + b"\0" * 100, "认不出"),
    "tiff": (b"II*\0" + b"\0" * 100, "认不出"),
    "heic-of-nothing": (b"\0\0\0\x18ftypheic\0\0\0\0heicmif1" + b"\0" * 500, "打不开"),
    "webp-of-nothing": (b"RIFF\x10\0\0\0WEBPVP8 " + b"\0" * 500, "打不开"),
    "playlist": (b"#EXTM3U\n#EXT-X-TARGETDURATION:9\nfile:///etc/passwd\n", "认不出"),
}


@pytest.mark.parametrize(("content", "says"), HOSTILE.values(), ids=HOSTILE)
def test_u1_what_is_no_photo_is_refused_with_a_sentence(content, says):
    with pytest.raises(ValidationError, match=says) as refusal:
        receive_photo(sent(content))

    assert refusal.value.messages[0].endswith("。")
    assert not Evidence.objects.exists()


HOSTILE_FILMS = {
    "playlist": (b"#EXTM3U\n#EXTINF:9,\nfile:///etc/passwd\n", "播放列表"),
    "html": (b"<html><video src=x>", "截一张图"),
    "zip": (office_bytes(), "压缩包"),
    "photo": (picture_bytes(), "添加照片"),
    "heic": (picture_bytes("HEIF"), "添加照片"),
    "sound": (b"ID3\x04" + b"\0" * 200, "认不出"),
    "mkv": (b"\x1a\x45\xdf\xa3" + b"\0" * 20 + b"matroska" + b"\0" * 40, "认不出"),
    "wrong-box": (broken_film(), "打不开"),
    "truncated": (recording_bytes()[:900], "打不开"),
    "header-alone": (b"\0\0\0\x20ftypisom" + b"\0" * 400, "打不开"),
    "endless-box": (b"\0\0\0\x14ftypisom\0\0\0\0isom" + b"\0\0\0\1moov" + b"\xff" * 90, "打不开"),
    "webm-of-nothing": (b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm" + b"\0" * 90, "打不开"),
    "sound-in-mp4": (recording_bytes("mp4", film=False), "画面"),
    "zero-bytes": (b"", "空的"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "says"), HOSTILE_FILMS.values(), ids=HOSTILE_FILMS)
def test_u1_what_is_no_film_is_refused_with_a_sentence(content, says):
    with pytest.raises(ValidationError, match=says) as refusal:
        receive_video(sent(content))

    assert refusal.value.messages[0].endswith("。")
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    ("kind", "suffix"),
    [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp"), ("HEIF", "heic")],
)
def test_u2_a_photo_is_kept_as_it_came_under_a_name_that_says_nothing(kind, suffix):
    content = picture_bytes(kind)

    evidence = receive_photo(sent(content))

    with evidence.original.open("rb") as file:
        assert file.read() == content
    assert evidence.sha256 == hashlib.sha256(content).hexdigest()
    assert str(evidence.original.name).endswith(f".{suffix}")
    assert "张三" not in str(evidence.original.name)
    with pytest.raises(NotImplementedError):
        _ = evidence.original.url


@pytest.mark.parametrize("suffix", ["mp4", "mov", "webm"])
def test_u1_films_of_phones_are_taken(suffix):
    evidence = receive_video(sent(recording_bytes(suffix)))

    assert (evidence.width, evidence.height) == (128, 72)
    assert 1.9 <= (evidence.duration or 0) <= 2.2


def test_u1_files_over_the_limit_are_refused(settings):
    settings.EVIDENCE_LARGEST_PHOTO = 100
    settings.EVIDENCE_LARGEST_VIDEO = 100

    with pytest.raises(ValidationError, match="最大可以是"):
        receive_photo(sent())
    with pytest.raises(ValidationError, match="最大可以是"):
        receive_video(sent(recording_bytes()))


def test_u1_more_than_nine_photos_are_refused_with_advice():
    with pytest.raises(ValidationError, match="最多 9 张"):
        receive_photos([sent() for _photo in range(10)])


def test_of_many_photos_all_are_kept_or_none_and_each_fault_is_named():
    with pytest.raises(ValidationError) as refusal:
        receive_photos([sent(), sent(b"%PDF-"), sent(b"")])

    assert [says[:6] for says in refusal.value.messages] == ["第 2 张：", "第 3 张："]
    assert not Evidence.objects.exists()
    assert len(receive_photos([sent(), sent()])) == 2


def test_c1_the_file_and_its_folders_are_synced_before_the_row_is_written(monkeypatch):
    synced = []

    def sync_and_note(path, sync=storing.sync_path):
        assert not Evidence.objects.exists()
        sync(path)
        synced.append(path)

    monkeypatch.setattr(storing, "sync_path", sync_and_note)

    evidence = receive_photo(sent())

    path = Path(evidence.original.path)
    assert synced == [path, *list(path.parents)[:5]]
    assert synced[-1] == settings.PRIVATE_MEDIA_ROOT


def test_r2_no_room_is_an_outage_that_gives_the_text_back(settings):
    settings.FREE_SPACE_FLOOR = 2**62

    for receive, file in (
        (receive_photo, sent()),
        (receive_video, sent(recording_bytes())),
    ):
        with pytest.raises(StorageFull, match="文字可以照常提交"):
            receive(file)
    assert isinstance(StorageFull(), OSError)
    assert StorageFull().errno


def test_a_file_that_cannot_be_written_leaves_no_row(monkeypatch):
    def no_disk(handle):
        raise OSError(5, "I/O error")

    monkeypatch.setattr(os, "fsync", no_disk)

    with pytest.raises(OSError, match="I/O"):
        receive_photo(sent())
    assert not Evidence.objects.exists()


def photo_of_a_phone(*, gps=None, taken="2026:05:18 07:30:00", offset="+08:00"):
    exif = Image.Exif()
    exif.get_ifd(0x8769).update({0x9003: taken, 0x9011: offset})
    exif.get_ifd(0x8825).update(
        gps or {1: "N", 2: (31.0, 52.0, 48.0), 3: "E", 4: (109.0, 30.0, 36.0)}
    )
    return jpeg(pixels(), exif=exif.tobytes())


def test_c5_time_and_place_are_offered_and_not_kept():
    file = sent(photo_of_a_phone())

    offer = read_offer(file)
    evidence = receive_photo(file)

    assert offer == Offer(datetime(2026, 5, 17, 23, 30, tzinfo=UTC), 31.88, 109.51)
    assert (evidence.taken_at, evidence.latitude, evidence.longitude) == (None,) * 3


def test_time_and_place_are_kept_if_the_sender_says_so():
    file = sent(photo_of_a_phone())

    evidence = receive_photo(file, keep=read_offer(file))

    assert (evidence.latitude, evidence.longitude) == (31.88, 109.51)
    assert evidence.taken_at is not None


NO_PLACE = {1: "N", 2: (IFDRational(1, 0), 0.0, 0.0), 3: "E", 4: (1.0, 2.0, 3.0)}


@pytest.mark.parametrize(
    "content",
    [
        photo_of_a_phone(gps=NO_PLACE, taken="2026:13:45 99:99:99"),
        photo_of_a_phone(gps={2: (0.0, 0.0, 0.0), 4: (0.0, 0.0, 0.0)}, taken="2999:01:01 00:00:00"),
        photo_of_a_phone(gps={2: (999.0, 0.0, 0.0), 4: (1.0, 0.0, 0.0)}, taken=""),
        photo_of_a_phone(gps={1: "here", 2: (1.0, 2.0), 4: (1.0, 0.0)}, taken="1970:01:01 00:00:00"),
        b"",
        b"\xff\xd8\xff\xe1\xff\xff" + b"Exif\0\0II*\0\xff\xff\xff\xff",
    ],
    ids=["no-number", "zero-and-future", "too-far", "words", "empty", "broken"],
)  # fmt: skip
def test_i1_notes_that_make_no_sense_are_not_offered(content):
    assert read_offer(sent(content)) == Offer()


def test_each_arrival_is_an_event():
    evidence = receive_photo(sent())

    assert [event.verb for event in Event.objects.of(evidence)] == ["received"]
