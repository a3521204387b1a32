"""Health: washing, eating, moving, injections, mosquitoes, smoke."""

from portal.demo.drawing.dice import Dice
from portal.demo.drawing.houses import hall
from portal.demo.drawing.indoors import (
    chair,
    poster,
    room,
    screen,
    shelf,
    table,
    window,
)
from portal.demo.drawing.nature import any_tree, flowers, land
from portal.demo.drawing.palette import COATS
from portal.demo.drawing.people import (
    child,
    elder,
    medic,
    put,
    someone,
)
from portal.demo.drawing.shapes import area, circle, line, oval, place, rect, ring
from portal.demo.drawing.stage import Draw, Stage, passers
from portal.demo.drawing.things import dog, lamp

CROSS = "M-3-9h6v6h6v6h-6v6h-6v-6h-6v-6h6z"


def hand_washing(dice: Dice) -> Stage:
    """Show two hands under the tap, close by."""
    x = dice.between(150, 180)
    basin = rect(x - 120, 148, 240, 16, "paper", bend=7) + area(
        f"M{x - 104} 164h208l-24 36H{x - 80}z", "shade"
    )
    tap = line(f"M{x - 30} 148V72q0-22 22-22t22 22v8", "steel", 11) + rect(
        x - 44, 62, 12, 8, "river", bend=3
    )
    stream = area(f"M{x + 9} 84h10l4 64H{x + 5}z", "water") + line(
        f"M{x + 12} 90v50", "foam", 2
    )
    far_hand = area(
        f"M{x - 70} 120q30-14 62-6 26-4 40 4 8 8-6 12-34 12-66 4l-34 8z", "tan"
    )
    near_hand = area(
        f"M{x + 84} 112q-30-10-52 0-24 0-36 10-4 8 8 10 30 8 58-2l30 6z", "skin"
    )
    sleeves = area(f"M-20 98L{x - 64} 112v28L-20 162z", dice.pick(COATS)) + area(
        f"M340 92L{x + 80} 107v25L340 156z", dice.pick(COATS)
    )
    bubbles = "".join(
        circle(
            dice.between(x - 70, x + 80),
            dice.between(84, 130),
            dice.between(3, 9),
            "paper",
            seen=0.9,
        )
        for _ in range(dice.count(8, 12))
    )
    soap = rect(x + 62, 138, 40, 12, dice.pick(("lamp", "sun", "mid")), bend=5)
    return Stage(
        "",
        room(dice, floor=170, tiles=True) + poster(dice, 14, 14, 40, 52),
        tap + stream + basin + sleeves + far_hand + near_hand + bubbles + soap,
    )


def children_washing(dice: Dice) -> Stage:
    trough = rect(40, 132, 240, 12, "paper", bend=4) + rect(52, 144, 216, 38, "shade")
    taps = "".join(
        line(f"M{x} 132v-18q0-6 8-6", "steel", 3.4)
        + line(f"M{x + 8} 110v20", "water", 2.4)
        for x in (80, 140, 200, 252)
    )
    mirror = rect(60, 46, 200, 46, "foam", bend=2) + line(
        "M80 84l26-32M94 86l26-32", "paper", 4
    )
    kids = "".join(
        put(child(dice, pose="give", pack="", coat=dice.pick(COATS)), x, 194, h=66)
        for x in (62, 122, 182)
    )
    granny = put(elder(dice, pose="point"), 288, 194, h=86, left=True)
    bubbles = "".join(
        circle(
            dice.between(60, 270), dice.between(98, 128), dice.between(2, 4.5), "paper"
        )
        for _ in range(10)
    )
    return Stage(
        "",
        room(dice, floor=160, tiles=True) + mirror + poster(dice, 10, 30, 32, 44),
        taps + trough + kids + granny + bubbles,
    )


def balanced_meal(dice: Dice) -> Stage:
    """Show the plate in quarters, with the salt spoon and the oil jug held to a line."""
    x, y = dice.between(136, 150), 104
    wedges = (
        area(f"M{x} {y}V{y - 54}A54 54 0 0 1 {x + 54} {y}z", "leaf")
        + area(f"M{x} {y}H{x + 54}A54 54 0 0 1 {x} {y + 54}z", "fruit")
        + area(f"M{x} {y}V{y + 54}A54 54 0 0 1 {x - 54} {y}z", "lamp")
        + area(f"M{x} {y}H{x - 54}A54 54 0 0 1 {x} {y - 54}z", "seal")
    )
    plate = (
        circle(x, y, 70, "paper")
        + ring(x, y, 62, "shade", 2)
        + wedges
        + line(f"M{x} {y - 54}V{y + 54}M{x - 54} {y}H{x + 54}", "paper", 4)
    )
    food = (
        "".join(
            circle(x + dx, y + dy, 5, "near")
            for dx, dy in ((14, -30), (26, -18), (30, -34))
        )
        + place(
            area("M-12 0q12-10 24 0-12 10-24 0zM10 0l8-6v12z", "sun")
            + circle(-6, -1, 1.2, "ink"),
            x + 24,
            y + 24,
        )
        + "".join(
            oval(x - 30 + dx, y + 20 + dy, 3, 1.8, "paper")
            for dx, dy in ((0, 0), (8, 6), (-6, 8), (4, 14), (12, -4))
        )
        + circle(x - 26, y - 26, 10, "sun")
        + line(f"M{x - 26} {y - 36}q2-6 6-6", "leaf", 2.4)
    )
    jug = (
        area("M244 92h34l6 70h-46z", "sky")
        + area("M241 128h40l3 34h-46z", "lamp")
        + rect(252, 80, 18, 14, "steel", bend=2)
        + line("M238 128h46", "red", 2.4)
    )
    salt = (
        rect(20, 118, 30, 42, "paper", bend=3)
        + rect(18, 110, 34, 10, "blue", bend=3)
        + line("M60 156l26-14", "steel", 3)
        + oval(56, 158, 8, 4, "steel")
        + oval(56, 157, 5, 2, "paper")
    )
    return Stage(
        "",
        rect(0, 0, 320, 200, dice.pick(("room", "cloud", "shade")))
        + rect(0, 150, 320, 50, dice.pick(("wood", "mid", "dust"))),
        plate + food + jug + salt,
    )


def square_dance(dice: Dice) -> Stage:
    """Show elders dancing, the loudspeaker turned down."""
    dancers = "".join(
        put(
            elder(dice, pose="dance", cut="bun", coat=dice.pick(COATS)),
            x,
            180 + dice.between(-10, 10),
            h=54,
            left=dice.chance(0.3),
        )
        for x in dice.spread(60, 290, dice.count(4, 6), shake=0.3)
    )
    box = (
        rect(14, 160, 22, 30, "ink", bend=2)
        + circle(25, 180, 7, "ash")
        + circle(25, 168, 4, "ash")
        + line("M42 170q4 6 0 12", "sun", 2)
    )
    back = (
        hall(dice, 170, 136, 130, 50, "hill")
        + rect(0, 136, 320, 64, "pave")
        + any_tree(dice, 30, 142, 20)
        + any_tree(dice, 140, 140, 15)
        + lamp(100, 146, 60)
    )
    return Stage(land(dice, 116, river=True), back, box + dancers)


def morning_exercise(dice: Dice) -> Stage:
    path = area("M0 178q160-40 320-24v30q-160-10-300 16H0z", "seal") + line(
        "M0 190q160-34 320-22", "paper", 1.6
    )
    gear = line("M236 168v-54h50v54M244 128h34", "lamp", 4) + rect(
        242, 150, 40, 5, "blue", bend=2
    )
    front = (
        gear
        + put(someone(dice, pose="raise"), 262, 168, h=52)
        + put(someone(dice, pose="walk", skirt=False), dice.between(60, 90), 180, h=58)
        + put(
            someone(dice, pose="walk", skirt=False), dice.between(120, 150), 184, h=58
        )
        + put(elder(dice, pose="dance"), 196, 166, h=50)
        + flowers(dice, 0, 60, 198, 8)
    )
    return Stage(
        land(dice, 114, river=True),
        any_tree(dice, 30, 150, 22)
        + any_tree(dice, 304, 146, 20)
        + any_tree(dice, 150, 134, 14)
        + path,
        front,
    )


def clinic(dice: Dice) -> Stage:
    """Show an injection at the community clinic."""
    back = (
        room(dice, floor=150)
        + window(20, 34, 82, 58)
        + shelf(dice, 252, 116, 58, 74, 3, goods="pots")
        + poster(dice, 190, 34, 34, 46)
        + circle(150, 52, 20, "near")
        + place(area(CROSS, "paper"), 150, 52, scale=1.4)
    )
    x = dice.between(120, 140)
    patient = (
        child(dice, pose="sit", pack="")
        if dice.chance(0.4)
        else elder(dice, pose="sit")
    )
    syringe = (
        line("M0 0l12-4", "steel", 1.6)
        + line("M-8 3L1 0", "foam", 5)
        + line("M-12 4l5-1.6", "steel", 2)
    )
    front = (
        chair(x - 6, 192)
        + put(patient, x, 192, h=82)
        + put(medic(dice, pose="give"), x + 56, 194, h=88, left=True)
        + place(syringe, x + 34, 141, flip=True)
        + table(224, 194, 90, 46, front="paper", colour="mid")
        + rect(240, 138, 22, 10, "foam")
        + rect(270, 132, 8, 16, "blue", bend=1)
        + rect(282, 136, 8, 12, "seal", bend=1)
    )
    return Stage("", back, front)


def blood_pressure(dice: Dice) -> Stage:
    back = (
        room(dice, floor=150)
        + window(dice.between(190, 214), 32, 92, 62)
        + poster(dice, 20, 30, 36, 48)
        + poster(dice, 64, 30, 36, 48)
    )
    dial = (
        circle(160, 96, 19, "paper")
        + ring(160, 96, 19, "river", 3)
        + line("M160 96l9-10", "seal", 2.6)
        + line("M147 100a13 13 0 0 1 26 0", "near", 2.4)
    )
    x = dice.between(100, 108)
    front = (
        chair(x - 6, 194)
        + put(elder(dice, pose="work"), x, 194, h=84)
        + chair(x + 122, 194, flip=True)
        + put(medic(dice, pose="work"), x + 116, 194, h=84, left=True)
        + table(x + 14, 196, 92, 42)
        + line(f"M{x + 36} 152q14-20 24 0", "ink", 2)
        + rect(x + 22, 147, 14, 9, "river", bend=3)
        + line("M160 115v38", "ink", 1.6)
        + rect(x + 48, 146, 24, 8, "steel", bend=1)
    )
    return Stage("", back, front + dial)


def first_aid(dice: Dice) -> Stage:
    """Show someone presses, someone runs for the machine."""
    x = dice.between(120, 150)
    lying = (
        line(f"M{x - 40} 184h34", "roof", 9)
        + line(f"M{x - 8} 182h30", dice.pick(COATS), 14)
        + circle(x + 34, 180, 9, "skin")
        + area(f"M{x + 34} 171q10 1 9 12-5-2-9-12z", "hair")
    )
    machine = (
        rect(264, 80, 34, 44, "paper", bend=3)
        + rect(268, 84, 26, 20, "seal", bend=2)
        + line("M270 94h6l3-6 4 12 3-6h6", "paper", 1.8)
        + place(area("M0 5q-8-5-6-9 3-4 6 0 3-4 6 0 2 4-6 9z", "seal"), 281, 114)
    )
    beat = line(f"M{x - 30} 110h14l6-16 10 30 7-20 5 6h16", "seal", 2.6)
    front = (
        put(someone(dice, pose="kneel", skirt=False), x - 2, 190, h=76, left=False)
        + lying
        + put(someone(dice, pose="call", item="phone"), 50, 186, h=76)
        + put(
            someone(dice, pose="walk", item="box", skirt=False),
            dice.between(226, 240),
            188,
            h=76,
            left=True,
        )
    )
    return Stage(
        "",
        room(dice, floor=152)
        + window(24, 30, 90, 60)
        + screen(140, 30, 80, 48)
        + machine,
        beat + front,
    )


def dog_bite_wash(dice: Dice) -> Stage:
    """Show rinse for a quarter of an hour, then the doctor."""
    sink = (
        rect(96, 124, 110, 12, "paper", bend=4)
        + area("M108 136h86l-10 30h-66z", "shade")
        + line("M172 124V92q0-10-12-10t-12 10v4", "steel", 6)
        + line("M148 98v26", "water", 5)
    )
    clock = (
        circle(244, 58, 22, "paper")
        + area("M244 58V38a20 20 0 0 1 20 20z", "lamp")
        + ring(244, 58, 22, "roof", 3)
        + line("M244 58V42M244 58h12", "ink", 2.4)
    )
    front = (
        put(someone(dice, pose="give"), dice.between(86, 94), 194, h=92)
        + sink
        + put(medic(dice, pose="point"), dice.between(262, 276), 194, h=90, left=True)
        + dog(36, 192, colour="wood", scale=1.4)
    )
    return Stage(
        "",
        room(dice, floor=158, tiles=True) + clock + poster(dice, 24, 24, 36, 48),
        front,
    )


def flu_season(dice: Dice) -> Stage:
    """Show windows open, a mask on, a coat against the change of season."""
    mask = "M.2.9h4.4l-.9 3q-1.8 1-3.2 0z"
    people = ""
    for x, h in ((dice.between(90, 110), 86), (dice.between(190, 216), 84)):
        k = h / 40
        people += put(
            someone(dice, pose="hold", item=dice.pick(("bag", "book")), skirt=False),
            x,
            194,
            h=h,
        ) + place(area(mask, "paper"), x + 0.5 * k, 194 - 34.6 * k, scale=k)
    wind = line("M20 60q20-8 40 0t40 0M30 76q20-8 40 0t40 0", "foam", 2.4)
    return Stage(
        "",
        room(dice, floor=152)
        + window(24, 28, 120, 76)
        + shelf(dice, 240, 144, 66, 100, 4)
        + wind,
        people + passers(dice, 20, 60, 192, 1, h=80),
    )


SCENES: dict[str, Draw] = {
    "hand_washing": hand_washing,
    "children_washing": children_washing,
    "balanced_meal": balanced_meal,
    "square_dance": square_dance,
    "morning_exercise": morning_exercise,
    "clinic": clinic,
    "blood_pressure": blood_pressure,
    "first_aid": first_aid,
    "dog_bite_wash": dog_bite_wash,
    "flu_season": flu_season,
}
