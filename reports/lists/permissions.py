"""What each role may do with lists and commendations. Nobody alone makes one public."""

from portal.users.roles import Role, grant, permission_names

FOLLOW_UP = "reports.see_follow_up"


def grant_roles() -> None:
    work = ["add", "change", "view"]
    lists = [f"reports.{verb}_unitlist" for verb in work]
    praise = [f"reports.{verb}_commendation" for verb in work]
    grant(Role.DESK, [*lists, *praise, "reports.view_formula", FOLLOW_UP])
    grant(Role.WEB_EDITOR, praise)
    grant(Role.TV_EDITOR, [FOLLOW_UP])
    grant(
        Role.INSPECTOR,
        ["reports.view_unitlist", "reports.view_commendation", FOLLOW_UP],
    )
    grant(
        Role.HEAD,
        [
            "reports.view_unitlist",
            "reports.approve_unitlist",
            "reports.view_commendation",
            "reports.view_formula",
            FOLLOW_UP,
        ],
    )
    grant(
        Role.ADMINISTRATOR,
        [
            "reports.view_unitlist",
            "reports.view_commendation",
            "reports.add_formula",  # a version is written once
            "reports.view_formula",
            *permission_names("reports.servedpopulation"),
        ],
    )
