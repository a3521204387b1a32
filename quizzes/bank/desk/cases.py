"""Closed cases in the CMS: what happened in the county's streets, to make questions of."""

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from portal.case_pictures import closed_cases
from portal.cms.gate import needs
from quizzes.bank.models import Question

LONGEST_WORDS = 60


@needs("quizzes.add_question")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    # A NUL is a fault to PostgreSQL.
    words = request.GET.get("q", "").replace("\0", "")[:LONGEST_WORDS]
    found = closed_cases(words)
    used = Question.objects.filter(
        current__case_number__in=[case.number for case in found]
    )
    counts = Counter(used.values_list("current__case_number", flat=True))
    return TemplateResponse(
        request,
        "quizzes/bank/desk/cases.html",
        {"words": words, "cases": [(case, counts[case.number]) for case in found]},
    )
