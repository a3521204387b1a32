"""The three datums of Chinese maps, for tile sources that do not draw by WGS-84.

    to_gcj02((109.53, 31.889))   # Amap, Tencent: some 500 m off, by law
    to_bd09((109.53, 31.889))    # Baidu: further off again

Tianditu draws by CGCS2000, which is WGS-84 to the decimetre: nothing to convert.
"""

from collections.abc import Callable
from math import atan2, cos, hypot, pi, sin, sqrt

LonLat = tuple[float, float]

_RADIUS = 6_378_245.0  # the Krasovsky ellipsoid, which the shift is defined on
_FLATNESS = 0.00669342162296594323
_BAIDU = pi * 3000 / 180


def to_gcj02(point: LonLat) -> LonLat:
    lon, lat = point
    if not (72.004 <= lon <= 137.8347 and 0.8293 <= lat <= 55.8271):
        return point  # only China is shifted
    x, y = lon - 105, lat - 35
    waves = 20 * (sin(6 * x * pi) + sin(2 * x * pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    north += (
        waves
        + _swell(y, 20, 40)
        + (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3
    )
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    east += (
        waves
        + _swell(x, 20, 40)
        + (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    )
    bend = 1 - _FLATNESS * sin(lat / 180 * pi) ** 2
    north_per_degree = _RADIUS * (1 - _FLATNESS) / (bend * sqrt(bend)) * pi / 180
    east_per_degree = _RADIUS / sqrt(bend) * cos(lat / 180 * pi) * pi / 180
    return lon + east / east_per_degree, lat + north / north_per_degree


def _swell(along: float, short: int, long: int) -> float:
    return (short * sin(along * pi) + long * sin(along / 3 * pi)) * 2 / 3


def from_gcj02(point: LonLat) -> LonLat:
    return _undo(to_gcj02, point)


def to_bd09(point: LonLat) -> LonLat:
    x, y = to_gcj02(point)
    far = hypot(x, y) + 0.00002 * sin(y * _BAIDU)
    turned = atan2(y, x) + 0.000003 * cos(x * _BAIDU)
    return far * cos(turned) + 0.0065, far * sin(turned) + 0.006


def from_bd09(point: LonLat) -> LonLat:
    return _undo(to_bd09, point)


def _undo(shift: Callable[[LonLat], LonLat], shifted: LonLat) -> LonLat:
    """Find what `shift` made into `shifted`, to the millimetre: it moves slowly."""
    lon, lat = shifted
    for _each in range(6):
        there = shift((lon, lat))
        lon, lat = lon + shifted[0] - there[0], lat + shifted[1] - there[1]
    return lon, lat


def unchanged(point: LonLat) -> LonLat:
    return point


# By the name that a setting gives: from WGS-84, and back.
DATUMS: dict[str, tuple[Callable[[LonLat], LonLat], Callable[[LonLat], LonLat]]] = {
    "wgs84": (unchanged, unchanged),
    "gcj02": (to_gcj02, from_gcj02),
    "bd09": (to_bd09, from_bd09),
}
