"""Whether a photo that was used before is known again, and how often wrongly. By hand.

    python tests/bench/photo_forgery.py [--every N]

Each drawn photo of the demonstration (and each scene besides) is kept; then it is sent
again changed, and photos of other scenes are sent. What `find_reused` says of them is
counted, by the real database: SQLite, or what DATABASE_URL names.
"""

# ruff: noqa: PLC0415, T201 -- Django is set up late; the figures are for a person.

import argparse
import os
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zlib import crc32

from PIL import Image, ImageEnhance

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")

SIZE = (800, 500)
Change = Callable[[Image.Image], Image.Image]


def again(picture: Image.Image, quality: int = 85) -> Image.Image:
    with BytesIO() as written:
        picture.save(written, "JPEG", quality=quality)
        return Image.open(BytesIO(written.getvalue())).convert("RGB")


def cut(left: float, top: float, right: float, bottom: float) -> Change:
    def change(picture: Image.Image) -> Image.Image:
        width, height = picture.size
        return again(
            picture.crop(
                (
                    round(left * width),
                    round(top * height),
                    round(width * (1 - right)),
                    round(height * (1 - bottom)),
                )
            )
        )

    return change


def brighter(factor: float) -> Change:
    return lambda picture: again(ImageEnhance.Brightness(picture).enhance(factor))


CHANGES: dict[str, Change] = {
    "the same file": lambda picture: picture,
    "compressed again, quality 50": lambda picture: again(picture, 50),
    "a third of the size, quality 60": lambda picture: again(
        picture.resize((SIZE[0] // 3, SIZE[1] // 3)), 60
    ),
    "5 % off, upper left kept": cut(0, 0, 0.05, 0.05),
    "5 % off, upper right kept": cut(0.05, 0, 0, 0.05),
    "5 % off, lower left kept": cut(0, 0.05, 0.05, 0),
    "5 % off, lower right kept": cut(0.05, 0.05, 0, 0),
    "5 % off, middle kept": cut(0.025, 0.025, 0.025, 0.025),
    "10 % off, middle kept": cut(0.05, 0.05, 0.05, 0.05),
    "3 % off, upper left kept": cut(0, 0, 0.03, 0.03),
    "8 % off, lower right kept": cut(0.08, 0.08, 0, 0),
    "5 % off the bottom alone": cut(0, 0, 0, 0.05),
    "a fifth brighter": brighter(1.2),
    "a fifth darker": brighter(0.8),
    "5 % off and a fifth darker": lambda picture: brighter(0.8)(
        cut(0, 0, 0.05, 0.05)(picture)
    ),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="take one of so many")
    every = parser.parse_args().every
    import django

    django.setup()
    from django.test.utils import setup_databases, teardown_databases

    databases = setup_databases(verbosity=0, interactive=False)
    try:
        measure(_drawn()[::every])
    finally:
        teardown_databases(databases, verbosity=0)


def measure(drawn: list[tuple[str, Image.Image]]) -> None:
    from portal.evidence.services import find_reused

    kept = [(scene, picture, _keep(picture)) for scene, picture in drawn]
    print(f"{len(kept)} photos kept")
    for name, change in CHANGES.items():
        found = asked = others = 0
        for scene, picture, evidence in kept:
            sent = _keep(change(picture))
            matches = {each.evidence.pk for each in find_reused(sent)}
            found += evidence.pk in matches
            # A photo of the same scene is no false alarm: it is the same place.
            strange = [each for each in kept if each[0] != scene]
            asked += len(strange)
            others += sum(each[2].pk in matches for each in strange)
            sent.delete()
        print(
            f"  {name:34} found {found:4} = {found / len(kept):6.1%},"
            f" false {others} of {asked} pairs = {others / asked:.3%}"
        )
    alarms = pairs = 0
    for at, (scene, _picture, evidence) in enumerate(kept):
        matches = {each.evidence.pk for each in find_reused(evidence)}
        strange = [each for each in kept[:at] if each[0] != scene]
        pairs += len(strange)
        alarms += sum(each[2].pk in matches for each in strange)
    name = "another place's photo"
    print(f"  {name:34} false {alarms} of {pairs} pairs = {alarms / pairs:.3%}")


def _drawn() -> list[tuple[str, Image.Image]]:
    """Draw the photos as the demonstration has them, and one of every other scene."""
    import yaml

    from portal.demo.drawing import SCENES, picture

    rules = yaml.safe_load((ROOT / "site/demo/complaint_rules.yaml").read_text("utf-8"))
    orders = [
        (scenes[which], f"complaint {code} {role} {variant}")
        for code, scenes in rules["photo_scenes"].items()
        for which, role, variant in (
            (0, "before", 0),
            (0, "before", 1),
            (1, "after", 0),
        )
    ]
    known = {scene for scene, _key in orders}
    orders += [(scene, scene) for scene in sorted(SCENES) if scene not in known]
    return [
        (scene, picture(scene, seed=crc32(key.encode()) % 10_000, size=SIZE))
        for scene, key in orders
    ]


def _keep(picture: Image.Image) -> Any:
    """Keep what is known of a photo, as its receipt does; files are not needed here."""
    from portal.evidence.fingerprint import cut_fingerprints, fingerprint
    from portal.evidence.models import CutPrint, Evidence

    # Each as a file of its own: nothing is found by its bytes alone.
    evidence = Evidence(kind=Evidence.Kind.PHOTO, size=1, sha256=os.urandom(32).hex())
    evidence.fingerprint = fingerprint(picture)
    evidence.save()
    CutPrint.objects.bulk_create(
        CutPrint.of(evidence, value) for value in cut_fingerprints(picture)
    )
    return evidence


if __name__ == "__main__":
    main()
