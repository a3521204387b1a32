"""What every page of the site has, whichever domain it belongs to."""

from collections.abc import Iterator
from datetime import date
from itertools import count
from typing import Any
from urllib.parse import urljoin

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import Tag, TaggedItemBase
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.models import Page, PagePermissionTester, PageViewRestriction, Revision
from wagtail.search import index

from portal.directory.models import Unit
from portal.frame.meta import Article, Column, ColumnType
from portal.images.models import SHARED, Rendition
from portal.review.gate import NotReleased, refuse_unless_released
from portal.review.ledger import Release
from portal.review.panels import FindingsPanel
from portal.review.rights import ColumnRights, ReviewedRights
from portal.review.services import begin_again, check_release
from portal.standards.models import StandardItem
from portal.users.models import User


def is_open() -> Combinable:
    """Return the condition that neither a page nor an ancestor of it is private.

    Wagtail's `public()` asks the same with a query of its own.
    """
    return ~Exists(
        PageViewRestriction.objects.alias(
            address=ExpressionWrapper(OuterRef("path"), output_field=CharField())
        ).filter(address__startswith=F("page__path"))
    )


class PageTag(TaggedItemBase):
    content_object = ParentalKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="tagged_items"
    )

    class Meta:
        verbose_name = _("标签")
        verbose_name_plural = _("标签")


class PageUnit(models.Model):
    """A unit that a page speaks of: the page appears on the unit's own page."""

    page = ParentalKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="unit_mentions"
    )
    unit = models.ForeignKey(
        "directory.Unit",
        models.PROTECT,
        related_name="page_mentions",
        verbose_name=_("单位"),
    )

    panels = [FieldPanel("unit")]

    class Meta:
        verbose_name = _("提到的单位")
        verbose_name_plural = _("提到的单位")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "unit"], name="unit_mentioned_once_per_page"
            )
        ]

    def __str__(self) -> str:
        return str(self.unit)


class PageStandard(models.Model):
    """A standard's item that a page is evidence for (档案依据)."""

    page = ParentalKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="standard_evidence"
    )
    item = models.ForeignKey(
        "standards.StandardItem",
        models.PROTECT,
        related_name="page_evidence",
        verbose_name=_("得分点"),
    )

    panels = [FieldPanel("item")]

    class Meta:
        verbose_name = _("对应的创建标准")
        verbose_name_plural = _("对应的创建标准")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "item"], name="item_evidenced_once_per_page"
            )
        ]

    def __str__(self) -> str:
        return str(self.item)


class FramedPageForm(WagtailAdminPageForm):
    """Spares the editor the address: a Chinese title gives no slug of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("不填则用日期，如 2026-11-25。")

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        return slug or free_slug(self.parent_page, self.instance)


def free_slug(parent: Page, page: Page | None = None) -> str:
    """Return the address that today's next page below `parent` gets."""
    return next(
        slug
        for slug in _slugs_for(timezone.localdate())
        if Page._slug_is_available(slug, parent, page)
    )


def _slugs_for(day: date) -> Iterator[str]:
    yield f"{day:%Y-%m-%d}"
    for number in count(2):
        yield f"{day:%Y-%m-%d}-{number}"


class FramedPage(Page):
    """A page inside the government-site frame."""

    base_form_class = FramedPageForm
    needs_review = False  # by three people, before it goes live (GW-38)

    is_known_to_be_public = False  # set by `serving.serve`, which has looked
    # The first is shown when the preview opens: most readers have a telephone.
    preview_sizes = [
        {
            "name": name,
            "icon": icon,
            "device_width": width,
            "label": label,
        }
        for name, icon, width, label in (
            ("mobile", "mobile-alt", 360, _("手机（360 像素宽）")),
            ("tablet", "tablet-alt", 768, _("平板（768 像素宽）")),
            ("desktop", "desktop", 1280, _("电脑（1280 像素宽）")),
        )
    ]

    class Meta:
        abstract = True

    @classmethod
    def for_serving(cls) -> models.QuerySet[Any]:
        """Return the query that fetches one page with all that its template asks for."""
        queryset: models.QuerySet[Any] = cls.objects.all()
        return queryset

    @cached_property
    def trail(self) -> list[Page]:
        """Return the ancestors, the home page first; `serving.serve` sets them for free."""
        return list(self.get_ancestors().filter(depth__gt=1).live())

    def get_view_restrictions(self) -> Any:
        if self.is_known_to_be_public:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def save(self, *args: Any, **kwargs: Any) -> None:
        before = (
            type(self)
            .objects.filter(pk=self.pk)
            .values("first_published_at", "live", "live_revision_id")
            .first()
            if self.pk
            else None
        )
        if before is not None:
            if before["first_published_at"] or not self.live:
                # SC-04: a date that could be moved would be a date that can be forged.
                self.first_published_at = before["first_published_at"]
            if self._goes_live(before, kwargs.get("update_fields")):
                # Whoever comes past `publish` meets the gate here.
                refuse_unless_released(self, self.live_revision)
        super().save(*args, **kwargs)

    def _goes_live(self, before: dict[str, Any], update_fields: Any) -> bool:
        """Tell whether saving would show readers a version that they have not seen."""
        if not self.live or not (
            update_fields is None or {"live", "live_revision"} & set(update_fields)
        ):
            return False
        return not before["live"] or self.live_revision_id not in {
            None,
            before["live_revision_id"],
        }

    def publish(
        self, revision: Revision, user: User | None = None, **kwargs: Any
    ) -> None:
        with transaction.atomic():
            check_release(revision.as_object(), revision)
            if self.needs_review:
                # Three approvals are the permission; `save` asks for them.
                kwargs["skip_permission_checks"] = True
            super().publish(revision, user, **kwargs)

    def permissions_for_user(self, user: User) -> PagePermissionTester:
        return (ReviewedRights if self.needs_review else ColumnRights)(user, self)


class ColumnPage(FramedPage):
    """A column (栏目): an index that says what it holds."""

    intro = models.CharField(
        _("栏目简介"), max_length=200, help_text=_("写明本栏目刊登什么。")
    )
    keywords = models.CharField(
        _("栏目关键词"), max_length=100, help_text=_("用逗号分隔。")
    )

    column_type: ColumnType
    may_be_empty = False
    show_in_menus_default = True

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("keywords")]
    search_fields = [*Page.search_fields, index.SearchField("intro")]

    class Meta:
        abstract = True

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        if cls.max_count != 1 or not cls.can_exist_under(parent):
            return bool(super().can_create_at(parent))
        # Wagtail asks once for each kind of which there may be one.
        there = parent.__dict__.get("_single_kinds")
        if there is None:
            kinds = ContentType.objects.get_for_models(*ColumnPage.__subclasses__())
            there = parent._single_kinds = set(
                Page.objects.filter(content_type__in=kinds.values())
                .order_by()
                .values_list("content_type", flat=True)
                .distinct()
            )
        kind = ContentType.objects.get_for_model(cls).pk
        return cls.is_creatable and kind not in there

    @property
    def column(self) -> Column:
        return Column(
            name=self.title,
            type=self.column_type,
            description=self.intro,
            keywords=self.keywords,
        )


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
