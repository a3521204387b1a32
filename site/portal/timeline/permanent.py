"""Rows that say what has happened: nobody edits or deletes them."""

from collections.abc import Callable
from typing import Any, NoReturn, TypeAlias, TypeVar

from django.db import migrations, models

Row = TypeVar("Row", bound=models.Model)
# Of the operator by which two values differ, NULL included: table, verb, when refused.
Rules: TypeAlias = Callable[[str], list[tuple[str, str, str]]]


class IsPermanent(Exception):
    """Raised when somebody tries to change or delete what has happened."""


class PermanentQuerySet(models.QuerySet[Row]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise IsPermanent

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise IsPermanent

    def delete(self) -> NoReturn:
        raise IsPermanent


class Permanent(models.Model):
    """Refuses changes in Python; `RefuseChanges` refuses them to whoever comes by SQL."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise IsPermanent
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise IsPermanent


class RefuseChanges(migrations.RunSQL):
    """Make the rows of one table permanent, by triggers of the database.

    The table's name comes from a migration, not from a reader.
    """

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(migrations.RunSQL.noop, migrations.RunSQL.noop)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (self.__class__.__qualname__, [self.table], {})

    def describe(self) -> str:
        return f"Refuse changes of {self.table}"

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for statement in self._statements(schema_editor.connection.vendor):
            schema_editor.execute(statement)

    def _statements(self, vendor: str) -> list[str]:
        table = self.table
        if vendor == "sqlite":
            return [
                f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                for verb in ("UPDATE", "DELETE")
            ]
        return [
            f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$",
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
        ]


class RefuseWhen(migrations.RunSQL):
    """Refuse some changes and allow others, by triggers of the database.

    `rules` stands at the level of a module, where migrations find it. A migration that
    alters one of its tables takes the triggers away first and puts them back at its
    end: SQLite makes such a table anew, and its triggers do not come along.
    """

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        super().__init__(migrations.RunSQL.noop, migrations.RunSQL.noop)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (self.__class__.__qualname__, [self.rules], {})

    def describe(self) -> str:
        return f"Refuse what {self.rules.__module__} says"

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        is_sqlite = schema_editor.connection.vendor == "sqlite"
        for table, verb, when in self.rules(
            "IS NOT" if is_sqlite else "IS DISTINCT FROM"
        ):
            name = f"{table}_no_{verb.lower()}"
            if is_sqlite:
                schema_editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {when} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is final'); END"
                )
                continue
            row = "OLD" if verb == "DELETE" else "NEW"
            schema_editor.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
                f"BEGIN IF {when} THEN RAISE EXCEPTION '{table} is final' "
                f"USING ERRCODE = 'integrity_constraint_violation'; END IF; "
                f"RETURN {row}; END $$"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {verb} ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {name}()"
            )

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        is_sqlite = schema_editor.connection.vendor == "sqlite"
        for table, verb, _when in self.rules("="):
            name = f"{table}_no_{verb.lower()}"
            if is_sqlite:
                schema_editor.execute(f"DROP TRIGGER {name}")
            else:
                schema_editor.execute(f"DROP FUNCTION {name}() CASCADE")


class AllowAgain(RefuseWhen):
    """Take the triggers of `rules` away, for a migration that alters their tables."""

    def describe(self) -> str:
        return f"Allow for now what {self.rules.__module__} refuses"

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        super().database_backwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        super().database_forwards(app_label, schema_editor, from_state, to_state)
