"""Make the columns of publicity and what stands in them. All arguments optional."""

from datetime import date, datetime
from itertools import count
from typing import Any, TypeVar

from django.utils import timezone
from wagtail.models import Page

from portal.home.models import HomePage
from portal.pages import ColumnPage
from publicity.models import (
    AboutIndexPage,
    EpisodeIndexPage,
    EpisodePage,
    KnowledgeColumnPage,
    KnowledgeIndexPage,
    KnowledgePage,
    NewsIndexPage,
    NewsPage,
    PsaIndexPage,
    PsaPage,
    TopicIndexPage,
)
from tests.portal.make import make_home

_number = count(1)
Column = TypeVar("Column", bound=ColumnPage)


def _column(model: type[Column], slug: str, title: str, parent: Page | None) -> Column:
    if found := model.objects.filter(slug=slug).first():
        return found  # type: ignore[no-any-return]
    parent = parent or HomePage.objects.first() or make_home()
    column: Column = parent.add_child(
        instance=model(title=title, slug=slug, intro=f"{title}栏目", keywords=title)
    )
    return column


def make_columns() -> None:
    """Put every column of publicity below the home page."""
    for model, slug, title in (
        (NewsIndexPage, "news", "每日动态"),
        (EpisodeIndexPage, "episodes", "今日双创"),
        (PsaIndexPage, "psa", "公益广告"),
        (KnowledgeIndexPage, "knowledge", "双创知识"),
        (TopicIndexPage, "topics", "专项整治"),
        (AboutIndexPage, "about", "关于本站"),
    ):
        _column(model, slug, title, None)


def _common(published_at: datetime | None) -> dict[str, Any]:
    number = next(_number)
    at = published_at or timezone.now()
    return {
        "live": True,
        "slug": f"p{number}",
        "summary": f"第{number}条的摘要。",
        "source": "县融媒体中心",
        "first_published_at": at,
        "last_published_at": at,
    }


def make_news(
    *,
    title: str = "河道清理完成",
    text: str = "工作人员清理了河道。",
    published_at: datetime | None = None,
    live: bool = True,
    **fields: Any,
) -> NewsPage:
    column = _column(NewsIndexPage, "news", "每日动态", None)
    page: NewsPage = column.add_child(
        instance=NewsPage(
            title=title,
            **{
                "body": [("text", f"<p>{text}</p>")],
                **_common(published_at),
                "live": live,
                **fields,
            },
        )
    )
    return page


def make_episode(
    *, title: str = "今晚的节目", air_date: date | None = None, **fields: Any
) -> EpisodePage:
    column = _column(EpisodeIndexPage, "episodes", "今日双创", None)
    page: EpisodePage = column.add_child(
        instance=EpisodePage(
            title=title,
            number=fields.pop("number", None) or next(_number),
            air_date=air_date or timezone.localdate(),
            programme="双创进行时",
            **{**_common(None), **fields},
        )
    )
    return page


def make_psa(*, title: str = "请排队", **fields: Any) -> PsaPage:
    column = _column(PsaIndexPage, "psa", "公益广告", None)
    page: PsaPage = column.add_child(
        instance=PsaPage(
            title=title,
            **{
                **_common(None),
                "slogan": "排好队，/暖一路",
                "theme": "文明礼仪",
                "producer": "县融媒体中心",
                "valid_from": timezone.localdate(),
                **fields,
            },
        )
    )
    return page


def make_knowledge(*, title: str = "怎样洗手", **fields: Any) -> KnowledgePage:
    index = _column(KnowledgeIndexPage, "knowledge", "双创知识", None)
    column = _column(KnowledgeColumnPage, "health", "健康知识", index)
    page: KnowledgePage = column.add_child(
        instance=KnowledgePage(
            title=title,
            **{
                "body": [("text", "<p>用流动的水洗手。</p>")],
                **_common(None),
                **fields,
            },
        )
    )
    return page
