"""The same again (反弹, EX-34): near, soon, of the same kind."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from reports.notices.models import RectificationNotice
from reports.notices.services.steps import change
from reports.notices.workflow import NoticeState


def find_earlier(notice: RectificationNotice) -> RectificationNotice | None:
    """Return the closed notice that this one shows to have come back, the latest.

    Same category or clause, whatever wording of it, within so many metres and days
    of the closing; where a place has no point, at the very same place.
    """
    days = timedelta(days=settings.NOTICES["RECURRENCE_DAYS"])
    closed = RectificationNotice.objects.filter(
        state=NoticeState.CLOSED,
        closed_at__gte=notice.checked_at - days,
        closed_at__lte=notice.checked_at,
    ).exclude(pk=notice.pk)
    if notice.point is not None:
        closed = closed.near(notice.point, settings.NOTICES["RECURRENCE_METRES"])
    elif notice.place_id is not None:
        closed = closed.filter(place=notice.place_id)
    else:
        return None
    same = Q(pk__in=[])
    if notice.category_id is not None:
        same |= Q(category=notice.category_id)
    for clause in notice.clauses.all():
        same |= Q(
            clauses__anchor=clause.anchor,
            clauses__version__regulation=clause.version.regulation_id,
        )
    return closed.filter(same).order_by("closed_at", "pk").last()


def tell_earlier(earlier: RectificationNotice, notice: RectificationNotice) -> None:
    """Write into the story of what was closed that it came back."""
    earlier = RectificationNotice.objects.select_for_update().get(pk=earlier.pk)
    change(
        earlier,
        "recur",
        by=None,
        public_text=_("反弹：第%(count)s次下发整改通知单%(number)s")
        % {"count": notice.occurrence, "number": notice.number},
    )
