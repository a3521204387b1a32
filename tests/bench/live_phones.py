"""What three hundred phones in a hall cost. Run by hand, never in the timed suite.

    python tests/bench/live_phones.py [--phones 300] [--questions 3] [--var DIR]

The real site (`manage.py serve`) on 127.0.0.1, SQLite or the database that DATABASE_URL
names; `--var` is a VAR_DIR whose database is migrated already (it is written to), else
one is made. Each phone comes in, looks once a second, and answers once a question. Below
a minute when the database is there.
"""

# ruff: noqa: PLC0415, S311, T201 -- Django is set up late; the figures are for a person.

import argparse
import asyncio
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent.parent
MANAGE = ROOT / "site" / "manage.py"
HOST = "127.0.0.1"
SECONDS = 9  # of a question
COMING_IN = 8.0  # seconds over which the phones arrive


@dataclass
class Seen:
    """What all phones together have measured."""

    polls: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    joins: list[float] = field(default_factory=list)
    n_304: int = 0
    n_kept: int = 0
    wrong: list[str] = field(default_factory=list)


class Phone:
    """One connection that stays open, as a browser's does."""

    def __init__(self, port: int, pin: str, seen: Seen) -> None:
        self.port, self.pin, self.seen = port, pin, seen
        self.own = self.etag = self.key = ""
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(
        self, method: str, path: str, body: bytes = b"", **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        if self.streams is None:
            self.streams = await asyncio.open_connection(HOST, self.port)
        reader, writer = self.streams
        lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}:{self.port}"]
        lines += [f"{name.replace('_', '-')}: {text}" for name, text in headers.items()]
        lines.append(f"Content-Length: {len(body)}")
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        found = {}
        for line in head[1:]:
            name, _colon, written = line.partition(": ")
            found[name.lower()] = written
        text = b""
        if length := int(found.get("content-length", 0)):
            text = await reader.readexactly(length)
        elif found.get("transfer-encoding") == "chunked":
            while size := int(await reader.readline(), 16):
                text += (await reader.readexactly(size + 2))[:-2]
            await reader.readline()
        return int(head[0].split()[1]), found, text

    async def post(
        self, path: str, typed: list[tuple[str, str]], **headers: str
    ) -> Any:
        return await self.ask(
            "POST",
            path,
            urlencode(typed).encode(),
            Content_Type="application/x-www-form-urlencoded",
            **headers,
        )

    async def live(self, until: asyncio.Event) -> None:
        await asyncio.sleep(random.uniform(0, COMING_IN))
        began = time.perf_counter()
        status, headers, _body = await self.post(f"/live/{self.pin}/", [])
        self.seen.joins.append(time.perf_counter() - began)
        if status != 302:
            self.seen.wrong.append(f"join {status}")
            return
        self.own = headers["location"]
        await self.ask("GET", self.own)
        while not until.is_set():
            await self.look()
            await asyncio.sleep(random.uniform(0.9, 1.1))

    async def look(self) -> None:
        began = time.perf_counter()
        status, headers, body = await self.ask(
            "GET", f"/live/{self.pin}/state.json", If_None_Match=self.etag
        )
        self.seen.polls.append(time.perf_counter() - began)
        self.seen.n_304 += status == 304
        if status not in {200, 304}:
            self.seen.wrong.append(f"look {status}")
        if status != 200:
            return
        self.etag, state = headers["etag"], json.loads(body)
        if state["key"] != self.key:
            self.key = state["key"]
            if self.key.startswith("asking"):
                await asyncio.sleep(random.uniform(0.5, SECONDS * 0.6))
                await self.answer(state["html"])

    async def answer(self, html: str) -> None:
        ids = [part.split('"')[0] for part in html.split('name="chosen" value="')[1:]]
        typed = [("position", self.key.split("-")[1]), ("chosen", random.choice(ids))]
        began = time.perf_counter()
        status, _headers, body = await self.post(
            self.own, typed, Accept="application/json"
        )
        self.seen.answers.append(time.perf_counter() - began)
        if status == 200 and json.loads(body)["is_kept"]:
            self.seen.n_kept += 1
        else:
            self.seen.wrong.append(f"answer {status}")


def prepare(n_questions: int) -> Any:
    from quizzes.bank.content import Content, Option
    from quizzes.bank.models import Pool, Question, QuestionVersion
    from quizzes.bank.workflow import Kind, QuestionState, Topic
    from quizzes.live.models import LiveRound
    from quizzes.live.services.running import open_round

    pool = Pool.objects.create(name=f"bench {time.time()}")
    for n in range(n_questions):
        content = Content(
            Kind.SINGLE, tuple(Option(f"选项{m}", m == 0) for m in range(4))
        )
        same: Any = {"kind": Kind.SINGLE, "topic": Topic.LAW, "difficulty": 2}
        question = Question.objects.create(
            code=f"B{time.time_ns() % 10**12}{n}", state=QuestionState.READY, **same
        )
        question.current = QuestionVersion.objects.create(
            question=question,
            number=1,
            stem="谁来清理？" * 8,
            content=content.with_ids().to_json(),
            **same,
        )
        question.save()
        pool.questions.add(question)
    live_round = LiveRound.objects.create(
        title="bench", pool=pool, n_questions=n_questions, seconds=SECONDS
    )
    open_round(live_round, by=_host())
    return live_round


def _host() -> Any:
    from portal.users.models import User

    return User.objects.get_or_create(username="bench")[0]


async def play(live_round: Any, port: int, n_phones: int, seen: Seen) -> None:
    from quizzes.live.services.running import ask_next, end_round, show_answer

    over = asyncio.Event()
    host = await asyncio.to_thread(_host)
    phones = [Phone(port, live_round.pin, seen) for _each in range(n_phones)]
    await Phone(port, live_round.pin, seen).ask("GET", "/live/")  # all is imported
    tasks = [asyncio.create_task(phone.live(over)) for phone in phones]
    await asyncio.sleep(COMING_IN + 1)
    for _question in range(live_round.n_questions):
        await asyncio.to_thread(live_round.refresh_from_db)
        await asyncio.to_thread(ask_next, live_round, by=host)
        await asyncio.sleep(SECONDS)
        await asyncio.to_thread(show_answer, live_round, by=host)
        await asyncio.sleep(2)
    await asyncio.to_thread(end_round, live_round, by=host)
    over.set()
    await asyncio.gather(*tasks)


def cpu_of(pid: int) -> float:
    """Return the processor seconds of a process and of all below it."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return 0.0
    spent = (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")
    return spent + sum(cpu_of(int(child)) for child in below)


def tell(name: str, times: list[float]) -> None:
    ordered = sorted(times)
    p50, p99 = (ordered[int(len(ordered) * part)] for part in (0.5, 0.99))
    print(
        f"{name:8} {len(ordered):6}  p50 {p50 * 1000:7.1f} ms  "
        f"p99 {p99 * 1000:7.1f} ms  worst {ordered[-1] * 1000:7.1f} ms"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--phones", type=int, default=300)
    parser.add_argument("--questions", type=int, default=3)
    parser.add_argument("--var", default="")
    chosen = parser.parse_args()
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    os.environ |= {
        "VAR_DIR": chosen.var or tempfile.mkdtemp(prefix="live-bench-"),
        "PORT": str(port),
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
    }
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    import django

    django.setup()
    if not chosen.var:
        subprocess.run([sys.executable, MANAGE, "migrate", "-v0"], check=True)  # noqa: S603
    live_round = prepare(chosen.questions)
    server = subprocess.Popen(  # noqa: S603 -- our own command
        [sys.executable, MANAGE, "serve"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while True:
            try:
                socket.create_connection((HOST, port), 1).close()
                break
            except OSError:
                time.sleep(0.2)
        time.sleep(2)
        seen, before, began = Seen(), cpu_of(server.pid), time.monotonic()
        asyncio.run(play(live_round, port, chosen.phones, seen))
        lasted, spent = time.monotonic() - began, cpu_of(server.pid) - before
    finally:
        server.terminate()
        server.wait(30)
    print(f"{chosen.phones} phones, {lasted:.0f} s, load {os.getloadavg()[0]:.1f}")
    tell("come in", seen.joins)
    tell("look", seen.polls)
    tell("answer", seen.answers)
    print(f"304s {seen.n_304 / len(seen.polls):.0%}; server {spent:.1f} CPU s,")
    print(f"{spent / lasted:.2f} of one core; {len(seen.polls) / lasted:.0f} looks/s")
    asked = chosen.phones * chosen.questions
    print(f"answers kept {seen.n_kept} of {asked}; wrong {seen.wrong[:5] or 'none'}")


if __name__ == "__main__":
    main()
