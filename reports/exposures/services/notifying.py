"""Short messages to units: that they will be exposed, and until when they may answer."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.jobs.retry import GiveUp, background
from portal.timeline.models import Event
from reports.complaints.services.notifying import links_of, tell_links
from reports.exposures.models import Exposure

UNIT_NEWS = {
    "notify_unit": gettext_lazy("有一件事拟公开曝光，请在期限内陈述"),
    "publish": gettext_lazy("有一件事已经曝光，可以随时回应"),
    "correct": gettext_lazy("有一件曝光作了更正"),
    "retract": gettext_lazy("有一件曝光已经撤回"),
}


def tell_unit_of(event: Event, exposure: Exposure) -> None:
    """Leave the message about `event` to the worker, in the event's transaction."""
    if event.verb in UNIT_NEWS and links_of(exposure.unit_id).exists():
        tell_exposed_unit.enqueue(event.pk)


@background(attempts=5)
def tell_exposed_unit(event_pk: int) -> None:
    event = Event.objects.filter(pk=event_pk).first()
    exposure = event.subject if event else None
    if event is None or not isinstance(exposure, Exposure):
        raise GiveUp("There is nothing to tell.")
    tell_links(
        event,
        exposure.unit_id,
        news=UNIT_NEWS[event.verb],
        about=exposure.title,
        subject=_("曝光提醒"),
    )
