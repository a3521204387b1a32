"""The columns of publicity as feeds."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from portal.feeds.full_text import paragraphs
from portal.feeds.pages import page_item
from portal.feeds.registry import FeedSource, Item, register_feed
from publicity.models import EpisodePage, KnowledgePage, NewsPage, PsaPage, TopicPage


def register_feeds() -> None:
    for key, title, rows, item in (
        ("news", _("每日动态"), NewsPage.objects.all, _text_item),
        ("episodes", _("今日双创"), EpisodePage.objects.all, _episode),
        ("psa", _("公益广告"), _ads_running, _ad),
        ("topics", _("专项整治"), TopicPage.objects.all, _text_item),
        ("knowledge", _("双创知识"), KnowledgePage.objects.all, _text_item),
    ):
        register_feed(
            FeedSource(
                key=key,
                title=title,
                address=f"/{key}/",
                rows=partial(_newest, rows),
                item=item,
            )
        )


def _newest(pages: Callable[[], Any]) -> QuerySet[Any]:
    queryset = pages()
    films = ["video"] if hasattr(queryset.model, "video") else []
    newest: QuerySet[Any] = (
        queryset.live()
        .public()
        .filter(first_published_at__isnull=False)
        .select_related("cover", *films)
        .prefetch_related("cover__renditions")
        .order_by("-first_published_at", "-pk")
    )
    return newest


def _ads_running() -> Any:
    return PsaPage.objects.running(timezone.localdate())


def _text_item(page: Any) -> Item:
    return page_item(page, html=lambda: page.body.render_as_block())


def _episode(page: EpisodePage) -> Item:
    text = f"{page.summary}\n{page.transcript}\n{page.tip}"
    return page_item(page, html=lambda: paragraphs(text), film=page.video)


def _ad(page: PsaPage) -> Item:
    def html() -> SafeString:
        return paragraphs("\n".join([*page.slogan_lines, page.summary, page.script]))

    return page_item(page, html=html, film=page.video)
