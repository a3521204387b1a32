"""The few SVG elements everything is drawn with. Colours are names from the palette."""

# The river's bend and the hand-drawn check read one way only. In a scene that is turned
# round they are exchanged for their mirror images, so that a tick stays a tick.
RIVER = "M-27-25Q-10-17 0 0 30-34 84-54 44-28 22 16H-9Q-12-12-27-25z"
CHECK = "M0-5l5 6 11-15"
TURNED = {
    RIVER: "M84-25Q67-17 57 0 27-34-27-54 13-28 35 16H66Q69-12 84-25z",
    CHECK: "M16-5l-5 6-11-15",
}


def ink(name: str) -> str:
    return name if name == "none" else f"${name}"


def rect(x: float, y: float, w: float, h: float, fill: str, *, bend: float = 0) -> str:
    corner = f' rx="{bend}"' if bend else ""
    return (
        f'<rect x="{x}" y="{y}" width="{w}" height="{h}"{corner} fill="{ink(fill)}"/>'
    )


def circle(x: float, y: float, r: float, fill: str, *, seen: float = 1) -> str:
    veil = f' fill-opacity="{seen}"' if seen < 1 else ""
    return f'<circle cx="{x}" cy="{y}" r="{r}" fill="{ink(fill)}"{veil}/>'


def oval(x: float, y: float, rx: float, ry: float, fill: str) -> str:
    return f'<ellipse cx="{x}" cy="{y}" rx="{rx}" ry="{ry}" fill="{ink(fill)}"/>'


def area(d: str, fill: str, *, seen: float = 1) -> str:
    """Draw a filled outline; `seen` below 1 lets the ground through."""
    veil = f' fill-opacity="{seen}"' if seen < 1 else ""
    return f'<path d="{d}" fill="{ink(fill)}"{veil}/>'


def line(d: str, colour: str, width: float = 2, *, seen: float = 1) -> str:
    veil = f' stroke-opacity="{seen}"' if seen < 1 else ""
    return f'<path d="{d}" fill="none" stroke="{ink(colour)}" stroke-width="{width}"{veil}/>'


def ring(x: float, y: float, r: float, colour: str, width: float) -> str:
    return (
        f'<circle cx="{x}" cy="{y}" r="{r}" fill="none"'
        f' stroke="{ink(colour)}" stroke-width="{width}"/>'
    )


def place(
    body: str,
    x: float,
    y: float,
    *,
    scale: float = 1,
    flip: bool = False,
    turn: float = 0,
) -> str:
    """Set a thing drawn around its own origin down at (x, y)."""
    moves = [f"translate({x} {y})"]
    if turn:
        moves.append(f"rotate({turn})")
    if flip:
        moves.append(f"scale({-scale} {scale})")
    elif scale != 1:
        moves.append(f"scale({scale})")
    return f'<g transform="{" ".join(moves)}">{body}</g>'


def glow(x: float, y: float, r: float) -> str:
    """Light around a lamp; the palette shows it after sunset only."""
    return (
        f'<circle cx="{x}" cy="{y}" r="{r}" fill="$glow" fill-opacity=".16"/>'
        f'<circle cx="{x}" cy="{y}" r="{r * 0.5}" fill="$glow" fill-opacity=".2"/>'
    )


def bars(
    x: float, y: float, lengths: tuple[float, ...], colour: str, *, step: float = 4
) -> str:
    """Draw writing seen from too far to read: signs and sheets carry bars, never letters."""
    d = "".join(f"M{x} {y + i * step}h{length}" for i, length in enumerate(lengths))
    return line(d, colour, step * 0.45)


def tick_mark(x: float, y: float, colour: str, *, scale: float = 1) -> str:
    return place(line(CHECK, colour, 3), x, y, scale=scale)
