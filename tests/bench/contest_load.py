"""How many a contest can hold, and whether an answer is lost. Run by hand.

    python tests/bench/contest_load.py [--participants 5000] [--answers 20] [--minutes 10]

All participants play at one time against the real site (`manage.py serve`: web and
worker) on 127.0.0.1, the paper fetched and each question answered as the page's script
does it.
Then the database is asked for every answer that was acknowledged. Last, in this process
and by turns, the same flow beside a bare view that does one UPDATE. SQLite, or a
database of its own beside the one that DATABASE_URL names.
"""

# ruff: noqa: E402, PLC0415, T201 -- Django is set up late; the figures are for a person.

import argparse
import heapq
import os
import random
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
from tests.bench.contest_client import Line, NotAcknowledged, Player
from tests.bench.serving import HOST, Served, environment_in, manage, own_database

CLIENTS = 24  # threads: as many requests are under way at most
ROUNDS, POSTS = 9, 20


@dataclass
class Tally:
    """What the clients saw, by kind of request, in seconds."""

    times: dict[str, list[float]] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)
    latest: float = 0.0  # how far behind its plan a request began
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, kind: str, took: float, late: float) -> None:
        with self.lock:
            self.times.setdefault(kind, []).append(took)
            self.latest = max(self.latest, late)


class Plan:
    """What is to be asked next, and when: thousands take part, few threads speak."""

    def __init__(self, players: list[Player], answers: int, seconds: float) -> None:
        self.answers = answers
        self.pause = 0.8 * seconds / (answers + 1)
        dice = random.Random(7)  # noqa: S311
        self.due = [(dice.uniform(0, 0.2 * seconds), n, 0) for n in range(len(players))]
        heapq.heapify(self.due)
        self.lock = threading.Lock()

    def take(self) -> tuple[float, int, int] | None:
        with self.lock:
            return heapq.heappop(self.due) if self.due else None

    def go_on(self, due: float, player: int, step: int) -> None:
        if step <= self.answers:
            with self.lock:
                heapq.heappush(self.due, (due + self.pause, player, step + 1))


def play(players: list[Player], plan: Plan, tally: Tally, began: float) -> None:
    dice = random.Random()  # noqa: S311
    while (taken := plan.take()) is not None:
        due, n, step = taken
        time.sleep(max(0.0, began + due - time.monotonic()))
        late = time.monotonic() - began - due
        player = players[n]
        try:
            for kind, act in _acts(player, step, plan.answers, dice):
                before = time.perf_counter()
                act()
                tally.count(kind, time.perf_counter() - before, late)
        except NotAcknowledged as problem:
            with tally.lock:
                tally.errors[str(problem)] += 1
        plan.go_on(due, n, step)


def _acts(
    player: Player, step: int, answers: int, dice: random.Random
) -> list[tuple[str, Callable[[], None]]]:
    if step == 0:
        return [("begin", player.begin)]
    if step > answers:
        return [("hand in", player.hand_in)]
    return [("answer", lambda: player.answer(step, dice))]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--participants", type=int, default=5000)
    parser.add_argument("--answers", type=int, default=20)
    parser.add_argument("--minutes", type=float, default=10)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="load-") as folder, own_database() as url:
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
    stage = make_open_stage(chosen.answers)
    tokens = make_links(stage, chosen.participants)
    connection.close()
    served.start()
    try:
        players = [Player(Line(HOST, served.port), SLUG, each) for each in tokens]
        plan = Plan(players, chosen.answers, 60 * chosen.minutes)
        tally, began = Tally(), time.monotonic()
        threads = [
            threading.Thread(target=play, args=(players, plan, tally, began))
            for _each in range(CLIENTS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took = time.monotonic() - began
    finally:
        served.kill()
    _report(tally, sum(each.line.asked for each in players), took, chosen)
    wrong = _check(players, chosen.answers)
    measure(chosen.answers)
    connection.close()
    return 1 if wrong or tally.errors else 0


def _report(tally: Tally, n: int, took: float, chosen: argparse.Namespace) -> None:
    print(
        f"{chosen.participants} participants, {chosen.answers} answers each,"
        f" {took:.0f} s, {n} requests, {n / took:.0f}/s, at most {tally.latest:.1f} s late"
    )
    for kind, times in tally.times.items():
        times.sort()
        p50, p99 = (times[int(part * (len(times) - 1))] for part in (0.5, 0.99))
        print(
            f"  {kind:14}{len(times):8}  p50 {1000 * p50:7.1f} ms"
            f"  p99 {1000 * p99:7.1f} ms  most {1000 * times[-1]:7.1f} ms"
        )
    print(f"  errors        {sum(tally.errors.values()):8}  {dict(tally.errors) or ''}")


def _check(players: list[Player], answers: int) -> bool:
    """Ask the database for every answer that was acknowledged."""
    from django.db import connection

    from quizzes.contests.models import Attempt, Standing
    from tests.bench.contest_made import answers_kept

    kept = answers_kept()
    promised = [
        (player.attempt, position, chosen)
        for player in players
        if player.paper
        for position, chosen in player.kept.items()
    ]
    lost = sum(kept.get((one, two)) != three for one, two, three in promised)
    handed_in = Attempt.objects.filter(state="submitted").count()
    print(f"{connection.vendor}: {len(promised)} answers acknowledged, {lost} lost,")
    print(
        f"  {Attempt.objects.count()} papers, {handed_in} handed in,"
        f" {Standing.objects.count()} standings"
    )
    right = Attempt.objects.filter(n_right__gt=answers).count()
    return bool(lost or right or handed_in != len(players))


def measure(answers: int) -> None:
    """Print what a request of the flow costs beside a bare view with one UPDATE."""
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["*"]
    bare, flow = _bare(), _flow(answers)
    bare(POSTS), flow()
    spent: dict[str, list[tuple[float, float]]] = {"bare": [], "flow": [], "answer": []}
    for _round in range(ROUNDS):
        for name, act in (("bare", lambda: bare(POSTS)), ("flow", flow)):
            wall, cpu = time.perf_counter(), time.process_time()
            n, of_answers = act()
            took = time.perf_counter() - wall, time.process_time() - cpu
            spent[name].append((took[0] / n, took[1] / n))
            if of_answers:
                spent["answer"].append(of_answers)
    found = {}
    for name, times in spent.items():
        wall, cpu = (
            1000 * statistics.median(each) for each in zip(*times, strict=True)
        )
        found[name] = wall, cpu
        print(f"  {name:8} {wall:7.2f} ms, {1000 / wall:6.0f}/s, {cpu:6.2f} ms of CPU")
    for name in ("flow", "answer"):
        by_clock, by_cpu = (found["bare"][n] / found[name][n] for n in (0, 1))
        print(f"  {name} / bare: {by_clock:.3f} by the clock, {by_cpu:.3f} by CPU")


_Timed = tuple[int, tuple[float, float] | None]


def _bare() -> Callable[[int], _Timed]:
    from django.db import connection
    from django.http import HttpRequest, HttpResponse
    from django.test import Client, override_settings
    from django.urls import path

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare (id integer PRIMARY KEY, text text NOT NULL)")
        cursor.execute("INSERT INTO bare (id, text) VALUES (1, '')")

    def write(request: HttpRequest) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE bare SET text = %s", [request.POST["chosen"]])
        return HttpResponse()

    addresses = ModuleType("addresses")
    vars(addresses)["urlpatterns"] = [path("bare", write)]
    client = Client()
    with override_settings(MIDDLEWARE=[]):
        client.handler.load_middleware()

    def post(times: int) -> _Timed:
        with override_settings(ROOT_URLCONF=addresses):
            for n in range(times):
                assert client.post("/bare", {"chosen": str(n)}).status_code == 200
        return times, None

    return post


def _flow(answers: int) -> Callable[[], _Timed]:
    """Return one participant's whole paper, through the whole stack."""
    from django.test import Client

    from quizzes.contests.models import Stage
    from tests.bench.contest_made import SLUG, make_links

    stage, client, dice = Stage.objects.get(), Client(), random.Random(7)  # noqa: S311

    class Inside:
        """Speaks as `Line` does, without a network between."""

        n = 0
        answering: list[tuple[float, float]] = []

        def ask(
            self, method: str, path: str, body: str = "", headers: Any = None
        ) -> Any:
            self.n += 1
            wall, cpu = time.perf_counter(), time.process_time()
            response = client.generic(
                method,
                path,
                body,
                "application/x-www-form-urlencoded",
                headers={"accept": (headers or {}).get("Accept", "*/*")},
            )
            if "Accept" in (headers or {}):
                self.answering.append(
                    (time.perf_counter() - wall, time.process_time() - cpu)
                )
            response.status = response.status_code  # type: ignore[attr-defined]
            response.getheader = response.headers.get  # type: ignore[attr-defined]
            return response, response.content.decode()

    def play_one() -> _Timed:
        (token,) = make_links(stage, 1)
        inside = Inside()
        inside.answering = []
        player = Player(inside, SLUG, token)  # type: ignore[arg-type]
        player.begin()
        for position in range(1, answers + 1):
            player.answer(position, dice)
        player.hand_in()
        wall, cpu = zip(*inside.answering, strict=True)
        return inside.n, (statistics.mean(wall), statistics.mean(cpu))

    return play_one


if __name__ == "__main__":
    sys.exit(main())
