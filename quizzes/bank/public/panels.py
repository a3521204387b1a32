"""What is asked of an article, and how well it is known, on the article's page."""

from typing import Any

from django.db.models import Count, Sum
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from portal.hubs import Panel
from publicity.clause_hub import clause_hub
from publicity.models import Clause
from quizzes.bank.models import Question

# Fewer answers say more of who answered than of the article (ItemStat, invariant 14).
FEWEST_ANSWERS = 30


def register_panels() -> None:
    clause_hub.register(
        Panel(
            key="questions",
            order=30,
            template="quizzes/bank/panels/questions.html",
            context=questions_on,
        )
    )


def questions_on(article: Clause) -> dict[str, Any] | None:
    """Count what may be asked now of the article or of a place below it: one query."""
    places = Clause.objects.select_related(None).same_place_as(article)
    counted = (
        Question.objects.ready(timezone.localdate())
        .filter(current__clause__in=places.values("pk"))
        .aggregate(
            n=Count("pk"),
            n_answers=Sum("current__practice__n"),
            n_right=Sum("current__practice__n_right"),
        )
    )
    if not counted["n"]:
        return None
    n_answers = counted["n_answers"] or 0
    facility = None
    if n_answers >= FEWEST_ANSWERS:
        facility = round(100 * counted["n_right"] / n_answers)
    return {
        "n": counted["n"],
        "n_answers": n_answers,
        "facility": facility,
        "address": _practice_address(article),
    }


def _practice_address(article: Clause) -> str:
    try:
        return reverse(
            "quizzes:clause", args=[article.version.regulation.slug, article.anchor]
        )
    except NoReverseMatch:  # a county may do without practice
        return ""
