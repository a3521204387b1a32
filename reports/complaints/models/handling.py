"""What the desk, the units and the inspectors do about a complaint."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.directory.models import Unit
from reports.complaints.models.complaints import Complaint
from reports.complaints.models.questions import PRIVATE_FIELDS
from reports.complaints.workflow import Decision, ExtensionKind, Finding


class Part(models.TextChoices):
    MAIN = "main", _("主办")
    CO = "co", _("协办")


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def current(self) -> Self:
        return self.filter(ended_at__isnull=True)

    def sheets(self, unit: Unit) -> Self:
        """Load what `unit` works from: not a field that tells who complained (C11)."""
        return (
            self.current()
            .filter(unit=unit, complaint__is_open=True)
            .exclude(complaint__accused_unit=unit)
            .select_related(
                "complaint__category", "complaint__area", "complaint__street"
            )
            .defer(*(f"complaint__{field}" for field in PRIVATE_FIELDS))
            .order_by("due_at", "pk")
        )


class Assignment(models.Model):
    """A complaint given to a unit (派单): one main unit at a time, others beside it."""

    complaint = models.ForeignKey(
        Complaint, models.PROTECT, related_name="assignments", verbose_name=_("投诉件")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="assignments", verbose_name=_("单位")
    )
    part = models.CharField(
        _("主办或协办"), max_length=10, choices=Part.choices, default=Part.MAIN
    )
    # What the unit reads: never the words of the complainant as they were sent.
    sheet_text = models.TextField(_("派单内容"))
    is_ruling = models.BooleanField(
        _("指定承办"), default=False, help_text=_("指定后不能退回（CP-23）。")
    )
    dispatched_at = models.DateTimeField(_("派单时间"))
    dispatched_by = models.ForeignKey(
        "users.User", models.PROTECT, null=True, related_name="+"
    )
    due_at = models.DateTimeField(_("期限"), null=True, blank=True)
    return_before = models.DateTimeField(_("退单期限"))
    accepted_at = models.DateTimeField(_("签收时间"), null=True, blank=True)
    returned_at = models.DateTimeField(_("退单时间"), null=True, blank=True)
    return_reason = models.CharField(_("退单理由"), max_length=300, blank=True)
    # Set when it was returned, recalled or done: no longer at the unit.
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("派单")
        verbose_name_plural = _("派单")
        constraints = [
            models.UniqueConstraint(
                fields=["complaint"],
                condition=Q(part=Part.MAIN, ended_at__isnull=True),
                name="one_main_unit_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["complaint", "unit"],
                condition=Q(ended_at__isnull=True),
                name="one_assignment_per_unit",
            ),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True) | ~Q(return_reason=""),
                name="returned_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True) | Q(is_ruling=False),
                name="never_returned_after_a_ruling",
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit", "due_at"],
                condition=Q(ended_at__isnull=True),
                name="assignment_current",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_part_display()}"


class Extension(models.Model):
    """A move of the deadline (延期). Nothing else moves it (invariant 9)."""

    complaint = models.ForeignKey(
        Complaint, models.PROTECT, related_name="extensions", verbose_name=_("投诉件")
    )
    kind = models.CharField(
        _("种类"),
        max_length=20,
        choices=ExtensionKind.choices,
        default=ExtensionKind.ASKED,
    )
    reason = models.CharField(_("理由（公开）"), max_length=300)
    asked_at = models.DateTimeField(_("申请时间"))
    asked_by = models.ForeignKey(
        "users.User", models.PROTECT, null=True, related_name="+"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    due_before = models.DateTimeField(_("原期限"), null=True)
    due_after = models.DateTimeField(_("新期限"))
    state = models.CharField(
        _("决定"), max_length=20, choices=Decision.choices, default=Decision.OPEN
    )
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)
    decided_by = models.ForeignKey(
        "users.User", models.PROTECT, null=True, related_name="+"
    )
    decision_text = models.CharField(_("决定说明"), max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("延期")
        verbose_name_plural = _("延期")
        constraints = [
            models.UniqueConstraint(
                fields=["complaint"],
                condition=Q(state=Decision.OPEN),
                name="one_open_extension",
            ),
            models.CheckConstraint(
                condition=~Q(kind=ExtensionKind.ASKED, state=Decision.GRANTED)
                | Q(decided_by__isnull=False)
                & (Q(asked_by__isnull=True) | ~Q(asked_by=models.F("decided_by"))),
                name="extension_granted_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.complaint} {self.get_kind_display()}"


class ReplyKind(models.TextChoices):
    QUESTION = "question", _("请补充")
    ANSWER = "answer", _("反映人补充")
    RESULT = "result", _("处置结果")
    ANSWERED = "answered", _("答复")
    DISPUTE = "dispute", _("反映人异议")


# What the resident wrote stays between the resident and the desk.
FROM_THE_RESIDENT = frozenset({ReplyKind.ANSWER, ReplyKind.DISPUTE})


class ReplyQuerySet(models.QuerySet["Reply"]):
    def public(self) -> Self:
        return self.exclude(text_public="")


class Reply(models.Model):
    """Words between the desk or the unit and the resident (答复).

    The resident reads `text`, everybody `text_public` once a checker gave it out.
    """

    complaint = models.ForeignKey(
        Complaint, models.PROTECT, related_name="replies", verbose_name=_("投诉件")
    )
    kind = models.CharField(_("种类"), max_length=20, choices=ReplyKind.choices)
    text = models.TextField(_("内容"))
    text_public = models.TextField(_("公开内容"), blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    author = models.ForeignKey(
        "users.User", models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(_("时间"))

    objects = ReplyQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("答复")
        verbose_name_plural = _("答复")
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=sorted(FROM_THE_RESIDENT)) | Q(text_public=""),
                name="words_of_residents_are_private",
            )
        ]

    def __str__(self) -> str:
        return f"{self.complaint} {self.get_kind_display()}"


class Means(models.TextChoices):
    SITE = "site", _("到现场")
    PHOTO = "photo", _("看照片")
    PHONE = "phone", _("电话")
    VIDEO = "video", _("看监控")


class Verification(models.Model):
    """A look before filing (核查, CP-51)."""

    complaint = models.ForeignKey(
        Complaint, models.PROTECT, related_name="verifications"
    )
    finding = models.CharField(_("查实情况"), max_length=20, choices=Finding.choices)
    means = models.CharField(
        _("方式"), max_length=10, choices=Means.choices, default=Means.SITE
    )
    text = models.TextField(_("情况"), blank=True)
    by = models.ForeignKey("users.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("核查")
        verbose_name_plural = _("核查")

    def __str__(self) -> str:
        return f"{self.complaint} {self.get_finding_display()}"


class Check(models.Model):
    """A look before closing (核实, CP-51), by somebody who did not do the work."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="checks")
    is_passed = models.BooleanField(_("通过"))
    means = models.CharField(
        _("方式"), max_length=10, choices=Means.choices, default=Means.SITE
    )
    text = models.TextField(_("情况"))
    by = models.ForeignKey("users.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("核实")
        verbose_name_plural = _("核实")

    def __str__(self) -> str:
        return f"{self.complaint} {self.at:%Y-%m-%d}"


class Note(models.Model):
    """What the desk writes for itself. Never leaves the house."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="notes")
    text = models.TextField(_("内容"))
    by = models.ForeignKey("users.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("内部备注")
        verbose_name_plural = _("内部备注")

    def __str__(self) -> str:
        return f"{self.complaint} {self.at:%Y-%m-%d}"
