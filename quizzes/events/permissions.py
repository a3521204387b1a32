"""What each role may do with activities. Nobody alone makes one public."""

from portal.users.roles import Role, grant

PUBLISH = "quizzes.publish_activity"
REVEAL = "quizzes.reveal_signupcontact"


def grant_roles() -> None:
    see = ["quizzes.view_activity", "quizzes.view_signup"]
    write = [*see, "quizzes.add_activity", "quizzes.change_activity"]
    grant(Role.DESK, [*write, REVEAL])
    grant(Role.WEB_EDITOR, [*write, REVEAL])
    grant(Role.TV_EDITOR, see)
    grant(Role.REVIEWER, [*see, PUBLISH])
    grant(Role.CHIEF_EDITOR, [*see, "quizzes.change_activity", PUBLISH])
    grant(Role.HEAD, [*see, "quizzes.change_activity", PUBLISH])
    grant(Role.ADMINISTRATOR, see)
