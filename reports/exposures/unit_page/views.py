"""A unit and its exposures, without an account: it is told before, and answers (EX-04)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.workflow import TransitionNotAllowed
from reports.complaints.models import UnitLink
from reports.complaints.refusals import Refused
from reports.complaints.unit_page.gate import by_secret_link, column
from reports.exposures.services.approving import file_statement
from reports.exposures.unit_page.reading import told_to

MOST_SHOWN = 50


@by_secret_link
@require_safe
def exposures(request: HttpRequest, link: UnitLink) -> HttpResponse:
    return _page(request, link)


@by_secret_link
@require_POST
def state(request: HttpRequest, link: UnitLink, pk: int) -> HttpResponse:
    """Take what the unit says; a refusal gives its words back."""
    exposure = told_to(link).filter(pk=pk).first()
    if exposure is None:
        raise Http404(_("没有这个页面。"))
    text, post = request.POST.get("text", ""), request.POST.get("post", "")
    try:
        file_statement(exposure, by=link, text=text, post=post)
    except Refused as refusal:
        return _page(request, link, pk, text, post, str(refusal), status=400)
    except TransitionNotAllowed:
        said = _("这一件的状态变了，不能再陈述。")
        return _page(request, link, pk, text, post, said, status=409)
    kwargs = request.resolver_match.kwargs if request.resolver_match else {}
    return redirect("unit_exposures:list", kwargs["token"])


def _page(
    request: HttpRequest,
    link: UnitLink,
    pk: int = 0,
    text: str = "",
    post: str = "",
    problem: str = "",
    *,
    status: int = 200,
) -> HttpResponse:
    shown = told_to(link).for_lists().prefetch_related("statements").order_by("-pk")
    return TemplateResponse(
        request,
        "reports/unit_page/exposures.html",
        {
            "column": column(),
            "crumb": _("曝光和陈述"),
            "link": link,
            "exposures": list(shown[:MOST_SHOWN]),
            "tried": pk,
            "text": text,
            "post": post,
            "problem": problem,
        },
        status=status,
    )
