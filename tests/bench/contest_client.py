"""One participant's browser with scripts, as far as a server can tell. No Django here."""

import json
import random
import re
import threading
from http.client import HTTPConnection, HTTPException, HTTPResponse
from itertools import count
from urllib.parse import urlencode, urlsplit

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {**FORM, "Accept": "application/json"}
_option = re.compile(r'name="chosen" value="([0-9a-f]{8})"')
_question = re.compile(r'data-here="[^"]*/(\d+)/"')
_here = threading.local()


class NotAcknowledged(Exception):
    """Raised when an answer did not come back as it should."""


class TimeIsUp(NotAcknowledged):
    """Raised when the server has handed in the paper, and takes no answer to it."""


class Lines:
    """One connection for each thread, kept open as browsers do."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self.asked = count()

    def ask(
        self,
        method: str,
        path: str,
        body: str = "",
        headers: dict[str, str] | None = None,
    ) -> tuple[HTTPResponse, str]:
        next(self.asked)
        line: HTTPConnection | None = getattr(_here, "line", None)
        if line is None:
            line = _here.line = HTTPConnection(self.host, self.port, timeout=60)
        try:
            line.request(method, path, body or None, headers or {})
            response = line.getresponse()
            return response, response.read().decode()
        except (OSError, HTTPException) as error:
            line.close()
            _here.line = None
            raise NotAcknowledged(type(error).__name__) from error


class Player:
    """Begins a paper, answers each question once, hands in. `kept` is what was promised."""

    def __init__(self, lines: Lines, slug: str, token: str) -> None:
        self.lines = lines
        self.home = f"/contests/{slug}/p/{token}/"
        self.paper = ""
        self.options: dict[int, list[str]] = {}  # of each question
        self.kept: dict[int, str] = {}

    @property
    def attempt(self) -> int:
        return int(self.paper.strip("/").split("/")[-1])

    def begin(self) -> None:
        response, _text = self.lines.ask("POST", f"{self.home}start/1/", "x=1", FORM)
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
        chosen = dice.choice(self.options[position])
        response, text = self.lines.ask(
            "POST", f"{self.paper}{position}/", urlencode({"chosen": chosen}), JSON
        )
        if response.status == 409:
            raise TimeIsUp(f"answer {response.status}")
        if response.status != 200 or json.loads(text).get("is_saved") is not True:
            raise NotAcknowledged(f"answer {response.status}")
        self.kept[position] = chosen

    def hand_in(self) -> None:
        self._read(f"{self.paper}hand-in/")
        response, _text = self.lines.ask("POST", f"{self.paper}hand-in/", "x=1", FORM)
        if response.status != 302:
            raise NotAcknowledged(f"hand-in {response.status}")
        self._read(response.getheader("Location") or "")

    def _read(self, path: str) -> str:
        response, page = self.lines.ask("GET", path)
        if response.status != 200:
            raise NotAcknowledged(f"page {response.status}")
        return page
