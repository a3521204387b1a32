"""The ticket stub, and the thanks to who follows another's."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.directory.calendar import WorkCalendar
from portal.frame.sites import government_of
from portal.typed import clean
from reports.complaints.models import Complaint
from reports.complaints.resident.private import framed, private
from reports.complaints.resident.sealed import TICKET
from reports.complaints.services.submitting import find_ticket
from reports.complaints.workflow import ANSWERED_AT_ONCE, Kind


@private
@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """Show number and code to the browser that sent the form, for a quarter of an hour.

    Neither stands in the address, nor does the cookie hold the code.
    """
    key = TICKET.read(request)
    ticket = find_ticket(key) if key else None
    if ticket is None:
        return HttpResponseRedirect(reverse("resident:track"))
    complaint = ticket.complaint
    tracking = reverse("resident:track_number", args=[complaint.number])
    accepted_by = complaint.intake_due_at or timezone.now()
    return TemplateResponse(
        request,
        "reports/resident/done.html",
        framed(
            _("收到了"),
            (_("随手拍"), reverse("resident:new")),
            complaint=complaint,
            code=ticket.code,
            n_pictures=complaint.evidence_links.count(),
            tracking=f"{government_of(request).site.root_url}{tracking}",
            is_praise=complaint.kind == Kind.PRAISE,
            is_answered_at_once=complaint.kind in ANSWERED_AT_ONCE,
            accepted_by=accepted_by,
            done_by=complaint.category.due_after(accepted_by, WorkCalendar.current()),
        ),
    )


@private
@require_safe
def followed(request: HttpRequest) -> HttpResponse:
    number = clean(request.GET.get("number", ""))[:20]
    found = (
        Complaint.objects.public()
        .select_related("category", "area", "street", "place", "unit")
        .filter(number=number)
        .first()
    )
    if found is None:
        return HttpResponseRedirect(reverse("resident:new"))
    return TemplateResponse(
        request,
        "reports/resident/followed.html",
        framed(_("已关注"), (_("随手拍"), reverse("resident:new")), complaint=found),
    )
