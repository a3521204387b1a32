"""Which questions somebody practises on."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Q, QuerySet
from django.utils import timezone

from portal.tokens import derived_bytes
from quizzes.bank.asking import SHOWN
from quizzes.bank.models import Pool, Question, QuestionVersion
from quizzes.bank.models.questions import QuestionQuerySet
from quizzes.bank.workflow import ONE_CHOICE, Kind, Topic

COUNT = 10
DAILY_QUOTA = {Topic.CIVILITY: 2, Topic.CAMPAIGN: 3, Topic.LAW: 3, Topic.HEALTH: 2}
# Ten of these are answered in two minutes.
DAILY_KINDS = ONE_CHOICE | {Kind.FILL}
_random = secrets.SystemRandom()


def practisable(on: date | None = None) -> QuestionQuerySet:
    """Keep what may be practised on that day, today if none is given."""
    return Question.objects.practisable(on or timezone.localdate())


def versions_of(keys: Iterable[int]) -> dict[int, QuestionVersion]:
    """Return wordings with all that is shown of them: one query."""
    return QuestionVersion.objects.select_related(*SHOWN).in_bulk(list(keys))


def wordings(questions: QuestionQuerySet) -> list[QuestionVersion]:
    """Return up to ten of `questions`, drawn anew, without what only a page shows."""
    keys = list(questions.values_list("current", flat=True))
    drawn = _random.sample(keys, min(COUNT, len(keys)))
    found = QuestionVersion.objects.in_bulk(drawn)
    return [found[key] for key in drawn]


@dataclass(frozen=True)
class Daily:
    """The ten of a day, and of how many questions they were taken: two queries."""

    versions: list[QuestionVersion]
    n_questions: int


def of_day(day: date) -> Daily:
    """Draw the ten of `day`: the same for everybody, and nobody's choice.

    The first one is a choice, since the front page asks it.
    """
    rows = list(
        practisable(day).values_list("code", "topic", "kind", "current").order_by()
    )
    lots = {code: _lot(day, code) for code, *_rest in rows}
    rows.sort(key=lambda row: (row[2] not in DAILY_KINDS, lots[row[0]]))
    chosen = []
    for topic, count in DAILY_QUOTA.items():
        chosen += [row for row in rows if row[1] == topic][:count]
    # Where a topic has too few questions, others fill in.
    chosen += [row for row in rows if row not in chosen][: COUNT - len(chosen)]
    chosen.sort(key=lambda row: (row[2] not in ONE_CHOICE, lots[row[0]]))
    rest = sorted(chosen[1:], key=lambda row: lots[row[0]])
    keys = [key for *_row, key in (*chosen[:1], *rest)]
    found = QuestionVersion.objects.in_bulk(keys)
    return Daily([found[key] for key in keys], len(rows))


def _lot(day: date, code: str) -> bytes:
    return derived_bytes("quizzes daily", f"{day:%Y-%m-%d} {code}")[0]


def of_questions(keys: Sequence[int]) -> list[QuestionVersion]:
    """Return the wordings of questions that somebody keeps by number, in their order.

    What may not be practised is left out: a number opens nothing else.
    """
    current = dict(practisable().filter(pk__in=keys).values_list("pk", "current"))
    found = QuestionVersion.objects.in_bulk(current.values())
    return [found[current[key]] for key in dict.fromkeys(keys) if key in current]


def count_by_topic() -> dict[str, int]:
    rows = practisable().order_by().values_list("topic").annotate(n=Count("pk"))
    return dict(rows)


def of_clause(slug: str, anchor: str) -> QuestionQuerySet:
    """Keep what stands on an article, whichever wording of the regulation it names."""
    place = Q(current__clause__anchor=anchor)
    below = Q(current__clause__anchor__startswith=f"{anchor}-")  # its 款 and 项
    return practisable().filter(
        place | below, current__clause__version__regulation__slug=slug
    )


def practised_pools() -> QuerySet[Pool]:
    return Pool.objects.filter(slug__isnull=False)


def sets() -> list[tuple[Pool, int]]:
    """Return the pools that may be practised, with how many questions each has now."""
    today = practisable().filter(pools=OuterRef("pk"))
    counted = today.order_by().values("pools").annotate(n=Count("pk")).values("n")
    pools = practised_pools().annotate(n=counted)
    return [(pool, pool.n) for pool in pools if pool.n]
