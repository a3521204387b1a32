"""What a list and a commendation can be, and which state may follow which."""

from collections.abc import Mapping, Set

from django.db import models
from django.utils.translation import gettext_lazy as _


class ListState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    COMPUTED = "computed", _("已计算")
    PREVIEW = "preview", _("公示征询")
    FROZEN = "frozen", _("已定稿")
    PUBLISHED = "published", _("已发布")
    DISCARDED = "discarded", _("已作废")


_L = ListState
LIST_STEPS: Mapping[ListState, Set[ListState]] = {
    _L.DRAFT: {_L.COMPUTED, _L.DISCARDED},
    _L.COMPUTED: {_L.COMPUTED, _L.PREVIEW, _L.DISCARDED},
    # Back to the sums where a unit was right; the three days then begin anew.
    _L.PREVIEW: {_L.COMPUTED, _L.FROZEN, _L.DISCARDED},
    _L.FROZEN: {_L.PUBLISHED},
    _L.PUBLISHED: set(),
    _L.DISCARDED: set(),
}
# What stands there is never changed again (product.md, invariant 11).
FINAL_STATES = frozenset({_L.FROZEN, _L.PUBLISHED})
END_STATES = frozenset({_L.PUBLISHED, _L.DISCARDED})


class ListKind(models.TextChoices):
    RED_BLACK = "red_black", _("红黑榜")


class Colour(models.TextChoices):
    RED = "red", _("红榜")
    BLACK = "black", _("黑榜")


class Source(models.TextChoices):
    """What is counted."""

    NOTICE = "notice", _("整改通知单")
    COMPLAINT = "complaint", _("投诉件")


class WorkloadKind(models.TextChoices):
    """What the number of matters is set against."""

    RESIDENTS = "residents", _("每千名居民")
    POINTS = "points", _("每十个得分点")
    DUTIES = "duties", _("每项职责")


class ObjectionKind(models.TextChoices):
    OBJECTION = "objection", _("异议")
    COMMENT = "comment", _("意见")


class ObjectionState(models.TextChoices):
    OPEN = "open", _("待答复")
    UPHELD = "upheld", _("采纳")
    REJECTED = "rejected", _("不采纳")


class ErratumEffect(models.TextChoices):
    NOTE = "note", _("更正说明")
    TAKEN_OFF = "taken_off", _("撤销红黑榜认定")


class CommendationState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    PUBLISHED = "published", _("已发布")
    WITHDRAWN = "withdrawn", _("已撤下")


_C = CommendationState
COMMENDATION_STEPS: Mapping[CommendationState, Set[CommendationState]] = {
    _C.DRAFT: {_C.PUBLISHED, _C.WITHDRAWN},
    _C.PUBLISHED: {_C.WITHDRAWN},
    _C.WITHDRAWN: set(),
}


class CommendationKind(models.TextChoices):
    UNIT = "unit", _("单位")
    COMMUNITY = "community", _("社区")
    ESTATE = "estate", _("小区")
    SCHOOL = "school", _("学校")
    MARKET = "market", _("市场")
    SHOP = "shop", _("门店")
    STALL = "stall", _("便民摊")
    TOILET = "toilet", _("公厕")
    STATION = "station", _("站点")
    TEAM = "team", _("班组")
    FAMILIES = "families", _("家庭")
    PEOPLE = "people", _("个人")


# Of these the name of the group is shown, never anybody's own (invariant 3).
OF_PEOPLE = frozenset({CommendationKind.FAMILIES, CommendationKind.PEOPLE})
