"""What each member of staff may see: one question, asked by every page (C10)."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from portal.directory.models import Unit
from portal.users.models import User
from reports.complaints.models import Assignment, Complaint, UnitLink
from reports.complaints.models.questions import ComplaintQuerySet
from reports.complaints.models.scopes import DeskScope


@dataclass(frozen=True)
class Sight:
    """How far somebody sees. Bound to a unit, they learn nothing of who complained."""

    is_everything: bool = False
    units: frozenset[int] = frozenset()
    areas: frozenset[int] = frozenset()
    above: frozenset[int] = frozenset()  # those units, and all that stand over them

    @property
    def is_of_a_unit(self) -> bool:
        return bool(self.units)


def sight_of(user: User) -> Sight:
    """Return how far `user` sees: asked of the database once a request."""
    known: Sight | None = vars(user).get("desk_sight")
    if known is None:
        known = vars(user)["desk_sight"] = _look_up(user)
    return known


def visible_to(user: User) -> ComplaintQuerySet:
    """Return the complaints that `user` may know of. Every page begins with this."""
    sight = sight_of(user)
    if not user.has_perm("reports.view_complaint"):
        return Complaint.objects.none()
    if sight.is_everything:
        return Complaint.objects.all()
    if not (sight.units or sight.areas):
        return Complaint.objects.none()
    beside = Assignment.objects.current().filter(unit__in=sight.units)
    return Complaint.objects.filter(
        Q(unit__in=sight.units)
        | Q(area__in=sight.areas)
        | Q(pk__in=beside.values("complaint"))
        # PR-22: nobody looks into a matter about their own house.
    ).exclude(accused_unit__in=sight.above)


def complaint_or_404(user: User, pk: int) -> Complaint:
    """Return what exists and may be seen; nobody learns which of the two it was not."""
    found: Complaint | None = (
        visible_to(user)
        .select_related("category__family", "area", "street", "place", "unit")
        .select_related("accused_unit", "merged_into", "masks_reviewed_by")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404(_("没有这一件，或者不在您的经办范围。"))
    return found


def links_visible_to(user: User) -> QuerySet[UnitLink]:
    """Return the units' addresses that `user` may look after."""
    links = UnitLink.objects.select_related("unit")
    return links.filter(unit__in=units_visible_to(user))


def units_visible_to(user: User) -> QuerySet[Unit]:
    sight = sight_of(user)
    if sight.is_everything:
        return Unit.objects.all()
    return Unit.objects.filter(
        Q(pk__in=sight.units) | Q(areas_led__in=sight.areas)
    ).distinct()


def may_reveal(user: User) -> bool:
    """Tell whether the role may ask who complained. A unit's own people never may."""
    return user.has_perm("reports.reveal_contact") and not sight_of(user).is_of_a_unit


def _look_up(user: User) -> Sight:
    if user.is_superuser:
        return Sight(is_everything=True)
    rows: list[tuple[int | None, int | None]] = list(
        DeskScope.objects.filter(user=user).values_list("unit", "area")
    )
    if not rows:
        return Sight(is_everything=user.has_perm("reports.see_all_complaints"))
    units = frozenset(unit for unit, _area in rows if unit)
    areas = frozenset(area for _unit, area in rows if area)
    # Who works for a unit is bound to it, whatever else stands there.
    is_everything = (None, None) in rows and not units
    return Sight(is_everything, units, areas, _with_those_above(units))


def _with_those_above(units: frozenset[int]) -> frozenset[int]:
    if not units:
        return units
    parents = dict(Unit.objects.values_list("pk", "parent"))
    seen: set[int] = set()
    for unit in units:
        above: int | None = unit
        while above and above not in seen:
            seen.add(above)
            above = parents.get(above)
    return frozenset(seen)
