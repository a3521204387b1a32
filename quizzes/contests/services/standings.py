"""Which attempt of somebody counts, and where it stands."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Count, Q

from portal.prepared import Given, PreparedQuery
from quizzes.contests.models import Attempt, Participant, Stage, Standing
from quizzes.contests.services.steps import lock_participant
from quizzes.contests.workflow import Keeps, TieRule

_ORDERS: dict[str, tuple[str, ...]] = {
    Keeps.FIRST: ("nth",),
    Keeps.LAST: ("-nth",),
}


@dataclass(frozen=True)
class Placing:
    """Among those of a stage: each None where there is nothing to compare with."""

    position: int | None = None  # on the board of persons, for whoever is on it
    share_below: int | None = None  # of a hundred others, whose score is lower


_standing = PreparedQuery(
    lambda: Standing.objects.filter(
        participant_id=Given("participant"), stage_id=Given("stage")
    )
)


def standing_of(participant: Participant, stage: Stage) -> Standing | None:
    standing = _standing.first(participant=participant.pk, stage=stage.pk)
    if standing is not None:
        standing.stage = stage
    return standing


@transaction.atomic
def refresh_standing(participant: Participant, stage: Stage) -> Standing | None:
    """Write down which attempt counts now; without one nothing is left on the boards."""
    return write_standing(lock_participant(participant.pk), stage)


def write_standing(holder: Participant, stage: Stage) -> Standing | None:
    """Do the same for a participant who is locked already."""
    attempt = _counted(holder, stage)
    if attempt is None or attempt.finished_at is None or attempt.seconds is None:
        Standing.objects.filter(participant=holder, stage=stage).delete()
        return None
    is_taking_part = holder.withdrawn_at is None
    asks_time = stage.tie_rule == TieRule.TIME_THEN_EARLIER
    written = {
        "attempt": attempt,
        "score": attempt.score,
        "seconds": attempt.seconds if asks_time else Decimal(0),
        "finished_at": attempt.finished_at,
        "unit_entry_id": holder.unit_entry_id,
        "area_id": holder.area_id,
        "is_shown": is_taking_part and not holder.is_minor,
        "is_counted": is_taking_part,
    }
    standing = Standing(participant=holder, stage=stage, **written)
    (kept,) = Standing.objects.bulk_create(
        [standing],
        update_conflicts=True,
        unique_fields=["stage", "participant"],
        update_fields=[name.removesuffix("_id") for name in written],
    )
    return kept


def _counted(participant: Participant, stage: Stage) -> Attempt | None:
    best = (
        ("-score", "seconds", "finished_at", "pk")
        if stage.tie_rule == TieRule.TIME_THEN_EARLIER
        else ("-score", "finished_at", "pk")
    )
    return (
        Attempt.objects.counted()
        .filter(participant=participant, stage=stage)
        .order_by(*_ORDERS.get(stage.keeps, best))
        .first()
    )


def take_off_boards(participant: Participant) -> None:
    Standing.objects.filter(participant=participant).update(
        is_shown=False, is_counted=False
    )


def placing_of(standing: Standing) -> Placing:
    """Return where it stands among all of its stage, in one query."""
    ahead = Q(score__gt=standing.score)
    if standing.stage.tie_rule != TieRule.SHARED:
        same = Q(score=standing.score)
        ahead |= same & Q(seconds__lt=standing.seconds)
        same &= Q(seconds=standing.seconds)
        ahead |= same & Q(finished_at__lt=standing.finished_at)
    others = Standing.objects.filter(stage_id=standing.stage_id).exclude(pk=standing.pk)
    counted = Q(is_counted=True)
    found = others.aggregate(
        n_ahead=Count("pk", filter=Q(is_shown=True) & ahead),
        n=Count("pk", filter=counted),
        n_below=Count("pk", filter=counted & Q(score__lt=standing.score)),
    )
    return Placing(
        position=found["n_ahead"] + 1 if standing.is_shown else None,
        share_below=100 * found["n_below"] // found["n"] if found["n"] else None,
    )
