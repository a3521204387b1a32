"""Films and sound are judged by their content and stored bare (U1, U2, C7)."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.utils.translation import gettext as _

from portal.images.services import AVIF_BRANDS, HEIF_BRANDS, make_poster
from portal.media.ffmpeg import (
    FILM_CODECS,
    SOUND_CODECS,
    Streams,
    Unreadable,
    copy_bare,
    probe,
    still,
)
from portal.uploads import ByteFile, first_bytes

# QuickTime files of old begin with one of these instead of a file type.
OLD_QUICKTIME = {b"moov", b"mdat", b"wide", b"free", b"skip"}
CAPTURE_AT = 1.0  # the very first picture is often black


@dataclass(frozen=True)
class Container:
    demuxer: str
    muxer: str
    suffix: str


@dataclass(frozen=True)
class CleanRecording:
    file: ByteFile
    streams: Streams
    poster: ByteFile | None


def container_of(head: bytes) -> Container:
    """Tell by its first bytes what a recording is kept in; refuse whatever is none."""
    if head[4:8] == b"ftyp":
        if head[8:12] in HEIF_BRANDS | AVIF_BRANDS:
            raise ValidationError(_("这是图片，不是视频。请到“图片”里上传。"))
        is_sound = head[8:12] in {b"M4A ", b"M4B "}
        return Container("mov", "mp4", "m4a" if is_sound else "mp4")
    if head[4:8] in OLD_QUICKTIME:
        return Container("mov", "mp4", "mp4")
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        if b"webm" in head:
            return Container("matroska", "webm", "webm")
        raise ValidationError(_("不收 MKV 文件。请另存为 MP4（H.264）后再上传。"))
    if head.startswith(b"OggS"):
        return Container("ogg", "ogg", "ogg")
    if head.startswith(b"ID3") or (head[:1] == b"\xff" and head[1] & 0xE6 == 0xE2):
        return Container("mp3", "mp3", "mp3")
    raise ValidationError(
        _("认不出这是什么文件。视频请用 MP4、MOV 或 WebM，声音请用 MP3、M4A 或 OGG。")
    )


def clean_recording(file: ByteFile, *, is_film: bool) -> CleanRecording:
    """Copy `file` bare, measure it and take a picture from it.

    Raises `ValidationError`, with a sentence that says what to do.
    """
    container = container_of(first_bytes(file))
    with _on_disk(file) as source:
        try:
            streams = probe(source, container.demuxer)
            _refuse_what_browsers_cannot_play(streams, is_film=is_film)
            copy = TemporaryUploadedFile(
                f"recording.{container.suffix if is_film else _sound_suffix(container)}",
                "application/octet-stream",
                0,
                None,
            )
            target = Path(copy.temporary_file_path())
            copy_bare(source, target, container.demuxer, container.muxer)
        except Unreadable as error:
            raise ValidationError(
                _("这个文件打不开，可能不完整。请另存为 MP4（H.264）后再上传。")
            ) from error
        copy.size = target.stat().st_size
        poster = _poster(target, container, streams) if is_film else None
    return CleanRecording(copy, streams, poster)


def _sound_suffix(container: Container) -> str:
    # A sound recording that calls itself a film, as phones write it.
    return "m4a" if container.suffix == "mp4" else container.suffix


def _refuse_what_browsers_cannot_play(streams: Streams, *, is_film: bool) -> None:
    if is_film and not streams.film_codec:
        raise ValidationError(_("文件里没有画面。只有声音的请到“音频”里上传。"))
    if not is_film and streams.film_codec:
        raise ValidationError(_("文件里有画面。请到“视频”里上传。"))
    if streams.film_codec not in {"", *FILM_CODECS} or (
        streams.sound_codec not in {"", *SOUND_CODECS}
    ):
        raise ValidationError(
            _(
                "很多浏览器放不了这种编码（%(codecs)s）。"
                "请另存为 MP4（画面 H.264，声音 AAC）后再上传。"
            )
            % {
                "codecs": "、".join(
                    codec.upper()
                    for codec in (streams.film_codec, streams.sound_codec)
                    if codec
                )
            }
        )


def _poster(film: Path, container: Container, streams: Streams) -> ByteFile | None:
    at = min(CAPTURE_AT, streams.duration / 2)
    demuxer = "matroska" if container.muxer == "webm" else "mov"
    # A film without a poster is still a film.
    with suppress(Unreadable, ValidationError):
        return make_poster(ContentFile(still(film, demuxer, at=at), name="still.png"))
    return None


@contextmanager
def _on_disk(file: ByteFile) -> Iterator[Path]:
    """Give the path of an upload, which Django keeps in memory while it is small."""
    if isinstance(file, TemporaryUploadedFile):
        yield Path(file.temporary_file_path())
        return
    with tempfile.NamedTemporaryFile(prefix="upload-") as kept:
        for chunk in file.chunks():
            kept.write(chunk)
        kept.flush()
        yield Path(kept.name)
