"""What ten years of complaints do to the questions that pages ask. Run by hand.

    python tests/bench/complaints_growth.py [SMALL [LARGE]]

A county that gets 10,000 complaints in 36 days is asked after these 36 days, and again
when a million lie in its tables; both times on the same data of the last days. It makes
a database of its own and removes it: SQLite, or what DATABASE_URL names.
"""

# ruff: noqa: PLC0415 -- Django has to be set up before its models are imported.

import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")

BATCH_DAYS = 36
TURNS = 25
WEST, SOUTH, WIDE = 109.4, 31.8, 200  # the county, in knots of the public grid
TEXT = "门口的垃圾桶满了好几天，没有人来收，味道很大，请安排清运。"


def main(small: int, large: int) -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.test.utils import override_settings, setup_databases, teardown_databases

    databases = setup_databases(verbosity=0, interactive=False)
    throttles = dict.fromkeys(settings.THROTTLES, (10**9, 3600, 1))
    try:
        with override_settings(THROTTLES=throttles):
            compare(small, large)
    finally:
        teardown_databases(databases, verbosity=0)


def compare(small: int, large: int) -> None:
    from django.db import connection

    say = print
    county = County(large)
    county.fill_recent(small)
    _settle()
    before = measure(county)
    start = time.perf_counter()
    county.fill_history(small, (large - small) // small)
    _settle()
    took = time.perf_counter() - start
    after = measure(county)
    say(f"{connection.vendor}: {small} and {county.count()} complaints ({took:.0f} s)")
    say(f"{'':28}{'queries':>8}{'ms':>9}{'ms':>9}{'ratio':>7}")
    for name, (queries, slow) in after.items():
        fast = before[name][1]
        say(f"{name:28}{queries:8}{fast:9.2f}{slow:9.2f}{slow / fast:7.2f}")


class County:
    """Fills the tables, the newest with the highest keys."""

    def __init__(self, large: int) -> None:
        from reports.complaints.services.submitting import submit_complaint
        from tests.portal.make import make_area, make_unit
        from tests.portal.users.make import make_user
        from tests.reports.make import make_category, make_notice, submission

        self.dice = random.Random(7)  # noqa: S311
        self.last = large + 10  # the first keys are taken by the ticket
        self.units = [make_unit() for _each in range(20)]
        self.areas = [make_area() for _each in range(12)]
        self.categories = [make_category(unit=unit) for unit in self.units]
        self.notice, self.user = make_notice(), make_user()
        self.ticket = submit_complaint(submission(category=self.categories[0]))

    def count(self) -> int:
        from reports.complaints.models import Complaint

        return Complaint.objects.count()

    def fill_recent(self, count: int) -> None:
        """Make the last days: four of ten are still open."""
        first = self.last - count + 1
        self._make(range(first, first + count), share_open=0.4, days_ago=0)

    def fill_history(self, size: int, batches: int) -> None:
        """Make the years before: one of a hundred was never closed.

        One batch is made by hand, the others are its copies at other places and times.
        """
        from django.db import connection, transaction

        keys = range(self.last - 2 * size + 1, self.last - size + 1)
        self._make(keys, share_open=0.01, days_ago=BATCH_DAYS)
        for batch in range(1, batches):
            with transaction.atomic(), connection.cursor() as cursor:
                for statement in _copies(keys, batch, batch * BATCH_DAYS):
                    cursor.execute(statement)

    def _make(self, keys: range, *, share_open: float, days_ago: int) -> None:
        from django.contrib.contenttypes.models import ContentType

        from portal.timeline.models import Event
        from reports.complaints.models import Complaint

        made = [
            self._complaint(key, place / len(keys), share_open, days_ago)
            for place, key in enumerate(keys)
        ]
        Complaint.objects.bulk_create(made, batch_size=500)
        kind = ContentType.objects.get_for_model(Complaint)
        Event.objects.bulk_create(
            [
                Event(
                    content_type=kind,
                    object_id=each.pk,
                    verb="submit",
                    to_state="submitted",
                    at=each.submitted_at,
                )
                for each in made
            ],
            batch_size=2000,
        )

    def _complaint(
        self, key: int, share: float, share_open: float, days_ago: int
    ) -> Any:
        from django.utils import timezone

        from reports.complaints.models import Complaint
        from reports.complaints.workflow import ComplaintState, Finding, Outcome

        dice = self.dice
        sent = timezone.now() - timedelta(days=days_ago + BATCH_DAYS * (1 - share))
        category = dice.choice(self.categories)
        is_open = dice.random() < share_open
        state = ComplaintState.CLOSED
        if is_open:
            state = dice.choice(
                [
                    ComplaintState.SUBMITTED,
                    ComplaintState.HANDLING,
                    ComplaintState.DISPATCHED,
                    ComplaintState.CHECKING,
                ]
            )
        is_new = state == ComplaintState.SUBMITTED
        is_published = not is_new and dice.random() < 0.6
        closed = None if is_open else sent + timedelta(days=3)
        lat = SOUTH + dice.randrange(WIDE) / 1000
        lon = WEST + dice.randrange(WIDE) / 1000
        return Complaint(
            pk=key,
            number=f"LX2026-{key:09}",
            code_hash=f"{key:064}",
            key_hash=f"{key:064}",
            category=category,
            unit=None if is_new else category.unit,
            area=dice.choice(self.areas),
            privacy_notice=self.notice,
            text=TEXT,
            text_public=TEXT if is_published else "",
            is_published=is_published,
            published_on=sent.date() if is_published else None,
            masks_reviewed_by=self.user if is_published else None,
            submitted_at=sent,
            submitted_on=sent.date(),
            state=state,
            is_open=is_open,
            lat=lat + 0.0002,
            lon=lon + 0.0002,
            public_lat=lat,
            public_lon=lon,
            accepted_at=None if is_new else sent + timedelta(hours=5),
            filed_at=None if is_new else sent + timedelta(hours=9),
            due_at=None if is_new else sent + timedelta(days=6),
            handled_at=closed,
            closed_at=closed,
            ended_at=closed,
            finding="" if is_open else Finding.TRUE,
            outcome="" if is_open else Outcome.RESOLVED,
            rating=None if is_open else dice.choice([None, None, 3, 5]),
        )


def _copies(keys: range, batch: int, days: int) -> Iterator[str]:
    """Write the statements that copy one batch of history further back."""
    from django.db import connection, models

    from portal.timeline.models import Event
    from reports.complaints.models import Complaint

    is_sqlite = connection.vendor == "sqlite"
    key = f"id - {batch * len(keys)}"
    knot = f"31.8 + ((id * 7919 + {batch * 104729}) % {WIDE}) / 1000.0"
    east = f"109.4 + ((id * 5003 + {batch * 7001}) % {WIDE}) / 1000.0"
    text = "printf('%064d', {0})" if is_sqlite else "lpad(({0})::text, 64, '0')"
    hashed = text.format(key)
    number = (
        "printf('LX2026-%09d', {0})"
        if is_sqlite
        else "'LX2026-' || lpad(({0})::text, 9, '0')"
    )
    changed = {
        "id": key,
        "number": number.format(key),
        "code_hash": hashed,
        "key_hash": hashed,
        "lat": f"{knot} + 0.0002",
        "lon": f"{east} + 0.0002",
        "public_lat": knot,
        "public_lon": east,
    }

    def earlier(field: Any) -> str:
        column = str(field.column)
        if not isinstance(field, models.DateField):
            return column
        if not is_sqlite:
            moved = f"{column} - interval '{days} days'"
            is_day = not isinstance(field, models.DateTimeField)
            return f"({moved})::date" if is_day else moved
        shape = "datetime" if isinstance(field, models.DateTimeField) else "date"
        return f"{shape}({column}, '-{days} days')"

    def copy(model: Any, changed: dict[str, str], where: str, leave: str = "") -> str:
        fields = [each for each in model._meta.concrete_fields if each.column != leave]
        columns = ", ".join(field.column for field in fields)
        values = ", ".join(
            changed.get(field.column) or earlier(field) for field in fields
        )
        table = model._meta.db_table
        return (
            f"INSERT INTO {table} ({columns}) "  # noqa: S608 -- no word from outside
            f"SELECT {values} FROM {table} WHERE {where}"
        )

    among = f"BETWEEN {keys.start} AND {keys.stop - 1}"
    yield copy(Complaint, changed, f"id {among}")
    yield copy(
        Event,
        {"object_id": f"object_id - {batch * len(keys)}"},
        f"verb = 'submit' AND object_id {among}",
        leave="id",
    )


def measure(county: County) -> dict[str, tuple[int, float]]:
    """Return of each question how many queries it takes and how many milliseconds."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    found = {}
    for name, ask in questions(county).items():
        ask()
        with CaptureQueriesContext(connection) as seen:
            ask()
        queries = len(seen)  # before the next request empties the log
        times = []
        for _turn in range(TURNS):
            start = time.perf_counter()
            ask()
            times.append(1000 * (time.perf_counter() - start))
        # The lower quartile: what the machine does besides counts less.
        found[name] = (queries, statistics.quantiles(times, n=4)[0])
    return found


def questions(county: County) -> dict[str, Callable[[], Any]]:
    from django.db.models import F
    from django.test import Client
    from django.utils import timezone

    from portal.directory.geometry import Point
    from portal.timeline.models import Event
    from reports.complaints.models import Complaint
    from reports.complaints.models.questions import ComplaintQuerySet
    from reports.complaints.services.submitting import find_complaint
    from reports.complaints.statistics import (
        count_month,
        figures_by_unit,
        figures_of,
        months_known,
        refresh_month,
    )

    now = timezone.now()
    today = timezone.localdate()
    pages = _pages(county)
    category = county.categories[3]
    point = Point(SOUTH + 0.1, WEST + 0.1)
    by_due = (F("due_at").asc(nulls_last=True), "pk")
    rows = Complaint.objects.select_related("category", "area", "unit")
    public = rows.public()
    anybody = Client()

    def window(wide: float) -> ComplaintQuerySet:
        found = public.on_map(
            point.lat - wide, point.lon - wide, point.lat + wide, point.lon + wide
        )
        return found.order_by("-pk")

    def track() -> None:
        found = find_complaint(county.ticket.complaint.number, county.ticket.code)
        assert found is not None
        list(Event.objects.of(found))
        list(found.replies.all())

    def month() -> None:
        figures_of(today)
        figures_by_unit(today)
        list(months_known())

    refresh_month(today)
    return {
        "queue: new": lambda: list(rows.new().order_by("pk")[:25]),
        "queue: overdue": lambda: list(rows.overdue(now).order_by(*by_due)[:25]),
        "queue: due today": lambda: list(rows.due_today(now).order_by(*by_due)[:25]),
        "queue: to dispatch": lambda: list(rows.to_dispatch().order_by(*by_due)[:25]),
        "queue: to publish": lambda: list(rows.to_publish().order_by("-pk")[:25]),
        "queue: all": lambda: list(rows.order_by("-pk")[:25]),
        "queue: one unit's": lambda: list(
            rows.for_unit(category.unit).order_by(*by_due)[:25]
        ),
        "queue: counted to 999": lambda: rows.overdue(now)[:1000].count(),
        "public list": lambda: list(public.order_by("-pk")[:20]),
        "public list of a category": lambda: list(
            public.filter(category=category).order_by("-pk")[:20]
        ),
        "map: a street": lambda: list(window(0.003)[:500]),
        "map: a quarter": lambda: list(window(0.02)[:500]),
        "map: the county": lambda: list(window(0.1)[:500]),
        "nearby: resident": lambda: list(
            public.publicly_near(point, category).recent(category, now)[:5]
        ),
        "nearby: desk": lambda: list(
            rows.near(point, category).recent(category, now)[:5]
        ),
        "tracking": track,
        "monthly page": month,
        "monthly count (job)": lambda: count_month(today),
        "Open311, newest 50": lambda: anybody.get(
            "/open311/v2/requests.json", {"page_size": "50"}
        ),
        "Open311, a week of a category": lambda: anybody.get(
            "/open311/v2/requests.json",
            {
                "service_code": category.code,
                "start_date": f"{today - timedelta(days=20)}T00:00:00+08:00",
                "end_date": f"{today - timedelta(days=13)}T00:00:00+08:00",
                "page_size": "50",
            },
        ),
        **pages,
    }


def _pages(county: County) -> dict[str, Callable[[], Any]]:
    """Return whole pages, as a resident and a clerk open them."""
    from django.test import Client
    from django.urls import reverse

    from tests.reports.complaints.make_desk import make_clerk

    anybody, resident, clerk = Client(), Client(), Client()
    clerk.force_login(make_clerk())
    ticket = county.ticket
    opened = resident.post(
        reverse("resident:track"),
        {"number": ticket.complaint.number, "code_token": ticket.code},
    )
    assert opened.status_code in {302, 303}, opened.content.decode()[:500]
    middle = {"lat": f"{SOUTH + 0.1}", "lon": f"{WEST + 0.1}"}
    code = county.categories[3].code

    def get(client: Client, address: str) -> Callable[[], Any]:
        def ask() -> Any:
            response = client.get(address)
            assert response.status_code == 200, (address, response.status_code)
            return response.content

        return ask

    def nearby() -> Any:
        return anybody.post(reverse("resident:nearby"), {"category": code, **middle})

    def window(wide: float) -> str:
        south, west = SOUTH + 0.1 - wide, WEST + 0.1 - wide
        box = f"{west},{south},{west + 2 * wide},{south + 2 * wide}"
        return f"{reverse('open_complaints:map_window')}?bbox={box}"

    return {
        **{
            f"page: desk, {queue}": get(clerk, reverse("desk:queue", args=[queue]))
            for queue in ("new", "overdue", "dispatch", "publish", "all")
        },
        "page: desk, a case": get(
            clerk, reverse("desk:case", args=[ticket.complaint.pk])
        ),
        "page: public list": get(anybody, reverse("open_complaints:list")),
        "page: public list of a category": get(
            anybody, f"{reverse('open_complaints:list')}?category={code}"
        ),
        "page: map": get(anybody, reverse("open_complaints:map")),
        "map window: a street": get(anybody, window(0.003)),
        "map window: a quarter": get(anybody, window(0.02)),
        "map window: the county": get(anybody, window(0.1)),
        "map window: a category": get(anybody, f"{window(0.1)}&category={code}"),
        "nearby, as the form asks": nearby,
        "page: tracking": get(resident, reverse("resident:mine")),
        "page: months": get(anybody, reverse("open_complaints:statistics")),
    }


def _settle() -> None:
    """Let the database know what lies in it, and give it the memory that it has."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA cache_size=-16000")
            cursor.execute("PRAGMA mmap_size=134217728")
            cursor.execute("ANALYZE")
        else:
            cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    sizes = [int(each) for each in sys.argv[1:3]]
    main(*sizes, *[10_000, 1_000_000][len(sizes) :])
