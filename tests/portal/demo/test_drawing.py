from itertools import product
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageChops, ImageStat

from portal.demo.drawing import SCENES, layers, picture, scene_for, svg
from portal.demo.drawing.choose import DEFAULTS, KEYWORDS
from portal.demo.drawing.dice import Dice
from portal.demo.drawing.palette import PALETTES, Light
from portal.demo.drawing.shapes import RIVER, TURNED

pytestmark = pytest.mark.once

LIGHTS: tuple[Light, ...] = ("day", "dusk", "night")
SMALL = (160, 100)


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return the share of pixels that are not the same."""
    changed = (
        ImageChops.difference(one, other)
        .convert("L")
        .point(lambda v: 255 if v > 8 else 0)
    )
    return changed.histogram()[255] / (one.width * one.height)


def brightness(image: Image.Image) -> float:
    return ImageStat.Stat(image.convert("L")).mean[0]


def test_there_are_scenes_enough():
    assert len(SCENES) >= 40


@pytest.mark.parametrize("scene", SCENES)
def test_a_scene_is_whole_in_every_light(scene):
    for light, seed in product(LIGHTS, range(4)):
        document = svg(scene, seed=seed, light=light)

        ElementTree.fromstring(document)  # noqa: S314 (our own text)
        assert 'viewBox="0 0 320 200"' in document
        assert "$" not in document
        assert "var(" not in document
        assert "nan" not in document


@pytest.mark.parametrize("scene", SCENES)
def test_a_scene_has_something_in_front_of_something(scene):
    ground, front = (ElementTree.fromstring(layer) for layer in layers(scene))  # noqa: S314

    assert len(ground) > 0
    assert len(front) > 0


@pytest.mark.parametrize("scene", SCENES)
def test_a_scene_looks_different_with_another_seed(scene):
    one, other = (picture(scene, seed=seed, size=SMALL) for seed in (1, 2))

    assert difference(one, other) > 0.04


def test_the_same_seed_draws_the_same_picture():
    assert svg("market_hall", seed=7) == svg("market_hall", seed=7)


@pytest.mark.parametrize("scene", SCENES)
def test_night_is_darker_than_day(scene):
    day, night = (picture(scene, light=light, size=SMALL) for light in ("day", "night"))

    assert brightness(night) < brightness(day)


def test_a_picture_has_the_size_asked_for():
    tall = picture("street_sweeping", size=(90, 160))

    assert tall.size == (90, 160)
    assert tall.mode == "RGB"


def test_lights_know_the_same_colours():
    assert len({frozenset(palette) for palette in PALETTES.values()}) == 1


def test_the_river_stays_a_tick_when_the_scene_is_turned_round():
    turned = 0
    for seed in range(20):
        _, _, mirrored = svg("tv_studio", seed=seed).partition("matrix(-1 0 0 1 320 0)")
        if mirrored:
            turned += 1
            assert RIVER not in mirrored
            assert TURNED[RIVER] in mirrored

    assert turned


def test_every_scene_can_be_chosen():
    assert KEYWORDS.keys() == SCENES.keys()
    assert set(DEFAULTS) <= SCENES.keys()


@pytest.mark.parametrize(
    ("text", "scene"),
    [
        ("请给斑马线两秒钟", "zebra_crossing"),
        ("打通十七条消防通道", "fire_lane_free"),
        ("占用消防通道", "fire_lane_blocked"),
        ("楼道不是仓库", "stairwell_junk"),
        ("清澜河打响“清漂”第一仗 三天打捞漂浮物11吨", "river_cleaners"),
        ("门前四包红黑榜（10月上半月）公布", "red_black_board"),
        ("二十秒的生日歌", "children_washing"),
        ("不响，也热闹", "wedding_quiet"),
    ],
)
def test_a_heading_finds_its_scene(text, scene):
    assert scene_for(text) == scene


def test_a_text_nobody_thought_of_keeps_its_picture():
    assert scene_for("abc") in DEFAULTS
    assert scene_for("abc") == scene_for("abc")


def test_dice_fall_within_their_bounds():
    dice = Dice("any", 1)

    assert {dice.count(1, 3) for _ in range(60)} == {1, 2, 3}
    assert all(5 <= dice.between(5, 9) <= 9 for _ in range(60))
