"""What a contest and an attempt can be, and which state may follow which."""

from collections.abc import Mapping, Set

from django.db import models
from django.utils.translation import gettext_lazy as _


class ContestState(models.TextChoices):
    """Whether it is open is asked of the clock (`Contest.phase`), never stored."""

    DRAFT = "draft", _("草稿")
    PUBLISHED = "published", _("已发布")
    REVIEWING = "reviewing", _("成绩复核")
    PREVIEW = "preview", _("结果公示")
    FINAL = "final", _("结果确定")
    CANCELLED = "cancelled", _("已取消")


_C = ContestState
CONTEST_STEPS: Mapping[ContestState, Set[ContestState]] = {
    # A draft that nobody has seen is thrown away, not cancelled.
    _C.DRAFT: {_C.PUBLISHED},
    _C.PUBLISHED: {_C.REVIEWING, _C.CANCELLED},
    _C.REVIEWING: {_C.PREVIEW, _C.CANCELLED},
    # An appeal that is upheld sends it back; the preview then begins anew.
    _C.PREVIEW: {_C.REVIEWING, _C.FINAL},
    _C.FINAL: set(),
    _C.CANCELLED: set(),
}
PUBLIC_CONTESTS = frozenset(ContestState) - {_C.DRAFT}
WITH_RESULTS = frozenset({_C.PREVIEW, _C.FINAL})
OVER = frozenset({_C.REVIEWING, _C.PREVIEW, _C.FINAL, _C.CANCELLED})


class Phase(models.TextChoices):
    UPCOMING = "upcoming", _("还没开始")
    OPEN = "open", _("正在进行")
    CLOSED = "closed", _("已经结束")


class StageKind(models.TextChoices):
    PRACTICE = "practice", _("练习")
    OFFICIAL = "official", _("正式")


class Age(models.TextChoices):
    """Of somebody who joins. All but adults are minors, whose names stand nowhere."""

    ADULT = "adult", _("满十八周岁")
    TEEN = "teen", _("十四至十七周岁")
    CHILD = "child", _("不满十四周岁")


class AttemptState(models.TextChoices):
    IN_PROGRESS = "in_progress", _("正在作答")
    SUBMITTED = "submitted", _("已交卷")
    EXPIRED = "expired", _("到时自动交卷")
    ABANDONED = "abandoned", _("已放弃")
    FLAGGED = "flagged", _("待核")
    CLEARED = "cleared", _("核过无碍")
    VOID = "void", _("作废")


_A = AttemptState
ATTEMPT_STEPS: Mapping[AttemptState, Set[AttemptState]] = {
    _A.IN_PROGRESS: {_A.SUBMITTED, _A.EXPIRED, _A.ABANDONED},
    _A.SUBMITTED: {_A.FLAGGED, _A.VOID},
    _A.EXPIRED: {_A.FLAGGED, _A.VOID},
    _A.FLAGGED: {_A.CLEARED, _A.VOID},
    _A.CLEARED: {_A.FLAGGED, _A.VOID},
    # An appeal that is upheld.
    _A.VOID: {_A.CLEARED},
    _A.ABANDONED: set(),
}
# Who is only suspected still counts; results wait until somebody has decided.
COUNTED = frozenset({_A.SUBMITTED, _A.EXPIRED, _A.FLAGGED, _A.CLEARED})
FINISHED = frozenset({*COUNTED, _A.VOID})


class Keeps(models.TextChoices):
    """Which of several attempts counts."""

    BEST = "best", _("取最好的一次")
    FIRST = "first", _("取第一次")
    LAST = "last", _("取最后一次")


class TieRule(models.TextChoices):
    """Who stands first of two with the same score. Never before the score itself."""

    TIME_THEN_EARLIER = "time", _("同分比用时，用时也相同的比先后")
    EARLIER = "earlier", _("同分比交卷先后")
    SHARED = "shared", _("同分同名次")


class Reveals(models.TextChoices):
    """When a participant may see the key and the explanations (Q1)."""

    ON_SUBMISSION = "submission", _("交卷后")
    ON_CLOSE = "close", _("这一阶段结束后")
    NEVER = "never", _("不公布")


class FlagKind(models.TextChoices):
    TOO_FAST = "too_fast", _("答得比读得快")
    SAME_DEVICE = "same_device", _("同一设备多人高分")
    IMPOSSIBLE_TIME = "impossible_time", _("用时不可能")
    TWIN_ANSWERS = "twin_answers", _("与另一份答卷连错都一样")
    BY_HAND = "by_hand", _("人工标记")


class AppealState(models.TextChoices):
    OPEN = "open", _("待处理")
    UPHELD = "upheld", _("成立")
    REJECTED = "rejected", _("不成立")
