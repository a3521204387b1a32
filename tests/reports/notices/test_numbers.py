"""Numbers of one year, taken by many at once: no gap, none twice (EX-31)."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from reports.notices.models import NoticeCounter
from reports.notices.services.issuing import next_sequence
from tests.at_once import at_once

EACH = 3


class ChangedMyMind(Exception):
    """Raised by who has a number already and signs nothing after all."""


@pytest.fixture
def committed(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield
        NoticeCounter.objects.all().delete()
        connection.close()


@pytest.mark.usefixtures("committed")
def test_ex31_eight_who_sign_at_once_leave_no_gap_even_where_some_give_up():
    def sign(number: int) -> list[int]:
        kept = []
        for turn in range(EACH):
            try:
                with transaction.atomic():
                    sequence = next_sequence(2026)
                    if (number + turn) % 4 == 0:
                        raise ChangedMyMind
                kept.append(sequence)
            except ChangedMyMind:
                continue
        return kept

    given = sorted(each for kept in at_once(sign) for each in kept)

    assert given == list(range(1, len(given) + 1))
    assert NoticeCounter.objects.get().last == len(given)
