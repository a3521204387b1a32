from datetime import date
from typing import Any
from zlib import crc32

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import PageManager, PageQuerySet
from wagtail.search import index

from portal.frame.meta import ColumnType
from portal.images.looks import warm
from portal.pages import BasePage, ColumnPage, is_open
from portal.paging import page_of
from publicity.workflow import AdKind

ON_WALL = 24
OTHERS = 3
COLOURS = ("blue", "gold", "green", "peach", "")


class PsaIndexPage(ColumnPage):
    """The wall of public-service advertisements (TV-01)."""

    column_type = ColumnType.NEWS
    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["publicity.PsaPage"]

    class Meta:
        verbose_name = _("公益广告栏目")

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        ads = PsaPage.objects.live().filter(is_open()).child_of(self)
        is_past = request.GET.get("past") == "1"
        today = timezone.localdate()
        shown = ads.ended(today) if is_past else ads.running(today)
        theme = request.GET.get("theme", "")
        if "\0" in theme:
            raise Http404
        items = shown.for_lists()
        themes = shown.order_by("theme").values_list("theme", flat=True).distinct()
        on_page = page_of(
            items.filter(theme=theme) if theme else items, request, ON_WALL
        )
        warm([item.cover for item in on_page], "poster")
        return {
            **context,
            "is_past": is_past,
            "theme": theme,
            "themes": themes,
            "items": on_page,
        }


class PsaQuerySet(PageQuerySet):
    def running(self, on: date) -> Any:
        return self.filter(valid_from__lte=on).filter(
            models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=on)
        )

    def ended(self, on: date) -> Any:
        return self.filter(valid_to__lt=on)

    def for_lists(self) -> Any:
        return (
            self.select_related("cover", "video")
            .defer("script")
            .order_by("-valid_from", "-pk")
        )


class PsaPage(BasePage):
    """One public-service advertisement with the particulars of TV-05."""

    kind = models.CharField(
        _("形式"), max_length=20, choices=AdKind.choices, default=AdKind.VIDEO
    )
    slogan = models.CharField(
        _("广告语"), max_length=60, help_text=_("海报上的大字，可用“/”断行。")
    )
    theme = models.CharField(_("主题"), max_length=30)
    script = models.TextField(_("脚本或文案"), blank=True)
    video = models.ForeignKey(
        "media.Recording",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("视频或音频"),
    )
    duration = models.PositiveIntegerField(_("时长（秒）"), default=0)
    language = models.CharField(_("语言"), max_length=20, default="普通话")
    has_sign_language = models.BooleanField(_("有手语"), default=False)
    is_ai_generated = models.BooleanField(_("由人工智能生成"), default=False)
    producer = models.CharField(_("制作单位"), max_length=100)
    rights_holder = models.CharField(_("权利人"), max_length=100, blank=True)
    licence = models.CharField(_("许可"), max_length=100, blank=True)
    source_library = models.CharField(_("作品库"), max_length=100, blank=True)
    approval_number = models.CharField(_("审批号"), max_length=60, blank=True)
    placements = models.CharField(
        _("投放位置"), max_length=200, blank=True, help_text=_("用顿号分隔。")
    )
    valid_from = models.DateField(_("起播日期"))
    valid_to = models.DateField(_("停播日期"), null=True, blank=True)

    objects = PageManager.from_queryset(PsaQuerySet)()

    parent_page_types = ["publicity.PsaIndexPage"]
    subpage_types: list[str] = []
    body_panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("theme")]),
        FieldPanel("slogan"),
        FieldPanel("video"),
        FieldPanel("script"),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in (
                    "producer",
                    "rights_holder",
                    "licence",
                    "source_library",
                    "approval_number",
                    "placements",
                    "language",
                    "duration",
                    "has_sign_language",
                    "is_ai_generated",
                )
            ],
            heading=_("作品信息"),
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("slogan", boost=2),
        index.SearchField("script"),
        index.FilterField("theme"),
        index.FilterField("valid_from"),
        index.FilterField("valid_to"),
    ]

    class Meta:
        verbose_name = _("公益广告")
        verbose_name_plural = _("公益广告")

    @classmethod
    def for_serving(cls) -> models.QuerySet[Any]:
        return super().for_serving().select_related("video")

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        siblings = PsaPage.objects.live().filter(is_open()).sibling_of(self)
        running = siblings.exclude(pk=self.pk).running(timezone.localdate())
        # Those with the same theme first.
        others = list(
            running.for_lists().order_by(
                models.Case(models.When(theme=self.theme, then=0), default=1),
                "-valid_from",
                "-pk",
            )[:OTHERS]
        )
        warm([item.cover for item in others], "poster")
        return {
            **context,
            "others": others,
            "is_running": self.is_running(timezone.localdate()),
        }

    def is_running(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    @property
    def colour(self) -> str:
        """Return the colour of its theme on the wall, always the same."""
        return COLOURS[crc32(self.theme.encode()) % len(COLOURS)]

    @property
    def is_upright(self) -> bool:
        """Tell whether the slogan stands upright: one short one in four does."""
        return self.pk % 4 == 1 and max(map(len, self.slogan_lines), default=9) <= 7

    @property
    def slogan_lines(self) -> list[str]:
        return [line for line in self.slogan.split("/") if line]

    def clean(self) -> None:
        super().clean()
        begins: date | None = self.valid_from  # a draft may lack it
        if begins and self.valid_to and self.valid_to < begins:
            raise ValidationError({"valid_to": _("停播日期不能早于起播日期。")})
