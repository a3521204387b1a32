"""Which kinds of files there are, and of which kind one is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.refusals import Refused
from portal.sheets import MOST_BYTES, XLSX
from quizzes.bank.content import QuestionDraft
from quizzes.bank.formats import csv, gift, moodle_xml, xlsx
from quizzes.bank.formats.found import Found


@dataclass(frozen=True)
class FileKind:
    name: str
    label: object
    suffix: str
    media_type: str
    read: Callable[[bytes], Found]
    write: Callable[[Sequence[QuestionDraft]], bytes]


KINDS = {
    kind.name: kind
    for kind in (
        FileKind("xlsx", gettext_lazy("XLSX表格"), "xlsx", XLSX, xlsx.read, xlsx.write),
        FileKind(
            "csv",
            gettext_lazy("CSV表格"),
            "csv",
            "text/csv; charset=utf-8",
            csv.read,
            csv.write,
        ),
        FileKind(
            "gift",
            gettext_lazy("GIFT（Moodle）"),
            "gift",
            "text/plain; charset=utf-8",
            gift.read,
            gift.write,
        ),
        FileKind(
            "xml",
            gettext_lazy("Moodle XML"),
            "xml",
            "application/xml; charset=utf-8",
            moodle_xml.read,
            moodle_xml.write,
        ),
    )
}
_BY_SUFFIX = {
    ".xlsx": "xlsx",
    ".csv": "csv",
    ".gift": "gift",
    ".txt": "gift",
    ".xml": "xml",
}


def kind_of_file(name: str, content: bytes) -> FileKind:
    """Return what `content` is, whatever its name pretends; refuse all other files."""
    if not content.strip(b"\x00 \t\r\n"):
        raise Refused(_("这个文件是空的。"))
    if len(content) > MOST_BYTES:
        raise Refused(_("文件太大，最多5MB。请分几次导入。"))
    start = content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"pk\x03\x04"):
        return KINDS["xlsx"]
    if start.startswith((b"\xd0\xcf\x11\xe0", b"<html", b"<!doctype html", b"<table")):
        raise Refused(_("这是旧格式的表格。请用办公软件另存为XLSX，再导入。"))
    if start.startswith((b"<?xml", b"<quiz")):
        return KINDS["xml"]
    suffix = PurePath(name).suffix.lower()
    if suffix not in _BY_SUFFIX or _BY_SUFFIX[suffix] in {"xlsx", "xml"}:
        raise Refused(
            _(
                "看不出这是什么文件。可以导入XLSX、CSV、GIFT（.gift或.txt）和Moodle XML。"
            )
        )
    return KINDS[_BY_SUFFIX[suffix]]
