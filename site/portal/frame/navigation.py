"""The main menu: the domains enter their columns, the frame shows them."""

from dataclasses import dataclass, replace
from functools import cache

from django.core.exceptions import ImproperlyConfigured
from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One place of the menu.

    `dock` is the icon that it has in the bottom bar of phones (four entries at
    most), empty when it is not there; there it is called by its `short` name, two
    or three characters. `group` is the heading it has in the footer. What is not
    `is_main` is left out of the bar of wide screens, which holds thirteen.
    """

    label: StrOrPromise
    address: str
    order: int
    group: StrOrPromise
    dock: str = ""
    short: StrOrPromise = ""
    is_main: bool = True


_entries: dict[str, Entry] = {}


def register_entry(entry: Entry) -> None:
    """Enter a column into the menu, from `AppConfig.ready()`."""
    if _entries.setdefault(entry.address, entry) is not entry:
        raise ImproperlyConfigured(f"{entry.address} is in the menu already.")
    entries.cache_clear()


@cache
def entries() -> tuple[Entry, ...]:
    """Return the menu in its order, in words: the site speaks one language."""
    return tuple(
        replace(
            entry,
            label=str(entry.label),
            group=str(entry.group),
            short=str(entry.short),
        )
        for entry in sorted(_entries.values(), key=lambda entry: entry.order)
    )
