"""What each act at the desk does with what was filled in: by one service each."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from portal.users.models import User
from reports.complaints.desk.scopes import may_reveal
from reports.complaints.models import (
    Assignment,
    Complaint,
    DataRightsRequest,
    Extension,
    Means,
    Part,
    Reply,
    Reporter,
)
from reports.complaints.refusals import NotAllowed, Refused
from reports.complaints.services import (
    checking,
    contacts,
    dispatching,
    intake,
    submitting,
)
from reports.complaints.workflow import (
    Decision,
    DeclineReason,
    Finding,
    Outcome,
)

Said = dict[str, Any]


@dataclass(frozen=True)
class Shown:
    """What is shown once, in the answer itself, and kept nowhere."""

    code: str = ""
    reporter: Reporter | None = None


def held_by_main_unit(complaint: Complaint) -> Assignment:
    """Return what the main unit holds; with the version that the form was shown."""
    found = complaint.assignments.current().filter(part=Part.MAIN).first()
    if found is None:
        raise Refused(_("这一件没有派给任何单位。"))
    found.complaint = complaint
    return found


def open_extension(complaint: Complaint) -> Extension:
    found = complaint.extensions.filter(state=Decision.OPEN).first()
    if found is None:
        raise Refused(_("没有等待决定的延期申请。"))
    found.complaint = complaint
    return found


def chosen_reply(complaint: Complaint, said: Said) -> Reply:
    found = complaint.replies.filter(pk=said["reply"]).first()
    if found is None:
        raise Http404
    found.complaint = complaint
    return found


def chosen_right(complaint: Complaint, said: Said) -> DataRightsRequest:
    found = complaint.data_rights_requests.filter(pk=said["request"]).first()
    if found is None:
        raise Http404
    found.complaint = complaint
    return found


def decline(complaint: Complaint, user: User, said: Said) -> object:
    return intake.decline(
        complaint,
        by=user,
        reason=DeclineReason(said["reason"]),
        because=said["because"],
        other_way=said["other_way"],
    )


def verify(complaint: Complaint, user: User, said: Said) -> object:
    return intake.verify_on_site(
        complaint,
        by=user,
        finding=Finding(said["finding"]),
        means=Means(said["means"]),
        text=said["text"],
    )


def dispatch(complaint: Complaint, user: User, said: Said) -> object:
    return dispatching.dispatch(
        complaint,
        by=user,
        unit=said["unit"],
        co_units=list(said["co_units"]),
        is_ruling=said["is_ruling"],
        sheet_text=said["sheet_text"],
    )


def check(complaint: Complaint, user: User, said: Said) -> object:
    return checking.check_result(
        complaint,
        by=user,
        is_passed=said["is_passed"],
        means=Means(said["means"]),
        finding=Finding(said["finding"]) if said["finding"] else None,
        outcome=Outcome(said["outcome"]) if said["outcome"] else None,
        text=said["text"],
    )


def decide_right(complaint: Complaint, user: User, said: Said) -> object:
    corrected = {name: said[name] for name in ("name", "phone") if said[name]}
    return contacts.decide_data_right(
        chosen_right(complaint, said),
        by=user,
        is_granted=said["is_granted"],
        reply=said["answer"],
        corrected=corrected,
    )


def reveal(complaint: Complaint, user: User, said: Said) -> Shown:
    if not may_reveal(user):
        raise NotAllowed(_("您没有查看联系方式的权限。"))
    return Shown(
        reporter=contacts.reveal_contact(complaint, by=user, because=said["because"])
    )


def renew_code(complaint: Complaint, user: User, said: Said) -> Shown:
    return Shown(
        code=submitting.renew_query_code(complaint, by=user, because=said["because"])
    )
