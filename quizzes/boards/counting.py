"""The boards of a stage, counted from `Standing` alone, by indexes that hold all of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db.models import Count, OuterRef, Q, Subquery, Sum, Value
from django.utils.translation import gettext as _

from portal.directory.models import Area
from quizzes.boards.kept import kept
from quizzes.boards.ranking import (
    GroupLine,
    person_key,
    ranked_areas,
    ranked_units,
    shared_ranks,
)
from quizzes.contests.models import Participant, Stage, Standing, UnitEntry
from quizzes.contests.workflow import TieRule

SHOWN = 100
_signer = Signer(salt="boards.me")


@dataclass(frozen=True)
class PersonLine:
    rank: int
    name: str
    score: Decimal
    seconds: Decimal
    finished_at: datetime
    participant: int

    @property
    def clock(self) -> str:
        minutes, seconds = divmod(int(self.seconds), 60)
        return f"{minutes:02}:{seconds:02}"


@dataclass(frozen=True)
class Persons:
    """The first hundred, and how many have which score."""

    lines: list[PersonLine]
    scores: dict[Decimal, int]

    @property
    def n(self) -> int:
        return sum(self.scores.values())

    @property
    def n_not_shown_of_last(self) -> int:
        """Return how many share the last shown score and did not fit."""
        if len(self.lines) < SHOWN:
            return 0
        last = self.lines[-1].score
        shown = sum(line.score == last for line in self.lines)
        return self.scores.get(last, shown) - shown


@dataclass(frozen=True)
class SizeClass:
    """Units of about one size compete with each other."""

    number: int
    label: str
    lines: list[GroupLine]

    @property
    def n_ranked(self) -> int:
        return sum(line.rank is not None for line in self.lines)


@dataclass(frozen=True)
class Areas:
    lines: list[GroupLine]
    n_without: int


def persons(stage: Stage) -> Persons:
    return kept(("persons", stage.pk, stage.tie_rule), lambda: _persons(stage))


def units(stage: Stage) -> list[SizeClass]:
    return kept(("units", stage.pk), lambda: _units(stage))


def areas(stage: Stage) -> Areas:
    return kept(("areas", stage.pk), lambda: _areas(stage))


def _persons(stage: Stage) -> Persons:
    shown = Standing.objects.shown().filter(stage=stage)
    rows = shown.ranked().values_list(
        "participant__shown_name", "score", "seconds", "finished_at", "participant_id"
    )[:SHOWN]
    ranked = shared_ranks(
        list(rows), lambda row: person_key(stage.tie_rule, row[1], row[2], row[3])
    )
    counted = shown.order_by("score").values_list("score").annotate(n=Count("pk"))
    return Persons([PersonLine(rank, *row) for rank, row in ranked], dict(counted))


def own_line(stage: Stage, me: str, found: Persons) -> PersonLine | None:
    """Return where the holder of a signed name stands, if on the board at all.

    Whose score is higher was counted for everybody (`found`); who is before him at the
    same score is asked for in the one query that reads his row.
    """
    before = (
        Standing.objects.shown()
        .filter(
            Q(seconds__lt=OuterRef("seconds"))
            | Q(seconds=OuterRef("seconds"), finished_at__lt=OuterRef("finished_at")),
            stage=stage,
            score=OuterRef("score"),
        )
        .order_by()
        .values("stage")
        .annotate(n=Count("pk"))
        .values("n")
    )
    row = (
        Standing.objects.shown()
        .filter(stage=stage, participant=_who(me))
        .values_list(
            "participant__shown_name",
            "score",
            "seconds",
            "finished_at",
            "participant_id",
            Value(0) if stage.tie_rule == TieRule.SHARED else Subquery(before),
        )
        .first()
    )
    if row is None:
        return None
    name, score, seconds, finished_at, pk, n_before = row
    higher = sum(n for each, n in found.scores.items() if each > score)
    rank = higher + (n_before or 0) + 1
    return PersonLine(rank, name, score, seconds, finished_at, pk)


def sign_me(participant: Participant) -> str:
    """Return what shows a participant his own row: it opens nothing else."""
    return _signer.sign(str(participant.pk))


def _who(me: str) -> int | None:
    try:
        return int(_signer.unsign(me))
    except (BadSignature, ValueError):
        return None


def _units(stage: Stage) -> list[SizeClass]:
    found = _groups(stage, "unit_entry")
    least = stage.contest.least_per_unit
    entries = UnitEntry.objects.filter(contest=stage.contest_id).select_related("unit")
    bounds = settings.CONTESTS["UNIT_SIZES"]
    sizes: list[list[GroupLine]] = [[] for _each in range(len(bounds) + 1)]
    for entry in entries:
        n, total = found.get(entry.pk, (0, Decimal(0)))
        line = GroupLine(
            str(entry), entry.unit.get_absolute_url(), n, total, entry.headcount, least
        )
        sizes[sum(entry.headcount > bound for bound in bounds)].append(line)
    return [
        SizeClass(number, label, ranked_units(lines))
        for number, (label, lines) in enumerate(
            zip(_labels(bounds), sizes, strict=True), start=1
        )
        if lines
    ]


def _labels(bounds: Iterable[int]) -> list[str]:
    labels, last = [], 0
    for bound in bounds:
        label = _("%(from)s至%(to)s人") if last else _("%(to)s人以下（含）")
        labels.append(label % {"from": last + 1, "to": bound})
        last = bound
    labels.append(_("%s人以上") % last)
    return labels


def _areas(stage: Stage) -> Areas:
    found = _groups(stage, "area")
    n_without, _total = found.pop(None, (0, Decimal(0)))
    least = settings.CONTESTS["LEAST_PER_AREA"]
    lines = [
        GroupLine(area.name, area.get_absolute_url(), *found[area.pk], least=least)
        for area in Area.objects.filter(pk__in=[pk for pk in found if pk])
    ]
    return Areas(ranked_areas(lines), n_without)


def _groups(stage: Stage, field: str) -> dict[int | None, tuple[int, Decimal]]:
    rows = (
        Standing.objects.filter(stage=stage, is_counted=True)
        .order_by(field)
        .values_list(field)
        .annotate(n=Count("score"), total=Sum("score"))
    )
    return {key: (n, total) for key, n, total in rows}
