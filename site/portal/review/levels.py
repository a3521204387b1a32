"""The three reviews, and which role takes which (GW-38)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.users.models import User
from portal.users.roles import Role


class Level(models.IntegerChoices):
    FIRST = 1, _("初审")
    SECOND = 2, _("复审")
    FINAL = 3, _("终审")


LEVEL_ROLES = {
    Level.FIRST: {Role.REVIEWER},
    Level.SECOND: {Role.REVIEWER},
    Level.FINAL: {Role.CHIEF_EDITOR},
}


def may_take(user: User, level: int) -> bool:
    """Tell whether a role of `user` takes this review. Superusers are no exception."""
    return bool(user.is_active) and bool(roles_of(user) & LEVEL_ROLES[Level(level)])


def roles_of(user: User) -> set[str]:
    """Return the names of the user's groups, asked for once a request."""
    if not hasattr(user, "_role_names"):
        user._role_names = set(user.groups.values_list("name", flat=True))  # type: ignore[attr-defined]
    names: set[str] = user._role_names  # type: ignore[attr-defined]
    return names
