"""What inspectors see first in the CMS, and what hangs on a complaint's page."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from reports.complaints.desk.gate import staff
from reports.complaints.models import Complaint
from reports.complaints.workflow import NEVER_PUBLIC
from reports.notices.desk.queues import counts_for


class NoticePanel(Component):
    name = "notices"
    template_name = "reports/notices/desk/panel.html"
    order = 61

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        request: HttpRequest = parent_context["request"]
        return {
            "queues": [
                (queue, count)
                for queue, count in counts_for(staff(request))
                if count not in {"", "0"}
            ],
        }


def of_complaint(complaint: Complaint) -> dict[str, Any] | None:
    """Offer to make a notice of what may become one; show what was made of it."""
    made = list(complaint.notices.select_related("unit"))
    may_become_one = complaint.state not in NEVER_PUBLIC
    if not made and not may_become_one:
        return None
    return {"complaint": complaint, "made": made, "may_become_one": may_become_one}
