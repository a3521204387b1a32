"""Sky, hills, water, trees and weather."""

from portal.demo.drawing.dice import Dice
from portal.demo.drawing.shapes import RIVER, area, circle, line, place, rect


def sky(dice: Dice, *, clouds: int = 2, disc: bool = True) -> str:
    parts = [rect(0, 0, 320, 200, "sky")]
    stars = "".join(
        f"M{dice.between(4, 316)} {dice.between(4, 70)}h.1" for _ in range(18)
    )
    parts.append(line(stars, "star", 1.2))
    parts.append(
        circle(
            dice.between(30, 290),
            dice.between(22, 44),
            dice.between(9, 14),
            "disc" if disc else "none",
        )
    )
    parts += [
        cloud(dice.between(-10, 290), dice.between(14, 52), dice.between(0.7, 1.3))
        for _ in range(dice.count(0, clouds))
    ]
    return "".join(parts)


def cloud(x: float, y: float, scale: float = 1) -> str:
    return place(
        area("M0 0q0-7 8-7 3-8 12-7 8-4 12 4 10-1 10 7 0 3-3 3H3Q0 0 0 0z", "cloud"),
        x,
        y,
        scale=scale,
    )


def _ridge(dice: Dice, y: float, height: float, foot: float) -> str:
    d = f"M0 {foot}V{y + dice.between(-height, height) * 0.5}"
    x = 0.0
    while x < 320:
        step = dice.between(70, 120)
        top = y - dice.between(0.3, 1) * height
        d += (
            f"Q{x + step * 0.5} {top} {x + step} {y + dice.between(-0.2, 0.5) * height}"
        )
        x += step
    return d + f"V{foot}z"


def tick(x: float, y: float, scale: float = 1) -> str:
    """Draw the river's bend, which is the campaign's tick; (x, y) is the point of the tick."""
    return place(
        area(RIVER, "water"),
        x,
        y,
        scale=scale,
    )


def land(
    dice: Dice, horizon: float = 120, *, river: bool | None = None, disc: bool = True
) -> str:
    """Sky and hills down to the ground, sometimes with the river far off."""
    parts = [sky(dice, disc=disc)]
    parts.append(area(_ridge(dice, horizon - 42, 34, horizon + 10), "far"))
    parts.append(area(_ridge(dice, horizon - 16, 22, horizon + 20), "mid"))
    if dice.chance(0.5) if river is None else river:
        parts.append(tick(dice.between(60, 220), horizon - 8, dice.between(0.5, 0.72)))
    parts.append(rect(0, horizon, 320, 200 - horizon, "near"))
    return "".join(parts)


def ripples(dice: Dice, x0: float, x1: float, y0: float, y1: float, n: int) -> str:
    d = ""
    for _ in range(n):
        width = dice.between(10, 24)
        d += f"M{dice.between(x0, x1)} {dice.between(y0, y1)}q{width / 2}-4 {width} 0"
    return line(d, "foam", 1.5, seen=0.8)


def tree(
    x: float, y: float, r: float = 14, *, leaf: str = "leaf", fruit: int = 0
) -> str:
    crown_y = y - r * 2.1
    parts = [
        area(f"M{x - r * 0.12} {y}v{-r * 1.6}h{r * 0.24}V{y}z", "roof"),
        line(
            f"M{x} {y - r * 0.9}l{r * 0.5} {-r * 0.6}M{x} {y - r * 0.7}l{-r * 0.5} {-r * 0.7}",
            "roof",
            r * 0.12,
        ),
        circle(x, crown_y, r, leaf),
        circle(x - r * 0.62, crown_y + r * 0.42, r * 0.66, leaf),
        circle(x + r * 0.66, crown_y + r * 0.36, r * 0.62, leaf),
    ]
    spots = (
        (-0.5, -0.3),
        (0.4, -0.5),
        (0.7, 0.4),
        (-0.1, 0.3),
        (-0.85, 0.5),
        (0.2, 0.75),
    )
    parts += [
        circle(x + dx * r, crown_y + dy * r, r * 0.15, "sun")
        for dx, dy in spots[:fruit]
    ]
    return "".join(parts)


def pine(x: float, y: float, h: float = 40) -> str:
    w = h * 0.28
    return rect(x - 1.2, y - h * 0.2, 2.4, h * 0.2, "roof") + area(
        f"M{x} {y - h}l{w * 0.7} {h * 0.4}h{-w * 0.3}l{w * 0.6} {h * 0.45}h{-w * 2}l{w * 0.6}"
        f" {-h * 0.45}h{-w * 0.3}z",
        "leaf",
    )


def willow(x: float, y: float, h: float = 60) -> str:
    strands = "".join(
        f"M{dx} {-58 + dx * dx * 0.05}q{dx * 0.35} 10 {dx * 0.3} {40 - dx * dx * 0.045}"
        for dx in range(-20, 21, 4)
    )
    return place(
        line("M0 0q-4-18 1-44M0-30q6-6 9-14", "roof", 3.6)
        + area("M-21-40q-2-22 21-22t21 22q-10 8-21 6t-21-6z", "leaf")
        + line(strands, "leaf", 4.6),
        x,
        y,
        scale=h / 60,
    )


def bush(x: float, y: float, w: float = 26, leaf: str = "leaf") -> str:
    return area(
        f"M{x} {y}q0-{w * 0.34} {w * 0.28}-{w * 0.34} {w * 0.2}-{w * 0.24} {w * 0.4} 0 {w * 0.32}-{w * 0.02} {w * 0.32} {w * 0.34}z",
        leaf,
    )


def any_tree(dice: Dice, x: float, y: float, r: float = 14) -> str:
    kind = dice.count(0, 4)
    if kind == 0:
        return pine(x, y, r * 3.2)
    if kind == 1:
        return willow(x, y, r * 3.4)
    return tree(x, y, r, fruit=dice.pick((0, 0, 4, 6)))


def flowers(dice: Dice, x0: float, x1: float, y: float, n: int) -> str:
    return "".join(
        circle(
            x, y - dice.between(0, 5), 1.8, dice.pick(("sun", "lamp", "seal", "paper"))
        )
        for x in dice.spread(x0, x1, n)
    )


def rain(dice: Dice, n: int = 26) -> str:
    d = "".join(
        f"M{dice.between(0, 320)} {dice.between(-6, 170)}l-4 12" for _ in range(n)
    )
    return line(d, "foam", 1.3, seen=0.9)


def snow(dice: Dice, n: int = 40) -> str:
    d = "".join(f"M{dice.between(0, 320)} {dice.between(0, 190)}h.1" for _ in range(n))
    return line(d, "paper", 3)


def leaves(dice: Dice, x0: float, x1: float, y0: float, y1: float, n: int) -> str:
    return "".join(
        place(
            area("M-3 0q3-4 6 0-3 4-6 0z", dice.pick(("sun", "fruit", "lamp"))),
            dice.between(x0, x1),
            dice.between(y0, y1),
            turn=dice.between(0, 180),
        )
        for _ in range(n)
    )


def smoke(
    dice: Dice, x: float, y: float, *, height: float = 70, colour: str = "smoke"
) -> str:
    drift = dice.between(-26, 26)
    return "".join(
        circle(
            x + drift * i / 5 + (4 if i % 2 else -4),
            y - height * i / 5,
            5 + i * 2.4,
            colour,
        )
        for i in range(6)
    )
