from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.standards.models import StandardItem


class EvidenceTag(models.Model):
    """Anything but a page that is evidence for an item: see `taggable`.

    Pages carry their items themselves (`portal.pages.PageStandard`).
    """

    item = models.ForeignKey(
        StandardItem,
        models.PROTECT,
        related_name="evidence_tags",
        verbose_name=_("得分点"),
    )
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey()
    note = models.CharField(_("说明"), max_length=200, blank=True)
    by = models.ForeignKey(
        "users.User",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("标记人"),
    )
    at = models.DateTimeField(_("标记时间"), default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "content_type", "object_id"], name="tagged_once_an_item"
            )
        ]
        indexes = [models.Index(fields=["content_type", "object_id"])]
        verbose_name = _("档案依据")
        verbose_name_plural = _("档案依据")

    def __str__(self) -> str:
        return f"{self.item} {self.content_type} {self.object_id}"
