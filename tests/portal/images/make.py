"""Make pictures and files that carry what must not be kept."""

import zlib
from io import BytesIO
from struct import pack
from zipfile import ZipFile, ZipInfo

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.PngImagePlugin import PngInfo

MARKER = b"LINXI-SECRET-MARKER"
EXIF_MAKE, EXIF_ORIENTATION, GPS_IFD = 0x010F, 0x0112, 0x8825
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><!--' + MARKER + b"--></x:xmpmeta>"


def pixels(size=(64, 48), mode="RGB", colour="#2f7554"):
    return Image.new(mode, size, colour)


def exif(*, orientation=1):
    written = Image.Exif()
    written[EXIF_MAKE] = MARKER.decode()
    written[EXIF_ORIENTATION] = orientation
    written.get_ifd(GPS_IFD).update(
        {
            1: "N",
            2: (31.0, 52.0, 48.0),
            3: "E",
            4: (109.0, 30.0, 36.0),
            29: MARKER.decode(),
        }
    )
    return written


def picture_bytes(kind="JPEG", *, image=None, orientation=1, **options):
    """Return a picture with the marker wherever its format has room for it."""
    image = image or pixels()
    if kind == "PNG":
        text = PngInfo()
        text.add_text("Comment", MARKER.decode(), zip=True)
        text.add_itxt("XML:com.adobe.xmp", XMP.decode())
        options["pnginfo"] = text
    if kind == "JPEG":
        options["comment"] = MARKER
    if kind in {"JPEG", "WEBP", "AVIF", "HEIF"}:
        options["xmp"] = XMP
    written = BytesIO()
    image.save(written, kind, exif=exif(orientation=orientation).tobytes(), **options)
    return written.getvalue() + MARKER  # a second file behind the first


def upload(content, name="照片 of 张三.jpg", content_type="image/jpeg"):
    return SimpleUploadedFile(name, content, content_type)


def png_bomb(width, height):
    """Return a PNG of `width` × `height` black pixels, a thousandth of their size."""

    def chunk(kind, body):
        return pack(">I", len(body)) + kind + body + pack(">I", zlib.crc32(kind + body))

    packer = zlib.compressobj(9)
    row = b"\0" * (width * 3 + 1)
    body = b"".join(packer.compress(row) for _row in range(height)) + packer.flush()
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", body)
        + chunk(b"IEND", b"")
    )


def office_bytes(part="word/document.xml", *more):
    written = BytesIO()
    with ZipFile(written, "w") as archive:
        for name in ("[Content_Types].xml", part, *more):
            # No time of writing in it: the same bytes in every process.
            archive.writestr(ZipInfo(name), "<x/>")
    return written.getvalue()
