"""What waits for whose review, and what went wrong meanwhile: by the database at once."""

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from wagtail.models import Page, TaskState

from portal.review.ledger import Approval
from portal.review.levels import LEVEL_ROLES
from portal.timeline.models import Event
from portal.users.models import User
from portal.users.roles import Role

AFTER_APPROVAL = ("release_refused", "submitted", "published")


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


def refused_at_its_hour(user: User) -> QuerySet[Page]:
    """Return what did not go live when it was due, for whom it concerns.

    These are its owner, whoever submitted it and the chief editor. When and why
    stand on each page, until it is submitted again or goes live.
    """
    steps = Event.objects.filter(
        content_type=OuterRef("content_type"), object_id=OuterRef("pk")
    )
    last = steps.filter(verb__in=AFTER_APPROVAL).order_by("-pk")
    # Nearly all pages have nothing unpublished, and few steps are asked for.
    found: QuerySet[Page] = (
        Page.objects.filter(has_unpublished_changes=True)
        .alias(last_step=Subquery(last.values("verb")[:1]))
        .filter(last_step="release_refused")
        .annotate(
            refused_at=Subquery(last.values("at")[:1]),
            refused_because=Subquery(last.values("because")[:1]),
        )
        .order_by("-refused_at")
    )
    return found.filter(
        Q(owner=user)
        | Exists(steps.filter(verb="submitted", actor=user))
        | Exists(user.groups.filter(name=Role.CHIEF_EDITOR))
    )
