"""Which part of the county a member of staff works on (C10)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class DeskScope(models.Model):
    """One unit or area that somebody may see; neither of the two is the whole county.

    Whoever has a row sees what their rows hold and no more. What rows point at cannot
    be deleted: the last row gone would open everything to a desk clerk.
    """

    user = models.ForeignKey(
        "users.User",
        models.CASCADE,
        related_name="desk_scopes",
        verbose_name=_("人员"),
    )
    unit = models.ForeignKey(
        "directory.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("单位"),
    )
    area = models.ForeignKey(
        "directory.Area",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("片区"),
        help_text=_("单位和片区都不选，表示全县。"),
    )

    class Meta:
        ordering = ["user", "pk"]
        verbose_name = _("经办范围")
        verbose_name_plural = _("经办范围")
        permissions = [("see_all_complaints", _("没有划定范围时查看全县"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=True) | Q(area__isnull=True),
                name="desk_scope_of_one_thing",
                violation_error_message=_("单位和片区只选一个。"),
            ),
            *(
                models.UniqueConstraint(
                    fields=["user", target],
                    condition=Q(**{f"{target}__isnull": False}),
                    name=f"one_desk_scope_per_{target}",
                    violation_error_message=_("这个范围已经有了。"),
                )
                for target in ("unit", "area")
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(unit__isnull=True, area__isnull=True),
                name="one_desk_scope_of_all",
                violation_error_message=_("这个范围已经有了。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}：{self.unit or self.area or _('全县')}"
