"""Which unit a complaint should go to, and why: asked by the desk before it sends."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from portal.directory.models import Area, Unit
from reports.complaints.models import Category, Complaint, RoutingRule


@dataclass(frozen=True)
class Trial:
    """One rule put to the question; without a rule, the category's own unit."""

    rule: RoutingRule | None
    unit: Unit
    misfit: str
    is_winner: bool


def explain(
    category: Category,
    area: Area | None,
    at: datetime,
    *,
    accused_unit: Unit | None = None,
) -> list[Trial]:
    """Tell of each rule, in order, whether it fits and which wins. Changes nothing."""
    rules = RoutingRule.objects.select_related("unit", "family", "category", "area")
    asked: list[tuple[RoutingRule | None, Unit, str]] = [
        (rule, rule.unit, rule.misfit(category, area.pk if area else None, at))
        for rule in rules
    ]
    asked.append((None, category.unit, ""))
    trials, is_decided = [], False
    for rule, unit, misfit in asked:
        if not misfit and not unit.is_current(at.date()):
            misfit = _("单位已停用")
        if not misfit and stands_below(unit, accused_unit):
            misfit = _("反映的是这个单位自己")
        wins = not misfit and not is_decided
        is_decided |= wins
        trials.append(Trial(rule, unit, misfit, wins))
    return trials


def winner(trials: Iterable[Trial]) -> Unit | None:
    return next((trial.unit for trial in trials if trial.is_winner), None)


def route(complaint: Complaint, at: datetime) -> Unit | None:
    """Return the unit of the first rule that fits, or None where a person must choose."""
    return winner(
        explain(
            complaint.category,
            complaint.area,
            at,
            accused_unit=complaint.accused_unit,
        )
    )


def stands_below(unit: Unit, accused: Unit | None) -> bool:
    """Tell whether `unit` is the accused one, or answers to it (PR-22)."""
    seen: set[int] = set()
    above: Unit | None = unit
    while accused and above and above.pk not in seen:
        if above.pk == accused.pk:
            return True
        seen.add(above.pk)
        above = above.parent
    return False
