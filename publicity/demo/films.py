"""Films for the demonstration county, made by the worker after the first page is up.

The newest programmes and advertisements are made in full, with the captions of the
data. The others share a few short clips, which say no more than what they show; their
pages keep their own transcripts. Until a film is there a page shows its cover.
"""

from functools import partial
from itertools import cycle
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, ReferenceIndex

from portal.demo.context import Context
from portal.demo.drawing import scene_for
from portal.demo.filming import record
from portal.demo.films import Caption, Film
from portal.jobs.retry import background
from portal.media.models import Recording
from publicity.models import EpisodePage, NewsPage, PsaPage

IN_FULL = 4  # of each kind
CLIP_SECONDS = 12.0
CLIP_CAPTION = (3.2, 9.6)


def order_films(context: Context) -> None:
    """Have the missing films made: the clips that most pages wait for come first."""
    if context.films == "none" or not _pages_without_film():
        return
    if context.films == "now":
        # Minutes of work: nobody should wait for the database meanwhile.
        transaction.on_commit(partial(_make_all, context))
        return
    share_clips.enqueue()
    for episode, ad in _made_in_full():
        film_episode.enqueue(episode.slug)
        film_ad.enqueue(ad.slug)


def _make_all(context: Context) -> None:
    pairs = _made_in_full()
    make_clips()
    for done, (episode, ad) in enumerate(pairs, start=1):
        make_episode_film(episode.slug)
        make_ad_film(ad.slug)
        context.tell(_("影片"), done, len(pairs))


@background(attempts=3)
def film_episode(slug: str) -> None:
    make_episode_film(slug)


@background(attempts=3)
def film_ad(slug: str) -> None:
    make_ad_film(slug)


@background(attempts=3)
def share_clips() -> None:
    make_clips()


def make_episode_film(slug: str) -> None:
    context = Context()
    row = _row(context, "episodes", slug)
    title = context.relations["clip_words"]["episode"].format(
        programme=row["program"], number=row["number"]
    )
    recording = record(title, _film(row, opening="tv_studio"))
    _show(EpisodePage, slug, recording)
    for name, added in context.relations["news"].items():
        if added.get("film") == row["id"]:
            _show_in_news(name.lower(), recording, title)


def make_ad_film(slug: str) -> None:
    context = Context()
    row = _row(context, "psas", slug)
    title = context.relations["clip_words"]["advertisement"].format(title=row["title"])
    opening = scene_for(f"{row['title']} {row['theme']} {row['script']}")
    _show(PsaPage, slug, record(title, _film(row, opening=opening)))


def make_clips() -> None:
    """Make the clips and give them, in turn, to the pages without a film of their own."""
    context = Context()
    words = context.relations["clip_words"]
    clips = [
        record(
            words["title"].format(what=clip["what"]),
            Film(
                duration=CLIP_SECONDS,
                captions=[
                    Caption(*CLIP_CAPTION, words["caption"].format(what=clip["what"]))
                ],
                seed=number,
                opening=scene_for(clip["text"]),
            ),
        )
        for number, clip in enumerate(context.relations["clips"], start=1)
    ]
    for model in (EpisodePage, PsaPage):
        own = [page.pk for page in _newest(model)]
        others = model.objects.filter(video=None).exclude(pk__in=own).order_by("pk")
        for page, clip in zip(others, cycle(clips)):
            _show(model, page.slug, clip)


def _newest(model: type[Page]) -> list[Page]:
    return list(model.objects.order_by("-first_published_at", "pk")[:IN_FULL])


def _made_in_full() -> list[tuple[Page, Page]]:
    """Return the newest programmes, each with one of the newest advertisements."""
    return list(zip(_newest(EpisodePage), _newest(PsaPage), strict=True))


def _pages_without_film() -> bool:
    return any(
        model.objects.filter(video=None).exists() for model in (EpisodePage, PsaPage)
    )


def _row(context: Context, name: str, slug: str) -> dict[str, Any]:
    rows: list[dict[str, Any]] = context.read(name)[name]
    return next(row for row in rows if row["id"].lower() == slug)


def _film(row: dict[str, Any], *, opening: str) -> Film:
    return Film(
        duration=float(row["duration_seconds"]),
        captions=[Caption(**caption) for caption in row["captions"]],
        seed=int("".join(filter(str.isdigit, row["id"]))),
        opening=opening,
    )


def _show(model: type[Page], slug: str, recording: Recording) -> None:
    """Set the page's film, if nobody set another one meanwhile."""
    page = model.objects.filter(slug=slug, video=None).first()
    if page:
        model.objects.filter(pk=page.pk).update(video=recording)
        page.video = recording
        ReferenceIndex.create_or_update_for_object(page)


def _show_in_news(slug: str, recording: Recording, caption: str) -> None:
    page = NewsPage.objects.filter(slug=slug).first()
    if page is None or any(part.block_type == "video" for part in page.body):
        return
    page.body.append(("video", {"video": recording, "caption": caption}))
    NewsPage.objects.filter(pk=page.pk).update(body=page.body)
    ReferenceIndex.create_or_update_for_object(page)
