"""Which pools are asked from, now or soon: whoever asks officially says so.

A room registers from `AppConfig.ready()`:

    register_asker("contests", pools_in_use)
"""

from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import ImproperlyConfigured
from django.db.models import QuerySet

from quizzes.bank.models import Pool

Asker = Callable[[datetime], QuerySet[Pool]]
_askers: dict[str, Asker] = {}


def register_asker(name: str, pools: Asker) -> None:
    if name in _askers:
        raise ImproperlyConfigured(f"There is an asker {name} already.")
    _askers[name] = pools


def pools_asked_from(at: datetime) -> set[int]:
    return {pool.pk for pools in _askers.values() for pool in pools(at).only("pk")}
