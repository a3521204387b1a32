"""Makes a film into a recording that pages can show."""

import tempfile
from pathlib import Path

from django.core.files.base import ContentFile, File
from django.db import transaction
from wagtail.models import Collection

from portal.demo.films import Film, make_film, poster, webvtt
from portal.media.models import Recording

SIZE = (640, 360)


def record(title: str, film: Film) -> Recording:
    """Return the recording of that title, made if there is none.

    The title is what tells whether a film was made: a task that runs twice, because
    its worker was stopped half-way, makes no second one.
    """
    known: Recording | None = Recording.objects.filter(title=title).first()
    if known:
        return known
    with tempfile.TemporaryDirectory() as folder:
        path, cover = Path(folder) / "film.mp4", Path(folder) / "poster.webp"
        make_film(film, path, size=SIZE)
        poster(film).save(cover, "WEBP", quality=82)
        with transaction.atomic(), path.open("rb") as file:
            known = Recording.objects.filter(title=title).first()
            if known:
                return known  # another worker was quicker
            recording: Recording = Recording.objects.create(
                title=title,
                type="video",
                duration=film.duration,
                width=SIZE[0],
                height=SIZE[1],
                file=File(file, name=path.name),
                thumbnail=ContentFile(cover.read_bytes(), name=cover.name),
                captions=ContentFile(
                    webvtt(film.captions).encode(), name="captions.vtt"
                ),
                collection=Collection.get_first_root_node(),
            )
            return recording
