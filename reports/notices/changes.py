"""What other rooms do when a notice moves: entered by them, called with every step."""

from collections.abc import Callable
from typing import TypeAlias

from django.core.exceptions import ImproperlyConfigured

from reports.notices.models import RectificationNotice

Callback: TypeAlias = Callable[[RectificationNotice, str], None]

_callbacks: list[Callback] = []


def on_change(callback: Callback) -> None:
    """Call `callback(notice, verb)` after each step, in the step's transaction.

    Whatever it raises undoes the step.
    """
    if callback in _callbacks:
        raise ImproperlyConfigured(f"{callback} hears of notices already.")
    _callbacks.append(callback)


def tell_all(notice: RectificationNotice, verb: str) -> None:
    for callback in _callbacks:
        callback(notice, verb)
