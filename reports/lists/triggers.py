"""What the database itself refuses: to change a frozen list.

A migration that alters one of these tables takes the triggers away first and puts them
back at its end: SQLite makes such a table anew, and its triggers do not come along.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FINAL = "('frozen', 'published')"
# All that may still happen to a frozen list: that it is published.
CONTENT = (
    "kind",
    "period",
    "title",
    "starts_on",
    "ends_on",
    "formula_id",
    "n_without_due",
    "computed_at",
    "computed_by_id",
    "preview_from",
    "preview_until",
    "frozen_at",
    "frozen_by_id",
    "digest",
)


def _same(operator: str) -> str:
    return " AND ".join(f"NEW.{name} {operator} OLD.{name}" for name in CONTENT)


def _list_is_final(row: str) -> str:
    return (
        "(SELECT state FROM reports_unitlist "  # noqa: S608 -- our own words alone
        f"WHERE id = {row}.unit_list_id) IN {FINAL}"
    )


def _lists_row_is_final(item: str) -> str:
    return (
        "(SELECT state FROM reports_unitlist WHERE id = "  # noqa: S608
        f"(SELECT unit_list_id FROM reports_listrow WHERE id = {item}.row_id)) "
        f"IN {FINAL}"
    )


def _rules(operator: str) -> list[tuple[str, str, str]]:
    """Return table, verb, and when it is refused."""
    is_only_published = f"(NEW.state = 'published' AND {_same(operator)})"
    rules = [
        ("reports_unitlist", "DELETE", f"OLD.state IN {FINAL}"),
        (
            "reports_unitlist",
            "UPDATE",
            f"OLD.state = 'published' OR OLD.state = 'frozen' AND NOT {is_only_published}",
        ),
    ]
    for table, is_final in (
        ("reports_listrow", _list_is_final),
        ("reports_listitem", _lists_row_is_final),
    ):
        rules += [
            (table, "INSERT", is_final("NEW")),
            (table, "UPDATE", f"{is_final('OLD')} OR {is_final('NEW')}"),
            (table, "DELETE", is_final("OLD")),
        ]
    return rules


def _name(table: str, verb: str) -> str:
    return f"{table}_no_{verb.lower()}"


def install(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        for table, verb, when in _rules("IS"):
            schema_editor.execute(
                f"CREATE TRIGGER {_name(table, verb)} BEFORE {verb} ON {table} "
                f"WHEN {when} BEGIN SELECT RAISE(ABORT, '{table} is frozen'); END"
            )
        return
    for table, verb, when in _rules("IS NOT DISTINCT FROM"):
        row = "OLD" if verb == "DELETE" else "NEW"
        name = _name(table, verb)
        schema_editor.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {when} THEN RAISE EXCEPTION '{table} is frozen' "
            f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row}; "
            "END $$"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}()"
        )


def remove(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for table, verb, _when in _rules("IS"):
        name = _name(table, verb)
        schema_editor.execute(
            f"DROP TRIGGER {name}" if is_sqlite else f"DROP TRIGGER {name} ON {table}"
        )
        if not is_sqlite:
            schema_editor.execute(f"DROP FUNCTION {name}()")
