"""Questions on their way out, as the files write them."""

from typing import Any

from quizzes.bank.content import QuestionDraft
from quizzes.bank.services.importing import with_wordings
from quizzes.bank.services.questions import draft_of


def drafts_of(questions: Any) -> list[QuestionDraft]:
    """Return the current wordings of `questions`, in their order."""
    found = with_wordings(questions)
    return [draft_of(each.current) for each in found if each.current]
