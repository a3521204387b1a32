"""A failed tick is told to whoever wants to act on it: notices make a draft of it.

    on_failed(draft_from_check)

from `AppConfig.ready()`; called in the transaction that keeps the check.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from reports.inspections.models import SpotCheck, Tick

Callback: TypeAlias = Callable[[SpotCheck, Sequence[Tick]], None]
_callbacks: list[Callback] = []


def on_failed(callback: Callback) -> None:
    """Call `callback(check, failed_ticks)` for each check that found something."""
    if callback not in _callbacks:
        _callbacks.append(callback)


def tell_failed(check: SpotCheck, ticks: Sequence[Tick]) -> None:
    for callback in _callbacks:
        callback(check, ticks)
