"""Which photos belong to which notice, and what speaks against an after-photo."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.evidence.models import Evidence
from portal.evidence.workflow import EvidenceState
from reports.notices.models.notices import NoticeProblem, RectificationNotice
from reports.notices.workflow import PhotoRole, PhotoWarning


class NoticeEvidenceQuerySet(models.QuerySet["NoticeEvidence"]):
    def before(self) -> Self:
        return self.filter(role=PhotoRole.BEFORE)

    def after(self) -> Self:
        return self.filter(role=PhotoRole.AFTER)

    def doubtful(self) -> Self:
        """Keep what has a warning that no person has cleared."""
        return self.exclude(warnings=[]).filter(cleared_at__isnull=True)

    def public(self) -> Self:
        """Keep what everybody may see; a resident's photo only with their complaint."""
        return self.filter(
            Q(evidence__of_complaint__isnull=True)
            | Q(evidence__of_complaint__complaint__is_published=True),
            notice__in=RectificationNotice.objects.public(),
            evidence__state=EvidenceState.CHECKED,
        )

    def with_copies(self) -> Self:
        return self.select_related("evidence").prefetch_related(
            "evidence__public_copies"
        )


class NoticeEvidence(models.Model):
    """A photo or film of a notice: of the problem, of its end, of the re-inspection."""

    notice = models.ForeignKey(
        RectificationNotice,
        models.PROTECT,
        related_name="evidence_links",
        verbose_name=_("整改通知单"),
    )
    evidence = models.OneToOneField(
        Evidence, models.PROTECT, related_name="of_notice", verbose_name=_("证据")
    )
    role = models.CharField(_("用途"), max_length=10, choices=PhotoRole.choices)
    problem = models.ForeignKey(
        NoticeProblem,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="evidence_links",
        verbose_name=_("对应问题"),
    )
    round = models.PositiveSmallIntegerField(_("轮次"), default=1)
    sort_order = models.PositiveSmallIntegerField(_("顺序"), default=0)
    # From the device when it was taken on the spot; the place itself is not kept.
    distance_m = models.PositiveIntegerField(
        _("离问题地点（米）"), null=True, blank=True
    )
    received_at = models.DateTimeField(_("收到时间"), default=timezone.now)
    is_from_camera = models.BooleanField(_("现场拍摄"), default=False)
    warnings = models.JSONField(_("疑点"), default=list, blank=True)
    resembles = models.ForeignKey(
        Evidence,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("相似的旧照片"),
    )
    cleared_by = models.ForeignKey(
        "users.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("排除疑点的人"),
    )
    cleared_at = models.DateTimeField(_("排除时间"), null=True, blank=True)
    cleared_because = models.CharField(_("排除理由"), max_length=300, blank=True)

    objects = NoticeEvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["notice", "round", "sort_order", "pk"]
        verbose_name = _("通知单照片")
        verbose_name_plural = _("通知单照片")
        constraints = [
            models.CheckConstraint(
                name="doubt_cleared_by_somebody_with_a_reason",
                condition=Q(
                    cleared_at__isnull=True, cleared_by=None, cleared_because=""
                )
                | Q(cleared_at__isnull=False, cleared_by__isnull=False)
                & ~Q(cleared_because=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.notice} {self.get_role_display()}"

    @property
    def is_doubtful(self) -> bool:
        return bool(self.warnings) and self.cleared_at is None

    @property
    def warnings_in_words(self) -> list[str]:
        return [str(PhotoWarning(code).label) for code in self.warnings]
