"""Who loads what of the demonstration county: each domain its own, in order."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from portal.demo.context import Context

Loader = Callable[["Context"], None]
_loaders: dict[str, tuple[int, str]] = {}


def register_loader(name: str, loader: str, *, order: int) -> None:
    """Enter a loader by its dotted path, from `AppConfig.ready()`.

    Paths, because a web process that never loads the county should not import
    what draws it. A loader takes a `Context` and is idempotent: what is there stays.
    """
    if name in _loaders:
        raise ImproperlyConfigured(f"There is a loader {name} already.")
    _loaders[name] = (order, loader)


def loaders() -> list[tuple[str, Loader]]:
    """Return the loaders with their names, in their order."""
    return [
        (name, import_string(path))
        for name, (_order, path) in sorted(
            _loaders.items(), key=lambda entry: entry[1][0]
        )
    ]
