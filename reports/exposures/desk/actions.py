"""What can be done with an exposure: when, by which right, by which service.

One table, read by the page of a case, by the address that acts and by the tests.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.users.models import User
from reports.exposures.desk import forms
from reports.exposures.models import Exposure
from reports.exposures.services import (
    approving,
    correcting,
    drafting,
    expiring,
    following,
    publishing,
)
from reports.exposures.workflow import (
    EVER_PUBLIC,
    EXPOSURE_STEPS,
    PUBLIC_STATES,
    CorrectionReason,
    ExposureState,
    PictureRole,
    TargetKind,
)

_S = ExposureState
Said = dict[str, Any]


@dataclass(frozen=True)
class Action:
    verb: str
    label: Promise
    permission: str
    fits: Callable[[Exposure], bool]
    run: Callable[[Exposure, User, Said, forms.ActionForm], object]
    form: type[forms.ActionForm] = forms.ActionForm
    hint: Promise | str = ""

    def is_allowed(self, user: User) -> bool:
        return user.has_perm(f"reports.{self.permission}")


def _to(new: ExposureState) -> Callable[[Exposure], bool]:
    return lambda exposure: new in EXPOSURE_STEPS[_S(exposure.state)]


def _in(*states: ExposureState) -> Callable[[Exposure], bool]:
    return lambda exposure: exposure.state in states


_CHECKED = _in(_S.LEGAL_CHECK, _S.NOTIFIED)
ACTIONS = (
    Action(
        "add_picture",
        _("加一件证据"),
        "change_exposure",
        _in(_S.DRAFT),
        lambda exposure, user, said, form: drafting.add_picture(
            exposure,
            said["evidence"],
            by=user,
            role=PictureRole(said["role"]),
            caption=said["caption"],
        ),
        forms.PictureForm,
        hint=_("证据编号在证据页的地址里。"),
    ),
    Action(
        "hand_to_check",
        _("送核稿"),
        "change_exposure",
        _to(_S.LEGAL_CHECK),
        lambda exposure, user, said, form: drafting.hand_to_check(exposure, by=user),
    ),
    Action(
        "check_privacy",
        _("记录隐私核查"),
        "review_exposure",
        _CHECKED,
        lambda exposure, user, said, form: approving.check_privacy(
            exposure, by=user, **{k: v for k, v in said.items() if k != "version"}
        ),
        forms.PrivacyForm,
        hint=_("逐张照片、逐句文字看过再打勾；有一项不行就退回。"),
    ),
    Action(
        "review",
        _("核稿通过"),
        "review_exposure",
        _CHECKED,
        lambda exposure, user, said, form: approving.review(
            exposure, by=user, comment=said["comment"]
        ),
        forms.CommentForm,
    ),
    Action(
        "notify_unit",
        _("告知单位，请它陈述"),
        "review_exposure",
        lambda exposure: (
            exposure.kind == TargetKind.UNIT and exposure.state == _S.LEGAL_CHECK
        ),
        lambda exposure, user, said, form: approving.notify_unit(exposure, by=user),
    ),
    Action(
        "file_statement",
        _("登记单位陈述"),
        "change_exposure",
        lambda exposure: (
            exposure.unit_id is not None
            and exposure.state in {_S.NOTIFIED} | EVER_PUBLIC - {_S.RETRACTED}
        ),
        lambda exposure, user, said, form: approving.file_statement(
            exposure, by=user, text=said["text"], post=said["post"]
        ),
        forms.StatementForm,
    ),
    Action(
        "approve",
        _("批准曝光"),
        "approve_exposure",
        _CHECKED,
        lambda exposure, user, said, form: approving.approve(
            exposure, by=user, comment=said["comment"]
        ),
        forms.CommentForm,
        hint=_("作者和核稿人都不能批准。"),
    ),
    Action(
        "publish",
        _("曝光"),
        "publish_exposure",
        _to(_S.PUBLISHED),
        lambda exposure, user, said, form: publishing.publish(
            exposure, by=user, override_because=said["override_because"]
        ),
        forms.PublishForm,
        hint=_("少一个条件都发不出去；缺什么看上面的清单。"),
    ),
    Action(
        "schedule",
        _("定时曝光"),
        "publish_exposure",
        _CHECKED,
        lambda exposure, user, said, form: publishing.schedule(
            exposure, by=user, at=said["at"]
        ),
        forms.ScheduleForm,
        hint=_("到时条件不齐就不发，并从定时里拿下。"),
    ),
    Action(
        "send_back",
        _("退回修改"),
        "review_exposure",
        _to(_S.DRAFT),
        lambda exposure, user, said, form: drafting.send_back(
            exposure, by=user, because=said["because"]
        ),
        forms.BecauseForm,
    ),
    Action(
        "drop",
        _("不曝光"),
        "review_exposure",
        _to(_S.DROPPED),
        lambda exposure, user, said, form: drafting.drop(
            exposure, by=user, because=said["because"]
        ),
        forms.BecauseForm,
    ),
    Action(
        "rectify",
        _("标为已整改"),
        "review_exposure",
        lambda exposure: (
            exposure.notice_id is None
            and _S.RECTIFIED in EXPOSURE_STEPS[_S(exposure.state)]
        ),
        lambda exposure, user, said, form: following.mark_rectified(
            exposure, by=user, text=said["text"]
        ),
        forms.RectifiedForm,
    ),
    Action(
        "reopen",
        _("恢复曝光"),
        "review_exposure",
        _to(_S.REOPENED),
        lambda exposure, user, said, form: following.reopen(
            exposure, by=user, because=said["because"]
        ),
        forms.BecauseForm,
        hint=_("反弹或者整改照片造假。理由公开。"),
    ),
    Action(
        "correct",
        _("更正"),
        "correct_exposure",
        _in(*PUBLIC_STATES),
        lambda exposure, user, said, form: correcting.correct(
            exposure,
            by=user,
            reason=CorrectionReason(said["reason"]),
            text=said["text"],
            changes=cast("forms.CorrectForm", form).changes(),
            withdrawing=said["withdrawing"],
            requested_on=said["requested_on"],
        ),
        forms.CorrectForm,
        hint=_("马上生效，记入更正栏，永久保留。"),
    ),
    Action(
        "retract",
        _("撤回"),
        "correct_exposure",
        _to(_S.RETRACTED),
        lambda exposure, user, said, form: correcting.retract(
            exposure,
            by=user,
            reason=CorrectionReason(said["reason"]),
            text=said["text"],
            requested_on=said["requested_on"],
        ),
        forms.CorrectionForm,
        hint=_(
            "页面、列表、搜索、订阅、照片马上全部撤下，不能恢复；地址上留一张撤回说明。"
        ),
    ),
    Action(
        "keep",
        _("继续公开"),
        "review_exposure",
        _in(*PUBLIC_STATES),
        lambda exposure, user, said, form: expiring.keep(
            exposure, by=user, until=said["until"], because=said["because"]
        ),
        forms.KeepForm,
    ),
    Action(
        "archive",
        _("下线"),
        "review_exposure",
        _to(_S.ARCHIVED),
        lambda exposure, user, said, form: expiring.archive(
            exposure, by=user, because=said["because"]
        ),
        forms.BecauseForm,
    ),
)
BY_VERB = {action.verb: action for action in ACTIONS}


def open_to(user: User, exposure: Exposure) -> list[Action]:
    """Return what may be done now by this person, in the order of the table."""
    return [
        action
        for action in ACTIONS
        if action.is_allowed(user) and action.fits(exposure)
    ]
