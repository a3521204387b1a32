"""What each role may do with exposures (three people: EX-07, E1)."""

from portal.users.roles import Role, grant

READ = (
    *("exposure", "exposurebatch", "exposureevidence", "unitstatement"),
    *("exposureapproval", "privacycheck", "correction", "flag"),
)


def _names(verbs: tuple[str, ...], models: tuple[str, ...]) -> list[str]:
    return [f"reports.{verb}_{model}" for model in models for verb in verbs]


def grant_roles() -> None:
    for role in Role:
        if role != Role.WEB_EDITOR:
            grant(role, _names(("view",), READ))
    writes = _names(("add", "change"), ("exposure", "exposurebatch"))
    for role in (Role.DESK, Role.INSPECTOR, Role.TV_EDITOR):
        grant(role, writes)
    for role in (Role.DESK, Role.REVIEWER, Role.CHIEF_EDITOR):
        grant(role, ["reports.change_flag"])
    for role in (Role.REVIEWER, Role.CHIEF_EDITOR):
        grant(role, ["reports.review_exposure"])
    # Who checks and who answers for it looks at the pictures themselves.
    grant(Role.REVIEWER, ["evidence.view_evidence", "evidence.change_evidence"])
    grant(Role.HEAD, ["evidence.view_evidence"])
    grant(
        Role.CHIEF_EDITOR,
        ["reports.publish_exposure", "reports.correct_exposure"],
    )
    grant(
        Role.HEAD,
        [
            "reports.approve_exposure",
            "reports.publish_exposure",
            "reports.correct_exposure",
        ],
    )
