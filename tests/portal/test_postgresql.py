"""A line to PostgreSQL is kept, and one that broke is noticed before it is used."""

import pytest
from django.db import connection, connections

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite has no line to break"
    ),
]


@pytest.fixture
def line():
    """Return a connection beside the one of the test."""
    other = connections.create_connection("default")
    other.inc_thread_sharing()
    other.settings_dict = {**other.settings_dict, "CONN_HEALTH_CHECKS": True}
    other.ensure_connection()
    yield other
    other.close()


def number(line):
    with line.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def test_a_line_that_holds_is_asked_nothing(line):
    with line.cursor():
        pass
    before = line.connection

    assert line.is_usable()
    with line.execute_wrapper(lambda *_asked: pytest.fail("It was asked.")):
        line.health_check_done = False
        line.close_if_health_check_failed()

    assert line.connection is before


def test_a_line_that_the_server_closed_is_opened_anew(line):
    broken = number(line)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [broken])

    assert not line.is_usable()
    line.health_check_done = False
    line.health_check_enabled = True
    line.close_if_health_check_failed()

    assert number(line) != broken
