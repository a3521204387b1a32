"""Rooms and what stands in them."""

from portal.demo.drawing.dice import Dice
from portal.demo.drawing.nature import tick
from portal.demo.drawing.shapes import area, bars, circle, glow, line, oval, place, rect


def room(dice: Dice, *, floor: float = 150, tiles: bool = False) -> str:
    wall = dice.pick(("room", "room", "rose", "mist"))
    parts = [
        rect(0, 0, 320, floor, wall),
        rect(0, floor, 320, 200 - floor, dice.pick(("floor", "floor", "dust"))),
    ]
    if not tiles and dice.chance(0.4):
        parts.append(rect(0, floor - 46, 320, 46, "shade"))
    if tiles:
        grid = "".join(f"M0 {y}h320" for y in range(int(floor) - 76, int(floor), 19))
        grid += "".join(
            f"M{x} {floor - 76}V{floor}" for x in range(dice.count(0, 12), 320, 24)
        )
        parts.append(rect(0, floor - 76, 320, 76, "pave"))
        parts.append(line(grid, "paper", 1))
    parts.append(rect(0, floor - 4, 320, 4, "shade"))
    return "".join(parts)


def window(x: float, y: float, w: float, h: float) -> str:
    """Draw a window on to the hills and the river's tick."""
    low = y + h
    scale = min(w / 160, h / 100)
    view = (
        rect(x, y, w, h, "sky")
        + area(
            f"M{x} {low}V{y + h * 0.5}q{w * 0.25}-{h * 0.3} {w * 0.5}-{h * 0.06}t{w * 0.5} 0V{low}z",
            "far",
        )
        + area(
            f"M{x} {low}V{y + h * 0.76}q{w * 0.3}-{h * 0.2} {w * 0.6}-{h * 0.04}t{w * 0.4}-{h * 0.04}V{low}z",
            "near",
        )
        + tick(x + w * 0.44, low - 16 * scale, scale)
    )
    frame = line(f"M{x} {y}h{w}v{h}h{-w}zM{x + w / 2} {y}v{h}", "roof", 2.4)
    return view + frame + rect(x - 3, low, w + 6, 3.4, "wall")


def licence(x: float, y: float, *, w: float = 26) -> str:
    """Draw the framed hygiene licence: a seal and a tick, no words."""
    h = w * 0.76
    return (
        rect(x, y, w, h, "wood", bend=1)
        + rect(x + 1.8, y + 1.8, w - 3.6, h - 3.6, "paper")
        + bars(
            x + w * 0.18,
            y + h * 0.3,
            (w * 0.4, w * 0.5, w * 0.3),
            "near",
            step=w * 0.15,
        )
        + circle(x + w * 0.76, y + h * 0.64, w * 0.1, "seal")
    )


def poster(dice: Dice, x: float, y: float, w: float, h: float) -> str:
    ground = dice.pick(("sky", "dust", "far", "foam"))
    return (
        rect(x, y, w, h, ground)
        + area(
            f"M{x} {y + h}v{-h * 0.36}q{w * 0.3}-{h * 0.2} {w * 0.6} 0t{w * 0.4} 0v{h * 0.36}z",
            "near",
        )
        + circle(x + w * 0.7, y + h * 0.28, w * 0.11, "sun")
        + bars(x + w * 0.14, y + h * 0.16, (w * 0.36, w * 0.26), "seal", step=h * 0.11)
    )


def table(
    x: float,
    y: float,
    w: float,
    h: float = 26,
    *,
    colour: str = "wood",
    front: str = "",
) -> str:
    """Draw a table seen from the side, its feet at `y`; `front` closes it like a desk."""
    legs = (
        rect(x + 4, y - h + 4, w - 8, h - 4, front)
        if front
        else line(f"M{x + 6} {y}v{-h}M{x + w - 6} {y}v{-h}", colour, 3.4)
    )
    return legs + rect(x, y - h, w, 4.6, colour, bend=1)


def chair(x: float, y: float, colour: str = "wood", *, flip: bool = False) -> str:
    body = line("M-6 0v-13h12v13M-6-13v-16", colour, 2.6)
    return place(body, x, y, flip=flip)


def shelf(
    dice: Dice,
    x: float,
    y: float,
    w: float,
    h: float,
    rows: int,
    *,
    goods: str = "books",
) -> str:
    """Shelves against the wall, `y` at the foot."""
    parts = [
        rect(x, y - h, w, h, "wood"),
        rect(x + 2.5, y - h + 2.5, w - 5, h - 5, "shade"),
    ]
    step = (h - 3) / rows
    for row in range(rows):
        foot = y - h + step * (row + 1)
        at = x + 4
        while at < x + w - 8:
            wide = dice.between(3, 6) if goods == "books" else dice.between(6, 10)
            tall = step * dice.between(0.5, 0.82)
            colour = dice.pick(
                ("river", "hill", "sun", "seal", "near", "lamp", "plum", "paper")
            )
            parts.append(
                rect(
                    at,
                    foot - tall,
                    wide,
                    tall,
                    colour,
                    bend=0 if goods == "books" else 1.6,
                )
            )
            at += wide + (0.5 if goods == "books" else 3)
        parts.append(rect(x, foot, w, 2.4, "wood"))
    return "".join(parts)


def ceiling_lamp(x: float, drop: float = 30) -> str:
    return (
        line(f"M{x} 0v{drop}", "roof", 1.4)
        + glow(x, drop + 8, 34)
        + area(f"M{x - 12} {drop + 8}q2-9 12-9t12 9z", "sun")
        + oval(x, drop + 8, 6, 2, "lamp")
    )


def screen(x: float, y: float, w: float, h: float) -> str:
    """Draw a projection or television showing the river's tick."""
    return (
        rect(x - 3, y - 3, w + 6, h + 6, "ink", bend=2)
        + rect(x, y, w, h, "screen")
        + rect(x, y + h * 0.66, w, h * 0.34, "lawn")
        + tick(x + w * 0.42, y + h * 0.8, min(w / 150, h / 110))
        + bars(x + w * 0.08, y + h * 0.16, (w * 0.3, w * 0.22), "paper", step=h * 0.12)
    )


def steam(x: float, y: float, *, n: int = 3, height: float = 16) -> str:
    d = "".join(
        f"M{x + i * 6} {y}q-4 {-height * 0.25} 0 {-height * 0.5}t0 {-height * 0.5}"
        for i in range(n)
    )
    return line(d, "foam", 1.8, seen=0.9)


def dish(x: float, y: float, w: float, food: str) -> str:
    return area(
        f"M{x + w * 0.16} {y - w * 0.14}q{w * 0.34}-{w * 0.34} {w * 0.68} 0z", food
    ) + area(
        f"M{x} {y - w * 0.15}h{w}q{-w * 0.14} {w * 0.2} {-w * 0.36} {w * 0.2}h{-w * 0.28}q{-w * 0.22} 0 {-w * 0.36} {-w * 0.2}z",
        "paper",
    )


def no_smoking(x: float, y: float, r: float) -> str:
    """Draw the barred cigarette."""
    k = r / 20
    return place(
        circle(0, 0, 20, "paper")
        + rect(-12, 0, 18, 5, "dust")
        + rect(6, 0, 5, 5, "sun")
        + line("M9-3q4-3 0-6t2-6", "ash", 1.6)
        + '<circle r="18" fill="none" stroke="$red" stroke-width="4"/>'
        + line("M-12.5-12.5 12.5 12.5", "red", 4),
        x,
        y,
        scale=k,
    )
