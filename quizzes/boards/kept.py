"""What many ask for at once is counted once in a few seconds by each process."""

from collections.abc import Callable, Hashable
from threading import Lock
from time import monotonic
from typing import Any, TypeVar

from django.conf import settings

Value = TypeVar("Value")
MOST = 500  # boards that a process keeps

_kept: dict[Hashable, tuple[float, Any]] = {}
_locks: dict[Hashable, Lock] = {}


def kept(key: Hashable, count: Callable[[], Value]) -> Value:
    """Return what `count` gives, or gave less than `BOARD_KEPT_SECONDS` ago.

    The time runs from before the counting, so that nothing stays longer than that. Who
    comes while somebody counts waits for the same figures.
    """
    seconds = settings.CONTESTS["BOARD_KEPT_SECONDS"]
    if not seconds:
        return count()
    if len(_locks) > MOST:
        forget_boards()
    with _locks.setdefault(key, Lock()):
        begun = monotonic()
        if (found := _kept.get(key)) and begun - found[0] < seconds:
            value: Value = found[1]
            return value
        value = count()
        _kept[key] = (begun, value)
        return value


def forget_boards() -> None:
    _kept.clear()
    _locks.clear()
