"""A prepared query finds and changes what the QuerySet it is made of would."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from portal.prepared import Given, PreparedQuery, PreparedUpdate
from quizzes.contests.models import AttemptItem, Contest, Participant
from tests.at_once import committing
from tests.quizzes.make import make_attempt, make_participant

FIELD: Any = AttemptItem._meta.get_field


@pytest.fixture
def items(db):
    return [item for _n in range(2) for item in make_attempt().items.all()]


def query():
    return PreparedQuery(
        lambda: (
            AttemptItem.objects.select_related("attempt__stage", "version")
            .only("position", "order", "version__stem", "attempt__stage__title")
            .filter(attempt_id=Given("attempt"), position__gte=Given("least"))
            .order_by("-position")
        )
    )


def test_it_finds_what_the_queryset_finds(items, django_assert_num_queries):
    prepared = query()

    for item in (items[0], items[-1], items[0]):
        with django_assert_num_queries(1):
            found = prepared.all(attempt=item.attempt_id, least=2)
            told = [(one.attempt.stage.title, one.version.stem) for one in found]
        plain = list(
            AttemptItem.objects.filter(attempt=item.attempt_id, position__gte=2)
        )
        assert found == plain[::-1]
        assert told == [
            (one.attempt.stage.title, one.version.stem) for one in plain[::-1]
        ]
        assert [one.order for one in found] == [one.order for one in plain[::-1]]
    assert prepared.all(attempt=0, least=1) == []


def test_what_it_found_is_an_instance_as_any_other(items):
    (found, *_rest) = query().all(attempt=items[0].attempt_id, least=1)

    found.answer = {"chosen": ["x"]}
    found.save(update_fields=["answer"])

    assert AttemptItem.objects.get(pk=found.pk).answer == {"chosen": ["x"]}


def test_it_writes_values_as_their_fields_are_written(items):
    now = timezone.now()
    update = PreparedUpdate(
        lambda: AttemptItem.objects.filter(pk=Given("item")),
        answer=Given("answer", FIELD("answer")),
        answered_at=Given("at", FIELD("answered_at")),
        n_saves=F("n_saves") + 1,
    )

    assert update.run(item=items[0].pk, answer={"text": '’"“'}, at=now) == 1
    assert update.run(item=items[1].pk, answer=None, at=None) == 1
    assert update.run(item=0, answer=None, at=None) == 0

    first, second = AttemptItem.objects.filter(pk__in=[items[0].pk, items[1].pk])
    assert (first.answer, first.answered_at, first.n_saves) == ({"text": '’"“'}, now, 1)
    assert (second.answer, second.answered_at, second.n_saves) == (None, None, 1)


def test_times_are_compared_as_times(items):
    late = PreparedQuery(
        lambda: Participant.objects.filter(
            joined_at__gt=Given("at", Participant._meta.get_field("joined_at"))
        )
    )
    somebody = make_participant()

    assert somebody in late.all(at=somebody.joined_at - timedelta(microseconds=1))
    assert somebody not in late.all(at=somebody.joined_at)


@pytest.fixture
def committed(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    with committing(django_db_blocker, (Participant, Contest)):
        yield


@pytest.mark.usefixtures("committed")
def test_a_lock_needs_a_transaction_each_time():
    somebody = make_participant()
    locked = PreparedQuery(
        lambda: Participant.objects.select_for_update().filter(pk=Given("pk"))
    )

    with transaction.atomic():
        assert locked.all(pk=somebody.pk) == [somebody]
    with pytest.raises(transaction.TransactionManagementError):
        locked.all(pk=somebody.pk)


@pytest.mark.usefixtures("committed")
def test_each_thread_asks_over_its_own_connection():
    somebody = make_participant()
    prepared = PreparedQuery(lambda: Participant.objects.filter(pk=Given("pk")))
    prepared.all(pk=somebody.pk)
    found = []

    def ask():
        found.extend(prepared.all(pk=somebody.pk))
        connection.close()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()

    assert found == [somebody]
