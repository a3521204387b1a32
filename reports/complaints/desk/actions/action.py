"""One thing that can be done: when, by which role, by which service."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from portal.users.models import User
from reports.complaints.desk import forms
from reports.complaints.desk.deeds import Said
from reports.complaints.desk.scopes import sight_of
from reports.complaints.models import Complaint
from reports.complaints.workflow import COMPLAINT_STEPS, ComplaintState


@dataclass(frozen=True)
class Action:
    verb: str
    label: Promise
    permission: str
    fits: Callable[[Complaint], bool]
    run: Callable[[Complaint, User, Said], object]
    form: type[forms.ActionForm] = forms.ActionForm
    group: str = "now"
    hint: Promise | str = ""

    def is_allowed(self, user: User) -> bool:
        # A unit's own people neither decide on its work nor reach the complainant.
        if sight_of(user).is_of_a_unit and self.group != "unit":
            return False
        return user.has_perm(f"reports.{self.permission}")


def steps_to(new: ComplaintState) -> Callable[[Complaint], bool]:
    """Fit wherever the table of states allows the step."""
    return lambda complaint: new in COMPLAINT_STEPS[ComplaintState(complaint.state)]


def is_in(*states: ComplaintState) -> Callable[[Complaint], bool]:
    return lambda complaint: complaint.state in states
