"""A red and black list (红黑榜): counted, shown to the units, frozen, published."""

from datetime import datetime
from decimal import Decimal
from typing import Any, NoReturn, Self

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from portal.directory.models import Unit
from portal.timeline.moving import Moving
from portal.timeline.permanent import IsPermanent, Permanent, PermanentQuerySet
from reports.lists.models.formulas import Formula
from reports.lists.periods import PERIOD
from reports.lists.workflow import (
    FINAL_STATES,
    Colour,
    ErratumEffect,
    ListKind,
    ListState,
    ObjectionKind,
    ObjectionState,
    Source,
)


class UnitListQuerySet(models.QuerySet["UnitList"]):
    def public(self) -> Self:
        return self.filter(state=ListState.PUBLISHED)

    def in_preview(self, at: datetime) -> Self:
        return self.filter(state=ListState.PREVIEW, preview_from__lte=at)


def _by(label: StrOrPromise) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=label,
    )


class UnitList(Moving):
    """One list of one period. Once frozen, nothing in it changes: see `Erratum`.

    Only services change it; a database trigger refuses what would change a frozen one.
    """

    kind = models.CharField(
        gettext_lazy("种类"),
        max_length=20,
        choices=ListKind.choices,
        default=ListKind.RED_BLACK,
    )
    period = models.CharField(
        gettext_lazy("期号"),
        max_length=16,
        validators=[RegexValidator(f"^{PERIOD}$")],
        help_text=gettext_lazy("例如2026-10；一月两期时写2026-10-a、2026-10-b。"),
    )
    title = models.CharField(gettext_lazy("标题"), max_length=60)
    starts_on = models.DateField(gettext_lazy("统计自"))
    ends_on = models.DateField(gettext_lazy("统计至"))
    formula = models.ForeignKey(
        Formula,
        models.PROTECT,
        related_name="lists",
        verbose_name=gettext_lazy("公式版本"),
    )
    state = models.CharField(
        gettext_lazy("状态"),
        max_length=20,
        choices=ListState.choices,
        default=ListState.DRAFT,
    )
    n_without_due = models.PositiveIntegerField(
        gettext_lazy("没有到期件的参评单位"), default=0
    )
    computed_at = models.DateTimeField(gettext_lazy("计算时间"), null=True, blank=True)
    computed_by = _by(gettext_lazy("计算人"))
    preview_from = models.DateTimeField(gettext_lazy("征询开始"), null=True, blank=True)
    preview_until = models.DateTimeField(
        gettext_lazy("征询截止"), null=True, blank=True
    )
    frozen_at = models.DateTimeField(gettext_lazy("定稿时间"), null=True, blank=True)
    frozen_by = _by(gettext_lazy("定稿人"))
    digest = models.CharField(gettext_lazy("校验值"), max_length=64, blank=True)
    published_at = models.DateTimeField(gettext_lazy("发布时间"), null=True, blank=True)
    published_by = _by(gettext_lazy("批准人"))

    objects = UnitListQuerySet.as_manager()

    class Meta:
        ordering = ["-ends_on", "-pk"]
        verbose_name = gettext_lazy("红黑榜")
        verbose_name_plural = gettext_lazy("红黑榜")
        permissions = [
            ("approve_unitlist", gettext_lazy("批准发布红黑榜和表彰")),
            ("see_follow_up", gettext_lazy("查看回头看单")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "period"],
                condition=~Q(state=ListState.DISCARDED),
                name="one_list_a_period",
                violation_error_message=gettext_lazy("这一期已经有榜单了。"),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="list_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(FINAL_STATES))
                | Q(
                    frozen_at__isnull=False,
                    frozen_at__gt=F("preview_until"),
                    computed_by__isnull=False,
                )
                & ~Q(digest=""),
                name="list_frozen_after_its_preview",
            ),
            models.CheckConstraint(
                condition=~Q(state=ListState.PUBLISHED)
                | Q(published_at__isnull=False, published_by__isnull=False)
                & ~Q(published_by=F("computed_by"))
                & ~Q(published_by=F("frozen_by")),
                name="list_published_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("unit_lists:list", args=[self.period])

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise IsPermanent  # it is discarded, and stays to be read

    @property
    def is_final(self) -> bool:
        return self.state in FINAL_STATES


class OfListQuerySet(models.QuerySet["ListRow"]):
    def published(self) -> Self:
        return self.filter(unit_list__state=ListState.PUBLISHED)


class ListRow(models.Model):
    """One unit in one list: what was counted, and what follows from it."""

    unit_list = models.ForeignKey(UnitList, models.CASCADE, related_name="rows")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="list_rows")
    unit_name = models.CharField(gettext_lazy("单位"), max_length=100)
    position = models.PositiveSmallIntegerField(gettext_lazy("次序"))
    n_due = models.PositiveIntegerField(gettext_lazy("应结案"))
    n_in_time = models.PositiveIntegerField(gettext_lazy("按期整改"))
    n_open = models.PositiveIntegerField(gettext_lazy("逾期未结"))
    n_pending = models.PositiveIntegerField(gettext_lazy("待复查未计"), default=0)
    workload = models.PositiveIntegerField(
        gettext_lazy("工作量"), null=True, blank=True
    )
    low = models.DecimalField(gettext_lazy("区间下限"), max_digits=5, decimal_places=4)
    high = models.DecimalField(gettext_lazy("区间上限"), max_digits=5, decimal_places=4)
    rank = models.PositiveSmallIntegerField(gettext_lazy("名次"), null=True, blank=True)
    colour = models.CharField(
        gettext_lazy("红黑榜"), max_length=10, choices=Colour.choices, blank=True
    )

    objects = OfListQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        verbose_name = gettext_lazy("榜单条目")
        verbose_name_plural = gettext_lazy("榜单条目")
        constraints = [
            models.UniqueConstraint(
                fields=["unit_list", "unit"], name="unit_once_in_a_list"
            ),
            models.CheckConstraint(  # EX-45: nothing due, nothing to rank
                condition=Q(n_due__gt=0)
                & Q(n_in_time__lte=F("n_due"))
                & Q(n_open__lte=F("n_due") - F("n_in_time")),
                name="list_row_counts_fit",
            ),
            models.CheckConstraint(
                condition=Q(rank__isnull=False) | Q(colour=""),
                name="list_row_coloured_is_ranked",
            ),
        ]

    def __str__(self) -> str:
        return self.unit_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.unit_list.is_final:
            raise IsPermanent
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        if self.unit_list.is_final:
            raise IsPermanent
        return super().delete(*args, **kwargs)

    @property
    def standing_colour(self) -> str:
        """Return the colour that still holds: one taken off stays written, but is none."""
        is_off = any(one.effect == ErratumEffect.TAKEN_OFF for one in self.errata.all())
        return "" if is_off else self.colour

    @property
    def percent(self) -> Decimal:
        return (Decimal(100) * self.n_in_time / self.n_due).quantize(Decimal("0.1"))

    @property
    def low_percent(self) -> Decimal:
        return (self.low * 100).quantize(Decimal("0.1"))

    @property
    def high_percent(self) -> Decimal:
        return (self.high * 100).quantize(Decimal("0.1"))


class ListItem(models.Model):
    """One matter that was counted: the frozen input of its unit's row."""

    row = models.ForeignKey(ListRow, models.CASCADE, related_name="items")
    source = models.CharField(
        gettext_lazy("种类"), max_length=20, choices=Source.choices
    )
    # Empty where the matter itself is not public: its number would point at somebody.
    number = models.CharField(gettext_lazy("编号"), max_length=40, blank=True)
    due_on = models.DateField(gettext_lazy("期限"))
    done_on = models.DateField(gettext_lazy("整改日期"), null=True, blank=True)
    is_in_time = models.BooleanField(gettext_lazy("按期"))
    is_open = models.BooleanField(gettext_lazy("未结"))

    class Meta:
        ordering = ["row", "due_on", "pk"]
        verbose_name = gettext_lazy("计入件")
        verbose_name_plural = gettext_lazy("计入件")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_in_time=False) | Q(is_open=False),
                name="list_item_open_is_not_in_time",
            )
        ]

    def __str__(self) -> str:
        return self.number or str(self.get_source_display())

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.row.unit_list.is_final:
            raise IsPermanent
        super().save(*args, **kwargs)


class ListObjection(models.Model):
    """What a unit says to its row while it is asked (公示征询), and the answer."""

    row = models.ForeignKey(ListRow, models.SET_NULL, null=True, related_name="+")
    unit_list = models.ForeignKey(UnitList, models.PROTECT, related_name="objections")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="list_objections")
    kind = models.CharField(
        gettext_lazy("性质"), max_length=20, choices=ObjectionKind.choices
    )
    text = models.TextField(gettext_lazy("内容"))
    post = models.CharField(gettext_lazy("提出人职务"), max_length=60, blank=True)
    filed_at = models.DateTimeField(gettext_lazy("提出时间"))
    filed_by = _by(gettext_lazy("代录人"))
    state = models.CharField(
        gettext_lazy("状态"),
        max_length=20,
        choices=ObjectionState.choices,
        default=ObjectionState.OPEN,
    )
    answer = models.TextField(gettext_lazy("答复"), blank=True)
    decided_at = models.DateTimeField(gettext_lazy("答复时间"), null=True, blank=True)
    decided_by = _by(gettext_lazy("答复人"))

    class Meta:
        ordering = ["pk"]
        verbose_name = gettext_lazy("榜单异议")
        verbose_name_plural = gettext_lazy("榜单异议")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ObjectionState.OPEN)
                | Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(answer=""),
                name="list_objection_answered_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_kind_display()}"


class Erratum(Permanent):
    """What was found wrong with a published list (勘误). The list itself stays."""

    unit_list = models.ForeignKey(UnitList, models.PROTECT, related_name="errata")
    row = models.ForeignKey(
        ListRow,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="errata",
        verbose_name=gettext_lazy("条目"),
    )
    number = models.PositiveSmallIntegerField(gettext_lazy("序号"))
    effect = models.CharField(
        gettext_lazy("作用"),
        max_length=20,
        choices=ErratumEffect.choices,
        default=ErratumEffect.NOTE,
    )
    text = models.TextField(gettext_lazy("更正内容"))
    decided_by_post = models.CharField(gettext_lazy("决定人职务"), max_length=60)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(gettext_lazy("发布时间"))

    objects = PermanentQuerySet["Erratum"].as_manager()

    class Meta:
        ordering = ["number"]
        verbose_name = gettext_lazy("榜单勘误")
        verbose_name_plural = gettext_lazy("榜单勘误")
        constraints = [
            models.UniqueConstraint(
                fields=["unit_list", "number"], name="erratum_number_once"
            ),
            models.CheckConstraint(
                condition=Q(row__isnull=False) | Q(effect=ErratumEffect.NOTE),
                name="erratum_takes_off_a_row",
            ),
        ]

    def __str__(self) -> str:
        return _("勘误第%s号") % self.number
