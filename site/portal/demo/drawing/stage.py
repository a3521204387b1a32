"""What a scene hands back, and the crowd helpers scenes share."""

from collections.abc import Callable
from dataclasses import dataclass

from portal.demo.drawing.dice import Dice
from portal.demo.drawing.palette import COATS
from portal.demo.drawing.people import child, put, someone
from portal.demo.drawing.shapes import area, circle


@dataclass(frozen=True)
class Stage:
    """A scene in depth. `land` never turns, or the river's tick would point the wrong way."""

    land: str
    back: str
    front: str
    mirrors: bool = True


Draw = Callable[[Dice], Stage]


def passers(
    dice: Dice, x0: float, x1: float, y: float, n: int, *, h: float = 44
) -> str:
    """People on their way, farther ones behind; now and then one holds a child's hand."""
    parts = []
    for x in dice.spread(x0, x1, n):
        foot = y + dice.between(-3, 3)
        left = dice.chance(0.5)
        parts.append(
            (
                foot,
                put(
                    someone(
                        dice, pose="walk", item=dice.pick(("", "", "bag", "basket"))
                    ),
                    x,
                    foot,
                    h=h,
                    left=left,
                ),
            )
        )
        if dice.chance(0.25):
            parts.append(
                (
                    foot,
                    put(
                        child(dice, pose="walk"),
                        x + (12 if left else -12),
                        foot,
                        h=h * 0.66,
                        left=left,
                    ),
                )
            )
    return "".join(body for _, body in sorted(parts, key=lambda part: part[0]))


def audience(dice: Dice, y: float, n: int, size: float) -> str:
    """Backs of heads: the audience between us and the stage."""
    parts = ""
    for x in dice.spread(0, 320, n, shake=0.25):
        parts += area(
            f"M{x - size * 1.6} {y + size * 4}q0-{size * 3} {size * 1.6}-{size * 3}t{size * 1.6} {size * 3}z",
            dice.pick(COATS),
        ) + circle(x, y, size, dice.pick(("hair", "hair", "hair", "grey")))
    return parts
