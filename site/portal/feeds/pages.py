"""A page of the tree as an item of a feed."""

import mimetypes
from collections.abc import Callable

from portal.feeds.registry import Enclosure, Item
from portal.media.models import Recording
from portal.pages import BasePage


def page_item(
    page: BasePage, *, html: Callable[[], str], film: Recording | None = None
) -> Item:
    """Make an item of a page; with it comes its film, else its picture."""

    def enclosure() -> Enclosure | None:
        return (_film(film) if film else None) or _picture(page)

    return Item(
        title=page.title,
        address=page.url or "/",
        summary=page.summary,
        author=page.author or page.source,
        published_at=page.first_published_at,
        updated_at=page.last_published_at or page.first_published_at,
        html=html,
        enclosure=enclosure,
    )


def _film(film: Recording) -> Enclosure | None:
    try:
        length = film.file.size
    except (OSError, ValueError):  # no file there
        return None
    kind = mimetypes.guess_type(film.file.url)[0] or "application/octet-stream"
    return Enclosure(address=film.file.url, length=length, type=kind)


def _picture(page: BasePage) -> Enclosure | None:
    rendition = page.share_rendition
    if rendition is None:
        return None
    try:
        length = rendition.file.size
    except OSError:
        return None
    return Enclosure(address=rendition.url, length=length, type="image/jpeg")
