"""Short notices to whoever sent a complaint, and to units: sent from the background.

A notice says that there is news and where to look. It carries neither the words of
the complaint nor the query code: phones are read by others (C4).
"""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.jobs.retry import GiveUp, background
from portal.outbox.backends import backend_of
from portal.timeline.models import Event
from reports.complaints.models import Complaint, Delivery, Reporter, UnitLink

# What a resident wants to hear of, in their words.
NEWS = {
    "submit": gettext_lazy("已收到"),
    "accept": gettext_lazy("已受理"),
    "decline": gettext_lazy("不予受理，请查看原因和其他办法"),
    "ask_reporter": gettext_lazy("需要您补充情况"),
    "dispatch": gettext_lazy("已派给承办单位"),
    "grant_extension": gettext_lazy("办理期限有变化"),
    "close": gettext_lazy("已办结，请您评价"),
    "redo": gettext_lazy("将重新办理"),
    "uphold": gettext_lazy("对您的异议已有答复"),
    "merge": gettext_lazy("已与同一问题并案办理"),
    "decide_data_right": gettext_lazy("对您的个人信息申请已有答复"),
    "notice_issued": gettext_lazy("已向责任单位发出整改通知单"),
    "notice_passed": gettext_lazy("整改复查合格，请您确认改好没有"),
    "notice_closed": gettext_lazy("整改已销号"),
    "notice_reopened": gettext_lazy("整改恢复督办"),
}
# And a unit.
UNIT_NEWS = {
    "dispatch": gettext_lazy("有新派的投诉件"),
    "remind": gettext_lazy("有投诉件快到期或已逾期"),
    "redo": gettext_lazy("有投诉件要重新办理"),
}


def tell(event: Event, complaint: Complaint) -> None:
    """Leave the notices about `event` to the worker, in the event's transaction."""
    if event.verb in NEWS and _reporters(complaint).exists():
        tell_reporters.enqueue(event.pk)
    if event.verb in UNIT_NEWS and links_of(complaint.unit_id).exists():
        tell_unit.enqueue(event.pk)


@background(attempts=5)
def tell_reporters(event_pk: int) -> None:
    """Tell who sent the complaint, and whose were merged into it."""
    event, complaint = _found(event_pk)
    for reporter in _reporters(complaint).select_related("complaint"):
        text = _(
            "您反映的%(number)s有新进展：%(news)s。请到网站“查进度”凭查询码查看。"
        ) % {
            "number": reporter.complaint.number,
            "news": NEWS[event.verb],
        }
        subject = _("投诉进度通知")
        if reporter.phone:
            deliver(event, "sms", reporter.phone, subject, text, reporter=reporter)
        elif reporter.email:
            deliver(event, "email", reporter.email, subject, text, reporter=reporter)


@background(attempts=5)
def tell_unit(event_pk: int) -> None:
    event, complaint = _found(event_pk)
    tell_links(
        event,
        complaint.unit_id,
        news=UNIT_NEWS[event.verb],
        about=complaint.number,
        subject=_("投诉办理提醒"),
    )


def tell_links(
    event: Event, unit_pk: int | None, *, news: object, about: str, subject: str
) -> None:
    """Tell all who hold an address of a unit that there is news of something."""
    for link in links_of(unit_pk).select_related("unit"):
        text = _("%(unit)s%(news)s：%(about)s。请用贵单位的专用链接办理。") % {
            "unit": link.unit.short_name,
            "news": news,
            "about": about,
        }
        if link.phone:
            deliver(event, "sms", link.phone, subject, text, unit_link=link)
        if link.email:
            deliver(event, "email", link.email, subject, text, unit_link=link)


def _reporters(complaint: Complaint) -> models.QuerySet[Reporter]:
    wanting = Reporter.objects.filter(wants_notice=True, anonymised_at__isnull=True)
    own = wanting.filter(complaint=complaint)
    # The merged reporter still gets the result (invariant 8).
    return own | wanting.filter(complaint__merged_into=complaint)


def links_of(unit_pk: int | None) -> models.QuerySet[UnitLink]:
    """Return the addresses of a unit that say how to reach it."""
    return (
        UnitLink.objects.alive(timezone.now())
        .filter(unit=unit_pk)
        .exclude(email="", phone="")
    )


def _found(event_pk: int) -> tuple[Event, Complaint]:
    event = Event.objects.filter(pk=event_pk).first()
    complaint = event.subject if event else None
    if event is None or not isinstance(complaint, Complaint):
        raise GiveUp("There is nothing to tell.")
    return event, complaint


def deliver(
    event: Event,
    channel: str,
    to: str,
    subject: str,
    text: str,
    *,
    reporter: Reporter | None = None,
    unit_link: UnitLink | None = None,
) -> None:
    """Send once: what went out before a failure is not sent again."""
    receiver = {"reporter": reporter, "unit_link": unit_link}
    if Delivery.objects.filter(event=event, channel=channel, **receiver).exists():
        return
    backend_of(channel).send(to, subject, text)
    Delivery.objects.create(event=event, channel=channel, **receiver)
