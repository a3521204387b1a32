import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.directory.geometry import Point, area_at
from portal.directory.models import Area

SQUARE = [
    [109.51, 31.88],
    [109.52, 31.88],
    [109.52, 31.89],
    [109.51, 31.89],
    [109.51, 31.88],
]
lats, lons = st.floats(31.8, 31.95), st.floats(109.4, 109.6)


def area(ring: object) -> Area:
    return Area(polygon={"type": "Polygon", "coordinates": [ring]})


@pytest.mark.parametrize(
    ("lat", "lon"), [(91, 0), (0, 181), (float("nan"), 0), (0, float("inf"))]
)
def test_a_place_is_on_earth(lat, lon):
    with pytest.raises(ValueError, match="earth"):
        Point(lat, lon)


@given(lats, lons)
def test_c_8_a_shown_place_is_off_by_less_than_a_street_block(lat, lon):
    point = Point(lat, lon)

    assert point.metres_to(point.rounded) < 80
    assert point.rounded.rounded == point.rounded


@given(lats, lons)
def test_a_square_holds_what_lies_between_its_sides(lat, lon):
    found = area_at(Point(lat, lon), [area(SQUARE)])

    if 31.88 < lat < 31.89 and 109.51 < lon < 109.52:
        assert found
    elif not (31.88 <= lat <= 31.89 and 109.51 <= lon <= 109.52):
        assert not found


def test_an_outline_that_is_none_holds_nothing():
    outlines: list[object] = [{}, [], {"coordinates": []}, None]
    for polygon in outlines:
        assert area_at(Point(31.885, 109.515), [Area(polygon=polygon)]) is None
