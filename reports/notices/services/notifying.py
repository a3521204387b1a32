"""Short messages to units: that there is news of a notice, and where to look."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.jobs.retry import GiveUp, background
from portal.timeline.models import Event
from reports.complaints.services.notifying import links_of, tell_links
from reports.notices.models import RectificationNotice

UNIT_NEWS = {
    "serve": gettext_lazy("有新的整改通知单，请签收"),
    "remind": gettext_lazy("有整改通知单快到期或已逾期"),
    "return_plan": gettext_lazy("整改方案被退回，请修改后再报"),
    "accept_plan": gettext_lazy("整改方案已通过，请按方案整改"),
    "grant_extension": gettext_lazy("延期申请已同意"),
    "refuse_extension": gettext_lazy("延期申请未同意"),
    "uphold": gettext_lazy("对异议已有决定：维持"),
    "fail": gettext_lazy("复查不合格，请继续整改"),
    "refuse": gettext_lazy("反映人不认可整改，请继续整改"),
    "close": gettext_lazy("整改通知单已销号"),
    "reopen": gettext_lazy("已销号的通知单恢复督办"),
    "revoke": gettext_lazy("整改通知单已撤销"),
}


def tell_unit_of(event: Event, notice: RectificationNotice) -> None:
    """Leave the message about `event` to the worker, in the event's transaction."""
    if event.verb in UNIT_NEWS and links_of(notice.unit_id).exists():
        tell_unit.enqueue(event.pk)


@background(attempts=5)
def tell_unit(event_pk: int) -> None:
    event = Event.objects.filter(pk=event_pk).first()
    notice = event.subject if event else None
    if event is None or not isinstance(notice, RectificationNotice):
        raise GiveUp("There is nothing to tell.")
    tell_links(
        event,
        notice.unit_id,
        news=UNIT_NEWS[event.verb],
        about=notice.number or "",
        subject=_("整改通知单提醒"),
    )
