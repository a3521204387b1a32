import io
import logging
from logging.config import DictConfigurator
from typing import Any

import pytest
from django.conf import settings

from portal.codes import new_code
from portal.log_lines import without_secrets
from portal.tokens import new_token


@pytest.fixture
def lines():
    """Return what is written of all log lines, by the handlers that a site has."""
    configured = DictConfigurator(settings.LOGGING)
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(
        configured.configure_formatter(configured.config["formatters"]["line"])
    )
    root = logging.getLogger()
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)


@pytest.mark.django_db
def test_c4_the_address_of_a_unit_is_in_no_log_line(client, home_page, lines):
    token = new_token()

    for address in (f"/u/{token}/", f"/u/{token}/LX2026-000001/hand_in/"):
        assert client.get(address).status_code in {404, 405}

    assert "Not Found: /u/…/" in lines.getvalue()
    assert token not in lines.getvalue()


def test_c4_a_failure_tells_no_secret_by_its_traceback(lines):
    token, code = new_token(), new_code()
    try:
        raise ValueError(f"/u/{token}/ {code}")
    except ValueError:
        logging.getLogger("portal").exception("Internal Server Error: /u/%s/", token)

    assert "ValueError" in lines.getvalue()
    assert token not in lines.getvalue()
    assert code not in lines.getvalue()


@pytest.mark.once
@pytest.mark.parametrize(
    ("line", "written"),
    [
        ('"GET /u/abc-_9/ HTTP/1.1" 200', '"GET /u/…/ HTTP/1.1" 200'),
        ("/u/abc?x=1", "/u/…?x=1"),
        ("/preview/a.b:c/", "/preview/…/"),
        ("/open311/v2/tokens/abc.json", "/open311/v2/tokens/…"),
        ("/contests/a-b/p/abc-_9/12/3/?x", "/contests/a-b/p/…/12/3/?x"),
        ("/contests/a-b/boards/persons/", "/contests/a-b/boards/persons/"),
        ("/live/123456/p/abc-_9/", "/live/123456/p/…/"),
        ("/cms/password_reset/confirm/MQ/abc-def/", None),
        ("code=K7M2Q-9XR4T-3HDP&x", "code=…&x"),
        ("code=K7M2Q%2D9XR4T%2D3HDP", "code=…"),
        ("/units/u-1/ LX2026-000123", "/units/u-1/ LX2026-000123"),
        ("/u/", "/u/"),
        ("/activities/tree-day/s/abc-_9/cancel/", "/activities/tree-day/s/…/cancel/"),
        ("/activities/tree-day/sign-up/", "/activities/tree-day/sign-up/"),
    ],
)
def test_what_opens_something_is_hidden_and_the_rest_stays(line, written):
    if written is None:
        assert "abc-def" not in without_secrets(line)
    else:
        assert without_secrets(line) == written


@pytest.mark.once
def test_the_server_writes_its_lines_by_the_same_handler():
    logging: Any = settings.LOGGING

    assert logging["loggers"]["granian.access"]["handlers"] == ["console"]
    assert logging["handlers"]["console"]["formatter"] == "line"
