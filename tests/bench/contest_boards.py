"""What a board costs with a million papers, and the statistics of ten thousand.

    python tests/bench/contest_boards.py [SMALL [LARGE [STATISTICS]]]

Boards are asked for with nothing kept, and with what a process keeps for some seconds.
It makes a database of its own and removes it: SQLite, or what DATABASE_URL names.
"""

# ruff: noqa: PLC0415 -- Django has to be set up before its models are imported.

import os
import random
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")

TURNS = 9
UNITS, AREAS = 300, 40
MOST_QUERIES = 6
say = print


def main(small: int, large: int, n_papers: int) -> None:
    import django

    django.setup()
    from django.test.utils import setup_databases, teardown_databases

    databases = setup_databases(verbosity=0, interactive=False)
    try:
        compare(small, large)
        if n_papers:
            compute(n_papers)
    finally:
        teardown_databases(databases, verbosity=0)


def compare(small: int, large: int) -> None:
    from django.db import connection

    county = County()
    county.fill(small)
    _settle()
    before = measure(county)
    start = time.perf_counter()
    county.copy(large // small)
    _settle()
    took = time.perf_counter() - start
    after = measure(county)
    say(f"{connection.vendor}: {small} and {county.count()} papers ({took:.0f} s)")
    say(f"{'':24}{'queries':>8}{'ms':>9}{'ms':>9}")
    for name, (queries, slow) in after.items():
        say(f"{name:24}{queries:8}{before[name][1]:9.1f}{slow:9.1f}")
    most = max(queries for queries, _ms in after.values())
    say(f"promise: {most} queries at most, {MOST_QUERIES} allowed")
    if most > MOST_QUERIES:
        sys.exit(1)


class County:
    """One contest with one stage; who takes part is of some unit and some area."""

    def __init__(self) -> None:
        from tests.portal.make import make_area, make_home, make_unit
        from tests.quizzes.make import make_contest, make_stage, make_unit_entry

        self.dice = random.Random(7)  # noqa: S311
        make_home()
        self.contest = make_contest(has_units=True, slug="bench")
        self.stage = make_stage(self.contest, n_questions=1, position=1)
        self.areas = [make_area() for _each in range(AREAS)]
        self.entries = [
            make_unit_entry(
                self.contest,
                unit=make_unit(),
                headcount=self.dice.choice([20, 80, 300, 5000]),
            )
            for _each in range(UNITS)
        ]
        self.size = 0

    def count(self) -> int:
        from quizzes.contests.models import Standing

        return Standing.objects.count()

    def fill(self, size: int) -> None:
        from django.utils import timezone

        from quizzes.contests.models import Attempt, Participant, Standing

        self.size, now, dice = size, timezone.now(), self.dice
        keys = range(1, size + 1)
        Participant.objects.bulk_create(
            (
                Participant(
                    pk=key,
                    contest=self.contest,
                    token_hash=f"{key:064}",
                    name="周秀敏",
                    shown_name="周*敏",
                    unit_entry=dice.choice(self.entries),
                    area=dice.choice(self.areas),
                    joined_at=now,
                    form_key_hash=f"{key:064}",
                )
                for key in keys
            ),
            batch_size=1000,
        )
        people = Participant.objects.in_bulk()
        attempts = [
            Attempt(
                pk=key,
                participant_id=key,
                stage=self.stage,
                day=now.date(),
                nth_of_day=1,
                nth=1,
                state="submitted",
                started_at=now - timedelta(minutes=20),
                closes_at=now,
                finished_at=now - timedelta(seconds=dice.random() * 1000),
                n_questions=20,
                score=Decimal(5 * dice.randint(0, 20)),
                most=100,
                seconds=Decimal(dice.randint(60_000, 1_200_000)) / 1000,
            )
            for key in keys
        ]
        Attempt.objects.bulk_create(attempts, batch_size=1000)
        Standing.objects.bulk_create(
            (
                Standing(
                    pk=each.pk,
                    stage=self.stage,
                    participant_id=each.pk,
                    attempt=each,
                    score=each.score,
                    seconds=each.seconds or 0,
                    finished_at=each.finished_at or now,
                    unit_entry_id=people[each.pk].unit_entry_id,
                    area_id=people[each.pk].area_id,
                )
                for each in attempts
            ),
            batch_size=1000,
        )

    def copy(self, times: int) -> None:
        """Copy what was made by hand, with other keys, other times and other scores."""
        from django.db import connection, transaction

        for batch in range(1, times):
            with transaction.atomic(), connection.cursor() as cursor:
                for statement in _copies(self.size, batch):
                    cursor.execute(statement)
        _count_on()


def _copies(size: int, batch: int) -> Iterator[str]:
    from django.db import connection

    from quizzes.contests.models import Attempt, Participant, Standing

    key = f"{{}} + {batch * size}"
    is_sqlite = connection.vendor == "sqlite"
    text = "printf('%064d', {0})" if is_sqlite else "lpad(({0})::text, 64, '0')"
    hashed = text.format(key.format("id"))
    score = f"((id * 7919 + {batch * 7907}) % 21) * 5"
    seconds = f"60 + ((id * 104729 + {batch * 7001}) % 1140000) / 1000.0"
    of_paper = {"score": score, "seconds": seconds}
    keys = ("id", "participant_id", "attempt_id")
    for model, changed in (
        (Participant, {"token_hash": hashed, "form_key_hash": hashed}),
        (Attempt, of_paper),
        (Standing, of_paper),
    ):
        columns = [str(field.column) for field in model._meta.concrete_fields]
        values = [
            changed.get(each) or (key.format(each) if each in keys else each)
            for each in columns
        ]
        table = model._meta.db_table
        yield (
            f"INSERT INTO {table} ({', '.join(columns)}) "  # noqa: S608 -- our own words
            f"SELECT {', '.join(values)} FROM {table} WHERE id <= {size}"
        )


def _count_on() -> None:
    """Let new rows get keys beyond those that were given by hand."""
    from django.core.management.color import no_style
    from django.db import connection

    from quizzes.contests.models import Attempt, Participant, Standing

    models = [Attempt, Participant, Standing]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def measure(county: County) -> dict[str, tuple[int, float]]:
    """Return of each board how many queries it takes and how many milliseconds."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext, override_settings

    from quizzes.boards.counting import sign_me
    from quizzes.contests.models import Participant

    client, base = Client(), "/contests/bench/boards/"
    me = sign_me(Participant.objects.get(pk=county.size // 2))
    boards = {
        "persons": base,
        "persons, own row": f"{base}?me={me}",
        "units": f"{base}?view=units",
        "areas": f"{base}?view=areas",
    }
    found = {}
    for kept in (0, 3):
        with override_settings(
            CONTESTS=settings.CONTESTS | {"BOARD_KEPT_SECONDS": kept}
        ):
            for name, address in boards.items():
                response: Any = client.get(address)
                assert response.status_code == 200, response
                with CaptureQueriesContext(connection) as seen:
                    client.get(address)
                    n_queries = len(seen)  # the next request clears the log
                times = []
                for _turn in range(TURNS):
                    start = time.perf_counter()
                    client.get(address)
                    times.append(1000 * (time.perf_counter() - start))
                key = f"{name}, kept" if kept else name
                found[key] = (n_queries, statistics.median(times))
    return found


def compute(n_papers: int) -> None:
    """Compute a stage of so many papers with twenty questions each, of sixty.

    What is written down has to be what NumPy says, the bad questions last.
    """
    import numpy as np

    from quizzes.statistics.models import ItemStat
    from quizzes.statistics.services.computing import compute_stage
    from tests.quizzes.statistics.make import make_papers
    from tests.quizzes.statistics.simulated import expected, simulate

    slopes = [-1.2, -0.8, *np.linspace(0.6, 2, 58).tolist()]
    simulated = simulate(n_papers, slopes, asked=20)
    stage = make_papers(simulated)
    _settle()
    start = time.perf_counter()
    compute_stage(stage)
    took = time.perf_counter() - start
    say(f"statistics of {n_papers} papers of 20 questions: {took:.1f} s")
    stats = list(ItemStat.objects.filter(stage=stage).order_by("version__question"))
    for column, stat in enumerate(stats):
        for name, known in expected(simulated, column).items():
            if not np.isclose(getattr(stat, name), known, rtol=1e-9):
                sys.exit(f"question {column}: {name} is {getattr(stat, name)}, {known}")
    if set(sorted(stats, key=lambda each: each.efficiency or 0)[:2]) != set(stats[:2]):
        sys.exit("the planted bad questions are not the last")
    say("promise: every figure is NumPy's, the planted bad questions are the last")


def _settle() -> None:
    """Let the database know what lies in it, as it does by itself within minutes."""
    from django.db import connection

    with connection.cursor() as cursor:
        statement = "VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE"
        cursor.execute(statement)


if __name__ == "__main__":
    written = [int(each) for each in sys.argv[1:4]]
    main(*(*written, *(10_000, 1_000_000, 10_000)[len(written) :]))
