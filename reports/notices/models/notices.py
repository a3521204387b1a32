"""What a unit has to put right (整改通知单), and where it stands."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from portal.directory.geometry import Point
from portal.timeline.moving import Moving
from reports.complaints.models import Category, Complaint
from reports.complaints.workflow import ClockKind
from reports.notices.models.mandates import InspectionMandate
from reports.notices.models.questions import NoticeQuerySet
from reports.notices.workflow import (
    FIRST_STATE,
    OPEN_STATES,
    RUNNING_STATES,
    UNNUMBERED,
    Focus,
    NoticeSource,
    NoticeState,
    ResidentVerdict,
)


class RectificationNotice(index.Indexed, Moving):
    """One matter that one public unit has to put right by a day (EX-30).

    Never to a shop or a person (EX-01). Only `services` change it; its steps stand
    in the timeline.
    """

    number = models.CharField(
        _("编号"), max_length=40, unique=True, null=True, blank=True
    )
    year = models.PositiveSmallIntegerField(_("年度"), null=True, blank=True)
    sequence = models.PositiveIntegerField(_("序号"), null=True, blank=True)
    title = models.CharField(_("标题"), max_length=80)
    unit = models.ForeignKey(
        "directory.Unit",
        models.PROTECT,
        related_name="notices",
        verbose_name=_("被通知单位"),
    )
    source = models.CharField(
        _("来源"),
        max_length=20,
        choices=NoticeSource.choices,
        default=NoticeSource.DAILY,
    )
    focus = models.CharField(
        _("检查类别"), max_length=20, choices=Focus.choices, blank=True
    )
    mandate = models.ForeignKey(
        InspectionMandate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("督查授权"),
    )

    checked_at = models.DateTimeField(_("检查时间"))
    inspectors = models.ManyToManyField(
        "users.User", blank=True, related_name="+", verbose_name=_("检查人")
    )
    # As printed: posts or names of those who looked, the ones without account too.
    inspected_by = models.CharField(_("检查人（打印）"), max_length=120, blank=True)
    area = models.ForeignKey(
        "directory.Area",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("片区"),
    )
    street = models.ForeignKey(
        "directory.Street",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("街道"),
    )
    place = models.ForeignKey(
        "directory.Place",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("地点"),
    )
    place_text = models.CharField(_("位置说明"), max_length=200, blank=True)
    lat = models.FloatField(_("纬度"), null=True, blank=True)
    lon = models.FloatField(_("经度"), null=True, blank=True)

    category = models.ForeignKey(
        Category,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("类别"),
    )
    standard_item = models.ForeignKey(
        "standards.StandardItem",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("对应得分点"),
    )
    clauses = models.ManyToManyField(
        "publicity.Clause",
        blank=True,
        related_name="notices",
        verbose_name=_("依据条款"),
    )
    complaints = models.ManyToManyField(
        Complaint,
        through="reports.NoticeComplaint",
        related_name="notices",
        verbose_name=_("相关投诉件"),
    )
    requirement = models.TextField(_("整改要求"))
    consequence = models.TextField(_("逾期后果"), blank=True)

    # From the category, or as somebody set them: what the deadline is counted from.
    clock = models.CharField(
        _("时限单位"),
        max_length=20,
        choices=ClockKind.choices,
        default=ClockKind.WORK_DAY,
    )
    limit = models.PositiveSmallIntegerField(_("整改时限"), default=5)
    # Of the first round, with its extensions: what 应结案 is counted by.
    first_due_at = models.DateTimeField(_("首次期限"), null=True, blank=True)
    due_at = models.DateTimeField(_("整改期限"), null=True, blank=True)
    needs_plan = models.BooleanField(
        _("要报整改方案"), default=False, help_text=_("先报原因和方案，通过后再整改。")
    )

    state = models.CharField(
        _("状态"), max_length=20, choices=NoticeState.choices, default=FIRST_STATE
    )
    is_open = models.BooleanField(_("未销号"), default=False)
    resumes_to = models.CharField(
        _("维持后回到"), max_length=20, choices=NoticeState.choices, blank=True
    )
    round = models.PositiveSmallIntegerField(_("轮次"), default=1)
    n_extensions = models.PositiveSmallIntegerField(_("延期次数"), default=0)
    reminded = models.PositiveSmallIntegerField(_("已催办"), default=0)
    is_public = models.BooleanField(_("公开"), default=False)
    recurrence_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recurrences",
        verbose_name=_("反弹自"),
    )
    # 第几次: one more than what it recurred from.
    occurrence = models.PositiveSmallIntegerField(_("第几次"), default=1)

    drafted_by = models.ForeignKey(
        "users.User",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("拟稿人"),
    )
    drafted_at = models.DateTimeField(_("拟稿时间"), default=timezone.now)
    issued_by = models.ForeignKey(
        "users.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("签发人"),
    )
    issued_at = models.DateTimeField(_("签发时间"), null=True, blank=True)
    served_at = models.DateTimeField(_("送达时间"), null=True, blank=True)
    acknowledged_at = models.DateTimeField(_("签收时间"), null=True, blank=True)
    acknowledged_post = models.CharField(
        _("签收人（职务）"),
        max_length=60,
        blank=True,
        help_text=_("只写职务，不写姓名。"),
    )
    submitted_at = models.DateTimeField(_("反馈时间"), null=True, blank=True)
    passed_at = models.DateTimeField(_("复查合格时间"), null=True, blank=True)
    confirm_until = models.DateTimeField(_("群众确认期限"), null=True, blank=True)
    closed_at = models.DateTimeField(_("销号时间"), null=True, blank=True)
    # Who passed the re-inspection, also where silence or a resident closed it then.
    closed_by = models.ForeignKey(
        "users.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("销号检查人"),
    )
    revoked_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    search_fields = [
        index.SearchField("number", boost=3),
        index.SearchField("title", boost=3),
        index.SearchField("requirement"),
        index.AutocompleteField("number"),
        index.AutocompleteField("title"),
    ]
    search_auto_update = False  # `public.search` does it, not each step

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("整改通知单")
        verbose_name_plural = _("整改通知单")
        permissions = [
            ("issue_notice", _("签发整改通知单")),
            ("reinspect_notice", _("复查整改情况")),
            ("decide_notice", _("决定延期、异议和问责建议")),
            ("clear_notice_photo", _("排除照片疑点")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "sequence"], name="one_notice_per_number"
            ),
            models.CheckConstraint(
                name="notice_is_numbered_once_issued",
                condition=Q(
                    state__in=sorted(UNNUMBERED), number=None, year=None, sequence=None
                )
                | ~Q(state__in=sorted(UNNUMBERED))
                & Q(
                    number__isnull=False,
                    year__isnull=False,
                    sequence__isnull=False,
                    issued_by__isnull=False,
                    issued_at__isnull=False,
                    mandate__isnull=False,
                    first_due_at__isnull=False,
                    due_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="notice_is_open_in_open_states",
                condition=Q(is_open=True, state__in=sorted(OPEN_STATES))
                | Q(is_open=False) & ~Q(state__in=sorted(OPEN_STATES)),
            ),
            # The second key (invariant 4): whoever signed it does not strike it off.
            models.CheckConstraint(
                name="notice_closed_by_another",
                condition=~Q(state=NoticeState.CLOSED)
                | Q(closed_at__isnull=False, closed_by__isnull=False)
                & ~Q(closed_by=F("issued_by")),
            ),
            models.CheckConstraint(
                name="notice_extended_twice_at_most", condition=Q(n_extensions__lte=2)
            ),
            models.CheckConstraint(
                name="notice_objected_knows_the_way_back",
                condition=~Q(state=NoticeState.OBJECTED) | ~Q(resumes_to=""),
            ),
            models.CheckConstraint(
                name="notice_recurs_from_another",
                condition=Q(recurrence_of__isnull=True, occurrence=1)
                | Q(recurrence_of__isnull=False, occurrence__gt=1)
                & ~Q(recurrence_of=F("pk")),
            ),
            models.CheckConstraint(
                name="notice_public_is_issued",
                condition=Q(is_public=False) | Q(number__isnull=False),
            ),
            models.CheckConstraint(
                name="notice_has_a_limit", condition=Q(limit__gte=1, round__gte=1)
            ),
        ]
        indexes = [
            models.Index(fields=["state", "id"], name="notice_state"),
            models.Index(
                fields=["due_at"], condition=Q(is_open=True), name="notice_open_due"
            ),
            models.Index(fields=["unit", "first_due_at"], name="notice_unit_due"),
            models.Index(fields=["first_due_at"], name="notice_first_due"),
            models.Index(fields=["lat", "lon"], name="notice_near"),
            models.Index(
                fields=["issued_at", "id"],
                condition=Q(is_public=True),
                name="notice_public_newest",
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.title}（{self.get_state_display()}）"

    @classmethod
    def get_indexed_objects(cls) -> NoticeQuerySet:
        return cls.objects.public()

    @property
    def point(self) -> Point | None:
        if self.lat is None or self.lon is None:
            return None
        return Point(self.lat, self.lon)

    @property
    def where(self) -> str:
        """Return the place in words, as it is printed."""
        parts = [str(self.street or self.place or self.area or ""), self.place_text]
        return " ".join(part for part in parts if part)

    @property
    def is_overdue(self) -> bool:
        return self.is_overdue_at(timezone.now())

    def is_overdue_at(self, at: datetime) -> bool:
        return (
            self.is_open
            and self.state in RUNNING_STATES
            and self.due_at is not None
            and self.due_at < at
        )

    @property
    def is_revoked(self) -> bool:
        return self.state == NoticeState.REVOKED

    @property
    def is_closed(self) -> bool:
        return self.state == NoticeState.CLOSED


class NoticeProblem(models.Model):
    """One of the problems that were found (存在问题)."""

    notice = models.ForeignKey(
        RectificationNotice,
        models.CASCADE,
        related_name="problems",
        verbose_name=_("整改通知单"),
    )
    position = models.PositiveSmallIntegerField(_("顺序"), default=1)
    category = models.ForeignKey(
        Category,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("类别"),
    )
    text = models.TextField(_("问题"))

    class Meta:
        ordering = ["notice", "position"]
        verbose_name = _("存在问题")
        verbose_name_plural = _("存在问题")
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "position"], name="one_problem_per_position"
            )
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.text[:40]}"


class NoticeComplaintQuerySet(models.QuerySet["NoticeComplaint"]):
    def asked(self) -> Self:
        """Keep those whose sender is being asked whether it was put right."""
        return self.filter(
            verdict=ResidentVerdict.ASKED, notice__state=NoticeState.PASSED
        )


class NoticeComplaint(models.Model):
    """A complaint that a notice was made from, and what its sender says of the end."""

    notice = models.ForeignKey(
        RectificationNotice, models.CASCADE, related_name="complaint_links"
    )
    complaint = models.ForeignKey(
        Complaint, models.PROTECT, related_name="notice_links"
    )
    verdict = models.CharField(
        _("群众确认"), max_length=10, choices=ResidentVerdict.choices, blank=True
    )
    verdict_at = models.DateTimeField(_("确认时间"), null=True, blank=True)

    objects = NoticeComplaintQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("相关投诉件")
        verbose_name_plural = _("相关投诉件")
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "complaint"], name="one_link_per_notice_and_complaint"
            )
        ]

    def __str__(self) -> str:
        return f"{self.notice} ← {self.complaint}"
