"""How long search takes with many pages. Run by hand, never in the timed suite.

    python tests/bench/search_bench.py [PAGES]

It makes a database of its own and removes it: SQLite, or what DATABASE_URL names.
"""

# ruff: noqa: PLC0415 -- Django has to be set up before its models are imported.

import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")

QUERIES = {
    "two signs": "麒麟",
    "four signs": "占道经营",
    "one sign": "狗",
    "a common word": "县城",
    "nothing but a part": "占道麒麟处罚",
}


def main(count: int) -> None:
    import django

    django.setup()
    from django.test.utils import setup_databases, teardown_databases

    databases = setup_databases(verbosity=0, interactive=False)
    try:
        measure(count)
    finally:
        teardown_databases(databases, verbosity=0)


def measure(count: int) -> None:
    from django.db import connection
    from django.test import Client
    from wagtail.models import Page
    from wagtail.search.backends import get_search_backend

    from portal.demo.pages import add_pages
    from publicity.models import NewsPage
    from tests.publicity.make import make_columns, make_news

    make_columns()
    say = print
    dice = random.Random(7)  # noqa: S311
    sentences = _sentences()
    parent = make_news(title="麒麟桥通车", text="麒麟桥今天通车。").get_parent()
    pages = add_pages(
        parent, [_page(number, dice, sentences) for number in range(count)]
    )
    backend = get_search_backend()
    start = time.perf_counter()
    for first in range(0, len(pages), 500):
        backend.add_bulk(NewsPage, pages[first : first + 500])
    took = time.perf_counter() - start
    say(f"{connection.vendor}, {count} pages")
    say(f"{'index, per page':24} {1000 * took / count:8.1f} ms")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    client = Client()
    one = NewsPage.objects.last()
    report: dict[str, Callable[[], Any]] = {
        "save": lambda: one.save(),
        "admin's list": lambda: list(Page.objects.autocomplete("占道")[:20]),
    }
    for name, query in QUERIES.items():
        report[f"page: {name}"] = partial(client.get, "/search/", {"q": query})
    report["suggestions"] = lambda: client.get("/search/suggest/", {"q": "占道"})
    for name, act in report.items():
        act()
        say(f"{name:24} {_milliseconds(act):8.1f} ms")


def _sentences() -> list[str]:
    import yaml

    data = yaml.safe_load((ROOT / "site/demo/news.yaml").read_text(encoding="utf-8"))
    return [line for item in data["news"] for line in item["body"]]


def _page(number: int, dice: random.Random, sentences: list[str]) -> Any:
    from django.utils import timezone

    from publicity.models import NewsPage

    lines = dice.sample(sentences, 8)
    return NewsPage(
        title=f"{dice.choice(lines)[:18]}{number}",
        slug=f"bench-{number}",
        summary=lines[0][:200],
        source="县融媒体中心",
        first_published_at=timezone.now() - timedelta(minutes=number),
        body=[("text", "".join(f"<p>{line}</p>" for line in lines))],
    )


def _milliseconds(act: Callable[[], Any]) -> float:
    times = []
    for _turn in range(5):
        start = time.perf_counter()
        act()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
