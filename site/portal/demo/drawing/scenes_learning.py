"""Learning and celebrating: reading, quizzes, prizes."""

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
from portal.demo.drawing.nature import land
from portal.demo.drawing.people import (
    child,
    elder,
    put,
    someone,
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
    tick_mark,
)
from portal.demo.drawing.stage import Draw, Stage, audience
from portal.demo.drawing.things import bunting


def reading_room(dice: Dice) -> Stage:
    back = (
        room(dice, floor=150)
        + shelf(dice, 8, 150, 96, 126, 5)
        + shelf(dice, 222, 150, 92, 126, 5)
        + window(122, 26, 80, 66)
    )
    people = (
        child(dice, pose="work", pack=""),
        elder(dice, pose="work"),
        someone(dice, pose="work"),
    )
    a, b, c = dice.shuffled(people)
    seats = (
        chair(58, 194)
        + put(a, 62, 194, h=78)
        + chair(262, 194, flip=True)
        + put(b, 258, 194, h=78, left=True)
        + chair(150, 188)
        + put(c, 154, 186, h=72)
        + table(72, 196, 176, 38)
    )
    books = "".join(
        place(area("M-11-1q6-4 11 0 5-4 11 0v3q-6-3-11 0-5-3-11 0z", "paper"), x, 155)
        for x in (98, 186, 226)
    ) + "".join(
        rect(134, 153 - i * 4, 22, 4, c2)
        for i, c2 in enumerate(("seal", "river", "lamp"))
    )
    return Stage("", back, seats + books)


def classroom(dice: Dice) -> Stage:
    back = (
        room(dice, floor=140)
        + rect(60, 20, 170, 78, "wood", bend=2)
        + rect(65, 25, 160, 68, "hill")
        + bars(78, 40, (60, 84, 48), "foam", step=12)
        + tick_mark(184, 74, "lamp", scale=2)
        + window(250, 28, 56, 58)
        + put(someone(dice, pose="point", skirt=False), dice.between(34, 48), 150, h=74)
    )
    pupils = ""
    for y, h, xs in ((176, 56, (70, 140, 210, 280)), (204, 66, (36, 112, 188, 264))):
        for x in xs:
            arm = dice.chance(0.35)
            pupils += (
                put(
                    child(dice, pose="raise" if arm else "work", pack="", scarf=True),
                    x,
                    y,
                    h=h,
                )
                + rect(x - 4, y - h * 0.42, 40, 4, "wood", bend=1)
                + rect(x, y - h * 0.42 + 4, 32, h * 0.3, "dust")
            )
    return Stage("", back, pupils)


def quiz_contest(dice: Dice) -> Stage:
    """Show teams behind their desks, a bat in the air."""
    back = (
        rect(0, 0, 320, 200, "deep")
        + rect(0, 150, 320, 50, "wood")
        + screen(96, 16, 128, 66)
        + bunting(0, 96, 14, 9)
        + bunting(224, 320, 14, 9)
        + "".join(glow(x, 20, 26) for x in (40, 280))
    )
    teams = ""
    for i, x in enumerate((12, 116, 220)):
        colour = ("seal", "near", "blue")[i]
        for j in range(3):
            up = j == 1 and dice.chance(0.6)
            teams += put(
                someone(
                    dice,
                    pose="raise" if up else "work",
                    item="paddle" if up else "",
                    coat=colour,
                    skirt=False,
                ),
                x + 16 + j * 28,
                176 if up else 184,
                h=70,
            )
        teams += (
            rect(x, 142, 88, 40, colour, bend=2)
            + rect(x - 3, 138, 94, 6, "paper", bend=1)
            + circle(x + 44, 162, 10, "paper")
            + tick_mark(x + 37, 166, colour, scale=0.9)
        )
    return Stage("", back, teams + audience(dice, 198, 9, 8))


def online_quiz(dice: Dice) -> Stage:
    """Show answering on the telephone, at home, together."""
    back = (
        room(dice, floor=150)
        + window(dice.between(200, 216), 30, 86, 62)
        + shelf(dice, 12, 144, 60, 104, 4)
    )
    card = (
        rect(96, 18, 84, 84, "paper", bend=4)
        + area("M120 102l10 16 8-16z", "paper")
        + "".join(
            ring(112, 42 + i * 20, 5, "near", 2)
            + bars(124, 42 + i * 20, (42,), "steel", step=6)
            for i in range(3)
        )
        + circle(112, 42 + dice.count(0, 2) * 20, 5, "near")
        + rect(96, 18, 84, 12, "lamp", bend=3)
    )
    sofa = (
        rect(80, 150, 170, 44, dice.pick(("plum", "river", "near")), bend=8)
        + rect(70, 158, 18, 38, "shade", bend=6)
        + rect(242, 158, 18, 38, "shade", bend=6)
    )
    people = (
        put(someone(dice, pose="work", item="phone", skirt=False), 122, 200, h=84)
        + put(child(dice, pose="work", pack=""), 160, 200, h=66)
        + put(elder(dice, pose="sit"), 204, 200, h=82, left=True)
    )
    return Stage("", back + card, sofa + people)


def award(dice: Dice) -> Stage:
    back = (
        hall(dice, 40, 140, 240, 92, "hill")
        + rect(0, 140, 320, 60, "pave")
        + bunting(0, 320, 30, 14)
    )
    steps = (
        rect(128, 166, 64, 34, "lamp")
        + rect(70, 178, 58, 22, "steel")
        + rect(192, 182, 58, 18, "fruit")
    )
    cup = area("M-7-10h14q0 12-7 12t-7-12z", "lamp") + line(
        "M0 2v5M-5 8h10M-7-8q-5 0-3 5M7-8q5 0 3 5", "sun", 2
    )
    people = (
        put(someone(dice, pose="cheer"), 160, 166, h=60)
        + put(someone(dice, pose="hold", item="paper"), 98, 178, h=58)
        + put(someone(dice, pose="hold", item="paper"), 222, 182, h=58, left=True)
        + place(cup, 170, 98, scale=1.3)
    )
    confetti = "".join(
        rect(
            dice.between(20, 300),
            dice.between(50, 150),
            3.4,
            3.4,
            dice.pick(("sun", "lamp", "seal", "near")),
        )
        for _ in range(22)
    )
    return Stage(land(dice, 118), back, confetti + steps + people)


def archive(dice: Dice) -> Stage:
    """Show one index for all the files."""
    shelves = shelf(dice, 6, 150, 100, 130, 4) + shelf(dice, 214, 150, 100, 130, 4)
    x = dice.between(130, 150)
    files = "".join(
        rect(x - 20 + i * 13, 130, 11, 28, c, bend=1)
        + rect(x - 18 + i * 13, 136, 7, 6, "paper")
        for i, c in enumerate(("river", "hill", "river", "seal", "hill", "lamp"))
    )
    front = (
        put(someone(dice, pose="hold", item="box", skirt=False), 70, 194, h=86)
        + put(someone(dice, pose="point", skirt=False), 250, 194, h=88, left=True)
        + table(x - 34, 196, 116, 40, front="dust")
        + files
    )
    return Stage("", room(dice, floor=150) + window(124, 28, 74, 56) + shelves, front)


def wedding_quiet(dice: Dice) -> Stage:
    """Show electronic crackers and lights instead of fireworks."""
    arch = line("M100 186v-60q0-56 60-56t60 56v60", "near", 7) + "".join(
        circle(160 + dx, y, 6, c)
        for dx, y, c in (
            (-60, 150, "seal"),
            (-58, 120, "paper"),
            (-44, 90, "sun"),
            (-20, 74, "seal"),
            (6, 70, "paper"),
            (32, 78, "seal"),
            (52, 98, "sun"),
            (60, 128, "seal"),
            (60, 156, "paper"),
        )
    )
    couple = put(
        someone(dice, coat="roof", skirt=False, cut="short", hair="hair", pose="give"),
        146,
        188,
        h=70,
    ) + put(
        someone(dice, coat="seal", skirt=True, cut="bun", hair="hair", pose="give"),
        178,
        188,
        h=66,
        left=True,
    )
    guests = "".join(
        put(someone(dice, pose="raise", item="rod"), x, 192, h=64, left=x > 160)
        for x in (28, 66, 256, 292)
    )
    lights = "".join(
        line(
            "M0-8v5M0 3v5M-8 0h5M3 0h5M-5-5l3 3M5 5l-3-3M-5 5l3-3M5-5l-3 3",
            dice.pick(("lamp", "sun", "seal")),
            1.8,
        ).join((f'<g transform="translate({x} {y})">', "</g>"))
        for x, y in ((48, 60), (88, 40), (232, 42), (276, 62))
    )
    return Stage(
        "",
        room(dice, floor=156)
        + bunting(0, 320, 8, 14)
        + poster(dice, 20, 80, 40, 50)
        + poster(dice, 260, 80, 40, 50),
        arch + lights + couple + guests,
    )


def persimmons(dice: Dice) -> Stage:
    """Show nothing but a branch, for the days that have no picture of their own."""
    branch = line(
        "M-6 26q90 6 130 44t150 22M120 68q24-34 70-38M60 36q20 40 24 60M200 88q30 4 60-14",
        "roof",
        5,
    )
    fruit = ""
    for x, y in dice.shuffled(
        (
            (84, 108),
            (150, 104),
            (192, 40),
            (236, 118),
            (120, 40),
            (262, 84),
            (176, 118),
            (40, 60),
        )
    )[: dice.count(5, 7)]:
        r = dice.between(12, 16)
        fruit += (
            circle(x, y, r, "sun")
            + area(
                f"M{x - r * 0.5} {y - r}q{r * 0.5} {r * 0.4} {r} 0l-{r * 0.2} {r * 0.4}h-{r * 0.6}z",
                "near",
            )
            + oval(x - r * 0.35, y - r * 0.1, r * 0.2, r * 0.32, "lamp")
        )
    return Stage(land(dice, 168, river=True), "", branch + fruit)


SCENES: dict[str, Draw] = {
    "reading_room": reading_room,
    "classroom": classroom,
    "quiz_contest": quiz_contest,
    "online_quiz": online_quiz,
    "award": award,
    "archive": archive,
    "wedding_quiet": wedding_quiet,
    "persimmons": persimmons,
}
