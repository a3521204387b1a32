from django.db import models
from django.utils.translation import gettext_lazy as _


class PeriodicRun(models.Model):
    """When a periodic job was last taken up. Whoever moves the time runs the job."""

    name = models.CharField(_("名称"), max_length=100, primary_key=True)
    last_run_at = models.DateTimeField(_("上次运行"), null=True)

    class Meta:
        verbose_name = _("定时任务")
        verbose_name_plural = _("定时任务")

    def __str__(self) -> str:
        return self.name
