from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum, Window
from django.db.models.functions import Coalesce, Length, RowNumber, Substr
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager, PageQuerySet
from wagtail.search import index

from portal.frame.meta import ColumnType
from portal.images.looks import warm
from portal.pages import BasePage, ColumnPage, is_open
from portal.paging import page_of
from publicity.blocks import ArticleBlock
from publicity.models.knowledge_links import UsefulCount
from publicity.models.regulations import Clause
from publicity.workflow import VersionState

LATEST_OF_EACH = 5
NEIGHBOURS = 2  # to each side, in the list beside an article
ENOUGH_TO_TELL = 5  # so many found it useful: fewer would tell of single readers


class KnowledgeIndexPage(ColumnPage):
    """The knowledge column in its four parts (S-10)."""

    column_type = ColumnType.INTERPRETATION
    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["publicity.KnowledgeColumnPage"]

    class Meta:
        verbose_name = _("双创知识栏目")

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        columns = KnowledgeColumnPage.objects.live().public().child_of(self)
        latest = list(
            KnowledgePage.objects.live()
            .public()
            .descendant_of(self)
            .for_lists()
            .newest_of_each(LATEST_OF_EACH)
        )
        parts = [
            (column, [item for item in latest if item.is_child_of(column)])
            for column in columns
        ]
        warm((items[0].cover for _, items in parts if items), "card")
        return {**context, "parts": parts}


class KnowledgeColumnPage(ColumnPage):
    """One of the four parts."""

    column_type = ColumnType.INTERPRETATION
    parent_page_types = ["publicity.KnowledgeIndexPage"]
    subpage_types = ["publicity.KnowledgePage"]

    class Meta:
        verbose_name = _("知识分栏")

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        items = KnowledgePage.objects.live().public().child_of(self).for_lists()
        shown = page_of(items, request)
        warm((item.cover for item in shown), "thumb")
        return {**context, "items": shown}


class KnowledgeQuerySet(PageQuerySet):
    def for_lists(self) -> Any:
        return (
            self.select_related("cover")
            .defer("body")
            .order_by("-first_published_at", "-pk")
        )

    def newest_of_each(self, count: int) -> Any:
        """Keep the newest `count` of each column: one query for all columns."""
        return self.annotate(
            column_path=Substr("path", 1, Length("path") - Page.steplen),
            place=Window(
                RowNumber(),
                partition_by=F("column_path"),
                order_by=[F("first_published_at").desc(), F("pk").desc()],
            ),
        ).filter(place__lte=count)

    def with_useful_counts(self) -> Self:
        def total(answer: str) -> Coalesce:
            counts = UsefulCount.objects.filter(page=OuterRef("pk")).values("page")
            return Coalesce(Subquery(counts.annotate(n=Sum(answer)).values("n")), 0)

        counted: Self = self.annotate(
            useful_count=total("yes_count"), useless_count=total("no_count")
        )
        return counted

    def due_for_review(self, on: date) -> Self:
        """Keep what should have been looked through by `on`, or never was."""
        due: Self = self.filter(
            Q(review_due_on__lte=on)
            | Q(review_due_on__isnull=True, last_reviewed_on__isnull=True)
        )
        return due


class Sibling(NamedTuple):
    """An article of the same column: its place in the column, and where it stands."""

    number: int
    pk: int
    title: str
    slug: str


class KnowledgePage(BasePage):
    """One thing worth knowing, told in plain words."""

    body = StreamField(ArticleBlock(), verbose_name=_("正文"))
    last_reviewed_on = models.DateField(
        _("最近核对"),
        null=True,
        blank=True,
        help_text=_("对照现行规定核对过全文的日期，会显示在页面上。"),
    )
    review_due_on = models.DateField(
        _("下次核对"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("到这一天还没有核对的，会列在“知识核对”报表里。"),
    )

    useful_count = 0  # `for_serving` counts

    objects = PageManager.from_queryset(KnowledgeQuerySet)()

    parent_page_types = ["publicity.KnowledgeColumnPage"]
    subpage_types: list[str] = []
    body_panels = [
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [FieldPanel("last_reviewed_on"), FieldPanel("review_due_on")]
                )
            ],
            heading=_("核对"),
        ),
    ]
    relation_panels = [
        InlinePanel("clause_links", heading=_("相关条款"), label=_("条款")),
        InlinePanel("page_links", heading=_("相关广告和文章"), label=_("广告或文章")),
        *BasePage.relation_panels,
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("知识文章")
        verbose_name_plural = _("知识文章")

    @classmethod
    def for_serving(cls) -> models.QuerySet[Any]:
        queryset: models.QuerySet[Any] = (
            super().for_serving().with_useful_counts()  # type: ignore[attr-defined]
        )
        return queryset

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        siblings = [
            Sibling(number, *row)
            for number, row in enumerate(
                KnowledgePage.objects.live()
                .sibling_of(self)
                .order_by("first_published_at", "pk")
                .values_list("pk", "title", "slug"),
                start=1,
            )
        ]
        place = next((s.number for s in siblings if s.pk == self.pk), 0)
        return {
            **context,
            "number": place,
            "nearby": _around(siblings, place),
            "next": siblings[place] if 0 < place < len(siblings) else None,
            "clauses": self.related_clauses,
            "related": self.related_pages,
        }

    @property
    def related_clauses(self) -> list[Clause]:
        """Those that an editor named, then those that the text quotes, each place once."""
        named = [
            link.clause
            for link in self.clause_links.select_related("clause__version__regulation")
            if link.clause.version.state == VersionState.PUBLISHED
        ]
        places = {
            (clause.version.regulation_id, clause.anchor): clause
            for clause in reversed([*named, *self.quoted_clauses])
        }
        return list(reversed(places.values()))

    @property
    def related_pages(self) -> list[Page]:
        """The advertisements and articles that go with this one, and are public."""
        if self.is_previewed or not self.pk:
            return [link.related for link in self.page_links.all()]
        return list(
            Page.objects.live()
            .filter(is_open(), knowledge_relations__page=self)
            .annotate(model=F("content_type__model"))
            .order_by("knowledge_relations__sort_order", "pk")
        )

    @property
    def is_found_useful(self) -> bool:
        return self.useful_count >= ENOUGH_TO_TELL

    @property
    def quoted_clauses(self) -> list[Clause]:
        """The public clauses that the text quotes, each once."""
        quoted = (
            block.value["clause"] for block in self.body if block.block_type == "clause"
        )
        return list(
            dict.fromkeys(
                clause
                for clause in quoted
                if clause and clause.version.state == VersionState.PUBLISHED
            )
        )

    def clean(self) -> None:
        super().clean()
        if (
            self.last_reviewed_on
            and self.review_due_on
            and self.review_due_on <= self.last_reviewed_on
        ):
            raise ValidationError(
                {"review_due_on": _("下次核对要晚于最近核对的日期。")}
            )


def _around(siblings: Sequence[Sibling], place: int) -> Sequence[Sibling]:
    """Return the articles next to the one at `place`; near an end, more of the other side."""
    length = 2 * NEIGHBOURS + 1
    start = max(0, min(place - 1 - NEIGHBOURS, len(siblings) - length))
    return siblings[start : start + length]
