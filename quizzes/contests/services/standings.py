"""Which attempt of somebody counts, and where it stands."""

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

_standing = PreparedQuery(
    lambda: Standing.objects.filter(
        participant_id=Given("participant"), stage_id=Given("stage")
    )
)


def standing_of(participant: Participant, stage: Stage) -> Standing | None:
    for standing in _standing.all(participant=participant.pk, stage=stage.pk):
        standing.stage = stage
        return standing
    return None


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


def position_of(standing: Standing) -> int | None:
    """Return the place on the board of persons; None for whoever is not on it."""
    if not standing.is_shown:
        return None
    ahead = Q(score__gt=standing.score)
    if standing.stage.tie_rule != TieRule.SHARED:
        same = Q(score=standing.score)
        ahead |= same & Q(seconds__lt=standing.seconds)
        same &= Q(seconds=standing.seconds)
        ahead |= same & Q(finished_at__lt=standing.finished_at)
    shown = Standing.objects.shown().filter(stage_id=standing.stage_id)
    return shown.filter(ahead).count() + 1


def share_below(standing: Standing) -> int | None:
    """Return of how many of a hundred others the score is better; None without others."""
    others = Standing.objects.filter(
        stage_id=standing.stage_id, is_counted=True
    ).exclude(pk=standing.pk)
    found = others.aggregate(
        n=Count("pk"), n_below=Count("pk", filter=Q(score__lt=standing.score))
    )
    n: int = found["n"]
    return 100 * int(found["n_below"]) // n if n else None
