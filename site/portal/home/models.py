from collections.abc import Iterable
from datetime import datetime
from math import inf

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import Orderable, Page

from portal.frame.meta import ColumnType
from portal.pages import ColumnPage, is_open


class HomePage(ColumnPage):
    """The front page: one per site, at the root. Its sections are template tags."""

    column_type = ColumnType.HOME
    max_count = 1
    may_be_empty = True  # its sections say themselves that they are
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("首页")


class HeadlineSlotQuerySet(models.QuerySet["HeadlineSlot"]):
    def planned(self, at: object) -> "HeadlineSlotQuerySet":
        """Return what has not ended yet, the next to come first."""
        page = Page.objects.live().filter(is_open(), pk=models.OuterRef("page"))
        coming = self.annotate(can_show=models.Exists(page)).order_by(
            "starts_at", "sort_order"
        )
        found: HeadlineSlotQuerySet = coming.filter(
            models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=at)
        )
        return found

    def ended(self, at: object) -> "HeadlineSlotQuerySet":
        return self.filter(ends_at__lte=at).order_by("-ends_at")


class HeadlineSlot(Orderable):
    """A page pinned to the top of the home page, from one time to another.

    Not a part of the page's revisions: publishing the home page anew would bring
    back what had been planned when its draft was begun.
    """

    home = models.ForeignKey(
        HomePage, on_delete=models.CASCADE, related_name="headline_slots"
    )
    page = models.ForeignKey(
        "wagtailcore.Page", models.CASCADE, related_name="+", verbose_name=_("页面")
    )
    starts_at = models.DateTimeField(_("开始"))
    ends_at = models.DateTimeField(
        _("结束"), null=True, blank=True, help_text=_("不填则一直在，直到被撤下。")
    )

    objects = HeadlineSlotQuerySet.as_manager()
    can_show: bool  # whether readers may see the page; `planned` tells

    panels = [
        PageChooserPanel("page"),
        FieldPanel("starts_at"),
        FieldPanel("ends_at"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("头条")
        verbose_name_plural = _("头条")

    def __str__(self) -> str:
        return str(self.page)

    def clean(self) -> None:
        super().clean()
        # The start is None where the form could not read it.
        starts_at: datetime | None = self.starts_at
        if starts_at and self.ends_at and self.ends_at <= starts_at:
            raise ValidationError({"ends_at": _("结束时间要晚于开始时间。")})

    def overlaps(self, other: "HeadlineSlot") -> bool:
        return (other.ends_at is None or self.starts_at < other.ends_at) and (
            self.ends_at is None or other.starts_at < self.ends_at
        )

    def yields_to(self, other: "HeadlineSlot") -> bool:
        """Tell whether the home page shows `other` where both are due."""
        return other.can_show and self.overlaps(other) and other.rank > self.rank

    @property
    def rank(self) -> tuple[float, datetime, int]:
        order: int | None = self.sort_order
        return -(inf if order is None else order), self.starts_at, self.pk


def leader_of(slots: Iterable[HeadlineSlot], at: datetime) -> HeadlineSlot | None:
    """Return which of the `planned` slots the home page shows: one at a time."""
    due = [slot for slot in slots if slot.starts_at <= at and slot.can_show]
    return max(due, key=lambda slot: slot.rank, default=None)
