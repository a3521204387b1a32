"""What a question can be, and which state may follow which."""

from collections.abc import Mapping, Set

from django.db import models
from django.utils.translation import gettext_lazy as _


class Topic(models.TextChoices):
    """The four parts of the column (QZ-08)."""

    CIVILITY = "civility", _("文明礼仪")
    CAMPAIGN = "campaign", _("双创知识")
    LAW = "law", _("法律法规")
    HEALTH = "health", _("健康知识")


class Kind(models.TextChoices):
    SINGLE = "single", _("单选")
    MULTIPLE = "multiple", _("多选")
    TRUE_FALSE = "true_false", _("判断")
    FILL = "fill", _("填空")
    ORDERING = "ordering", _("排序")
    MATCHING = "matching", _("连线")
    CASE = "case", _("情景判断")


# One of several is chosen.
ONE_CHOICE = frozenset({Kind.SINGLE, Kind.TRUE_FALSE, Kind.CASE})
# Whose options stand in the order they were written in: 对 before 错.
NEVER_SHUFFLED = frozenset({Kind.TRUE_FALSE, Kind.CASE})


class Difficulty(models.IntegerChoices):
    EASY = 1, _("容易")
    RATHER_EASY = 2, _("较易")
    MIDDLE = 3, _("中等")
    RATHER_HARD = 4, _("较难")
    HARD = 5, _("难")


class MarkRule(models.TextChoices):
    """How a multiple choice is marked (QZ-09)."""

    EXACT = "exact", _("全对得分，多选、少选、错选都不得分")
    HALF_FOR_MISSING = "half", _("全对得满分，少选得一半，错选不得分")


class QuestionState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    READY = "ready", _("可用")
    NEEDS_REVIEW = "needs_review", _("待复核")
    RETIRED = "retired", _("停用")


_Q = QuestionState
QUESTION_STEPS: Mapping[QuestionState, Set[QuestionState]] = {
    _Q.DRAFT: {_Q.READY, _Q.RETIRED},
    # A superseded clause or a day gone by sends it back to somebody who reads it.
    _Q.READY: {_Q.NEEDS_REVIEW, _Q.RETIRED},
    _Q.NEEDS_REVIEW: {_Q.READY, _Q.RETIRED},
    _Q.RETIRED: {_Q.NEEDS_REVIEW},
}
