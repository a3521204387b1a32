"""What moves a case: sent out, given time, looked at, done again."""

from django.utils.translation import gettext_lazy as _

from reports.complaints.desk import deeds, forms
from reports.complaints.desk.actions.action import Action, is_in, steps_to
from reports.complaints.services import checking, dispatching, handling
from reports.complaints.workflow import ComplaintState, Decision

_S = ComplaintState


CASES = (
    Action(
        "dispatch",
        _("派单"),
        "add_assignment",
        steps_to(_S.DISPATCHED),
        deeds.dispatch,
        forms.DispatchForm,
        hint=_("不选主办单位，就按派单规则派。"),
    ),
    Action(
        "decide_extension",
        _("决定延期申请"),
        "change_extension",
        lambda complaint: complaint.extensions.filter(state=Decision.OPEN).exists(),
        lambda complaint, user, said: handling.decide_extension(
            deeds.open_extension(complaint),
            by=user,
            is_granted=said["is_granted"],
            because=said["because"],
        ),
        forms.DecisionForm,
        hint=_("申请的人不能自己决定。"),
    ),
    Action(
        "take_for_check",
        _("开始核实"),
        "add_check",
        is_in(_S.RESOLVED),
        lambda complaint, user, said: checking.take_for_check(complaint, by=user),
        hint=_("处置的人不能自己核实。"),
    ),
    Action(
        "check_result",
        _("登记核实结果"),
        "add_check",
        is_in(_S.RESOLVED, _S.CHECKING),
        deeds.check,
        forms.CheckForm,
        hint=_("通过就办结，写清是否属实和办理结果；不通过退回单位重新处置。"),
    ),
    Action(
        "redo",
        _("异议成立，重新办理"),
        "change_complaint",
        is_in(_S.DISPUTED),
        lambda complaint, user, said: checking.redo(
            complaint, by=user, because=said["because"]
        ),
        forms.BecauseForm,
    ),
    Action(
        "uphold",
        _("维持原结果"),
        "change_complaint",
        is_in(_S.DISPUTED),
        lambda complaint, user, said: checking.uphold(
            complaint, by=user, text=said["text"]
        ),
        forms.TextForm,
        hint=_("用自己的话向反映人说明为什么。"),
    ),
    Action(
        "resume",
        _("恢复办理"),
        "change_assignment",
        is_in(_S.SUSPENDED),
        lambda complaint, user, said: handling.resume(
            complaint, by=user, because=said["because"]
        ),
        forms.BecauseForm,
    ),
    Action(
        "recall",
        _("收回派单"),
        "change_assignment",
        is_in(_S.DISPATCHED, _S.HANDLING),
        lambda complaint, user, said: dispatching.recall(
            complaint, by=user, because=said["because"]
        ),
        forms.BecauseForm,
        group="more",
    ),
    Action(
        "suspend",
        _("挂账"),
        "change_assignment",
        steps_to(_S.SUSPENDED),
        lambda complaint, user, said: handling.suspend(
            complaint, by=user, until=said["until"], because=said["because"]
        ),
        forms.SuspendForm,
        group="more",
        hint=_("眼下办不了的，定一个复核日期，最多一年，只能一次。理由公开。"),
    ),
)
