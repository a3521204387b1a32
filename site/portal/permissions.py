"""What the administrator may do with the site's own settings and lists."""

from portal.users.roles import Role, grant, permission_names

LISTS = (
    "directory.unit",
    "directory.area",
    "directory.unitduty",
    "directory.street",
    "directory.place",
    "directory.calendarday",
    "standards.standardset",
    "standards.standarditem",
    "wagtailredirects.redirect",
    "users.user",
)
PLACES = ("unit", "area", "street", "place")


def grant_roles() -> None:
    for model in LISTS:
        grant(Role.ADMINISTRATOR, permission_names(model))
    grant(Role.ADMINISTRATOR, ["frame.change_governmentsite", "auth.view_group"])
    grant(Role.CHIEF_EDITOR, ["frame.change_governmentsite"])
    # Which of it, its owner decides: see portal.evidence.owners.
    for role in (Role.DESK, Role.INSPECTOR, Role.CHIEF_EDITOR):
        grant(role, ["evidence.view_evidence", "evidence.change_evidence"])
    for role in (Role.DESK, Role.INSPECTOR):
        grant(role, [f"directory.view_{name}" for name in PLACES])
