"""Which photos and films belong to which complaint."""

from typing import Self

from django.db import models
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from portal.evidence.models import Evidence
from reports.complaints.models.complaints import Complaint


class EvidenceRole(models.TextChoices):
    BEFORE = "before", _("反映时")
    AFTER = "after", _("处置后")
    REPLY = "reply", _("反映人补充")


# What residents add later goes to the desk alone, like their words.
PUBLIC_ROLES = frozenset({EvidenceRole.BEFORE, EvidenceRole.AFTER})
FROM_RESIDENTS = frozenset({EvidenceRole.BEFORE, EvidenceRole.REPLY})


class ComplaintEvidenceQuerySet(models.QuerySet["ComplaintEvidence"]):
    def public(self) -> Self:
        return self.filter(complaint__is_published=True, role__in=PUBLIC_ROLES)

    def with_copies(self) -> Self:
        return self.select_related("evidence").prefetch_related(
            "evidence__public_copies"
        )


class ComplaintEvidence(models.Model):
    """A photo or film of a complaint: sent with it, added later, or taken afterwards."""

    complaint = models.ForeignKey(
        Complaint,
        models.PROTECT,
        related_name="evidence_links",
        verbose_name=_("投诉件"),
    )
    # One photo belongs to one matter: nobody adds another's to his own.
    evidence = models.OneToOneField(
        Evidence, models.PROTECT, related_name="of_complaint", verbose_name=_("证据")
    )
    role = models.CharField(_("用途"), max_length=10, choices=EvidenceRole.choices)
    sort_order = models.PositiveSmallIntegerField(_("顺序"), default=0)

    objects = ComplaintEvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["complaint", "sort_order", "pk"]
        verbose_name = _("投诉件照片")
        verbose_name_plural = _("投诉件照片")

    def __str__(self) -> str:
        return f"{self.complaint} {self.get_role_display()}"


def evidence_prefetch() -> Prefetch[str]:
    """Load the pictures of many complaints in three queries.

    For `{% evidence_pictures %}` in lists.
    """
    return Prefetch("evidence_links", queryset=ComplaintEvidence.objects.with_copies())
