"""Checking and reporting: teams, notices, photographs, the list on the wall."""

from portal.demo.drawing.dice import Dice
from portal.demo.drawing.houses import pavement, row, shops
from portal.demo.drawing.indoors import (
    table,
)
from portal.demo.drawing.nature import land
from portal.demo.drawing.people import (
    child,
    elder,
    inspector,
    police,
    put,
    someone,
    volunteer,
)
from portal.demo.drawing.shapes import (
    area,
    bars,
    circle,
    line,
    place,
    rect,
    tick_mark,
)
from portal.demo.drawing.stage import Draw, Stage, passers
from portal.demo.drawing.things import lamp, litter, wheelie_bin


def inspection_team(dice: Dice) -> Stage:
    x = dice.between(90, 130)
    team = (
        put(inspector(dice, pose="hold", item="clipboard"), x, 188, h=62)
        + put(inspector(dice, pose="point"), x + 32, 186, h=62)
        + put(inspector(dice, pose="raise", item="camera"), x - 34, 190, h=60)
    )
    if dice.chance(0.5):
        team += put(inspector(dice, pose="stand"), x - 64, 186, h=60)
    front = (
        team
        + put(
            someone(dice, coat="hill", pose="stand", skirt=False),
            x + 92,
            188,
            h=60,
            left=True,
        )
        + wheelie_bin(x + 120, 170, "green", h=28)
    )
    return Stage(land(dice, 104), shops(dice, 150, 96, n=3) + pavement(150, 192), front)


def score_check(dice: Dice) -> Stage:
    """Show the score sheet close by: four boxes, four ticks or three."""
    sheet = (
        rect(96, 20, 132, 164, "wood", bend=4)
        + rect(104, 32, 116, 144, "paper")
        + rect(140, 14, 44, 16, "steel", bend=4)
    )
    good = dice.count(3, 4)
    rows = ""
    for i in range(4):
        y = 50 + i * 31
        rows += line(f"M114 {y}h18v18h-18z", "line" if i >= good else "near", 2) + bars(
            142, y + 4, (62, 44), "steel", step=9
        )
        rows += (
            tick_mark(113, y + 14, "near")
            if i < good
            else line(f"M117 {y + 3}l12 12M129 {y + 3}l-12 12", "seal", 3)
        )
    pencil = place(
        rect(-5, -60, 10, 70, "lamp")
        + area("M-5 10h10l-5 12z", "wood")
        + rect(-5, -66, 10, 7, "seal"),
        246,
        128,
        turn=-38,
    )
    hand = area(
        "M320 112q-40-4-66 10-14 12-6 22 10 6 24-2 18 12 48 14z", "skin"
    ) + area("M320 100l-20 6 4 52 16 4z", "river")
    people = put(someone(dice), dice.between(30, 54), 186, h=56) + passers(
        dice, 40, 80, 190, 1, h=54
    )
    return Stage(
        land(dice),
        row(dice, 138) + pavement(138, 160),
        people + sheet + rows + hand + pencil,
        mirrors=False,
    )


def notice_served(dice: Dice) -> Stage:
    """Show 整改通知: the sheet goes from one hand to the other."""
    x = dice.between(110, 130)
    sheet = place(
        rect(-12, -16, 24, 32, "paper")
        + rect(-12, -16, 24, 5, "seal")
        + bars(-8, -6, (15, 12, 15, 8), "steel", step=5)
        + circle(6, 11, 3.6, "seal"),
        x + 46,
        124,
        turn=-6,
    )
    front = (
        put(inspector(dice, pose="give"), x, 192, h=96)
        + put(
            someone(
                dice,
                pose="give",
                coat=dice.pick(("hill", "fruit", "plum")),
                skirt=False,
            ),
            x + 92,
            192,
            h=94,
            left=True,
        )
        + sheet
        + put(inspector(dice, pose="hold", item="clipboard"), x - 50, 190, h=90)
    )
    return Stage(
        land(dice, 100), shops(dice, 156, 116, n=2) + pavement(156, 196), front
    )


def night_patrol(dice: Dice) -> Stage:
    x = dice.between(70, 110)
    beam = area(f"M{x + 26} 142l120 12v44z", "lamp", seen=0.35)
    front = (
        put(police(dice, pose="walk"), x - 36, 188, h=62)
        + put(volunteer(dice, pose="give"), x, 188, h=62)
        + rect(x + 14, 146, 12, 5, "ink", bend=2)
        + beam
        + litter(dice, x + 110, x + 150, 184, 196, 3)
    )
    lamps = "".join(lamp(lx, 152) for lx in (36, 150, 270))
    return Stage(land(dice), row(dice, 140) + pavement() + lamps, front)


def phone_photo(dice: Dice) -> Stage:
    """Show 随手拍: the trouble seen on the telephone's screen."""
    x = dice.between(120, 150)
    phone = (
        rect(x, 24, 88, 152, "ink", bend=10)
        + rect(x + 6, 36, 76, 120, "sky", bend=3)
        + rect(x + 6, 110, 76, 46, "road")
        + wheelie_bin(x + 26, 128, "near", h=34, open_lid=True)
        + litter(dice, x + 16, x + 72, 130, 150, 7)
        + circle(x + 44, 166, 6, "paper")
    )
    focus = line(
        f"M{x + 14} 74v-12h12M{x + 74} 74v-12h-12M{x + 14} 138v12h12M{x + 74} 138v12h-12",
        "lamp",
        2.6,
    )
    grip = area(
        f"M{x + 88} 200v-70q0-10-10-8-8 2-8 12l2 30q-14 20-2 36z", "skin"
    ) + area(f"M{x - 4} 200q-18-40-6-68 6-8 12 0v34l16 34z", "skin")
    scene = wheelie_bin(40, 164, "near", h=40, open_lid=True) + litter(
        dice, 14, 100, 168, 190, 8
    )
    return Stage(
        land(dice), row(dice, 138) + pavement(138, 164), scene + phone + focus + grip
    )


def photo_in_street(dice: Dice) -> Stage:
    x = dice.between(90, 130)
    front = (
        put(someone(dice, pose="raise", item="phone"), x, 188, h=64)
        + line(f"M{x + 16} 122l14-8M{x + 18} 128h16M{x + 16} 134l14 6", "lamp", 2.4)
        + wheelie_bin(x + 92, 178, "green", h=38, open_lid=True)
        + litter(dice, x + 70, x + 150, 180, 194, 8)
    )
    return Stage(land(dice), row(dice, 140) + pavement(140, 160), front)


def red_black_board(dice: Dice) -> Stage:
    """Show the public list: long bars, short bars."""
    x = dice.between(84, 110)
    panel = (
        line(f"M{x + 12} 186v-40M{x + 138} 186v-40", "roof", 4)
        + rect(x, 40, 150, 112, "hill", bend=3)
        + rect(x + 6, 46, 144 - 6, 100, "paper")
        + "".join(
            rect(x + 28, 56 + i * 14, 104 - i * 13, 8, "fruit" if i < 4 else "ink")
            + circle(x + 17, 60 + i * 14, 4, "lamp" if i < 3 else "shade")
            for i in range(6)
        )
    )
    front = (
        panel
        + put(someone(dice, pose="point"), x - 28, 190, h=64)
        + put(elder(dice, pose="stand"), x + 176, 190, h=62, left=True)
        + put(child(dice, pose="stand"), x + 40, 196, h=44)
    )
    return Stage(land(dice), row(dice, 138) + pavement(138, 160), front)


def signing(dice: Dice) -> Stage:
    """Show a shopkeeper signs for the ground in front of the door."""
    x = dice.between(120, 140)
    plate = rect(20, 92, 44, 32, "lamp", bend=2) + bars(
        26, 100, (30, 24, 16), "hill", step=7
    )
    measure = line(f"M{x - 70} 194h190", "lamp", 4) + line(
        "".join(f"M{x - 70 + i * 19} 190v8" for i in range(11)), "ink", 1.2
    )
    front = (
        measure
        + put(someone(dice, pose="work", coat="hill", skirt=False), x - 10, 186, h=66)
        + rect(x - 16, 165, 12, 21, "wood")
        + table(x, 188, 70, 26)
        + place(rect(-10, -2, 20, 3, "paper"), x + 22, 161)
        + put(volunteer(dice, pose="point"), x + 92, 188, h=68, left=True)
    )
    return Stage(
        land(dice, 100), shops(dice, 152, 104, n=2) + pavement(152, 192) + plate, front
    )


SCENES: dict[str, Draw] = {
    "inspection_team": inspection_team,
    "score_check": score_check,
    "notice_served": notice_served,
    "night_patrol": night_patrol,
    "phone_photo": phone_photo,
    "photo_in_street": photo_in_street,
    "red_black_board": red_black_board,
    "signing": signing,
}
