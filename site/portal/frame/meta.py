"""The meta tags that government sites must carry (rules §1.4, GW-50 to GW-53)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _


class ColumnType(models.TextChoices):
    """The kinds of column that inspection knows (GW-50). Values are what is emitted."""

    HOME = "首页"
    OVERVIEW = "概况信息"
    FUNCTIONS = "机构职能"
    NEWS = "工作动态"
    POLICY = "政策文件"
    DATA = "数据发布"
    INTERPRETATION = "政策解读"
    RESPONSE = "回应关切"
    SERVICE = "办事服务"
    COMPLAINTS = "咨询投诉"
    SURVEY = "征集调查"


@dataclass(frozen=True, kw_only=True)
class Column:
    """What a column page, or an article in it, says of its column.

    `keywords` are separated by commas. Empty text is refused: a tag that is
    there and says nothing is a fault (GW-52).
    """

    name: str
    type: ColumnType
    description: str
    keywords: str

    def __post_init__(self) -> None:
        _refuse_empty(self.name, self.description, self.keywords)

    def tags(self) -> Iterator[tuple[str, str]]:
        yield "ColumnName", self.name
        yield "ColumnDescription", self.description
        yield "ColumnKeywords", self.keywords
        yield "ColumnType", self.type


@dataclass(frozen=True, kw_only=True)
class Article:
    """What a page with a date says of itself. Optional fields drop out when empty."""

    title: str
    published_at: datetime | None  # None only in the preview of a draft
    source: str
    keywords: Sequence[str] = ()
    author: str = ""
    description: str = ""
    image: str = ""
    url: str = ""

    def drafted(self) -> "Article":
        """Return this article as the preview of a draft: what it lacks is named."""
        return replace(
            self,
            title=self.title or _("还没有写标题"),
            source=self.source or _("还没有写来源"),
            published_at=self.published_at or timezone.now(),
        )

    def tags(self) -> Iterator[tuple[str, str]]:
        _refuse_empty(self.title, self.source)
        yield "ArticleTitle", self.title
        if self.published_at is None:
            raise ValueError("An item without a date cannot be shown (GW-33).")
        at = timezone.localtime(self.published_at)
        yield "PubDate", f"{at:%Y-%m-%d %H:%M}"
        yield "ContentSource", self.source
        for name, value in (
            ("Keywords", ",".join(self.keywords)),
            ("Author", self.author),
            ("Description", self.description),
            ("Image", self.image),
            ("Url", self.url),
        ):
            if value:
                yield name, value


def share_tags(
    column: Column, article: Article | None, *, site_name: str, address: str
) -> Iterator[tuple[str, str]]:
    """Yield what a chat shows of a link to `address` (OpenGraph)."""
    yield "og:site_name", site_name
    yield "og:locale", "zh_CN"
    yield "og:type", "article" if article else "website"
    yield "og:title", article.title if article else column.name
    yield (
        "og:description",
        (article.description if article else "") or column.description,
    )
    yield "og:url", address
    if article and article.image:
        yield "og:image", article.image


def _refuse_empty(*values: str) -> None:
    if not all(value.strip() for value in values):
        raise ValueError("A required meta tag would be empty (GW-52).")
