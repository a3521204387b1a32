"""The street: sweeping, shops, signs, walls, the old quarter."""

from portal.demo.drawing.dice import Dice
from portal.demo.drawing.houses import board, pavement, row
from portal.demo.drawing.nature import (
    any_tree,
    flowers,
    land,
    leaves,
    pine,
    rain,
    snow,
    tree,
)
from portal.demo.drawing.people import (
    child,
    inspector,
    put,
    someone,
    sweeper,
    volunteer,
    worker,
)
from portal.demo.drawing.shapes import area, circle, line, oval, rect
from portal.demo.drawing.stage import Draw, Stage, passers
from portal.demo.drawing.things import (
    bench,
    bunting,
    cone,
    lamp,
    litter,
    loudspeaker,
    puddle,
    wheelie_bin,
)
from portal.demo.drawing.vehicles import cart, sprinkler, tricycle


def _street(dice: Dice) -> str:
    """Draw the far side with its trees and lamps, the near side left free."""
    parts = [row(dice, 140), pavement()]
    parts += [
        any_tree(dice, x, 146, dice.between(10, 14))
        for x in dice.spread(10, 310, dice.count(2, 4))
    ]
    parts += [lamp(x, 150) for x in dice.spread(0, 320, 2, shake=0.3)]
    return "".join(parts)


def street_sweeping(dice: Dice) -> Stage:
    x = dice.between(110, 190)
    front = (
        wheelie_bin(dice.between(16, 60), 160, "near", h=24)
        + cart(x - 66, 184, scale=1.1)
        + put(sweeper(dice), x, 184, h=54)
        + leaves(dice, x + 16, x + 44, 178, 190, 5)
        + passers(dice, 220, 310, 158, dice.count(1, 3), h=40)
    )
    return Stage(land(dice), _street(dice), front)


def sprinkler_truck(dice: Dice) -> Stage:
    x = dice.between(60, 150)
    wet = oval(x + 40, 190, 110, 6, "steel") + oval(x - 30, 192, 40, 3, "water")
    front = (
        passers(dice, 20, 300, 156, dice.count(2, 4), h=38)
        + wet
        + sprinkler(x, 190, scale=1.15)
    )
    return Stage(land(dice), _street(dice), front)


def autumn_leaves(dice: Dice) -> Stage:
    trees = "".join(
        tree(x, 150, dice.between(15, 20), leaf=dice.pick(("sun", "lamp", "fruit")))
        for x in dice.spread(0, 320, 5)
    )
    x = dice.between(90, 220)
    front = (
        leaves(dice, 0, 320, 150, 198, 40)
        + area(f"M{x + 20} 190q12-20 32-16t26 16z", "sun")
        + leaves(dice, x + 22, x + 74, 174, 190, 14)
        + put(sweeper(dice), x, 190, h=56)
        + put(sweeper(dice), x - 70, 176, h=46, left=dice.chance(0.5))
    )
    return Stage(land(dice), row(dice, 140) + pavement() + trees, front)


def snow_clearing(dice: Dice) -> Stage:
    back = (
        row(dice, 140)
        + pavement()
        + "".join(pine(x, 148, 42) for x in dice.spread(0, 320, 3))
    )
    back += area("M0 150q40-8 80-2t90-2 80 4 70-2v14H0z", "paper", seen=0.9)
    people = "".join(
        put(
            volunteer(
                dice, pose="sweep", item=dice.pick(("broom", "spade")), hat="cap"
            ),
            x,
            184 + dice.between(-5, 7),
            h=52,
            left=dice.chance(0.5),
        )
        for x in dice.spread(60, 280, dice.count(2, 4), shake=0.3)
    )
    front = (
        area("M0 200v-8q50-12 90-4t70 0 90 2 70-4v14z", "paper")
        + area("M8 176q10-16 30-14t28 14z", "paper")
        + people
        + snow(dice)
    )
    return Stage(land(dice), back, front)


def tidy_wires(dice: Dice) -> Stage:
    return _wires(dice, messy=False)


def messy_wires(dice: Dice) -> Stage:
    return _wires(dice, messy=True)


def _wires(dice: Dice, *, messy: bool) -> Stage:
    posts = (58, 250)
    poles = "".join(
        line(f"M{x} 184V40M{x - 16} 50h32M{x - 12} 60h24", "roof", 3.4) for x in posts
    )
    if messy:
        d = "".join(
            f"M{dice.between(-10, 90)} {dice.between(40, 74)}Q{dice.between(100, 200)} {dice.between(80, 132)} {dice.between(220, 330)} {dice.between(40, 74)}"
            for _ in range(12)
        )
        d += "M58 70q-18 14-4 24t8 22-14 16 6 20M250 70q16 10 2 22t-6 26"
        coil = line("M52 96a9 9 0 1 1 14 8a9 7 0 1 1-10-12", "ink", 1.6)
        crew = put(
            inspector(dice, pose="point"), 160, 190, h=54, left=dice.chance(0.5)
        ) + put(worker(dice, pose="hold", item="clipboard"), 196, 192, h=54, left=True)
        return Stage(
            land(dice),
            row(dice, 140) + pavement(),
            poles + line(d, "ink", 1.4) + coil + crew,
        )
    d = "".join(
        f"M-10 {50 + i * 5}Q24 {60 + i * 5} 58 {50 + i * 5}T250 {50 + i * 5} 330 {50 + i * 5}"
        for i in range(2)
    )
    crew = line("M236 190l12-96M250 190l6-96M238 166h14M241 136h12", "wood", 2.4) + put(
        worker(dice, pose="raise"), 244, 138, h=46
    )
    crew += put(worker(dice, pose="stand"), dice.between(190, 214), 190, h=52)
    return Stage(
        land(dice),
        row(dice, 140) + pavement(),
        poles
        + line(d, "ink", 2)
        + rect(246, 70, 12, 18, "steel", bend=1)
        + crew
        + passers(dice, 90, 170, 186, 2, h=50),
    )


def storm_drain(dice: Dice) -> Stage:
    x = dice.between(120, 190)
    grate = rect(x - 34, 182, 68, 11, "ink", bend=2) + line(
        "".join(f"M{x - 28 + i * 8} 183v9" for i in range(8)), "steel", 2.6
    )
    flow = line(
        f"M0 176q40 6 {x - 60} 4t40 6M320 176q-40 6-{280 - x} 4t-40 6", "water", 3.4
    )
    front = (
        flow
        + grate
        + put(worker(dice, pose="bend", item="spade"), x - 52, 188, h=58)
        + put(worker(dice, pose="stand", item="bucket"), x + 58, 190, h=58, left=True)
        + cone(x - 78, 192)
        + cone(x + 88, 194)
        + rain(dice)
    )
    return Stage(land(dice), _street(dice), front)


def flooded_street(dice: Dice) -> Stage:
    water = area("M0 166q80-8 160-2t160-4v40H0z", "water", seen=0.9)
    front = (
        water
        + puddle(60, 186, 50, "foam")
        + litter(dice, 40, 260, 176, 194, 5)
        + put(
            someone(dice, pose="walk", item="umbrella"),
            dice.between(60, 130),
            180,
            h=54,
        )
        + put(
            worker(dice, pose="bend", item="spade"), dice.between(190, 250), 188, h=58
        )
        + rain(dice)
    )
    return Stage(land(dice), _street(dice), front)


def park(dice: Dice) -> Stage:
    path = area("M0 200q80-54 320-44v16q-130 4-150 28z", "pave")
    trees = "".join(
        any_tree(dice, x, dice.between(134, 150), dice.between(17, 24))
        for x in dice.spread(10, 310, dice.count(4, 6))
    )
    x = dice.between(150, 220)
    front = (
        bench(x, 164)
        + put(someone(dice, pose="sit"), x + 16, 164, h=46)
        + put(someone(dice, pose="sit"), x + 40, 164, h=46, left=True)
        + wheelie_bin(x + 70, 166, "blue", h=24)
        + lamp(x - 24, 170, 74)
        + passers(dice, 30, 110, 186, dice.count(1, 2), h=52)
        + flowers(dice, 220, 316, 196, 12)
    )
    return Stage(land(dice, 116), path + trees, front)


def tree_planting(dice: Dice) -> Stage:
    x = dice.between(120, 200)
    young = "".join(
        line(f"M{tx} 168v-26", "wood", 2)
        + circle(tx, 136, 9, "leaf")
        + line(f"M{tx - 6} 168l5-16M{tx + 6} 168l-5-16", "wood", 1.2)
        for tx in dice.spread(10, 310, 5, shake=0.3)
    )
    sapling = (
        line(f"M{x} 190v-44", "wood", 2.8)
        + circle(x, 138, 13, "leaf")
        + circle(x - 8, 146, 8, "leaf")
        + circle(x + 8, 146, 8, "leaf")
    )
    front = (
        area(f"M{x - 30} 192q14-12 30-10t30 10z", "dirt")
        + sapling
        + put(volunteer(dice, pose="sweep", item="spade"), x - 38, 190, h=58)
        + put(volunteer(dice, pose="give"), x + 26, 190, h=58, left=True)
        + put(child(dice, pose="hold", item="bucket"), x + 66, 194, h=42, left=True)
    )
    return Stage(
        land(dice, 124, river=True),
        area("M0 160q90-20 180-8t140-10v58H0z", "near") + young,
        front,
    )


def village_loudspeaker(dice: Dice) -> Stage:
    return Stage(
        land(dice, 124, river=True),
        row(dice, 140, low=32, high=46) + rect(0, 150, 320, 50, "pave"),
        loudspeaker(dice.between(130, 190), 176, 120)
        + passers(dice, 30, 120, 184, 2, h=50)
        + passers(dice, 210, 300, 184, dice.count(1, 3), h=50)
        + board(244, 178, 56, 46),
    )


def holiday_street(dice: Dice) -> Stage:
    front = (
        bunting(-6, 170, 58)
        + bunting(150, 326, 54)
        + passers(dice, 10, 310, 160, dice.count(3, 5), h=38)
        + passers(dice, 20, 300, 188, dice.count(3, 4), h=52)
    )
    return Stage(land(dice), _street(dice), front)


def waste_tricycle(dice: Dice) -> Stage:
    load = (
        rect(-6, -44, 14, 26, "wood")
        + rect(9, -38, 15, 20, "dust")
        + line("M-6-30h14M9-28h15", "dirt", 1)
    )
    x = dice.between(70, 170)
    front = (
        tricycle(x, 186, scale=1.3, load=load)
        + put(someone(dice, pose="push", skirt=False), x - 26, 188, h=56)
        + litter(dice, x + 90, 310, 176, 192, 4)
    )
    return Stage(land(dice), _street(dice), front)


SCENES: dict[str, Draw] = {
    "street_sweeping": street_sweeping,
    "sprinkler_truck": sprinkler_truck,
    "autumn_leaves": autumn_leaves,
    "snow_clearing": snow_clearing,
    "tidy_wires": tidy_wires,
    "messy_wires": messy_wires,
    "storm_drain": storm_drain,
    "flooded_street": flooded_street,
    "park": park,
    "tree_planting": tree_planting,
    "village_loudspeaker": village_loudspeaker,
    "holiday_street": holiday_street,
    "waste_tricycle": waste_tricycle,
}
