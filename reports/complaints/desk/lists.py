"""The queues: read, sieved, worked off in numbers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from portal.timeline.models import Event
from portal.users.models import User
from portal.workflow import TransitionNotAllowed
from reports.complaints.desk.case import pieces_of
from reports.complaints.desk.gate import needs, refused, staff
from reports.complaints.desk.queues import BY_CODE, SieveForm, counts_for
from reports.complaints.desk.scopes import sight_of, visible_to
from reports.complaints.desk.words import remaining
from reports.complaints.masking import mask
from reports.complaints.models import Complaint
from reports.complaints.models.questions import ComplaintQuerySet
from reports.complaints.refusals import Refused
from reports.complaints.services import dispatching, intake, publishing
from reports.complaints.workflow import WITHOUT_CLOCK, ComplaintState

PER_PAGE = 50
LAST_PAGE = 100
MOST_AT_ONCE = 200

BULK: dict[str, tuple[str, Promise]] = {
    "accept": ("change_complaint", gettext_lazy("受理")),
    "dispatch": ("add_assignment", gettext_lazy("按规则派单")),
    "publish": ("change_complaint", gettext_lazy("看过以后公开")),
}


@dataclass(frozen=True)
class Row:
    complaint: Complaint
    text: str
    due: Any
    left: str
    is_late: bool
    doubt: str


@needs("view_complaint")
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    return redirect("desk:queue", "new")


@needs("view_complaint")
@require_safe
def queue(request: HttpRequest, code: str) -> HttpResponse:
    user = staff(request)
    if code not in BY_CODE:
        raise Http404
    now = timezone.now()
    sieve = SieveForm(request.GET, user=user)
    found = sieve.sieved(BY_CODE[code].sieve(visible_to(user), now), BY_CODE[code])
    number = _page_number(request)
    first = (number - 1) * PER_PAGE
    rows = list(
        found.select_related("category", "area", "street", "place", "unit").annotate(
            doubt=_doubt()
        )[first : first + PER_PAGE + 1]
    )
    return TemplateResponse(
        request,
        "reports/desk/queue.html",
        {
            "queue": BY_CODE[code],
            "queues": counts_for(user),
            "sieve": sieve,
            "rows": [row_of(each, user, now) for each in rows[:PER_PAGE]],
            "number": number,
            "has_next": len(rows) > PER_PAGE and number < LAST_PAGE,
            "is_end_of_list": len(rows) > PER_PAGE and number == LAST_PAGE,
            "bulk": [
                (verb, label)
                for verb, (permission, label) in BULK.items()
                if user.has_perm(f"reports.{permission}")
                and not sight_of(user).is_of_a_unit
            ],
            "is_sieved": any(request.GET.get(name) for name in sieve.fields),
            "query": request.GET.urlencode(),
            "may_export_contacts": user.has_perm("reports.reveal_contact")
            and not sight_of(user).is_of_a_unit,
        },
    )


@needs("view_complaint")
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Do one thing to many, each on its own: what is refused holds up no other."""
    user = staff(request)
    verb = request.POST.get("verb", "")
    if verb not in BULK:
        raise Http404
    permission, label = BULK[verb]
    if not user.has_perm(f"reports.{permission}") or sight_of(user).is_of_a_unit:
        return refused(request)
    chosen = _chosen(request, "row")
    found = {each.pk: each for each in _of(visible_to(user), chosen)}
    if chosen.keys() - found.keys():
        raise Http404(_("选中的件里有的不存在，或者不在您的经办范围。"))
    if verb == "publish" and "reviewed" not in request.POST:
        return _review(request, list(found.values()), chosen)
    reviewed = set(request.POST.getlist("reviewed"))
    done, failed = [], []
    for pk, version in chosen.items():
        complaint = found[pk]
        if verb == "publish" and str(pk) not in reviewed:
            failed.append((complaint, _("没有勾“看过了”。")))
            continue
        complaint.version = version
        try:
            _do(verb, complaint, user)
            done.append(complaint)
        except TransitionNotAllowed:
            # The instance was read anew before it was refused.
            failed.append(
                (
                    complaint,
                    _("现在是“%s”，不能这样做。")
                    % ComplaintState(complaint.state).label,
                )
            )
        except Refused as refusal:
            failed.append((complaint, str(refusal)))
    return TemplateResponse(
        request,
        "reports/desk/bulk_done.html",
        {
            "label": label,
            "done": done,
            "failed": failed,
            "back": request.POST.get("queue", "new")
            if request.POST.get("queue") in BY_CODE
            else "new",
        },
    )


def _doubt() -> Subquery:
    """Find with each complaint why it deserves a second look."""
    return Subquery(
        Event.objects.filter(
            content_type=ContentType.objects.get_for_model(Complaint),
            object_id=OuterRef("pk"),
            verb="doubt",
        ).values("because")[:1]
    )


def row_of(complaint: Complaint, user: User, now: datetime) -> Row:
    due = complaint.due_at
    if complaint.state == ComplaintState.SUBMITTED:
        due = complaint.intake_due_at
    elif complaint.state == ComplaintState.WAITING:
        due = complaint.answer_due_at or due
    if not complaint.is_open or complaint.state in WITHOUT_CLOCK:
        due = None
    text = complaint.text
    if sight_of(user).is_of_a_unit:
        text = complaint.text_public or mask(complaint.text).text
    is_late = due is not None and due < now
    doubt = vars(complaint)["doubt"] or ""
    return Row(complaint, text, due, remaining(due, now), is_late, doubt)


def _do(verb: str, complaint: Complaint, user: User) -> None:
    if verb == "accept":
        intake.accept(complaint, by=user)
    elif verb == "dispatch":
        dispatching.dispatch(complaint, by=user)
    else:
        text = complaint.text_public or mask(complaint.text).text
        publishing.publish(complaint, by=user, text_public=text, masks_reviewed=True)


def _review(
    request: HttpRequest, found: list[Complaint], chosen: dict[int, int]
) -> HttpResponse:
    """Show what would be public of each before it is."""
    return TemplateResponse(
        request,
        "reports/desk/bulk_review.html",
        {
            "rows": [
                {
                    "complaint": each,
                    "version": chosen[each.pk],
                    "pieces": pieces_of(each.text),
                    "text_public": each.text_public or mask(each.text).text,
                }
                for each in found
            ],
            "queue": request.POST.get("queue", "publish"),
        },
    )


def _chosen(request: HttpRequest, name: str) -> dict[int, int]:
    """Return the version that was seen of each chosen complaint: `row=12:3`."""
    chosen: dict[int, int] = {}
    for written in request.POST.getlist(name)[:MOST_AT_ONCE]:
        pk, _colon, version = written.partition(":")
        for part in (pk, version):
            if not (part.isascii() and part.isdigit() and len(part) < 19):
                raise Http404
        chosen[int(pk)] = int(version)
    return chosen


def _of(found: ComplaintQuerySet, chosen: dict[int, int]) -> ComplaintQuerySet:
    return found.filter(pk__in=chosen).select_related(
        "category", "category__unit", "area", "unit", "accused_unit"
    )


def _page_number(request: HttpRequest) -> int:
    written = request.GET.get("page", "1")
    if written.isascii() and written.isdigit() and 1 <= int(written[:4]) <= LAST_PAGE:
        return int(written[:4])
    raise Http404(_("没有这一页。"))
