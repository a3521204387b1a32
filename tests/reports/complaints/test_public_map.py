"""The map of what residents report, and the windows that it loads."""

import json

import pytest
from bs4 import BeautifulSoup

from reports.complaints.workflow import ComplaintState
from tests.portal.make import make_area
from tests.reports.complaints.make_public import (
    make_public,
    make_street,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_page")]
S = ComplaintState
BBOX = "109.5,31.8,109.6,31.9"


def soup(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


@pytest.mark.parametrize(
    "bbox",
    [
        "",
        "1",
        "1,2,3",
        "1,2,3,4,5",
        "a,b,c,d",
        "nan,0,1,1",
        "0,0,inf,1",
        "2,0,1,1",
        "0,2,1,1",
        "-181,0,0,1",
        "0,-91,1,1",
        "0,0,1,1" + " " * 200,
        "%00,0,1,1",
    ],
)
def test_i4_a_wrong_window_is_a_400(client, bbox):
    answer = client.get(f"/complaints/map.json?bbox={bbox}")

    assert answer.status_code == 400
    assert "bbox" in answer.json()["error"]


def test_areas_are_shaded_by_how_much_there_is(client):
    busy, quiet = make_area(), make_area()
    for _each in range(3):
        make_public(area=busy)
    make_public(area=quiet)
    make_area()

    page = soup(client.get("/complaints/map/"))

    shades = [face["class"][1] for face in page.select("svg.cmap .face")]
    assert shades == ["heat-3", "heat-1", "heat-0"]
    table = page.select_one("details table")
    assert [cell.text for cell in table.select("td")] == ["3", "1", "0"]
    assert [item.text for item in page.select("ul.legend li")] == ["1件", "2件", "3件"]


def test_a_window_holds_single_places_with_links(client):
    here = [make_public(), make_public(state=S.CLOSED)]
    make_public(public_lat=30.1, public_lon=100.0)
    make_public(is_place_hidden=True)
    make_public(is_published=False)

    answer = client.get(f"/complaints/map.json?bbox={BBOX}").json()

    assert answer["total"] == 2
    (place,) = answer["features"]
    assert place["geometry"]["coordinates"] == [109.532, 31.889]
    assert [item["number"] for item in place["properties"]["items"]] == [
        each.number for each in reversed(here)
    ]
    for item in place["properties"]["items"]:
        assert client.get(item["address"]).status_code == 200


def test_too_many_for_one_window_are_heaped_up(client, monkeypatch):
    """Near enough, every knot of the grid is a heap of its own."""
    monkeypatch.setattr("reports.complaints.public.window.SINGLE", 3)
    for each in range(16):
        make_public(public_lat=round(31.880 + each % 8 * 0.001, 3), state=S.CLOSED)

    far = client.get("/complaints/map.json?bbox=109,31,110,32").json()
    near = client.get("/complaints/map.json?bbox=109.53,31.879,109.54,31.889").json()

    (heap,) = (feature["properties"] for feature in far["features"])
    assert heap == {"count": 16, "late": 0, "done": 16}
    heaps = [feature["properties"]["count"] for feature in near["features"]]
    assert heaps == [2] * 8


def test_the_base_of_the_map_is_the_countys_own(client, settings, tmp_path):
    water = tmp_path / "water.geojson"
    ring = [[109.5, 31.88], [109.6, 31.88], [109.6, 31.89], [109.5, 31.88]]
    feature = {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    water.write_text(json.dumps({"features": [feature]}))
    settings.MAP_WATER = str(water)
    make_area(name="西关片区"), make_street(name="槐树巷")

    answer = client.get("/complaints/map/base.json")

    kinds = [each["properties"]["kind"] for each in answer.json()["features"]]
    assert kinds == ["water", "area", "street"]
    assert "max-age=3600" in answer["Cache-Control"]
    assert "path" in client.get("/complaints/map/").text


def test_a_wrong_outline_does_not_break_the_map(client):
    area, street = make_area(), make_street()
    area.polygon = {"coordinates": [[["x", 1], 2]]}
    area.save()
    street.line = [["a"], 3]
    street.save()
    make_public()

    assert client.get("/complaints/map/").status_code == 200
    assert client.get("/complaints/map/base.json").json()["features"] == []


def test_foreign_tiles_are_let_in_only_where_a_source_is_named(client, settings):
    make_area()
    assert "http" not in client.get("/complaints/map/")["Content-Security-Policy"]

    settings.MAP_TILES = {
        "URL": "https://t{s}.tianditu.gov.cn/wmts?x={x}&y={y}&z={z}",
        "DATUM": "wgs84",
        "CREDIT": "天地图",
    }

    policy = client.get("/complaints/map/")["Content-Security-Policy"]
    assert "img-src 'self' data: https://t*.tianditu.gov.cn;" in policy
    assert "http" not in client.get("/complaints/")["Content-Security-Policy"]


def test_points_are_shifted_for_a_source_of_another_datum(client, settings):
    make_public()
    settings.MAP_TILES = {"URL": "https://t.example/", "DATUM": "gcj02", "CREDIT": ""}

    answer = client.get("/complaints/map.json?bbox=109.4,31.8,109.7,31.9").json()

    lon, lat = answer["features"][0]["geometry"]["coordinates"]
    assert 0.001 < abs(lon - 109.532) < 0.02
    assert lat != 31.889
