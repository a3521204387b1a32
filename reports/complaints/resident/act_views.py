"""What a resident may do to a complaint that they opened: each by POST, by a service."""

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.evidence.models import Evidence
from portal.evidence.storing import StorageFull
from portal.throttle import network_of
from portal.workflow import TransitionNotAllowed
from reports.complaints.models import Complaint, EvidenceRole
from reports.complaints.refusals import Refused, Stale
from reports.complaints.resident.hub import Act, acts
from reports.complaints.resident.private import private
from reports.complaints.resident.sealed import visited
from reports.complaints.resident.track_views import show
from reports.complaints.services.checking import dispute, rate
from reports.complaints.services.contacts import ask_data_right, choose_notices
from reports.complaints.services.picturing import attach, receive_files
from reports.complaints.services.waiting import add_information, answer, withdraw
from reports.complaints.throttling import may_act, may_send_file
from reports.complaints.workflow import RightKind


def _text(request: HttpRequest) -> str:
    return request.POST.get("text", "")


def _rate(complaint: Complaint, request: HttpRequest) -> None:
    rating = request.POST.get("rating", "")
    rate(complaint, rating=int(rating) if rating in {"1", "2", "3", "4", "5"} else 0)


ACTS: dict[str, Act] = {
    "answer": lambda complaint, request: answer(complaint, text=_text(request)),
    "add": lambda complaint, request: add_information(complaint, text=_text(request)),
    "dispute": lambda complaint, request: dispute(complaint, text=_text(request)),
    "withdraw": lambda complaint, request: withdraw(complaint, because=_text(request)),
    "rate": _rate,
    "notices": lambda complaint, request: choose_notices(
        complaint, wants_notice=bool(request.POST.get("wants_notice"))
    ),
    "correct": lambda complaint, request: ask_data_right(
        complaint, kind=RightKind.CORRECT, text=_text(request)
    ),
    "delete": lambda complaint, request: ask_data_right(
        complaint, kind=RightKind.DELETE, text=_text(request)
    ),
}
WITH_PHOTOS = frozenset({"answer", "add", "dispute"})


@private
@require_POST
def act(request: HttpRequest, verb: str) -> HttpResponse:
    deed = ACTS.get(verb) or acts.get(verb)
    if deed is None:
        raise Http404
    complaint = visited(request)
    if complaint is None:
        return HttpResponseRedirect(reverse("resident:track"))
    network = network_of(request)
    verdict = may_act(network)
    if not verdict.is_allowed:
        said = _("操作太密，请%(minutes)s分钟后再试。") % {
            "minutes": verdict.wait_minutes
        }
        response = _refused(request, complaint, verb, said, 429)
        response["Retry-After"] = str(verdict.wait_minutes * 60)
        return response
    # What the resident decided on: if somebody was quicker, they look again.
    version = request.POST.get("version", "")
    if version.isdecimal() and len(version) < 10:
        complaint.version = int(version)
    try:
        evidence = _received(request, network) if verb in WITH_PHOTOS else []
        with transaction.atomic():
            deed(complaint, request)
            attach(complaint, evidence, EvidenceRole.REPLY)
    except StorageFull as full:
        return _refused(request, complaint, verb, f"{full.strerror}", 503)
    except Stale:
        said = _("这一件刚刚有了新进展。请看过最新情况，再按一次。")
        return _refused(request, complaint, verb, said, 409)
    except TransitionNotAllowed:
        said = _("这一件现在不能这样做，请看最新情况。")
        return _refused(request, complaint, verb, said, 409)
    except Refused as refusal:
        return _refused(request, complaint, verb, str(refusal), 400)
    response = HttpResponseRedirect(f"{reverse('resident:mine')}?done={verb}")
    response.status_code = 303
    return response


def _received(request: HttpRequest, network: str) -> list[Evidence]:
    files = request.FILES.getlist("photos")
    if not files:
        return []
    verdict = may_send_file(network)
    if not verdict.is_allowed:
        raise Refused(
            _("照片发得太密，请%(minutes)s分钟后再试，或者先只交文字。")
            % {"minutes": verdict.wait_minutes}
        )
    received = receive_files(files)
    if received.refusals:
        raise Refused(" ".join(received.refusals))
    return received.evidence


def _refused(
    request: HttpRequest, complaint: Complaint, verb: str, said: str, status: int
) -> HttpResponse:
    """Say why not, on the newest state of the page, with the words kept."""
    fresh = visited(request) or complaint
    return show(
        request, fresh, status=status, said=said, verb=verb, typed=_text(request)[:2000]
    )
