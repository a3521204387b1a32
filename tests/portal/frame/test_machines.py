"""Site map, robots and security.txt for machines."""

from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.frame import machines, site_maps
from tests.portal.make import make_unit

NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def addresses(response: Any) -> list[str]:
    found = ET.fromstring(response.content)  # noqa: S314
    return [loc.text or "" for loc in found.iterfind(".//s:loc", NS)]


def test_the_file_names_pages_and_registered_things(client, home_page):
    unit = make_unit()

    response = client.get("/sitemap.xml")

    assert response["Content-Type"] == "application/xml"
    found = addresses(response)
    assert "http://testserver/" in found
    assert f"http://testserver{unit.get_absolute_url()}" in found


def test_e4_drafts_are_on_no_map(client, home_page):
    home_page.unpublish()

    assert "http://testserver/" not in addresses(client.get("/sitemap.xml"))


def test_a_large_site_is_cut_into_files(client, home_page, monkeypatch):
    for module in (site_maps, machines):
        monkeypatch.setattr(module, "PER_FILE", 2)
    units = [make_unit() for _ in range(5)]

    parts = addresses(client.get("/sitemap.xml"))
    found = [
        address
        for part in parts
        for address in addresses(client.get(part.removeprefix("http://testserver")))
    ]

    assert len(parts) == 4
    assert len(found) == len(set(found)) == 6
    assert f"http://testserver{units[-1].get_absolute_url()}" in found


@pytest.mark.parametrize("part", ["pages-0", "pages-99999999", "nothing-1", "pages-2"])
def test_i4_a_file_that_is_not_there_is_a_404(client, home_page, part):
    assert client.get(f"/sitemap-{part}.xml").status_code == 404


def test_the_number_of_queries_does_not_grow(client, home_page):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/sitemap.xml")
            client.get("/sitemap/")
        return len(captured)

    make_unit()
    queries()  # the first request of all makes the site's settings
    before = queries()
    for _ in range(10):
        make_unit()

    # Each room's source is asked once by either map.
    assert queries() == before <= 8 + 2 * len(site_maps._sources)


def test_robots_are_told_the_map_with_the_sites_own_host(client, home_page):
    text = client.get("/robots.txt", headers={"host": "localhost"}).text

    assert "Disallow: /cms/\n" in text
    assert "Disallow: /search/\n" in text
    assert "Sitemap: http://testserver/sitemap.xml\n" in text
    assert "localhost" not in text


def test_security_txt_is_current(client, home_page):
    response = client.get("/.well-known/security.txt")

    fields = dict(line.split(": ", 1) for line in response.text.splitlines())
    expires = datetime.strptime(fields["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(
        tzinfo=UTC
    )
    assert 100 < (expires - datetime.now(UTC)).days < 366
    assert fields["Contact"].startswith("tel:+86-")
    assert fields["Canonical"] == "http://testserver/.well-known/security.txt"
    assert response["Content-Type"] == "text/plain; charset=utf-8"


def test_the_icon_is_found_where_browsers_look(client, home_page):
    assert client.get("/favicon.ico")["Location"].endswith("logo.svg")
