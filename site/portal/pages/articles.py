"""A page with a date, a source and people who answer for it."""

from typing import Any
from urllib.parse import urljoin

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CharField, Value
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from taggit.models import Tag
from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.models import Page, Revision
from wagtail.search import index

from portal.directory.models import Unit
from portal.frame.meta import Article, Column
from portal.images.models import SHARED, Rendition
from portal.pages.attached import PageStandard, PageTag, PageUnit
from portal.pages.columns import ColumnPage
from portal.pages.framed import FramedPage
from portal.review.gate import NotReleased
from portal.review.ledger import Release
from portal.review.panels import FindingsPanel
from portal.review.services import begin_again
from portal.standards.models import StandardItem

RELEASE_FIELDS = (
    "first_reviewer",
    "second_reviewer",
    "final_reviewer",
    "correction",
    "at",
)


class BasePage(FramedPage):
    """A page with a date, a source and people who answer for it."""

    summary = models.TextField(
        _("摘要"), max_length=300, help_text=_("列表、搜索和分享时显示，一两句话。")
    )
    cover = models.ForeignKey(
        "images.Picture",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("题图"),
    )
    source = models.CharField(_("来源"), max_length=100)
    author = models.CharField(_("作者"), max_length=60, blank=True)
    responsible_editor = models.CharField(_("责任编辑"), max_length=60, blank=True)
    tags = ClusterTaggableManager(through=PageTag, blank=True, verbose_name=_("标签"))
    correction_note = models.CharField(
        _("更正说明"),
        max_length=300,
        blank=True,
        help_text=_("改动已发布的内容时必填：改了什么，读者看得到。"),
    )

    origin_panel = MultiFieldPanel(
        [
            FieldPanel("source"),
            FieldPanel("author"),
            FieldPanel("responsible_editor"),
        ],
        heading=_("来源和署名"),
    )
    relation_panels = [
        FieldPanel("tags"),
        InlinePanel("unit_mentions", heading=_("提到的单位"), label=_("单位")),
        InlinePanel(
            "standard_evidence", heading=_("对应的创建标准"), label=_("得分点")
        ),
    ]
    body_panels: list[Any] = []
    needs_review = True
    # A copy is a draft of its own, with nothing approved and nothing published.
    exclude_fields_in_copy = [
        "live",
        "live_revision",
        "first_published_at",
        "last_published_at",
        "expired",
        "correction_note",
    ]
    is_previewed = False  # then what hangs on the page is not saved yet

    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.FilterField("first_published_at"),
        index.RelatedFields("tags", [index.SearchField("name", boost=2)]),
    ]
    # Wagtail's own SEO fields stay out of sight: title and summary serve for both.
    promote_panels = [FieldPanel("slug")]

    class Meta:
        abstract = True

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.edit_handler = TabbedInterface(
            [
                ObjectList(
                    [
                        FindingsPanel(),
                        FieldPanel("title"),
                        FieldPanel("summary"),
                        FieldPanel("cover"),
                        *cls.body_panels,
                        FieldPanel("correction_note"),
                        cls.origin_panel,
                    ],
                    heading=_("内容"),
                ),
                ObjectList(cls.relation_panels, heading=_("关联")),
                ObjectList(cls.promote_panels, heading=_("网址")),
                ObjectList(
                    cls.settings_panels, heading=_("发布时间"), classname="settings"
                ),
            ]
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if not args:  # not a row of the database: nothing is live unless it says so
            kwargs.setdefault("live", False)
        super().__init__(*args, **kwargs)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding and self.alias_of_id:
            raise NotReleased(_("内容只在一个网址发布，请改用“相关页面”。"))
        super().save(*args, **kwargs)

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        revision: Revision = super().save_revision(*args, **kwargs)
        begin_again(self, revision)
        return revision

    def copy(self, *args: Any, **kwargs: Any) -> Any:
        return super().copy(*args, **{**kwargs, "keep_live": False})

    @classmethod
    def for_serving(cls) -> models.QuerySet[Any]:
        return super().for_serving().select_related("cover")

    @cached_property
    def release_list(self) -> list[Release]:
        """Return the versions that went live, the newest first."""
        if self.is_previewed or not self.pk:
            return list(self.releases.all()) if self.pk else []
        return [
            Release(**dict(zip(RELEASE_FIELDS, row[1:], strict=True)))
            for row in reversed(self._attached["release"])
        ]

    @property
    def corrections(self) -> list[Release]:
        return [release for release in self.release_list if release.correction]

    @property
    def column(self) -> Column:
        """Return what is said of the column that the page stands in, its parent.

        The parent's own description would cost a query on every article (GW-51
        asks only for the name there).
        """
        parent = self.trail[-1]
        model = parent.specific_class
        if model is None or not issubclass(model, ColumnPage):
            raise ValueError("A page with a date stands in a column (GW-51).")
        return Column(
            name=parent.title,
            type=model.column_type,
            description=parent.title,
            keywords=parent.title,
        )

    def serve_preview(self, request: HttpRequest, mode_name: str) -> Any:
        self.is_previewed = True
        return super().serve_preview(request, mode_name)

    @cached_property
    def tag_list(self) -> list[Tag]:
        if self.is_previewed or not self.pk:
            return list(self.tags.all())
        return [
            Tag.from_db(None, ["id", "name", "slug"], row[:3])
            for row in self._attached["tag"]
        ]

    @cached_property
    def mentioned_units(self) -> list[Unit]:
        """Return the units that the page speaks of, with what a link to them shows."""
        if self.is_previewed or not self.pk:
            return [mention.unit for mention in self.unit_mentions.all()]
        return [
            Unit.from_db(None, ["id", "code", "short_name"], row[:3])
            for row in self._attached["unit"]
        ]

    @cached_property
    def evidence_items(self) -> list[StandardItem]:
        """Return the standard's items that the page is evidence for (档案依据)."""
        if self.is_previewed or not self.pk:
            return [evidence.item for evidence in self.standard_evidence.all()]
        return [
            StandardItem.from_db(None, ["id", "code", "title"], row[:3])
            for row in self._attached["standard"]
        ]

    @cached_property
    def _attached(self) -> dict[str, list[tuple[Any, ...]]]:
        """Tags, units, standards and releases of a saved page: one query for all."""
        nothing = (
            Value("", output_field=CharField()),
            Value("", output_field=CharField()),
            Cast(Value(None), models.DateTimeField()),
        )
        kinds: dict[str, tuple[Any, str, tuple[Any, ...]]] = {
            "tag": (
                PageTag,
                "content_object",
                ("tag_id", "tag__name", "tag__slug", *nothing),
            ),
            "unit": (
                PageUnit,
                "page",
                ("unit_id", "unit__code", "unit__short_name", *nothing),
            ),
            "standard": (
                PageStandard,
                "page",
                ("item_id", "item__code", "item__title", *nothing),
            ),
            "release": (Release, "page", (Value(0), *RELEASE_FIELDS)),
        }
        parts: list[models.QuerySet[Any, Any]] = [
            model._default_manager.filter(**{parent: self.pk})
            .order_by()
            .values_list(Value(kind, output_field=CharField()), "pk", *fields)
            for kind, (model, parent, fields) in kinds.items()
        ]
        found: dict[str, list[tuple[Any, ...]]] = {kind: [] for kind in kinds}
        # By kind, then in the order they were attached; values in the models' order.
        for kind, _pk, *row in sorted(parts[0].union(*parts[1:], all=True)):
            found[kind].append(tuple(row))
        return found

    @property
    def article(self) -> Article:
        return Article(
            title=self.title,
            published_at=self.first_published_at,
            source=self.source,
            keywords=[tag.name for tag in self.tag_list],
            author=self.author or self.responsible_editor,
            description=self.summary,
            image=self._share_address(),
            url=self.full_url or "",
        )

    @cached_property
    def share_rendition(self) -> Rendition | None:
        """Return the cover as chats and feed readers show it."""
        if self.cover is None:
            return None
        try:
            rendition: Rendition = self.cover.get_rendition(SHARED)
        except OSError:  # the original is not there: the page still opens
            return None
        return rendition

    def _share_address(self) -> str:
        rendition = self.share_rendition
        return urljoin(self.full_url or "", rendition.url) if rendition else ""

    def clean(self) -> None:
        super().clean()
        if self.go_live_at and self.expire_at and self.go_live_at >= self.expire_at:
            raise ValidationError({"expire_at": _("下线时间要晚于上线时间。")})
