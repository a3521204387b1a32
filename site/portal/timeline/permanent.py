"""Rows that say what has happened: nobody edits or deletes them."""

from typing import Any, NoReturn, TypeVar

from django.db import migrations, models

Row = TypeVar("Row", bound=models.Model)


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
