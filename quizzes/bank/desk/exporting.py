"""Questions go out into a file: all of them, or those one has narrowed down to."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.cms.gate import needs
from quizzes.bank.desk.file_forms import ExportForm
from quizzes.bank.desk.importing import IMPORT
from quizzes.bank.formats.kinds import KINDS
from quizzes.bank.models import Question
from quizzes.bank.models.questions import QuestionQuerySet
from quizzes.bank.services.exporting import drafts_of


@needs(IMPORT)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Send a file where `?format=` names one, else ask what is wanted."""
    form = ExportForm(request.GET or None)
    if form.is_bound and not form.is_valid():
        return _page(request, form, status=422)
    kind = KINDS.get(request.GET.get("format", ""))
    if kind is None:
        return _page(request, form)
    response = HttpResponse(
        kind.write(drafts_of(_chosen(form))), content_type=kind.media_type
    )
    day = f"{timezone.localdate():%Y%m%d}"
    response["Content-Disposition"] = (
        f'attachment; filename="questions-{day}.{kind.suffix}"'
    )
    return response


def _chosen(form: ExportForm) -> QuestionQuerySet:
    found = Question.objects.filter(current__isnull=False).order_by("code")
    if not form.is_bound:
        return found
    said = form.cleaned_data
    for name in ("topic", "kind", "difficulty", "state"):
        if said[name]:
            found = found.filter(**{name: said[name]})
    if said["regulation"]:
        found = found.filter(
            current__clause__version__regulation__slug=said["regulation"]
        )
    if said["pool"]:
        found = found.filter(pools=said["pool"])
    for word in said["q"].split():
        found = found.filter(Q(current__stem__icontains=word) | Q(code__icontains=word))
    return found


def _page(request: HttpRequest, form: ExportForm, *, status: int = 200) -> HttpResponse:
    is_bad = form.is_bound and not form.is_valid()
    return TemplateResponse(
        request,
        "quizzes/bank/desk/export.html",
        {"form": form, "count": 0 if is_bad else _chosen(form).count(), "kinds": KINDS},
        status=status,
    )
