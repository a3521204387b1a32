"""Living side by side: dogs, quiet, meals, talking it over."""

from portal.demo.drawing.dice import Dice
from portal.demo.drawing.houses import estate, pavement, row
from portal.demo.drawing.indoors import (
    ceiling_lamp,
    chair,
    dish,
    room,
    shelf,
    steam,
    table,
    window,
)
from portal.demo.drawing.nature import any_tree, bush, flowers, land
from portal.demo.drawing.palette import COATS
from portal.demo.drawing.people import (
    child,
    elder,
    put,
    someone,
    volunteer,
    worker,
)
from portal.demo.drawing.shapes import (
    area,
    bars,
    circle,
    glow,
    line,
    oval,
    place,
    rect,
    ring,
)
from portal.demo.drawing.stage import Draw, Stage
from portal.demo.drawing.things import (
    bench,
    cone,
    dog,
    lamp,
    rubbish_bag,
    wheelie_bin,
)

FLAME = "M0 6q-6-1-5-6 1-3 3-4 0 2 2 2 0-4 2-6 4 4 4 8 0 5-6 6z"


def dog_on_leash(dice: Dice) -> Stage:
    x = dice.between(110, 160)
    coat = dice.pick(("wood", "ash", "paper", "fruit"))
    front = (
        place(dog(0, 0, colour=coat), x + 62, 186, scale=1.5)
        + line(f"M{x + 14} 152q30 16 62 8", "seal", 1.8)
        + put(someone(dice, pose="give"), x, 186, h=64)
        + put(child(dice, pose="crouch", pack=""), x + 116, 188, h=46, left=True)
        + any_tree(dice, 30, 150, 18)
        + bench(232, 158, 52)
        + flowers(dice, 0, 90, 196, 8)
    )
    return Stage(land(dice, 116), estate(dice), front)


def dog_mess(dice: Dice) -> Stage:
    """Show cleaning up after the dog."""
    x = dice.between(120, 160)
    front = (
        place(
            dog(0, 0, colour=dice.pick(("wood", "ash", "fruit"))),
            x - 58,
            188,
            scale=1.4,
            flip=True,
        )
        + line(f"M{x + 2} 168q-30 8-62-10", "seal", 1.8)
        + put(someone(dice, pose="bend", item="bag"), x, 188, h=64)
        + oval(x + 24, 192, 4, 2, "dirt")
        + wheelie_bin(x + 76, 180, "blue", h=34)
        + bush(240, 196, 60)
        + lamp(28, 170, 76)
    )
    return Stage(
        land(dice, 116, river=True),
        area("M0 150q90-16 180-6t140-8v64H0z", "leaf")
        + area("M0 200q60-40 320-30v16q-160 0-200 14z", "pave"),
        front,
    )


def stray_dogs(dice: Dice) -> Stage:
    packs = "".join(
        dog(
            x,
            180 + dice.between(-8, 10),
            colour=dice.pick(("wood", "ash", "dirt", "dust")),
            scale=1.3,
            flip=dice.chance(0.5),
        )
        for x in dice.spread(110, 290, dice.count(2, 3))
    )
    return Stage(
        land(dice),
        row(dice, 138) + pavement(138, 162),
        packs
        + put(someone(dice, pose="stop"), 46, 184, h=60)
        + put(child(dice, pose="stand"), 26, 186, h=42),
    )


def balcony_drying(dice: Dice) -> Stage:
    """Show inside the railing, not over the street."""
    rows = ""
    for r in range(2):
        for c in range(3):
            x, y = 14 + c * 102, 20 + r * 92
            lit = (
                rect(x, y, 88, 66, "win") + rect(x, y, 88, 66, "shade")
                if dice.chance(0.5)
                else rect(x, y, 88, 66, "win")
            )
            rows += lit + line(f"M{x + 44} {y}v66M{x} {y + 14}h88", "wall", 2.4)
            if dice.chance(0.7):
                rows += line(f"M{x + 6} {y + 20}h76", "steel", 1.4) + "".join(
                    area(
                        f"M{x + 12 + i * 18} {y + 20}h11l2 5-2 1v14h-9V{y + 26}l-3-1z",
                        dice.pick(COATS),
                    )
                    for i in range(dice.count(2, 4))
                )
            rows += (
                rect(x - 4, y + 44, 96, 26, "wall")
                + line(
                    "".join(f"M{x + i * 11} {y + 46}v22" for i in range(9)),
                    "steel",
                    1.6,
                )
                + rect(x - 6, y + 42, 100, 4, "roof")
            )
            if dice.chance(0.6):
                rows += (
                    rect(x + 60, y + 36, 16, 8, "fruit", bend=1)
                    + circle(x + 64, y + 32, 5, "leaf")
                    + circle(x + 71, y + 31, 5, "leaf")
                )
    neighbour = put(someone(dice, pose="give"), dice.between(140, 180), 84, h=52)
    return Stage(
        "",
        rect(0, 0, 320, 200, dice.pick(("shade", "dust", "pave"))) + rows,
        neighbour
        + rect(112, 62, 96, 26, "wall")
        + line("".join(f"M{116 + i * 11} 64v24" for i in range(9)), "steel", 1.6)
        + rect(110, 60, 100, 4, "roof"),
    )


def family_table(dice: Dice) -> Stage:
    back = (
        room(dice, floor=146)
        + window(dice.between(30, 60), 30, 96, 66)
        + shelf(dice, 236, 140, 64, 100, 4)
        + ceiling_lamp(dice.between(160, 180), 40)
    )
    x = 92
    sitters = (
        chair(x - 8, 192)
        + put(elder(dice, pose="work"), x - 4, 192, h=76)
        + chair(x + 152, 192, flip=True)
        + put(someone(dice, pose="work"), x + 148, 192, h=80, left=True)
        + put(child(dice, pose="hold", pack=""), x + 48, 176, h=70)
        + put(someone(dice, pose="give"), x + 98, 172, h=84, left=True)
    )
    meal = (
        table(x + 8, 194, 128, 40)
        + dish(x + 18, 155, 24, "leaf")
        + dish(x + 50, 155, 26, "fruit")
        + dish(x + 84, 155, 24, "lamp")
        + dish(x + 112, 155, 18, "paper")
        + steam(x + 56, 144)
        + line(f"M{x + 40} 152l8 4M{x + 42} 150l8 4", "wood", 1.4)
    )
    return Stage("", back, sitters + meal)


def clean_plate(dice: Dice) -> Stage:
    """Show 光盘: the last spoonful."""
    kid = put(
        child(dice, pose="hold", item="bowl", pack="", coat=dice.pick(COATS)),
        dice.between(80, 100),
        214,
        h=150,
    )
    plate = (
        oval(214, 160, 62, 15, "shade")
        + oval(214, 157, 62, 15, "paper")
        + oval(214, 157, 42, 9, "foam")
        + line("M196 158q10-6 20-2", "water", 2.4)
        + circle(240, 156, 2, "lamp")
    )
    sticks = line("M266 176l44-22M272 182l42-20", "wood", 3)
    ear = line("M292 190q-10-60-44-84", "lamp", 2) + "".join(
        oval(252 + i * 6, 100 + i * 9, 4, 2.4, "lamp") for i in range(7)
    )
    return Stage(
        "",
        room(dice, floor=150) + window(30, 26, 96, 70) + ear,
        kid + rect(0, 164, 320, 36, "wood") + plate + sticks,
        mirrors=dice.chance(0.5),
    )


def quiet_night(dice: Dice) -> Stage:
    """Show ten o'clock: one desk lamp still on, everything else still."""
    back = rect(0, 0, 320, 200, "wall") + rect(0, 0, 320, 200, "shade")
    panes = (
        rect(30, 24, 150, 130, "sky")
        + circle(dice.between(60, 150), 52, 14, "lamp")
        + area("M30 154v-34q40-30 80-8t70-10v52z", "far")
        + area("M30 154v-18q50-20 90-4t60-8v30z", "near")
        + line("M30 24h150v130H30zM105 24v130", "roof", 4)
    )
    curtain = (
        area("M18 14h44q-4 80-26 152H18z", "plum")
        + area("M192 14h-44q4 80 26 152h18z", "plum")
        + line("M10 14h190", "roof", 4)
    )
    desk = (
        put(child(dice, pose="work", pack=""), 226, 196, h=92)
        + chair(220, 196)
        + table(232, 196, 84, 46)
        + glow(284, 128, 40)
        + line("M290 150v-14l-12-12", "ink", 2.6)
        + area("M268 124l12-10 10 14z", "lamp")
        + place(rect(-10, -2, 20, 3, "paper"), 256, 149)
    )
    return Stage("", back + panes + curtain, desk)


def renovation(dice: Dice) -> Stage:
    """Show drilling, and the notice on the door that says until when."""
    back = (
        room(dice, floor=156)
        + rect(30, 36, 80, 120, "steel")
        + line(
            "M30 60h80M30 84h80M30 108h80M30 132h80M56 36v120M84 36v120", "shade", 1.6
        )
    )
    clock = (
        circle(230, 54, 22, "paper")
        + ring(230, 54, 22, "roof", 3)
        + line("M230 54V40M230 54l1-11", "seal", 2.6)
    )
    note = rect(186, 92, 34, 40, "lamp") + bars(192, 100, (20, 22, 14), "ink", step=8)
    x = dice.between(130, 150)
    front = (
        put(worker(dice, pose="give"), x, 194, h=92, left=True)
        + area(f"M{x - 26} 134h-14l-6 3h-14v3h14l4 4h10v8h8z", "seal")
        + put(someone(dice, pose="point"), dice.between(250, 270), 194, h=92, left=True)
        + rect(16, 178, 30, 18, "wood")
        + rubbish_bag(56, 196, 22, "steel")
        + cone(90, 196)
    )
    return Stage("", back + clock + note, front)


def heating_safety(dice: Dice) -> Stage:
    """Show a stove with its pipe out of the window and the window ajar."""
    back = (
        room(dice, floor=150)
        + window(40, 30, 90, 66)
        + line("M236 110V46h-110", "ash", 9)
        + rect(214, 110, 44, 62, "ink", bend=3)
        + rect(222, 136, 28, 20, "sun", bend=2)
        + place(area(FLAME, "lamp"), 236, 148, scale=1.2)
        + line("M218 172v8M254 172v8", "ink", 4)
        + rect(230, 98, 14, 12, "steel", bend=2)
        + steam(234, 92, n=2)
    )
    alarm = (
        rect(172, 40, 18, 14, "paper", bend=3)
        + circle(181, 47, 3, "red")
        + line("M194 40q4 7 0 14M199 37q6 10 0 20", "red", 1.6)
    )
    front = (
        chair(110, 192)
        + put(elder(dice, pose="sit"), 114, 192, h=80)
        + put(volunteer(dice, pose="point"), 176, 194, h=86)
    )
    return Stage("", back + alarm, front)


SCENES: dict[str, Draw] = {
    "dog_on_leash": dog_on_leash,
    "dog_mess": dog_mess,
    "stray_dogs": stray_dogs,
    "balcony_drying": balcony_drying,
    "family_table": family_table,
    "clean_plate": clean_plate,
    "quiet_night": quiet_night,
    "renovation": renovation,
    "heating_safety": heating_safety,
}
