"""What is said to whoever asks for too many codes."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from portal.throttle import Verdict
from quizzes.draws.public.views import column


def wait(request: HttpRequest, verdict: Verdict) -> HttpResponse:
    response = TemplateResponse(
        request,
        "quizzes/draws/wait.html",
        {"column": column(), "minutes": verdict.wait_minutes},
        status=429,
    )
    response["Retry-After"] = str(int(verdict.wait.total_seconds()) + 1)
    return response
