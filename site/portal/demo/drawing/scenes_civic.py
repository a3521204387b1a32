"""The campaign itself: meetings, checks, notices, the studio, volunteers, quizzes."""

from portal.demo.drawing.dice import Dice
from portal.demo.drawing.houses import pavement, row, shops
from portal.demo.drawing.indoors import (
    poster,
    room,
    screen,
    shelf,
    window,
)
from portal.demo.drawing.nature import any_tree, flowers, land
from portal.demo.drawing.people import (
    child,
    elder,
    inspector,
    put,
    someone,
    sweeper,
    volunteer,
)
from portal.demo.drawing.shapes import (
    area,
    circle,
    glow,
    line,
    oval,
    place,
    rect,
    tick_mark,
)
from portal.demo.drawing.stage import Draw, Stage, audience, passers
from portal.demo.drawing.things import lamp, litter
from portal.demo.drawing.vehicles import cart


def mobilisation(dice: Dice) -> Stage:
    back = (
        rect(0, 0, 320, 200, "deep")
        + rect(30, 10, 260, 100, "room")
        + screen(64, 20, 192, 70)
        + area("M0 0h34q8 70-6 140H0zM320 0h-34q-8 70 6 140h28z", "seal")
    )
    panel = "".join(
        put(
            inspector(dice, pose="work", coat=dice.pick(("paper", "river", "roof"))),
            x,
            146,
            h=60,
            left=x > 160,
        )
        for x in dice.spread(70, 250, dice.count(3, 5), shake=0.1)
    )
    desk = (
        rect(44, 118, 232, 34, "wood", bend=2)
        + rect(44, 118, 232, 5, "fruit")
        + "".join(rect(x, 110, 14, 8, "paper") for x in (70, 120, 170, 220))
        + flowers(dice, 60, 260, 156, 12)
    )
    return Stage("", back + panel + desk, audience(dice, 172, dice.count(7, 9), 11))


def working_meeting(dice: Dice) -> Stage:
    back = (
        room(dice, floor=140)
        + window(18, 26, 80, 56)
        + screen(124, 26, 110, 62)
        + shelf(dice, 258, 132, 54, 96, 4)
    )
    far = "".join(
        put(inspector(dice, pose="work"), x, 158, h=68, left=x > 160)
        for x in dice.spread(70, 250, dice.count(3, 4), shake=0.2)
    )
    top = (
        area("M50 136h220l40 40H10z", "wood")
        + rect(10, 176, 300, 8, "dirt")
        + "".join(
            place(area("M-8 0h14l2 6h-18z", "paper"), x, 142 + i % 2 * 16)
            for i, x in enumerate(dice.spread(60, 260, 6))
        )
    )
    near = put(inspector(dice, pose="point"), dice.between(40, 60), 212, h=92) + put(
        inspector(dice, pose="hold", item="clipboard"),
        dice.between(250, 276),
        212,
        h=92,
        left=True,
    )
    return Stage("", back, far + top + near)


def tv_studio(dice: Dice) -> Stage:
    """Show the evening programme: the tick of the river behind the presenter."""
    back = (
        rect(0, 0, 320, 200, dice.pick(("deep", "screen", "lawn")))
        + screen(dice.between(14, 30), 22, 176, dice.between(92, 106))
        + line("M0 8h320M60 8v10M250 8v10", "steel", 2.4)
        + "".join(
            area(f"M{x - 9} 14h18l4 12h-26z", "ash") + glow(x, 28, 20)
            for x in (60, 150, 250)
        )
    )
    coat = dice.pick(("river", "seal", "plum", "hill"))
    presenter = put(
        someone(dice, pose="work", coat=coat, skirt=False, hair="hair"),
        dice.between(228, 244),
        206,
        h=122,
        left=True,
    )
    desk = (
        area("M150 152h170v48H164z", "wood")
        + rect(150, 148, 170, 6, "sun")
        + place(rect(-9, -3, 18, 3, "paper"), 196, 148)
        + circle(196, 176, 9, "river")
        + tick_mark(190, 179, "paper", scale=0.8)
    )
    camera = (
        line("M44 200l12-44 12 44M56 156v44", "steel", 3)
        + rect(28, 126, 50, 30, "steel", bend=3)
        + rect(78, 132, 12, 16, "ash")
        + circle(40, 132, 2.4, "red")
        + rect(20, 116, 26, 12, "ash", bend=2)
    )
    return Stage("", back, presenter + desk + camera)


def interview(dice: Dice) -> Stage:
    x = dice.between(110, 140)
    front = (
        put(
            someone(dice, pose="give", item="mic", coat="river", skirt=False),
            x,
            188,
            h=66,
        )
        + put(
            elder(dice, pose="stand")
            if dice.chance(0.5)
            else sweeper(dice, pose="stand", item=""),
            x + 44,
            188,
            h=64,
            left=True,
        )
        + put(someone(dice, pose="hold", coat="roof", skirt=False), x - 54, 192, h=68)
        + rect(x - 50, 148, 26, 14, "ink", bend=2)
        + rect(x - 24, 151, 7, 8, "ash")
        + circle(x - 44, 146, 1.6, "red")
    )
    return Stage(
        land(dice, river=True),
        row(dice, 140) + pavement(140, 158),
        front + passers(dice, 230, 310, 178, 1, h=54),
    )


def volunteers(dice: Dice) -> Stage:
    poses = (
        ("tongs", "bend"),
        ("bag", "walk"),
        ("broom", "sweep"),
        ("flag", "raise"),
        ("bucket", "walk"),
        ("", "cheer"),
    )
    crew = "".join(
        put(
            volunteer(dice, pose=pose, item=item),
            x,
            184 + dice.between(-6, 8),
            h=60,
            left=dice.chance(0.3),
        )
        for x, (item, pose) in zip(
            dice.spread(30, 290, 5, shake=0.3), dice.shuffled(poses), strict=False
        )
    )
    return Stage(
        land(dice, river=True),
        row(dice, 138) + pavement(138, 160) + lamp(dice.between(20, 300), 150),
        crew + litter(dice, 20, 300, 190, 197, 3),
    )


def litter_picking(dice: Dice) -> Stage:
    """Show the old man with the tongs and those who follow him."""
    x = dice.between(120, 160)
    front = (
        put(elder(dice, pose="bend", item="tongs", vest="seal"), x, 188, h=66)
        + put(
            child(dice, pose="hold", item="bag", vest="seal", pack=""),
            x - 40,
            188,
            h=48,
        )
        + put(volunteer(dice, pose="bend", item="tongs"), x - 84, 182, h=60)
        + litter(dice, x + 20, x + 80, 184, 194, 4)
        + flowers(dice, 240, 320, 190, 8)
    )
    return Stage(
        land(dice, 118, river=True),
        any_tree(dice, 40, 146, 20)
        + any_tree(dice, 280, 146, 22)
        + area("M0 160q160-24 320-6v46H0z", "pave"),
        front,
    )


def sweepers_rest(dice: Dice) -> Stage:
    """Show a bowl of hot porridge handed to the sweeper before dawn."""
    x = dice.between(140, 160)
    front = (
        glow(x + 30, 100, 70)
        + put(
            someone(
                dice, coat="paper", hat="cook", pose="give", item="bowl", skirt=False
            ),
            x + 64,
            188,
            h=76,
            left=True,
        )
        + put(sweeper(dice, pose="give", item=""), x, 190, h=72)
        + cart(x - 80, 190, scale=1.2)
        + line(f"M{x + 28} 128q-3-5 0-9t0-9M{x + 34} 128q-3-5 0-9t0-9", "foam", 1.8)
    )
    return Stage(
        land(dice, 100), shops(dice, 154, 108, n=2) + pavement(154, 194), front
    )


def queueing(dice: Dice) -> Stage:
    back = (
        room(dice, floor=146)
        + rect(214, 56, 106, 90, "foam")
        + rect(206, 48, 114, 10, "hill")
        + rect(206, 118, 114, 34, "wood")
        + rect(200, 114, 120, 6, "roof")
        + put(
            someone(dice, coat="river", pose="work", skirt=False),
            268,
            150,
            h=66,
            left=True,
        )
        + rect(206, 120, 114, 34, "wood")
        + poster(dice, 20, 26, 34, 46)
        + poster(dice, 64, 26, 34, 46)
        + window(112, 30, 76, 52)
    )
    file = "".join(
        put(
            someone(
                dice,
                pose=dice.pick(("stand", "hold")),
                item=dice.pick(("", "bag", "phone", "book")),
            ),
            x,
            190,
            h=76,
        )
        for x in (28, 74, 120, 166)
    )
    marks = "".join(oval(x, 193, 15, 3.4, "lamp") for x in (30, 76, 122, 168, 214))
    rope = line("M10 172q22 10 46 0t46 0 46 0 46 0", "seal", 2.4) + line(
        "M10 196v-26M102 196v-26M194 196v-26", "steel", 3
    )
    return Stage("", back + marks, file + rope)


SCENES: dict[str, Draw] = {
    "mobilisation": mobilisation,
    "working_meeting": working_meeting,
    "tv_studio": tv_studio,
    "interview": interview,
    "volunteers": volunteers,
    "litter_picking": litter_picking,
    "sweepers_rest": sweepers_rest,
    "queueing": queueing,
}
