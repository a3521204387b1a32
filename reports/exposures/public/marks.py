"""What a programme showed of exposures, and what became of it since."""

from django.utils.translation import gettext as _

from publicity.episode_marks import Mark
from publicity.models import EpisodePage
from reports.exposures.models import Exposure
from reports.exposures.public.looks import Look, look_of


def marks_of_exposures(page: EpisodePage) -> list[Mark]:
    """Mark each place by where its case stands now; a retracted one is not named."""
    shown = Exposure.objects.ever_public().shown_in(page)
    return [
        _mark(exposure)
        for exposure in shown.select_related("batch", "notice").order_by(
            "batch", "number"
        )
    ]


def _mark(exposure: Exposure) -> Mark:
    if not exposure.is_public:
        return Mark(
            label=str(exposure.get_state_display()),
            css="no" if exposure.is_retracted else "new",
            text=_("本段内容%(state)s") % {"state": exposure.get_state_display()},
            address=exposure.get_absolute_url(),
            start=exposure.clip_start,
            is_withdrawn=True,
        )
    look = look_of(exposure)
    label = str(look.label)
    if look == Look.MENDED and exposure.rectified_on:
        day = exposure.rectified_on
        label = f"{label} {day.month}月{day.day}日"
    return Mark(
        label=label,
        css=look.css,
        text=exposure.title,
        address=exposure.get_absolute_url(),
        start=exposure.clip_start,
    )
