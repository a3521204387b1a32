"""The list of questions: narrowed by words and by what a question is."""

from django.db.models import F, Q
from django.http import HttpRequest

from quizzes.bank.desk.forms import FilterForm
from quizzes.bank.models import Question
from quizzes.bank.models.questions import QuestionQuerySet

PER_PAGE = 50
LONGEST_KEY = 18
FIELDS = {
    "topic": "topic",
    "kind": "kind",
    "state": "state",
    "difficulty": "difficulty",
    "regulation": "current__clause__version__regulation__slug",
    "pool": "pools",
}


def narrowed(form: FilterForm) -> QuestionQuerySet:
    """Return the questions that fit, by code; every word must be there."""
    found = Question.objects.all()
    for name, value in form.given:
        if name == "q":
            for word in value.split():
                found = found.filter(
                    Q(current__stem__icontains=word) | Q(code__icontains=word)
                )
        else:
            found = found.filter(**{FIELDS[name]: value})
    return found


def for_rows(questions: QuestionQuerySet) -> QuestionQuerySet:
    """Load what a row says: its wording, its clause, how it went in practice."""
    return (
        questions.select_related("current__clause__version__regulation")
        .annotate(n=F("current__practice__n"), n_right=F("current__practice__n_right"))
        .order_by("code")
    )


def ticked(request: HttpRequest) -> list[int]:
    """Return the keys of the rows that were chosen; what is no key is none (I4)."""
    return [
        int(key)
        for key in request.POST.getlist("question")
        if key.isascii() and key.isdecimal() and len(key) <= LONGEST_KEY
    ]
