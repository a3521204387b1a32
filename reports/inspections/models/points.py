"""Where is checked, and what: all of it data that an administrator keeps."""

from datetime import date
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.directory.models import Area, Street
from portal.standards.models import StandardItem
from reports.complaints.models import Category
from reports.inspections.workflow import RoundKind, Trade


class PointType(models.Model):
    """A kind of place that undercover visits go to (点位类型, ST-22)."""

    code = models.SlugField(_("代码"), max_length=20, unique=True)
    name = models.CharField(_("名称"), max_length=40)
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("点位类型")
        verbose_name_plural = _("点位类型")

    def __str__(self) -> str:
        return self.name


class CriterionQuerySet(models.QuerySet["Criterion"]):
    def active(self) -> Self:
        return self.filter(is_active=True)


class Criterion(models.Model):
    """One thing that is ticked off on the spot (检查项)."""

    kind = models.CharField(_("用于"), max_length=10, choices=RoundKind)
    point_type = models.ForeignKey(
        PointType,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="criteria",
        verbose_name=_("点位类型"),
        help_text=_("只有暗访分点位类型；不选则各类点位都查。"),
    )
    code = models.SlugField(
        _("代码"),
        max_length=20,
        help_text=_("门前四包四项的代码决定片区分数记在哪一栏，不要改。"),
    )
    name = models.CharField(_("名称"), max_length=40)
    hint = models.CharField(_("怎么算合格"), max_length=200, blank=True)
    category = models.ForeignKey(
        Category,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("不合格时的问题类别"),
    )
    standard_item = models.ForeignKey(
        StandardItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("对应的得分点"),
    )
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)
    is_active = models.BooleanField(_("在用"), default=True)

    objects = CriterionQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "point_type", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code"],
                condition=Q(point_type__isnull=True),
                name="one_criterion_per_code",
            ),
            models.UniqueConstraint(
                fields=["kind", "point_type", "code"],
                condition=Q(point_type__isnull=False),
                name="one_criterion_per_type_and_code",
            ),
        ]
        verbose_name = _("检查项")
        verbose_name_plural = _("检查项")

    def __str__(self) -> str:
        return self.name


class InspectionPointQuerySet(models.QuerySet["InspectionPoint"]):
    def current(self, on: date) -> Self:
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))

    def of_kind(self, kind: str) -> Self:
        """Return the points that a round of `kind` goes to."""
        if kind == RoundKind.FRONTAGE:
            return self.filter(is_frontage=True)
        if kind == RoundKind.SMALL:
            return self.exclude(trade="")
        if kind == RoundKind.COVERT:
            return self.filter(point_type__isnull=False)
        return self.all()


class InspectionPoint(models.Model):
    """A shop front, a small shop or a place of a type, by the name on its sign.

    Who keeps the shop is written down nowhere (EX-14).
    """

    code = models.SlugField(_("编号"), max_length=20, unique=True)
    name = models.CharField(
        _("名称"), max_length=60, help_text=_("招牌上的名称，不写姓名。")
    )
    area = models.ForeignKey(
        Area,
        models.PROTECT,
        related_name="inspection_points",
        verbose_name=_("片区"),
    )
    street = models.ForeignKey(
        Street,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("街道"),
    )
    address = models.CharField(_("地址"), max_length=100, blank=True)
    lat = models.FloatField(
        _("纬度"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    lon = models.FloatField(
        _("经度"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    is_frontage = models.BooleanField(_("门前四包责任户"), default=False)
    trade = models.CharField(
        _("六小行业"), max_length=10, choices=Trade.choices, blank=True
    )
    point_type = models.ForeignKey(
        PointType,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="points",
        verbose_name=_("点位类型"),
    )
    frontage = models.CharField(
        _("责任范围"), max_length=100, blank=True, help_text=_("门前到路沿的范围。")
    )
    pledged_on = models.DateField(_("责任书签订日期"), null=True, blank=True)
    notified_on = models.DateField(
        _("书面告知日期"),
        null=True,
        blank=True,
        help_text=_("没有告知的，主管部门负责。"),
    )
    closed_on = models.DateField(_("停业日期"), null=True, blank=True)
    # What the latest check found; nothing until there was one.
    last_checked_at = models.DateTimeField(_("最近检查"), null=True, editable=False)
    is_passing = models.BooleanField(_("达标"), null=True, editable=False)

    objects = InspectionPointQuerySet.as_manager()

    class Meta:
        ordering = ["area", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_frontage=True)
                | ~Q(trade="")
                | Q(point_type__isnull=False),
                name="point_is_checked_for_something",
                violation_error_message=_(
                    "请说明这个点位查什么：门前四包、六小行业或者点位类型。"
                ),
            )
        ]
        indexes = [models.Index(fields=["area", "trade"])]
        verbose_name = _("检查点位")
        verbose_name_plural = _("检查点位")

    def __str__(self) -> str:
        return self.name
