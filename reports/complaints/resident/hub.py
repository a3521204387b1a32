"""What other rooms ask of a resident on the page of their own complaint.

A room enters a panel with a form, and the act that the form is sent to:

    resident_hub.register(Panel(key="notices", order=10, template=…, context=…))
    register_act("confirm", confirm)
"""

from collections.abc import Callable

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

from portal.hubs import Hub
from reports.complaints.models import Complaint

Act = Callable[[Complaint, HttpRequest], object]

resident_hub: Hub[Complaint] = Hub("A resident's own page")
acts: dict[str, Act] = {}


def register_act(verb: str, act: Act) -> None:
    if acts.setdefault(verb, act) is not act:
        raise ImproperlyConfigured(f"There is an act {verb} already.")
