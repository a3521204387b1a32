"""What people carry, drawn around the hand that holds it."""

from collections.abc import Callable

from portal.demo.drawing.shapes import area, circle, line, place, rect


def _broom() -> str:
    return line("M-2.5-6.6 7 14", "wood", 1.5) + area(
        "M5.3 13.6l3.4-1.8 6.5 7h-9z", "sun"
    )


def _clipboard() -> str:
    return place(
        rect(-3.5, -5, 7, 9, "wood", bend=0.8)
        + rect(-2.6, -3.6, 5.2, 6.8, "paper")
        + line("M-1.6-1.8h3.2M-1.6 0h3.2M-1.6 1.8h2", "steel", 0.7),
        1.5,
        -1.5,
        turn=-14,
    )


def _bag(colour: str) -> Callable[[], str]:
    return lambda: (
        line("M-1.6 2q1.6-4 3.2 0", colour, 1) + area("M-3.4 2h6.8l1 8h-8.8z", colour)
    )


def _flag() -> str:
    return line("M0 3v-14", "wood", 1.1) + area("M0-11q4-2 8 0v6q-4-2-8 0z", "seal")


ITEMS: dict[str, Callable[[], str]] = {
    "broom": _broom,
    "clipboard": _clipboard,
    "bag": _bag("lamp"),
    "basket": _bag("wood"),
    "flag": _flag,
    "phone": lambda: rect(-1.2, -4, 2.6, 5, "ink", bend=0.6),
    "paper": lambda: rect(-1, -4.6, 5.6, 7, "paper") + _writing(),
    "tongs": lambda: line("M-2-5 6 9M-.5-5 7 8.5", "steel", 1),
    "stick": lambda: line("M-1-1.5q2-2 2 0l1 18", "wood", 1.3),
    "bucket": lambda: (
        line("M-3 3q3-6 6 0", "steel", 0.8) + area("M-3.6 3h7.2l-1 7h-5.2z", "blue")
    ),
    "mop": lambda: (
        line("M-2.5-6.6 7 14", "wood", 1.4) + area("M5 13l3.4-1.6 5 7.6h-8z", "foam")
    ),
    "roller": lambda: (
        line("M0 1v-9h4", "steel", 1) + rect(1.5, -12, 6, 4, "paper", bend=1.5)
    ),
    "spray": lambda: (
        line("M0 0l7 6", "steel", 1.1) + area("M7 6l9 2-4 7z", "foam", seen=0.7)
    ),
    "paddle": lambda: (
        rect(-1, -1, 2, 4, "wood")
        + circle(0, -5, 4.6, "seal")
        + line("M-2.4-5h4.8", "paper", 1.4)
    ),
    "horn": lambda: (
        area("M-1-1.6l8-3.4v8l-8-3.4z", "seal") + rect(-3, -1.8, 3, 3, "paper")
    ),
    "book": lambda: (
        area("M-1-3.5q3-2 6 0 3-2 6 0v6q-3-2-6 0-3-2-6 0z", "paper")
        + line("M5-3.5v6", "steel", 0.7)
    ),
    "spade": lambda: (
        line("M-1.4-7 5 12", "wood", 1.4) + area("M3.4 11l3-1.2 3 6-3.4 2.6z", "steel")
    ),
    "net": lambda: (
        line("M-7-5 14 8", "wood", 1.3)
        + area("M13 6.4l6 1.6-1 7q-5 1-6.5-3z", "foam", seen=0.8)
    ),
    "mic": lambda: line("M0 1.5V-2", "ink", 1.2) + circle(0, -3.4, 1.7, "ink"),
    "camera": lambda: (
        rect(-1, -4.5, 6, 4.6, "ink", bend=0.8) + circle(3.6, -2.2, 1.5, "water")
    ),
    "umbrella": lambda: (
        line("M0 2v-17", "ink", 0.9)
        + area(
            "M-11-14q11-12 22 0q-2.7-2-5.5 0-2.8-2-5.5 0-2.7-2-5.5 0-2.8-2-5.5 0z",
            "sun",
        )
    ),
    "rod": lambda: line("M0 0 9-9", "ink", 1) + rect(8, -13, 3, 5, "seal", bend=1),
    "box": lambda: rect(-2, -5, 10, 8, "wood") + line("M-2-1.5h10", "dust", 1),
    "bowl": lambda: area("M-1-3h8q-.4 4-4 4t-4-4z", "paper"),
}


def _writing() -> str:
    return line("M.2-2.8h3.2M.2-1h3.2M.2.8h2", "seal", 0.7)
