import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.coordinates import DATUMS, from_bd09, from_gcj02, to_bd09, to_gcj02

pytestmark = pytest.mark.once

IN_CHINA = st.tuples(st.floats(75, 134), st.floats(4, 53))


def test_it_agrees_with_the_published_example():
    """Tian'anmen Square as Amap and Baidu give it."""
    assert to_gcj02((116.404, 39.915)) == pytest.approx(
        (116.410244, 39.916404), abs=1e-6
    )
    assert to_bd09((116.404, 39.915)) == pytest.approx(
        (116.416627, 39.922700), abs=1e-6
    )


def test_it_shifts_nothing_outside_china():
    assert to_gcj02((2.35, 48.85)) == (2.35, 48.85)


@pytest.mark.parametrize("datum", DATUMS)
@given(point=IN_CHINA)
def test_there_and_back_is_the_same_place_to_the_centimetre(datum, point):
    shift, back = DATUMS[datum]

    assert back(shift(point)) == pytest.approx(point, abs=1e-7)


@given(point=IN_CHINA)
def test_the_shift_is_some_hundred_metres(point):
    lon, lat = to_gcj02(point)

    assert abs(lon - point[0]) < 0.02
    assert abs(lat - point[1]) < 0.02


def test_both_ways_have_names():
    assert from_gcj02(to_gcj02((109.53, 31.889))) == pytest.approx((109.53, 31.889))
    assert from_bd09(to_bd09((109.53, 31.889))) == pytest.approx((109.53, 31.889))
