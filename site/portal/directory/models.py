"""Who is responsible for what and where."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.search import index


class UnitKind(models.TextChoices):
    HEADQUARTERS = "headquarters", _("指挥机构")
    DEPARTMENT = "department", _("县直部门")
    MEDIA = "media", _("公共媒体")
    TOWNSHIP = "township", _("镇街")
    COMMUNITY = "community", _("社区")
    INSTITUTION = "institution", _("公共机构")
    ENTERPRISE = "enterprise", _("公共企业")
    MARKET = "market", _("市场")


def _is_current(valid_from: date | None, valid_to: date | None, on: date) -> bool:
    return (valid_from is None or valid_from <= on) and (
        valid_to is None or on <= valid_to
    )


class UnitQuerySet(models.QuerySet["Unit"]):
    def current(self, on: date) -> Self:
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=on),
            Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        )


class Unit(index.Indexed, models.Model):
    """A public body that answers for something (责任单位); never a private person.

    Its responsible people are named by post alone (rule EX-14, S-03).
    """

    code = models.SlugField(_("代码"), max_length=20, unique=True)
    name = models.CharField(_("全称"), max_length=100)
    short_name = models.CharField(_("简称"), max_length=40)
    former_name = models.CharField(
        _("曾用名"), max_length=100, blank=True, help_text=_("机构改革前的名称。")
    )
    kind = models.CharField(_("类别"), max_length=20, choices=UnitKind.choices)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("上级单位"),
    )
    primary_post = models.CharField(
        _("第一责任人（职务）"), max_length=60, help_text=_("只写职务，不写姓名。")
    )
    direct_post = models.CharField(
        _("直接责任人（职务）"),
        max_length=60,
        blank=True,
        help_text=_("分管领导的职务，不写姓名。"),
    )
    phone = models.CharField(_("公开电话"), max_length=40, blank=True)
    responsibilities = models.TextField(
        _("职责"), blank=True, help_text=_("每行一条。")
    )
    valid_from = models.DateField(_("启用日期"), null=True, blank=True)
    valid_to = models.DateField(_("停用日期"), null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    search_fields = [
        index.SearchField("name", boost=3),
        index.SearchField("short_name", boost=3),
        index.SearchField("former_name"),
        index.SearchField("responsibilities"),
        index.AutocompleteField("name"),
        index.AutocompleteField("short_name"),
        index.FilterField("kind"),
    ]

    class Meta:
        ordering = ["pk"]
        verbose_name = _("责任单位")
        verbose_name_plural = _("责任单位")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="unit_ends_after_it_begins",
                violation_error_message=_("停用日期不能早于启用日期。"),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("directory:unit", args=[self.code])

    def is_current(self, on: date) -> bool:
        return _is_current(self.valid_from, self.valid_to, on)

    @property
    def duties_in_words(self) -> list[str]:
        return self.responsibilities.splitlines()


class Area(index.Indexed, models.Model):
    """A patrol area of the county seat (片区), answered for by a lead unit and a post."""

    code = models.SlugField(_("编号"), max_length=20, unique=True)
    name = models.CharField(_("名称"), max_length=60)
    description = models.TextField(_("范围和特点"), blank=True)
    polygon = models.JSONField(
        _("边界"), help_text=_("GeoJSON Polygon，WGS-84，经度在前。")
    )
    lead_unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="areas_led", verbose_name=_("牵头单位")
    )
    member_units = models.ManyToManyField(
        Unit, related_name="areas_joined", blank=True, verbose_name=_("参加单位")
    )
    sponsor_post = models.CharField(
        _("包抓领导（职务）"), max_length=60, help_text=_("只写职务，不写姓名。")
    )
    shop_count = models.PositiveIntegerField(_("临街商户数"), default=0)

    search_fields = [
        index.SearchField("name", boost=3),
        index.SearchField("description"),
        index.AutocompleteField("name"),
    ]

    class Meta:
        ordering = ["code"]
        verbose_name = _("片区")
        verbose_name_plural = _("片区")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("directory:area", args=[self.code])


class StreetKind(models.TextChoices):
    MAIN = "main", _("主干路")
    SECONDARY = "secondary", _("次干路")
    SHOPPING = "shopping", _("商业街")
    LANE = "lane", _("背街小巷")
    BRIDGE = "bridge", _("桥梁")


class Street(models.Model):
    """A street, lane or bridge: to choose from in forms, to draw on maps."""

    code = models.SlugField(_("编号"), max_length=20, unique=True)
    name = models.CharField(_("名称"), max_length=60)
    kind = models.CharField(_("类别"), max_length=20, choices=StreetKind.choices)
    areas = models.ManyToManyField(
        Area, related_name="streets", blank=True, verbose_name=_("所在片区")
    )
    line = models.JSONField(
        _("走向"), help_text=_("GeoJSON LineString 的坐标，WGS-84，经度在前。")
    )

    class Meta:
        ordering = ["code"]
        verbose_name = _("街道")
        verbose_name_plural = _("街道")

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """A spot that everybody knows by name: a market gate, a bus stop, a school."""

    code = models.SlugField(_("编号"), max_length=20, unique=True)
    name = models.CharField(_("名称"), max_length=60)
    area = models.ForeignKey(
        Area, models.PROTECT, related_name="places", verbose_name=_("片区")
    )
    street = models.ForeignKey(
        Street,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="places",
        verbose_name=_("街道"),
    )
    lat = models.FloatField(_("纬度"))
    lon = models.FloatField(_("经度"))

    class Meta:
        ordering = ["code"]
        verbose_name = _("地点")
        verbose_name_plural = _("地点")

    def __str__(self) -> str:
        return self.name


class UnitDuty(models.Model):
    """One duty of a unit, in one area or county-wide, for a time."""

    unit = models.ForeignKey(
        Unit, models.CASCADE, related_name="duties", verbose_name=_("单位")
    )
    area = models.ForeignKey(
        Area,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="duties",
        verbose_name=_("片区"),
        help_text=_("不选表示全县。"),
    )
    title = models.CharField(_("职责"), max_length=100)
    valid_from = models.DateField(_("开始"), null=True, blank=True)
    valid_to = models.DateField(_("结束"), null=True, blank=True)

    class Meta:
        ordering = ["unit", "pk"]
        verbose_name = _("职责分工")
        verbose_name_plural = _("职责分工")

    def __str__(self) -> str:
        return self.title

    def is_current(self, on: date) -> bool:
        return _is_current(self.valid_from, self.valid_to, on)


class CalendarDay(models.Model):
    """A day that departs from what the library of statutory holidays says.

    The State Council's notice for the next year appears in November; until a
    release of the library knows it, its make-up workdays (调休) are entered here.
    """

    date = models.DateField(_("日期"), unique=True)
    is_workday = models.BooleanField(_("上班"))
    name = models.CharField(_("说明"), max_length=40, blank=True)

    class Meta:
        ordering = ["-date"]
        verbose_name = _("工作日历")
        verbose_name_plural = _("工作日历")

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.name}"
