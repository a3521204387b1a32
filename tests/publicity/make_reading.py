"""Make regulations, topics and plain pages. All arguments optional."""

from datetime import date
from itertools import count
from typing import Any

from portal.home.models import HomePage
from publicity.models import (
    AboutIndexPage,
    AboutPage,
    Clause,
    Regulation,
    RegulationVersion,
    TopicIndexPage,
    TopicPage,
)
from publicity.numerals import label_of
from publicity.workflow import ClauseKind, VersionState
from tests.portal.make import make_home
from tests.publicity.make import _column, _common

_number = count(1)
LETTERS = {
    ClauseKind.CHAPTER: "chapter",
    ClauseKind.ARTICLE: "art",
    ClauseKind.PARAGRAPH: "p",
    ClauseKind.ITEM: "i",
}


def make_regulation(*, title: str = "门前四包办法", **fields: Any) -> Regulation:
    if not HomePage.objects.exists():
        make_home()
    return Regulation.objects.create(
        title=title,
        **{
            "slug": f"r{next(_number)}",
            "issuer": "县人民政府",
            "topic": "门前四包",
            **fields,
        },
    )


def make_version(
    regulation: Regulation | None = None,
    *,
    effective_on: date = date(2026, 3, 1),
    articles: int | list[str] = 0,
    **fields: Any,
) -> RegulationVersion:
    version = RegulationVersion.objects.create(
        regulation=regulation or make_regulation(),
        effective_on=effective_on,
        **{"state": VersionState.PUBLISHED, **fields},
    )
    if isinstance(articles, int):
        articles = [f"第{number}件事应当做好。" for number in range(1, articles + 1)]
    for number, text in enumerate(articles, start=1):
        make_clause(version, number, text=text)
    return version


def make_clause(
    version: RegulationVersion,
    number: int,
    *,
    kind: ClauseKind = ClauseKind.ARTICLE,
    parent: Clause | None = None,
    **fields: Any,
) -> Clause:
    """Add a place behind all others of its version."""
    above = f"{parent.anchor}-" if parent and parent.kind in below_articles() else ""
    joint = "-" if kind in {ClauseKind.CHAPTER, ClauseKind.ARTICLE} else ""
    clause: Clause = Clause.objects.create(
        version=version,
        parent=parent,
        kind=kind,
        number=number,
        **{
            "label": label_of(kind, number),
            "anchor": f"{above}{LETTERS[kind]}{joint}{number}",
            "position": version.clauses.count() + 1,
            **fields,
        },
    )
    return clause


def below_articles() -> set[str]:
    return {ClauseKind.ARTICLE, ClauseKind.PARAGRAPH, ClauseKind.ITEM}


def make_topic(*, title: str = "占道经营专项整治", **fields: Any) -> TopicPage:
    column = _column(TopicIndexPage, "topics", "专项整治", None)
    tags = fields.pop("tags", ())
    page: TopicPage = column.add_child(
        instance=TopicPage(title=title, **{**_common(None), **fields})
    )
    page.tags.add(*tags)
    page.save()
    return page


def make_about(*, title: str = "隐私政策", **fields: Any) -> AboutPage:
    column = _column(AboutIndexPage, "about", "关于本站", None)
    page: AboutPage = column.add_child(
        instance=AboutPage(
            title=title,
            body=[("text", "<p>我们只收集必要的信息。</p>")],
            **{**_common(None), **fields},
        )
    )
    return page
