import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import hypothesis
import psycopg
import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker
from wagtail.models import Page, Site

from portal.home.models import HomePage
from quizzes.bank.kept import content_of
from quizzes.contests.services.writing import wordings_of
from tests.portal.make import make_home

Migrated = Callable[[Path], dict[str, str]]

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
def migrated(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Migrated:
    """Copy the database as `migrate` leaves it: for servers of their own.

    Called with the server's VAR_DIR; returns what its environment needs besides.
    Migrating anew takes each of them most of a minute and a half.
    """
    numbers = count(1)

    def copy(folder: Path) -> dict[str, str]:
        with django_db_blocker.unblock():
            if connection.vendor == "postgresql":
                return {"DATABASE_URL": _copy_on_the_server(f"site{next(numbers)}")}
            connection.ensure_connection()
            with closing(sqlite3.connect(folder / "db.sqlite3")) as file:
                connection.connection.backup(file)
                file.execute("PRAGMA journal_mode=WAL")
        return {}

    return copy


def _copy_on_the_server(suffix: str) -> str:
    """Return the address of the copy, which replaces one of an earlier run."""
    name = f"{connection.settings_dict['NAME']}_{suffix}"
    parts = urlsplit(os.environ["DATABASE_URL"])
    connection.close()  # nobody may look at what is being copied
    with psycopg.connect(
        urlunsplit(parts._replace(path="/postgres")), autocommit=True
    ) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(
            f'CREATE DATABASE "{name}" TEMPLATE "{connection.settings_dict["NAME"]}"'
        )
    return urlunsplit(parts._replace(path=f"/{name}"))
