"""Public films are filmed anew: silent, small, and black where nothing may be seen (C7).

A voice gives its owner away: sound stays with the original.
"""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.utils.translation import gettext as _
from PIL import Image

from portal.evidence.pictures import Place
from portal.media.ffmpeg import Streams, Unreadable, probe, shrink, still
from portal.uploads import ByteFile

LONGEST_EDGE = 1280
LONGEST_SECONDS = 10 * 60
MOST_PIXELS = 4096 * 2304
CODECS = {"h264", "hevc", "vp8", "vp9", "av1", "mpeg4"}
STILL_AT = 1.0  # the very first picture is often black


def read_streams(file: ByteFile, demuxer: str) -> Streams:
    """Look into a film that was sent; refuse what cannot be filmed anew."""
    broken = ValidationError(
        _("这段视频打不开，可能没有传完或已损坏。请在手机里播放一遍，再重新上传。")
    )
    try:
        with on_disk(file) as source:
            streams = probe(source, demuxer)
    except Unreadable as error:
        raise broken from error
    if streams.film_codec not in CODECS or not streams.width or not streams.height:
        raise ValidationError(
            _("这个文件里没有能看的画面。请上传 MP4、MOV 或 WebM 视频。")
        )
    if streams.width * streams.height > MOST_PIXELS:
        raise ValidationError(
            _("视频的画面太大了。请在手机相机里选 1080p 或 4K 后重拍，或者截图上传。")
        )
    if streams.duration > LONGEST_SECONDS:
        raise ValidationError(_("视频超过了 10 分钟。请剪出最能说明问题的一段再上传。"))
    return streams


@contextmanager
def filmed_anew(
    source: Path, demuxer: str, *, blacked: Sequence[Place] = ()
) -> Iterator[Path]:
    """Lend `source` as an MP4 of nothing but pixels."""
    with tempfile.TemporaryDirectory(prefix="film-") as folder:
        target = Path(folder) / "film.mp4"
        shrink(source, target, demuxer, longest_edge=LONGEST_EDGE, blacked=blacked)
        yield target


def still_of(film: Path, duration: float) -> Image.Image:
    png = still(film, "mov", at=min(STILL_AT, duration / 2))
    with Image.open(BytesIO(png), formats=["PNG"]) as picture:
        return picture.convert("RGB")


@contextmanager
def on_disk(file: ByteFile) -> Iterator[Path]:
    """Give a path of the file's content, wherever it is kept."""
    if isinstance(file, TemporaryUploadedFile):
        yield Path(file.temporary_file_path())
        return
    with tempfile.NamedTemporaryFile(prefix="film-") as kept:
        file.seek(0)
        while part := file.read(2**20):
            kept.write(part)
        kept.flush()
        yield Path(kept.name)
