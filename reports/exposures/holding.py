"""What exposures answer for their pictures: whose they are, and who may see them."""

from portal.evidence.models import Evidence
from portal.evidence.owners import Owner, register_owner
from portal.users.models import User
from reports.complaints.desk.scopes import sight_of
from reports.exposures.models import ExposureEvidence


def is_public(evidence: Evidence) -> bool:
    """Tell whether everybody may see it: gone with its exposure, and at once (C9)."""
    return ExposureEvidence.objects.public().filter(evidence=evidence).exists()


def can_see(evidence: Evidence, user: User) -> bool:
    """Let staff look who see exposures; people of a unit see public copies alone (C11)."""
    if sight_of(user).is_of_a_unit or not user.has_perm("reports.view_exposure"):
        return False
    return ExposureEvidence.objects.filter(evidence=evidence).exists()


def register_evidence() -> None:
    register_owner(
        Owner(
            key="exposures",
            held=lambda: ExposureEvidence.objects.values("evidence"),
            is_public=is_public,
            can_see=can_see,
        )
    )
