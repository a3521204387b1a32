"""Everything with a roof: houses, flats, shops, halls, walls."""

from portal.demo.drawing.dice import Dice
from portal.demo.drawing.nature import bush
from portal.demo.drawing.shapes import area, bars, circle, line, place, rect


def _panes(
    x: float, y: float, w: float, h: float, columns: int, rows: int, pane: float
) -> str:
    gap_x, gap_y = w / columns, h / rows
    d = "".join(
        f"M{x + gap_x * (c + 0.5) - pane / 2} {y + gap_y * (r + 0.5) - pane * 0.6}h{pane}v{pane * 1.2}h-{pane}z"
        for c in range(columns)
        for r in range(rows)
    )
    return area(d, "win")


def house(
    x: float, y: float, w: float, h: float, *, windows: int = 2, door: bool = True
) -> str:
    """Draw a whitewashed house under a dark tiled roof with lifted eaves; (x, y) is its foot."""
    eave = round(h * 0.34, 1)
    top = y - h
    parts = [
        rect(x, top, w, h, "wall"),
        rect(x, y - h * 0.12, w, h * 0.12, "shade"),
        area(f"M{x - 7} {top + 1}q5-1 8-{eave}h{w - 2}q3 {eave - 1} 8 {eave}z", "roof"),
        line(f"M{x + 2} {top - eave}h{w - 4}", "roof", 2.4),
    ]
    pane = min(8, w / (windows * 2 + 1))
    if windows:
        parts.append(_panes(x, top + h * 0.06, w, h * 0.5, windows, 1, pane))
    if door:
        door_w = min(10, w * 0.2)
        parts.append(rect(x + w / 2 - door_w / 2, y - h * 0.4, door_w, h * 0.4, "door"))
    return "".join(parts)


def flats(
    x: float, y: float, w: float, floors: int, *, columns: int = 4, floor: float = 15
) -> str:
    h = floors * floor + 6
    return (
        rect(x, y - h, w, h, "wall")
        + rect(x - 2, y - h - 4, w + 4, 5, "roof")
        + rect(x + w - 6, y - h + 1, 6, h - 1, "shade")
        + _panes(
            x + 2, y - h + 2, w - 8, h - 8, columns, floors, min(7, w / columns * 0.5)
        )
        + rect(x + w / 2 - 6, y - 13, 10, 13, "door")
    )


def row(
    dice: Dice, y: float, *, low: float = 40, high: float = 62, start: float = -8
) -> str:
    """Draw a street's far side: houses shoulder to shoulder, no two alike."""
    parts = []
    x = start + dice.between(-14, 6)
    while x < 320:
        w = dice.between(40, 70)
        if dice.chance(0.22):
            parts.append(
                flats(x, y, w * 0.9, dice.count(4, 5), columns=dice.count(3, 4))
            )
        else:
            parts.append(
                house(x, y, w, dice.between(low, high), windows=dice.count(2, 3))
            )
        x += w + dice.between(4, 16)
    return "".join(parts)


def village(dice: Dice, x0: float, x1: float, y: float, n: int) -> str:
    return "".join(
        house(
            x,
            y + dice.between(-3, 3),
            dice.between(22, 34),
            dice.between(17, 25),
            windows=2,
            door=False,
        )
        for x in dice.spread(x0, x1, n, shake=0.3)
    )


def sign(
    x: float, y: float, w: float, colour: str, *, turn: float = 0, h: float = 10
) -> str:
    body = rect(0, 0, w, h, colour, bend=1)
    step = w / 6
    body += line(
        "".join(f"M{step * (i + 1)} {h * 0.3}v{h * 0.4}" for i in range(5)),
        "paper",
        w * 0.045,
    )
    return place(body, x, y, turn=turn)


def shop(
    dice: Dice, x: float, y: float, w: float, h: float, *, crooked: bool = False
) -> str:
    """Draw a shop's ground floor: sign board, awning, glass, a door standing open."""
    colour = dice.pick(("hill", "river", "fruit", "seal", "near"))
    door_w = w * 0.3
    glass_x = x + 4 if dice.chance(0.5) else x + door_w + 8
    door_x = x + w - door_w - 4 if glass_x < x + 5 else x + 4
    glass_w = w - door_w - 12
    parts = [
        rect(x, y - h, w, h, "wall"),
        rect(x, y - h, 2, h, "shade"),
        rect(glass_x, y - h + 26, glass_w, h - 36, "win"),
        rect(door_x, y - h + 26, door_w, h - 26, "deep"),
        rect(door_x + door_w * 0.12, y - h + 29, door_w * 0.76, h - 29, "door"),
        _goods(dice, glass_x, y - 11, glass_w),
        _awning(x + 1, y - h + 18, w - 2, dice.pick(("sun", "near", "river", "seal"))),
    ]
    turn = dice.between(5, 9) * dice.pick((-1, 1)) if crooked else 0
    parts.append(sign(x + 5, y - h + 5, w - 10, colour, turn=turn, h=11))
    return "".join(parts)


def _goods(dice: Dice, x: float, y: float, w: float) -> str:
    n = max(2, int(w / 7))
    kind = dice.count(0, 2)
    colours = ("sun", "leaf", "seal", "lamp", "paper")
    if kind == 0:
        return "".join(
            circle(x + w * (i + 0.5) / n, y - 3, 3, colours[i % 5]) for i in range(n)
        )
    if kind == 1:
        return "".join(
            rect(
                x + w * (i + 0.2) / n,
                y - 5 - i % 3 * 2,
                w / n * 0.6,
                5 + i % 3 * 2,
                colours[(i * 2) % 5],
            )
            for i in range(n)
        )
    return rect(x + 2, y - 14, w - 4, 1.4, "wood") + "".join(
        rect(
            x + w * (i + 0.25) / n,
            y - 12.6,
            w / n * 0.5,
            11,
            colours[(i + 1) % 5],
            bend=1,
        )
        for i in range(n)
    )


def _awning(x: float, y: float, w: float, colour: str) -> str:
    n = max(4, round(w / 9))
    k = w / n
    stripes = "".join(
        f"M{x + i * k} {y}h{k}v8q{-k / 2} 5 {-k} 0z" for i in range(0, n, 2)
    )
    between = "".join(
        f"M{x + i * k} {y}h{k}v8q{-k / 2} 5 {-k} 0z" for i in range(1, n, 2)
    )
    return area(stripes, colour) + area(between, "paper")


def shops(dice: Dice, y: float, h: float, *, n: int = 3, crooked: bool = False) -> str:
    parts = [
        area(f"M-10 {y - h}l8-16h324l8 16z", "roof"),
        line(f"M-2 {y - h - 16}h324", "roof", 3),
    ]
    widths = [dice.between(0.8, 1.2) for _ in range(n)]
    x = 0.0
    for width in widths:
        w = round(320 * width / sum(widths), 1)
        parts.append(shop(dice, x, y, w, h, crooked=crooked))
        x += w
    return "".join(parts)


def hall(dice: Dice, x: float, y: float, w: float, h: float, colour: str) -> str:
    """Draw a public building: broad gable, a band for the name, glass doors."""
    middle = x + w / 2
    door = w * 0.26
    windows = "".join(
        rect(wx, y - h + 22, w * 0.2, 18, "win")
        + line(f"M{wx} {y - h + 31}h{w * 0.2}m{-w * 0.1}-9v18", "wall", 1.6)
        for wx in (x + w * 0.07, x + w * 0.73)
    )
    sign_w = w * dice.between(0.3, 0.38)
    return (
        area(
            f"M{x - 9} {y - h}L{middle} {y - h - w * 0.15}L{x + w + 9} {y - h}z", "roof"
        )
        + rect(x, y - h, w, h, "wall")
        + rect(x, y - h, w, 6, colour)
        + sign(middle - sign_w / 2, y - h + 12, sign_w, colour, h=13)
        + windows
        + rect(middle - door / 2, y - h * 0.5, door, h * 0.5, "roof")
        + rect(
            middle - door / 2 + 3, y - h * 0.5 + 4, door / 2 - 4.5, h * 0.5 - 4, "far"
        )
        + rect(middle + 1.5, y - h * 0.5 + 4, door / 2 - 4.5, h * 0.5 - 4, "far")
        + rect(middle - door / 2 - 8, y - 3, door + 16, 3, "shade")
    )


def pavement(y: float = 140, kerb: float = 158) -> str:
    """Draw the pavement in front of the houses, then the kerb, then the road."""
    dashes = "".join(f"M{x} {(kerb + 200) / 2 + 6}h30" for x in range(-6, 330, 62))
    return (
        rect(0, y, 320, kerb - y, "pave")
        + rect(0, kerb, 320, 200 - kerb, "road")
        + rect(0, kerb - 1.5, 320, 3.5, "line")
        + line(dashes, "line", 2.6)
    )


def yard_wall(x: float, y: float, w: float, h: float, *, gate: bool = False) -> str:
    tiles = area(f"M{x - 4} {y - h + 2}l5-8h{w - 2}l5 8z", "roof")
    wall = rect(x, y - h, w, h, "wall") + rect(x, y - 7, w, 7, "shade")
    door = rect(x + w * 0.1, y - h + 14, 26, h - 14, "door") if gate else ""
    return wall + tiles + door


def board(x: float, y: float, w: float, h: float, *, colour: str = "hill") -> str:
    """Draw a notice board on two legs: bars for writing."""
    return (
        line(f"M{x + 5} {y}v{-h * 0.5}M{x + w - 5} {y}v{-h * 0.5}", "roof", 2.4)
        + rect(x, y - h, w, h * 0.72, colour, bend=1.5)
        + rect(x + 3, y - h + 3, w - 6, h * 0.72 - 6, "paper")
        + bars(x + 7, y - h + 9, (w * 0.5, w * 0.66, w * 0.4), colour, step=5)
    )


def estate(dice: Dice) -> str:
    blocks = "".join(
        flats(x, 138, dice.between(74, 92), dice.count(5, 6), columns=4, floor=16)
        for x in (-14, 108, 226)
    )
    return (
        blocks
        + rect(0, 138, 320, 62, "pave")
        + "".join(bush(x, 142, 30) for x in (76, 196))
    )
