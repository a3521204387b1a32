"""One participant's browser with scripts, as far as a server can tell. No Django here."""

import json
import random
import re
import select
import socket
from dataclasses import dataclass
from typing import Any, BinaryIO
from urllib.parse import urlencode, urlsplit

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {**FORM, "Accept": "application/json"}
_option = re.compile(r'name="chosen" value="([0-9a-f]{8})"')
_question = re.compile(r'data-here="[^"]*/(\d+)/"')


class NotAcknowledged(Exception):
    """Raised when an answer did not come back as it should."""


class TimeIsUp(NotAcknowledged):
    """Raised when the server has handed in the paper, and takes no answer to it."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]

    def getheader(self, name: str) -> str | None:
        return self.headers.get(name.lower())


class Line:
    """One connection, kept open as a browser keeps it, and opened again when it is cut.

    Each participant has one of their own: the server's workers share phones, and few
    lines for all would fall to whichever worker was up first. By hand, since
    `http.client` takes as much of the machine as the site does.
    """

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self.asked = 0
        self._line: Any = None
        self._end = select.poll()

    def ask(
        self,
        method: str,
        path: str,
        body: str = "",
        headers: dict[str, str] | None = None,
    ) -> tuple[Answer, str]:
        self.asked += 1
        sent = body.encode()
        said = {"Host": f"{self.host}:{self.port}", **(headers or {})}
        if method == "POST":
            said["Content-Length"] = str(len(sent))
        lines = [f"{method} {path} HTTP/1.1", *(f"{k}: {v}" for k, v in said.items())]
        try:
            if self._line is None or self._end.poll(0):
                # Closed meanwhile: the server keeps a silent line for half a minute.
                opened = socket.create_connection((self.host, self.port), timeout=60)
                opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._line = opened.makefile("rwb")
                self._end = select.poll()
                self._end.register(opened, select.POLLIN)
                opened.close()  # the file holds it
            self._line.write("\r\n".join([*lines, "", ""]).encode() + sent)
            self._line.flush()
            answer, read = _read(self._line)
            return answer, read.decode()
        except (OSError, ValueError) as error:
            self._line = None
            raise NotAcknowledged(type(error).__name__) from error


def _read(line: BinaryIO) -> tuple[Answer, bytes]:
    if not (first := line.readline()):
        raise ConnectionError
    status = int(first.split(b" ", 2)[1])
    headers = {}
    while field := line.readline().strip():
        name, _colon, value = field.decode("latin-1").partition(":")
        headers[name.lower()] = value.strip()
    if headers.get("transfer-encoding") == "chunked":
        body = b""
        while size := int(line.readline(), 16):
            body += line.read(size)
            line.readline()
        line.readline()
    else:
        size = int(headers.get("content-length", 0))
        body = line.read(size)
        if len(body) < size:
            raise ConnectionError
    return Answer(status, headers), body


class Player:
    """Begins a paper, answers each question once, hands in. `kept` is what was promised."""

    def __init__(self, line: Line, slug: str, token: str) -> None:
        self.line = line
        self.home = f"/contests/{slug}/p/{token}/"
        self.paper = ""
        self.options: dict[int, list[str]] = {}  # of each question
        self.kept: dict[int, str] = {}

    @property
    def attempt(self) -> int:
        return int(self.paper.strip("/").split("/")[-1])

    def begin(self) -> None:
        response, _text = self.line.ask("POST", f"{self.home}start/1/", "x=1", FORM)
        place = response.getheader("Location") or ""
        if response.status != 302 or not place.startswith(self.home):
            raise NotAcknowledged(f"start {response.status}")
        path = urlsplit(place).path
        self.paper = path.rstrip("/").rpartition("/")[0] + "/"
        self._read(path)
        _before, *parts = _question.split(self._read(f"{self.paper}questions/"))
        for position, part in zip(parts[::2], parts[1::2], strict=True):
            self.options[int(position)] = _option.findall(part)

    def answer(self, position: int, dice: random.Random) -> None:
        if position not in self.options:
            raise NotAcknowledged("no paper")
        chosen = dice.choice(self.options[position])
        response, text = self.line.ask(
            "POST", f"{self.paper}{position}/", urlencode({"chosen": chosen}), JSON
        )
        if response.status == 409:
            raise TimeIsUp(f"answer {response.status}")
        if response.status != 200 or json.loads(text).get("is_saved") is not True:
            raise NotAcknowledged(f"answer {response.status}")
        self.kept[position] = chosen

    def hand_in(self) -> None:
        """Hand in, or see that it is: by the clock, or by a post whose answer was lost."""
        path = f"{self.paper}hand-in/"
        response, _text = self.line.ask("GET", path)
        if response.status == 200:
            response, _text = self.line.ask("POST", path, "x=1", FORM)
        if response.status != 302:
            raise NotAcknowledged(f"hand-in {response.status}")
        self._read(response.getheader("Location") or "")

    def _read(self, path: str) -> str:
        response, page = self.line.ask("GET", path)
        if response.status != 200:
            raise NotAcknowledged(f"page {response.status}")
        return page
