"""The plan of headlines: who leads the home page, from when to when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import ObjectList
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from portal.home.models import HeadlineSlot, HomePage, leader_of

SHOWN_AHEAD = timedelta(days=14)
HISTORY = 50


class HeadlineSlotForm(WagtailAdminModelForm):
    def save(self, commit: bool = True) -> Any:
        if self.instance.home_id is None:
            self.instance.home = HomePage.objects.get()
        return super().save(commit)


@dataclass(frozen=True)
class PlannedSlot:
    """A slot with its place on a line of a hundred parts, and what is shown in its stead."""

    slot: HeadlineSlot
    start: int
    width: int
    covered_by: list[HeadlineSlot]
    is_showing: bool


def plan(slots: Iterable[HeadlineSlot], now: datetime) -> list[PlannedSlot]:
    slots = list(slots)
    leader = leader_of(slots, now)

    def place(at: datetime | None) -> int:
        share = ((at - now) / SHOWN_AHEAD) if at else 1.0
        return round(100 * min(max(share, 0.0), 1.0))

    return [
        PlannedSlot(
            slot,
            place(slot.starts_at),
            max(1, place(slot.ends_at) - place(slot.starts_at)),
            [other for other in slots if slot.yields_to(other)],
            slot == leader,
        )
        for slot in slots
    ]


class HeadlineIndexView(generic.IndexView):
    template_name = "home/headlines.html"

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        now = timezone.now()
        slots = HeadlineSlot.objects.select_related("page")
        return {
            **context,
            "now": now,
            "until": now + SHOWN_AHEAD,
            "planned": plan(slots.planned(now), now),
            "ended": slots.ended(now)[:HISTORY],
            "may_add": self.user_has_permission("add"),
        }


class HeadlineSlotViewSet(ModelViewSet):
    model = HeadlineSlot
    name = "headlines"
    url_prefix = "headlines"
    icon = "pick"
    menu_label = _("头条安排")
    menu_order = 115
    add_to_admin_menu = True
    copy_view_enabled = False
    index_view_class = HeadlineIndexView
    index_template_name = "home/headlines.html"
    list_display = ["page", "starts_at", "ends_at"]

    def get_edit_handler(self) -> Any:
        handler = ObjectList(HeadlineSlot.panels, base_form_class=HeadlineSlotForm)
        return handler.bind_to_model(self.model)
