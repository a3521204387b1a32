"""Our own pictures: every scene is drawn from a name and a seed, nothing is fetched.

svg("street_sweeping", seed=page.pk)      # the document as text
picture("street_sweeping", seed=page.pk)  # the same, as pixels
"""

import re
from io import BytesIO
from string import Template

import resvg_py
from PIL import Image

from portal.demo.drawing import (
    scenes_building,
    scenes_checks,
    scenes_civic,
    scenes_health,
    scenes_home,
    scenes_learning,
    scenes_licensed,
    scenes_neighbours,
    scenes_parking,
    scenes_pests,
    scenes_river,
    scenes_rubbish,
    scenes_shopfront,
    scenes_street,
    scenes_trade,
    scenes_traffic,
)
from portal.demo.drawing.choose import scene_for
from portal.demo.drawing.dice import Dice
from portal.demo.drawing.palette import PALETTES, Light
from portal.demo.drawing.shapes import TURNED
from portal.demo.drawing.stage import Draw, Stage

__all__ = ["SCENES", "Light", "layers", "picture", "scene_for", "svg"]

SCENES: dict[str, Draw] = {
    **scenes_building.SCENES,
    **scenes_checks.SCENES,
    **scenes_civic.SCENES,
    **scenes_health.SCENES,
    **scenes_home.SCENES,
    **scenes_learning.SCENES,
    **scenes_licensed.SCENES,
    **scenes_neighbours.SCENES,
    **scenes_parking.SCENES,
    **scenes_pests.SCENES,
    **scenes_river.SCENES,
    **scenes_rubbish.SCENES,
    **scenes_shopfront.SCENES,
    **scenes_street.SCENES,
    **scenes_trade.SCENES,
    **scenes_traffic.SCENES,
}

_LONG_NUMBER = re.compile(r"-?\d+\.\d{2,}(?:e-\d+)?")


def svg(
    scene: str,
    *,
    seed: int = 0,
    light: Light = "day",
    width: int = 320,
    height: int = 200,
) -> str:
    stage = _stage(scene, seed)
    return _document(stage.land + stage.back + stage.front, light, width, height)


def layers(scene: str, *, seed: int = 0, light: Light = "day") -> tuple[str, str]:
    """Return the scene as two documents, the nearer one on a transparent ground."""
    stage = _stage(scene, seed)
    return (
        _document(stage.land + stage.back, light, 320, 200),
        _document(stage.front, light, 320, 200),
    )


def picture(
    scene: str,
    *,
    seed: int = 0,
    light: Light = "day",
    size: tuple[int, int] = (1280, 800),
) -> Image.Image:
    document = svg(scene, seed=seed, light=light, width=size[0], height=size[1])
    png = resvg_py.svg_to_bytes(svg_string=document, skip_system_fonts=True)
    return Image.open(BytesIO(png)).convert("RGB")


def _stage(scene: str, seed: int) -> Stage:
    dice = Dice(scene, seed)
    stage = SCENES[scene](dice)
    if stage.mirrors and dice.chance(0.5):
        return Stage(stage.land, _mirrored(stage.back), _mirrored(stage.front))
    return stage


def _mirrored(body: str) -> str:
    for path, turned in TURNED.items():
        body = body.replace(path, turned)
    return f'<g transform="matrix(-1 0 0 1 320 0)">{body}</g>'


def _document(body: str, light: Light, width: int, height: int) -> str:
    drawn = _LONG_NUMBER.sub(lambda found: f"{float(found[0]):.1f}", body)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        ' viewBox="0 0 320 200" preserveAspectRatio="xMidYMid slice"'
        ' stroke-linecap="round" stroke-linejoin="round">'
        f"{Template(drawn).substitute(PALETTES[light])}</svg>"
    )
