"""The queues of the inspectors' desk, read on a phone as well."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.paging import page_of
from reports.complaints.desk.gate import needs, staff
from reports.notices.deadlines import Deadline, deadline_of
from reports.notices.desk.queues import BY_CODE, SieveForm, counts_for
from reports.notices.desk.scopes import may_act, visible_to
from reports.notices.models import RectificationNotice


@dataclass(frozen=True)
class Row:
    notice: RectificationNotice
    deadline: Deadline


@needs("view_rectificationnotice")
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Lead to the first queue with work in it."""
    counts = counts_for(staff(request))
    full = next((queue for queue, count in counts if count not in {"", "0"}), None)
    return redirect("notice_desk:queue", full.code if full else "all")


@needs("view_rectificationnotice")
@require_safe
def queue(request: HttpRequest, code: str) -> HttpResponse:
    user = staff(request)
    if code not in BY_CODE:
        raise Http404
    now = timezone.now()
    sieve = SieveForm(request.GET)
    found = sieve.sieved(BY_CODE[code].sieve(visible_to(user), now), BY_CODE[code])
    items = page_of(found.select_related("unit", "area", "street", "place"), request)
    return TemplateResponse(
        request,
        "reports/notices/desk/queue.html",
        {
            "queue": BY_CODE[code],
            "queues": counts_for(user),
            "sieve": sieve,
            "items": items,
            "rows": [Row(each, deadline_of(each, now)) for each in items.object_list],
            "is_sieved": any(request.GET.get(name) for name in sieve.fields),
            "may_add": may_act(user)
            and user.has_perm("reports.add_rectificationnotice"),
        },
    )
