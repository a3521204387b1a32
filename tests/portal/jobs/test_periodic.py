from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.utils import timezone

from portal.jobs import periodic
from portal.jobs.models import PeriodicRun
from portal.jobs.periodic import Job, register, tick
from tests.portal.review.make import release
from tests.publicity.make import make_news

NOW = timezone.now()


@pytest.fixture
def jobs(monkeypatch):
    """Give the test a registry of its own."""
    mine: dict[str, Job] = {}
    monkeypatch.setattr(periodic, "_jobs", mine)
    return mine


@pytest.mark.django_db
def test_a_job_runs_once_per_due_time(jobs):
    ran = []
    register("sweep", lambda: ran.append(1), every=timedelta(hours=1))

    tick(NOW)
    tick(NOW + timedelta(minutes=1))
    assert ran == [1]

    tick(NOW + timedelta(hours=1))
    assert ran == [1, 1]


@pytest.mark.django_db
def test_a_job_for_each_minute_misses_none_when_the_clock_trembles(jobs):
    ran = []
    register("sweep", lambda: ran.append(1), every=timedelta(minutes=1))

    tick(NOW)
    tick(NOW + timedelta(seconds=58))

    assert ran == [1, 1]


@pytest.mark.django_db
def test_a_job_that_fails_stops_no_other_and_is_due_again(jobs, caplog):
    ran = []

    def fail():
        ran.append("fail")
        raise RuntimeError("no broom")

    register("fail", fail, every=timedelta(days=1))
    register("sweep", lambda: ran.append("sweep"), every=timedelta(days=1))

    assert tick(NOW) == {"fail": False, "sweep": True}
    assert tick(NOW + timedelta(minutes=1)) == {"fail": False}

    assert ran == ["fail", "sweep", "fail"]
    assert "The periodic job fail failed." in caplog.text
    assert "no broom" in caplog.text


@pytest.mark.django_db
def test_a_job_taken_up_elsewhere_is_not_run_here(jobs):
    ran = []
    register("sweep", lambda: ran.append(1), every=timedelta(hours=1))
    PeriodicRun.objects.create(name="sweep", last_run_at=NOW)

    assert tick(NOW + timedelta(minutes=5)) == {}
    assert ran == []


def test_two_jobs_cannot_share_a_name(jobs):
    register("sweep", print, every=timedelta(hours=1))

    with pytest.raises(ImproperlyConfigured):
        register("sweep", print, every=timedelta(hours=1))


@pytest.mark.django_db
def test_the_command_fails_when_a_job_fails(jobs):
    register("fail", lambda: 1 / 0, every=timedelta(days=1))

    with pytest.raises(CommandError, match="fail"):
        call_command("tick")


@pytest.mark.django_db
def test_a_page_goes_live_at_its_time(client, home_page):
    page = make_news(title="夜市开放时间", live=False, first_published_at=None)
    page.go_live_at = timezone.now() + timedelta(hours=1)
    release(page)

    tick()
    assert client.get(page.url).status_code == 404

    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        tick()
        response = client.get(page.url)

    assert response.status_code == 200
    assert "夜市开放时间" in response.text


@pytest.mark.django_db
def test_the_built_in_jobs_all_go_well():
    outcome = tick()

    assert set(outcome) >= {
        "publish_scheduled",
        "take_up_lost_tasks",
        "forget_finished_tasks",
        "forget_old_sessions",
        "forget_attempts",
    }
    assert all(outcome.values())
