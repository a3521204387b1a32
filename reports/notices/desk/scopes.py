"""Which notices each member of staff may see: asked by every page (C10)."""

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from portal.users.models import User
from reports.complaints.desk.scopes import sight_of
from reports.notices.models import RectificationNotice
from reports.notices.models.questions import NoticeQuerySet


def visible_to(user: User) -> NoticeQuerySet:
    """Return what `user` may know of.

    The head sees the county; inspectors what lies in their areas, and what they had a
    hand in; people of a unit what was handed to it.
    """
    notices: NoticeQuerySet = RectificationNotice.objects.all()
    if not user.has_perm("reports.view_rectificationnotice"):
        return notices.none()
    sight = sight_of(user)
    if sight.is_of_a_unit:
        return notices.filter(unit__in=sight.units, served_at__isnull=False)
    if sight.is_everything or user.has_perm("reports.decide_notice"):
        return notices
    mine = Q(drafted_by=user) | Q(issued_by=user)
    mine |= Q(pk__in=notices.filter(inspectors=user).values("pk"))
    return notices.filter(mine | Q(area__in=sight.areas))


def notice_or_404(user: User, pk: int) -> RectificationNotice:
    """Return what exists and may be seen; nobody learns which of the two it was not."""
    found = (
        visible_to(user)
        .select_related("unit", "area", "street", "place", "category", "mandate")
        .select_related("drafted_by", "issued_by", "closed_by", "recurrence_of")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404(_("没有这份通知单，或者不在您的经办范围。"))
    return found


def may_act(user: User) -> bool:
    """Tell whether `user` works for the headquarters: a unit's own people only read."""
    return not sight_of(user).is_of_a_unit
