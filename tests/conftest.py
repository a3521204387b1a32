import sqlite3
from contextlib import closing
from pathlib import Path

import hypothesis
import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker
from wagtail.models import Page, Site

from portal.home.models import HomePage
from quizzes.bank.kept import content_of
from quizzes.contests.services.writing import wordings_of
from tests.portal.make import make_home

# A busy machine is slow now and then; that says nothing of the code.
hypothesis.settings.register_profile(
    "patient",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("patient")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Take Wagtail's welcome page away once: for each test that costs 0.1 s."""
    with django_db_blocker.unblock():
        for welcome in Page.objects.filter(depth=2):
            welcome.delete()
        # It took the default site along: pages without a tree still have a frame.
        Site.objects.get_or_create(
            is_default_site=True, defaults={"root_page": Page.get_first_root_node()}
        )


@pytest.fixture(autouse=True)
def _forget_wordings() -> None:
    """Each test has its own rows, and the numbers of the test before."""
    content_of.cache_clear()
    wordings_of.cache_clear()


@pytest.fixture
def home_page(db: None) -> HomePage:
    """Serve a front page at `/`."""
    return make_home()


@pytest.fixture(scope="session")
def migrated(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Path:
    """Return a database file as `migrate` leaves it: for servers of their own.

    Migrating anew takes each of them most of a minute. SQLite alone.
    """
    path = tmp_path_factory.mktemp("migrated") / "db.sqlite3"
    with django_db_blocker.unblock():
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=WAL")
    return path
