"""Several at one and the same moment, each on a connection of their own."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from threading import Barrier
from typing import Any

from django.db import connection, models
from pytest_django import DjangoDbBlocker


@contextmanager
def committing(
    blocker: DjangoDbBlocker, written: Iterable[type[models.Model]]
) -> Iterator[None]:
    """Let a test commit, as threads see only that, and take it all away after it."""
    with blocker.unblock():
        yield
        append_only = import_module("portal.timeline.migrations.0003_append_only")
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                for verb in ("update", "delete"):
                    cursor.execute(f"DROP TRIGGER timeline_event_no_{verb}")
            else:
                cursor.execute("ALTER TABLE timeline_event DISABLE TRIGGER USER")
            for model in written:
                cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608
            if connection.vendor == "sqlite":
                for statement in append_only.SQLITE:
                    cursor.execute(statement)
            else:
                cursor.execute("ALTER TABLE timeline_event ENABLE TRIGGER USER")
        connection.close()


def at_once(act: Callable[[int], Any], times: int = 8) -> list[Any]:
    ready = Barrier(times)

    def one(number: int) -> Any:
        try:
            ready.wait()
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))
