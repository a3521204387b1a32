"""Several answers at one and the same moment, each on a connection of its own."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker
from wagtail.models import Page

from publicity.models import KnowledgePage, UsefulCount
from publicity.services.useful import count_answer

TIMES = 8


@pytest.fixture
def committed_page(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[KnowledgePage]:
    """Keep an article where other connections see it; take it away after the test."""
    with django_db_blocker.unblock():
        page = KnowledgePage(title="怎样洗手", slug="at-once", body=[])
        Page.objects.get(depth=1).add_child(instance=page)
        yield page
        page.delete()
        connection.close()


def test_of_answers_that_come_at_once_each_counts(committed_page: KnowledgePage):
    ready = Barrier(TIMES)

    def answer(number: int) -> None:
        try:
            ready.wait()
            count_answer(committed_page, is_useful=number % 4 != 0)
        finally:
            connection.close()

    with ThreadPoolExecutor(TIMES) as pool:
        list(pool.map(answer, range(TIMES)))

    count = UsefulCount.objects.get(page=committed_page)
    assert (count.yes_count, count.no_count) == (TIMES - 2, 2)
