"""Where things are left standing, and the strip that must stay free."""

from portal.demo.drawing.dice import Dice
from portal.demo.drawing.houses import hall, row
from portal.demo.drawing.nature import any_tree, land, tree
from portal.demo.drawing.palette import COATS
from portal.demo.drawing.people import (
    elder,
    police,
    put,
    someone,
    volunteer,
)
from portal.demo.drawing.shapes import area, line, rect
from portal.demo.drawing.stage import Draw, Stage, passers
from portal.demo.drawing.things import (
    disc_sign,
)
from portal.demo.drawing.vehicles import (
    bicycle,
    car,
    ebike,
)

CARS = ("river", "sun", "seal", "paper", "near", "ash", "blue")
PARKING = "M-5 4v-4l2-4h6l2 4v4zM-4 4v2M4 4v2"


def _station_yard(dice: Dice) -> str:
    h = dice.between(58, 68)
    return hall(dice, 40, 128, 240, h, dice.pick(("river", "hill"))) + rect(
        0, 128, 320, 72, "pave"
    )


def _tactile(y0: float, y1: float) -> str:
    """Draw the raised yellow strip a blind walker follows, running away from us."""
    strip = area(f"M148 {y0}h20L208 {y1}h-76z", "lamp")
    ribs = "".join(f"M{154 + i * 4} {y0}L{146 + i * 17} {y1}" for i in range(4))
    return strip + line(ribs, "sun", 1.6)


def _blind_street(dice: Dice) -> str:
    left = "".join(
        area(f"M{x} {y1}V{t1}L{x2} {t2}V{y2}z", c)
        for x, y1, t1, x2, t2, y2, c in (
            (0, 196, 20, 70, 60, 150, "wall"),
            (70, 150, 52, 118, 84, 130, "shade"),
        )
    )
    windows = area(
        "M14 70l20 8v34l-20 4zM44 82l14 6v26l-14 4zM80 90l10 4v18l-10 2zM98 97l8 3v14l-8 2z",
        "win",
    )
    roofs = area("M0 8l76 46-2 10L0 24zM66 46l56 36-2 6-54-30z", "roof")
    return (
        left
        + windows
        + roofs
        + area("M118 128h64L292 200H0v-10z", "pave")
        + area("M182 128h138v72h-28z", "road")
        + line("M182 128l110 72", "line", 3.4)
        + _tactile(130, 200)
    )


def bikes_in_line(dice: Dice) -> Stage:
    n = dice.count(6, 7)
    step = 290 / n
    slots = line(
        "M14 188h292" + "".join(f"M{14 + i * step} 158v30" for i in range(n + 1)),
        "line",
        2.4,
    )
    machines = "".join(
        (ebike if dice.chance(0.4) else bicycle)(
            20 + i * step, 186, dice.pick(COATS), scale=min(1, step / 44)
        )
        for i in range(n)
    )
    front = (
        slots
        + machines
        + put(
            volunteer(dice, pose=dice.pick(("push", "stand"))),
            dice.between(120, 200),
            160,
            h=44,
        )
    )
    return Stage(
        land(dice, 112), _station_yard(dice), disc_sign(300, 160, 58, PARKING) + front
    )


def bikes_in_disorder(dice: Dice) -> Stage:
    heaped = ""
    for i, x in enumerate(dice.spread(10, 290, 9)):
        turn = dice.pick((-72, -20, -8, 9, 18, 68))
        y = 160 + (i * 13) % 34
        heaped += (ebike if dice.chance(0.4) else bicycle)(
            x, y, dice.pick(COATS), turn=turn, flip=dice.chance(0.4)
        )
    track = line("M0 178h320", "lamp", 9) + line("M4 176h312M4 180h312", "sun", 1)
    back = _station_yard(dice) + track
    return Stage(
        land(dice, 112),
        back,
        heaped
        + put(
            elder(dice, pose="stand", item="stick"), dice.between(130, 190), 158, h=46
        ),
    )


def car_on_pavement(dice: Dice) -> Stage:
    x = dice.between(90, 140)
    back = (
        row(dice, 132)
        + rect(0, 132, 320, 40, "pave")
        + line("M0 152h320", "lamp", 7)
        + rect(0, 170, 320, 30, "road")
        + rect(0, 169, 320, 3, "line")
    )
    front = (
        car(x, 168, dice.pick(CARS), scale=1.4)
        + put(police(dice, pose="give", item="paper"), x - 28, 176, h=60)
        + put(someone(dice, pose="walk", item="bag"), x + 128, 186, h=58, left=True)
        + tree(292, 146, 14)
    )
    return Stage(land(dice, 116), back, front)


def cars_in_bays(dice: Dice) -> Stage:
    n = 3
    bays = line(
        "M8 190h304" + "".join(f"M{8 + i * 101} 154v36" for i in range(n + 1)),
        "line",
        2.6,
    )
    cars = "".join(
        car(18 + i * 101, 186, dice.pick(CARS), scale=1.1)
        for i in range(n)
        if i == 0 or dice.chance(0.7)
    )
    front = (
        disc_sign(dice.pick((110, 210)), 152, 60, PARKING)
        + bays
        + cars
        + passers(dice, 20, 300, 150, dice.count(2, 3), h=40)
    )
    return Stage(
        land(dice, 112),
        row(dice, 134) + rect(0, 134, 320, 66, "road") + rect(0, 134, 320, 18, "pave"),
        front,
    )


def blind_path_free(dice: Dice) -> Stage:
    walker = put(
        someone(dice, pose="walk", item="stick", hair=dice.pick(("hair", "grey"))),
        dice.between(160, 172),
        186,
        h=70,
    )
    front = (
        walker
        + any_tree(dice, 262, 150, 16)
        + any_tree(dice, 226, 138, 10)
        + passers(dice, 60, 110, 176, 1, h=54)
        + bicycle(dice.between(236, 250), 186, dice.pick(COATS))
    )
    return Stage(land(dice, 118), _blind_street(dice), front)


def blind_path_blocked(dice: Dice) -> Stage:
    blocks = (
        ebike(144, 178, dice.pick(COATS), scale=1.3)
        + bicycle(150, 160, dice.pick(COATS), scale=0.8)
        + ebike(122, 196, dice.pick(COATS), scale=1.4, turn=-6)
    )
    front = (
        any_tree(dice, 262, 150, 16)
        + put(
            someone(dice, pose="stand", item="stick"),
            dice.between(206, 222),
            190,
            h=70,
            left=True,
        )
        + blocks
    )
    return Stage(land(dice, 118), _blind_street(dice), front)


SCENES: dict[str, Draw] = {
    "bikes_in_line": bikes_in_line,
    "bikes_in_disorder": bikes_in_disorder,
    "car_on_pavement": car_on_pavement,
    "cars_in_bays": cars_in_bays,
    "blind_path_free": blind_path_free,
    "blind_path_blocked": blind_path_blocked,
}
