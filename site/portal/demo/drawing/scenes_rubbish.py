"""Rubbish: sorted, overflowing, dumped, thrown, burnt."""

from portal.demo.drawing.dice import Dice
from portal.demo.drawing.houses import estate, house, pavement, row
from portal.demo.drawing.nature import land, smoke
from portal.demo.drawing.people import (
    child,
    elder,
    inspector,
    put,
    someone,
    volunteer,
)
from portal.demo.drawing.shapes import (
    area,
    line,
    place,
    rect,
)
from portal.demo.drawing.stage import Draw, Stage
from portal.demo.drawing.things import (
    disc_sign,
    heap,
    litter,
    rubbish_bag,
    wheelie_bin,
)

FLAME = "M0 6q-6-1-5-6 1-3 3-4 0 2 2 2 0-4 2-6 4 4 4 8 0 5-6 6z"


def sorting_bins(dice: Dice) -> Stage:
    colours = dice.shuffled(("blue", "green", "red", "ash"))
    shed = (
        area("M46 76l12-18h204l12 18z", "roof")
        + rect(56, 76, 208, 68, "wall")
        + rect(56, 76, 208, 12, "near")
    )
    bins = "".join(
        wheelie_bin(68 + i * 50, 168, colour, h=52) for i, colour in enumerate(colours)
    )
    marks = "".join(
        rect(74 + i * 50, 93, 24, 12, colour, bend=1)
        for i, colour in enumerate(colours)
    )
    front = (
        bins
        + put(child(dice, pose="give", item="bag"), dice.between(28, 40), 190, h=46)
        + put(
            someone(dice, pose="point"),
            24 if dice.chance(0.5) else 286,
            184,
            h=64,
            left=True,
        )
        + put(
            volunteer(dice, pose="give"), dice.between(270, 286), 190, h=64, left=True
        )
    )
    return Stage(land(dice, 112), estate(dice) + shed + marks, front)


def overflowing_bins(dice: Dice) -> Stage:
    x = dice.between(96, 120)
    mound = "".join(
        rubbish_bag(
            x - 46 + i * 19,
            186 + dice.between(-4, 6),
            dice.between(16, 26),
            dice.pick(("ink", "ash", "roof", "steel")),
        )
        for i in range(11)
    )
    tops = "".join(
        rubbish_bag(x + i * 46 + dx, 122 + dy, 20, dice.pick(("ink", "ash", "roof")))
        for i in range(3)
        for dx, dy in ((2, 6), (14, 0))
    )
    flies = line(
        "".join(
            f"M{dice.between(80, 240)} {dice.between(90, 120)}q2-3 4 0q2-3 4 0"
            for _ in range(8)
        ),
        "ink",
        1.1,
    )
    bins = "".join(
        wheelie_bin(x + i * 46, 176, colour, h=50, open_lid=True)
        for i, colour in enumerate(("ash", "green", "near"))
    )
    front = (
        tops
        + bins
        + mound
        + litter(dice, 20, 300, 180, 197, 10)
        + flies
        + put(someone(dice, pose="call"), dice.between(28, 44), 184, h=60)
    )
    return Stage(land(dice), row(dice, 138) + pavement(138, 168), front)


def rubble_dump(dice: Dice) -> Stage:
    x = dice.between(80, 130)
    bricks = "".join(
        place(
            rect(-4, -2, 8, 4, dice.pick(("fruit", "steel", "shade"))),
            x + dice.between(6, 120),
            dice.between(166, 190),
            turn=dice.between(-40, 40),
        )
        for _ in range(20)
    )
    front = (
        heap(x, 192, 130, "steel")
        + heap(x + 50, 194, 90, "dirt")
        + bricks
        + place(rect(0, -30, 26, 36, "wood"), x + 20, 172, turn=24)
        + put(inspector(dice, pose="hold", item="phone"), x - 26, 192, h=60)
        + disc_sign(294, 188, 76, "M-5 4l3-8h4l3 8z", barred=True)
    )
    return Stage(land(dice), estate(dice), front)


def falling_object(dice: Dice) -> Stage:
    """Show 高空抛物."""
    x = dice.between(150, 180)
    tower = (
        rect(x - 100, -10, 96, 160, "wall")
        + area(
            "".join(
                f"M{x - 92 + c * 30} {6 + r * 26}h18v16h-18z"
                for c in range(3)
                for r in range(5)
            ),
            "win",
        )
        + rect(x - 4, -10, 8, 160, "shade")
    )
    drop = (
        line(f"M{x + 2} 40q26 6 32 40M{x + 6} 52q16 6 20 28", "seal", 1.8)
        + rubbish_bag(x + 30, 110, 16)
        + rect(x + 16, 60, 6, 14, "leaf", bend=2)
    )
    front = (
        drop
        + put(someone(dice, pose="stop"), x + 66, 186, h=60, left=True)
        + put(child(dice, pose="cheer"), x + 92, 188, h=42, left=True)
        + disc_sign(26, 184, 74, "M-4 6v-5h8v5zM0-8v7M-3-4l3 4 3-4", barred=True)
    )
    return Stage(
        land(dice, 122),
        rect(0, 144, 320, 56, "pave") + tower + rect(x - 104, 150, 104, 4, "shade"),
        front,
    )


def burning_forbidden(dice: Dice) -> Stage:
    x = dice.between(110, 150)
    fire = (
        heap(x, 188, 70, "dirt")
        + place(area(FLAME, "seal"), x + 24, 160, scale=3.4)
        + place(area(FLAME, "lamp"), x + 28, 166, scale=2)
    )
    front = (
        smoke(dice, x + 30, 146, height=120)
        + fire
        + put(volunteer(dice, pose="give", item="bucket"), x - 36, 190, h=62)
        + put(elder(dice, pose="stand", item="stick"), x + 96, 188, h=58, left=True)
        + disc_sign(
            292,
            190,
            78,
            "M0 5q-6-1-5-6 2-2 3-4 1 2 3 2 0-2 1-4 4 3 3 8 0 4-5 4z",
            barred=True,
        )
    )
    return Stage(
        land(dice, 120),
        area("M0 148q80-16 160-6t160-6v64H0z", "leaf")
        + house(16, 146, 64, 46)
        + house(226, 140, 60, 44),
        front,
    )


SCENES: dict[str, Draw] = {
    "sorting_bins": sorting_bins,
    "overflowing_bins": overflowing_bins,
    "rubble_dump": rubble_dump,
    "falling_object": falling_object,
    "burning_forbidden": burning_forbidden,
}
