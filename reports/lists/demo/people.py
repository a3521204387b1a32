"""Who works on the demonstration's lists: three, because one alone may not."""

from portal.users.models import User
from portal.users.roles import Role

PEOPLE = {
    "demo-desk": Role.DESK,
    "demo-desk-2": Role.DESK,
    "demo-head": Role.HEAD,
}


def people() -> tuple[User, User, User]:
    """Return who computes, who freezes and who approves; none of them can log in."""
    found = []
    for username, role in PEOPLE.items():
        user, is_new = User.objects.get_or_create(
            username=username,
            defaults={"last_name": str(role.label), "is_active": False},
        )
        if is_new:
            user.set_unusable_password()
            user.save(update_fields=["password"])
        found.append(user)
    computed, frozen, approved = found
    return computed, frozen, approved
