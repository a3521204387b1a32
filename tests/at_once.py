"""Several at one and the same moment, each on a connection of their own."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from threading import Barrier
from typing import Any

from django.db import connection, models, transaction
from pytest_django import DjangoDbBlocker

from portal.timeline.models import Event
from portal.timeline.permanent import Permanent, RefuseChanges


@contextmanager
def committing(
    blocker: DjangoDbBlocker, written: Iterable[type[models.Model]]
) -> Iterator[None]:
    """Let a test commit, as threads see only that, and take it all away after it."""
    with blocker.unblock():
        yield
        permanent = [
            model
            for model in written
            if issubclass(model, Permanent) and model is not Event
        ]
        with connection.cursor() as cursor:
            _allow_changes(cursor, permanent)
            # Rows may point at each other: asked at the end of the transaction.
            with transaction.atomic():
                for model in written:
                    cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608
            _refuse_changes(cursor, permanent)
        connection.close()


def _allow_changes(cursor: Any, permanent: list[type[Permanent]]) -> None:
    for table in ["timeline_event", *(model._meta.db_table for model in permanent)]:
        if connection.vendor == "sqlite":
            for verb in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER {table}_no_{verb}")
        else:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")


def _refuse_changes(cursor: Any, permanent: list[type[Permanent]]) -> None:
    tables = [model._meta.db_table for model in permanent]
    if connection.vendor == "sqlite":
        append_only = import_module("portal.timeline.migrations.0003_append_only")
        statements = [*append_only.SQLITE]
        for table in tables:
            statements += RefuseChanges(table)._statements("sqlite")
    else:
        statements = [
            f"ALTER TABLE {table} ENABLE TRIGGER USER"
            for table in ("timeline_event", *tables)
        ]
    for statement in statements:
        cursor.execute(statement)


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
