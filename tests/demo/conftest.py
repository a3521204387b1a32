"""The demonstration county, loaded once for all tests of this folder: they only read."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.demo.loading import load


@pytest.fixture(scope="package")
def county(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Hold the county in a transaction that is rolled back after the last test here."""
    with django_db_blocker.unblock(), transaction.atomic():
        load()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def _django_db_helper(county: None) -> Iterator[None]:
    """Run a test inside that transaction, in place of pytest-django's own.

    What it writes is gone after it.
    """
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
