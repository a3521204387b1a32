"""Which programs may send complaints by the open interface."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    def valid(self) -> Self:
        return self.filter(revoked_at__isnull=True)


class ApiKey(models.Model):
    """One program's right to send (接口密钥). The key itself is shown once, never kept."""

    name = models.CharField(_("程序名称"), max_length=60)
    organisation = models.CharField(_("使用单位"), max_length=100)
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    gets_codes = models.BooleanField(
        _("返回查询码"),
        default=False,
        help_text=_("只给会把受理编号和查询码当面交给反映人的程序。"),
    )
    created_at = models.DateTimeField(_("生成时间"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("停用时间"), null=True, editable=False)
    # A day says enough of whether it is still in use.
    last_used_on = models.DateField(_("最近使用"), null=True, editable=False)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("接口密钥")
        verbose_name_plural = _("接口密钥")

    def __str__(self) -> str:
        return self.name
