"""How often a wording was answered, and how often well: nothing else is kept (QZ-07)."""

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.db.models import F

from portal.throttle import spend
from quizzes.bank.models import PracticeCount

REMEMBERED = 3600  # seconds in which the same answer posted again is not counted again


def count_answer(version_id: int, *, is_right: bool, step: str, network: str) -> bool:
    """Count one answer; tell whether it was.

    What a network sends beyond measure is answered all the same, but not counted.
    """
    if not cache.add(f"practice:{step}", 1, REMEMBERED):
        return False
    if not spend("practice_network", network).is_allowed:
        return False
    _add(version_id, int(is_right))
    return True


def _add(version_id: int, right: int) -> None:
    counts = PracticeCount.objects.filter(version=version_id)
    more = {"n": F("n") + 1, "n_right": F("n_right") + right}
    if counts.update(**more):
        return
    try:
        with transaction.atomic():
            PracticeCount.objects.create(version_id=version_id, n=1, n_right=right)
    except IntegrityError:  # somebody answered it for the first time just before
        counts.update(**more)
