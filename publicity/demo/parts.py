"""Small pieces that the loaders of pages have in common."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from html import escape
from typing import Any

from django.utils import timezone
from taggit.models import Tag
from wagtail.models import Page

from portal.demo.context import Context
from portal.directory.models import Unit
from portal.images.models import Picture
from portal.pages import PageTag, PageUnit
from publicity.models import Clause

Part = tuple[str, Any]  # a block of a body: its kind and its value


def at(day: str, hour: int = 8, minute: int = 0) -> datetime:
    """Return that hour of a day such as `2026-09-22`, in the county's time."""
    return timezone.make_aware(
        datetime.combine(date.fromisoformat(day), time(hour, minute))
    )


def paragraphs(texts: Iterable[str]) -> Part:
    return "text", "".join(f"<p>{escape(text, quote=False)}</p>" for text in texts)


def picture_part(picture: Picture) -> Part:
    return "picture", {"image": picture, "alt": picture.description, "caption": ""}


def table_part(caption: str, heads: dict[str, str], rows: list[list[Any]]) -> Part:
    """Return a table; `heads` gives the kind of each column by its heading."""
    return "table", {
        "caption": caption,
        "table": {
            "columns": [
                {"type": kind, "heading": heading} for heading, kind in heads.items()
            ],
            "rows": [{"values": [str(value) for value in row]} for row in rows],
        },
    }


def clauses_by_id(context: Context) -> dict[str, Clause]:
    """Return the articles by the names that the data have for them, e.g. R2-6."""
    codes = {
        (
            context.relations["regulations"][row["code"]]["slug"],
            date.fromisoformat(row["effective_from"]),
        ): row["code"]
        for row in context.read("regulations")["regulations"]
    }
    found: dict[str, Clause] = {}
    for clause in Clause.objects.articles():
        version = clause.version
        code = codes.get((version.regulation.slug, version.effective_on))
        if code:
            found[f"{code}-{clause.number}"] = clause
    return found


def copies(context: Context, row: dict[str, Any]) -> Iterable[tuple[int, str, str]]:
    """Return number, slug and title of each copy that `--scale` asks for."""
    for copy in range(context.scale):
        slug = row["id"].lower()
        if copy:
            name = context.relations["words"]["copy"].format(number=copy + 1)
            yield copy, f"{slug}-{copy + 1}", row["title"] + name
        else:
            yield copy, slug, row["title"]


def rows_of(
    pages: Sequence[Page], rows: Iterable[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return for each page the row that it was made from."""
    by_slug = {row["id"].lower(): row for row in rows}
    return [by_slug[page.slug.split("-")[0]] for page in pages]


def tag_pages(pages: Sequence[Page], names: Sequence[Sequence[str]]) -> None:
    """Give each page its tags, in one insert."""
    wanted = sorted({name for some in names for name in some})
    known = {tag.name: tag for tag in Tag.objects.filter(name__in=wanted)}
    for name in wanted:
        if name not in known:
            known[name] = Tag.objects.create(name=name)
    PageTag.objects.bulk_create(
        PageTag(content_object_id=page.pk, tag=known[name])
        for page, some in zip(pages, names, strict=True)
        for name in dict.fromkeys(some)
    )


def mention_units(pages: Sequence[Page], units: Sequence[Sequence[Unit]]) -> None:
    PageUnit.objects.bulk_create(
        PageUnit(page_id=page.pk, unit=unit)
        for page, some in zip(pages, units, strict=True)
        for unit in dict.fromkeys(some)
    )
