"""The standards that the campaign is judged by, as versioned data (rules ST-, C-05)."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _


class SetStatus(models.TextChoices):
    DRAFT = "draft", _("编写中")
    IN_FORCE = "in_force", _("施行")
    SUPERSEDED = "superseded", _("已有新版")


class SourceTag(models.TextChoices):
    """Whose words an item is in: ours are never shown as the nation's (§6.4)."""

    NATIONAL = "national", _("国家标准原文")
    OUTLINE = "outline", _("据公开资料整理，不是标准原文")
    LOCAL = "local", _("本县自拟")
    DEMO = "demo", _("演示")


class ThresholdOp(models.TextChoices):
    AT_LEAST = "ge", "≥"
    AT_MOST = "le", "≤"


class StandardSetQuerySet(models.QuerySet["StandardSet"]):
    def public(self) -> Self:
        return self.exclude(status=SetStatus.DRAFT)


class StandardSet(models.Model):
    """One edition of one standard, e.g. 国家卫生县标准（2021版）."""

    code = models.SlugField(_("代码"), max_length=20, unique=True)
    title = models.CharField(_("名称"), max_length=120)
    edition = models.CharField(_("版本"), max_length=40)
    issued_by = models.CharField(_("发布机关"), max_length=100, blank=True)
    document_number = models.CharField(_("文号"), max_length=60, blank=True)
    source_note = models.CharField(
        _("来源说明"), max_length=200, help_text=_("演示文本须注明，不得冒充国家标准。")
    )
    effective_on = models.DateField(_("施行日期"), null=True, blank=True)
    status = models.CharField(
        _("状态"), max_length=20, choices=SetStatus, default=SetStatus.IN_FORCE
    )

    objects = StandardSetQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("创建标准")
        verbose_name_plural = _("创建标准")

    def __str__(self) -> str:
        return self.title


class StandardItemQuerySet(models.QuerySet["StandardItem"]):
    def points(self) -> Self:
        """Return what is judged: the leaves of the tree."""
        below = StandardItem.objects.filter(parent=OuterRef("pk"))
        return self.filter(~Exists(below))


class StandardItem(models.Model):
    """A head (大项) or a score point (得分点) below one."""

    set = models.ForeignKey(
        StandardSet, models.CASCADE, related_name="items", verbose_name=_("标准")
    )
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children"
    )
    code = models.SlugField(_("编号"), max_length=20)
    title = models.CharField(_("名称"), max_length=100)
    requirement = models.TextField(_("要求"), blank=True)
    full_score = models.PositiveIntegerField(
        _("分值"), null=True, blank=True, help_text=_("标准未公布分值的留空（ST-03）。")
    )
    lead_unit = models.ForeignKey(
        "directory.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="standard_items",
        verbose_name=_("牵头单位"),
    )
    co_units = models.ManyToManyField(
        "directory.Unit",
        related_name="standard_items_joined",
        blank=True,
        verbose_name=_("配合单位"),
    )
    method = models.CharField(
        _("考核方法"), max_length=100, blank=True, help_text=_("如：查资料、看现场。")
    )
    evidence_kinds = models.TextField(
        _("要准备的材料"), blank=True, help_text=_("每行一种。")
    )
    threshold_op = models.CharField(
        _("指标比较"), max_length=2, choices=ThresholdOp, blank=True
    )
    threshold_value = models.DecimalField(
        _("指标值"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    threshold_unit = models.CharField(_("指标单位"), max_length=20, blank=True)
    due_on = models.DateField(_("完成时间"), null=True, blank=True)
    source_tag = models.CharField(
        _("文本来源"), max_length=10, choices=SourceTag, default=SourceTag.LOCAL
    )

    objects = StandardItemQuerySet.as_manager()

    class Meta:
        ordering = ["set", "code"]
        verbose_name = _("得分点")
        verbose_name_plural = _("得分点")
        constraints = [
            models.UniqueConstraint(fields=["set", "code"], name="one_code_per_set"),
            models.CheckConstraint(
                condition=Q(threshold_op="", threshold_value__isnull=True)
                | (~Q(threshold_op="") & Q(threshold_value__isnull=False)),
                name="threshold_is_whole",
                violation_error_message=_("指标比较和指标值要么都填，要么都不填。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def threshold(self) -> str:
        """Return the figure to reach in words, e.g. `≥90%`."""
        if self.threshold_value is None:
            return ""
        value = f"{self.threshold_value:.2f}".rstrip("0").rstrip(".")
        return f"{ThresholdOp(self.threshold_op).label}{value}{self.threshold_unit}"

    @property
    def evidence_in_words(self) -> list[str]:
        return self.evidence_kinds.splitlines()
