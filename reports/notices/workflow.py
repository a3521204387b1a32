"""What a notice can be, and which state may follow which (product.md §4.2, EX-32)."""

from collections.abc import Mapping, Set

from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    DISCARDED = "discarded", _("草稿作废")
    ISSUED = "issued", _("已签发")
    SERVED = "served", _("已送达")
    ACKNOWLEDGED = "acknowledged", _("已签收")
    PLANNED = "planned", _("方案已报")
    PLAN_OK = "plan_ok", _("方案通过")
    PLAN_BACK = "plan_back", _("方案退回")
    SUBMITTED = "submitted", _("已反馈")
    REINSPECTING = "reinspecting", _("复查中")
    PASSED = "passed", _("复查合格，待群众确认")
    FAILED = "failed", _("复查不合格")
    OBJECTED = "objected", _("复核中")
    CLOSED = "closed", _("已销号")
    REVOKED = "revoked", _("已撤销")


_S = NoticeState
Steps = Mapping[NoticeState, Set[NoticeState]]

# Where a unit may object, and where it goes on when the notice is upheld (维持).
RESUMABLE = frozenset(
    {
        _S.SERVED,
        _S.ACKNOWLEDGED,
        _S.PLANNED,
        _S.PLAN_BACK,
        _S.PLAN_OK,
        _S.SUBMITTED,
        _S.FAILED,
    }
)

NOTICE_STEPS: Steps = {
    _S.DRAFT: {_S.ISSUED, _S.DISCARDED},
    _S.DISCARDED: set(),
    _S.ISSUED: {_S.SERVED, _S.REVOKED},
    _S.SERVED: {_S.ACKNOWLEDGED, _S.SUBMITTED, _S.OBJECTED, _S.REVOKED},
    _S.ACKNOWLEDGED: {_S.PLANNED, _S.SUBMITTED, _S.OBJECTED, _S.REVOKED},
    _S.PLANNED: {_S.PLAN_OK, _S.PLAN_BACK, _S.OBJECTED, _S.REVOKED},
    _S.PLAN_BACK: {_S.PLANNED, _S.OBJECTED, _S.REVOKED},
    _S.PLAN_OK: {_S.SUBMITTED, _S.OBJECTED, _S.REVOKED},
    _S.SUBMITTED: {_S.REINSPECTING, _S.OBJECTED, _S.REVOKED},
    # Passed where residents complained of it: they are asked before it is closed.
    _S.REINSPECTING: {_S.PASSED, _S.CLOSED, _S.FAILED},
    _S.PASSED: {_S.CLOSED, _S.FAILED},
    _S.FAILED: {_S.SUBMITTED, _S.OBJECTED, _S.REVOKED},
    _S.OBJECTED: {*RESUMABLE, _S.REVOKED},
    _S.CLOSED: {_S.FAILED},  # the proof was forged
    _S.REVOKED: set(),
}

FIRST_STATE = _S.DRAFT
UNNUMBERED = frozenset({_S.DRAFT, _S.DISCARDED})
END_STATES = frozenset({_S.DISCARDED, _S.CLOSED, _S.REVOKED})
# A draft is nobody's duty yet: not open.
OPEN_STATES = frozenset(_S) - END_STATES - {_S.DRAFT}
# The unit has not been told, has done its part, or is being heard: no time runs.
WITHOUT_CLOCK = frozenset(
    {_S.ISSUED, _S.SUBMITTED, _S.REINSPECTING, _S.PASSED, _S.OBJECTED}
)
RUNNING_STATES = OPEN_STATES - WITHOUT_CLOCK
# The unit may hand in what it did; where a plan is wanted, only once it is accepted.
MAY_SUBMIT = frozenset({_S.SERVED, _S.ACKNOWLEDGED, _S.PLAN_OK, _S.FAILED})


class NoticeSource(models.TextChoices):
    COMPLAINT = "complaint", _("群众投诉")
    INSPECTION = "inspection", _("巡查测评")
    EXPOSURE = "exposure", _("媒体曝光件")
    SPECIAL = "special", _("专项督查")
    DAILY = "daily", _("日常检查")
    COVERT = "covert", _("暗访")
    MEDIA = "media", _("媒体线索")
    OTHER = "other", _("其他")


class Focus(models.TextChoices):
    """The four foci of the county's inspections (S-12)."""

    ENFORCEMENT = "enforcement", _("市容环卫整治责任单位执法效果")
    KEY_UNITS = "key_units", _("重点责任单位工作进展")
    AREAS = "areas", _("片区落实")
    FOUR_DUTIES = "four_duties", _("门前四包落实")


class PhotoRole(models.TextChoices):
    BEFORE = "before", _("检查时")
    AFTER = "after", _("整改后")
    CHECK = "check", _("复查时")


class PhotoWarning(models.TextChoices):
    """Why an after-photo does not pass by itself (product.md §4.3, invariant 5)."""

    NEAR_COPY = "near_copy", _("与以前的照片几乎相同")
    TOO_FAR = "too_far", _("拍摄位置离问题地点太远")
    TOO_EARLY = "too_early", _("拍摄时间早于通知单送达")


class ExtensionKind(models.TextChoices):
    """What moved a deadline within its round. Nothing else does (invariant 9)."""

    ASKED = "asked", _("申请延期")
    OBJECTION = "objection", _("复核期间顺延")


class ObjectionState(models.TextChoices):
    OPEN = "open", _("复核中")
    UPHELD = "upheld", _("维持通知单")
    REVOKED = "revoked", _("撤销通知单")


class ResidentVerdict(models.TextChoices):
    """What who complained says of it (群众确认)."""

    ASKED = "asked", _("待确认")
    YES = "yes", _("认可")
    NO = "no", _("不认可")
    SILENT = "silent", _("到期未表态")


class LadderTrigger(models.TextChoices):
    """When the system proposes a step of the ladder (EX-44); people take it."""

    BY_HAND = "by_hand", _("人工提出")
    ISSUED = "issued", _("签发通知单")
    DUE_SOON = "due_soon", _("到期前N天")
    OVERDUE_DAYS = "overdue_days", _("逾期满N天")
    FAILED_ROUNDS = "failed_rounds", _("复查不合格满N次")
    RECURRENCES = "recurrences", _("反弹满N次")
    CARDS = "cards", _("同一单位满N张红牌")


class Card(models.TextChoices):
    """What a taken step hands to the unit (EX-33)."""

    NONE = "", _("无")
    BLUE = "blue", _("蓝牌")
    YELLOW = "yellow", _("黄牌")
    RED = "red", _("红牌")


class ProposalState(models.TextChoices):
    PROPOSED = "proposed", _("待决定")
    TAKEN = "taken", _("已采取")
    DECLINED = "declined", _("不采取")
