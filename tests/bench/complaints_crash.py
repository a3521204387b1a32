"""Whether a complaint survives kill -9. Run by hand, never in the timed suite.

    python tests/bench/complaints_crash.py [--kills 50] [--minutes 45] [--door form]

Eight residents send complaints with photos to the real site (`manage.py serve`: web
and worker) on 127.0.0.1, each again and again until it is acknowledged, while all its
processes are killed at random moments and started anew. Then nobody may have been lied
to. SQLite, or a database of its own beside the one that DATABASE_URL names.
"""

# ruff: noqa: E402, PLC0415, T201 -- Django is set up late; the figures are for a person.

import argparse
import hashlib
import io
import json
import os
import random
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any, Protocol, TypeAlias
from uuid import uuid4

from bs4 import BeautifulSoup

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
from tests.bench.serving import (
    Served,
    environment_in,
    manage,
    own_database,
)

POSTERS = 8
PATIENCE = 240  # seconds for one complaint, or for one start
Sent: TypeAlias = dict[str, str | list[str]]
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True)
class Receipt:
    number: str
    code: str


class Door(Protocol):
    """One way for a resident to send. Raises `OSError` where nothing was acknowledged."""

    def send(self, base: str, reference: str, photo: bytes) -> Receipt: ...


class Open311Door:
    def __init__(self, made: dict[str, str]) -> None:
        self.made = made

    def send(self, base: str, reference: str, photo: bytes) -> Receipt:
        fields: Sent = {
            "api_key": self.made["api_key"],
            "service_code": self.made["category"],
            "description": f"垃圾桶满了。{reference}",
            "address_string": "东门外",
            "client_reference": reference,
        }
        body, kind = multipart(fields, photo)
        asked = urllib.request.Request(  # noqa: S310 -- our own server
            f"{base}/open311/v2/requests.json", body, {"Content-Type": kind}
        )
        with _opener.open(asked, timeout=60) as response:
            (row,) = json.load(response)
        return Receipt(row["service_request_id"], row["query_code"])


def fields_of(page: BeautifulSoup) -> Sent:
    """Return what a browser would send of the form, without its buttons and files."""
    from tests.reports.make_form import fields_of as read

    return dict(read(page))


class FormDoor:
    """The resident's form, as a browser without scripts sends it.

    It was not read for three seconds: so each is asked to press once more, with the
    photo kept from the first time. A form that was cut off is sent again as it is.
    """

    def __init__(self, made: dict[str, str]) -> None:
        self.family = made["family"]
        self.forms: dict[str, tuple[urllib.request.OpenerDirector, Sent, bool]] = {}

    def send(self, base: str, reference: str, photo: bytes) -> Receipt:
        address = f"{base}/complaints/new/"
        if reference not in self.forms:
            browser = urllib.request.build_opener(
                urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor()
            )
            page = _page(browser, address)
            self.forms[reference] = browser, self._filled(page, reference), False
        browser, sent, is_kept = self.forms[reference]
        page = _page(browser, address, sent, b"" if is_kept else photo)
        if page.select_one("#number") is None:
            sent = fields_of(page)
            assert sent.get("photo_token"), page.select_one("main")
            self.forms[reference] = browser, sent, True
            page = _page(browser, address, sent)
        number, code = page.select_one("#number"), page.select_one("#code")
        if number is None or code is None:
            raise OSError("This is no stub.")
        return Receipt(number.text, code.text)

    def _filled(self, page: BeautifulSoup, reference: str) -> Sent:
        return fields_of(page) | {
            "family": self.family,
            "place_text": "东门外",
            "text": f"垃圾桶满了。{reference}",
        }


def _page(
    browser: urllib.request.OpenerDirector,
    address: str,
    sent: Sent | None = None,
    photo: bytes = b"",
) -> BeautifulSoup:
    """Return the page that answers, also where it says what is still wanting."""
    asked = urllib.request.Request(address)  # noqa: S310 -- our own server
    if sent is not None:
        asked.data, kind = multipart(sent, photo, "photos")
        asked.add_header("Content-Type", kind)
    try:
        with browser.open(asked, timeout=60) as response:
            return BeautifulSoup(response.read(), "html.parser")
    except urllib.error.HTTPError as error:
        if error.code != 400:
            raise
        return BeautifulSoup(error.read(), "html.parser")


DOORS: dict[str, type[Open311Door | FormDoor]] = {
    "open311": Open311Door,
    "form": FormDoor,
}


def multipart(
    fields: Sent, photo: bytes, name_of_photo: str = "media"
) -> tuple[bytes, str]:
    edge = uuid4().hex
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, values in fields.items()
        for value in (values if isinstance(values, list) else [values])
    ]
    if photo:
        parts.append(
            f'--{edge}\r\nContent-Disposition: form-data; name="{name_of_photo}"; '
            'filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
        )
    body = "".join(parts).encode() + photo + f"\r\n--{edge}--\r\n".encode()
    return body, f"multipart/form-data; boundary={edge}"


@dataclass
class Tally:
    receipts: dict[str, Receipt] = field(default_factory=dict)
    tries: int = 0
    broken: int = 0
    resent: int = 0
    differing: int = 0
    given_up: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


def post_on(
    door: Door, base: str, photos: list[bytes], tally: Tally, stop: threading.Event
) -> None:
    dice = random.Random()  # noqa: S311
    while not stop.is_set():
        reference, photo = uuid4().hex, dice.choice(photos)
        receipt = _until_acknowledged(door, base, reference, photo, tally)
        if receipt is None:
            tally.given_up.append(reference)
            continue
        with tally.lock:
            tally.receipts[reference] = receipt
        if dice.random() < 0.1:  # the answer was lost on its way: sent once more
            again = _until_acknowledged(door, base, reference, photo, tally)
            tally.resent += 1
            tally.differing += again != receipt


def _until_acknowledged(
    door: Door, base: str, reference: str, photo: bytes, tally: Tally
) -> Receipt | None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        tally.tries += 1
        try:
            return door.send(base, reference, photo)
        except urllib.error.HTTPError as error:
            if error.code < 500:
                raise
        except (OSError, HTTPException, ValueError):
            pass  # cut off in the middle: nothing was acknowledged
        tally.broken += 1
        time.sleep(0.2)
    return None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=45, help="then no more kills")
    parser.add_argument("--door", choices=sorted(DOORS), default="form")
    parser.add_argument("--seed", type=int, default=7)
    chosen = parser.parse_args()
    if not 1 <= chosen.kills <= 500:
        parser.error("between 1 and 500 kills")
    with tempfile.TemporaryDirectory(prefix="crash-") as folder, own_database() as url:
        environment = environment_in(Path(folder), url)
        os.environ.update(environment)
        sys.path[:0] = [folder]
        manage("migrate", "--verbosity=0")
        made = _fill()
        served = Served(environment)
        tally = run(DOORS[chosen.door](made), served, chosen)
        return report(tally)


def run(door: Door, served: Served, chosen: argparse.Namespace) -> Tally:
    dice, tally, stop = random.Random(chosen.seed), Tally(), threading.Event()  # noqa: S311
    photos = _photos(dice)
    started = time.monotonic()
    served.start()
    posters = [
        threading.Thread(
            target=post_on, args=(door, served.base, photos, tally, stop), daemon=True
        )
        for _each in range(POSTERS)
    ]
    processes = done = 0
    try:
        for poster in posters:
            poster.start()
        until = started + 60 * chosen.minutes
        while done < chosen.kills and time.monotonic() < until:
            time.sleep(dice.uniform(0.2, 6))
            processes += served.kill()
            done += 1
            served.start()
        stop.set()
        for poster in posters:
            poster.join(2 * PATIENCE)
        _wait_for_the_worker()
    finally:
        stop.set()
        served.kill()
    took = time.monotonic() - started
    print(f"{done} kills of {processes} processes in {took:.0f} s, {POSTERS} posters")
    return tally


def report(tally: Tally) -> int:
    from django.db import connection

    from portal.evidence.models import Evidence
    from portal.timeline.models import Event
    from portal.uploads import private_storage
    from reports.complaints.models import Complaint
    from reports.complaints.services.submitting import find_complaint

    receipts = list(tally.receipts.values())
    lost = [each for each in receipts if not find_complaint(each.number, each.code)]
    rows = Complaint.objects.count()
    references = len(receipts) + len(tally.given_up)
    texts = list(Complaint.objects.values_list("text", flat=True))
    broken, named = [], set()
    for evidence in Evidence.objects.all():
        for file in (evidence.original, evidence.working):
            named.add(file.name)
        try:
            content = evidence.original.read()
        except OSError:
            broken.append(evidence.pk)
            continue
        if hashlib.sha256(content).hexdigest() != evidence.sha256:
            broken.append(evidence.pk)
        if evidence.state == "processed" and not _exists(evidence.working):
            broken.append(evidence.pk)
    folder = Path(private_storage().path("evidence"))
    files = [path for path in folder.rglob("*") if path.is_file()]
    root = Path(private_storage().path(""))
    unnamed = [path for path in files if str(path.relative_to(root)) not in named]
    events = Event.objects.filter(
        verb="submit", content_type__model="complaint"
    ).count()
    found = {
        "acknowledged": len(receipts),
        "tries": tally.tries,
        "broken off": tally.broken,
        "sent once more": tally.resent,
        "given up": len(tally.given_up),
        "photos": Evidence.objects.count(),
        "files without a row (swept later)": len(unnamed),
    }
    wrong = {
        "acknowledged and lost": len(lost),
        "a second complaint for one reference": len(texts) - len(set(texts)),
        "a number given twice": len(receipts) - len({each.number for each in receipts}),
        "another answer the second time": tally.differing,
        "complaints nobody sent": max(0, rows - references),
        "complaints without their event": rows - events,
        "complaints without a number": Complaint.objects.filter(
            number__startswith="-"
        ).count(),
        "rows whose file is missing or half": len(broken),
        "damage in the database": 0 if _is_whole() else 1,
    }
    print(f"{connection.vendor}, {rows} complaints")
    for name, count in {**found, **wrong}.items():
        print(f"  {name:40}{count:7}")
    connection.close()
    return 1 if any(wrong.values()) or not receipts else 0


def _exists(file: Any) -> bool:
    return bool(file) and file.storage.exists(file.name)


def _is_whole() -> bool:
    from django.db import connection

    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        return bool(cursor.fetchone() == ("ok",))


def _wait_for_the_worker() -> None:
    """Let the worker come to what it has to do; a minute is enough to see it does."""
    from django.db import connection

    from portal.evidence.models import Evidence

    until = time.monotonic() + 60
    while time.monotonic() < until:
        if not Evidence.objects.filter(state="received").exists():
            break
        time.sleep(1)
    connection.close()


def _fill() -> dict[str, str]:
    """Make what a complaint needs, and a key to send with."""
    import django

    django.setup()
    from django.db import connection

    from reports.complaints.models import ApiKey
    from reports.complaints.services.api_keys import issue_key
    from tests.portal.users.make import make_user
    from tests.reports.make import make_category, make_notice

    make_notice()
    key = ApiKey(name="crash", organisation="crash", gets_codes=True)
    category = make_category()
    made = {
        "category": category.code,
        "family": category.family.code,
        "api_key": issue_key(key, by=make_user()),
    }
    connection.close()
    return made


def _photos(dice: random.Random) -> list[bytes]:
    from PIL import Image

    photos = []
    for _each in range(16):
        small = Image.frombytes("RGB", (40, 30), dice.randbytes(40 * 30 * 3))
        with io.BytesIO() as written:
            small.resize((800, 600)).save(written, "JPEG", quality=85)
            photos.append(written.getvalue())
    return photos


if __name__ == "__main__":
    sys.exit(main())
