"""文明答题 on the front page: the first question of today, answered from there."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from quizzes.bank.portions import portion_of
from quizzes.bank.workflow import ONE_CHOICE
from quizzes.practice.drawing import of_day
from quizzes.practice.papers import new_paper, seal


def today(request: HttpRequest) -> dict[str, Any] | None:
    """Ask two queries; pictures and clauses come on the paper itself."""
    day = timezone.localdate()
    drawn = of_day(day)
    title = _("%(day)s的十题") % {"day": date_format(day, "n月j日")}
    paper = new_paper(drawn.versions, source="/quizzes/daily/", title=title)
    if paper is None:
        return None
    first = drawn.versions[0]
    portion = portion_of(first.parts, paper.items[0].order)
    is_simple = first.kind in ONE_CHOICE and not (
        first.image_id or first.film_id or first.case_number
    )
    return {
        "title": title,
        "token": seal(paper),
        "first": first,
        "choices": portion.choices if is_simple else [],
        "n_questions": drawn.n_questions,
        "total": paper.total,
    }
