"""Trade: the market, stalls, and the small trades that need a hygiene licence."""

from portal.demo.drawing.dice import Dice
from portal.demo.drawing.houses import hall, house, pavement, row, sign
from portal.demo.drawing.indoors import (
    ceiling_lamp,
    dish,
    room,
    steam,
    table,
)
from portal.demo.drawing.nature import any_tree, land, smoke
from portal.demo.drawing.people import (
    elder,
    inspector,
    put,
    someone,
    sweeper,
    volunteer,
)
from portal.demo.drawing.shapes import area, circle, glow, line, oval, rect
from portal.demo.drawing.stage import Draw, Stage, passers
from portal.demo.drawing.things import lamp, litter, puddle, stall, wheelie_bin
from portal.demo.drawing.vehicles import tricycle

STRIPES = ("sun", "near", "seal", "river", "lamp")


def market_hall(dice: Dice) -> Stage:
    back = (
        hall(
            dice,
            48,
            128,
            224,
            dice.between(72, 84),
            dice.pick(("hill", "river", "near")),
        )
        + rect(0, 128, 320, 72, "pave")
        + any_tree(dice, 16, 134, 18)
        + any_tree(dice, 304, 134, 18)
    )
    left, right = dice.between(-4, 8), dice.between(246, 260)
    front = (
        stall(dice, left, 172, 66, dice.pick(STRIPES))
        + stall(dice, right, 172, 66, dice.pick(STRIPES))
        + passers(dice, 90, 230, 168, dice.count(2, 4), h=46)
        + put(sweeper(dice), dice.between(140, 180), 194, h=54)
    )
    return Stage(land(dice, 106), back, front)


def stalls_inside(dice: Dice) -> Stage:
    """Show back inside the hall, each behind its line."""
    beams = (
        rect(0, 0, 320, 40, "shade")
        + line("M0 40h320M0 22h320", "steel", 2.4)
        + "".join(rect(x, 8, 36, 9, "sky") for x in range(10, 320, 62))
    )
    lamps = "".join(ceiling_lamp(x, 34) for x in dice.spread(20, 300, 3, shake=0.3))
    signs = "".join(
        sign(x, 62, 44, dice.pick(("hill", "river", "fruit")))
        for x in (20, 100, 180, 260)
    )
    stalls = "".join(
        stall(dice, x, 150, 68, dice.pick(STRIPES)) for x in (4, 86, 168, 250)
    )
    sellers = "".join(
        put(
            someone(dice, coat="hill", skirt=False), x, 150, h=45, left=dice.chance(0.5)
        )
        for x in (38, 120, 202, 284)
    )
    back = (
        room(dice, floor=140, tiles=True)
        + beams
        + signs
        + lamps
        + sellers
        + stalls
        + line("M0 160h320", "lamp", 3)
    )
    return Stage("", back, passers(dice, 20, 300, 190, dice.count(3, 5), h=56))


def stalls_on_road(dice: Dice) -> Stage:
    back = row(dice, 132) + pavement(132, 146)
    stalls = "".join(
        stall(
            dice, x, 178 + dice.between(-6, 4), dice.between(56, 70), dice.pick(STRIPES)
        )
        for x in dice.spread(-10, 250, 4, shake=0.3)
    )
    sellers = "".join(put(someone(dice), x, 166, h=50) for x in dice.spread(20, 290, 3))
    front = (
        sellers
        + stalls
        + puddle(dice.between(80, 220), 188, 54)
        + litter(dice, 6, 310, 184, 198, 10)
        + put(
            someone(dice, pose="walk", item="basket"), dice.between(120, 200), 192, h=54
        )
    )
    return Stage(land(dice), back, front)


def street_vendor(dice: Dice) -> Stage:
    """Show a licensed barrow on its numbered place."""
    x = dice.between(130, 180)
    oven = (
        circle(8, -30, 11, "ash")
        + rect(-4, -30, 24, 13, "ash")
        + "".join(oval(cx, -40, 4, 2.4, "fruit") for cx in (2, 9, 16))
    )
    bay = line(f"M{x - 26} 192h110v-30H{x - 20}z", "lamp", 3)
    shade = line(f"M{x + 10} 168v-78", "roof", 2.4) + area(
        f"M{x - 40} 98q50-34 100 0q-12-5-25 0-12-5-25 0-12-5-25 0-12-5-25 0z",
        dice.pick(STRIPES),
    )
    front = (
        bay
        + shade
        + tricycle(x, 186, scale=1.3, load=oven)
        + steam(x + 6, 132)
        + put(elder(dice, pose="give", item="tongs"), x - 34, 186, h=58)
        + put(someone(dice, pose="hold"), x + 96, 190, h=58, left=True)
        + wheelie_bin(x + 112, 178, "green", h=24)
    )
    return Stage(land(dice), row(dice, 138) + pavement(138, 156) + lamp(40, 150), front)


def morning_gong(dice: Dice) -> Stage:
    """Show nine o'clock: the gong, the stalls pack up, the sprinkler waits."""
    x = dice.between(60, 90)
    gong = (
        line(f"M{x} 186v-74h40v74", "wood", 3)
        + line(f"M{x + 20} 112v8", "roof", 1.6)
        + circle(x + 20, 136, 16, "lamp")
        + circle(x + 20, 136, 6, "sun")
        + line(f"M{x + 44} 122q6 12 0 26M{x + 52} 116q9 18 0 38", "sun", 2)
    )
    load = "".join(
        rect(-8 + i * 11, -17 - h, 10, h, c)
        for i, (h, c) in enumerate(((18, "wood"), (12, "near"), (22, "wood")))
    )
    front = (
        gong
        + put(someone(dice, pose="point", coat="seal"), x - 22, 186, h=60)
        + tricycle(dice.between(190, 216), 184, scale=1.3, load=load)
        + put(someone(dice, pose="push"), 178, 186, h=58)
        + put(sweeper(dice), dice.between(128, 146), 194, h=54)
    )
    return Stage(
        land(dice, river=True),
        row(dice, 136, low=32, high=48) + pavement(136, 154),
        front,
    )


def night_market(dice: Dice) -> Stage:
    """Show tables inside the yellow line, fume hoods over the grills."""
    bulbs = "".join(
        circle(x, 66 + (i % 2) * 5, 2.6, "lamp") + glow(x, 66, 10)
        for i, x in enumerate(range(6, 320, 22))
    )
    wire = line("M-4 62q40 14 80 2t80 4 80-2 90 2", "roof", 1)
    x = dice.between(20, 50)
    grill = (
        rect(x, 148, 60, 8, "ash")
        + rect(x + 4, 156, 52, 22, "steel")
        + "".join(line(f"M{x + 6 + i * 8} 145v6", "fruit", 3) for i in range(7))
        + area(f"M{x - 4} 116l10-16h48l10 16z", "steel")
        + rect(x + 24, 70, 10, 32, "steel")
    )
    seats = "".join(
        table(tx, 182, 52, 22)
        + dish(tx + 8, 160, 14, "leaf")
        + dish(tx + 28, 160, 14, "fruit")
        + put(someone(dice, pose="work"), tx - 8, 182, h=48)
        + put(someone(dice, pose="work"), tx + 60, 182, h=48, left=True)
        for tx in (138, 236)
    )
    front = (
        grill
        + put(someone(dice, pose="point", hat="cook", coat="paper"), x - 14, 180, h=56)
        + seats
        + line("M0 190h320", "lamp", 4)
    )
    return Stage(
        land(dice, 116),
        row(dice, 136) + rect(0, 136, 320, 64, "pave") + wire + bulbs,
        front,
    )


def barbecue_smoke(dice: Dice) -> Stage:
    x = dice.between(90, 150)
    grill = (
        rect(x, 156, 70, 8, "ash")
        + line(f"M{x + 6} 164v22M{x + 64} 164v22", "ash", 3)
        + "".join(line(f"M{x + 6 + i * 8} 152v6", "fruit", 3) for i in range(8))
    )
    fumes = "".join(smoke(dice, x + dx, 150, height=90) for dx in (14, 36, 58))
    front = (
        fumes
        + put(someone(dice, pose="give", item="tongs"), x - 12, 186, h=58)
        + grill
        + litter(dice, 20, 300, 184, 197, 7)
        + table(x + 100, 188, 54, 20)
        + put(someone(dice, pose="work"), x + 92, 188, h=50)
        + put(someone(dice, pose="call"), dice.between(20, 40), 190, h=56)
    )
    return Stage(land(dice), row(dice, 138) + pavement(138, 170), front)


def fair_scale(dice: Dice) -> Stage:
    """Show weighing again on the market's own scale."""
    back = (
        room(dice, floor=140, tiles=True)
        + sign(100, 30, 120, "hill", h=16)
        + stall(dice, -10, 150, 76, dice.pick(STRIPES))
        + stall(dice, 254, 150, 76, dice.pick(STRIPES))
    )
    scale_ = (
        rect(136, 146, 48, 48, "steel", bend=2)
        + rect(128, 138, 64, 7, "ash", bend=2)
        + rect(154, 98, 12, 40, "steel")
        + rect(140, 84, 40, 20, "ink", bend=2)
        + line("M148 94h6m4 0h6m4 0h6", "lamp", 3)
        + area("M132 138q4-14 18-14t18 14z", "leaf")
        + circle(176, 131, 6, "sun")
    )
    front = (
        put(someone(dice, pose="hold", item="bag"), dice.between(98, 112), 194, h=78)
        + put(
            volunteer(dice, pose="point"), dice.between(210, 226), 194, h=80, left=True
        )
        + scale_
    )
    return Stage("", back, front)


def recycling_yard(dice: Dice) -> Stage:
    bales = "".join(
        rect(
            x,
            168 - level * 22,
            34,
            21,
            dice.pick(("wood", "dust", "far", "steel")),
            bend=2,
        )
        + line(
            f"M{x + 11} {168 - level * 22}v21M{x + 23} {168 - level * 22}v21", "dirt", 1
        )
        for level, xs in ((0, (20, 56, 92, 128)), (1, (38, 74, 110)), (2, (56, 92)))
        for x in xs
    )
    front = (
        bales
        + tricycle(
            dice.between(190, 214), 188, scale=1.3, load=rect(-6, -40, 28, 22, "wood")
        )
        + put(someone(dice, pose="push", skirt=False), 178, 190, h=58)
        + put(inspector(dice, pose="hold", item="clipboard"), 292, 188, h=58, left=True)
    )
    return Stage(
        land(dice),
        house(160, 146, 130, 62, windows=3) + rect(0, 146, 320, 54, "pave"),
        front,
    )


SCENES: dict[str, Draw] = {
    "market_hall": market_hall,
    "stalls_inside": stalls_inside,
    "stalls_on_road": stalls_on_road,
    "street_vendor": street_vendor,
    "morning_gong": morning_gong,
    "night_market": night_market,
    "barbecue_smoke": barbecue_smoke,
    "fair_scale": fair_scale,
    "recycling_yard": recycling_yard,
}
