"""The resident is asked, answers, adds something, or takes the matter back."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.directory.calendar import WorkCalendar
from portal.timeline.models import Event
from reports.complaints.models import (
    Complaint,
    ReplyKind,
)
from reports.complaints.refusals import Refused
from reports.complaints.services.closing import close, reply
from reports.complaints.services.steps import (
    By,
    change,
    check_step,
    lock,
    require_main_unit,
    require_state,
    step,
)
from reports.complaints.workflow import (
    BEFORE_FILING,
    ComplaintState,
    Finding,
    Outcome,
)

_S = ComplaintState


@transaction.atomic
def ask_reporter(complaint: Complaint, *, by: By, text: str) -> Event:
    """Ask the resident for more. The question is for them alone; the clock runs on."""
    lock(complaint)
    check_step(complaint, _S.WAITING)
    require_main_unit(complaint, by)
    reply(complaint, ReplyKind.QUESTION, text, by=by)
    return step(
        complaint,
        "ask_reporter",
        _S.WAITING,
        by=by,
        public_text=_("请反映人补充情况"),
        resumes_to=complaint.state,
        answer_due_at=WorkCalendar.current().add_workdays(
            timezone.now(), settings.COMPLAINTS["ANSWER_WORKDAYS"]
        ),
    )


@transaction.atomic
def answer(complaint: Complaint, *, text: str) -> Event:
    """Take what the resident adds, and go on where the question was asked."""
    lock(complaint)
    require_state(complaint, _S.WAITING)
    reply(complaint, ReplyKind.ANSWER, text, by=None)
    return step(
        complaint,
        "answer",
        _S(complaint.resumes_to),
        by=None,
        public_text=_("反映人已补充情况"),
        resumes_to="",
        answer_due_at=None,
    )


@transaction.atomic
def add_information(complaint: Complaint, *, text: str) -> Event:
    """Take what the resident adds unasked, while the matter is open."""
    lock(complaint)
    if not complaint.is_open:
        raise Refused(_("这一件已经办结。有新情况，请提出异议或者重新反映。"))
    reply(complaint, ReplyKind.ANSWER, text, by=None)
    return change(
        complaint, "add_information", by=None, public_text=_("反映人补充了情况")
    )


@transaction.atomic
def give_up_waiting(complaint: Complaint) -> Event:
    """Go on without an answer: close what was not yet filed, or let the unit go on."""
    lock(complaint)
    require_state(complaint, _S.WAITING)
    if complaint.answer_due_at and complaint.answer_due_at > timezone.now():
        raise Refused(_("补充期限还没有到。"))
    if complaint.resumes_to in BEFORE_FILING:
        text = _("到期没有收到补充情况，先行办结；您可以随时再次反映。")
        return close(
            complaint,
            text,
            Finding.UNVERIFIABLE,
            Outcome.NO_ACTION,
            by=None,
        )
    return step(
        complaint,
        "give_up_waiting",
        _S(complaint.resumes_to),
        by=None,
        public_text=_("未收到补充，继续办理"),
        resumes_to="",
        answer_due_at=None,
    )


@transaction.atomic
def withdraw(complaint: Complaint, *, because: str = "") -> Event:
    """Let the resident take it back, before it is filed."""
    lock(complaint)
    check_step(complaint, _S.WITHDRAWN)
    if complaint.state == _S.WAITING and complaint.resumes_to not in BEFORE_FILING:
        raise Refused(_("已经立案，不能撤回；不需要再办，可以在补充情况里说明。"))
    return step(
        complaint,
        "withdraw",
        _S.WITHDRAWN,
        by=None,
        because=because[:200],
        public_text=_("反映人撤回"),
        resumes_to="",
        answer_due_at=None,
    )
