"""News, and the headlines of the last day."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from portal.demo.context import Context
from portal.demo.pages import add_pages
from portal.demo.pictures import Wanted, draw_pictures
from portal.directory.models import Area
from portal.home.models import HeadlineSlot, HomePage
from portal.images.models import Picture
from portal.pages import PageStandard
from portal.standards.models import StandardItem
from publicity.demo.bodies import Workshop
from publicity.demo.parts import (
    clauses_by_id,
    copies,
    mention_units,
    rows_of,
    tag_pages,
)
from publicity.models import AboutPage, NewsIndexPage, NewsPage
from publicity.workflow import NewsKind

SPAN = timedelta(days=60)  # a copy is as much older as the first content spans

Rows = list[dict[str, Any]]


def load_news(context: Context) -> None:
    rows = context.read("news")["news"]
    pictures = _pictures(context, rows)
    clauses = clauses_by_id(context)
    index = NewsIndexPage.objects.get()
    kinds = {str(kind.label): kind for kind in NewsKind}
    pages = []
    for row in rows:
        published_at = datetime.fromisoformat(row["published_at"])
        pages += [
            NewsPage(
                title=title,
                slug=slug,
                summary=row["lead"],
                source=row["source"],
                author=context.units[row["author_dept"]].short_name,
                responsible_editor=context.signature["editor"],
                kind=kinds[row["kind"]],
                cover=pictures[row["id"]],
                area=_area(context, row),
                first_published_at=published_at - SPAN * copy,
            )
            for copy, slug, title in copies(context, row)
        ]

    def write(new: list[NewsPage]) -> None:
        beside = Page.objects.child_of(index)  # those that come in now as well
        linked = {page.slug: page for page in [*AboutPage.objects.all(), *beside]}
        workshop = Workshop(context, clauses, pictures, linked)
        for page, row in zip(new, rows_of(new, rows), strict=True):
            page.body = workshop.body(row)

    new = add_pages(index, pages, finish=write)
    origin = rows_of(new, rows)
    tag_pages(new, [row["tags"] for row in origin])
    mention_units(
        new, [[context.units[code] for code in row["units"]] for row in origin]
    )
    _give_evidence(context, new, origin)
    _pin_headlines(context)
    context.tell(_("每日动态"), len(pages), len(pages))


def _pictures(context: Context, rows: Rows) -> dict[str, Picture]:
    wanted = []
    for row in rows:
        wanted.append(Wanted(row["id"], f"{row['title']} {' '.join(row['tags'])}"))
        added = context.relations["news"].get(row["id"], {})
        texts = added.get("gallery", [added["picture"]] if "picture" in added else [])
        wanted += [
            Wanted(f"{row['id']}-{number}", text)
            for number, text in enumerate(texts, start=1)
        ]
    return draw_pictures(context, wanted)


def _area(context: Context, row: dict[str, Any]) -> Area | None:
    """Return the one area that the item names, or whose community took part in it."""
    text = " ".join([row["title"], row["lead"], *row["body"]])
    named = [area for area in context.areas.values() if area.name in text]
    if not named:
        named = [
            context.areas[place["code"]]
            for place in context.read("areas")["areas"]
            if place["community"] in row["units"]
        ]
    return named[0] if len(named) == 1 else None


def _give_evidence(context: Context, pages: list[NewsPage], rows: Rows) -> None:
    """Let items be evidence for the score points that their tags stand for."""
    points = {item.code: item for item in StandardItem.objects.all()}
    codes = context.relations["standard_points"]
    PageStandard.objects.bulk_create(
        PageStandard(page_id=page.pk, item=points[code])
        for page, row in zip(pages, rows, strict=True)
        for code in dict.fromkeys(codes[tag] for tag in row["tags"] if tag in codes)
    )


def _pin_headlines(context: Context) -> None:
    home = HomePage.objects.get()
    if home.headline_slots.exists():
        return
    for order, name in enumerate(context.read("site")["headlines"]):
        page = NewsPage.objects.filter(slug=name.lower()).first()
        if page:
            HeadlineSlot.objects.create(
                home=home,
                page=page,
                starts_at=page.first_published_at,
                sort_order=order,
            )
