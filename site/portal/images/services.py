"""Pictures are drawn anew from their pixels: nothing else of an upload is kept (U1, U4).

Whatever a file carried beside its pixels (place, camera, comments, a second
file behind the first) is gone, because it is never copied.
"""

from contextlib import suppress
from io import BytesIO

import pillow_heif
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from portal.uploads import (
    ByteFile,
    first_bytes,
    looks_like_markup,
    refuse_when_too_large,
)

pillow_heif.register_heif_opener()

LONGEST_EDGE = 4096
POSTER_EDGE = 1280
# What may be decoded in 200 MB (U4), as measured: some decoders hold the picture
# several times over, a plain JPEG shrinks while it is read.
MOST_PIXELS = {
    "JPEG": 50_000_000,
    "PNG": 40_000_000,
    "HEIF": 25_000_000,
    "AVIF": 16_000_000,
    "WEBP": 10_000_000,
}
MOST_PIXELS_PROGRESSIVE = 20_000_000
# Above it the second, smaller picture is made in coarse steps that need no third.
MOST_PIXELS_SMOOTH = 25_000_000
# A camera writes about ten scans, a bomb thousands, each one a walk over all pixels.
MOST_JPEG_SCANS = 24
LARGEST_PROFILE = 2**20

HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"}
AVIF_BRANDS = {b"avif", b"avis"}


def clean_picture(file: ByteFile) -> ByteFile:
    """Return the picture in `file` as a new file, JPEG or PNG, with a name that fits.

    Raises `ValidationError`, with a sentence that says what to do, for whatever
    is no picture or too large. Its name and stated type are not asked.
    """
    refuse_when_too_large(file, settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
    kind = picture_kind(first_bytes(file))
    pixels = read_picture(file, kind)
    return _write(pixels, "PNG" if kind == "PNG" or _has_alpha(pixels) else "JPEG")


def read_picture(
    file: ByteFile,
    kind: str,
    *,
    longest_edge: int = LONGEST_EDGE,
    may_move: bool = True,
) -> Image.Image:
    """Return nothing but the pixels of `file`, upright; its header is judged first.

    Raises `ValidationError`, with a sentence that says what to do.
    """
    if kind == "JPEG":
        _refuse_many_scans(file)
    file.seek(0)
    # Decoders raise whatever they please at hostile bytes: none of it is our fault.
    try:
        with Image.open(file, formats=[kind]) as picture:
            _refuse_too_many_pixels(picture, kind)
            if not may_move:
                _refuse_moving(picture, kind)
            return _read(picture, longest_edge)
    except ValidationError:
        raise
    except Image.DecompressionBombError as error:  # Pillow looked before we could
        raise ValidationError(
            _("图片的像素太多了。请缩小尺寸，或另存为 JPEG 后再上传。")
        ) from error
    except Exception as error:
        raise ValidationError(
            _("这张图片打不开，文件可能不完整。请重新导出或另存为 JPEG 后再上传。")
        ) from error


def make_poster(file: ByteFile) -> ByteFile:
    """Return the picture in `file` as the WebP that a film shows before it plays."""
    with Image.open(clean_picture(file)) as picture:
        picture.thumbnail((POSTER_EDGE, POSTER_EDGE))
        poster = picture.convert("RGB")
    return _write(poster, "WEBP")


def picture_kind(head: bytes) -> str:
    """Return Pillow's name of the format that `head` begins; refuse any other."""
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if head[4:8] == b"ftyp":
        brands = {head[8:12], *(head[at : at + 4] for at in range(16, 64, 4))}
        if brands & AVIF_BRANDS:
            return "AVIF"
        if brands & HEIF_BRANDS:
            return "HEIF"
        raise ValidationError(_("这是视频，不是图片。请到“视频和音频”里上传。"))
    if head.startswith((b"GIF87a", b"GIF89a")):
        raise ValidationError(
            _("不收 GIF 图片。静止的图请另存为 PNG，会动的请上传为 MP4 视频。")
        )
    if looks_like_markup(head):
        raise ValidationError(
            _("这是网页或 SVG 文件，不是照片。请截图或导出为 PNG 后再上传。")
        )
    if head.startswith((b"%PDF", b"PK\x03\x04")):
        raise ValidationError(
            _("这是文件，不是图片。请到“文件”里上传，或者导出为 PNG 图片。")
        )
    raise ValidationError(
        _("认不出这是什么图片。请另存为 JPEG、PNG 或 WebP 后再上传。")
    )


def _refuse_many_scans(file: ByteFile) -> None:
    scans, tail = 0, b""
    for chunk in file.chunks():
        scans += (tail + chunk).count(b"\xff\xda")
        tail = chunk[-1:]
    file.seek(0)
    if scans > MOST_JPEG_SCANS:
        raise ValidationError(
            _("这张 JPEG 的结构不正常。请用看图软件另存一次后再上传。")
        )


def _refuse_too_many_pixels(picture: Image.Image, kind: str) -> None:
    """Judge by the header alone: nothing has been decoded yet."""
    most = min(settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS, MOST_PIXELS[kind])
    if picture.info.get("progressive"):
        most = min(most, MOST_PIXELS_PROGRESSIVE)
    width, height = picture.size
    if width * height > most:
        raise ValidationError(
            _(
                "图片有 %(pixels)s 万像素，最多可以是 %(most)s 万。"
                "请缩小尺寸，或另存为 JPEG 后再上传。"
            )
            % {"pixels": width * height // 10_000, "most": most // 10_000}
        )


def _refuse_moving(picture: Image.Image, kind: str) -> None:
    # A JPEG or HEIC of a phone may hold more pictures, but shows one.
    if kind in {"PNG", "WEBP"} and getattr(picture, "n_frames", 1) > 1:
        raise ValidationError(
            _("不收会动的图片。请上传其中一张静止的照片，或者上传视频。")
        )


def _read(picture: Image.Image, longest_edge: int) -> Image.Image:
    """Return the pixels, the right way up, in sRGB, at most `longest_edge` long."""
    turned = picture.getexif().get(0x0112, 1)
    profile = picture.info.get("icc_profile")
    share = min(1, longest_edge / max(picture.size))
    # JPEG only: read it smaller.
    picture.draft(None, (int(picture.width * share), int(picture.height * share)))
    pixels = _shrink(_in_eight_bits(picture), longest_edge)
    if profile and len(profile) < LARGEST_PROFILE:
        pixels = _in_srgb(pixels, profile)
    if pixels.mode == "CMYK":
        pixels = pixels.convert("RGB")
    pixels.info.clear()
    if turned != 1:
        exif = pixels.getexif()
        exif.clear()
        exif[0x0112] = turned
        pixels = ImageOps.exif_transpose(pixels)
        pixels.info.clear()
    return pixels


def _in_eight_bits(picture: Image.Image) -> Image.Image:
    if picture.mode in {"L", "LA", "RGB", "RGBA", "CMYK"}:
        picture.load()
        return picture
    if picture.mode.startswith("I"):
        grey = picture.convert("I").point(lambda value: value * (1 / 256))
        return grey.convert("L")
    has_alpha = "transparency" in picture.info or picture.mode.endswith(("A", "a"))
    return picture.convert("RGBA" if has_alpha else "RGB")


def _shrink(picture: Image.Image, longest_edge: int) -> Image.Image:
    longest = max(picture.size)
    if longest <= longest_edge:
        return picture
    if picture.width * picture.height > MOST_PIXELS_SMOOTH:
        # Coarser steps, but no second large picture in memory on the way.
        return picture.reduce(-(-longest // longest_edge))
    picture.thumbnail((longest_edge, longest_edge), Image.Resampling.LANCZOS)
    return picture


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """Keep the colours true: the profile itself is not kept."""
    wanted = "RGB" if picture.mode == "CMYK" else picture.mode
    # A profile that does not fit its picture is as good as none.
    with suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
        converted = ImageCms.profileToProfile(
            picture,
            ImageCms.ImageCmsProfile(BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode=wanted,
        )
        return converted or picture
    return picture


def _has_alpha(picture: Image.Image) -> bool:
    return picture.mode in {"LA", "RGBA"}


def _write(picture: Image.Image, kind: str) -> ByteFile:
    if kind != "PNG" and picture.mode not in {"L", "RGB"}:
        picture = picture.convert("RGB")
    picture.info.clear()
    written = BytesIO()
    if kind == "PNG":
        picture.save(written, "PNG", compress_level=4)
    elif kind == "WEBP":
        picture.save(written, "WEBP", quality=80, exif=b"", xmp=b"", icc_profile=b"")
    else:
        picture.save(written, "JPEG", quality=92, exif=b"")
    suffix = {"PNG": "png", "WEBP": "webp", "JPEG": "jpg"}[kind]
    return ContentFile(written.getvalue(), name=f"picture.{suffix}")
