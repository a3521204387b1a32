"""What notices answer for their photos: whose they are, and who may see them."""

from portal.evidence.models import Evidence
from portal.evidence.owners import Owner, register_owner
from portal.users.models import User
from reports.complaints.desk.scopes import sight_of
from reports.notices.desk.scopes import visible_to
from reports.notices.models import NoticeEvidence


def is_public(evidence: Evidence) -> bool:
    return NoticeEvidence.objects.public().filter(evidence=evidence).exists()


def can_see(evidence: Evidence, user: User) -> bool:
    """Let staff look who see the notice; people of a unit see public copies alone (C11)."""
    if sight_of(user).is_of_a_unit:
        return False
    held = NoticeEvidence.objects.filter(evidence=evidence)
    return held.filter(notice__in=visible_to(user)).exists()


def register_evidence() -> None:
    register_owner(
        Owner(
            key="notices",
            held=lambda: NoticeEvidence.objects.values("evidence"),
            is_public=is_public,
            can_see=can_see,
        )
    )
