"""People: forty units from sole to crown, feet on the origin, facing right."""

from dataclasses import dataclass, replace
from typing import TypedDict, Unpack

from portal.demo.drawing.dice import Dice
from portal.demo.drawing.held import ITEMS
from portal.demo.drawing.palette import COATS, TROUSERS
from portal.demo.drawing.shapes import area, circle, line, place, rect

Point = tuple[float, float]
Limb = tuple[Point, Point]

TALL = 40


@dataclass(frozen=True)
class Pose:
    """Where the joints are; a limb is (knee, foot) or (elbow, hand)."""

    near_arm: Limb = ((1, -22.5), (2, -16.5))
    far_arm: Limb = ((-2, -22.5), (-2, -16.5))
    near_leg: Limb = ((1.6, -9), (1.8, -1.2))
    far_leg: Limb = ((-1.6, -9), (-1.8, -1.2))
    hip: Point = (0, -17)
    neck: Point = (0, -30)


STAND = Pose()
POSES = {
    "stand": STAND,
    "walk": Pose(
        near_arm=((-3, -23.5), (-5, -18)),
        far_arm=((3, -23.5), (6, -19)),
        near_leg=((3.4, -9.5), (5.6, -1.2)),
        far_leg=((-1.6, -9), (-6, -2.2)),
    ),
    "hold": replace(
        STAND, near_arm=((2, -23), (8, -24)), far_arm=((1, -22.5), (7, -22))
    ),
    "give": replace(
        STAND, near_arm=((4, -25), (10.5, -25)), far_arm=((-3, -23), (-3, -17))
    ),
    "raise": replace(
        STAND, near_arm=((4, -33), (6.5, -39.5)), far_arm=((-2.6, -23), (-3, -17))
    ),
    "point": replace(STAND, near_arm=((5, -29), (11.5, -30))),
    "stop": replace(
        STAND, near_arm=((5, -27), (10.5, -31)), far_arm=((-5, -27), (-10.5, -28))
    ),
    "salute": replace(
        STAND, near_arm=((6, -28.5), (2.4, -36)), far_arm=((-2, -23), (-2, -17))
    ),
    "call": replace(STAND, near_arm=((3.5, -25), (4.5, -33))),
    "sweep": Pose(
        near_arm=((3.5, -22), (9, -19)),
        far_arm=((6, -24), (10.5, -23)),
        near_leg=((2.6, -9), (4, -1.2)),
        far_leg=((-2, -8.5), (-4.5, -1.4)),
        neck=(3, -29),
    ),
    "bend": Pose(
        near_arm=((8.5, -15), (11, -8)),
        far_arm=((7, -15), (8.5, -9)),
        near_leg=((2, -9), (1.5, -1.2)),
        far_leg=((-1, -9), (-3, -1.2)),
        hip=(-1.5, -17),
        neck=(6.5, -24),
    ),
    "kneel": Pose(
        near_arm=((9, -13), (12, -6)),
        far_arm=((8, -13), (12, -5)),
        near_leg=((5, -1.4), (-4, -1.2)),
        far_leg=((4, -9), (5, -1.4)),
        hip=(-1, -9),
        neck=(4.5, -21),
    ),
    "crouch": Pose(
        near_arm=((5, -13), (10, -11)),
        far_arm=((4, -13), (9, -9)),
        near_leg=((5.5, -10), (1, -1.2)),
        far_leg=((4, -9.5), (-1, -1.2)),
        hip=(-2.5, -7.5),
        neck=(1.5, -20),
    ),
    "sit": Pose(
        near_arm=((1.5, -19), (5.5, -15.5)),
        far_arm=((0.5, -19), (5, -16)),
        near_leg=((8, -12.5), (8.5, -1.2)),
        far_leg=((7, -12), (7, -1.2)),
        hip=(0, -12.5),
        neck=(0, -25.5),
    ),
    "work": Pose(
        near_arm=((2.5, -19), (9, -19.5)),
        far_arm=((1.5, -19), (8.5, -18)),
        near_leg=((8, -12.5), (8.5, -1.2)),
        far_leg=((7, -12), (7, -1.2)),
        hip=(0, -12.5),
        neck=(1, -25.5),
    ),
    "ride": Pose(
        near_arm=((6.5, -25.5), (13.5, -25.5)),
        far_arm=((7, -26.5), (13.5, -26)),
        near_leg=((7.5, -16), (5.5, -6)),
        far_leg=((6, -13), (7.5, -4)),
        hip=(0, -20.5),
        neck=(2.5, -33),
    ),
    "push": Pose(
        near_arm=((5, -23), (11, -22)),
        far_arm=((5, -24.5), (11, -23)),
        near_leg=((3.4, -9.5), (4.6, -1.2)),
        far_leg=((-2, -9), (-6, -2)),
        neck=(2, -29.5),
    ),
    "dance": Pose(
        near_arm=((5, -32), (8, -38)),
        far_arm=((-6, -30), (-9, -36)),
        near_leg=((3.5, -10), (6, -1.2)),
        far_leg=((-2, -9), (-2, -1.2)),
    ),
    "cheer": replace(
        STAND, near_arm=((4.6, -33), (6, -39)), far_arm=((-4.6, -33), (-6, -39))
    ),
}


@dataclass(frozen=True)
class Person:
    pose: str = "stand"
    coat: str = "river"
    trousers: str = "roof"
    hair: str = "hair"
    cut: str = "short"
    skin: str = "skin"
    vest: str = ""
    hat: str = ""
    item: str = ""
    skirt: bool = False
    pack: str = ""
    scarf: bool = False
    head: float = 1.0


class Known(TypedDict, total=False):
    pose: str
    coat: str
    trousers: str
    hair: str
    cut: str
    skin: str
    vest: str
    hat: str
    item: str
    skirt: bool
    pack: str
    scarf: bool
    head: float


def _head(person: Person, neck: Point) -> str:
    hair = person.hair
    parts = []
    if person.cut == "long":
        parts.append(area("M-4.6-1q-2 6-.6 9.4 4 1 5-1.4l-.4-8z", hair))
    if person.cut == "bun":
        parts.append(circle(-4, -3, 2.4, hair))
    if person.cut == "tail":
        parts.append(line("M-4-1.5q-4 1-3.4 6.5", hair, 2.2))
    parts.append(circle(0, 0, 4.4, person.skin))
    if person.cut == "bald":
        parts.append(area("M-4.4 1.4A4.6 4.6 0 0 1-3.6-3Q-2.4-.8-2.6 2z", hair))
    else:
        parts.append(
            area(
                "M-4.5 1.6A4.7 4.7 0 0 1 3.9-2.6Q1.2-1.4-1.2-2.2-1.4.2-2.4 2.2-3.8 3-4.5 1.6z",
                hair,
            )
        )
    parts.append(circle(2.2, 0.1, 0.55, "ink"))
    parts.append(_hat(person.hat))
    size = person.head
    return place("".join(parts), neck[0] + 0.5, neck[1] - 4.6 * size, scale=size)


def _hat(hat: str) -> str:
    match hat:
        case "straw":
            return area("M-3.6-2.4q3.6-6 7.2 0l4.4 1.4q-8 1.8-16 0z", "lamp")
        case "helmet":
            return area("M-5-1.6a5 5.2 0 0 1 10 0l1.6.6q-6 .8-11.6 0z", "lamp")
        case "police":
            return area("M-4.8-1.8q-1-4.6 4.6-5 6 0 5 4z", "paper") + line(
                "M-4.6-1.9q5-1 9.2 0l1.6.9", "ink", 1.5
            )
        case "cap":
            return area(
                "M-4.6-1.4q.2-4.4 4.8-4.2 4 .2 4 3.4l3.4 1q-4 .9-12.2-.2z", "seal"
            )
        case "cook":
            return area(
                "M-4-1.6v-3q-2.4-3.8 1.6-4.2 2.4-2 4.6 0 4 .2 2 4.2v3z", "paper"
            )
        case "ride":
            return area("M-5.2 1.6a5.2 5.6 0 0 1 10.4-2.4l.6 1-5 .6-1 2.4z", "sun")
        case _:
            return ""


def _limb(start: Point, limb: Limb, colour: str, width: float) -> str:
    (kx, ky), (ex, ey) = limb
    return line(f"M{start[0]} {start[1]}L{kx} {ky} {ex} {ey}", colour, width)


def _arm(shoulder: Point, limb: Limb, colour: str, skin: str) -> str:
    return _limb(shoulder, limb, colour, 3) + circle(*limb[1], 1.7, skin)


def figure(person: Person) -> str:
    pose = POSES[person.pose]
    (hx, hy), (nx, ny) = pose.hip, pose.neck
    body = person.vest or person.coat
    legs = person.skin if person.skirt else person.trousers
    shoulder = (nx, ny + 2.6)
    parts = [_arm(shoulder, pose.far_arm, person.coat, person.skin)]
    if person.pack:
        parts.append(rect(nx - 8.4, ny + 0.6, 7, 10.5, person.pack, bend=2.4))
    for leg in (pose.far_leg, pose.near_leg):
        side = -0.9 if leg is pose.far_leg else 0.9
        parts.append(_limb((hx + side, hy), leg, legs, 3.9))
        foot_x, foot_y = leg[1]
        parts.append(line(f"M{foot_x - 0.6} {foot_y + 0.3}h2.6", "ink", 2.2))
    if person.skirt:
        knee = max(pose.near_leg[0][0], 2)
        parts.append(
            area(f"M{hx - 4} {hy - 3}h8L{knee + 4} {hy + 8.5}H{hx - 5.4}z", person.coat)
        )
    parts.append(line(f"M{nx} {ny + 4}L{hx} {hy - 1.6}", body, 9.6))
    if person.vest:
        mx, my = (nx + hx) / 2, (ny + hy) / 2 + 1.8
        parts.append(line(f"M{mx - 4} {my}h8", "lamp", 1.5))
    if person.scarf:
        parts.append(area(f"M{nx - 2.6} {ny - 0.4}h6l-1 2.6 1.6 4-3.4-2.6z", "seal"))
    parts.append(_head(person, pose.neck))
    parts.append(_limb(shoulder, pose.near_arm, person.coat, 3.1))
    if person.item:
        parts.append(place(ITEMS[person.item](), *pose.near_arm[1]))
    parts.append(circle(*pose.near_arm[1], 1.7, person.skin))
    return "".join(parts)


def put(
    person: Person, x: float, y: float, *, h: float = 46, left: bool = False
) -> str:
    """Stand a person `h` tall with the feet on `y`, looking left or right."""
    return place(figure(person), x, y, scale=round(h / TALL, 3), flip=left)


def someone(dice: Dice, **known: Unpack[Known]) -> Person:
    """Anybody from the county; what the scene needs to be so is given by name."""
    woman = dice.chance(0.5)
    elder = dice.chance(0.2)
    anyone = Person(
        coat=dice.pick(COATS),
        trousers=dice.pick(TROUSERS),
        hair="grey" if elder else "hair",
        cut=dice.pick(("long", "bun", "tail"))
        if woman
        else dice.pick(("short", "short", "bald")),
        skin=dice.pick(("skin", "skin", "tan")),
        skirt=woman and dice.chance(0.3),
    )
    return replace(anyone, **known)


def child(dice: Dice, **known: Unpack[Known]) -> Person:
    role: Known = {
        "hair": "hair",
        "cut": dice.pick(("short", "bun", "tail")),
        "head": 1.28,
        "pack": dice.pick(("", *COATS[:4])),
        "skirt": False,
    }
    return someone(dice, **(role | known))


def elder(dice: Dice, **known: Unpack[Known]) -> Person:
    role: Known = {
        "hair": "grey",
        "cut": dice.pick(("bald", "bun", "short")),
        "skirt": False,
    }
    return someone(dice, **(role | known))


def sweeper(dice: Dice, **known: Unpack[Known]) -> Person:
    role: Known = {
        "coat": "sun",
        "vest": "sun",
        "trousers": "fruit",
        "hat": dice.pick(("straw", "cap")),
        "pose": "sweep",
        "item": "broom",
        "skirt": False,
    }
    return someone(dice, **(role | known))


def volunteer(dice: Dice, **known: Unpack[Known]) -> Person:
    role: Known = {
        "coat": dice.pick(("paper", "shade", "river")),
        "vest": "seal",
        "hat": dice.pick(("cap", "cap", "")),
        "skirt": False,
    }
    return someone(dice, **(role | known))


def police(dice: Dice, **known: Unpack[Known]) -> Person:
    role: Known = {
        "coat": "river",
        "vest": "near",
        "trousers": "river",
        "hat": "police",
        "hair": "hair",
        "skirt": False,
    }
    return someone(dice, **(role | known))


def inspector(dice: Dice, **known: Unpack[Known]) -> Person:
    role: Known = {
        "coat": dice.pick(("paper", "river", "shade")),
        "trousers": "roof",
        "skirt": False,
    }
    return someone(dice, **(role | known))


def worker(dice: Dice, **known: Unpack[Known]) -> Person:
    role: Known = {
        "coat": dice.pick(("blue", "river")),
        "vest": "fruit",
        "hat": "helmet",
        "skirt": False,
    }
    return someone(dice, **(role | known))


def medic(dice: Dice, **known: Unpack[Known]) -> Person:
    role: Known = {"coat": "paper", "trousers": "shade", "hair": "hair", "skirt": False}
    return someone(dice, **(role | known))
