"""The kinds and states of what the newsroom publishes."""

from collections.abc import Mapping, Set

from django.db import models
from django.utils.translation import gettext_lazy as _


class NewsKind(models.TextChoices):
    DAILY = "daily", _("动态")
    CAMPAIGN = "campaign", _("专项整治")
    INSPECTION = "inspection", _("督查")
    EXAMPLE = "example", _("典型")
    ANNOUNCEMENT = "announcement", _("公告")


class AdKind(models.TextChoices):
    VIDEO = "video", _("视频")
    AUDIO = "audio", _("音频")
    POSTER = "poster", _("海报")
    TEXT = "text", _("文字")


class NormLevel(models.TextChoices):
    """Rank of a norm, the highest first (RG-06)."""

    LAW = "law", _("法律")
    ADMINISTRATIVE = "administrative", _("行政法规")
    LOCAL = "local", _("地方性法规")
    RULE = "rule", _("规章")
    DOCUMENT = "document", _("规范性文件")


class VersionState(models.TextChoices):
    DRAFT = "draft", _("未公布")
    PUBLISHED = "published", _("已公布")


VERSION_STEPS: Mapping[VersionState, Set[VersionState]] = {
    VersionState.DRAFT: {VersionState.PUBLISHED},
    # What was public once stays readable; its end is a date, not a state.
    VersionState.PUBLISHED: set(),
}


class ErratumState(models.TextChoices):
    """The life of a typing error that somebody has found in a public clause (勘误)."""

    PROPOSED = "proposed", _("等待核对")
    ACCEPTED = "accepted", _("已经更正")
    DECLINED = "declined", _("没有采纳")


ERRATUM_STEPS: Mapping[ErratumState, Set[ErratumState]] = {
    ErratumState.PROPOSED: {ErratumState.ACCEPTED, ErratumState.DECLINED},
    # What was put right and is wrong again is another error.
    ErratumState.ACCEPTED: set(),
    ErratumState.DECLINED: set(),
}


class PenaltyMeasure(models.TextChoices):
    """What follows when a duty is not done (RG-04)."""

    CORRECTION = "correction", _("责令改正")
    WARNING = "warning", _("警告")
    FINE = "fine", _("罚款")
    CONFISCATION = "confiscation", _("没收")
    SUSPENSION = "suspension", _("责令停业")
    NAMING = "naming", _("通报或者列入黑榜")
    OTHER = "other", _("其他处理")


class Validity(models.TextChoices):
    """What a reader must be told of a text (GW-36)."""

    IN_FORCE = "in_force", _("有效")
    FUTURE = "future", _("尚未施行")
    AMENDED = "amended", _("已修改")
    REPEALED = "repealed", _("已废止")


class ClauseKind(models.TextChoices):
    """Levels of a regulation, from above (RG-01)."""

    PART = "part", _("编")
    CHAPTER = "chapter", _("章")
    SECTION = "section", _("节")
    ARTICLE = "article", _("条")
    PARAGRAPH = "paragraph", _("款")
    ITEM = "item", _("项")
    SUBITEM = "subitem", _("目")


class BatchState(models.TextChoices):
    """The life of many posters that are drawn into one PDF."""

    WAITING = "waiting", _("排队中")
    DRAWING = "drawing", _("正在生成")
    READY = "ready", _("可以下载")
    FAILED = "failed", _("没有成功")
    EXPIRED = "expired", _("已过期")


BATCH_STEPS: dict[BatchState, set[BatchState]] = {
    BatchState.WAITING: {BatchState.DRAWING, BatchState.FAILED},
    BatchState.DRAWING: {BatchState.READY, BatchState.FAILED},
    BatchState.READY: {BatchState.EXPIRED},
    BatchState.FAILED: {BatchState.WAITING, BatchState.DRAWING},  # tried again
    BatchState.EXPIRED: {BatchState.WAITING},
}
