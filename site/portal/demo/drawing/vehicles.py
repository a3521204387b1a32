"""Things on wheels, wheels on the origin's line, driving right."""

from portal.demo.drawing.people import Person, figure
from portal.demo.drawing.shapes import area, circle, glow, line, place, rect


def _wheel(x: float, r: float) -> str:
    return circle(x, -r, r, "ink") + circle(x, -r, r * 0.45, "grey")


def car(
    x: float, y: float, colour: str = "river", *, scale: float = 1, flip: bool = False
) -> str:
    body = (
        area(
            "M-1-5v-7q0-4 5-5l8-1 9-9q2-2 5-2h18q4 0 6 2l8 9 9 2q6 1 6 6v5q0 2-2 2H1q-2 0-2-2z",
            colour,
        )
        + area("M16-18l7-7q1-1 3-1h6v8zM35-26h8q2 0 4 2l5 6H35z", "foam")
        + rect(68, -11, 5, 3, "lamp", bend=1)
        + rect(-1, -11, 3.5, 3.5, "seal", bend=1)
        + line("M34-16v10M40-13h4", "ink", 0.8, seen=0.5)
        + _wheel(14, 6)
        + _wheel(57, 6)
    )
    return place(body, x, y, scale=scale, flip=flip)


def _cab(colour: str) -> str:
    return (
        area("M62-8v-26h15q4 0 5 4l5 12v10q0 2-2 2H62z", colour)
        + area("M67-30h9q2 0 3 3l3 9H67z", "foam")
        + rect(83, -12, 4, 4, "lamp", bend=1)
    )


def sprinkler(x: float, y: float, *, scale: float = 1, flip: bool = False) -> str:
    spray = line(
        "M88-6q14 0 22 7M88-6q10 0 14 8M88-6q5 1 6 8M-2-7q-12 1-18 8M-2-7q-6 1-8 8",
        "foam",
        2,
    )
    body = (
        spray
        + rect(0, -10, 66, 5, "ash")
        + rect(0, -36, 60, 27, "near", bend=10)
        + rect(6, -27, 48, 8, "paper", bend=3)
        + line("M12-23h6m5 0h10m5 0h8", "near", 2.4)
        + _cab("sun")
        + _wheel(12, 7)
        + _wheel(28, 7)
        + _wheel(73, 7)
    )
    return place(body, x, y, scale=scale, flip=flip)


def dump_truck(
    x: float,
    y: float,
    *,
    scale: float = 1,
    flip: bool = False,
    covered: bool = True,
    muddy: bool = False,
) -> str:
    load = area("M-1-35q16-9 32-7t30 7z", "hill" if covered else "dirt")
    mud = (
        area("M2-8l4-7 5 5 6-6 6 6 7-5 4 7zM60-6l7-6 6 5 6-4 4 5z", "dirt")
        if muddy
        else ""
    )
    body = (
        rect(0, -10, 66, 5, "ash")
        + load
        + area("M-3-36h65l-3 27H2z", "lamp" if covered else "ash")
        + line("M12-34l1 23M26-34v23M40-34v23M52-34l-1 23", "dirt", 1.4, seen=0.5)
        + _cab("fruit")
        + _wheel(12, 8)
        + _wheel(30, 8)
        + _wheel(73, 8)
        + mud
    )
    return place(body, x, y, scale=scale, flip=flip)


def bus(x: float, y: float, *, scale: float = 1, flip: bool = False) -> str:
    windows = "".join(rect(6 + i * 16, -37, 13, 12, "foam", bend=1) for i in range(5))
    body = (
        rect(0, -42, 104, 38, "near", bend=5)
        + rect(0, -22, 104, 5, "paper")
        + windows
        + rect(87, -37, 13, 30, "foam", bend=1)
        + line("M93.5-37v30", "near", 1)
        + rect(100, -12, 4, 4, "lamp")
        + _wheel(22, 7)
        + _wheel(78, 7)
    )
    return place(body, x, y, scale=scale, flip=flip)


def ambulance(x: float, y: float, *, scale: float = 1, flip: bool = False) -> str:
    body = (
        area("M0-6v-28q0-4 4-4h46q4 0 7 4l9 12 10 3q4 1 4 5v8z", "paper")
        + area("M46-33h5q2 0 3 2l6 9H46z", "river")
        + rect(0, -16, 80, 4, "seal")
        + rect(20, -31, 5, 13, "blue")
        + rect(16, -27, 13, 5, "blue")
        + rect(36, -42, 10, 5, "blue", bend=2)
        + glow(41, -42, 16)
        + _wheel(16, 7)
        + _wheel(62, 7)
    )
    return place(body, x, y, scale=scale, flip=flip)


def bicycle(
    x: float,
    y: float,
    colour: str = "river",
    *,
    scale: float = 1,
    turn: float = 0,
    flip: bool = False,
) -> str:
    wheels = "".join(f"M{cx - 8} -8a8 8 0 1 0 16 0a8 8 0 1 0-16 0" for cx in (0, 26))
    body = (
        line(wheels, "ink", 1.5)
        + line("M0-8L7-19 20-19 13-8zM7-19l6 11M26-8L19-23h5", colour, 2)
        + line("M4-22h6M19-23q5-2 6 0", "ink", 2)
    )
    return place(body, x, y, scale=scale, turn=turn, flip=flip)


def ebike(
    x: float,
    y: float,
    colour: str = "seal",
    *,
    scale: float = 1,
    turn: float = 0,
    flip: bool = False,
) -> str:
    body = (
        circle(0, -6, 6, "ink")
        + circle(0, -6, 2.4, "grey")
        + circle(30, -6, 6, "ink")
        + circle(30, -6, 2.4, "grey")
        + area(
            "M-7-11q3-5 9-5h9q2 7 4 8h7l3-14 3 0q1 7 4 10l-2 5-5 2-3 0H7q-2-4-7-4t-6 3z",
            colour,
        )
        + area("M-5-17q8-3 14-1l1 3H-3z", "ink")
        + line("M27-21l-3-7h-5", "ink", 1.8)
        + rect(27, -20, 3, 3, "lamp", bend=1)
    )
    return place(body, x, y, scale=scale, turn=turn, flip=flip)


def rider(
    person: Person,
    x: float,
    y: float,
    colour: str,
    *,
    scale: float = 1,
    flip: bool = False,
    electric: bool = False,
) -> str:
    machine = ebike(0, 0, colour) if electric else bicycle(0, 0, colour)
    seat = place(figure(person), 4 if electric else 7, 3 if electric else 0)
    return place(machine + seat, x, y, scale=scale, flip=flip)


def tricycle(
    x: float, y: float, *, scale: float = 1, flip: bool = False, load: str = ""
) -> str:
    body = (
        load
        + rect(-8, -17, 34, 10, "near", bend=1)
        + line("M26-12L38-18 44-8M38-18l-2-9h5", "ink", 2)
        + line("M33-21h7", "ink", 2.6)
        + _wheel(4, 7)
        + _wheel(44, 8)
    )
    return place(body, x, y, scale=scale, flip=flip)


def cart(x: float, y: float, *, scale: float = 1, flip: bool = False) -> str:
    """Draw the sweeper's hand cart with two bins."""
    body = (
        line("M-14-20l6 6h8", "steel", 2)
        + area("M-2-24h28l-3 20H2z", "sun")
        + rect(-4, -27, 32, 4, "fruit", bend=1)
        + line("M12-23v18", "fruit", 1.2)
        + _wheel(6, 4)
        + _wheel(20, 4)
    )
    return place(body, x, y, scale=scale, flip=flip)
