"""A real site for the browser: the demonstration county behind the real server.

It runs as its own processes with its own database and files, as on a new
machine, so that what passes here passes for a resident. Each worker starts one.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.conftest import Migrated

MANAGE = settings.BASE_DIR / "site" / "manage.py"
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))),
    None,
)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Have a test database made for these tests too: the site begins with a copy of it."""
    item.add_marker(pytest.mark.django_db)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the browser tests where there is no browser; on CI that is a failure."""
    if CHROMIUM or os.environ.get("CI") == "true":
        return
    here = Path(__file__).parent
    skip = pytest.mark.skip(reason="no Chromium on this machine: browser tests skipped")
    for item in items:
        if here in item.path.parents and "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(skip)


@dataclass(frozen=True)
class Site:
    """The running demonstration site."""

    url: str
    environment: dict[str, str]

    def manage(self, *arguments: str) -> str:
        return subprocess.run(  # noqa: S603 -- our own command
            [sys.executable, str(MANAGE), *arguments],
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
            timeout=600,
        ).stdout


@pytest.fixture(scope="session")
def site(
    tmp_path_factory: pytest.TempPathFactory, migrated: Migrated
) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "VAR_DIR": str(folder),
        "PORT": str(port),
        **migrated(folder),
    }
    running = Site(f"http://127.0.0.1:{port}", environment)
    running.manage("load_demo", "--films=none", "--picture-width=480")
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(  # noqa: S603 -- our own command
            [sys.executable, str(MANAGE), "serve"],
            env=environment,
            stdout=log,
            stderr=log,
        )
        try:
            _wait_for(f"{running.url}/readyz", server, folder / "server.log")
            yield running
        finally:
            server.terminate()
            server.wait(30)


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _attempt in range(300):
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 -- our own
                return
        except OSError:  # not there yet, or too busy to answer in time
            if server.poll() is not None:
                break
            time.sleep(0.2)
    raise RuntimeError(f"The server did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    assert CHROMIUM, "On CI a browser is needed: install chromium."
    # Playwright keeps an event loop running in this thread, for the tests that come
    # after as well; Django would take their queries for ones made in coroutines.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=site.url, locale="zh-CN")
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
