"""A participant's own certificate: asked for, printed, kept as a picture."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import fonts
from portal.frame.sites import government_of
from portal.pdf import NoChineseFont
from portal.refusals import Refused
from portal.throttle import spend
from quizzes.certificates.drawing.layout import Sheet
from quizzes.certificates.drawing.painters import draw_pdf, draw_png
from quizzes.certificates.drawing.sheets import sheet_of
from quizzes.certificates.models import Certificate
from quizzes.certificates.private.gate import column, for_own_paper, wait
from quizzes.certificates.services.issuing import issue_certificate, missing_for
from quizzes.contests.models import Attempt


@for_own_paper
@require_http_methods(["GET", "HEAD", "POST"])
def certificate(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    problem, status = "", 200
    if request.method == "POST":
        try:
            issue_certificate(attempt)
        except Refused as refusal:
            problem, status = str(refusal), 422
        else:
            return redirect(request.path)
    found = _valid(attempt)
    return TemplateResponse(
        request,
        "quizzes/certificates/own.html",
        {
            "column": column(),
            "crumb": _("证书"),
            "contest": attempt.stage.contest,
            "attempt": attempt,
            "base": request.path.rstrip("/"),
            "certificate": found,
            "is_revoked": found is None and hasattr(attempt, "certificate"),
            "sheet": _sheet(request, found) if found else None,
            "missing": problem or missing_for(attempt),
            "has_font": fonts.chinese_faces() is not None,
        },
        status=status,
    )


@for_own_paper
@require_safe
def pdf(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    def draw(sheet: Sheet, found: Certificate) -> bytes:
        return draw_pdf(sheet, made_on=found.issued_at)

    return _file(request, attempt, draw, "application/pdf", "pdf")


@for_own_paper
@require_safe
def png(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    return _file(request, attempt, lambda sheet, _: draw_png(sheet), "image/png", "png")


def _file(
    request: HttpRequest,
    attempt: Attempt,
    draw: Callable[[Sheet, Certificate], bytes],
    kind: str,
    ending: str,
) -> HttpResponse:
    """Send a drawing. It costs a second or two of work: not as often as one likes."""
    found = _valid(attempt)
    if found is None:
        raise Http404(_("还没有证书，或者已经撤销。"))
    verdict = spend("certificate_file", str(found.pk))
    if not verdict.is_allowed:
        return wait(request, verdict)
    try:
        drawn = draw(_sheet(request, found), found)
    except NoChineseFont:
        raise Http404(_("这台服务器上没有中文字体，请打印证书页面。")) from None
    response = HttpResponse(drawn, content_type=kind)
    name = f"{found.number}.{ending}"
    response["Content-Disposition"] = content_disposition_header(False, name) or ""
    return response


def _valid(attempt: Attempt) -> Certificate | None:
    found: Certificate | None = getattr(attempt, "certificate", None)
    return found if found and found.is_valid else None


def _sheet(request: HttpRequest, found: Certificate) -> Sheet:
    # Read with the paper already: the drawing asks for nothing more.
    found.contest = found.attempt.stage.contest
    return sheet_of(found, root_url=government_of(request).site.root_url)
