"""What the database itself refuses: to change a frozen list."""

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


def _changed(differs: str) -> str:
    return (
        "(" + " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in CONTENT) + ")"
    )


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


def rules(differs: str) -> list[tuple[str, str, str]]:
    """Return table, verb, and when it is refused."""
    is_only_published = f"(NEW.state = 'published' AND NOT {_changed(differs)})"
    found = [
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
        found += [
            (table, "INSERT", is_final("NEW")),
            (table, "UPDATE", f"{is_final('OLD')} OR {is_final('NEW')}"),
            (table, "DELETE", is_final("OLD")),
        ]
    return found
