"""What the desk and the inspectors see first in the CMS."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.ui.components import Component

from reports.complaints.desk.gate import staff
from reports.complaints.desk.queues import counts_for
from reports.complaints.statistics import figures_of


class DeskPanel(Component):
    name = "desk"
    template_name = "reports/desk/panel.html"
    order = 60

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        request: HttpRequest = parent_context["request"]
        today = timezone.localdate()
        return {
            "queues": [
                (queue, count)
                for queue, count in counts_for(staff(request))
                if count and count != "0"
            ],
            "month": today,
            "figures": figures_of(today),
        }
