"""What the roles may do at the desk, beside what they may do with the models."""

from portal.users.roles import Role, grant, permission_names


def grant_roles() -> None:
    for role in (Role.DESK, Role.ADMINISTRATOR):
        grant(role, ["reports.see_all_complaints"])
    grant(
        Role.ADMINISTRATOR,
        [
            *permission_names("reports.deskscope"),
            "reports.anonymise_reporter",
        ],
    )
