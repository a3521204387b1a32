"""By which rule a list is made: a version is written once, and published with the list."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.directory.models import Unit, UnitKind
from portal.timeline.permanent import Permanent, PermanentQuerySet
from reports.lists.ranking import ColourRule
from reports.lists.workflow import WorkloadKind

# Whoever runs the campaign or films it does not compete in it.
DEFAULT_KINDS = [
    UnitKind.DEPARTMENT,
    UnitKind.TOWNSHIP,
    UnitKind.COMMUNITY,
    UnitKind.INSTITUTION,
    UnitKind.ENTERPRISE,
    UnitKind.MARKET,
]


def default_kinds() -> list[str]:
    return [kind.value for kind in DEFAULT_KINDS]


def _percent() -> list[MinValueValidator | MaxValueValidator]:
    return [MinValueValidator(0), MaxValueValidator(100)]


class FormulaQuerySet(PermanentQuerySet["Formula"]):
    def current(self, on: date, code: str = "rectified") -> "Formula | None":
        return (
            self.filter(code=code, effective_on__lte=on)
            .order_by("-effective_on", "-version")
            .first()
        )


class Formula(Permanent):
    """One version of the rule (公式). A change is a new version; the old ones stay."""

    code = models.SlugField(gettext_lazy("代码"), max_length=20, default="rectified")
    version = models.PositiveSmallIntegerField(gettext_lazy("版本"))
    title = models.CharField(gettext_lazy("名称"), max_length=60)
    text = models.TextField(
        gettext_lazy("说明"),
        max_length=2000,
        help_text=gettext_lazy("为什么这样算，依据什么文件。参数由系统写成句子。"),
    )
    effective_on = models.DateField(gettext_lazy("启用"), default=timezone.localdate)
    counts_notices = models.BooleanField(gettext_lazy("计入整改通知单"), default=True)
    counts_complaints = models.BooleanField(gettext_lazy("计入投诉件"), default=True)
    kinds = models.JSONField(gettext_lazy("参评单位类别"), default=default_kinds)
    minimum_n = models.PositiveSmallIntegerField(
        gettext_lazy("最少件数"),
        default=5,
        validators=[MinValueValidator(1)],
        help_text=gettext_lazy("应结案不到这个数的，只列出，不排名次。"),
    )
    level = models.DecimalField(
        gettext_lazy("置信水平"),
        max_digits=4,
        decimal_places=3,
        default=Decimal("0.95"),
        validators=[
            MinValueValidator(Decimal("0.5")),
            MaxValueValidator(Decimal("0.999")),
        ],
    )
    red_percent = models.PositiveSmallIntegerField(
        gettext_lazy("红榜比例（%）"), default=20, validators=_percent()
    )
    black_percent = models.PositiveSmallIntegerField(
        gettext_lazy("黑榜比例（%）"), default=20, validators=_percent()
    )
    red_from = models.PositiveSmallIntegerField(
        gettext_lazy("红榜最低率（%）"), default=90, validators=_percent()
    )
    black_below = models.PositiveSmallIntegerField(
        gettext_lazy("黑榜低于（%）"), default=90, validators=_percent()
    )
    workload = models.CharField(
        gettext_lazy("工作量"),
        max_length=20,
        choices=WorkloadKind.choices,
        default=WorkloadKind.DUTIES,
    )

    objects = FormulaQuerySet.as_manager()

    class Meta:
        ordering = ["code", "-version"]
        verbose_name = gettext_lazy("榜单公式")
        verbose_name_plural = gettext_lazy("榜单公式")
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"], name="formula_version_once"
            ),
            models.CheckConstraint(
                condition=Q(counts_notices=True) | Q(counts_complaints=True),
                name="formula_counts_something",
                violation_error_message=gettext_lazy("至少计入一种。"),
            ),
            models.CheckConstraint(
                condition=Q(red_from__gte=F("black_below")),
                name="formula_nobody_is_red_and_black",
                violation_error_message=gettext_lazy(
                    "红榜最低率不能低于黑榜的界限，不然一个单位会又红又黑。"
                ),
            ),
            models.CheckConstraint(
                condition=Q(minimum_n__gte=1), name="formula_minimum_is_one_or_more"
            ),
        ]

    def __str__(self) -> str:
        return _("%(title)s第%(version)s版") % {
            "title": self.title,
            "version": self.version,
        }

    def clean(self) -> None:
        super().clean()
        if not isinstance(self.kinds, list) or not set(self.kinds) <= set(
            UnitKind.values
        ):
            raise ValidationError({"kinds": _("没有这样的单位类别。")})
        if not self.kinds:
            raise ValidationError({"kinds": _("至少选一类单位。")})

    @property
    def colour_rule(self) -> ColourRule:
        return ColourRule(
            red_percent=self.red_percent,
            black_percent=self.black_percent,
            red_from=self.red_from,
            black_below=self.black_below,
        )

    @property
    def sentences(self) -> list[str]:
        """Say in words what the parameters say: the two cannot disagree."""
        return list(self._sentences())

    def _sentences(self) -> Iterator[str]:
        counted = [
            *([_("整改通知单")] if self.counts_notices else []),
            *([_("派单办理的投诉件")] if self.counts_complaints else []),
        ]
        kinds = [str(UnitKind(kind).label) for kind in self.kinds]
        yield _(
            "按期整改率＝期限内整改到位的件数÷应结案件数。计入%(counted)s；"
            "本期到期的都算应结案，到期没办结的也在分母里。"
        ) % {"counted": _("和").join(counted)}
        yield _("参评：%(kinds)s。本期没有到期件的单位不列入。") % {
            "kinds": _("、").join(kinds)
        }
        yield _(
            "期限内已交、还在等复查的，和正在复核的，这一期不计；已撤销、已撤回、已并单和经批准挂账的不计。"
        )
        yield _(
            "应结案不足%(n)s件的只列数字，不排名次；并列的同一名次，后面的名次顺延。"
        ) % {"n": self.minimum_n}
        yield _(
            "红榜：名次在前%(red)s%%（进一取整）且按期整改率不低于%(from)s%%；"
            "黑榜：在后%(black)s%%（零头舍去）且低于%(below)s%%。与最后一名相同的一并列入。"
        ) % {
            "red": self.red_percent,
            "from": self.red_from,
            "black": self.black_percent,
            "below": self.black_below,
        }
        yield _(
            "区间是%(level)s%%置信水平的威尔逊区间：件数越少越宽，两个单位的区间重叠很多时，名次先后不说明好坏。"
        ) % {"level": f"{self.level * 100:f}".rstrip("0").rstrip(".")}
        yield _("工作量按“%(workload)s的应结案件数”另列一栏，不计入名次。") % {
            "workload": self.get_workload_display()
        }


class ServedPopulation(models.Model):
    """How many residents a unit serves: one of the denominators."""

    unit = models.OneToOneField(
        Unit,
        models.CASCADE,
        related_name="served_population",
        verbose_name=gettext_lazy("单位"),
    )
    residents = models.PositiveIntegerField(
        gettext_lazy("居民数"), validators=[MinValueValidator(1)]
    )
    counted_on = models.DateField(gettext_lazy("统计日期"))
    source = models.CharField(gettext_lazy("数据来源"), max_length=100)

    class Meta:
        ordering = ["unit"]
        verbose_name = gettext_lazy("服务人口")
        verbose_name_plural = gettext_lazy("服务人口")

    def __str__(self) -> str:
        return f"{self.unit} {self.residents}"
