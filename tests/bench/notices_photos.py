"""How many forged after-photos are found, and how many honest ones are doubted.

    python tests/bench/notices_photos.py [--every 1]

On drawings of all scenes of the demonstration, two of each; never in the timed suite.
"""

# ruff: noqa: PLC0415, T201 -- Django is set up late; the figures are for a person.

import argparse
import os
import sys
from collections.abc import Callable
from io import BytesIO
from itertools import combinations
from pathlib import Path

from PIL import Image, ImageEnhance

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
SIZE = (640, 400)
Change = Callable[[Image.Image], Image.Image]


def again(picture: Image.Image, quality: int) -> Image.Image:
    written = BytesIO()
    picture.save(written, "JPEG", quality=quality)
    return Image.open(written)


def cut(picture: Image.Image, share: float) -> Image.Image:
    width, height = picture.size
    left, top = int(width * share / 2), int(height * share / 2)
    return picture.crop((left, top, width - left, height - top))


CHANGES: dict[str, Change] = {
    "the same file": lambda picture: picture,
    "compressed again, quality 40": lambda picture: again(picture, 40),
    "cropped by 5 %": lambda picture: cut(picture, 0.05),
    "darker by 30 %": lambda picture: ImageEnhance.Brightness(picture).enhance(0.7),
    "brighter by 30 %": lambda picture: ImageEnhance.Brightness(picture).enhance(1.3),
    "cropped, darker, compressed": lambda picture: again(
        ImageEnhance.Brightness(cut(picture, 0.05)).enhance(0.8), 50
    ),
}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--every", type=int, default=1, help="draw each Nth scene")
    asked = parser.parse_args()

    import django

    django.setup()
    from portal.demo.drawing import SCENES, picture
    from portal.evidence.fingerprint import NEAR, distance, fingerprint

    drawn = {
        (name, seed): picture(name, seed=seed, size=SIZE)
        for name in sorted(SCENES)[:: asked.every]
        for seed in (1, 2)
    }
    prints = {key: fingerprint(each) for key, each in drawn.items()}
    for what, change in CHANGES.items():
        found = 0
        for key, each in drawn.items():
            old, new = prints[key], fingerprint(change(each))
            found += old is not None and new is not None and distance(old, new) <= NEAR
        print(f"found, {what}: {found} of {len(drawn)}")
    near = {True: [0, 0], False: [0, 0]}
    for (one, old), (other, new) in combinations(prints.items(), 2):
        if old is not None and new is not None:
            is_same_scene = one[0] == other[0]
            near[is_same_scene][0] += distance(old, new) <= NEAR
            near[is_same_scene][1] += 1
    print("false alarms, other scenes: {} of {} pairs".format(*near[False]))
    print("near, the same scene drawn anew: {} of {} pairs".format(*near[True]))


if __name__ == "__main__":
    main()
