"""Puts what came from outside at the end of a draft. Publishes nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Collection, Page

from portal.images.models import Picture
from portal.images.services import clean_picture
from portal.uploads import ByteFile, refuse_when_disk_is_low
from portal.users.models import User
from publicity.newsroom.office import OfficeTable, OfficeText

MOST_AT_ONCE = 18  # as many as a gallery holds


@dataclass
class Brought:
    """What came in, and what did not, by name, with the reason."""

    pictures: int = 0
    tables: int = 0
    refused: list[str] = field(default_factory=list)


def take_picture(file: ByteFile, *, title: str, by: User) -> Picture:
    """Put a picture into the library, drawn anew: no name, place or camera of the file."""
    refuse_when_disk_is_low()
    clean = clean_picture(file)
    picture = Picture(
        title=title[:255],
        file=clean,
        file_size=clean.size,
        uploaded_by_user=by,
        collection=Collection.get_first_root_node(),
    )
    picture._set_file_hash()
    picture.save()
    return picture


@transaction.atomic
def append_blocks(page: Page, blocks: Iterable[tuple[str, Any]], *, by: User) -> Any:
    """Add blocks to the newest version of the draft, as a version of its own."""
    draft = newest_draft(page)
    draft.body = [
        *((block.block_type, block.value) for block in draft.body),
        *blocks,
    ]
    draft.save_revision(user=by, log_action=True, clean=False)
    return draft


def newest_draft(page: Page) -> Any:
    """Return the newest version, whatever `page` remembers of it."""
    locked = Page.objects.select_for_update().get(pk=page.pk)
    return locked.get_latest_revision_as_object()


def append_office_text(page: Page, text: OfficeText, *, by: User) -> Brought:
    brought = Brought()
    blocks: list[tuple[str, Any]] = []
    for kind, value in text.parts:
        if kind == "text":
            blocks.append(("text", value))
        elif kind == "table":
            blocks.append(("table", _table(value)))
            brought.tables += 1
        elif kind == "picture":
            number = brought.pictures + len(brought.refused) + 1
            try:
                picture = take_picture(_file(value), title=_title(page, number), by=by)
            except ValidationError as error:
                brought.refused.append(
                    _("第%(number)s张图：%(why)s")
                    % {"number": number, "why": " ".join(error.messages)}
                )
                continue
            brought.pictures += 1
            blocks.append(("picture", _unnamed(picture)))
    append_blocks(page, blocks, by=by)
    return brought


def append_pictures(page: Page, files: Iterable[ByteFile], *, by: User) -> Brought:
    """Take each picture by itself: one that is refused does not hold up the others."""
    brought = Brought()
    pictures: list[Picture] = []
    for number, file in enumerate(files, start=1):
        try:
            pictures.append(take_picture(file, title=_title(page, number), by=by))
        except ValidationError as error:
            brought.refused.append(f"{file.name}：{' '.join(error.messages)}")
    brought.pictures = len(pictures)
    if len(pictures) == 1:
        append_blocks(page, [("picture", _unnamed(pictures[0]))], by=by)
    elif pictures:
        gallery = {"pictures": [_unnamed(picture) for picture in pictures]}
        append_blocks(page, [("gallery", gallery)], by=by)
    return brought


def _file(content: bytes) -> ByteFile:
    return ContentFile(content, name="picture")


def _title(page: Page, number: int) -> str:
    return f"{page.title} {number}"


def _unnamed(picture: Picture) -> dict[str, Any]:
    return {"image": picture, "alt": "", "caption": ""}


def _table(table: OfficeTable) -> dict[str, Any]:
    return {
        "caption": table.caption[:80],
        "table": {
            "columns": [{"type": "text", "heading": head} for head in table.heads],
            "rows": [{"values": row} for row in table.rows],
        },
    }


@dataclass(frozen=True)
class Unnamed:
    """A picture without words for those who cannot see it, or a table without a name."""

    key: str
    value: Any  # the block's own value: what is written into it is kept
    picture: Picture | None = None


def unnamed_parts(draft: Any) -> Iterator[Unnamed]:
    for place, block in enumerate(draft.body):
        if block.block_type == "picture" and not block.value["alt"]:
            yield Unnamed(f"{place}", block.value, block.value["image"])
        elif block.block_type == "gallery":
            for number, value in enumerate(block.value["pictures"]):
                if not value["alt"]:
                    yield Unnamed(f"{place}-{number}", value, value["image"])
        elif block.block_type == "table" and not block.value["caption"]:
            yield Unnamed(f"{place}", block.value)


@transaction.atomic
def name_parts(page: Page, words: dict[str, dict[str, str]], *, by: User) -> None:
    """Write alt texts, captions and names of tables into the newest version."""
    draft = newest_draft(page)
    for part in unnamed_parts(draft):
        given = words.get(part.key)
        if given is None:
            continue
        part.value["caption"] = given["caption"]
        if part.picture:
            part.value["alt"] = given["alt"]
            if not part.picture.description:
                part.picture.description = given["alt"]
                part.picture.title = given["alt"][:255]
                part.picture.save(update_fields=["description", "title"])
    draft.save_revision(user=by, log_action=True, clean=False)
