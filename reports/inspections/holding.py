"""What inspections answer for their photos: who may see them. None is public by itself."""

from portal.evidence.models import Evidence
from portal.evidence.owners import Owner, register_owner
from portal.users.models import User
from reports.inspections.models import CheckEvidence, Round


def can_see(evidence: Evidence, user: User) -> bool:
    """Let in whoever sees the round: an undercover one is its inspectors' alone."""
    held = CheckEvidence.objects.filter(evidence=evidence)
    return held.filter(spot_check__round__in=Round.objects.visible_to(user)).exists()


def register_evidence() -> None:
    register_owner(
        Owner(
            key="inspections",
            held=lambda: CheckEvidence.objects.values("evidence"),
            is_public=lambda evidence: False,
            can_see=can_see,
        )
    )
