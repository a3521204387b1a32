"""Traffic: crossings, parking, bicycles, buses, building sites' lorries."""

from portal.demo.drawing.dice import Dice
from portal.demo.drawing.houses import flats, pavement, row, yard_wall
from portal.demo.drawing.nature import any_tree, land
from portal.demo.drawing.palette import COATS
from portal.demo.drawing.people import (
    child,
    police,
    put,
    someone,
    volunteer,
)
from portal.demo.drawing.shapes import area, line, place, rect
from portal.demo.drawing.stage import Draw, Stage
from portal.demo.drawing.things import (
    cone,
    lamp,
    traffic_light,
)
from portal.demo.drawing.vehicles import (
    ambulance,
    bus,
    car,
    rider,
)

CARS = ("river", "sun", "seal", "paper", "near", "ash", "blue")
# A car from the front: a letter would stand the wrong way round in half of the pictures.
PARKING = "M-5 4v-4l2-4h6l2 4v4zM-4 4v2M4 4v2"


def _zebra(x: float, y: float, low: float, n: int = 6) -> str:
    """Stripes towards us, spreading as they come nearer."""
    stripes = ""
    for i in range(n):
        top = x + i * 15
        foot = x - 40 + i * 28
        stripes += f"M{top} {y}h9L{foot + 17} {low}h-17z"
    return area(stripes, "line")


def zebra_crossing(dice: Dice) -> Stage:
    x = dice.between(96, 130)
    back = (
        row(dice, 116, low=36, high=52)
        + rect(0, 116, 320, 8, "pave")
        + rect(0, 124, 320, 76, "road")
        + _zebra(x, 126, 200)
    )
    walkers = "".join(
        put(
            child(dice, pose=dice.pick(("walk", "walk", "cheer")), scarf=True),
            x + 6 + i * 26,
            164 + dice.between(-3, 6),
            h=40,
        )
        for i in range(dice.count(2, 4))
    )
    front = (
        traffic_light(x + 118, 128, 70, lit="red")
        + walkers
        + put(volunteer(dice, pose="stop", item="flag"), x - 34, 174, h=58)
        + car(dice.between(304, 322), 172, dice.pick(CARS), scale=1.15, flip=True)
    )
    return Stage(land(dice, 104), back, front)


def school_gate(dice: Dice) -> Stage:
    back = (
        flats(180, 132, 120, 4, columns=7)
        + yard_wall(-4, 140, 130, 34)
        + yard_wall(200, 140, 130, 34)
        + rect(120, 92, 8, 48, "wall")
        + rect(194, 92, 8, 48, "wall")
        + area("M112 92q49-30 98 0l-4 8q-45-24-90 0z", "hill")
        + rect(0, 140, 320, 60, "pave")
    )
    kids = "".join(
        put(
            child(dice, pose="walk", pack=dice.pick(COATS)),
            x,
            178 + dice.between(-8, 8),
            h=40,
            left=dice.chance(0.3),
        )
        for x in dice.spread(70, 220, dice.count(3, 5))
    )
    front = (
        any_tree(dice, 30, 146, 17)
        + kids
        + put(someone(dice, pose="point"), 40, 184, h=58)
        + put(volunteer(dice, pose="stop", item="flag"), 262, 186, h=60, left=True)
        + cone(236, 192)
        + cone(292, 192)
    )
    return Stage(land(dice), back, front)


def traffic_police(dice: Dice) -> Stage:
    x = dice.between(130, 180)
    back = (
        row(dice, 120, low=36, high=52)
        + rect(0, 120, 320, 80, "road")
        + area("M0 120h320v6H0z", "pave")
        + line("M0 150h110M210 150h110M0 153h110M210 153h110", "lamp", 1.6)
    )
    front = (
        car(dice.between(4, 20), 148, dice.pick(CARS), scale=0.9)
        + car(dice.between(226, 246), 148, dice.pick(CARS), scale=0.9)
        + area(f"M{x - 26} 186l6-10h40l6 10z", "paper")
        + rect(x - 26, 185, 52, 6, "river")
        + put(police(dice, pose="stop"), x, 178, h=70)
        + rider(
            someone(dice, pose="ride", hat="ride", skirt=False),
            dice.between(26, 60),
            190,
            dice.pick(COATS),
            scale=1.2,
            electric=True,
        )
        + traffic_light(306, 130, 76, lit="green")
    )
    return Stage(land(dice, 106), back, front)


def bus_station(dice: Dice) -> Stage:
    shelter = (
        rect(196, 104, 4, 62, "roof")
        + rect(296, 104, 4, 62, "roof")
        + rect(186, 98, 124, 7, "hill")
        + rect(202, 112, 40, 34, "foam")
        + rect(204, 150, 90, 4, "wood")
    )
    line_up = "".join(
        put(
            someone(
                dice,
                pose=dice.pick(("stand", "hold")),
                item=dice.pick(("", "bag", "phone")),
            ),
            214 + i * 20,
            170,
            h=50,
            left=True,
        )
        for i in range(dice.count(3, 4))
    )
    front = shelter + bus(dice.between(20, 44), 172, scale=1.35) + line_up
    return Stage(land(dice), row(dice, 136) + pavement(136, 174), front)


def ambulance_way(dice: Dice) -> Stage:
    back = (
        row(dice, 112, low=34, high=50)
        + rect(0, 112, 320, 88, "road")
        + line("M0 142h320", "line", 2, seen=0.8)
    )
    queue = "".join(
        car(x, 138, dice.pick(CARS), scale=0.8)
        for x in dice.spread(-20, 290, 4, shake=0.2)
    )
    near = "".join(
        car(x, 204, dice.pick(CARS), scale=1.05)
        for x in dice.spread(-30, 290, 3, shake=0.2)
    )
    return Stage(
        land(dice, 98),
        back + queue,
        ambulance(dice.between(80, 150), 178, scale=1.25) + near,
    )


def riders_with_helmets(dice: Dice) -> Stage:
    a, b = dice.pick(COATS), dice.pick(COATS)
    box = rect(-14, -36, 17, 17, "lamp", bend=1.5) + line("M-11-28h11", "sun", 2)
    x = dice.between(30, 70)
    front = (
        place(box, x, 190, scale=1.4)
        + rider(
            someone(dice, pose="ride", coat="lamp", hat="ride", skirt=False),
            x,
            190,
            a,
            scale=1.4,
            electric=True,
        )
        + rider(
            someone(dice, pose="ride", hat="ride", skirt=False),
            x + 120,
            180,
            b,
            scale=1.25,
            electric=True,
        )
        + place(
            put(child(dice, pose="sit", hat="ride", pack=""), 0, 0, h=24), x + 112, 166
        )
    )
    return Stage(
        land(dice),
        row(dice, 134)
        + pavement(134, 152)
        + lamp(20, 150)
        + traffic_light(302, 152, 72, lit="green"),
        front,
    )


SCENES: dict[str, Draw] = {
    "zebra_crossing": zebra_crossing,
    "school_gate": school_gate,
    "traffic_police": traffic_police,
    "bus_station": bus_station,
    "ambulance_way": ambulance_way,
    "riders_with_helmets": riders_with_helmets,
}
