"""Which picture of a notice its unit is shown: residents' photos never as they were sent."""

from dataclasses import dataclass

from django.db.models.fields.files import FieldFile

from portal.evidence.models import PublicCopy
from reports.complaints.models import ComplaintEvidence
from reports.notices.models import NoticeEvidence, RectificationNotice
from reports.notices.workflow import PhotoRole


@dataclass(frozen=True)
class UnitPhoto:
    """A photo of a notice; `file` is what its unit may see of it, if anything yet."""

    link: NoticeEvidence
    file: FieldFile | None

    @property
    def is_before(self) -> bool:
        return self.link.role == PhotoRole.BEFORE


def photos_for_unit(notice: RectificationNotice) -> list[UnitPhoto]:
    """Return the photos before and after: three queries.

    What an inspector or the unit itself took is shown as it is; what a resident sent
    tells who took it (C11): of that, the checked copy alone.
    """
    links = list(
        NoticeEvidence.objects.with_copies()
        .filter(notice=notice)
        .exclude(role=PhotoRole.CHECK)
    )
    from_residents = set(
        ComplaintEvidence.objects.filter(
            evidence__in=[link.evidence_id for link in links]
        ).values_list("evidence", flat=True)
    )
    return [UnitPhoto(link, _shown(link, from_residents)) for link in links]


def _shown(link: NoticeEvidence, from_residents: set[int]) -> FieldFile | None:
    evidence = link.evidence
    if evidence.is_checked:
        for copy in evidence.public_copies.all():
            if copy.use == PublicCopy.Use.FULL:
                return copy.file
    if evidence.pk in from_residents:
        return None
    return evidence.canvas or None
