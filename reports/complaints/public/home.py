"""随手拍 on the front page: what was solved last, and this month's figures."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from reports.complaints.models import Complaint
from reports.complaints.public.lists import for_lists
from reports.complaints.statistics import figures_of
from reports.complaints.workflow import ComplaintState, Outcome

SHOWN = 3


def latest_solved(request: HttpRequest) -> dict[str, Any] | None:
    solved = Complaint.objects.public().filter(
        state=ComplaintState.CLOSED, outcome=Outcome.RESOLVED
    )
    rows = list(for_lists(solved).order_by("-pk")[:SHOWN])
    if not rows:
        return None
    month = timezone.localdate().replace(day=1)
    figures = figures_of(month)
    return {
        "items": rows,
        "month": month,
        "figures": figures,
        "on_time": figures.on_time,
    }
