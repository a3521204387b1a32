"""Where people live: stairs, fire lanes, bins, dogs, balconies, the family table."""

from portal.demo.drawing.dice import Dice
from portal.demo.drawing.houses import board, estate
from portal.demo.drawing.indoors import (
    ceiling_lamp,
    window,
)
from portal.demo.drawing.nature import any_tree, land, leaves
from portal.demo.drawing.palette import COATS
from portal.demo.drawing.people import (
    child,
    elder,
    inspector,
    put,
    someone,
    volunteer,
    worker,
)
from portal.demo.drawing.shapes import (
    area,
    circle,
    line,
    place,
    rect,
    ring,
)
from portal.demo.drawing.stage import Draw, Stage
from portal.demo.drawing.things import (
    disc_sign,
    litter,
    rubbish_bag,
)
from portal.demo.drawing.vehicles import car, ebike

FLAME = "M0 6q-6-1-5-6 1-3 3-4 0 2 2 2 0-4 2-6 4 4 4 8 0 5-6 6z"


def _stairwell(dice: Dice) -> str:
    steps = "M190 200v-14h-22v-14h-22v-14h-22v-14h-22v-14H80v-14H58V94H36V80H0v120z"
    rail = line("M214 158L66 62M190 186v-44M146 158v-44M102 130v-44", "river", 3)
    door = (
        rect(236, 76, 54, 112, "door", bend=1)
        + rect(242, 84, 42, 44, "near", bend=1)
        + circle(282, 136, 2.6, "lamp")
        + rect(228, 188, 70, 5, "seal", bend=1)
    )
    return (
        rect(0, 0, 320, 188, "room")
        + rect(0, 120, 320, 68, "shade")
        + rect(0, 188, 320, 12, "floor")
        + window(dice.between(120, 136), 22, 62, 42)
        + area(steps, "steel")
        + rail
        + door
        + ceiling_lamp(262, 22)
    )


def stairwell_junk(dice: Dice) -> Stage:
    wardrobe = (
        rect(196, 112, 46, 76, "wood", bend=1)
        + line("M219 112v76", "dirt", 1.4)
        + circle(214, 150, 1.6, "ink")
        + circle(224, 150, 1.6, "ink")
    )
    boxes = "".join(
        rect(x, y, w, h, dice.pick(("dust", "wood", "dirt")))
        + line(f"M{x} {y + h / 2}h{w}", "dirt", 1)
        for x, y, w, h in (
            (280, 164, 30, 24),
            (284, 142, 24, 22),
            (148, 136, 18, 22),
            (106, 112, 18, 18),
        )
    )
    front = (
        boxes
        + ebike(232, 186, dice.pick(COATS), scale=1.2)
        + wardrobe
        + litter(dice, 60, 180, 150, 186, 4)
        + rubbish_bag(176, 188, 20)
        + put(elder(dice, pose="stand", item="stick"), 46, 94, h=62)
    )
    return Stage("", _stairwell(dice), front)


def stairwell_clear(dice: Dice) -> Stage:
    front = (
        put(elder(dice, pose="walk"), dice.between(106, 112), 132, h=66)
        + put(
            volunteer(dice, pose="sweep", item=dice.pick(("broom", "mop"))),
            dice.between(206, 218),
            190,
            h=78,
        )
        + rect(300, 168, 14, 20, "sun", bend=1)
        + circle(307, 158, 10, "leaf")
        + place(area(FLAME, "seal"), 70, 40, scale=1.6)
        + ring(70, 40, 15, "seal", 2)
    )
    return Stage("", _stairwell(dice), front)


def moving_furniture(dice: Dice) -> Stage:
    """Show old furniture carried out on the big clean-up day."""
    x = dice.between(100, 130)
    sofa = (
        rect(x, 132, 86, 22, dice.pick(("fruit", "river", "plum")), bend=5)
        + rect(x - 6, 142, 12, 26, "sun", bend=4)
        + rect(x + 80, 142, 12, 26, "sun", bend=4)
        + rect(x, 150, 86, 14, "sun", bend=3)
    )
    front = (
        put(volunteer(dice, pose="push"), x - 16, 190, h=68)
        + put(volunteer(dice, pose="push"), x + 104, 190, h=68, left=True)
        + sofa
        + put(elder(dice, pose="point"), dice.between(30, 46), 186, h=58)
        + litter(dice, 240, 310, 176, 192, 4)
    )
    return Stage(land(dice, 116), estate(dice), front)


def _lane(dice: Dice) -> str:
    box = "M20 196l70-52h140l70 52z"
    return (
        estate(dice)
        + line(box, "lamp", 3.4)
        + line("M90 144l210 52M230 144L20 196", "lamp", 2.4, seen=0.8)
    )


def fire_lane_free(dice: Dice) -> Stage:
    hydrant = (
        rect(288, 150, 9, 20, "seal", bend=2)
        + rect(284, 155, 17, 5, "seal", bend=1)
        + circle(292, 149, 5, "seal")
    )
    sign = disc_sign(26, 166, 70, "", "seal") + place(
        area(FLAME, "paper"), 26, 97, scale=1.1
    )
    people = (
        put(
            worker(dice, pose="point", hat="helmet", vest="seal"),
            dice.between(96, 120),
            182,
            h=60,
        )
        + put(
            someone(dice, pose="hold", item="clipboard"),
            dice.between(150, 170),
            184,
            h=58,
            left=True,
        )
        + put(child(dice, pose="walk"), 220, 188, h=40)
    )
    return Stage(land(dice, 116), _lane(dice), hydrant + sign + people)


def fire_lane_blocked(dice: Dice) -> Stage:
    front = (
        car(
            dice.between(60, 90),
            172,
            dice.pick(("river", "seal", "paper", "ash")),
            scale=1.15,
        )
        + car(
            dice.between(150, 180),
            192,
            dice.pick(("sun", "near", "blue")),
            scale=1.3,
            flip=False,
        )
        + disc_sign(26, 166, 70, "", "seal")
        + place(area(FLAME, "paper"), 26, 97, scale=1.1)
        + put(inspector(dice, pose="point"), 290, 176, h=56, left=True)
        + put(worker(dice, pose="call", vest="seal"), 52, 194, h=60)
    )
    return Stage(land(dice, 116), _lane(dice), front)


def ebike_shed(dice: Dice) -> Stage:
    roof = area("M20 70l14-14h252l14 14z", "near") + line(
        "M34 70v90M286 70v90M118 70v60M202 70v60", "roof", 3
    )
    plugs = "".join(
        rect(x, 96, 18, 22, "paper", bend=2)
        + line(f"M{x + 9} 101l-4 7h8l-4 7", "sun", 2)
        + line(f"M{x + 9} 118q2 20 8 30", "ink", 1.4)
        for x in (54, 104, 154, 204, 248)
    )
    machines = "".join(
        ebike(x, 178, dice.pick(COATS), scale=1.15) for x in (40, 92, 146, 200, 250)
    )
    front = (
        plugs
        + machines
        + put(someone(dice, pose="point"), dice.between(20, 30), 190, h=60)
        + disc_sign(306, 180, 60, "M1-6l-5 7h7l-4 6")
    )
    return Stage(
        land(dice, 112), estate(dice) + rect(34, 70, 252, 74, "shade") + roof, front
    )


def yard_talk(dice: Dice) -> Stage:
    """Show 板凳议事会: neighbours on stools settle it themselves."""
    stools = "".join(
        rect(x - 6, 172 + dy, 13, 3, "wood")
        + line(f"M{x - 4} {188 + dy}v-14M{x + 5} {188 + dy}v-14", "wood", 2.4)
        + put(
            (elder if dice.chance(0.5) else someone)(dice, pose="sit"),
            x,
            188 + dy,
            h=52,
            left=x > 160,
        )
        for x, dy in ((58, 0), (92, 5), (126, 0), (214, 0), (248, 5), (282, 0))
    )
    speaker = put(volunteer(dice, pose="point"), dice.between(160, 172), 182, h=58)
    plan = board(136, 148, 58, 52, colour="river")
    return Stage(
        land(dice, 112),
        estate(dice) + any_tree(dice, 30, 150, 22) + any_tree(dice, 296, 150, 20),
        plan + speaker + stools + leaves(dice, 20, 300, 176, 196, 6),
    )


SCENES: dict[str, Draw] = {
    "stairwell_junk": stairwell_junk,
    "stairwell_clear": stairwell_clear,
    "moving_furniture": moving_furniture,
    "fire_lane_free": fire_lane_free,
    "fire_lane_blocked": fire_lane_blocked,
    "ebike_shed": ebike_shed,
    "yard_talk": yard_talk,
}
