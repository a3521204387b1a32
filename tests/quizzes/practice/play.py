"""A reader who plays without JavaScript: reads the form of a page and posts it."""

from typing import Any

from bs4 import BeautifulSoup, Tag
from django.test import Client

from quizzes.bank.content import Content
from quizzes.bank.models import Question, QuestionVersion
from quizzes.bank.workflow import Kind
from quizzes.practice.papers import unseal


def wording(question: Question) -> QuestionVersion:
    assert question.current
    return question.current


def part_of(response: Any, selector: str) -> Tag:
    """Return the one part of a page that `selector` names."""
    (found,) = BeautifulSoup(response.content, "html.parser").select(selector)
    return found


def form_of(response: Any) -> dict[str, str]:
    """Return the hidden fields of the paper's form."""
    form = part_of(response, "form[data-quiz]")
    assert form["method"] == "post"
    return {
        str(field["name"]): str(field["value"])
        for field in form.select("input[type=hidden]")
    }


def asked_in(response: Any) -> int:
    """Return the number of the wording that a page asks."""
    paper = unseal(form_of(response)["paper"])
    return paper.items[len(paper.answers)].version_id


def right_fields(content: Content) -> dict[str, Any]:
    if content.kind == Kind.FILL:
        return {"text": content.accepted[0].text}
    if content.kind == Kind.MATCHING:
        return {f"pair-{pair.left_id}": pair.right_id for pair in content.pairs}
    if content.kind == Kind.ORDERING:
        return {
            f"place-{option.id}": str(n)
            for n, option in enumerate(content.options, start=1)
        }
    return {"chosen": [option.id for option in content.right]}


def post(client: Client, response: Any, **fields: Any) -> Any:
    return client.post("/quizzes/paper/", {**form_of(response), **fields})
