"""What can be done with a complaint: one table, in the order that pages offer it.

Read by the case page, by the address that acts and by the tests.
"""

from portal.users.models import User
from reports.complaints.desk.actions.action import Action
from reports.complaints.desk.actions.cases import CASES
from reports.complaints.desk.actions.intake import INTAKE
from reports.complaints.desk.actions.shown import SHOWN
from reports.complaints.desk.actions.units import UNITS
from reports.complaints.models import Complaint

__all__ = ["ACTIONS", "BY_VERB", "Action", "open_to"]

ACTIONS = (*INTAKE, *CASES, *UNITS, *SHOWN)
BY_VERB = {action.verb: action for action in ACTIONS}


def open_to(user: User, complaint: Complaint) -> list[Action]:
    """Return what may be done now by this person: in the order of the table."""
    return [
        action
        for action in ACTIONS
        if action.is_allowed(user) and action.fits(complaint)
    ]
