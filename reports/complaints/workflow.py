"""What a complaint can be, and which state may follow which (product.md §4.2)."""

from collections.abc import Mapping, Set

from django.db import models
from django.utils.translation import gettext_lazy as _


class ComplaintState(models.TextChoices):
    SUBMITTED = "submitted", _("已提交")
    DECLINED = "declined", _("不予受理")
    MERGED = "merged", _("已并单")
    WITHDRAWN = "withdrawn", _("已撤回")
    ACCEPTED = "accepted", _("已受理")
    VERIFYING = "verifying", _("核查中")
    WAITING = "waiting", _("待补充")
    FILED = "filed", _("已立案")
    DISPATCHED = "dispatched", _("已派单")
    RETURNED = "returned", _("已退单")
    HANDLING = "handling", _("办理中")
    SUSPENDED = "suspended", _("已挂账")
    RESOLVED = "resolved", _("已处置")
    CHECKING = "checking", _("核实中")
    CLOSED = "closed", _("已办结")
    DISPUTED = "disputed", _("有异议")
    REOPENED = "reopened", _("重新办理")


_S = ComplaintState
Steps = Mapping[ComplaintState, Set[ComplaintState]]

COMPLAINT_STEPS: Steps = {
    _S.SUBMITTED: {_S.ACCEPTED, _S.DECLINED, _S.MERGED, _S.WITHDRAWN},
    _S.DECLINED: set(),
    _S.MERGED: set(),
    _S.WITHDRAWN: set(),
    # Closed at once: praise and what an answer settles (CP-03).
    _S.ACCEPTED: {_S.VERIFYING, _S.WAITING, _S.MERGED, _S.WITHDRAWN, _S.CLOSED},
    # Closed from here: it was not so (不属实).
    _S.VERIFYING: {_S.FILED, _S.WAITING, _S.MERGED, _S.WITHDRAWN, _S.CLOSED},
    # Back to where the question was asked; closed when nobody answers.
    _S.WAITING: {_S.ACCEPTED, _S.VERIFYING, _S.HANDLING, _S.WITHDRAWN, _S.CLOSED},
    _S.FILED: {_S.DISPATCHED},
    _S.DISPATCHED: {_S.HANDLING, _S.RETURNED},
    _S.RETURNED: {_S.DISPATCHED},
    _S.HANDLING: {_S.WAITING, _S.SUSPENDED, _S.RETURNED, _S.RESOLVED},
    _S.SUSPENDED: {_S.HANDLING},
    _S.RESOLVED: {_S.CHECKING},
    _S.CHECKING: {_S.CLOSED, _S.HANDLING},  # 返工
    _S.CLOSED: {_S.DISPUTED},
    _S.DISPUTED: {_S.REOPENED, _S.CLOSED},  # 维持
    _S.REOPENED: {_S.DISPATCHED},
}

FIRST_STATE = _S.SUBMITTED
END_STATES = frozenset({_S.DECLINED, _S.MERGED, _S.WITHDRAWN, _S.CLOSED})
OPEN_STATES = frozenset(_S) - END_STATES
BEFORE_FILING = frozenset({_S.SUBMITTED, _S.ACCEPTED, _S.VERIFYING, _S.WAITING})
# The unit has done its part, or may not act: its time is not running.
WITHOUT_CLOCK = frozenset({_S.SUSPENDED, _S.RESOLVED, _S.CHECKING, _S.DISPUTED})
AT_A_UNIT = frozenset({_S.DISPATCHED, _S.HANDLING, _S.SUSPENDED})
# Nobody looked at it yet, or it is none of ours: never shown to everybody.
NEVER_PUBLIC = frozenset({_S.SUBMITTED, _S.DECLINED, _S.MERGED, _S.WITHDRAWN})


class Kind(models.TextChoices):
    COMPLAINT = "complaint", _("投诉")
    TIP = "tip", _("举报")
    SUGGESTION = "suggestion", _("建议")
    PRAISE = "praise", _("表扬")
    INQUIRY = "inquiry", _("咨询")
    HELP = "help", _("求助")


# What a desk may answer itself, without a unit.
ANSWERED_AT_ONCE = frozenset({Kind.SUGGESTION, Kind.PRAISE, Kind.INQUIRY})


class Channel(models.TextChoices):
    WEB = "web", _("网站")
    SCAN = "scan", _("扫码")
    PHONE = "phone", _("电话转录")
    COMMUNITY = "community", _("社区代登")
    HOTLINE = "hotline", _("12345转办")
    MEDIA = "media", _("媒体")
    INSPECTION = "inspection", _("巡查")
    API = "api", _("开放接口")


class IdentityMode(models.TextChoices):
    ANONYMOUS = "anonymous", _("匿名")
    CONFIDENTIAL = "confidential", _("保密")
    NAMED = "named", _("实名")


class AgeBand(models.TextChoices):
    """Never a date of birth (PR-07)."""

    ADULT = "adult", _("十八岁以上")
    TEEN = "teen", _("十四至十七岁")
    CHILD = "child", _("未满十四岁")


class Finding(models.TextChoices):
    TRUE = "true", _("属实")
    MOSTLY_TRUE = "mostly_true", _("基本属实")
    PARTLY_TRUE = "partly_true", _("部分属实")
    UNTRUE = "untrue", _("不属实")
    UNVERIFIABLE = "unverifiable", _("无法查实")
    NOT_EXAMINED = "not_examined", _("不需查实")


FOUND_TRUE = frozenset({Finding.TRUE, Finding.MOSTLY_TRUE, Finding.PARTLY_TRUE})


class Outcome(models.TextChoices):
    RESOLVED = "resolved", _("已解决")
    NOT_POSSIBLE = "not_possible", _("暂时无法解决")
    NO_ACTION = "no_action", _("无需处理")
    REFERRED = "referred", _("已移交")


class DeclineReason(models.TextChoices):
    """Why a matter is not accepted (CP-22); the first needs the right way too."""

    OTHER_PROCEDURE = (
        "other_procedure",
        _("属于诉讼、仲裁、纪检监察、复议或信息公开"),
    )
    PETITION = "petition", _("已在信访程序中")
    SECRET = "secret", _("涉及秘密、隐私或违反公序良俗")
    ALREADY_HANDLED = "already_handled", _("已依法处理并有公正结论")
    OUTSIDE = "outside", _("不在本县管辖范围")
    OTHER = "other", _("其他")


class ClockKind(models.TextChoices):
    """How the time that a category allows is counted (T-03)."""

    URGENT_HOUR = "urgent_hour", _("紧急工作时")
    WORK_HOUR = "work_hour", _("工作时")
    WORK_DAY = "work_day", _("工作日")
    NATURAL_DAY = "natural_day", _("自然日")


class ExtensionKind(models.TextChoices):
    """What moved a deadline. Nothing else does."""

    ASKED = "asked", _("申请延期")
    SUSPENSION = "suspension", _("挂账期满")
    REDO = "redo", _("重新办理")


class Decision(models.TextChoices):
    OPEN = "open", _("待决定")
    GRANTED = "granted", _("同意")
    REFUSED = "refused", _("不同意")


class RightKind(models.TextChoices):
    """What residents may ask of what is kept about them (PR-08)."""

    COPY = "copy", _("查阅、复制")
    CORRECT = "correct", _("更正")
    DELETE = "delete", _("删除")


class CodeScheme(models.TextChoices):
    LOCAL = "local", _("本地编码")
    GBT_47678 = "gbt47678.5", _("GB/T 47678.5-2026")
    GBT_30428 = "gbt30428.2", _("GB/T 30428.2-2013")
