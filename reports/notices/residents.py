"""Whoever complained says whether it was put right: on the page of their complaint."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from portal.hubs import Panel
from reports.complaints.models import Complaint
from reports.complaints.resident.hub import register_act, resident_hub
from reports.complaints.verdicts import on_verdict
from reports.notices.models import NoticeComplaint
from reports.notices.refusals import Refused
from reports.notices.services import confirm_by_resident


def _asked(complaint: Complaint) -> list[NoticeComplaint]:
    return list(
        NoticeComplaint.objects.asked()
        .filter(complaint=complaint)
        .select_related("notice")
    )


def ask(complaint: Complaint) -> dict[str, Any] | None:
    links = _asked(complaint)
    return {"links": links, "complaint": complaint} if links else None


def confirm(complaint: Complaint, request: HttpRequest) -> None:
    """Take the answer of the form."""
    solved = request.POST.get("solved", "")
    if solved not in {"yes", "no"}:
        raise Refused(_("请选改好了，还是没改好。"))
    number = request.POST.get("notice", "")
    link = next(
        (each for each in _asked(complaint) if str(each.notice_id) == number), None
    )
    if link is None:
        raise Refused(_("这份通知单没有在等您确认。"))
    confirm_by_resident(
        link.notice,
        complaint_pk=complaint.pk,
        is_solved=solved == "yes",
        text=request.POST.get("text", ""),
    )


def follow_verdict(complaint: Complaint, is_solved: bool) -> None:
    """Let what a resident says of the complaint count for its notices as well."""
    for link in _asked(complaint):
        confirm_by_resident(link.notice, complaint_pk=complaint.pk, is_solved=is_solved)


def register_residents() -> None:
    on_verdict(follow_verdict)
    register_act("confirm", confirm)
    resident_hub.register(
        Panel(
            key="notices",
            order=10,
            template="reports/notices/confirm.html",
            context=ask,
        )
    )
