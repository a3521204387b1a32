from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.timeline.permanent import Permanent, PermanentQuerySet


class EventQuerySet(PermanentQuerySet["Event"]):
    def of(self, subject: models.Model) -> "EventQuerySet":
        return self.filter(
            content_type=ContentType.objects.get_for_model(subject),
            object_id=subject.pk,
        )


class Event(Permanent):
    """One step in the life of anything that has a state. Never edited, never deleted.

    `services.record` writes one. A database trigger refuses both as well (migration
    0003), for whoever comes by SQL.
    """

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey()
    verb = models.CharField(_("动作"), max_length=40)
    from_state = models.CharField(_("原状态"), max_length=20, blank=True)
    to_state = models.CharField(_("新状态"), max_length=20, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("操作人"),
    )
    because = models.TextField(_("理由"), blank=True)
    public_text = models.TextField(_("公开说明"), blank=True)
    at = models.DateTimeField(_("时间"), default=timezone.now, db_index=True)

    # The CMS shows who is named where: never by a step. And no step waits for that.
    wagtail_reference_index_ignore = True
    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["content_type", "object_id", "at"])]
        verbose_name = _("留痕")
        verbose_name_plural = _("留痕")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"
