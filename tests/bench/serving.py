"""The real site on this machine, for benches: started, killed, started again."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent.parent
MANAGE = ROOT / "site" / "manage.py"
HOST = "127.0.0.1"
PATIENCE = 240  # seconds for one start
# One machine plays all readers here.
SETTINGS = """from portal.settings.dev import *
THROTTLES = {name: (10**6, 60, 1) for name in THROTTLES}
"""
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Served:
    """The site's processes: started, killed all at once, started again."""

    def __init__(self, environment: dict[str, str]) -> None:
        with socket.socket() as free:
            free.bind((HOST, 0))
            self.port = free.getsockname()[1]
        self.environment = environment
        self.base = f"http://{HOST}:{self.port}"
        self.log = Path(environment["VAR_DIR"]) / "serve.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603
                [sys.executable, str(MANAGE), "serve", "--port", str(self.port)],
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with suppress(OSError), _opener.open(f"{self.base}/healthz", timeout=5):
                return
            time.sleep(0.1)
        raise SystemExit(f"The site does not start:\n{self.log.read_text()[-3000:]}")

    def kill(self) -> int:
        """Kill web, worker and what watches them; return how many processes that were."""
        assert self.process is not None
        family = _family(self.process.pid)
        for pid in family:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()
        return len(family)


def _family(root: int) -> list[int]:
    """Return `root` and all that descend from it: nothing that others started."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            stat = (entry / "stat").read_text()
            parent = int(stat.rpartition(")")[2].split()[1])
            parents.setdefault(parent, []).append(int(entry.name))
    found = [root]
    for pid in found:
        found += parents.get(pid, [])
    return found


def environment_in(folder: Path, url: str) -> dict[str, str]:
    (folder / "bench_settings.py").write_text(SETTINGS)
    environment = {
        **os.environ,
        "VAR_DIR": str(folder / "var"),
        "DJANGO_SETTINGS_MODULE": "bench_settings",
        "PYTHONPATH": str(folder),
        "HOST": HOST,
    }
    (folder / "var").mkdir()
    environment.pop("DATABASE_URL", None)
    os.environ.pop("DATABASE_URL", None)
    if url:
        environment["DATABASE_URL"] = url
    return environment


def manage(*arguments: str) -> None:
    subprocess.run(  # noqa: S603
        [sys.executable, str(MANAGE), *arguments], check=True, env=os.environ
    )


@contextmanager
def own_database() -> Iterator[str]:
    """Make a database beside the named one, on this machine alone, and drop it.

    BENCH_TEMPLATE may name one that is migrated already: to migrate takes minutes
    where a small run takes seconds.
    """
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        yield ""
        return
    parts = urlsplit(url)
    if parts.hostname not in {HOST, "localhost"}:
        raise SystemExit("DATABASE_URL must name a PostgreSQL on this machine.")
    name = f"bench_{os.getpid()}"
    admin = urlunsplit(parts._replace(path="/postgres"))
    quoted = sql.Identifier(name)
    template = sql.Identifier(os.environ.get("BENCH_TEMPLATE") or "template1")
    with psycopg.connect(admin, autocommit=True) as server:
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(quoted, template)
        )
    try:
        yield urlunsplit(parts._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(admin, autocommit=True) as server:
            server.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(quoted)
            )
