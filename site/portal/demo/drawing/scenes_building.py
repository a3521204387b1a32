"""Building sites and the lorries that come out of them."""

from portal.demo.drawing.dice import Dice
from portal.demo.drawing.houses import board
from portal.demo.drawing.nature import land, tree
from portal.demo.drawing.people import (
    police,
    put,
    someone,
    worker,
)
from portal.demo.drawing.shapes import area, circle, line, rect
from portal.demo.drawing.stage import Draw, Stage
from portal.demo.drawing.things import (
    crane,
    disc_sign,
    heap,
    hoarding,
)
from portal.demo.drawing.vehicles import (
    dump_truck,
)

CARS = ("river", "sun", "seal", "paper", "near", "ash", "blue")
PARKING = "M-5 4v-4l2-4h6l2 4v4zM-4 4v2M4 4v2"


def construction_site(dice: Dice) -> Stage:
    floors = dice.count(4, 6)
    x = dice.between(110, 190)
    frame = "".join(
        rect(x, 128 - i * 17, 96, 3, "steel") for i in range(floors + 1)
    ) + "".join(
        rect(x + i * 30.6, 128 - floors * 17, 4, floors * 17 + 4, "steel")
        for i in range(4)
    )
    net = rect(x, 128 - (floors - 1) * 17, 60, (floors - 1) * 17, "near") + line(
        f"M{x} 110h60M{x} 93h60", "leaf", 1
    )
    back = (
        crane(dice.between(40, 80), 134, 116)
        + frame
        + net
        + rect(0, 134, 320, 66, "pave")
        + hoarding(-4, 150, 330, 42)
    )
    mist = line(
        "".join(
            f"M{mx} 107q-6-10-14-10M{mx} 107q6-12 16-10M{mx} 107v-13"
            for mx in (40, 140, 250)
        ),
        "foam",
        1.8,
    )
    front = (
        mist
        + put(worker(dice, pose="point"), dice.between(50, 90), 186, h=58)
        + put(worker(dice, pose="hold", item="clipboard"), 124, 188, h=58, left=True)
        + board(236, 190, 66, 56, colour="blue")
    )
    return Stage(land(dice, 122), back, front)


def construction_dust(dice: Dice) -> Stage:
    dust = "".join(
        circle(x, dice.between(112, 160), dice.between(12, 28), "dust", seen=0.75)
        for x in dice.spread(-10, 320, 11)
    )
    back = (
        crane(dice.between(220, 270), 134, 116, flip=True)
        + rect(0, 140, 320, 60, "dust")
        + heap(40, 150, 120, "dirt")
        + heap(150, 150, 90, "ash")
        + hoarding(160, 152, 170, 40, broken=True)
    )
    front = (
        dust
        + dump_truck(dice.between(50, 90), 188, scale=1.3, covered=False, muddy=True)
        + put(someone(dice, pose="call"), 280, 192, h=56, left=True)
        + line("M0 194h320M0 190h120", "dirt", 2.4)
    )
    return Stage(land(dice, 122), back, front)


def wheel_wash(dice: Dice) -> Stage:
    x = dice.between(96, 130)
    water = area(f"M{x - 20} 192h160l10 8H{x - 34}z", "water")
    jets = line(
        f"M{x - 26} 176l26 8M{x - 26} 184l24 4M{x + 146} 176l-26 8M{x + 146} 184l-24 4",
        "foam",
        2.2,
    )
    back = (
        rect(0, 140, 320, 60, "pave")
        + hoarding(-4, 146, 130, 44)
        + hoarding(232, 146, 120, 44)
        + rect(118, 92, 7, 54, "sun")
        + rect(228, 92, 7, 54, "sun")
        + rect(112, 86, 130, 10, "blue")
    )
    front = (
        water
        + dump_truck(x, 194, scale=1.35)
        + jets
        + put(worker(dice, pose="push", item="spray"), x - 44, 190, h=60)
    )
    return Stage(land(dice, 122), back, front)


def lorry_road(dice: Dice) -> Stage:
    front = (
        dump_truck(dice.between(30, 70), 186, scale=1.25)
        + put(police(dice, pose="stop"), dice.between(216, 240), 184, h=64, left=True)
        + disc_sign(290, 186, 90, "M-6 3v-7h7v7zM1-2h4l2 3v2h-6", barred=True)
    )
    return Stage(
        land(dice, 116, river=True),
        rect(0, 128, 320, 72, "road")
        + line("M0 160h320", "line", 2.4)
        + "".join(tree(x, 130, 12) for x in dice.spread(0, 320, 6)),
        front,
    )


SCENES: dict[str, Draw] = {
    "construction_site": construction_site,
    "construction_dust": construction_dust,
    "wheel_wash": wheel_wash,
    "lorry_road": lorry_road,
}
