"""What can be done with a notice: when, by which role, by which service.

One table, read by the notice's page, by the address that acts and by the tests.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.users.models import User
from reports.complaints.workflow import Decision
from reports.notices import services
from reports.notices.desk import deeds, forms
from reports.notices.desk.deeds import Said
from reports.notices.desk.scopes import may_act
from reports.notices.models import RectificationNotice
from reports.notices.workflow import (
    MAY_SUBMIT,
    NOTICE_STEPS,
    RUNNING_STATES,
    NoticeState,
    ResidentVerdict,
)

_S = NoticeState
Fits = Callable[[RectificationNotice], bool]


@dataclass(frozen=True)
class Action:
    verb: str
    label: Promise
    permission: str
    fits: Fits
    run: Callable[[RectificationNotice, User, Said], object]
    form: type[forms.NoticeForm] = forms.NoticeForm
    group: str = "now"
    hint: Promise | str = ""

    def is_allowed(self, user: User) -> bool:
        return may_act(user) and user.has_perm(f"reports.{self.permission}")


def _in(*states: NoticeState) -> Fits:
    return lambda notice: notice.state in states


def _to(new: NoticeState) -> Fits:
    """Fit wherever the table of states allows the step."""
    return lambda notice: new in NOTICE_STEPS[_S(notice.state)]


def _any(rows: QuerySet[Any], **where: Any) -> bool:
    return rows.filter(**where).exists()


def _may_ask_time(notice: RectificationNotice) -> bool:
    is_in_time = notice.due_at is not None and notice.due_at > timezone.now()
    return notice.state in RUNNING_STATES and is_in_time


ACTIONS = (
    Action(
        "issue",
        _("签发"),
        "issue_notice",
        _in(_S.DRAFT),
        lambda notice, user, said: services.issue(notice, by=user),
        hint=_("签发就编号、开始计时，不能再改。签发人以后不能复查、销号。"),
    ),
    Action(
        "serve",
        _("登记送达"),
        "change_rectificationnotice",
        _in(_S.ISSUED),
        lambda notice, user, said: services.serve(notice, by=user, how=said["how"]),
        forms.HowForm,
        hint=_("送达以后，单位才能用专用链接看到。"),
    ),
    Action(
        "accept_plan",
        _("方案通过"),
        "reinspect_notice",
        _in(_S.PLANNED),
        lambda notice, user, said: services.accept_plan(
            notice, by=user, because=said["because"]
        ),
        forms.OpinionForm,
    ),
    Action(
        "return_plan",
        _("退回方案"),
        "reinspect_notice",
        _in(_S.PLANNED),
        lambda notice, user, said: services.return_plan(
            notice, by=user, because=said["because"]
        ),
        forms.BecauseForm,
        hint=_("写清楚哪里不够，单位看得到。"),
    ),
    Action(
        "decide_extension",
        _("决定延期申请"),
        "decide_notice",
        lambda notice: _any(notice.extensions.all(), state=Decision.OPEN),
        deeds.decide_extension,
        forms.ExtensionForm,
        hint=_("申请的人不能自己决定。"),
    ),
    Action(
        "decide_objection",
        _("决定异议"),
        "decide_notice",
        _in(_S.OBJECTED),
        deeds.decide_objection,
        forms.ObjectionForm,
        hint=_("拟稿、检查、签发的人回避。理由告诉单位。"),
    ),
    Action(
        "take",
        _("开始复查"),
        "reinspect_notice",
        _in(_S.SUBMITTED),
        lambda notice, user, said: services.take_for_reinspection(notice, by=user),
        hint=_("签发的人和交材料的人不能复查。"),
    ),
    Action(
        "reinspect",
        _("登记复查结果"),
        "reinspect_notice",
        _in(_S.SUBMITTED, _S.REINSPECTING),
        deeds.reinspect,
        forms.ReinspectForm,
        hint=_("看现场，不看材料。合格就销号；有投诉的，先请反映人确认。"),
    ),
    Action(
        "resident_says",
        _("登记反映人意见"),
        "reinspect_notice",
        lambda notice: (
            notice.state == _S.PASSED
            and _any(notice.complaint_links.all(), verdict=ResidentVerdict.ASKED)
        ),
        deeds.resident_says,
        forms.VerdictForm,
        hint=_("回访电话里听到的。"),
    ),
    Action(
        "close_in_spite",
        _("核定销号"),
        "decide_notice",
        lambda notice: (
            notice.state == _S.PASSED
            and _any(notice.complaint_links.all(), verdict=ResidentVerdict.NO)
        ),
        lambda notice, user, said: services.close_in_spite(
            notice, by=user, because=said["because"]
        ),
        forms.BecauseForm,
        hint=_("反映人不认可、复查合格时，由第三个人决定。理由公开。"),
    ),
    Action(
        "discard",
        _("作废草稿"),
        "change_rectificationnotice",
        _in(_S.DRAFT),
        lambda notice, user, said: services.discard(
            notice, by=user, because=said["because"]
        ),
        forms.OpinionForm,
        group="more",
    ),
    Action(
        "revoke",
        _("撤销通知单"),
        "decide_notice",
        lambda notice: notice.state != _S.OBJECTED and _to(_S.REVOKED)(notice),
        lambda notice, user, said: services.revoke(
            notice, by=user, because=said["because"]
        ),
        forms.BecauseForm,
        group="more",
        hint=_("编号不再使用，理由公开。"),
    ),
    Action(
        "reopen",
        _("撤回销号"),
        "decide_notice",
        _in(_S.CLOSED),
        lambda notice, user, said: services.reopen(
            notice, by=user, because=said["because"]
        ),
        forms.BecauseForm,
        group="more",
        hint=_("整改材料造假时恢复督办，开始新的一轮。理由公开。"),
    ),
    Action(
        "propose_step",
        _("提出督办措施"),
        "reinspect_notice",
        lambda notice: notice.is_open,
        lambda notice, user, said: services.propose_by_hand(
            said["step"], notice, by=user, because=said["because"]
        ),
        forms.ProposeForm,
        group="more",
    ),
    Action(
        "publish",
        _("公开"),
        "change_rectificationnotice",
        lambda notice: bool(
            notice.served_at and not notice.is_public and not notice.is_revoked
        ),
        lambda notice, user, said: services.publish(notice, by=user),
        group="more",
        hint=_("公开单位、问题、依据、期限和经过；不公开检查人和签收人。"),
    ),
    Action(
        "hide",
        _("不再公开"),
        "change_rectificationnotice",
        lambda notice: notice.is_public,
        lambda notice, user, said: services.hide(
            notice, by=user, because=said["because"]
        ),
        forms.BecauseForm,
        group="more",
    ),
    Action(
        "acknowledge",
        _("代单位签收"),
        "change_rectificationnotice",
        _in(_S.SERVED),
        lambda notice, user, said: services.acknowledge(
            notice, by=user, post=said["post"]
        ),
        forms.PostForm,
        group="unit",
    ),
    Action(
        "file_plan",
        _("代单位报方案"),
        "change_rectificationnotice",
        _in(_S.ACKNOWLEDGED, _S.PLAN_BACK),
        lambda notice, user, said: services.file_plan(
            notice, by=user, cause=said["cause"], plan=said["plan"]
        ),
        forms.PlanForm,
        group="unit",
    ),
    Action(
        "ask_extension",
        _("代单位申请延期"),
        "change_rectificationnotice",
        _may_ask_time,
        lambda notice, user, said: services.ask_extension(
            notice, by=user, because=said["because"]
        ),
        forms.BecauseForm,
        group="unit",
        hint=_("由您登记的申请，要换一个人决定。"),
    ),
    Action(
        "object_to",
        _("代单位提出异议"),
        "change_rectificationnotice",
        _to(_S.OBJECTED),
        lambda notice, user, said: services.object_to(
            notice, by=user, reason=said["because"]
        ),
        forms.BecauseForm,
        group="unit",
    ),
    Action(
        "submit",
        _("代单位交整改情况"),
        "change_rectificationnotice",
        _in(*MAY_SUBMIT),
        deeds.submit,
        forms.SubmitForm,
        group="unit",
        hint=_("由您登记的结果，要换一个人复查。"),
    ),
)
BY_VERB = {action.verb: action for action in ACTIONS}


def open_to(user: User, notice: RectificationNotice) -> list[Action]:
    """Return what may be done now by this person: in the order of the table."""
    return [
        action for action in ACTIONS if action.is_allowed(user) and action.fits(notice)
    ]
