"""What each role may do with draws. Nobody alone both announces and holds one."""

from portal.users.roles import Role, grant


def grant_roles() -> None:
    write = [f"quizzes.{verb}_draw" for verb in ("add", "change", "view")]
    decide = ["quizzes.commit_draw", "quizzes.hold_draw"]
    grant(Role.WEB_EDITOR, [*write, "quizzes.claim_winner"])
    grant(Role.CHIEF_EDITOR, [*write, *decide, "quizzes.claim_winner"])
    grant(Role.HEAD, ["quizzes.view_draw", *decide])
    grant(Role.ADMINISTRATOR, ["quizzes.view_draw"])
