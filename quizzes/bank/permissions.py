"""What each role may do with questions. Who writes one does not approve it."""

from portal.users.roles import Role, grant

VIEW = "quizzes.view_question"
CHANGE = "quizzes.change_question"
APPROVE = "quizzes.approve_question"
VIEW_POOLS = "quizzes.view_pool"
CHANGE_POOLS = "quizzes.change_pool"

_SEE = (VIEW, "quizzes.view_questionversion", VIEW_POOLS)
_WRITE = (
    "quizzes.add_question",
    CHANGE,
    "quizzes.import_question",
    "quizzes.add_pool",
    CHANGE_POOLS,
)


def grant_roles() -> None:
    grant(Role.WEB_EDITOR, [*_SEE, *_WRITE])
    grant(Role.TV_EDITOR, _SEE)
    grant(Role.REVIEWER, [*_SEE, CHANGE, APPROVE])
    grant(Role.CHIEF_EDITOR, [*_SEE, *_WRITE, APPROVE])
    grant(Role.ADMINISTRATOR, [*_SEE, *_WRITE, "quizzes.delete_pool", APPROVE])
