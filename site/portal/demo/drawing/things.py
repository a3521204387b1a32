"""Street furniture and loose things: bins, stalls, lamps, rubbish, signs."""

from portal.demo.drawing.dice import Dice
from portal.demo.drawing.shapes import area, circle, glow, line, oval, place, rect, ring

BIN_MARKS = {
    "blue": "M0-3.4l3.4 6h-6.8z",
    "green": "M0 3.4v-6M0-1q-4-1-3-4 3 0 3 4 0-4 3-4 1 3-3 4",
    "red": "M-3 2.4h6l-3-6z",
    "ash": "M-3 3v-5h6v5zM-4-2h8",
}


def lamp(x: float, y: float, h: float = 62, *, flip: bool = False) -> str:
    side = -1 if flip else 1
    head_x = x + side * 11
    return (
        line(f"M{x} {y}v{-h}q0-7 {side * 9}-7", "roof", 2.4)
        + glow(head_x, y - h - 2, 22)
        + area(f"M{head_x - 6} {y - h - 5}h12l-2 4h-8z", "win")
        + rect(x - 2.5, y - 5, 5, 5, "roof")
    )


def wheelie_bin(
    x: float, y: float, colour: str, *, h: float = 30, open_lid: bool = False
) -> str:
    w = h * 0.66
    lid = (
        line(f"M{x - 1} {y - h - 1}l-5 {-h * 0.4}", "roof", 3)
        if open_lid
        else rect(x - 2, y - h - 4, w + 4, 5, "roof", bend=2)
    )
    mark = place(
        line(BIN_MARKS.get(colour, ""), "paper", 1.3),
        x + w / 2,
        y - h * 0.55,
        scale=h / 30,
    )
    return (
        area(f"M{x} {y - h}h{w}l{-w * 0.1} {h - 2}h{-w * 0.8}z", colour)
        + lid
        + circle(x + w * 0.24, y - 1.5, 2.2, "ink")
        + circle(x + w * 0.76, y - 1.5, 2.2, "ink")
        + mark
    )


def rubbish_bag(x: float, y: float, size: float = 12, colour: str = "ink") -> str:
    s = size
    return area(
        f"M{x} {y}q{-s * 0.2}{-s * 0.5} {s * 0.3}{-s * 0.8}l{-s * 0.1}{-s * 0.25}h{s * 0.5}l{-s * 0.12} {s * 0.25}"
        f"q{s * 0.6} {s * 0.3} {s * 0.42} {s * 0.8}z",
        colour,
    )


def litter(dice: Dice, x0: float, x1: float, y0: float, y1: float, n: int) -> str:
    """Bags, boxes, bottles and paper lying about."""
    parts = []
    for _ in range(n):
        x, y = dice.between(x0, x1), dice.between(y0, y1)
        match dice.count(0, 4):
            case 0:
                parts.append(
                    rubbish_bag(
                        x, y, dice.between(9, 15), dice.pick(("ink", "ash", "roof"))
                    )
                )
            case 1:
                parts.append(
                    place(
                        rect(-4, -6, 9, 6, "wood") + line("M-4-3h9", "dust", 1),
                        x,
                        y,
                        turn=dice.between(-14, 14),
                    )
                )
            case 2:
                parts.append(
                    place(
                        rect(-4, -1.6, 6, 3.2, "foam", bend=1)
                        + rect(2, -0.8, 2.4, 1.6, "blue"),
                        x,
                        y,
                        turn=dice.between(0, 180),
                    )
                )
            case 3:
                parts.append(
                    place(
                        area("M-3-2l5-1 2 4-5 2z", "paper"),
                        x,
                        y,
                        turn=dice.between(0, 90),
                    )
                )
            case _:
                parts.append(
                    area(f"M{x} {y}q1-5 5-4t5 4z", dice.pick(("sun", "leaf", "dirt")))
                )
    return "".join(parts)


def heap(x: float, y: float, w: float, colour: str = "dirt") -> str:
    return area(
        f"M{x} {y}q{w * 0.12}{-w * 0.34} {w * 0.34}{-w * 0.3} {w * 0.16}{-w * 0.2} {w * 0.34} 0 {w * 0.2} 0 {w * 0.32} {w * 0.3}z",
        colour,
    )


def puddle(x: float, y: float, w: float, colour: str = "water") -> str:
    return oval(x, y, w / 2, w * 0.09, colour) + oval(
        x + w * 0.3, y + w * 0.06, w / 4, w * 0.05, colour
    )


def stall(dice: Dice, x: float, y: float, w: float = 62, colour: str = "sun") -> str:
    """Draw a market stall: striped roof, crates of fruit and greens."""
    n = 6
    k = w / n
    parts = [
        rect(x + 2, y - 46, 2.2, 46, "roof"),
        rect(x + w - 4, y - 46, 2.2, 46, "roof"),
    ]
    for shade, start in ((colour, 0), ("paper", 1)):
        d = "".join(
            f"M{x + i * k} {y - 58}h{k}v11q{-k / 2} 7 {-k} 0z"
            for i in range(start, n, 2)
        )
        parts.append(area(d, shade))
    parts.append(rect(x - 2, y - 60, w + 4, 3, "roof"))
    crates = max(2, int(w / 20))
    crate_w = (w - 4) / crates
    for i in range(crates):
        goods = dice.pick(("sun", "leaf", "seal", "lamp", "near", "plum"))
        cx = x + 2 + i * crate_w
        heads = max(3, int(crate_w / 5))
        parts += [
            circle(cx + crate_w * (j + 0.5) / heads, y - 21 - (j % 2), 3.2, goods)
            for j in range(heads)
        ]
        parts.append(rect(cx + 0.6, y - 20, crate_w - 1.2, 7, "wood", bend=0.6))
    parts.append(rect(x, y - 13, w, 13, "mid"))
    parts.append(rect(x, y - 13, w, 2.4, "near"))
    return "".join(parts)


def cone(x: float, y: float, h: float = 16) -> str:
    return (
        area(f"M{x - h * 0.3} {y}L{x} {y - h}l{h * 0.3} {h}z", "sun")
        + line(f"M{x - h * 0.16} {y - h * 0.42}h{h * 0.32}", "paper", h * 0.16)
        + rect(x - h * 0.42, y - 2, h * 0.84, 2.4, "fruit")
    )


def traffic_light(x: float, y: float, h: float = 74, *, lit: str = "red") -> str:
    lights = "".join(
        circle(x, y - h + 6 + i * 9, 3.4, colour if colour == lit else "ash")
        for i, colour in enumerate(("red", "lamp", "green"))
    )
    at = {"red": 6, "lamp": 15, "green": 24}[lit]
    return (
        line(f"M{x} {y}v{-h + 30}", "roof", 3)
        + rect(x - 6, y - h, 12, 30, "ink", bend=3)
        + lights
        + glow(x, y - h + at, 12)
    )


def disc_sign(
    x: float,
    y: float,
    h: float,
    mark: str,
    colour: str = "blue",
    *,
    barred: bool = False,
) -> str:
    """Draw a round sign on a post; `mark` is the path of its symbol around (0, 0)."""
    face = circle(0, 0, 10, "paper" if barred else colour) + line(
        mark, "ink" if barred else "paper", 2.4
    )
    if barred:
        face += ring(0, 0, 9, "red", 2.6) + line("M-6-6L6 6", "red", 2.4)
    return line(f"M{x} {y}v{-h}", "roof", 2.6) + place(face, x, y - h)


def bench(x: float, y: float, w: float = 56) -> str:
    return (
        rect(x, y - 26, w, 4, "wood", bend=1)
        + rect(x, y - 20, w, 4, "wood", bend=1)
        + rect(x - 2, y - 13, w + 4, 4, "wood", bend=1)
        + line(f"M{x + 5} {y}v-26M{x + w - 5} {y}v-26", "roof", 2.4)
    )


def hoarding(x: float, y: float, w: float, h: float, *, broken: bool = False) -> str:
    """Draw a building site's fence: panels with the hills and the river on them."""
    parts = []
    panel = 40.0
    n = int(w / panel)
    for i in range(n):
        px = x + i * panel
        lean = 12 if broken and i % 3 == 1 else 0
        art = (
            ""
            if broken
            else area(f"M{1} {-4}q10-14 19-8t18-6v14z", "mid")
            + circle(30, -h + 10, 3, "sun")
        )
        parts.append(
            place(
                rect(0, -h, panel - 1.5, h, "wall" if not broken else "steel")
                + rect(0, -h, panel - 1.5, 4, "blue")
                + rect(0, -5, panel - 1.5, 5, "near")
                + art,
                px,
                y,
                turn=lean,
            )
        )
    return "".join(parts)


def crane(x: float, y: float, h: float = 110, *, flip: bool = False) -> str:
    lattice = "".join(f"M-3 {-i}l6-10M3 {-i}l-6-10" for i in range(0, int(h), 10))
    body = (
        line(
            f"M-3 0v{-h}M3 0v{-h}M-30 {-h}h110M0 {-h - 14}L80 {-h}M0 {-h - 14}L-30 {-h}M0 {-h}v-14",
            "sun",
            1.8,
        )
        + line(lattice, "sun", 0.8)
        + rect(-32, -h, 12, 8, "roof")
        + line(f"M60 {-h}v34", "ink", 0.8)
        + rect(54, -h + 34, 12, 7, "steel")
    )
    return place(body, x, y, flip=flip)


def ads(dice: Dice, x0: float, x1: float, y0: float, y1: float, n: int) -> str:
    """Small advertisements pasted on a wall, one over another."""
    parts = []
    for _ in range(n):
        w, h = dice.between(13, 22), dice.between(16, 26)
        body = rect(
            0, 0, w, h, dice.pick(("sun", "far", "lamp", "dust", "paper", "foam"))
        ) + line(
            f"M3 4h{w - 6}M3 8h{w - 9}M3 {h - 5}h{w - 6}",
            dice.pick(("ink", "seal", "blue")),
            1.6,
        )
        parts.append(
            place(
                body,
                dice.between(x0, x1 - w),
                dice.between(y0, y1 - h),
                turn=dice.between(-13, 13),
            )
        )
    return "".join(parts)


def loudspeaker(x: float, y: float, h: float = 96) -> str:
    horn = (
        area("M0-3l14-7v20l-14-7z", "steel")
        + oval(14, 0, 3, 10, "ash")
        + rect(-5, -3, 6, 6, "roof")
    )
    waves = line("M21-6q4 6 0 12M26-10q7 10 0 20", "sun", 1.8)
    return (
        line(f"M{x} {y}v{-h}", "roof", 3.2)
        + place(horn + waves, x + 4, y - h + 6, turn=-10)
        + place(horn + waves, x - 4, y - h + 6, turn=10, flip=True)
    )


def dog(
    x: float, y: float, *, colour: str = "wood", scale: float = 1, flip: bool = False
) -> str:
    body = (
        line("M-8-9q-6-2-6-8", colour, 2.4)
        + line("M-7-8v8M-3-7v7M6-7v7M9-8v8", colour, 2.6)
        + rect(-10, -14, 21, 8, colour, bend=4)
        + area("M8-12l2-8q4-4 9-1l5 3-2 4h-6l-3 5z", colour)
        + area("M10-19l-2 6 4 1 1-7z", "hair")
        + circle(16.4, -18, 0.8, "ink")
        + line("M10-12l4 3", "seal", 1.6)
    )
    return place(body, x, y, scale=scale, flip=flip)


def rat(x: float, y: float, *, scale: float = 1, flip: bool = False) -> str:
    body = (
        line("M-9-3q-8 2-14-3", "ash", 1.4)
        + area("M-10 0q-1-9 9-9 7 0 12 7l1 2z", "ash")
        + circle(4, -7.6, 2.4, "steel")
        + circle(8.4, -3.6, 0.7, "ink")
    )
    return place(body, x, y, scale=scale, flip=flip)


def mosquito(x: float, y: float, *, scale: float = 1, turn: float = 0) -> str:
    body = (
        line("M-8 1L8-1M-2 0l-5 8M1 0l-1 9M3 0l5 8M8-1l7 3", "ink", 1.1)
        + oval(-2, -5, 3, 6.5, "foam")
        + oval(4, -6, 2.6, 6, "foam")
        + circle(8, -1, 2, "ink")
    )
    return place(body, x, y, scale=scale, turn=turn)


def bunting(x0: float, x1: float, y: float, sag: float = 12) -> str:
    """Little flags on a string across the street."""
    n = 9
    cord = line(f"M{x0} {y}Q{(x0 + x1) / 2} {y + sag * 2} {x1} {y}", "roof", 1)
    colours = ("seal", "lamp", "near", "sun")
    flags = ""
    for i in range(1, n):
        t = i / n
        fx = x0 + (x1 - x0) * t
        fy = y + 4 * sag * t * (1 - t)
        flags += area(f"M{fx - 4} {fy}h8l-4 9z", colours[i % 4])
    return cord + flags
