"""The day before, who comes is reminded; who cannot come may then let another in."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from portal.timeline.moving import change
from quizzes.events.models import SignUp
from quizzes.events.services.telling import tell
from quizzes.events.workflow import ActivityState, SignUpState

# Nobody is woken by it (QZ-06).
FROM_HOUR, TO_HOUR = 9, 20


def remind() -> int:
    """Remind all who come tomorrow, once each; return how many."""
    now = timezone.localtime()
    if not FROM_HOUR <= now.hour < TO_HOUR:
        return 0
    tomorrow = now.date() + timedelta(days=1)
    due = SignUp.objects.filter(
        state=SignUpState.CONFIRMED,
        reminded_at__isnull=True,
        activity__state=ActivityState.PUBLISHED,
        activity__starts_at__date=tomorrow,
    )
    return sum(_remind(pk) for pk in due.values_list("pk", flat=True).order_by("pk"))


@transaction.atomic
def _remind(pk: int) -> bool:
    sign_up = (
        SignUp.objects.select_for_update()
        .filter(pk=pk, state=SignUpState.CONFIRMED, reminded_at__isnull=True)
        .first()
    )
    if sign_up is None:
        return False
    tell(change(sign_up, "remind", by=None, reminded_at=timezone.now()))
    return True
