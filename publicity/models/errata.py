from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal import pii
from portal.timeline.moving import Moving
from publicity.models.regulations import Clause
from publicity.workflow import ErratumState


class ErratumQuerySet(models.QuerySet["Erratum"]):
    def waiting(self) -> Self:
        """Those that nobody has compared yet, the oldest first."""
        return self.filter(state=ErratumState.PROPOSED).order_by("pk")

    def decided(self) -> Self:
        return self.exclude(state=ErratumState.PROPOSED).order_by("-decided_at", "-pk")

    def accepted(self) -> Self:
        return self.filter(state=ErratumState.ACCEPTED).order_by("decided_at", "pk")


class Erratum(Moving):
    """A typing error in a public clause (勘误): what stood there, and what should stand.

    The law has not changed, so there is no version with another day. Number, anchor and
    place of the clause stay as they are.
    """

    clause = models.ForeignKey(
        Clause, models.PROTECT, related_name="all_errata", verbose_name=_("条款")
    )
    state = models.CharField(
        _("状态"),
        max_length=20,
        choices=ErratumState.choices,
        default=ErratumState.PROPOSED,
    )
    title_before = models.CharField(_("原来的条旨"), max_length=80, blank=True)
    text_before = models.TextField(_("原来的条文"), blank=True)
    title = models.CharField(_("条旨"), max_length=80, blank=True)
    text = models.TextField(_("条文"), blank=True)
    because = models.CharField(_("原因"), max_length=200)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("提出的人"),
    )
    proposed_at = models.DateTimeField(_("提出时间"), default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("核对的人"),
    )
    decided_at = models.DateTimeField(_("核对时间"), null=True)

    objects = ErratumQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("勘误")
        verbose_name_plural = _("勘误")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.clause)

    @property
    def said_before(self) -> str:
        """Return what was wrong, as readers may see it: it may be a personal number."""
        wrong = []
        if self.title != self.title_before:
            wrong.append(self.title_before)
        if self.text != self.text_before:
            wrong.append(self.text_before)
        return pii.covered("\n".join(wrong))
