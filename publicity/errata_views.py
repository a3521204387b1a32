"""Pages of the CMS where typing errors of public clauses are told of and put right."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from portal.cms.gate import needs, refused, staff
from portal.differences import pieces
from portal.paging import page_of
from portal.refusals import Refused
from portal.timeline.models import Event
from portal.workflow import TransitionNotAllowed
from publicity.forms import ErratumForm
from publicity.models import Clause, Erratum
from publicity.permissions import CHANGE_CLAUSES, PUBLISH_WORDINGS
from publicity.services.errata import (
    accept_erratum,
    decline_erratum,
    is_told_below,
    propose_erratum,
)
from publicity.workflow import ErratumState


@require_http_methods(["GET", "HEAD", "POST"])
@needs(CHANGE_CLAUSES)
def propose(request: HttpRequest, key: int) -> HttpResponse:
    clause = get_object_or_404(Clause.objects.public(), pk=key)
    form = ErratumForm(
        request.POST or None, initial={"title": clause.title, "text": clause.text}
    )
    if request.method == "POST" and form.is_valid():
        try:
            propose_erratum(clause, by=staff(request), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("记下了。请另一个能公布法规的人核对，核对以后网站上才更正。")
            )
            return redirect("publicity_errata")
    return TemplateResponse(
        request,
        "publicity/cms/propose_erratum.html",
        {"clause": clause, "form": form, "is_told_below": is_told_below(clause)},
        status=400 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD"])
def index(request: HttpRequest) -> HttpResponse:
    if not _has_a_hand(request):
        return refused(request)
    errata = Erratum.objects.select_related(
        "clause__version__regulation", "proposed_by"
    )
    return TemplateResponse(
        request,
        "publicity/cms/errata.html",
        {"waiting": errata.waiting(), "decided": page_of(errata.decided(), request)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def erratum(request: HttpRequest, key: int) -> HttpResponse:
    """Show what stands and what should stand, and take the answer of a second person."""
    if not _has_a_hand(request):
        return refused(request)
    found = get_object_or_404(
        Erratum.objects.select_related("clause__version__regulation", "proposed_by"),
        pk=key,
    )
    if request.method == "POST" and _answer(request, found):
        return redirect("publicity_errata")
    user = staff(request)
    is_waiting = found.state == ErratumState.PROPOSED
    is_mine = found.proposed_by_id == user.pk
    may_publish = user.has_perm(PUBLISH_WORDINGS)
    return TemplateResponse(
        request,
        "publicity/cms/erratum.html",
        {
            "erratum": found,
            "clause": found.clause,
            "title_pieces": list(pieces(found.title_before, found.title)),
            "text_pieces": list(pieces(found.text_before, found.text)),
            "events": Event.objects.of(found).select_related("actor"),
            "may_accept": is_waiting and may_publish and not is_mine,
            "may_decline": is_waiting and (may_publish or is_mine),
            "is_mine": is_mine,
        },
    )


def _has_a_hand(request: HttpRequest) -> bool:
    """Tell whether somebody may propose, or accept what others propose."""
    return any(map(request.user.has_perm, (CHANGE_CLAUSES, PUBLISH_WORDINGS)))


def _answer(request: HttpRequest, found: Erratum) -> bool:
    try:
        if "accept" in request.POST:
            accept_erratum(found, by=staff(request))
            said = _("更正了。网站上写明了勘误和原来的文字。")
        else:
            because = request.POST.get("because", "")
            decline_erratum(found, by=staff(request), because=because)
            said = _("退回了，条文没有改。")
    except Refused as refusal:
        messages.error(request, str(refusal))
    except TransitionNotAllowed:
        messages.error(request, _("这份勘误已经有人处理过了。"))
    else:
        messages.success(request, said)
        return True
    return False


urlpatterns = [
    path("regulations/errata/", index, name="publicity_errata"),
    path("regulations/errata/<int:key>/", erratum, name="publicity_erratum"),
    path(
        "regulations/clauses/<int:key>/erratum/",
        propose,
        name="publicity_erratum_propose",
    ),
]
