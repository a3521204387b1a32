"""Secret addresses for units: given out, changed, taken back, each use written down."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.directory.models import Unit
from portal.timeline.services import record
from portal.tokens import hash_token, hashes_of, new_token
from portal.typed import optional, required
from portal.users.models import User
from reports.complaints.models import UnitLink, UnitLinkUse
from reports.complaints.refusals import Refused

PURPOSE = "unit link"
VALID_DAYS = 180
# A page that is opened ten times in an hour is one use.
USE_WRITTEN_EVERY = timedelta(minutes=10)


@transaction.atomic
def issue_link(
    unit: Unit,
    *,
    by: User | None,
    label: str = "",
    email: str = "",
    phone: str = "",
    days: int = VALID_DAYS,
) -> tuple[UnitLink, str]:
    """Make an address for `unit`; return it with its token, which is shown once."""
    token = new_token()
    link = UnitLink.objects.create(
        unit=unit,
        token_hash=hash_token(PURPOSE, token),
        label=optional(label, _("给谁用"), 60),
        email=email,
        phone=phone,
        created_by=by,
        expires_at=timezone.now() + timedelta(days=days),
    )
    record(link, "issue_link", by=by, because=str(unit))
    return link, token


@transaction.atomic
def rotate_link(link: UnitLink, *, by: User, because: str) -> tuple[UnitLink, str]:
    """Put a new address in the place of one that too many know."""
    revoke_link(link, by=by, because=because)
    return issue_link(
        link.unit, by=by, label=link.label, email=link.email, phone=link.phone
    )


@transaction.atomic
def revoke_link(link: UnitLink, *, by: User, because: str) -> None:
    link.refresh_from_db(from_queryset=UnitLink.objects.select_for_update())
    if link.revoked_at:
        raise Refused(_("这个链接已经作废。"))
    link.revoked_at = timezone.now()
    link.revoked_by = by
    link.save(update_fields=["revoked_at", "revoked_by"])
    record(link, "revoke_link", by=by, because=required(because, _("理由"), 200))


def open_link(token: str, *, network: str = "", verb: str = "open") -> UnitLink | None:
    """Return the link that `token` opens, and write the use down; None for all others.

    Wrong, expired and revoked ones are told apart by nobody (C3).
    """
    now = timezone.now()
    link = (
        UnitLink.objects.alive(now)
        .select_related("unit")
        .filter(token_hash__in=hashes_of(PURPOSE, token[:200]))
        .first()
    )
    if link is None:
        return None
    if (
        link.last_used_at is None
        or verb != "open"
        or now - link.last_used_at > USE_WRITTEN_EVERY
    ):
        with transaction.atomic():
            link.last_used_at = now
            link.save(update_fields=["last_used_at"])
            # Of the day alone: it tells two networks apart, not whose they are.
            day = f"unit link {timezone.localdate(now)}"
            UnitLinkUse.objects.create(
                link=link,
                verb=verb,
                network_hash=hash_token(day, network) if network else "",
            )
    return link
