"""The real command, as `make serve` runs it."""

import os
import re
import resource
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack, closing
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from portal.jobs.prepare import is_behind

pytestmark = pytest.mark.once
IDLE_PHONES = 1200  # more than the web server's own limit for two processes
MANAGE = str(settings.BASE_DIR / "site" / "manage.py")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_free(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def wait_until(condition, seconds):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def served(tmp_path, migrated):
    """Start `serve` in a folder with a blank in its name; yield it, its port and its words."""
    port = free_port()
    folder = tmp_path / "a county"
    folder.mkdir()
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DATABASE_URL", "HOST", "PORT"}
    } | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "VAR_DIR": str(folder),
        "HOME": str(tmp_path),
        **migrated(folder),
    }
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, MANAGE, "serve", "--port", str(port)],
            env=environment,
            stdout=log,
            stderr=log,
        )
        try:
            yield process, port, tmp_path / "log"
        finally:
            process.kill()
            process.wait()


def fetch(port, path):
    with urllib.request.urlopen(
        f"http://127.0.0.1:{port}{path}", timeout=5
    ) as response:
        return response.status, response.headers


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_answers_says_where_and_stops_when_asked(served, number):
    process, port, log = served
    assert wait_until(lambda: "Ctrl-C" in log.read_text(), 30)

    status, headers = fetch(port, "/healthz")
    process.send_signal(number)

    assert status == 200
    assert headers["Server"] == "granian"  # and no version
    assert process.wait(10) == 0
    assert is_free(port)
    said = log.read_text()
    assert f"http://127.0.0.1:{port}/cms/" in said
    assert "createsuperuser" in said
    assert "a county" in said


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ties a child")
def test_r1_the_port_is_free_at_once_when_it_is_killed(served):
    process, port, _log = served
    assert wait_until(lambda: not is_free(port), 30)

    process.kill()
    process.wait()

    assert wait_until(lambda: is_free(port), 3)


@pytest.fixture
def many_files():
    """Let this process hold more lines than a process may by default."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = IDLE_PHONES + 500
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_phones_that_keep_their_line_shut_nobody_out(served, many_files):
    _process, port, log = served
    assert wait_until(lambda: "Ctrl-C" in log.read_text(), 30)

    with ExitStack() as phones:
        for _each in range(IDLE_PHONES):
            line = phones.enter_context(
                closing(socket.create_connection(("127.0.0.1", port), timeout=5))
            )
            line.sendall(b"HEAD /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            assert line.recv(1000).startswith(b"HTTP/1.1 200")
        status, _headers = fetch(port, "/healthz")

    assert status == 200


def test_a_busy_port_gets_a_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(CommandError, match=f"make serve PORT={port + 1}"):
            call_command("serve", port=str(port))


@pytest.mark.parametrize("port", ["abc", "0", "70000", "-1", "８０００"])
def test_a_port_that_is_none_gets_a_sentence(port):
    with pytest.raises(CommandError, match=re.escape(port)):
        call_command("serve", port=port, stdout=StringIO())


def test_a_host_that_is_none_gets_a_sentence():
    with pytest.raises(CommandError, match="no such host"):
        call_command("serve", host="no such host", port=str(free_port()))


@pytest.mark.django_db
def test_a_migrated_database_is_not_behind():
    assert not is_behind()
