"""The daily programme; its films are made later."""

from datetime import date, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from portal.demo.context import Context
from portal.demo.pages import add_pages
from portal.demo.pictures import Wanted, draw_pictures
from publicity.demo.parts import at, copies, mention_units, rows_of, tag_pages
from publicity.models import Chapter, EpisodeIndexPage, EpisodePage

PARTS = 4  # chapters of a programme
SUMMARY = 90  # characters, to the end of the sentence


def load_episodes(context: Context) -> None:
    rows = context.read("episodes")["episodes"]
    covers = draw_pictures(
        context, [Wanted(row["id"], f"{row['title']} {row['tip']}") for row in rows]
    )
    new = add_pages(
        EpisodeIndexPage.objects.get(),
        [
            EpisodePage(
                title=title,
                slug=slug,
                summary=summary_of(row["script"]),
                source=row["channel"],
                author=context.units[row["producer"]].short_name,
                responsible_editor=context.signature["tv_editor"],
                cover=covers[row["id"]],
                number=row["number"] + len(rows) * copy,
                air_date=date.fromisoformat(row["date"])
                - timedelta(days=len(rows) * copy),
                air_time=time.fromisoformat(row["air_time"]),
                programme=row["program"],
                channel=row["channel"],
                duration=row["duration_seconds"],
                transcript=row["script"],
                tip=row["tip"],
                first_published_at=at(row["date"], 20, 30)
                - timedelta(days=len(rows) * copy),
            )
            for row in rows
            for copy, slug, title in copies(context, row)
        ],
    )
    origin = rows_of(new, rows)
    Chapter.objects.bulk_create(
        Chapter(page=page, start=start, title=title, sort_order=order)
        for page, row in zip(new, origin, strict=True)
        for order, (start, title) in enumerate(chapters_of(row["captions"]))
    )
    mention_units(new, [[context.units[row["producer"]]] for row in origin])
    tag_pages(new, [[row["program"]] for row in origin])
    context.tell(_("今日双创"), len(new), len(new))


def summary_of(script: str) -> str:
    """Return the first whole sentences after the greeting."""
    said = ""
    for sentence in script.split("。")[1:]:
        if len(said) + len(sentence) > SUMMARY and said:
            break
        said += f"{sentence}。" if sentence else ""
    return said


def chapters_of(captions: list[dict[str, Any]]) -> list[tuple[int, str]]:
    """Cut a programme into parts of like length, each begins with what is said then.

    The greeting is left out, and a part begins with a sentence that says something.
    """
    spoken = [line for line in captions[1:] if len(line["text"]) > PARTS]
    length = captions[-1]["end"]
    starts = []
    for part in range(PARTS):
        line = next(
            (line for line in spoken if line["start"] >= length * part / PARTS),
            spoken[-1],
        )
        starts.append((int(line["start"]), line["text"]))
    starts[0] = (0, starts[0][1])  # the first part begins with the opening
    return sorted(dict(starts).items())
