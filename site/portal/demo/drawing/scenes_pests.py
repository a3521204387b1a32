"""What carries illness: mosquitoes, rats, smoke."""

from portal.demo.drawing.dice import Dice
from portal.demo.drawing.houses import board, house, pavement, row
from portal.demo.drawing.indoors import (
    chair,
    no_smoking,
    poster,
    room,
    window,
)
from portal.demo.drawing.nature import any_tree, bush, land
from portal.demo.drawing.people import (
    elder,
    put,
    someone,
    volunteer,
    worker,
)
from portal.demo.drawing.shapes import area, circle, line, oval, place, rect
from portal.demo.drawing.stage import Draw, Stage
from portal.demo.drawing.things import mosquito, puddle, rat, wheelie_bin

CROSS = "M-3-9h6v6h6v6h-6v6h-6v-6h-6v-6h6z"


def mosquito_water(dice: Dice) -> Stage:
    """Show turn over the pots: no drop for a mosquito."""
    x = dice.between(150, 176)
    yard = (
        house(14, 142, 96, 60)
        + rect(0, 142, 320, 58, "pave")
        + bush(250, 150, 60)
        + any_tree(dice, 300, 146, 18)
    )
    pots = (
        "".join(
            area(f"M{px} 174h26l-4 22h-18z", "fruit")
            + oval(px + 13, 174, 13, 3.4, "water")
            for px in (x + 40, x + 76)
        )
        + circle(x + 122, 186, 14, "ink")
        + circle(x + 122, 186, 6, "water")
    )
    turned = area(f"M{x - 30} 196l4-22h16l4 22z", "fruit") + puddle(x - 12, 197, 30)
    swarm = "".join(
        mosquito(
            dice.between(x + 20, x + 130),
            dice.between(112, 160),
            scale=dice.between(0.7, 1.1),
            turn=dice.between(-30, 30),
        )
        for _ in range(dice.count(3, 5))
    )
    return Stage(
        land(dice, 120),
        yard,
        pots + turned + swarm + put(volunteer(dice, pose="bend"), x - 46, 194, h=66),
    )


def rat_control(dice: Dice) -> Stage:
    """Show the bait box at the foot of the wall, the hole being closed."""
    back = (
        rect(0, 0, 320, 156, "wall")
        + line(
            "".join(f"M0 {y}h320" for y in range(16, 156, 20))
            + "".join(
                f"M{(i % 16) * 22 + (i // 16 % 2) * 11} {(i // 16) * 20 - 4}v20"
                for i in range(128)
            ),
            "shade",
            1.6,
        )
        + rect(0, 156, 320, 44, "pave")
        + rect(0, 0, 320, 22, "roof")
        + rect(120, 44, 58, 44, "win")
        + line("M120 66h58M149 44v44", "roof", 2.4)
    )
    hole = area("M20 156v-12q0-10 12-10t12 10v12z", "ink")
    x = dice.between(96, 120)
    bait = (
        rect(x, 148, 62, 26, "ash", bend=3)
        + circle(x + 14, 163, 7, "ink")
        + circle(x + 48, 163, 7, "ink")
        + rect(x + 20, 151, 22, 8, "lamp")
        + area(f"M{x + 31} 152l4 6h-8z", "red")
    )
    front = (
        hole
        + bait
        + rat(dice.between(66, 78), 176, scale=1.7, flip=True)
        + put(
            worker(dice, pose="bend", item="tongs", hat="", vest="near"),
            dice.between(196, 210),
            192,
            h=86,
            left=True,
        )
        + board(250, 190, 60, 70, colour="seal")
    )
    return Stage("", back, front)


def fogging(dice: Dice) -> Stage:
    x = dice.between(80, 110)
    tank = rect(x - 16, 136, 14, 26, "lamp", bend=3)
    fog = "".join(
        circle(x + 58 + i * 20, 166 - i % 2 * 10, 12 + i * 2, "foam", seen=0.8)
        for i in range(5)
    )
    front = (
        bush(200, 190, 110)
        + tank
        + put(
            worker(dice, pose="give", item="spray", hat="", vest="near"), x, 190, h=66
        )
        + fog
        + mosquito(264, 120)
        + mosquito(236, 104, scale=0.8, turn=20)
    )
    return Stage(land(dice), row(dice, 140) + pavement(140, 160), front)


def no_smoking_room(dice: Dice) -> Stage:
    back = (
        room(dice, floor=152)
        + window(dice.between(16, 30), 34, 78, 58)
        + no_smoking(dice.between(150, 170), 62, 36)
        + poster(dice, 232, 30, 34, 48)
        + poster(dice, 274, 30, 34, 48)
    )
    front = (
        put(someone(dice, pose="call", item=""), 78, 194, h=84)
        + line("M88 124l8-2", "paper", 2.4)
        + put(
            volunteer(dice, pose="stop"), dice.between(140, 160), 194, h=86, left=True
        )
        + chair(226, 194)
        + put(someone(dice, pose="sit"), 230, 194, h=78)
        + chair(272, 194)
        + put(elder(dice, pose="sit"), 276, 194, h=78)
    )
    return Stage("", back, front)


def cigarette_end(dice: Dice) -> Stage:
    """Show one end on the steps, one hand coming down to it."""
    steps = (
        rect(0, 96, 320, 36, "pave")
        + rect(0, 132, 320, 6, "steel")
        + rect(0, 138, 320, 34, "shade")
        + rect(0, 172, 320, 6, "steel")
        + rect(0, 178, 320, 22, "road")
    )
    x = dice.between(110, 170)
    end = place(
        rect(0, -5, 22, 10, "paper")
        + rect(22, -5, 16, 10, "sun")
        + rect(-5, -5, 5, 10, "ash"),
        x,
        162,
        turn=dice.between(-12, 8),
    ) + line(f"M{x - 6} 150q-8-8 0-16t-2-16", "smoke", 2.4)
    hand = area(
        f"M{x + 150} 60l-50 34q-24 8-46 34-8 12-2 16 6 2 14-8l10-8q-10 18-6 22 6 4 14-10l10-16q14 0 26-14l60-26z",
        "skin",
    )
    sleeve = area(
        f"M{x + 130} 40l60-30 40 60-62 42z", dice.pick(("seal", "river", "hill"))
    )
    return Stage(
        land(dice, 96),
        steps + wheelie_bin(dice.between(16, 40), 136, "near", h=60),
        end + hand + sleeve,
    )


SCENES: dict[str, Draw] = {
    "mosquito_water": mosquito_water,
    "rat_control": rat_control,
    "fogging": fogging,
    "no_smoking_room": no_smoking_room,
    "cigarette_end": cigarette_end,
}
