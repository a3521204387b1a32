"""Who complained: looked at with a reason, corrected, and forgotten in time."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.directory.calendar import WorkCalendar
from portal.timeline.models import Event
from portal.timeline.services import record
from portal.typed import optional, required
from portal.users.models import User
from reports.complaints.masking import mask
from reports.complaints.models import (
    Complaint,
    ContactReveal,
    DataRightsRequest,
    Reply,
    Reporter,
)
from reports.complaints.models.handling import FROM_THE_RESIDENT
from reports.complaints.refusals import NotAllowed, Refused
from reports.complaints.services.picturing import forget_pictures
from reports.complaints.services.steps import change, lock
from reports.complaints.workflow import Decision, IdentityMode, RightKind

RIGHTS_WORKDAYS = 15


@transaction.atomic
def reveal_contact(complaint: Complaint, *, by: User, because: str) -> Reporter:
    """Show who complained, to who may see it, for a reason that is kept (PR-21)."""
    needed = ["reports.reveal_contact"]
    if complaint.identity_mode == IdentityMode.CONFIDENTIAL:
        needed.append("reports.reveal_confidential")
    if not by.has_perms(needed):
        raise NotAllowed(_("您没有查看联系方式的权限。"))
    because = required(because, _("查看理由"), 200)
    reporter = Reporter.objects.filter(complaint=complaint).first()
    if reporter is None or reporter.anonymised_at:
        raise Refused(_("这一件没有联系方式。"))
    ContactReveal.objects.create(complaint=complaint, user=by, because=because)
    record(complaint, "reveal_contact", by=by, because=because)
    return reporter


@transaction.atomic
def choose_notices(complaint: Complaint, *, wants_notice: bool) -> None:
    """Let who left a number say whether to be told of news."""
    reporter = Reporter.objects.filter(complaint=complaint).first()
    if reporter is None or reporter.anonymised_at:
        raise Refused(_("这一件没有留联系方式，不能发通知。"))
    reporter.wants_notice = wants_notice
    reporter.save(update_fields=["wants_notice"])


@transaction.atomic
def ask_data_right(
    complaint: Complaint, *, kind: RightKind, text: str = ""
) -> DataRightsRequest:
    """Take a resident's wish to read, correct or delete their data (PR-08)."""
    lock(complaint)
    if complaint.data_rights_requests.filter(kind=kind, state=Decision.OPEN).exists():
        raise Refused(_("同样的申请正在办理。"))
    request = DataRightsRequest.objects.create(
        complaint=complaint,
        kind=kind,
        text=optional(text, _("说明"), 500),
        due_at=WorkCalendar.current().add_workdays(timezone.now(), RIGHTS_WORKDAYS),
    )
    change(complaint, "ask_data_right", by=None, because=str(kind.label))
    return request


@transaction.atomic
def decide_data_right(
    request: DataRightsRequest,
    *,
    by: User,
    is_granted: bool,
    reply: str,
    corrected: dict[str, str] | None = None,
) -> Event:
    """Grant or refuse it, with a reply in words. Deleting leaves the bare case."""
    complaint = request.complaint
    lock(complaint)
    request.refresh_from_db()
    request.complaint = complaint
    if request.state != Decision.OPEN:
        raise Refused(_("这次申请已经有决定。"))
    request.state = Decision.GRANTED if is_granted else Decision.REFUSED
    request.reply = required(reply, _("答复"), 500)
    request.decided_by = by
    request.decided_at = timezone.now()
    request.save(update_fields=["state", "reply", "decided_by", "decided_at"])
    event = change(
        complaint, "decide_data_right", by=by, because=str(request.get_state_display())
    )
    if is_granted and request.kind == RightKind.DELETE:
        _forget([complaint], timezone.now())
    elif is_granted and request.kind == RightKind.CORRECT:
        _correct(complaint, corrected or {})
    return event


def anonymise(
    *, days: int | None = None, is_dry_run: bool = False, limit: int = 500
) -> list[str]:
    """Forget who sent what ended more than `days` ago; return the numbers (PR-05).

    Never while a matter is open. What happened stays, who complained goes.
    """
    days = settings.COMPLAINTS["KEEP_CONTACT_DAYS"] if days is None else days
    now = timezone.now()
    ripe = Complaint.objects.to_anonymise(now - timedelta(days=days)).order_by("pk")
    if is_dry_run:
        return [str(complaint) for complaint in ripe.only("number")]
    done: list[str] = []
    while batch := _forget_some(ripe, limit, now):
        done += batch
    return done


@transaction.atomic
def _forget_some(ripe: QuerySet[Complaint], limit: int, now: datetime) -> list[str]:
    batch = list(ripe.select_for_update(of=("self",))[:limit])
    _forget(batch, now)
    return [str(complaint) for complaint in batch]


def _forget(batch: Sequence[Complaint], now: datetime) -> None:
    """Blank what tells who it was: the contact, exact places, their own words."""
    for complaint in batch:
        complaint.text = complaint.text_public or mask(complaint.text).text
        complaint.place_text = ""
        complaint.lat, complaint.lon = complaint.public_lat, complaint.public_lon
        complaint.anonymised_at = now
        record(complaint, "anonymise", by=None)
    Complaint.objects.bulk_update(
        batch, ["text", "place_text", "lat", "lon", "anonymised_at"], batch_size=100
    )
    Reporter.objects.filter(complaint__in=batch).update(
        name="",
        phone="",
        email="",
        wants_notice=False,
        may_be_called=False,
        may_be_told_unit=False,
        anonymised_at=now,
    )
    forget_pictures(batch)
    replies = Reply.objects.filter(complaint__in=batch, kind__in=FROM_THE_RESIDENT)
    written = list(replies)
    for reply in written:
        reply.text = mask(reply.text).text
    Reply.objects.bulk_update(written, ["text"], batch_size=100)


def _correct(complaint: Complaint, corrected: dict[str, str]) -> None:
    fields = {"name": 40, "phone": 30, "email": 254}
    if unknown := corrected.keys() - fields.keys():
        raise ValueError(f"Nobody corrects {sorted(unknown)}.")
    reporter = Reporter.objects.filter(complaint=complaint).first()
    if reporter and corrected:
        for name, value in corrected.items():
            setattr(reporter, name, optional(value, name, fields[name]))
        reporter.save(update_fields=list(corrected))
