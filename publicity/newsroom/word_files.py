"""Opens .docx files that strangers may have written."""

import zipfile

import mammoth
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.images.checks import document_suffix
from portal.uploads import ByteFile, refuse_when_too_large
from publicity.newsroom.office import OfficeText, read_html

LARGEST_FILE = 30 * 2**20
LARGEST_UNPACKED = 120 * 2**20
LARGEST_XML = 12 * 2**20
STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='标题'] => h1:fresh
"""


def read_docx(file: ByteFile) -> OfficeText:
    refuse_when_too_large(file, LARGEST_FILE)
    if document_suffix(file) != "docx":
        raise ValidationError(
            _("请上传 .docx 文件。旧的 .doc 和 .wps 请在 Word 或 WPS 里另存为 .docx。")
        )
    _refuse_bombs(file)
    file.seek(0)
    # The library raises whatever it meets in a broken file.
    try:
        html = mammoth.convert_to_html(file.file or file, style_map=STYLES).value
    except Exception as error:
        raise ValidationError(
            _("这个文件打不开，可能不完整。请在 Word 或 WPS 里重新保存后再上传。")
        ) from error
    return read_html(html)


def _refuse_bombs(file: ByteFile) -> None:
    """Judge the parts before anything reads them: sizes, and no document types.

    What has no DOCTYPE has no entities, inner or outer. Word writes none.
    """
    file.seek(0)
    refusal = ValidationError(
        _("文件的内部结构不正常，没有导入。请在 Word 或 WPS 里另存一次再上传。")
    )
    try:
        with zipfile.ZipFile(file.file or file) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise refusal
            for part in parts:
                if not part.filename.lower().endswith((".xml", ".rels")):
                    continue
                if part.file_size > LARGEST_XML or part.flag_bits & 1:
                    raise refusal
                content = archive.read(part).removeprefix(b"\xef\xbb\xbf").lstrip()
                # Any other encoding could hide the word that is looked for.
                if (
                    not content.startswith(b"<")
                    or b"\0" in content
                    or b"<!DOCTYPE" in content.upper()
                ):
                    raise refusal
    except (
        zipfile.BadZipFile,
        OSError,
        ValueError,
        NotImplementedError,
        EOFError,
    ) as error:
        raise refusal from error
