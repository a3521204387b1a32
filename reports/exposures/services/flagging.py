"""What the public says is wrong: a task for people. It hides nothing by itself."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.timeline.services import record
from portal.typed import optional, required
from portal.users.models import User
from reports.complaints.refusals import Refused
from reports.exposures.models import Exposure, Flag
from reports.exposures.services.steps import require_permission
from reports.exposures.workflow import FlagReason

TEXT_LIMIT = 500


@transaction.atomic
def flag(exposure: Exposure, *, reason: FlagReason, text: str = "") -> Flag:
    """Keep what somebody says, and nothing of who it was."""
    if not exposure.is_public:
        raise Refused(_("这一件已经不在页面上。"))
    words = optional(text, _("说明"), TEXT_LIMIT)
    if reason == FlagReason.OTHER and not words:
        raise Refused(_("请写明哪里不对。"))
    found = Flag.objects.create(exposure=exposure, reason=reason, text=words)
    record(exposure, "flag", by=None, because=str(reason.label))
    return found


@transaction.atomic
def close_flag(found: Flag, *, by: User, outcome: str) -> None:
    """Write down what came of it."""
    require_permission(by, "change_flag")
    found.refresh_from_db(from_queryset=Flag.objects.select_for_update())
    if found.closed_at is not None:
        raise Refused(_("已经处理过了。"))
    found.outcome = required(outcome, _("处理结果"), 300)
    found.closed_by, found.closed_at = by, timezone.now()
    found.save(update_fields=["outcome", "closed_by", "closed_at"])
    record(found.exposure, "close_flag", by=by, because=found.outcome)
