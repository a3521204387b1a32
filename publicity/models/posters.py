from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.uploads import GeneratedName, private_storage
from publicity.workflow import BATCH_STEPS, BatchState

KEPT_FOR = timedelta(days=7)
PAPERS = [("a4", "A4"), ("a3", "A3")]


class PosterBatchQuerySet(models.QuerySet["PosterBatch"]):
    def expired(self) -> Self:
        return self.filter(
            state=BatchState.READY, finished_at__lt=timezone.now() - KEPT_FOR
        )


class PosterBatch(models.Model):
    """Many posters drawn into one PDF by the worker. `items` are keys, in order."""

    title = models.CharField(_("名称"), max_length=120)
    items = models.JSONField(
        _("内容"), help_text=_("每项是种类和主键，如 [“page”, 12]。")
    )
    paper = models.CharField(_("纸张"), max_length=2, choices=PAPERS, default="a4")
    columns = models.PositiveSmallIntegerField(
        _("分栏"), choices=[(1, _("一栏")), (2, _("两栏"))], default=1
    )
    unit = models.ForeignKey(
        "directory.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("落款单位"),
    )
    state = models.CharField(
        _("状态"),
        max_length=20,
        choices=BatchState.choices,
        default=BatchState.WAITING,
    )
    done_count = models.PositiveIntegerField(_("已画"), default=0)
    failure = models.CharField(_("失败原因"), max_length=200, blank=True)
    file = models.FileField(
        _("文件"),
        storage=private_storage,
        upload_to=GeneratedName("posters"),
        blank=True,
    )
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("谁要的"),
    )
    ordered_at = models.DateTimeField(_("提交时间"), default=timezone.now)
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    objects = PosterBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("成册黑板报")
        verbose_name_plural = _("成册黑板报")

    def __str__(self) -> str:
        return self.title

    @property
    def total(self) -> int:
        return len(self.items)

    @property
    def is_running(self) -> bool:
        return self.state in {BatchState.WAITING, BatchState.DRAWING}

    @property
    def may_be_tried_again(self) -> bool:
        return BatchState.WAITING in BATCH_STEPS[BatchState(self.state)]

    @property
    def kept_until(self) -> Any:
        return self.finished_at + KEPT_FOR if self.finished_at else None
