"""A certificate: numbered without a gap, checked by whoever is shown one."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quizzes.contests.models import Attempt, Contest
from quizzes.contests.workflow import COUNTED


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def for_pages(self) -> Self:
        return self.select_related(
            "contest__organiser", "attempt__participant", "attempt__stage"
        )


class Certificate(models.Model):
    """What was reached is copied when it is issued; the name stays with the participant.

    Of somebody who leaves no name is kept here.

    Numbers follow each other, so anybody can guess one. `code` is printed beside the
    number and cannot be guessed: the check page answers to both together alone.
    """

    contest = models.ForeignKey(
        Contest, models.PROTECT, related_name="certificates", verbose_name=_("竞赛")
    )
    position = models.PositiveIntegerField(_("序号"))
    number = models.CharField(_("证书号"), max_length=40, unique=True)
    code = models.CharField(_("校验码"), max_length=8)
    attempt = models.OneToOneField(
        Attempt, models.PROTECT, related_name="certificate", verbose_name=_("答卷")
    )
    score = models.DecimalField(_("得分"), max_digits=7, decimal_places=2)
    most = models.DecimalField(_("满分"), max_digits=7, decimal_places=2)
    issued_at = models.DateTimeField(_("发证时间"))
    revoked_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    revoked_because = models.CharField(_("撤销原因"), max_length=300, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["contest", "position"]
        verbose_name = _("证书")
        verbose_name_plural = _("证书")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "position"], name="one_certificate_a_position"
            ),
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=F("most"), most__gt=0),
                name="certificate_score_within_most",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | ~Q(revoked_because=""),
                name="certificate_revoked_because",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Return where it is checked, with its code: this is what the QR code says."""
        return f"{reverse('certificates:check', args=[self.number])}?code={self.code}"

    @property
    def is_valid(self) -> bool:
        """Tell whether it counts, by the paper it stands on as that is now.

        A voided paper's certificate is void in the same moment, and good again when an
        appeal is upheld; who has left the contest is named by no page of ours.
        """
        return (
            self.revoked_at is None
            and self.attempt.state in COUNTED
            and self.attempt.participant.withdrawn_at is None
        )
