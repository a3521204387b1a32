"""Whether an answer survives kill -9. Run by hand, never in the timed suite.

    python tests/bench/contest_crash.py [--kills 20] [--answers 20] [--seconds 60]

Eight browsers write papers on the real site (`manage.py serve`: web and worker) on
127.0.0.1 while all its processes are killed at random moments and started anew. An
answer is sent again until it is acknowledged. Half of the browsers leave their papers to
the clock, which must hand them in. Then every answer that was acknowledged must be there,
and every paper must have been marked once. SQLite, or a database of its own
beside the one that DATABASE_URL names.
"""

# ruff: noqa: E402, PLC0415, T201 -- Django is set up late; the figures are for a person.

import argparse
import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
from tests.bench.contest_client import Line, NotAcknowledged, Player, TimeIsUp
from tests.bench.serving import HOST, Served, environment_in, manage, own_database

BROWSERS = 8
PATIENCE = 240  # seconds for one request, however often the site is killed meanwhile


@dataclass
class Tally:
    players: list[Player] = field(default_factory=list)
    handed_in: set[int] = field(default_factory=set)
    tries: int = 0
    broken: int = 0
    given_up: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


class Stopped(Exception):
    """Raised when a request was not acknowledged in all that time."""


def _insist(act: Callable[[], None], tally: Tally) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        tally.tries += 1
        try:
            act()
        except TimeIsUp:
            raise
        except (NotAcknowledged, ValueError):  # cut off: nothing was acknowledged
            tally.broken += 1
            time.sleep(0.2)
        else:
            return
    tally.given_up += 1
    raise Stopped


def write_on(
    port: int,
    slug: str,
    tokens: list[str],
    answers: int,
    tally: Tally,
    stop: threading.Event,
    *,
    hands_in: bool,
) -> None:
    dice = random.Random()  # noqa: S311
    while not stop.is_set() and tokens:
        player = Player(Line(HOST, port), slug, tokens.pop())
        with tally.lock:
            tally.players.append(player)
        try:
            _insist(player.begin, tally)
            for position in range(1, answers + 1):
                _insist(partial(player.answer, position, dice), tally)
                time.sleep(dice.uniform(0, 0.2))
                if stop.is_set():
                    return
            if not hands_in:
                continue
            _insist(player.hand_in, tally)
        except TimeIsUp:
            continue
        except Stopped:
            return
        with tally.lock:
            tally.handed_in.add(player.attempt)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--minutes", type=float, default=30, help="then no more kills")
    parser.add_argument("--participants", type=int, default=2000)
    parser.add_argument("--answers", type=int, default=20, help="of one paper")
    parser.add_argument("--seconds", type=int, default=60, help="for one paper")
    parser.add_argument("--seed", type=int, default=7)
    chosen = parser.parse_args()
    if not 1 <= chosen.kills <= 500:
        parser.error("between 1 and 500 kills")
    with tempfile.TemporaryDirectory(prefix="crash-") as folder, own_database() as url:
        environment = environment_in(Path(folder), url)
        os.environ.update(environment)
        sys.path[:0] = [folder]
        manage("migrate", "--verbosity=0")
        return run(Served(environment), chosen)


def run(served: Served, chosen: argparse.Namespace) -> int:
    import django

    django.setup()
    from django.db import connection

    from tests.bench.contest_made import SLUG, make_links, make_open_stage
    from tests.portal.make import make_home

    make_home()
    stage = make_open_stage(chosen.answers, chosen.seconds)
    tokens = make_links(stage, chosen.participants)
    connection.close()
    tally, stop = Tally(), threading.Event()
    dice = random.Random(chosen.seed)  # noqa: S311
    browsers = [
        threading.Thread(
            target=write_on,
            args=(served.port, SLUG, tokens, chosen.answers, tally, stop),
            kwargs={"hands_in": bool(n % 2)},
            daemon=True,
        )
        for n in range(BROWSERS)
    ]
    began, done = time.monotonic(), 0
    served.start()
    try:
        for browser in browsers:
            browser.start()
        while done < chosen.kills and time.monotonic() < began + 60 * chosen.minutes:
            time.sleep(dice.uniform(0.2, 6))
            served.kill()
            done += 1
            served.start()
        time.sleep(2)
        stop.set()
        for browser in browsers:
            browser.join(PATIENCE)
        until = time.monotonic() + chosen.seconds + PATIENCE
        while _still_open() and time.monotonic() < until:
            time.sleep(1)
    finally:
        stop.set()
        served.kill()
    print(f"{done} kills in {time.monotonic() - began:.0f} s, {BROWSERS} browsers")
    wrong = _report(tally)
    connection.close()
    return wrong


def _still_open() -> int:
    """Count the papers that the clock has yet to hand in."""
    from quizzes.contests.models import Attempt

    return Attempt.objects.filter(state="in_progress").count()


def _report(tally: Tally) -> int:
    from django.db import connection
    from django.db.models import Count

    from portal.timeline.models import Event
    from quizzes.contests.models import Attempt, AttemptItem
    from tests.bench.contest_made import answers_kept

    kept = answers_kept()
    promised = {
        (player.attempt, position): chosen
        for player in tally.players
        if player.paper
        for position, chosen in player.kept.items()
    }
    submitted, expired = (
        set(Attempt.objects.filter(state=state).values_list("pk", flat=True))
        for state in ("submitted", "expired")
    )
    twice = (
        Attempt.objects.values("participant").annotate(n=Count("pk")).filter(n__gt=1)
    )
    of_papers = Event.objects.filter(content_type__model="attempt")
    steps = of_papers.filter(verb__in=("submit", "expire")).count()
    found = {
        "answers acknowledged": len(promised),
        "tries": tally.tries,
        "broken off": tally.broken,
        "papers handed in": len(tally.handed_in),
        "papers handed in by the clock": len(expired),
    }
    wrong = {
        "acknowledged and lost": sum(
            kept.get(where) != chosen for where, chosen in promised.items()
        ),
        "handed in and not counted": len(tally.handed_in - submitted - expired),
        "left to the clock and not handed in": _still_open(),
        "counted without its step": abs(len(submitted | expired) - steps),
        "answers of counted papers not marked": AttemptItem.objects.filter(
            attempt__in=submitted | expired, earned__isnull=True
        ).count(),
        "participants with two papers": twice.count(),
        "given up": tally.given_up,
    }
    print(connection.vendor)
    for name, count in {**found, **wrong}.items():
        print(f"  {name:40}{count:7}")
    return 1 if any(wrong.values()) or not promised else 0


if __name__ == "__main__":
    sys.exit(main())
