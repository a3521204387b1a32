"""What a file for download says: for whoever looks for what must not stand in it."""

import re
from codecs import getincrementaldecoder
from functools import lru_cache
from html import unescape
from typing import NamedTuple
from zipfile import ZipFile

from django.db.models.fields.files import FieldFile

from portal.images.checks import OOXML_PARTS, TEXT_CODECS, has_small_index
from portal.uploads import ByteFile, private_storage

MOST_BYTES = 24 * 2**20  # unpacked: a table of fifty thousand rows
MOST_SIGNS = 1_000_000
TEXT_SUFFIXES = {"txt", "csv"}
OFFICE_SUFFIXES = set(OOXML_PARTS.values())
# Where words end in Word, Excel and PowerPoint; whatever else is a tag may stand
# within a number: each change of its looks begins a new one.
END = re.compile(
    r"</(?:\w+:)?(?:p|c|si|f|v|text|instrText)>|<(?:\w+:)?(?:tab|br|cr|instrText)\b[^>]*>"
)
TAG = re.compile(r"<[^>]*>")


class Words(NamedTuple):
    text: str
    is_whole: bool  # nothing of the file is left that nobody has looked into


UNREAD = Words("", is_whole=False)


def words_of(file: FieldFile) -> Words:
    """Return what can be read of the file of an attachment: of a PDF nothing."""
    try:
        return _words_of(str(file.name))
    except OSError:  # the file is not there: nobody can read it either
        return UNREAD


@lru_cache(maxsize=8)
def _words_of(name: str) -> Words:
    """Read once what several checks of one request ask for: a name has one content."""
    suffix = name.rpartition(".")[2]
    if suffix not in TEXT_SUFFIXES | OFFICE_SUFFIXES:
        return UNREAD
    with private_storage().open(name) as file:
        if suffix in TEXT_SUFFIXES:
            return _cut(_plain(file.read(MOST_BYTES)))
        if not has_small_index(file):
            return UNREAD
        # A packed file may be broken in whatever way its bytes please.
        try:
            return _cut(_office(file))
        except Exception:
            return UNREAD


def _cut(words: Words) -> Words:
    text, is_whole = words
    return Words(text[:MOST_SIGNS], is_whole and len(text) <= MOST_SIGNS)


def _plain(content: bytes) -> Words:
    for codec in TEXT_CODECS:
        try:
            # Incremental: the last sign may be cut in two.
            text = getincrementaldecoder(codec)().decode(content)
        except UnicodeDecodeError:
            continue
        # The columns of a table are no gaps within one number.
        return Words(text.replace("\t", "\n"), len(content) < MOST_BYTES)
    return UNREAD


def _office(file: ByteFile) -> Words:
    texts, left, is_whole = [], MOST_BYTES, True
    with ZipFile(file.file or file) as archive:
        for part in archive.infolist():
            if "/embeddings/" in part.filename:
                is_whole = False
            if not part.filename.endswith(".xml"):
                continue
            if part.file_size > left:
                is_whole = False
                continue
            left -= part.file_size
            with archive.open(part) as opened:
                # No more than was promised: a lie would fill the memory.
                texts.append(_without_tags(opened.read(part.file_size)))
    return Words("\n".join(filter(None, texts)), is_whole)


def _without_tags(xml: bytes) -> str:
    lines = TAG.sub("", END.sub("\n", xml.decode())).split("\n")
    return unescape("\n".join(line for line in lines if line.strip()))
