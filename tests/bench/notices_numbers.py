"""Whether forty who sign at once get numbers without a gap. Never in the timed suite.

    python tests/bench/notices_numbers.py [--threads 40] [--each 5]

On SQLite, or on a test database beside the one that DATABASE_URL names. Some of them
are refused: what has one inspector only takes no number.
"""

# ruff: noqa: PLC0415, T201 -- Django is set up late; the figures are for a person.

import argparse
import gc
import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, default=40)
    parser.add_argument("--each", type=int, default=5)
    asked = parser.parse_args()

    import django

    django.setup()
    from django.db import connection

    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        return run(asked.threads, asked.each)
    finally:
        connection.creation.destroy_test_db(":memory:", verbosity=0)


def run(threads: int, each: int) -> int:
    from django.db import OperationalError, connection

    from reports.notices.models import NoticeCounter, RectificationNotice
    from reports.notices.refusals import Refused
    from reports.notices.services import issue
    from tests.at_once import at_once
    from tests.portal.make import make_unit
    from tests.portal.users.make import make_user
    from tests.reports.notices.make import draft, make_basis, make_mandate

    clauses, mandate, unit, boss = (
        [make_basis()],
        make_mandate(),
        make_unit(),
        make_user(),
    )
    pair = [make_user(), make_user()]
    drafts = [
        [
            draft(
                by=pair[0],
                unit=unit,
                clauses=clauses,
                mandate=mandate,
                inspectors=pair if (thread + turn) % 5 else pair[:1],
            )
            for turn in range(each)
        ]
        for thread in range(threads)
    ]

    turned_away: list[int] = []

    def sign(thread: int) -> list[float]:
        took = []
        for notice in drafts[thread]:
            started = time.monotonic()
            while True:
                try:
                    issue(notice, by=boss)
                except Refused:
                    break
                except (
                    OperationalError
                ):  # SQLite gave up waiting: the press is made again
                    turned_away.append(thread)
                    continue
                took.append(time.monotonic() - started)
                break
        return took

    # Python may collect one thread's SQLite cursor in another, which then waits for a
    # connection that waits for this one's lock: not what is measured here.
    gc.disable()
    started = time.monotonic()
    took = sorted(second for one in at_once(sign, threads) for second in one)
    total = time.monotonic() - started
    numbers = list(
        RectificationNotice.objects.issued()
        .order_by("sequence")
        .values_list("sequence", flat=True)
    )
    is_good = numbers == list(range(1, len(took) + 1)) and len(
        set(RectificationNotice.objects.issued().values_list("number", flat=True))
    ) == len(numbers)
    print(
        f"{connection.vendor}: {threads} threads, {len(took)} issued and "
        f"{threads * each - len(took)} refused in {total:.1f} s; one took "
        f"{took[len(took) // 2]:.2f} s at the median, {took[-1]:.2f} s at most; "
        f"{len(turned_away)} pressed again; counter {NoticeCounter.objects.get().last}; "
        f"{'gapless and unique' if is_good else 'NOT gapless'}"
    )
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
