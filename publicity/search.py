"""What of publicity is found: its pages, regulations, and clauses in force."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from portal.search.registry import Row, SearchColumn, SearchSource, register_source
from portal.search.sources import page_address, page_source, public_pages
from publicity.models import (
    AboutIndexPage,
    AboutPage,
    Clause,
    EpisodeIndexPage,
    EpisodePage,
    KnowledgeColumnPage,
    KnowledgeIndexPage,
    KnowledgePage,
    NewsIndexPage,
    NewsPage,
    PsaIndexPage,
    PsaPage,
    Regulation,
    RegulationVersion,
    TopicIndexPage,
    TopicPage,
)
from publicity.workflow import ClauseKind

HEADINGS = [ClauseKind.PART, ClauseKind.CHAPTER, ClauseKind.SECTION]
REGULATIONS = SearchColumn("regulations", gettext_lazy("法规逐条"), "/regulations/", 60)


def register_search_sources() -> None:
    for source in (
        page_source(
            NewsPage,
            SearchColumn("news", gettext_lazy("每日动态"), "/news/", 10),
            streams=["body"],
        ),
        page_source(
            EpisodePage,
            SearchColumn("episodes", gettext_lazy("今日双创"), "/episodes/", 20),
            texts=["transcript", "tip"],
            date="air_date",
            more=["number", "duration"],
            note=_episode_note,
        ),
        page_source(
            PsaPage,
            SearchColumn("psa", gettext_lazy("公益广告"), "/psa/", 30),
            texts=["slogan", "script"],
            date="valid_from",
            more=["theme"],
            note=lambda row: row["theme"],
        ),
        page_source(
            TopicPage,
            SearchColumn("topics", gettext_lazy("专项整治"), "/topics/", 40),
            streams=["body"],
        ),
        page_source(
            KnowledgePage,
            SearchColumn("knowledge", gettext_lazy("双创知识"), "/knowledge/", 50),
            streams=["body"],
        ),
        page_source(
            AboutPage,
            SearchColumn("about", gettext_lazy("关于本站"), "/about/", 90),
            streams=["body"],
        ),
        SearchSource(
            key="columns",
            column=SearchColumn("columns", gettext_lazy("栏目"), "/sitemap/", 95),
            models=COLUMN_PAGES,
            public=_column_pages,
            names=["title"],
            texts=[f"{model._meta.model_name}__intro" for model in COLUMN_PAGES],
            more=["url_path"],
            title=lambda row: row["title"],
            address=page_address,
        ),
        SearchSource(
            key="regulations",
            column=REGULATIONS,
            public=_regulations,
            names=["title", "short_title"],
            texts=["document_number", "topic"],
            date="newest_on",
            more=["slug", "issuer"],
            title=lambda row: row["title"],
            address=lambda row: reverse("publicity:regulation", args=[row["slug"]]),
            note=lambda row: row["issuer"],
        ),
        SearchSource(
            key="clauses",
            column=REGULATIONS,
            public=lambda: (
                Clause.objects.in_force(timezone.localdate())
                .exclude(kind__in=HEADINGS)
                .telling_more()
            ),
            names=["label", "title"],
            texts=["text", "plain_note", "penalty", "reward", "example"],
            date="version__effective_on",
            more=[
                "anchor",
                "version__regulation__title",
                "version__regulation__slug",
                *(f"{prefix}{name}" for prefix in ABOVE for name in ("kind", "label")),
            ],
            title=_clause_title,
            address=lambda row: reverse(
                "publicity:clause",
                args=[row["version__regulation__slug"], row["anchor"]],
            ),
        ),
    ):
        register_source(source)


COLUMN_PAGES = [
    NewsIndexPage,
    EpisodeIndexPage,
    PsaIndexPage,
    TopicIndexPage,
    KnowledgeIndexPage,
    KnowledgeColumnPage,
    AboutIndexPage,
]
ABOVE = ["parent__parent__parent__", "parent__parent__", "parent__"]


def _column_pages() -> QuerySet[Any]:
    pages = public_pages(Page)
    return pages.filter(
        content_type__in=ContentType.objects.get_for_models(*COLUMN_PAGES).values()
    )


def _regulations() -> QuerySet[Regulation]:
    newest = RegulationVersion.objects.public().filter(regulation=OuterRef("pk"))
    return Regulation.objects.public().annotate(
        newest_on=Subquery(newest.order_by("-effective_on").values("effective_on")[:1])
    )


def _clause_title(row: Row) -> str:
    """Write a clause's place from above: 《办法》第十七条（三）."""
    place = "".join(
        row[f"{prefix}label"]
        for prefix in ABOVE
        if row[f"{prefix}kind"] not in {"", *HEADINGS}
    )
    regulation = row["version__regulation__title"]
    return f"《{regulation}》{place}{row['label']} {row['title']}".strip()


def _episode_note(row: Row) -> str:
    minutes, seconds = divmod(int(row["duration"] or 0), 60)
    note = _("第%(number)s期") % {"number": row["number"]}
    if minutes or seconds:
        note += " " + _("%(minutes)d分%(seconds)02d秒") % {
            "minutes": minutes,
            "seconds": seconds,
        }
    return note
