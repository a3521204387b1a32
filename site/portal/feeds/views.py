"""RSS and Atom with the full text, sent again only when something changed."""

from typing import Any
from urllib.parse import urljoin

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from portal.feeds.full_text import clean, with_whole_addresses
from portal.feeds.registry import Item, get_feed_or_404
from portal.frame.sites import government_of

CONTENT = "http://purl.org/rss/1.0/modules/content/"


class RssWithFullText(Rss201rev2Feed):
    def rss_attributes(self) -> dict[str, Any]:
        return {**super().rss_attributes(), "xmlns:content": CONTENT}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["full_text"])


class AtomWithFullText(Atom1Feed):
    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["full_text"], {"type": "html"})


@require_safe
@cache_control(public=True, max_age=300)
@conditional_page
def rss(request: HttpRequest, key: str) -> HttpResponse:
    return _feed(request, key, RssWithFullText)


@require_safe
@cache_control(public=True, max_age=300)
@conditional_page
def atom(request: HttpRequest, key: str) -> HttpResponse:
    return _feed(request, key, AtomWithFullText)


def _feed(
    request: HttpRequest,
    key: str,
    kind: type[RssWithFullText] | type[AtomWithFullText],
) -> HttpResponse:
    source = get_feed_or_404(key)
    government = government_of(request)
    # The site's own root, so that nothing of the request's host comes back (I6).
    root = government.site.root_url
    feed = kind(
        title=clean(f"{source.title} - {government.name}"),
        link=urljoin(root, source.address),
        description=clean(
            _("%(site)s：%(column)s，含全文。")
            % {"site": government.name, "column": source.title}
        ),
        language="zh-CN",
        author_name=clean(government.name),
        feed_url=urljoin(root, request.path),
    )
    for item in source.newest():
        _add(feed, item, root)
    response = HttpResponse(content_type=feed.content_type)
    patch_cache_control(response, max_age=source.max_age)
    # What may vanish is not told by the newest item's time: the ETag tells it.
    if feed.num_items() and source.max_age:
        response["Last-Modified"] = http_date(feed.latest_post_date().timestamp())
    feed.write(response, "utf-8")
    return response


def _add(feed: RssWithFullText | AtomWithFullText, item: Item, root: str) -> None:
    address = urljoin(root, item.address)
    enclosure = item.enclosure()
    feed.add_item(
        title=clean(item.title),
        link=address,
        description=clean(item.summary),
        author_name=clean(item.author),
        pubdate=timezone.localtime(item.published_at),
        updateddate=timezone.localtime(item.updated_at),
        unique_id=address,
        enclosures=[
            Enclosure(
                urljoin(root, enclosure.address), str(enclosure.length), enclosure.type
            )
        ]
        if enclosure
        else [],
        full_text=with_whole_addresses(item.html(), address),
    )
