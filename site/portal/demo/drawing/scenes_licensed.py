"""The small trades that need a hygiene licence, and the public toilet."""

from portal.demo.drawing.dice import Dice
from portal.demo.drawing.houses import house, pavement, shops
from portal.demo.drawing.indoors import (
    ceiling_lamp,
    chair,
    dish,
    licence,
    poster,
    room,
    shelf,
    steam,
    table,
    window,
)
from portal.demo.drawing.nature import bush, land
from portal.demo.drawing.people import (
    elder,
    inspector,
    put,
    someone,
)
from portal.demo.drawing.shapes import area, circle, line, oval, place, rect
from portal.demo.drawing.stage import Draw, Stage, passers
from portal.demo.drawing.things import bunting, wheelie_bin

STRIPES = ("sun", "near", "seal", "river", "lamp")


def _trade_wall(dice: Dice) -> str:
    """Draw what hangs in every shop with a licence."""
    return (
        licence(dice.between(128, 140), 32, w=30)
        + licence(172, 34, w=24)
        + poster(dice, 208, 28, 26, 34)
    )


def kitchen(dice: Dice) -> Stage:
    back = (
        room(dice, floor=154, tiles=True)
        + _trade_wall(dice)
        + shelf(dice, 12, 74, 80, 44, 2, goods="pots")
    )
    hood = area("M196 86l14-22h84l14 22z", "steel") + rect(242, 0, 22, 64, "steel")
    stove = (
        rect(186, 128, 134, 66, "steel")
        + rect(186, 124, 134, 6, "ash")
        + "".join(
            area(f"M{x} 112h36q-2 14-18 14t-18-14z", "ink")
            + line(f"M{x + 36} 113l12-4", "ink", 3)
            for x in (198, 250)
        )
        + steam(206, 106)
        + steam(258, 106)
    )
    boards = (
        table(14, 194, 130, 62, front="shade", colour="steel")
        + rect(24, 126, 40, 5, "red")
        + rect(88, 126, 40, 5, "green")
        + oval(44, 123, 12, 4, "fruit")
        + circle(102, 121, 4, "leaf")
        + circle(112, 122, 4, "leaf")
    )
    front = (
        hood
        + put(
            someone(
                dice, coat="paper", hat="cook", pose="hold", item="tongs", skirt=False
            ),
            166,
            194,
            h=106,
        )
        + stove
        + put(
            someone(dice, coat="paper", hat="cook", pose="give", skirt=False),
            dice.between(60, 76),
            192,
            h=112,
        )
        + boards
    )
    return Stage("", back, front)


def small_eatery(dice: Dice) -> Stage:
    back = (
        room(dice, floor=146)
        + window(dice.between(16, 36), 40, 84, 56)
        + _trade_wall(dice)
        + ceiling_lamp(90)
        + ceiling_lamp(230)
        + put(
            someone(dice, coat="paper", hat="cook", skirt=False),
            284,
            152,
            h=82,
            left=True,
        )
        + rect(250, 108, 70, 46, "wood")
        + rect(246, 104, 78, 6, "roof")
    )
    seats = "".join(
        chair(x - 4, 190)
        + put(someone(dice, pose="work"), x, 190, h=62)
        + chair(x + 84, 190, flip=True)
        + put(someone(dice, pose="work"), x + 80, 190, h=62, left=True)
        + table(x + 8, 190, 64, 32)
        + dish(x + 16, 159, 18, "lamp")
        + dish(x + 44, 159, 18, "leaf")
        + steam(x + 22, 150, n=2)
        for x in (dice.between(26, 36), dice.between(150, 166))
    )
    return Stage("", back, seats)


def barber(dice: Dice) -> Stage:
    back = room(dice, floor=150)
    for x in (40, 128, 216):
        back += (
            rect(x, 34, 56, 70, "wood", bend=3)
            + rect(x + 4, 38, 48, 62, "foam", bend=2)
            + line(f"M{x + 12} 80l20-30M{x + 24} 84l16-24", "paper", 3)
            + rect(x - 2, 108, 60, 5, "wood")
            + "".join(
                rect(x + 8 + i * 9, 98, 5, 10, c, bend=1)
                for i, c in enumerate(("seal", "river", "lamp"))
            )
        )
    pole = rect(10, 40, 12, 60, "paper", bend=4) + line(
        "M11 52l10 8M11 66l10 8M11 80l10 8", "seal", 4
    )
    back += pole + licence(286, 40, w=28)
    chairs = ""
    for x in (70, 158) if dice.chance(0.5) else (158, 246):
        cloth = area(
            f"M{x - 14} 186q-2-30 8-36h16q12 4 14 22l2 14z",
            dice.pick(("sky", "dust", "foam")),
        )
        chairs += (
            put(
                someone(dice, pose="raise", coat="paper", item="tongs"),
                x - 32,
                192,
                h=80,
            )
            + rect(x - 16, 142, 5, 34, "seal", bend=2)
            + put(someone(dice, pose="sit"), x, 188, h=72)
            + cloth
            + rect(x - 18, 172, 38, 6, "seal", bend=2)
            + rect(x - 2, 178, 6, 14, "steel")
            + rect(x - 14, 190, 30, 4, "steel", bend=2)
        )
    cabinet = (
        rect(290, 128, 30, 62, "steel", bend=2)
        + rect(294, 134, 22, 22, "river")
        + line("M297 140h16M297 146h16M297 152h16", "foam", 1.6)
    )
    return Stage("", back, chairs + cabinet)


def small_hotel(dice: Dice) -> Stage:
    back = (
        room(dice, floor=150)
        + window(20, 36, 76, 56)
        + shelf(dice, 246, 112, 60, 66, 3, goods="pots")
        + _trade_wall(dice)
    )
    bed = (
        rect(14, 148, 8, 44, "wood", bend=2)
        + rect(18, 158, 116, 26, "paper", bend=4)
        + rect(18, 166, 116, 20, dice.pick(("river", "near", "plum")), bend=3)
        + rect(24, 150, 30, 13, "foam", bend=5)
        + line("M24 192v-8M128 192v-8", "wood", 4)
    )
    desk = table(196, 194, 120, 52, colour="wood", front="hill") + place(
        rect(-7, -10, 14, 10, "ink", bend=1), 290, 142
    )
    front = (
        put(
            someone(dice, coat="river", pose="give", skirt=False),
            276,
            186,
            h=80,
            left=True,
        )
        + desk
        + put(someone(dice, pose="hold", item="paper"), 176, 194, h=80)
        + rect(146, 174, 16, 20, dice.pick(("seal", "fruit", "plum")), bend=2)
        + line("M150 174v-10h8v10", "ink", 1.6)
        + bed
    )
    return Stage("", back, front)


def bathhouse(dice: Dice) -> Stage:
    back = (
        room(dice, floor=148, tiles=True)
        + licence(dice.between(20, 40), 30, w=30)
        + poster(dice, 80, 26, 28, 36)
    )
    lockers = "".join(
        rect(230 + c * 28, 50 + r * 32, 26, 30, dice.pick(("near", "mid", "river")))
        + circle(251 + c * 28, 66 + r * 32, 1.6, "lamp")
        for c in range(3)
        for r in range(3)
    )
    basin = (
        rect(24, 150, 180, 44, "paper", bend=6)
        + rect(32, 150, 164, 12, "water", bend=4)
        + steam(50, 146)
        + steam(110, 144, n=4, height=22)
        + steam(160, 146)
    )
    bathers = "".join(
        circle(x, 136, 8, dice.pick(("skin", "tan")))
        + area(f"M{x - 14} 152q2-12 14-12t14 12z", dice.pick(("skin", "tan")))
        + area(
            f"M{x - 8} 134q0-9 8-9t8 9q-8-4-16 0z", dice.pick(("hair", "grey", "paper"))
        )
        for x in dice.spread(50, 180, dice.count(2, 3), shake=0.3)
    )
    towels = line("M40 78h100", "steel", 2.4) + "".join(
        rect(x, 78, 20, 26, dice.pick(("sun", "foam", "lamp", "mid")))
        for x in (46, 74, 104)
    )
    bench = (
        rect(226, 168, 80, 6, "wood", bend=1)
        + line("M234 190v-18M298 190v-18", "wood", 4)
        + put(elder(dice, pose="sit", coat="paper"), 262, 190, h=66)
    )
    return Stage("", back + lockers + towels, bathers + basin + bench)


def licence_check(dice: Dice) -> Stage:
    """Show 亮证经营: the licence on the wall, the inspector ticking it off."""
    back = (
        room(dice, floor=152)
        + licence(dice.between(118, 136), 26, w=76)
        + shelf(dice, 8, 140, 82, 96, 4, goods="pots")
        + shelf(dice, 244, 140, 72, 96, 4, goods="pots")
    )
    front = (
        put(
            inspector(dice, pose="hold", item="clipboard"),
            dice.between(106, 122),
            194,
            h=92,
        )
        + put(
            someone(dice, coat="hill", pose="point", skirt=False),
            dice.between(206, 222),
            194,
            h=90,
            left=True,
        )
        + table(232, 198, 88, 52, front="wood", colour="roof")
    )
    return Stage("", back, front)


def public_toilet(dice: Dice) -> Stage:
    """Show the two figures over the doors, a ramp, flowers, a mop at work."""
    x = dice.between(50, 80)
    man = circle(0, -8, 3.4, "paper") + rect(-4, -4, 8, 11, "paper", bend=1.6)
    woman = circle(0, -8, 3.4, "paper") + area("M0-5l7 12H-7z", "paper")
    building = (
        house(x, 150, 190, 76, windows=0, door=False)
        + rect(x + 24, 98, 32, 52, "door")
        + rect(x + 134, 98, 32, 52, "door")
        + rect(x + 28, 76, 24, 18, "river", bend=2)
        + place(man, x + 40, 86, scale=0.9)
        + rect(x + 138, 76, 24, 18, "seal", bend=2)
        + place(woman, x + 150, 86, scale=0.9)
    )
    ramp = area(f"M{x + 170} 150h20l46 12h-66z", "shade") + line(
        f"M{x + 178} 134l52 12M{x + 180} 134v16M{x + 228} 146v15", "steel", 2
    )
    hands = rect(x + 78, 112, 32, 6, "paper", bend=2) + line(
        f"M{x + 94} 112v-8h6", "steel", 2
    )
    front = (
        ramp
        + bush(x - 36, 156, 34)
        + bush(x + 74, 154, 40)
        + put(
            someone(dice, coat="sun", pose="sweep", item="mop", skirt=False),
            dice.between(110, 150),
            184,
            h=58,
        )
        + passers(dice, 220, 300, 184, dice.count(1, 2), h=52)
    )
    return Stage(
        land(dice, 118), rect(0, 150, 320, 50, "pave") + building + hands, front
    )


def doorstep_noodles(dice: Dice) -> Stage:
    """Show the eatery that went from worst to model: a clean step, a bin with its lid on."""
    front = (
        put(
            someone(
                dice, coat="paper", hat="cook", pose="sweep", item="mop", skirt=False
            ),
            dice.between(130, 170),
            184,
            h=62,
        )
        + wheelie_bin(dice.between(250, 280), 174, "green", h=30)
        + bunting(0, 320, 24, 6)
        + put(someone(dice, pose="walk"), dice.between(40, 80), 190, h=58)
    )
    return Stage(
        land(dice, 100), shops(dice, 152, 106, n=2) + pavement(152, 190), front
    )


SCENES: dict[str, Draw] = {
    "kitchen": kitchen,
    "small_eatery": small_eatery,
    "barber": barber,
    "small_hotel": small_hotel,
    "bathhouse": bathhouse,
    "licence_check": licence_check,
    "public_toilet": public_toilet,
    "doorstep_noodles": doorstep_noodles,
}
