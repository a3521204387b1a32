"""The same photo sent twice is noticed, whatever was done to it in between."""

from functools import cache
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageEnhance

from portal.demo.drawing import SCENES
from portal.evidence.fingerprint import (
    CUTS,
    NEAR,
    as_bits,
    as_stored,
    bands,
    bands_near,
    distance,
    fingerprint,
)
from portal.evidence.models import Evidence
from portal.evidence.services import find_reused, receive_photo
from tests.portal.evidence.make import jpeg, make_photo, scene, sent
from tests.portal.images.make import pixels
from tests.portal.media.make import recording_bytes


def print_of(picture):
    value = fingerprint(picture)
    assert value is not None
    return value


BITS = st.integers(0, 2**64 - 1)


def saved_again(picture, quality):
    return Image.open(BytesIO(jpeg(picture, quality=quality)))


def cut(picture, share):
    width, height = picture.size
    left, top = int(width * share / 2), int(height * share / 2)
    return picture.crop((left, top, width - left, height - top))


def smaller(picture):
    return picture.resize((picture.width // 3, picture.height // 3))


@cache
def pictures():
    return [scene(name, seed=3, size=(480, 300)) for name in sorted(SCENES)[::4]]


@pytest.mark.parametrize(
    ("change", "least"),
    [
        (lambda picture: picture.copy(), 1.0),
        (lambda picture: saved_again(picture, 40), 1.0),
        (smaller, 1.0),
        (lambda picture: saved_again(smaller(picture), 60), 1.0),
        (lambda picture: ImageEnhance.Brightness(picture).enhance(0.7), 1.0),
        (lambda picture: ImageEnhance.Brightness(picture).enhance(1.3), 0.9),
        (lambda picture: cut(picture, 0.05), 0.9),
    ],
    ids=["same", "quality 40", "a third", "messenger", "darker", "brighter", "5 % cut"],
)
def test_a_photo_that_was_changed_is_still_near(change, least):
    near = [
        distance(print_of(change(picture)), print_of(picture)) <= NEAR
        for picture in pictures()
    ]

    assert sum(near) / len(near) >= least


def test_photos_of_other_things_are_not_near():
    prints = [print_of(picture) for picture in pictures()]
    pairs = [(one, other) for at, one in enumerate(prints) for other in prints[:at]]

    false_alarms = sum(distance(*pair) <= NEAR for pair in pairs)

    assert false_alarms / len(pairs) < 0.005


@pytest.mark.parametrize("picture", [pixels(), pixels(colour="black"), pixels((1, 1))])
def test_a_wall_or_the_night_has_no_fingerprint(picture):
    assert fingerprint(picture) is None


@given(BITS)
def test_sixty_four_bits_fit_into_a_database(value):
    stored = as_stored(value)

    assert -(2**63) <= stored < 2**63
    assert as_bits(stored) == value
    assert sum(band << 16 * at for at, band in enumerate(bands(value))) == value


@given(BITS, st.sets(st.integers(0, 63), max_size=NEAR))
def test_whatever_is_near_shares_a_band_that_is_looked_up(value, turned):
    other = value ^ sum(1 << bit for bit in turned)

    looked_up = [bands_near(band, NEAR // 4) for band in bands(value)]

    assert any(band in near for band, near in zip(bands(other), looked_up, strict=True))


@pytest.mark.django_db
def test_a_reused_photo_is_found_among_earlier_ones_alone():
    first = make_photo(image=scene())
    other = make_photo(image=scene("river_cleaners"))
    again = make_photo(image=cut(saved_again(scene(), 50), 0.02))

    matches = find_reused(again)

    assert [(match.evidence, match.is_same_file) for match in matches] == [
        (first, False)
    ]
    assert matches[0].distance <= NEAR
    assert find_reused(first) == []
    assert find_reused(other) == []


@pytest.mark.django_db
@pytest.mark.parametrize("turn", [1, -1], ids=["cut-later", "cut-earlier"])
@pytest.mark.parametrize("share", CUTS)
def test_a_photo_cut_from_one_side_is_known_again(share, turn):
    whole = scene(size=(800, 500))
    left, top, right, bottom = share
    part = whole.crop(
        (
            round(800 * left),
            round(500 * top),
            round(800 * (1 - right)),
            round(500 * (1 - bottom)),
        )
    )
    first, again = (make_photo(image=each) for each in [whole, part][::turn])

    (match,) = find_reused(again)

    assert (match.evidence, match.is_same_file) == (first, False)


@pytest.mark.django_db
def test_the_same_file_is_found_even_where_there_is_nothing_to_see():
    wall = jpeg(pixels())
    first = receive_photo(sent(wall))

    (match,) = find_reused(receive_photo(sent(wall)))

    assert (match.evidence, match.distance, match.is_same_file) == (first, 0, True)
    assert recording_bytes()


@pytest.mark.django_db
def test_among_twenty_thousand_four_queries_find_it(django_assert_num_queries):
    dice = iter(range(1, 20_001))

    def numbered(number):
        evidence = Evidence(kind="photo", size=1, sha256=f"{number:064}")
        evidence.fingerprint = number * 0x9E3779B97F4A7C15 % 2**64
        return evidence

    Evidence.objects.bulk_create([numbered(number) for number in dice], batch_size=1000)
    wanted = Evidence.objects.get(sha256=f"{777:064}")
    new = Evidence(kind="photo", size=1, sha256="x")
    new.fingerprint = (wanted.fingerprint or 0) ^ 0b1000_0000_0000_0001_0000_0001
    new.save()

    with django_assert_num_queries(4):
        matches = find_reused(new)

    assert [(match.evidence.pk, match.distance) for match in matches] == [
        (wanted.pk, 3)
    ]
