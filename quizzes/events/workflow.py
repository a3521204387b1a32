"""What an activity and a sign-up can be, and which state may follow which."""

from collections.abc import Mapping, Set

from django.db import models
from django.utils.translation import gettext_lazy as _


class ActivityKind(models.TextChoices):
    SPEECH = "speech", _("演讲")
    LECTURE = "lecture", _("宣讲")
    VOLUNTEER = "volunteer", _("志愿服务")
    CONTEST = "contest", _("现场赛")
    CHOICE = "choice", _("评选")
    OTHER = "other", _("其他活动")


class ActivityState(models.TextChoices):
    """Whether it is over is asked of the clock (`Activity.phase`), never stored."""

    DRAFT = "draft", _("草稿")
    PUBLISHED = "published", _("已发布")
    CANCELLED = "cancelled", _("已取消")
    DISCARDED = "discarded", _("已作废")


_A = ActivityState
ACTIVITY_STEPS: Mapping[ActivityState, Set[ActivityState]] = {
    _A.DRAFT: {_A.PUBLISHED, _A.DISCARDED},
    _A.PUBLISHED: {_A.CANCELLED},
    _A.CANCELLED: set(),
    _A.DISCARDED: set(),
}
# A cancelled one stays where it was: people come to look for it.
PUBLIC_ACTIVITIES = frozenset({_A.PUBLISHED, _A.CANCELLED})


class Phase(models.TextChoices):
    UPCOMING = "upcoming", _("未开始")
    RUNNING = "running", _("正在进行")
    OVER = "over", _("已结束")


class Door(models.TextChoices):
    """What somebody finds who wants to sign up."""

    NONE = "none", _("不用报名")
    EARLY = "early", _("还没开始报名")
    OPEN = "open", _("正在报名")
    WAITING = "waiting", _("可以候补")
    FULL = "full", _("名额已满")
    CLOSED = "closed", _("报名已截止")


class SignUpState(models.TextChoices):
    CONFIRMED = "confirmed", _("已报上")
    WAITING = "waiting", _("候补中")
    CANCELLED = "cancelled", _("已取消")


_S = SignUpState
SIGN_UP_STEPS: Mapping[SignUpState, Set[SignUpState]] = {
    _S.WAITING: {_S.CONFIRMED, _S.CANCELLED},
    _S.CONFIRMED: {_S.CANCELLED},
    _S.CANCELLED: set(),
}
LIVING = frozenset({_S.CONFIRMED, _S.WAITING})


class ResultOf(models.TextChoices):
    """Whose result it is: of a person no full name is kept, of a minor none at all."""

    UNIT = "unit", _("单位")
    TEAM = "team", _("队伍")
    PERSON = "person", _("个人")
    MINOR = "minor", _("未成年人")
