"""Which photos and films an exposure shows."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.evidence.models import Evidence
from portal.evidence.workflow import EvidenceState
from reports.exposures.models.exposures import Exposure
from reports.exposures.workflow import PUBLIC_STATES, PictureRole


class ExposureEvidenceQuerySet(models.QuerySet["ExposureEvidence"]):
    def public(self) -> Self:
        return self.filter(exposure__state__in=sorted(PUBLIC_STATES))

    def checked(self) -> Self:
        return self.filter(evidence__state=EvidenceState.CHECKED)

    def of_role(self, role: PictureRole) -> Self:
        return self.filter(role=role)

    def with_copies(self) -> Self:
        return self.select_related("evidence").prefetch_related(
            "evidence__public_copies"
        )


class ExposureEvidence(models.Model):
    """A photo or film of a case. It may be a notice's or a complaint's as well."""

    exposure = models.ForeignKey(
        Exposure,
        models.PROTECT,
        related_name="evidence_links",
        verbose_name=_("曝光件"),
    )
    evidence = models.ForeignKey(
        Evidence,
        models.PROTECT,
        related_name="of_exposures",
        verbose_name=_("证据"),
    )
    role = models.CharField(
        _("用途"),
        max_length=10,
        choices=PictureRole.choices,
        default=PictureRole.BEFORE,
    )
    caption = models.CharField(_("说明"), max_length=100, blank=True)
    sort_order = models.PositiveSmallIntegerField(_("顺序"), default=0)

    objects = ExposureEvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["exposure", "role", "sort_order", "pk"]
        verbose_name = _("曝光件照片")
        verbose_name_plural = _("曝光件照片")
        constraints = [
            models.UniqueConstraint(
                fields=["exposure", "evidence"], name="one_picture_once_per_exposure"
            )
        ]

    def __str__(self) -> str:
        return f"{self.exposure} {self.get_role_display()}"
