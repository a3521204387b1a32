"""What is decided at the counter, before there is a case."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports.complaints.desk import deeds, forms
from reports.complaints.desk.actions.action import Action, is_in, steps_to
from reports.complaints.models import Complaint
from reports.complaints.services import dispatching, intake, merging, waiting
from reports.complaints.workflow import (
    ANSWERED_AT_ONCE,
    FOUND_TRUE,
    ComplaintState,
    Finding,
)

_S = ComplaintState


def _is_unanswered(complaint: Complaint) -> bool:
    due = complaint.answer_due_at
    return complaint.state == _S.WAITING and (due is None or due <= timezone.now())


INTAKE = (
    Action(
        "accept",
        _("受理"),
        "change_complaint",
        is_in(_S.SUBMITTED),
        lambda complaint, user, said: intake.accept(complaint, by=user),
        hint=_("受理后开始计算办理期限。"),
    ),
    Action(
        "decline",
        _("不予受理"),
        "change_complaint",
        steps_to(_S.DECLINED),
        deeds.decline,
        forms.DeclineForm,
        hint=_("原因和说明都会告诉反映人；属于其他程序的，写清该走哪条渠道。"),
    ),
    Action(
        "change_category",
        _("改类别"),
        "change_complaint",
        is_in(_S.SUBMITTED),
        lambda complaint, user, said: intake.change_category(
            complaint, by=user, category=said["category"], because=said["because"]
        ),
        forms.CategoryForm,
        group="more",
        hint=_("受理以后期限已经确定，不能再改。"),
    ),
    Action(
        "answer_at_once",
        _("直接答复办结"),
        "change_complaint",
        lambda complaint: (
            complaint.state == _S.ACCEPTED and complaint.kind in ANSWERED_AT_ONCE
        ),
        lambda complaint, user, said: intake.answer_at_once(
            complaint, by=user, text=said["text"]
        ),
        forms.TextForm,
    ),
    Action(
        "start_verifying",
        _("安排核查"),
        "change_complaint",
        is_in(_S.ACCEPTED),
        lambda complaint, user, said: intake.start_verifying(complaint, by=user),
        hint=_("立案以前先到现场看一看。"),
    ),
    Action(
        "verify",
        _("登记核查结果"),
        "add_verification",
        is_in(_S.VERIFYING),
        deeds.verify,
        forms.VerifyForm,
    ),
    Action(
        "file",
        _("立案"),
        "change_complaint",
        lambda complaint: (
            complaint.state == _S.VERIFYING and complaint.finding in FOUND_TRUE
        ),
        lambda complaint, user, said: intake.file_case(complaint, by=user),
    ),
    Action(
        "close_unfounded",
        _("不属实，答复办结"),
        "change_complaint",
        lambda complaint: (
            complaint.state == _S.VERIFYING
            and complaint.finding in {Finding.UNTRUE, Finding.UNVERIFIABLE}
        ),
        lambda complaint, user, said: intake.close_unfounded(
            complaint, by=user, text=said["text"]
        ),
        forms.TextForm,
    ),
    Action(
        "merge",
        _("并入另一件"),
        "change_complaint",
        steps_to(_S.MERGED),
        lambda complaint, user, said: merging.merge(
            complaint, into=said["into"], by=user
        ),
        forms.MergeForm,
        group="more",
        hint=_("同一个问题反映了两次。关注的人跟过去，反映人照样收到结果。"),
    ),
    Action(
        "ask_reporter",
        _("请反映人补充"),
        "change_complaint",
        steps_to(_S.WAITING),
        lambda complaint, user, said: waiting.ask_reporter(
            complaint, by=user, text=said["text"]
        ),
        forms.TextForm,
        group="more",
        hint=_("只有反映人自己看得到。办理期限照常走。"),
    ),
    Action(
        "give_up_waiting",
        _("不再等补充"),
        "change_complaint",
        _is_unanswered,
        lambda complaint, user, said: waiting.give_up_waiting(complaint),
        hint=_("补充期限已过：没有立案的办结，已经在办的继续办。"),
    ),
    Action(
        "name_accused_unit",
        _("标明被反映的单位"),
        "change_complaint",
        lambda complaint: complaint.is_open,
        lambda complaint, user, said: dispatching.name_accused_unit(
            complaint, by=user, unit=said["unit"], because=said["because"]
        ),
        forms.AccusedForm,
        group="more",
        hint=_("反映的是单位自己的人时填写：不派给它，也不让它看见（回避）。"),
    ),
    Action(
        "note",
        _("写备注"),
        "add_note",
        lambda complaint: True,
        lambda complaint, user, said: intake.add_note(
            complaint, by=user, text=said["text"]
        ),
        forms.TextForm,
        group="note",
    ),
)
