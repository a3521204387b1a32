"""Draws the pictures of the demonstration content into the picture library."""

import hashlib
import multiprocessing
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from wagtail.models import Collection

from portal.demo.context import Context
from portal.demo.drawing import scene_for
from portal.demo.painting import paint
from portal.images.models import Picture
from portal.uploads import GeneratedName, private_storage

FEW = 8  # not worth the start of two processes


@dataclass(frozen=True)
class Wanted:
    """A picture that fits a text. `key` names it for ever: it is drawn once."""

    key: str
    text: str

    @property
    def scene(self) -> str:
        return scene_for(self.text)


def draw_pictures(context: Context, wanted: Sequence[Wanted]) -> dict[str, Picture]:
    """Return a picture for each key, drawing what is not in the library yet."""
    credit = context.signature["picture_credit"]
    titles = {f"{credit} {item.key}": item for item in wanted}
    found = {
        titles[known.title].key: known
        for known in Picture.objects.filter(title__in=list(titles))
    }
    missing = {title: item for title, item in titles.items() if item.key not in found}
    paintings = _painted(list(missing.values()), context.picture_width)
    new = []
    for done, (title, (content, size)) in enumerate(
        zip(missing, paintings, strict=True), start=1
    ):
        new.append(_picture(context, title, missing[title], content, size))
        context.tell(_("插画"), done, len(missing))
    for picture in Picture.objects.bulk_create(new):
        found[titles[picture.title].key] = picture
    return found


def _picture(
    context: Context, title: str, wanted: Wanted, content: bytes, size: tuple[int, int]
) -> Picture:
    storage = private_storage()
    what = context.read("scenes")["scenes"][wanted.scene]
    return Picture(
        title=title,
        description=context.signature["picture_alt"].format(what=what),
        credit=context.signature["picture_credit"],
        file=storage.save(
            GeneratedName("originals")(None, "drawing.webp"), ContentFile(content)
        ),
        width=size[0],
        height=size[1],
        file_size=len(content),
        file_hash=hashlib.sha1(content, usedforsecurity=False).hexdigest(),
        collection=Collection.get_first_root_node(),
    )


def _painted(
    wanted: Sequence[Wanted], width: int
) -> Iterable[tuple[bytes, tuple[int, int]]]:
    orders = [(item.scene, item.key, width) for item in wanted]
    if len(orders) < FEW:
        yield from map(paint, orders)
        return
    # Spawned, not forked: the database connection must not be shared.
    with ProcessPoolExecutor(
        mp_context=multiprocessing.get_context("spawn")
    ) as processes:
        yield from processes.map(paint, orders, chunksize=4)
