"""What each role may do with the standards' evidence and the assessments."""

from portal.users.roles import Role, grant

READ = ("reports.view_evidencetag", "reports.view_itemassessment")
PROVE = ("reports.add_evidencetag", "reports.delete_evidencetag")


def grant_roles() -> None:
    for role in (Role.INSPECTOR, Role.DESK, Role.WEB_EDITOR, Role.ADMINISTRATOR):
        grant(role, READ)
    for role in (Role.INSPECTOR, Role.ADMINISTRATOR):
        grant(role, PROVE)
    grant(Role.ADMINISTRATOR, ["reports.add_itemassessment"])
