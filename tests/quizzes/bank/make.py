"""Drafts and people of the bank for tests."""

from typing import Any

from portal.users.models import User
from portal.users.roles import Role
from quizzes.bank.content import Content, QuestionDraft
from quizzes.bank.models import Question, QuestionVersion
from quizzes.bank.workflow import Kind, Topic
from tests.portal.users.make import make_user
from tests.quizzes.make import CONTENTS


def make_draft(
    *, kind: Kind = Kind.SINGLE, content: Content | None = None, **fields: Any
) -> QuestionDraft:
    return QuestionDraft(
        **{
            "stem": "沿街商户把洗菜水泼到人行道上，由谁负责清理？",
            "topic": Topic.CAMPAIGN,
            "explanation": "谁倒谁清。",
            **fields,
        },
        content=content or CONTENTS[kind],
    )


def make_editor() -> User:
    return make_user(role=Role.WEB_EDITOR)


def make_reviewer() -> User:
    return make_user(role=Role.REVIEWER)


def wording(question: Question) -> QuestionVersion:
    """Return the current wording of a question that has one."""
    assert question.current
    return question.current
