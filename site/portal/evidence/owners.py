"""Whose evidence it is: this room asks, the domains answer.

A domain holds evidence by a table of its own, and enters itself from
`AppConfig.ready()`:

    register_owner(Owner(
        key="complaints",
        held=lambda: ComplaintEvidence.objects.values("evidence"),
        is_public=lambda evidence: ….filter(evidence=evidence).public().exists(),
        can_see=lambda evidence, user: ….filter(evidence=evidence).visible_to(user).exists(),
    ))
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.models import QuerySet

from portal.evidence.models import Evidence
from portal.users.models import User


@dataclass(frozen=True, kw_only=True)
class Owner:
    """What a domain knows of the evidence on its own things, and of no other.

    `held` returns the keys of all evidence that it holds; what nobody holds is
    deleted after two days. `can_see` is asked for each single thing (C10).
    """

    key: str
    held: Callable[[], QuerySet[Any, Any]]
    is_public: Callable[[Evidence], bool]
    can_see: Callable[[Evidence, User], bool]


_owners: dict[str, Owner] = {}


def register_owner(owner: Owner) -> None:
    if _owners.setdefault(owner.key, owner) is not owner:
        raise ImproperlyConfigured(f"There is an owner {owner.key} already.")


def owners() -> list[Owner]:
    return list(_owners.values())


def is_held(evidence: Evidence) -> bool:
    """Tell whether any domain has it on something of its own."""
    it = Evidence.objects.filter(pk=evidence.pk)
    return any(it.filter(pk__in=owner.held()).exists() for owner in owners())


def is_public(evidence: Evidence) -> bool:
    """Tell whether its redaction was checked and an owner has published it."""
    return evidence.is_checked and any(owner.is_public(evidence) for owner in owners())


def can_view(evidence: Evidence, user: User) -> bool:
    return user.has_perm("evidence.view_evidence") and _is_shown_to(evidence, user)


def can_redact(evidence: Evidence, user: User) -> bool:
    return user.has_perm("evidence.change_evidence") and _is_shown_to(evidence, user)


def _is_shown_to(evidence: Evidence, user: User) -> bool:
    return any(owner.can_see(evidence, user) for owner in owners())
