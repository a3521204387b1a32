"""What a resident says of the end, told to the rooms that wait for it."""

from collections.abc import Callable
from typing import TypeAlias

from django.core.exceptions import ImproperlyConfigured

from reports.complaints.models import Complaint

Callback: TypeAlias = Callable[[Complaint, bool], None]

_callbacks: list[Callback] = []


def on_verdict(callback: Callback) -> None:
    """Call `callback(complaint, is_solved)` when its sender is content, or disputes it.

    In the transaction of that step, with the complaint locked.
    """
    if callback in _callbacks:
        raise ImproperlyConfigured(f"{callback} hears of verdicts already.")
    _callbacks.append(callback)


def tell_verdict(complaint: Complaint, *, is_solved: bool) -> None:
    for callback in _callbacks:
        callback(complaint, is_solved)
