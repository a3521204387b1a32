"""What the newsroom works with and no reader sees."""

import secrets
from datetime import datetime
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from portal.review.models import TakeDown
from publicity.blocks import ArticleBlock
from publicity.workflow import NewsKind

TITLE_WORDS = ("年", "月", "日", "星期", "期号")


class NewsTemplate(models.Model):
    """A recurring kind of news item: what does not change from one to the next."""

    name = models.CharField(_("模板名称"), max_length=40, unique=True)
    kind = models.CharField(
        _("类别"), max_length=20, choices=NewsKind.choices, default=NewsKind.DAILY
    )
    title_pattern = models.CharField(
        _("标题样式"),
        max_length=120,
        help_text=_("可以用 {年} {月} {日} {星期} {期号}，写稿时换成当天的。"),
    )
    next_number = models.PositiveIntegerField(_("下一期的期号"), default=1)
    summary = models.TextField(_("摘要"), max_length=300, blank=True)
    source = models.CharField(_("来源"), max_length=100)
    body = StreamField(ArticleBlock(), verbose_name=_("正文"), blank=True)
    order = models.PositiveSmallIntegerField(_("顺序"), default=0)
    is_offered = models.BooleanField(_("供写稿时选用"), default=True)

    class Meta:
        verbose_name = _("稿件模板")
        verbose_name_plural = _("稿件模板")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        rest = self.title_pattern
        for word in TITLE_WORDS:
            rest = rest.replace(f"{{{word}}}", "")
        if "{" in rest or "}" in rest:
            raise ValidationError(
                {"title_pattern": _("大括号里只能是 年、月、日、星期、期号。")}
            )

    def title_on(self, at: datetime) -> str:
        day = timezone.localtime(at)
        title = self.title_pattern
        for word, value in zip(
            TITLE_WORDS,
            (
                day.year,
                day.month,
                day.day,
                "一二三四五六日"[day.weekday()],
                self.next_number,
            ),
            strict=True,
        ):
            title = title.replace(f"{{{word}}}", str(value))
        return title


def _new_nonce() -> str:
    return secrets.token_urlsafe(16)  # 128 bits


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    def open(self, at: datetime) -> Self:
        """Leave out also what was made before the page was taken down (E3)."""
        return self.filter(expires_at__gt=at, revoked_at__isnull=True).exclude(
            Exists(
                TakeDown.objects.filter(
                    page=OuterRef("page"), at__gte=OuterRef("made_at")
                )
            )
        )

    def of_token(self, token: str) -> Self:
        """Find by what stands in the address; anything forged finds nothing."""
        try:
            return self.filter(nonce=PreviewLink.signer().unsign(token))
        except BadSignature:
            return self.none()


class PreviewLink(models.Model):
    """Shows one revision of a page to whoever has the address, for a while.

    The row alone is no key: the address is signed with the site's secret.
    """

    page = models.ForeignKey("wagtailcore.Page", models.CASCADE, related_name="+")
    revision = models.ForeignKey(
        "wagtailcore.Revision", models.CASCADE, related_name="+"
    )
    nonce = models.CharField(max_length=32, unique=True, default=_new_nonce)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    uses = models.PositiveIntegerField(default=0)
    last_used_at = models.DateTimeField(null=True, blank=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("送审链接")
        verbose_name_plural = _("送审链接")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return _("送审链接 %(pk)s") % {"pk": self.pk}

    @staticmethod
    def signer() -> Signer:
        return Signer(salt="publicity.preview_link", sep=".")

    @property
    def token(self) -> str:
        return self.signer().sign(self.nonce)
