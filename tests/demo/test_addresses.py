"""Every place that any wording of the demonstration county has ever had still answers."""

import re
from functools import cache
from urllib.parse import urldefrag

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client

from publicity import reading
from publicity.models import Clause, RegulationVersion
from publicity.numerals import chinese_number
from publicity.workflow import ClauseKind, Validity

pytestmark = pytest.mark.django_db
NAMES = {"chapter-": "章", "art-": "条", "p": "款", "i": "项", "s": "目"}
RELATIVE = re.compile("前.?[条款项]|本[条款项]")
MOST_STEPS = 2  # a short address, then that of an older wording


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-20 09:00+08:00", tick=False):
        yield


class Reader:
    """Follows links as a browser does; opens each page once."""

    def __init__(self) -> None:
        self.client = Client()
        self.open = cache(self._open)

    def _open(self, address: str) -> tuple[int, str, frozenset[str]]:
        """Return status, where it sends on to, and the places that links can lead to."""
        response = self.client.get(address)
        if response.status_code != 200:
            return response.status_code, response.get("Location", ""), frozenset()
        return 200, "", frozenset(re.findall(r'\sid="([^"]+)"', response.text))

    def fault(self, address: str, place: str = "") -> str | None:
        """Say why `address` does not end at a page with its place, or `place`, on it."""
        target = address
        for _step in range(MOST_STEPS + 1):
            path, named = urldefrag(target)
            place = named or place
            status, onward, places = self.open(path)
            if status == 200:
                if place and place not in places:
                    return f"{address} ends at {path} without {place}"
                return None
            if status not in {301, 302}:
                return f"{address} ends with {status} at {path}"
            target = onward
        return f"{address} is sent on more than {MOST_STEPS} times"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def name_of(anchor: str) -> str:
    """Write the last step of an anchor as a text speaks of it: art-2-p1-i3 is 第三项."""
    steps = re.findall("(art-|chapter-|p|i|s)([0-9]+)(?:z([0-9]+))?", anchor)
    step, number, inserted = steps[-1]
    after = f"之{chinese_number(int(inserted))}" if inserted else ""
    return f"第{chinese_number(int(number))}{NAMES[step]}{after}"


def all_versions() -> list[RegulationVersion]:
    return [
        version
        for regulation in reading.with_public_versions()
        for version in regulation.versions.all()
    ]


def test_rg_03_every_place_of_every_wording_answers_at_all_its_addresses(reader):
    checked = 0
    faults = []
    for version in all_versions():
        regulation = version.regulation
        dated = reading.Addresses(regulation.slug, version.effective_on)
        current = reading.Addresses(regulation.slug)
        articles = set()
        for clause in version.clauses.select_related(None):
            checked += 1
            for addresses in (dated, current):
                # As the pages link it, as somebody may have written it, and in the text.
                faults += [
                    reader.fault(addresses.of(clause.anchor)),
                    reader.fault(addresses.article(clause.anchor), clause.anchor),
                ]
            faults.append(reader.fault(f"{dated.text}#{clause.anchor}"))
            if clause.kind == ClauseKind.ARTICLE:
                articles.add(clause.anchor)
        for anchor in articles:
            short = f"/c/{regulation.pk}/{anchor.removeprefix('art-')}/"
            faults.append(reader.fault(short, anchor))

    assert [fault for fault in faults if fault] == []
    assert checked > 169


def test_rg_03_every_cross_reference_leads_to_what_it_speaks_of(reader):
    versions = {version.pk: version for version in all_versions()}
    faults, checked = [], 0
    for clause in Clause.objects.select_related(None).exclude(references=[]):
        version = versions[clause.version_id]
        slug = version.regulation.slug
        for start, end, anchor, regulation in clause.references:
            checked += 1
            said = clause.text[start:end]
            if not (RELATIVE.fullmatch(said) or said.endswith(name_of(anchor))):
                faults.append(f"{clause.anchor}: {said} is not {anchor}")
            for day in (version.effective_on, None):
                address = reading.Addresses(slug, day).of(anchor, regulation)
                faults.append(reader.fault(address))

    assert [fault for fault in faults if fault] == []
    assert checked > 10


def test_rg_03_every_link_in_the_text_of_every_wording_ends_at_its_place(reader):
    faults = []
    for version in all_versions():
        page = BeautifulSoup(
            reader.client.get(version.get_absolute_url()).content, "html.parser"
        )
        faults += [
            reader.fault(
                str(link["href"])
                if not str(link["href"]).startswith("#")
                else version.get_absolute_url() + str(link["href"])
            )
            for link in page.select(".chapter a[href], nav[data-follows] a[href]")
        ]

    assert [fault for fault in faults if fault] == []


def test_gw_64_every_older_or_coming_address_says_what_is_current(client):
    said: dict[Validity, int] = {}
    for version in all_versions():
        regulation = version.regulation
        standing = reading.version_to_read(regulation)
        if version == standing and version.validity == Validity.IN_FORCE:
            continue
        anchors = version.clauses.articles().values_list("anchor", flat=True)
        addresses = reading.Addresses(regulation.slug, version.effective_on)
        for address in (addresses.text, *map(addresses.article, anchors)):
            page = BeautifulSoup(client.get(address).content, "html.parser")
            notices = [tip.get_text() for tip in page.select("main .tip")]
            links = {a["href"] for a in page.select("main .tip a[href]")}
            if version == standing:  # nothing took its place
                assert any("废止" in notice for notice in notices), address
            else:
                assert regulation.get_absolute_url() in links, address
        said[version.validity] = said.get(version.validity, 0) + 1

    assert set(said) == {Validity.FUTURE, Validity.REPEALED}
