"""What a document is, by its content: PDF, Office, WPS or plain text."""

import struct
import zipfile
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.uploads import ByteFile, first_bytes, looks_like_markup

OOXML_PARTS = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "ppt/presentation.xml": "pptx",
}
# An index alone can be a bomb: each entry costs a hundred times its bytes in memory.
MOST_ZIP_ENTRIES = 5_000
LARGEST_ZIP_INDEX = 2 * 2**20
END_OF_ZIP = b"PK\x05\x06"
OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE_MACROS = "_VBA_PROJECT".encode("utf-16-le")
OLE_SUFFIXES = {"wps", "et"}
TEXT_CODECS = ("utf-8", "gb18030")
TEXT_CONTROLS = {*map(chr, range(32))} - {"\t", "\n", "\r", "\f"}


def document_suffix(file: ByteFile) -> str:
    """Return the extension that fits the content of `file`, or say what to do."""
    named = PurePath(file.name or "").suffix.lower().lstrip(".")
    head = first_bytes(file)
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _suffix_of_zip(file)
    if head.startswith(OLE_START):
        return _suffix_of_ole(file, named)
    if looks_like_markup(head):
        raise ValidationError(_("不收网页和 SVG 文件。请打印或导出为 PDF 后再上传。"))
    if _is_text(file):
        return "csv" if named == "csv" else "txt"
    raise ValidationError(
        _("认不出这是什么文件。可以上传 PDF、Word、Excel、PPT、WPS 和纯文本。")
    )


def _suffix_of_zip(file: ByteFile) -> str:
    broken = ValidationError(_("文件不完整，打不开。请重新保存后再上传。"))
    if not has_small_index(file):
        raise broken
    try:
        with zipfile.ZipFile(file.file or file) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise broken from error
    finally:
        file.seek(0)
    if any(name.endswith("vbaProject.bin") for name in names):
        raise ValidationError(
            _("文件里有宏，不能上传。请另存为不带宏的格式，或导出为 PDF。")
        )
    for part, suffix in OOXML_PARTS.items():
        if part in names and "[Content_Types].xml" in names:
            return suffix
    raise ValidationError(_("不收压缩包。请把里面的文件分别上传，或者合并成一个 PDF。"))


def has_small_index(file: ByteFile) -> bool:
    """Read the last record of a zip, before anything reads what it points to."""
    start = max(0, file.size - 65_557)
    file.seek(start)
    tail: bytes = file.read(65_557)
    file.seek(0)
    at = tail.rfind(END_OF_ZIP)
    if at < 0 or len(tail) < at + 22:
        return False
    entries, size, offset = struct.unpack_from("<HII", tail, at + 10)
    return bool(
        entries <= MOST_ZIP_ENTRIES
        and size <= LARGEST_ZIP_INDEX
        and offset < 0xFFFFFFFF  # else a second, 64-bit record would count
    )


def _suffix_of_ole(file: ByteFile, named: str) -> str:
    if named not in OLE_SUFFIXES:
        raise ValidationError(
            _("这是旧格式的 Office 文件。请另存为 docx、xlsx 或 pptx，或导出为 PDF。")
        )
    tail = b""
    for chunk in file.chunks():
        if OLE_MACROS in tail + chunk:
            raise ValidationError(
                _("文件里有宏，不能上传。请另存为不带宏的格式，或导出为 PDF。")
            )
        tail = chunk[-len(OLE_MACROS) :]
    file.seek(0)
    return named


def _is_text(file: ByteFile) -> bool:
    file.seek(0)
    content: bytes = file.read()
    file.seek(0)
    for codec in TEXT_CODECS:
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        return bool(text) and not TEXT_CONTROLS.intersection(text)
    return False
