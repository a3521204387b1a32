"""What each role may do with complaints.

Nobody may view or edit `Reporter`: who complained is shown by one service alone, with
a reason that is written down (PR-21).
"""

from portal.users.roles import Role, grant, permission_names

# The administrator keeps the rules; a notice once shown is never taken away (PR-03).
RULES = ("family", "category", "responsetemplate", "routingrule", "unitlink")
READ_BY_STAFF = (
    "complaint",
    "assignment",
    "extension",
    "reply",
    "verification",
    "check",
    "category",
    "family",
    "privacynotice",
    "monthlyfigure",
)


def _names(verbs: tuple[str, ...], models: tuple[str, ...]) -> list[str]:
    return [f"reports.{verb}_{model}" for model in models for verb in verbs]


def grant_roles() -> None:
    for role in (Role.DESK, Role.INSPECTOR, Role.ADMINISTRATOR):
        grant(role, _names(("view",), READ_BY_STAFF))
    grant(
        Role.DESK,
        [
            *_names(("add", "change"), ("complaint", "assignment", "reply")),
            *_names(("view", "add"), ("note", "verification")),
            *_names(("view", "change"), ("extension", "datarightsrequest")),
            *_names(("view", "add", "change"), ("responsetemplate", "unitlink")),
            *_names(("view",), ("routingrule", "unitlinkuse")),
            "reports.reveal_contact",
            "reports.reveal_confidential",
        ],
    )
    grant(
        Role.INSPECTOR,
        _names(("view", "add"), ("note", "verification", "check")),
    )
    for model in RULES:
        grant(Role.ADMINISTRATOR, permission_names(f"reports.{model}"))
    grant(
        Role.ADMINISTRATOR,
        [
            *_names(("add", "view"), ("privacynotice",)),
            *_names(("add", "change", "view"), ("apikey",)),  # revoked, never deleted
            *_names(("view",), ("contactreveal", "unitlinkuse")),
        ],
    )
