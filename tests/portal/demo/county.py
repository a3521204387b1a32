"""The demonstration county, loaded once for a whole module of tests that only read."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker


def load(**options: object) -> str:
    """Load it with small pictures and no films; return what the command says."""
    screen = StringIO()
    quick = {"picture_width": 64, "films": "none", "stderr": StringIO()}
    call_command("load_demo", **{**quick, **options}, stdout=screen)
    return screen.getvalue()


@pytest.fixture(scope="module")
def county(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Hold the county in a transaction that is rolled back after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        load()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def _django_db_helper(county: None) -> Iterator[None]:
    """Run a test inside the module's transaction, in place of pytest-django's own.

    A module that imports both fixtures and is marked `django_db` finds the county
    in the database; what a test writes is gone after it.
    """
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
