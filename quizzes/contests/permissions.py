"""What each role may do with contests: one drafts, another publishes, a third judges."""

from portal.users.roles import Role, grant

DRAFT = "quizzes.change_contest"
VIEW = "quizzes.view_contest"
PUBLISH = "quizzes.publish_contest"
JUDGE = "quizzes.judge_attempt"
EXPORT = "quizzes.export_contest"
REVEAL = "quizzes.reveal_participantcontact"
# Whoever may read the bank may see the key beside a paper.
SEE_KEY = "quizzes.view_question"


def grant_roles() -> None:
    grant(Role.WEB_EDITOR, [VIEW, "quizzes.add_contest", DRAFT])
    grant(Role.CHIEF_EDITOR, [VIEW, PUBLISH])
    grant(Role.HEAD, [VIEW, PUBLISH, EXPORT])
    grant(Role.DESK, [VIEW, JUDGE, EXPORT, REVEAL, SEE_KEY])
    grant(Role.ADMINISTRATOR, [VIEW])
