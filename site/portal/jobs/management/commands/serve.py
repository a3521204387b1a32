import os
import resource
import socket
import sys
import urllib.error
import urllib.request
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.jobs.prepare import prepare
from portal.jobs.supervisor import Child, Supervisor

DEFAULT_HOST, DEFAULT_PORT = "127.0.0.1", "8000"
# A phone keeps its line for half a minute after its last request.
LINES, OTHER_FILES = 4096, 512  # of one process
ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104


class Command(BaseCommand):
    help = "Runs the site: the web server and the background worker, until Ctrl-C."
    requires_system_checks = ()  # they cost a second; `make test` runs them

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST") or DEFAULT_HOST)
        parser.add_argument("--port", default=os.environ.get("PORT") or DEFAULT_PORT)
        parser.add_argument(
            "--workers", type=int, default=2, help="processes that answer requests"
        )
        parser.add_argument(
            "--prepare",
            action="store_true",
            help="first bring the database up to date, and fill it if it is empty",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], _port(options["port"])
        _refuse_a_busy_port(host, port)
        if options["prepare"]:
            prepare(self.stdout)
        connection.close()
        shown = ANY_ADDRESS.get(host, host)
        address = f"http://{f'[{shown}]' if ':' in shown else shown}:{port}"
        is_up = False

        def when_started() -> bool:
            nonlocal is_up
            if not is_up and _answers(f"{address}/healthz"):
                is_up = True
                self.say_where(address)
            return is_up

        Supervisor(
            [
                Child(_("网站"), _web(host, port, options["workers"])),
                Child(_("后台任务"), [sys.executable, _manage(), "work"]),
            ],
            say=self.say_it_died,
        ).run(when_started=when_started)
        self.stdout.write(_("已停止。"))

    def say_where(self, address: str) -> None:
        cms = reverse("wagtailadmin_home")
        lines = [
            "",
            _("网站已就绪：     %s/") % address,
            _("内容管理后台：   %(address)s%(cms)s") % {"address": address, "cms": cms},
            _("新建管理员：     .venv/bin/python site/manage.py createsuperuser"),
            _("数据保存在：     %s") % settings.VAR_DIR,
            _("按 Ctrl-C 停止。"),
            "",
        ]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()

    def say_it_died(self, name: str, code: int, pause: float) -> None:
        self.stderr.write(
            _("%(name)s意外退出（%(code)s），%(pause)s 秒后重新启动。")
            % {"name": name, "code": code, "pause": f"{pause:g}"}
        )


def _port(written: str) -> int:
    if written.isascii() and written.isdecimal() and 0 < int(written) < 65536:
        return int(written)
    raise CommandError(_("端口号要在 1 到 65535 之间：%s") % written)


def _refuse_a_busy_port(host: str, port: int) -> None:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise CommandError(
            _("不认识的地址 %(host)s：%(error)s") % {"host": host, "error": error}
        ) from error
    family, kind, _protocol, _name, place = found[0]
    with socket.socket(family, kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(place)
        except OSError as error:
            raise CommandError(
                _(
                    "地址 %(host)s:%(port)s 用不了（%(error)s）。"
                    "可能另一个程序正在使用它；换一个端口试试：make serve PORT=%(other)s"
                )
                % {
                    "host": host,
                    "port": port,
                    "error": error.strerror,
                    "other": port + 1 if port < 65535 else 8001,
                }
            ) from error


def _answers(address: str) -> bool:
    try:
        # Never through a proxy that the environment may name: it is this machine.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(address, timeout=2):
            return True
    except urllib.error.HTTPError:
        return True  # it does not like the name we called it by, but it is there
    except OSError:
        return False


def _manage() -> str:
    return str(Path(settings.BASE_DIR) / "site" / "manage.py")


def _web(host: str, port: int, workers: int) -> list[str]:
    # granian's name misleads: it is no limit of requests but of open lines, idle ones
    # among them, and whoever comes after has to wait until one of them is closed.
    lines = max(1, _allow_files(LINES + OTHER_FILES) - OTHER_FILES)
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi"),
        *("--host", host, "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", "4"),
        *("--backpressure", str(lines)),
        *("--respawn-failed-workers", "--workers-kill-timeout", "4"),
        *("--log-level", "warning"),
        *("--working-dir", str(Path(settings.BASE_DIR) / "site")),
        "portal.wsgi:application",
    ]


def _allow_files(wanted: int) -> int:
    """Let the children open `wanted` files, or as many as may be; return how many."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return wanted
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    return allowed
