"""How to reach who signed up: looked at with a reason, and forgotten in time."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.refusals import NotAllowed
from portal.timeline.models import Event
from portal.timeline.services import record
from portal.typed import required
from portal.users.models import User
from quizzes.events.models import Activity, SignUp, SignUpContact
from quizzes.events.permissions import REVEAL

BATCH = 500


@transaction.atomic
def reveal_contacts(
    activity: Activity, *, by: User, because: str, as_file: bool = False
) -> QuerySet[SignUp]:
    """Show who comes, to who may see it, for a reason that is kept (PR-21)."""
    if not by.has_perm(REVEAL):
        raise NotAllowed(_("您没有查看报名联系方式的权限。"))
    record(
        activity,
        "export_contacts" if as_file else "reveal_contacts",
        by=by,
        from_state=activity.state,
        to_state=activity.state,
        because=required(because, _("查看理由"), 200),
    )
    return activity.sign_ups.select_related("contact")


def forget_contacts() -> int:
    """Delete what was promised to be deleted by today; return how many (PR-05)."""
    n_forgotten = 0
    while n := _forget_some():
        n_forgotten += n
    return n_forgotten


@transaction.atomic
def _forget_some() -> int:
    ripe = list(
        SignUpContact.objects.to_forget(timezone.localdate())
        .select_for_update(of=("self",))
        .order_by("pk")[:BATCH]
    )
    counts: dict[int, int] = {}
    for contact in ripe:
        counts[contact.activity_id] = counts.get(contact.activity_id, 0) + 1
    for activity in Activity.objects.filter(pk__in=counts):
        _write_down(activity, counts[activity.pk])
    SignUpContact.objects.filter(pk__in=[contact.pk for contact in ripe]).delete()
    return len(ripe)


def _write_down(activity: Activity, n: int) -> Event:
    return record(
        activity,
        "forget_contacts",
        by=None,
        from_state=activity.state,
        to_state=activity.state,
        because=_("到期删除%s份联系方式") % n,
    )
