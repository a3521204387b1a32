"""A question as a reader meets it: before the answer, and after it."""

from dataclasses import dataclass

from portal.case_pictures import Case, case_of
from quizzes.bank.models import QuestionVersion
from quizzes.bank.portions import Portion, new_order, portion_of
from quizzes.bank.workflow import Kind


@dataclass(frozen=True)
class Preview:
    version: QuestionVersion
    portion: Portion
    key: list[str]
    feedback: list[tuple[str, str]]
    case: Case | None


def preview_of(version: QuestionVersion) -> Preview | None:
    """Return the preview, or None of a wording that is not finished."""
    content = version.parts
    if content.problems():
        return None
    content = content.with_ids()
    order = new_order(content, is_shuffled=False)
    if content.kind == Kind.FILL:
        key = [each.text for each in content.accepted]
    elif content.kind == Kind.MATCHING:
        key = [f"{pair.left} → {pair.right}" for pair in content.pairs]
    elif content.kind == Kind.ORDERING:
        key = [option.text for option in content.options]
    else:
        key = [option.text for option in content.right]
    return Preview(
        version=version,
        portion=portion_of(content, order),
        key=key,
        feedback=[
            (each.text, each.feedback)
            for each in content.options or content.accepted
            if each.feedback
        ],
        case=case_of(version.case_number) if version.case_number else None,
    )
