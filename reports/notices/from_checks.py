"""What inspectors found on their rounds becomes drafts of notices.

One draft gathers what one round found in one area for one unit: hundreds of shop
fronts a day are no hundreds of notices. Nobody is bound by a draft; an inspector
completes it, or throws it away.
"""

import logging
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.directory.models import Unit
from portal.evidence.models import Evidence
from reports.inspections.failing import on_failed
from reports.inspections.models import Criterion, SpotCheck, Tick
from reports.inspections.workflow import RoundKind
from reports.notices.models import RectificationNotice
from reports.notices.refusals import Refused
from reports.notices.services import ProblemDraft, add_problem, draft_notice
from reports.notices.workflow import NoticeSource, NoticeState

logger = logging.getLogger(__name__)


def draft_from_check(check: SpotCheck, ticks: Sequence[Tick]) -> None:
    """Write what failed into the draft of each unit that answers for it.

    Whatever stands against a draft, the check itself is kept.
    """
    failed: dict[Unit, list[Criterion]] = {}
    for tick in ticks:
        failed.setdefault(_unit_for(check, tick.criterion), []).append(tick.criterion)
    photos = [link.evidence for link in check.evidence_links.select_related("evidence")]
    for unit, criteria in failed.items():
        try:
            with transaction.atomic():
                _write(check, unit, criteria, photos)
        except Refused as refusal:
            logger.warning("Check %s made no draft: %s", check.pk, refusal)
        photos = []  # one photo serves one notice


def register_checks() -> None:
    on_failed(draft_from_check)


def _write(
    check: SpotCheck,
    unit: Unit,
    criteria: Sequence[Criterion],
    photos: Sequence[Evidence],
) -> None:
    if check.inspector is None:
        return
    problems = [
        ProblemDraft(_problem(check, each), each.category, photos if not number else ())
        for number, each in enumerate(criteria)
    ]
    title = _("%(round)s：%(area)s") % {"round": check.round.title, "area": check.area}
    open_draft = (
        RectificationNotice.objects.filter(
            state=NoticeState.DRAFT, unit=unit, area=check.area, title=title
        )
        .order_by("pk")
        .last()
    )
    if open_draft is not None:
        for problem in problems:
            add_problem(open_draft, by=check.inspector, problem=problem)
        return
    first = criteria[0]
    point = check.point
    draft_notice(
        by=check.inspector,
        unit=unit,
        title=title,
        problems=problems,
        requirement=_("对检查发现的问题逐项整改，并举一反三。"),
        checked_at=min(check.checked_at, timezone.now()),
        source=NoticeSource.COVERT
        if check.round.kind == RoundKind.COVERT
        else NoticeSource.INSPECTION,
        inspectors=list(check.round.inspectors.all()) or [check.inspector],
        area=check.area,
        street=point.street if point else None,
        lat=point.lat if point else check.lat,
        lon=point.lon if point else check.lon,
        category=first.category,
        standard_item=first.standard_item,
        clauses=list(first.category.clauses.all()) if first.category else (),
    )


def _unit_for(check: SpotCheck, criterion: Criterion) -> Unit:
    """Return who answers for it: never the shop itself (EX-01, EX-09)."""
    if criterion.category is not None:
        return criterion.category.unit
    item = criterion.standard_item
    if item is not None and item.lead_unit is not None:
        return item.lead_unit
    return check.area.lead_unit


def _problem(check: SpotCheck, criterion: Criterion) -> str:
    """Say what was wrong and where; a shop by its place, not by its sign (EX-14)."""
    point = check.point
    where = check.place_text
    if point is not None:
        is_shop = point.is_frontage or bool(point.trade)
        where = point.address or str(point.street or "") if is_shop else point.name
    words = _("%(where)s：“%(what)s”不合格") % {
        "where": where or check.area.name,
        "what": criterion.name,
    }
    return f"{words}。{check.note}" if check.note else f"{words}。"
