"""Queries that Django puts into SQL once in a thread: for the few that are asked most.

To write the SQL takes Django longer than the database needs to answer. A prepared query
is a QuerySet as any other, in which `Given` stands for what is known only when it is
asked. It is built when it is first asked, and its shape may depend on nothing else.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import Expression, Field, Model, QuerySet
from django.db.models.query import ModelIterable
from django.db.models.sql import UpdateQuery

M = TypeVar("M", bound=Model)


class Given(Expression):
    """What comes by this name. A value to be written needs the field that it is for."""

    def __init__(self, name: str, field: "Field[Any, Any] | None" = None) -> None:
        super().__init__(output_field=field)
        self.given_name, self.written_to = name, field

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self]

    def filled(self, given: dict[str, Any], connection: Any) -> Any:
        value = given[self.given_name]
        if self.written_to is None:
            return value
        return self.written_to.get_db_prep_save(value, connection)


class _Prepared:
    def __init__(self) -> None:
        self._kept = threading.local()

    def _execute(self, given: dict[str, Any]) -> tuple[Any, Any]:
        """Return the compiler with an open cursor on what was found."""
        connection = connections[DEFAULT_DB_ALIAS]
        if getattr(self._kept, "connection", None) is not connection:
            self._kept.compiler = self._query().get_compiler(connection=connection)
            self._kept.sql, self._kept.params = self._kept.compiler.as_sql()
            self._kept.connection = connection
        if self._kept.compiler.query.select_for_update and connection.get_autocommit():
            raise transaction.TransactionManagementError("A lock needs a transaction.")
        cursor = connection.cursor()
        cursor.execute(self._kept.sql, _filled(self._kept.params, given, connection))
        return self._kept.compiler, cursor

    def _query(self) -> Any:
        raise NotImplementedError


class PreparedQuery(_Prepared, Generic[M]):
    """Rows with what `select_related` and `only` bring along, as instances."""

    def __init__(self, build: Callable[[], QuerySet[M]]) -> None:
        super().__init__()
        self._build = build

    def _query(self) -> Any:
        self._kept.queryset = self._build()
        return self._kept.queryset.query

    def all(self, **given: Any) -> list[M]:
        compiler, cursor = self._execute(given)
        with cursor:
            rows = cursor.fetchall()
        compiler.execute_sql = lambda **kwargs: [rows]
        queryset = self._kept.queryset
        queryset.query.get_compiler = lambda **kwargs: compiler
        return list(ModelIterable(queryset))

    def first(self, **given: Any) -> M | None:
        """Return the only row, or the first of those that are found."""
        return next(iter(self.all(**given)), None)


class PreparedUpdate(_Prepared):
    """One UPDATE; `run` returns how many rows it changed."""

    def __init__(self, build: Callable[[], QuerySet[Any]], **changes: Any) -> None:
        super().__init__()
        self._build, self._changes = build, changes

    def _query(self) -> Any:
        query: Any = self._build().query.chain(UpdateQuery)
        query.add_update_values(self._changes)
        return query

    def run(self, **given: Any) -> int:
        with transaction.mark_for_rollback_on_error(using=DEFAULT_DB_ALIAS):
            _compiler, cursor = self._execute(given)
        with cursor:
            changed: int = cursor.rowcount
        return changed


def _filled(params: Sequence[Any], given: dict[str, Any], connection: Any) -> list[Any]:
    return [
        each.filled(given, connection) if isinstance(each, Given) else each
        for each in params
    ]
