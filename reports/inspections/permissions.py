"""What each role may do with inspections."""

from portal.users.roles import Role, grant, permission_names

KEPT = ("pointtype", "criterion", "inspectionpoint")
READ = ("round", "spotcheck", "inspectionpoint", "areascore")


def grant_roles() -> None:
    for role in (Role.INSPECTOR, Role.ADMINISTRATOR):
        grant(role, [f"reports.view_{name}" for name in READ])
    grant(Role.INSPECTOR, ["reports.add_spotcheck"])
    grant(Role.ADMINISTRATOR, ["reports.add_round", "reports.change_round"])
    for name in KEPT:
        grant(Role.ADMINISTRATOR, permission_names(f"reports.{name}"))
