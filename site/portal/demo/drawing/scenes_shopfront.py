"""Shop fronts and walls: the four duties, sign boards, small ads, murals."""

from portal.demo.drawing.dice import Dice
from portal.demo.drawing.houses import pavement, shops, yard_wall
from portal.demo.drawing.nature import (
    bush,
    flowers,
    land,
)
from portal.demo.drawing.people import (
    child,
    put,
    someone,
    volunteer,
    worker,
)
from portal.demo.drawing.shapes import area, circle, line, oval, place, rect
from portal.demo.drawing.stage import Draw, Stage, passers
from portal.demo.drawing.things import (
    ads,
    cone,
    lamp,
    litter,
    wheelie_bin,
)
from portal.demo.drawing.vehicles import bicycle


def shop_front_duty(dice: Dice) -> Stage:
    """Show 门前四包 kept: clean, orderly, green, everything in its place."""
    keeper = dice.between(90, 150)
    front = (
        "".join(
            bush(x, 160, 20)
            + rect(x - 1, 158, 22, 8, "wood", bend=1)
            + flowers(dice, x, x + 20, 156, 3)
            for x in dice.spread(10, 300, 4)
        )
        + wheelie_bin(dice.between(270, 296), 168, "green", h=26)
        + put(
            someone(
                dice,
                pose="sweep",
                item=dice.pick(("broom", "mop")),
                coat="hill",
                skirt=False,
            ),
            keeper,
            182,
            h=56,
        )
        + passers(dice, 190, 300, 184, dice.count(1, 2), h=52)
    )
    return Stage(
        land(dice, 110),
        shops(dice, 152, 104, n=dice.count(2, 3)) + pavement(152, 190),
        front,
    )


def signs_straight(dice: Dice) -> Stage:
    front = passers(dice, 20, 300, 184, dice.count(3, 5), h=50) + lamp(
        dice.between(100, 220), 190, 100
    )
    return Stage(
        land(dice, 100), shops(dice, 152, 108, n=4) + pavement(152, 190), front
    )


def signs_crooked(dice: Dice) -> Stage:
    x = dice.between(120, 200)
    front = (
        place(
            rect(0, -6, 66, 10, "seal") + line("M8-1h40", "paper", 3),
            dice.between(14, 60),
            186,
            turn=-8,
        )
        + line(
            f"M{x - 12} 188l10-100M{x + 12} 188l-8-100M{x - 9} 160h18M{x - 6} 130h13M{x - 4} 106h10",
            "wood",
            2.6,
        )
        + put(worker(dice, pose="raise"), x + 2, 150, h=50)
        + put(worker(dice, pose="point"), x + 60, 186, h=54, left=True)
        + cone(x - 34, 190)
        + cone(x + 36, 194)
    )
    return Stage(
        land(dice, 100),
        shops(dice, 152, 108, n=3, crooked=True) + pavement(152, 190),
        front,
    )


def goods_on_pavement(dice: Dice) -> Stage:
    """Show 倚门经商: the shop has walked out of its door."""
    crates = "".join(
        rect(x, 168 - h, 20, h, dice.pick(("wood", "sun", "near", "blue")), bend=1)
        + line(f"M{x} {168 - h / 2}h20", "dirt", 1)
        for x, h in ((dice.between(6, 300), dice.between(12, 40)) for _ in range(11))
    )
    tyres = "".join(
        circle(x, y, 9, "ink") + circle(x, y, 4, "ash")
        for x, y in ((44, 176), (56, 162), (66, 176))
    )
    front = (
        crates
        + tyres
        + put(
            someone(dice, pose="hold", item="bag"),
            dice.between(150, 230),
            192,
            h=54,
            left=True,
        )
        + put(someone(dice, pose="sit"), 104, 176, h=50)
        + rect(98, 163, 12, 13, "wood")
    )
    return Stage(
        land(dice, 100), shops(dice, 146, 100, n=3) + pavement(146, 186), front
    )


def wall_of_ads(dice: Dice) -> Stage:
    cleaner = dice.between(200, 260)
    back = (
        rect(0, 158, 320, 42, "pave")
        + yard_wall(-4, 158, 330, 112)
        + ads(dice, 20, 300, 60, 140, dice.count(14, 20))
    )
    front = (
        litter(dice, 20, 180, 172, 190, 5)
        + put(
            volunteer(dice, pose="raise", item="roller"), cleaner, 188, h=72, left=True
        )
        + place(ads(dice, 0, 30, 0, 30, 2), 90, 168)
    )
    return Stage(land(dice, 110), back, front)


def mural_wall(dice: Dice) -> Stage:
    sun_x = dice.between(90, 240)
    art = (
        rect(30, 60, 260, 84, "foam")
        + circle(sun_x, 86, 13, "sun")
        + area("M30 144v-30q50-46 104-16t90-10 66-4v60z", "far")
        + area("M30 144v-14q70-30 130-10t130-8v32z", "near")
        + area("M120 108q14 6 24 20 26-30 76-42-34 22-54 58h-40q0-22-6-36z", "water")
    )
    kids = "".join(
        put(
            child(dice, pose="raise", item="roller", pack=""),
            x,
            186 + dice.between(-4, 4),
            h=44,
            left=dice.chance(0.5),
        )
        for x in dice.spread(50, 270, dice.count(2, 3), shake=0.4)
    )
    pots = "".join(
        rect(x, 186, 9, 9, c, bend=1)
        for x, c in zip(
            dice.spread(30, 290, 4), ("sun", "blue", "seal", "lamp"), strict=True
        )
    )
    grown = put(someone(dice, pose="point"), dice.between(20, 40), 184, h=64)
    return Stage(
        land(dice, 110),
        rect(0, 158, 320, 42, "pave") + yard_wall(-4, 158, 330, 112) + art,
        kids + pots + grown,
        mirrors=False,
    )


def old_quarter(dice: Dice) -> Stage:
    """Show a lane of the old town running away from us, lanterns over it."""
    left = (
        area("M0 0v200h70l62-62V60z", "wall")
        + area("M0-6 138 56l-2 12L0 14z", "roof")
        + area("M0 152l132-32v18L70 200H0z", "shade")
    )
    right = (
        area("M320 0v200h-70l-62-62V60z", "wall")
        + area("M320-6 182 56l2 12 136-54z", "roof")
        + area("M320 152l-132-32v18l62 62h70z", "shade")
    )
    openings = area(
        "M20 60l26 10v36l-26 2zM62 78l20 8v28l-20 2zM300 60l-26 10v36l26 2zM258 78l-20 8v28l20 2z",
        "win",
    ) + area("M96 92l18 6v44l-18 16zM224 92l-18 6v44l18 16z", "door")
    lane = area("M70 200l62-62h56l62 62z", "pave") + line(
        "M86 186h148M104 168h112M118 154h84M128 143h64M160 138v62M140 138l-28 62M180 138l28 62",
        "road",
        1.2,
    )
    far_end = (
        rect(132, 60, 56, 78, "far")
        + area("M130 96l30-16 30 16z", "roof")
        + rect(136, 96, 48, 42, "wall")
        + rect(153, 116, 14, 22, "door")
    )
    lanterns = "".join(
        line(f"M{x} {y - 12}v8", "roof", 1)
        + oval(x, y, 6, 7, "seal")
        + rect(x - 3, y + 6, 6, 2, "lamp")
        for x, y in ((54, 92), (118, 102), (202, 102), (266, 92))
    )
    front = (
        lanterns
        + passers(dice, 140, 182, 158, dice.count(1, 2), h=34)
        + passers(dice, 100, 220, 190, dice.count(1, 2), h=56)
    )
    front += bush(72, 188, 22) + bicycle(
        dice.between(228, 240), 190, "river", scale=0.9, flip=True
    )
    return Stage(
        land(dice, 90, river=False), far_end + lane + left + right + openings, front
    )


SCENES: dict[str, Draw] = {
    "shop_front_duty": shop_front_duty,
    "signs_straight": signs_straight,
    "signs_crooked": signs_crooked,
    "goods_on_pavement": goods_on_pavement,
    "wall_of_ads": wall_of_ads,
    "mural_wall": mural_wall,
    "old_quarter": old_quarter,
}
