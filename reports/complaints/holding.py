"""What complaints answer for their photos: whose they are, and who may see them."""

from portal.evidence.models import Evidence
from portal.evidence.owners import Owner, register_owner
from portal.users.models import User
from reports.complaints.desk.scopes import sight_of, visible_to
from reports.complaints.models import ComplaintEvidence


def is_public(evidence: Evidence) -> bool:
    """Tell whether everybody may see it: hidden with its complaint, and at once (C9)."""
    return ComplaintEvidence.objects.public().filter(evidence=evidence).exists()


def can_see(evidence: Evidence, user: User) -> bool:
    """Let the desk look into what it may see the complaint of (C10).

    People of a unit see public copies alone: a photo may tell who took it (C11).
    """
    if sight_of(user).is_of_a_unit:
        return False
    held = ComplaintEvidence.objects.filter(evidence=evidence)
    return held.filter(complaint__in=visible_to(user)).exists()


def register_evidence() -> None:
    register_owner(
        Owner(
            key="complaints",
            held=lambda: ComplaintEvidence.objects.values("evidence"),
            is_public=is_public,
            can_see=can_see,
        )
    )
