"""Every text of a page that a reader can see, each with the place where it stands."""

import re
from collections.abc import Container, Iterator
from html import unescape
from pathlib import PurePath
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from taggit.managers import TaggableManager
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.contrib.typed_table_block.blocks import TypedTable
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.fields import StreamField
from wagtail.images.models import AbstractImage
from wagtail.models import Page
from wagtail.rich_text import RichText
from wagtailmedia.models import AbstractMedia

from portal.images.reading import words_of

Text = tuple[str, str]  # place, text

BLOCK_TAG = re.compile(r"</?(?:p|h[1-6]|li|ul|ol|br|hr|div|table|tr|td|th)\b[^>]*>")
ANY_TAG = re.compile(r"<[^>]*>")
LINK = re.compile(r'\bhref="([^"]*)"')
LINKED_DOCUMENT = re.compile(r'<a\b[^>]*\blinktype="document"[^>]*>')
IDENTITY = re.compile(r'\bid="(\d+)"')
# Wagtail's own text fields that no reader sees.
OUT_OF_SIGHT = {field.name for field in Page._meta.concrete_fields} - {"title"}


def texts_of(page: Any) -> Iterator[Text]:
    """Yield each text of `page` with its place, and of its files what they say."""
    yield from _texts_of_fields(page, skip=OUT_OF_SIGHT)
    for field in page._meta.many_to_many:
        if isinstance(field, TaggableManager):
            for tag in getattr(page, field.name).all():
                yield str(field.verbose_name), tag.name
    for field in page._meta.concrete_fields:
        if isinstance(field, StreamField):
            for number, child in enumerate(getattr(page, field.name), start=1):
                place = _("%(field)s第%(number)s块（%(label)s）") % {
                    "field": field.verbose_name,
                    "number": number,
                    "label": child.block.label,
                }
                yield from texts_in(child.value, place)
    for relation in get_all_child_relations(type(page)):
        name = relation.get_accessor_name()
        if relation.related_model._meta.app_label.startswith("wagtail"):
            continue
        for number, row in enumerate(getattr(page, name).all(), start=1):
            label = relation.related_model._meta.verbose_name
            yield from _texts_of_fields(row, prefix=f"{label}{number} ")


def _texts_of_fields(
    row: Any, *, skip: Container[str] = (), prefix: str = ""
) -> Iterator[Text]:
    for field in row._meta.concrete_fields:
        if field.name in skip or isinstance(field, StreamField) or field.choices:
            continue
        place = f"{prefix}{field.verbose_name}"
        if isinstance(field, (models.CharField, models.TextField)):
            if text := getattr(row, field.name):
                yield place, str(text)
        elif isinstance(field, models.ForeignKey) and issubclass(
            field.related_model, (AbstractImage, AbstractMedia, AbstractDocument)
        ):
            yield from texts_in(getattr(row, field.name), place)


def texts_in(value: Any, place: str) -> Iterator[Text]:
    """Yield the texts in the value of a block."""
    match value:
        case None:
            return
        case str():
            yield place, value
        case RichText():
            yield from _rich_text(value.source, place)
        case StructValue():
            for name, part in value.items():
                label = value.block.child_blocks[name].label
                yield from texts_in(part, f"{place} {label}")
        case StreamValue():
            for child in value:
                yield from texts_in(child.value, f"{place} {child.block.label}")
        case ListValue():
            for number, part in enumerate(value, start=1):
                yield from texts_in(part, f"{place} {number}")
        case TypedTable():
            for column in value.columns:
                yield place, column["heading"]
            for number, row in enumerate(value.rows, start=1):
                for cell in row:
                    yield from texts_in(cell.value, _("%s第%s行") % (place, number))
        case AbstractImage():
            yield _("%s 图片名称") % place, value.title
            yield _("%s 图片说明") % place, value.description
        case AbstractDocument():
            yield _("%s 文件名称") % place, value.title
            yield _("%s 文件内容") % place, words_of(value.file).text
        case AbstractMedia():
            yield _("%s 名称") % place, value.title
            yield _("%s 字幕") % place, _captions(value)
        case models.Model():
            return
        case _:
            yield place, str(value)


def _rich_text(source: str, place: str) -> Iterator[Text]:
    # Tags within a line vanish without a gap: <b>138</b>0013… is one number.
    yield place, unescape(ANY_TAG.sub("", BLOCK_TAG.sub("\n", source)))
    for address in LINK.findall(source):
        yield _("%s 链接") % place, unescape(address)
    keys = [
        int(key[1])
        for tag in LINKED_DOCUMENT.findall(source)
        if (key := IDENTITY.search(tag))
    ]
    if keys:
        for document in get_document_model().objects.filter(pk__in=keys):
            yield from texts_in(document, place)


def _captions(film: Any) -> str:
    captions = getattr(film, "captions", None)
    if not captions:
        return ""
    try:
        with captions.open("rb") as file:
            return str(file.read().decode("utf-8", "replace"))
    except OSError:  # the file is not there: nobody can read it either
        return ""


def structs_in(page: Any) -> Iterator[tuple[str, StructValue]]:
    """Yield every struct of a page's streams with its place, however deep."""
    for field in page._meta.concrete_fields:
        if isinstance(field, StreamField):
            for number, child in enumerate(getattr(page, field.name), start=1):
                place = _("%(field)s第%(number)s块（%(label)s）") % {
                    "field": field.verbose_name,
                    "number": number,
                    "label": child.block.label,
                }
                yield from _structs(child.value, place)


def _structs(value: Any, place: str) -> Iterator[tuple[str, StructValue]]:
    match value:
        case StructValue():
            yield place, value
            for part in value.values():
                yield from _structs(part, place)
        case ListValue():
            for number, part in enumerate(value, start=1):
                yield from _structs(part, f"{place} {number}")
        case StreamValue():
            for child in value:
                yield from _structs(child.value, place)


def is_file_name(text: str, file: Any) -> bool:
    """Tell whether a text is nothing but the name of a picture's file (AC-22)."""
    words = text.strip().lower()
    if words.endswith((".jpg", ".jpeg", ".png", ".webp", ".heic", ".avif", ".gif")):
        return True
    name = PurePath(str(file or "").lower())
    return bool(words) and words in {name.name, name.stem}
