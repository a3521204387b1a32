"""The river and what lives on it. None of these turns round: the bend is the campaign's tick."""

from portal.demo.drawing.dice import Dice
from portal.demo.drawing.houses import board, village
from portal.demo.drawing.nature import (
    any_tree,
    bush,
    flowers,
    land,
    ripples,
    tick,
    tree,
    willow,
)
from portal.demo.drawing.palette import COATS
from portal.demo.drawing.people import child, elder, inspector, put, someone, volunteer
from portal.demo.drawing.shapes import area, circle, line, oval, place, rect
from portal.demo.drawing.stage import Draw, Stage, passers
from portal.demo.drawing.things import bench, bunting, lamp, litter, rubbish_bag
from portal.demo.drawing.vehicles import rider


def _valley(dice: Dice) -> str:
    """Draw the great bend: in from the left, round the point, away between the hills."""
    return (
        area("M0 112q60-14 120-4t110-8 90-4V200H0z", "near")
        + area(
            "M62 118q48 10 74 44Q196 112 318 92 226 128 190 200H96Q112 152 62 118z",
            "water",
        )
        + ripples(dice, 110, 170, 160, 196, 5)
        + ripples(dice, 200, 250, 118, 134, 3)
    )


def river_clean(dice: Dice) -> Stage:
    homes = village(dice, 10, 110, 112, dice.count(2, 3)) + village(
        dice, 220, 310, 130, 2
    )
    front = (
        willow(dice.between(20, 44), 190, 92)
        + any_tree(dice, dice.between(270, 300), 176, 20)
        + bush(230, 196, 36)
        + flowers(dice, 4, 90, 196, 10)
        + put(someone(dice), dice.between(62, 80), 188, h=48)
        + line(f"M150 {182}q12-6 24 0-3 8-12 8t-12-8z", "paper", 2)
    )
    return Stage(
        land(dice, 108, river=False), _valley(dice) + homes, front, mirrors=False
    )


def river_rubbish(dice: Dice) -> Stage:
    scum = "".join(
        oval(
            dice.between(110, 200),
            dice.between(156, 194),
            dice.between(5, 12),
            2,
            "dust",
        )
        for _ in range(6)
    )
    afloat = litter(dice, 112, 200, 160, 196, 9)
    bank = litter(dice, 6, 96, 150, 196, 8)
    crew = put(
        volunteer(dice, pose="bend", item="net"), dice.between(86, 98), 190, h=60
    ) + rubbish_bag(64, 194, 18)
    return Stage(
        land(dice, 108, river=False),
        _valley(dice) + village(dice, 20, 100, 112, 2),
        scum + afloat + bank + crew,
        mirrors=False,
    )


def river_cleaners(dice: Dice) -> Stage:
    """Show the boat crew that fishes out what floats."""
    x = dice.between(120, 160)
    boat = area(f"M{x - 46} 168h96q-6 16-18 16h-62q-12 0-16-16z", "wood") + line(
        f"M{x - 44} 172h90", "fruit", 2
    )
    crew = (
        put(volunteer(dice, pose="sweep", item="net"), x + 20, 172, h=56)
        + put(volunteer(dice, pose="push"), x - 22, 172, h=56)
        + rubbish_bag(x - 6, 172, 15, "ash")
        + rubbish_bag(x + 40, 172, 12)
    )
    water = area("M0 132q80-8 160 0t160-4v72H0z", "water") + ripples(
        dice, 0, 300, 144, 196, 12
    )
    back = (
        village(dice, 10, 310, 118, dice.count(3, 5))
        + area("M0 118h320v18q-80-6-160 0T0 134z", "near")
        + "".join(willow(wx, 134, 56) for wx in dice.spread(0, 320, 4))
        + water
    )
    front = litter(dice, x + 80, 310, 160, 190, 3) + crew + boat
    return Stage(land(dice, 112, river=False), back, front, mirrors=False)


def bridge(dice: Dice) -> Stage:
    water = area("M0 140h320v60H0z", "water") + ripples(dice, 0, 300, 150, 196, 10)
    mirror = area("M86 146q74 60 148 0z", "far", seen=0.5)
    arch = area(
        "M20 140Q90 84 160 84t140 56h-34q-20-34-54-42-16 20-16 42h-72q0-22-16-42-34 8-54 42z",
        "wall",
    ) + area("M108 140q0-38 52-38t52 38h-12q0-28-40-28t-40 28z", "shade")
    rail = line("M22 130Q92 74 160 74t138 56", "roof", 2) + line(
        "".join(
            f"M{x} {y}v10"
            for x, y in (
                (48, 112),
                (76, 96),
                (104, 85),
                (132, 78),
                (160, 75),
                (188, 78),
                (216, 85),
                (244, 96),
                (272, 112),
            )
        ),
        "roof",
        2,
    )
    banks = area("M0 136h40v64H0zM280 136h40v64h-40z", "near")
    people = (
        put(someone(dice, pose="walk"), dice.between(136, 150), 84, h=30)
        + put(child(dice, pose="walk"), 166, 84, h=21)
        + put(
            someone(dice, pose="walk", item="bag"),
            dice.between(196, 206),
            91,
            h=30,
            left=True,
        )
    )
    back = (
        village(dice, 4, 90, 126, 2)
        + village(dice, 240, 320, 124, 2)
        + water
        + mirror
        + banks
    )
    front = (
        people
        + arch
        + rail
        + willow(dice.between(8, 24), 164, 70)
        + any_tree(dice, dice.between(298, 312), 166, 18)
    )
    return Stage(land(dice, 122, river=False), back, front, mirrors=False)


def boardwalk(dice: Dice) -> Stage:
    deck = area("M0 168q80-26 170-26t150-22v18q-80 8-130 22T0 200z", "wood") + line(
        "".join(f"M{20 + i * 22} {172 - i * 2.4}l-10 24" for i in range(12)), "dirt", 1
    )
    rail = line(
        "M0 146q80-26 170-26t150-20M0 156q80-26 170-26t150-20", "wall", 2.4
    ) + line(
        "".join(f"M{10 + i * 32} {142 - i * 4.4}v24" for i in range(10)), "wall", 2.4
    )
    back = (
        area("M0 110q60-10 140 0t180-8v98H0z", "near")
        + tick(150, 150, 1.5)
        + ripples(dice, 130, 190, 120, 146, 4)
        + rail
        + deck
    )
    front = (
        passers(dice, 40, 150, 172, dice.count(1, 2), h=46)
        + rider(
            someone(dice, pose="ride", skirt=False),
            dice.between(190, 230),
            168,
            dice.pick(COATS),
            scale=1.05,
        )
        + bush(-4, 200, 60)
        + flowers(dice, 0, 60, 194, 8)
        + lamp(292, 150, 60, flip=True)
    )
    return Stage(land(dice, 106, river=False), back, front, mirrors=False)


def fish_release(dice: Dice) -> Stage:
    fish = "".join(
        place(
            area("M-8 0q8-7 15 0-7 7-15 0zM-7 0l-6-4v8z", "sun")
            + circle(3, -1, 0.9, "ink"),
            dice.between(150, 290),
            dice.between(156, 192),
            turn=dice.between(-30, 20),
        )
        for _ in range(dice.count(4, 7))
    )
    bank = area("M0 150q70-8 118 16t14 34H0z", "near")
    crowd = (
        put(child(dice, pose="bend", item="bucket"), 100, 182, h=44)
        + put(someone(dice, pose="bend", item="bucket"), 56, 176, h=56)
        + put(elder(dice, pose="stand"), 24, 170, h=54)
    )
    water = rect(0, 132, 320, 68, "water") + ripples(dice, 140, 300, 140, 196, 9)
    back = (
        area("M0 122h320v14H0z", "near")
        + village(dice, 120, 310, 124, 3)
        + "".join(willow(x, 132, 46) for x in dice.spread(130, 320, 3))
        + water
    )
    return Stage(land(dice, 116, river=False), back, fish + bank + crowd, mirrors=False)


def drain_to_river(dice: Dice) -> Stage:
    """Show a cut through the ground: what goes down the grate comes out in the river."""
    earth = rect(0, 96, 320, 104, "dirt") + rect(0, 92, 320, 6, "pave")
    pipe = line("M92 98v34q0 16 20 16h80q24 0 30 14", "ash", 24) + line(
        "M92 98v34q0 16 20 16h80q24 0 30 14", "water", 15
    )
    river = area("M200 200q8-34 34-40t86-6v46z", "water") + ripples(
        dice, 236, 296, 164, 194, 5
    )
    fish = place(
        area("M-8 0q8-7 15 0-7 7-15 0zM-7 0l-6-4v8z", "sun")
        + circle(3, -1, 0.9, "ink"),
        dice.between(250, 290),
        184,
    )
    grate = rect(74, 90, 36, 5, "ink", bend=1)
    oil = line("M64 78q12 0 22 12", "lamp", 3.4)
    who = put(
        someone(dice, pose="give", item="bowl", coat="paper"),
        dice.between(40, 46),
        93,
        h=52,
    )
    stones = "".join(
        circle(dice.between(6, 190), dice.between(160, 194), dice.between(2, 5), "ash")
        for _ in range(9)
    )
    return Stage(
        land(dice, 88, river=False),
        village(dice, 130, 310, 92, 4) + earth + stones + pipe + river,
        grate + oil + who + fish,
        mirrors=False,
    )


def bank_garden_plot(dice: Dice) -> Stage:
    """Show vegetables where the bank should be green: 毁绿种菜."""
    rows = "".join(
        line(f"M20 {y}h140", "dirt", 9)
        + "".join(circle(x, y - 4, 4.4, "leaf") for x in range(26, 160, 13))
        for y in (154, 170, 186)
    )
    fence = line(
        "M10 196v-54M60 196v-54M110 196v-54M166 196v-54M10 150h156M10 168h156",
        "wood",
        1.6,
    )
    team = put(
        inspector(dice, pose="point"), dice.between(228, 246), 190, h=60, left=True
    ) + put(elder(dice, pose="stand", hat="straw"), 190, 188, h=56)
    return Stage(
        land(dice, 108, river=False),
        village(dice, 180, 310, 114, 3)
        + area("M0 116q80-6 160 2t160-4v26q-80 8-160 2T0 146z", "water")
        + ripples(dice, 0, 300, 124, 138, 7),
        rows + fence + team + tree(300, 180, 18),
        mirrors=False,
    )


def moon_festival(dice: Dice) -> Stage:
    """Show mid-autumn on the river square, little bags for the peel."""
    lanterns = bunting(0, 320, 40, 16)
    moon = circle(dice.between(60, 260), 46, 22, "lamp")
    square = rect(0, 150, 320, 50, "pave")
    crowd = (
        put(volunteer(dice, pose="give", item="bag"), dice.between(120, 140), 184, h=56)
        + put(child(dice, pose="raise", item="flag"), 170, 186, h=40, left=True)
        + put(someone(dice), 192, 184, h=56, left=True)
        + bench(222, 176, 60)
        + put(elder(dice, pose="sit"), 240, 176, h=48)
        + put(elder(dice, pose="sit"), 264, 176, h=48)
        + put(someone(dice, pose="walk", item="bag"), 46, 186, h=54)
    )
    return Stage(
        land(dice, 112, river=False, disc=False) + moon,
        _valley(dice) + square + board(20, 160, 50, 40),
        lanterns + crowd,
        mirrors=False,
    )


SCENES: dict[str, Draw] = {
    "river_clean": river_clean,
    "river_rubbish": river_rubbish,
    "river_cleaners": river_cleaners,
    "bridge": bridge,
    "boardwalk": boardwalk,
    "fish_release": fish_release,
    "drain_to_river": drain_to_river,
    "bank_garden_plot": bank_garden_plot,
    "moon_festival": moon_festival,
}
