import signal
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from portal.jobs.requeue import requeue_interrupted
from portal.jobs.retry import pause_before
from tests.portal.jobs import tasks

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    tasks.calls.clear()
    monkeypatch.setattr(tasks, "failures_left", 0)
    # It would close the connection, and with it the test's transaction.
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    # The worker takes the signals; the test runner wants them back.
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)
    kept = [(number, signal.getsignal(number)) for number in numbers]
    yield
    for number, handler in kept:
        signal.signal(number, handler)


def work():
    call_command(
        "db_worker",
        *("--backend", "background", "--queue-name", "*"),
        *("--batch", "--no-startup-delay"),
        verbosity=0,
    )


def states():
    return sorted(DBTaskResult.objects.values_list("status", flat=True))


def test_a_task_waits_for_the_worker_and_runs_once():
    tasks.note.enqueue("清运")
    assert tasks.calls == []

    work()
    work()

    assert tasks.calls == ["清运"]
    assert states() == ["SUCCESSFUL"]


def test_a_task_of_a_rolled_back_transaction_is_never_run():
    with transaction.atomic():
        tasks.note.enqueue("清运")
        transaction.set_rollback(True)

    work()

    assert tasks.calls == []


def test_a_failed_task_is_tried_again_after_a_pause(monkeypatch):
    monkeypatch.setattr(tasks, "failures_left", 1)
    tasks.note.enqueue("清运")

    work()
    assert tasks.calls == ["清运"]
    with time_machine.travel(timezone.now() + pause_before(2) + timedelta(seconds=1)):
        work()

    assert tasks.calls == ["清运", "清运"]
    assert states() == ["FAILED", "SUCCESSFUL"]


def test_a_task_that_fails_for_good_is_tried_as_often_as_agreed(monkeypatch):
    monkeypatch.setattr(tasks, "failures_left", 9)
    tasks.note.enqueue("清运")

    for _again in range(5):
        with time_machine.travel(timezone.now() + timedelta(days=1) * (_again + 1)):
            work()

    assert len(tasks.calls) == 3
    assert states() == ["FAILED"] * 3


def test_a_task_that_gives_up_is_not_tried_again():
    tasks.note_and_give_up.enqueue("坏文件")

    work()

    assert tasks.calls == ["坏文件"]
    assert states() == ["FAILED"]


def test_pauses_grow_to_an_hour():
    assert [pause_before(attempt).total_seconds() for attempt in range(2, 8)] == [
        30,
        120,
        480,
        1920,
        3600,
        3600,
    ]


def interrupted(started_at):
    tasks.note.enqueue("清运")
    DBTaskResult.objects.update(status="RUNNING", started_at=started_at)


def test_r1_the_only_worker_takes_up_what_was_interrupted():
    interrupted(timezone.now())

    requeue_interrupted(is_only_worker=True)
    work()

    assert tasks.calls == ["清运"]
    assert states() == ["SUCCESSFUL"]


def test_r1_one_of_many_workers_leaves_alone_what_may_still_run():
    interrupted(timezone.now() - timedelta(minutes=5))

    assert requeue_interrupted(is_only_worker=False) == 0
    assert states() == ["RUNNING"]


def test_r1_one_of_many_workers_takes_up_what_runs_far_too_long():
    interrupted(timezone.now() - timedelta(hours=3))

    assert requeue_interrupted(is_only_worker=False) == 1
    assert states() == ["READY"]
