"""Every address that a reader can reach by links is alive, framed and our own."""

import http.client
import re
import threading
from collections import Counter, deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag

from tests.browser.conftest import Site

# Where a link of the frame may lead directly: government record offices.
TRUSTED = ("beian.miit.gov.cn", "beian.mps.gov.cn", "bszs.conac.cn", ".gov.cn")
REQUIRED_TAGS = ("SiteName", "SiteDomain", "SiteIDCode", "ColumnName")
SOURCES = (
    ("script", "src"),
    ("link", "href"),
    ("img", "src"),
    ("source", "src"),
    ("video", "src"),
    ("track", "src"),
    ("iframe", "src"),
    ("form", "action"),
)
FOOTER = (
    "主办",
    "承办",
    "网站标识码",
    "ICP备",
    "公网安备",
    "站点地图",
    "找错",
    "党政机关",
)
# Pages by the hundred from one template, to which a listed page leads: all must answer,
# but only each tenth is taken apart. They lead nowhere that other pages do not.
SAMPLED = re.compile(
    r"/(?:posters/(?:clause|page)|regulations/[^/]+/\d{4}-\d{2}-\d{2})/[^?]+/"
)
SAMPLE = 10
# One list under ever other choices of its filters: so many of each are followed, and
# all of its leaves, which lead to what nothing else leads to.
CHOICES = 60
LEAF = re.compile(r"page=\d+")
READERS = 4  # as many as two web processes keep busy
# Where a reader sends something: only there a token against forged posts is needed.
FORMS = re.compile(r"/complaints/(?:new|track)/.*|/exposures/\d+/\d+/flag/")
# What is left of a page that was taken back, and where it is told of.
LEDGER = "/corrections/"


@dataclass
class Crawl:
    faults: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    sampled: Counter[str] = field(default_factory=Counter)
    chosen: Counter[str] = field(default_factory=Counter)

    def follows(self, address: str) -> bool:
        """Tell whether an address is new, and no choice too many of the same list."""
        path, _mark, query = address.partition("?")
        if address in self.seen:
            return False
        self.seen.add(address)
        if not query or LEAF.fullmatch(query):
            return True
        self.chosen[path] += 1
        return self.chosen[path] <= CHOICES

    def looks_at(self, address: str) -> bool:
        """Tell whether a page is to be taken apart, not only to answer."""
        if not SAMPLED.fullmatch(address):
            return True
        kind = address.split("/")[1]
        self.sampled[kind] += 1
        return self.sampled[kind] % SAMPLE == 1


@pytest.fixture(scope="module")
def crawl(site: Site) -> Crawl:
    """Follow every link. Pages are fetched ahead, and looked at in their order."""
    result = Crawl()
    with ThreadPoolExecutor(READERS) as readers:
        fetch = partial(_fetch, urlsplit(site.url).netloc, threading.local())
        waiting = deque([("/", "the home page", readers.submit(fetch, "/"))])
        result.seen.add("/")
        while waiting:
            address, origin, answer = waiting.popleft()
            for target in _look(result, address, origin, answer.result()):
                found = _inside(site, address, target)
                if found and result.follows(found):
                    waiting.append((found, address, readers.submit(fetch, found)))
    return result


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes


def _fetch(host: str, own: Any, address: str) -> Answer:
    """Ask by this reader's own connection, which stays open."""
    if not hasattr(own, "connection"):
        own.connection = http.client.HTTPConnection(host, timeout=60)
    own.connection.request("GET", address)
    response = own.connection.getresponse()
    return Answer(response.status, response.headers, response.read())


def _look(result: Crawl, address: str, origin: str, answer: Answer) -> list[str]:
    """Note what is wrong with an answer; return where it leads."""
    if answer.status in (301, 302, 303):
        return [urljoin(address, answer.headers["Location"])]
    if answer.status == 410 and origin == LEDGER:
        return _check(result, address, answer.body)
    if answer.status != 200:
        result.faults.append(f"{answer.status} {address} linked from {origin}")
        return []
    if answer.headers.get_content_type() != "text/html":
        return []
    if answer.headers.get("Set-Cookie") and not FORMS.fullmatch(address):
        result.faults.append(f"cookie set by {address}")
    result.pages.append(address)
    return _check(result, address, answer.body) if result.looks_at(address) else []


def _inside(site: Site, address: str, target: str) -> str | None:
    """Return the path of `target` when it is ours and worth one visit."""
    parts = urlsplit(urldefrag(urljoin(site.url + address, target)).url)
    if parts.netloc != urlsplit(site.url).netloc or parts.scheme != "http":
        return None
    if any(name in parts.query for name in ("mode=", "theme=", "size=")):
        return None  # the reader's preferences: the same page again
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _said(element: Tag, attribute: str) -> str:
    value = element.get(attribute)
    return value if isinstance(value, str) else ""


def _is(link: Tag, rel: str) -> bool:
    return rel in (link.get("rel") or [])


def _check(result: Crawl, address: str, body: bytes) -> list[str]:
    """Note what is wrong with a page; return where it leads."""
    soup = BeautifulSoup(body, "html.parser")
    result.faults += [f"{fault}: {address}" for fault in _faults(soup)]
    targets = [(link, "href") for link in soup.find_all("a", href=True)]
    targets += [
        (link, "href")
        for link in soup.find_all("link", href=True)
        if not _is(link, "canonical")
    ]
    targets += [
        (element, "src")
        for element in soup.find_all(("img", "source", "track", "script"), src=True)
    ]
    return [_said(element, attribute) for element, attribute in targets]


def _faults(soup: BeautifulSoup) -> Iterator[str]:
    if not (soup.title and soup.title.get_text(strip=True).strip(" -")):
        yield "no title"
    headings = [heading.get_text(strip=True) for heading in soup.find_all("h1")]
    if len(headings) != 1 or not headings[0]:
        yield f"h1 {headings}"
    if not soup.html or soup.html.get("lang") != "zh-CN":
        yield "no lang"
    for image in soup.find_all("img"):
        if image.get("alt") is None:
            yield f"no alt {image.get('src')}"
        if not (image.get("width") and image.get("height")):
            yield f"no size {image.get('src')}"
    tags = {
        _said(tag, "name"): _said(tag, "content")
        for tag in soup.find_all("meta", attrs={"name": True})
    }
    for name in REQUIRED_TAGS:
        if name not in tags:
            yield f"GW-52 meta {name} missing"
    for name, content in tags.items():
        if content.strip().lower() in ("", "null", "none"):
            yield f"GW-52 meta {name} says {content!r}"
    footer = soup.find("footer", class_="foot")
    words = footer.get_text() if footer else ""
    for word in FOOTER:
        if word not in words:
            yield f"GW-12 footer without {word}"
    yield from _foreign(soup)


def _foreign(soup: BeautifulSoup) -> Iterator[str]:
    """Name what comes from other hosts, leads there unasked, or is in line (I2)."""
    for tag, attribute in SOURCES:
        for element in soup.find_all(tag):
            if urlsplit(_said(element, attribute)).netloc and not _is(
                element, "canonical"
            ):
                yield f"GW-04 <{tag}> from {_said(element, attribute)}"
    for element in soup.find_all(style=True) + soup.find_all("style"):
        yield f"inline style in <{element.name}>"
    for script in soup.find_all("script", src=False):
        yield f"inline script {script.get_text()[:40]}"
    for link in soup.find_all("a", href=True):
        host = urlsplit(_said(link, "href")).netloc
        if host and not host.endswith((*TRUSTED, "127.0.0.1")) and ":" not in host:
            yield f"GW-60 outside link without prompt {host}"


def test_every_link_leads_somewhere_and_every_page_is_framed(crawl: Crawl):
    assert crawl.faults == [], "\n".join(crawl.faults[:40])


def test_the_site_holds_hundreds_of_pages(crawl: Crawl):
    assert len(crawl.pages) >= 400
