"""How dear a complaint is, beside a bare view that writes one row. Run by hand.

    python tests/bench/complaints_post.py [ROUNDS]

Both are posted in one process, by turns, each through the whole of its own stack: the
bare one has no middleware. Commits are real, synced as on a real site. It makes a
database of its own and removes it: SQLite, or what DATABASE_URL names.
"""

# ruff: noqa: PLC0415, T201 -- Django is set up late; the figures are for a person.

import os
import statistics
import sys
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")

POSTS = 20  # a round
TEXT = "门口的垃圾桶满了好几天，没有人来收，味道很大，请安排清运。"


def main(rounds: int) -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.test.utils import override_settings, setup_databases, teardown_databases

    throttles = dict.fromkeys(settings.THROTTLES, (10**9, 3600, 1))
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        with override_settings(THROTTLES=throttles):
            measure(rounds)
    finally:
        teardown_databases(databases, verbosity=0)


def measure(rounds: int) -> None:
    from django.db import connection

    from reports.complaints.models import Complaint

    bare, complaint = _bare(), _complaint()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous=FULL")
    bare(), complaint()
    spent: dict[str, list[tuple[float, float]]] = {"bare": [], "complaint": []}
    for _round in range(rounds):
        for name, post in (("bare", bare), ("complaint", complaint)):
            wall, cpu = time.perf_counter(), time.process_time()
            for _each in range(POSTS):
                post()
            spent[name].append(
                (
                    (time.perf_counter() - wall) / POSTS,
                    (time.process_time() - cpu) / POSTS,
                )
            )
    print(f"{connection.vendor}, {rounds} rounds of {POSTS}")
    found = {}
    for name, times in spent.items():
        wall, cpu = (
            1000 * statistics.median(each) for each in zip(*times, strict=True)
        )
        found[name] = wall, cpu
        print(f"  {name:10} {wall:7.2f} ms, {1000 / wall:6.0f}/s, {cpu:6.2f} ms of CPU")
    print(
        "  ratio      {:7.2f} by the clock, {:.2f} by CPU".format(
            *(found["complaint"][each] / found["bare"][each] for each in (0, 1))
        )
    )
    assert Complaint.objects.count() == rounds * POSTS + 1


def _bare() -> Callable[[], Any]:
    """Return a post to a view that does one INSERT and nothing else."""
    from django.db import connection
    from django.http import HttpRequest, HttpResponse
    from django.test import Client, override_settings
    from django.urls import path

    with connection.cursor() as cursor:
        key = (
            "integer PRIMARY KEY"
            if connection.vendor == "sqlite"
            else "bigserial PRIMARY KEY"
        )
        cursor.execute(f"CREATE TABLE bare (id {key}, text text NOT NULL)")

    def write(request: HttpRequest) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO bare (text) VALUES (%s)", [request.POST["text"]]
            )
        return HttpResponse(status=201)

    addresses = ModuleType("addresses")
    vars(addresses)["urlpatterns"] = [path("bare", write)]
    client = Client()
    with override_settings(MIDDLEWARE=[]):
        client.handler.load_middleware()

    def post() -> Any:
        with override_settings(ROOT_URLCONF=addresses):
            response = client.post("/bare", {"text": TEXT})
        assert response.status_code == 201
        return response

    return post


def _complaint() -> Callable[[], Any]:
    from django.test import Client

    from reports.complaints.models import ApiKey
    from reports.complaints.services.api_keys import issue_key
    from tests.portal.users.make import make_user
    from tests.reports.make import make_category, make_notice

    make_notice()
    category = make_category().code
    token = issue_key(
        ApiKey(name="bench", organisation="bench", gets_codes=True), by=make_user()
    )
    client, number = Client(), count()

    def post() -> Any:
        response = client.post(
            "/open311/v2/requests.json",
            {
                "api_key": token,
                "service_code": category,
                "description": TEXT,
                "lat": "31.88123",
                "long": "109.51234",
                "client_reference": str(next(number)),
            },
        )
        assert response.status_code == 201, response.content
        return response

    return post


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
