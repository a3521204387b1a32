"""What a resident sent, judged by its first bytes; whatever else it is, what to do (U1)."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.images.services import AVIF_BRANDS, HEIF_BRANDS, picture_kind
from portal.media.services import Container, container_of
from portal.uploads import ByteFile, first_bytes, looks_like_markup

# Pillow's names of what is taken, with the extension of the kept original.
PHOTO_SUFFIXES = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "HEIF": "heic"}
VIDEO_SUFFIXES = {"mp4": "mp4", "webm": "webm"}


def photo_kind(file: ByteFile) -> str:
    """Return Pillow's name of a format that is taken, or say what to do instead."""
    head = first_bytes(file)
    _refuse_what_is_neither(head)
    if _is_film(head):
        raise ValidationError(_("这是视频，不是照片。请用“添加视频”上传它。"))
    if head.startswith((b"GIF87a", b"GIF89a")):
        raise ValidationError(
            _("不收 GIF 动图。请上传照片原图（JPEG、PNG、WebP、HEIC），或者上传视频。")
        )
    try:
        kind = picture_kind(head)
    except ValidationError:
        kind = ""
    if kind not in PHOTO_SUFFIXES:
        raise ValidationError(
            _(
                "认不出这张照片的格式。请上传 JPEG、PNG、WebP 或 HEIC 照片，"
                "也可以截一张图再上传。"
            )
        )
    return kind


def video_container(file: ByteFile) -> Container:
    """Return how to read a film that is taken, or say what to do instead."""
    head = first_bytes(file)
    _refuse_what_is_neither(head)
    if head.startswith(b"#EXTM3U"):
        raise ValidationError(
            _("这是播放列表，不是视频本身。请上传手机里拍好的视频文件。")
        )
    if not _is_film(head) and _is_picture(head):
        raise ValidationError(_("这是照片，不是视频。请用“添加照片”上传它。"))
    try:
        container = container_of(head)
    except ValidationError:
        container = None
    if container is None or container.suffix not in VIDEO_SUFFIXES:
        raise ValidationError(_("认不出这段视频的格式。请上传 MP4、MOV 或 WebM 视频。"))
    return container


def _is_film(head: bytes) -> bool:
    if head[4:8] == b"ftyp":
        return head[8:12] not in HEIF_BRANDS | AVIF_BRANDS
    return head[4:8] in {b"moov", b"mdat", b"wide"} or head.startswith(
        b"\x1a\x45\xdf\xa3"
    )


def _is_picture(head: bytes) -> bool:
    if head.startswith((b"GIF87a", b"GIF89a")):
        return True
    try:
        picture_kind(head)
    except ValidationError:
        return False
    return True


def _refuse_what_is_neither(head: bytes) -> None:
    if not head:
        raise ValidationError(_("这个文件是空的。请重新选择照片或视频。"))
    if looks_like_markup(head):
        raise ValidationError(_("这是网页或 SVG 文件，不是照片。请截一张图再上传。"))
    if head.startswith((b"%PDF", b"\xd0\xcf\x11\xe0")):
        raise ValidationError(
            _("这是文档，不是照片。请把要说明的一页截图或拍照后上传。")
        )
    if head.startswith((b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        raise ValidationError(_("不收压缩包。请解压后把照片一张一张地上传。"))
