"""What waits for whose review, told by the database at once."""

from django.db.models import Exists, Q, QuerySet
from wagtail.models import TaskState

from portal.review.ledger import Approval
from portal.review.levels import LEVEL_ROLES
from portal.users.models import User


def waiting_for(user: User) -> QuerySet[TaskState]:
    """Return the reviews that `user` may take now, whichever roles he has.

    Wagtail's own kind of task is among them, should an administrator have made one.
    """
    if not user.is_active:
        nothing: QuerySet[TaskState] = TaskState.objects.none()
        return nothing
    reviews = Q(pk__in=[])
    for level, roles in LEVEL_ROLES.items():
        reviews |= Q(
            Exists(user.groups.filter(name__in=roles)), task__reviewtask__level=level
        )
    reviews &= (
        # `None` is not the user: a revision may have lost its author.
        (Q(revision__user__isnull=True) | ~Q(revision__user=user))
        & (
            Q(workflow_state__requested_by__isnull=True)
            | ~Q(workflow_state__requested_by=user)
        )
        & ~Q(revision__in=Approval.objects.filter(by=user).values("revision_id"))
    )
    others = Q(task__groupapprovaltask__isnull=False)
    if not user.is_superuser:
        others = Q(task__groupapprovaltask__groups__in=user.groups.values("pk"))
    waiting = TaskState.objects.filter(
        reviews | others, status=TaskState.STATUS_IN_PROGRESS, task__active=True
    )
    # Several groups make several rows of one. Not `distinct`: Wagtail joins the
    # answers of all tasks with OR, which such a query refuses.
    found: QuerySet[TaskState] = TaskState.objects.filter(pk__in=waiting.values("pk"))
    return found
