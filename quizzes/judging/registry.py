"""Who is told when a paper is voided, or counts again: rooms above enter themselves."""

from collections.abc import Callable

from django.core.exceptions import ImproperlyConfigured

from quizzes.contests.models import Attempt

Told = Callable[[Attempt], object]
_on_voided: dict[str, Told] = {}
_on_restored: dict[str, Told] = {}


def on_voided(name: str, function: Told) -> None:
    """Call `function` in the transaction in which a paper is voided."""
    _enter(_on_voided, name, function)


def on_restored(name: str, function: Told) -> None:
    """Call `function` in the transaction in which a voided paper counts again."""
    _enter(_on_restored, name, function)


def tell_voided(attempt: Attempt) -> None:
    for function in _on_voided.values():
        function(attempt)


def tell_restored(attempt: Attempt) -> None:
    for function in _on_restored.values():
        function(attempt)


def _enter(told: dict[str, Told], name: str, function: Told) -> None:
    if name in told:
        raise ImproperlyConfigured(f"{name} is told already.")
    told[name] = function
