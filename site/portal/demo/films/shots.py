"""The cut: which scene is seen when, in what light, and how the camera moves over it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from portal.demo.drawing import scene_for
from portal.demo.drawing.choose import KEYWORDS
from portal.demo.drawing.palette import Light
from portal.demo.films.script import Caption, Film

OPENING_SECONDS = 3.0
CLOSING_SECONDS = 2.0
SHORTEST_CARD = 1.0
SHORTEST_SHOT = 1.1
UNCAPTIONED_SHOT = 4.0
FULL_MOVE_SECONDS = 4.0

# The last word that matches in a caption decides, and its light stays on until the next word.
LIGHT_WORDS: dict[Light, tuple[str, ...]] = {
    "night": ("深夜", "半夜", "夜里", "凌晨", "夜市", "晚上", "夜色", "路灯"),
    "dusk": ("傍晚", "黄昏", "天刚亮", "天还没亮", "清晨", "日落", "下班"),
    "day": (
        "早上",
        "上午",
        "中午",
        "下午",
        "白天",
        "今天",
        "明天",
        "第二天",
        "双创小提示",
    ),
}
DAY: Light = "day"

SCENE_WORDS = frozenset(word for words in KEYWORDS.values() for word in words.split())


class Card(Enum):
    OPENING = "opening"
    CLOSING = "closing"


class View(NamedTuple):
    """The part of a scene the camera sees: its centre and its width, 1.0 being all of it."""

    x: float
    y: float
    width: float

    def towards(self, other: "View", share: float) -> "View":
        return View(*(a + (b - a) * share for a, b in zip(self, other, strict=True)))


class Move(NamedTuple):
    first: View
    last: View


# People stand in the lower half of a drawing, so the camera keeps low. Nothing that matters
# is drawn at the edges, yet much stands beside the middle, so no move comes closer than this.
MOVES = (
    Move(View(0.50, 0.54, 0.99), View(0.50, 0.58, 0.84)),  # push in
    Move(
        View(0.45, 0.60, 0.80), View(0.50, 0.58, 0.82)
    ),  # the left side, drifting right
    Move(View(0.55, 0.57, 0.86), View(0.57, 0.60, 0.76)),  # closer on the right
    Move(View(0.52, 0.61, 0.78), View(0.49, 0.55, 0.97)),  # pull out
    Move(View(0.45, 0.58, 0.87), View(0.55, 0.58, 0.87)),  # travel to the right
    Move(View(0.48, 0.62, 0.74), View(0.52, 0.60, 0.77)),  # close and low
)
CARD_MOVE = Move(View(0.5, 0.5, 0.98), View(0.5, 0.5, 0.88))


class Place(NamedTuple):
    """What tells one drawing from another."""

    scene: str
    seed: int
    light: Light


class Span(NamedTuple):
    start: float
    scene: str
    light: Light


@dataclass(frozen=True)
class Shot:
    start: float
    end: float
    scene: str
    seed: int
    light: Light = "day"
    move: Move = CARD_MOVE
    card: Card | None = None

    @property
    def place(self) -> Place:
        return Place(self.scene, self.seed, self.light)

    def view(self, at: float) -> View:
        """Where the camera looks; a short shot makes only part of its move, so none is hasty."""
        length = max(self.end - self.start, 0.001)
        reach = min(1.0, length / FULL_MOVE_SECONDS)
        share = 0.5 + ((at - self.start) / length - 0.5) * reach
        return self.move.first.towards(self.move.last, share)

    def middle(self) -> View:
        return self.move.first.towards(self.move.last, 0.5)


def cut(film: Film) -> list[Shot]:
    """Divide `film` into shots that follow each other without a gap, from zero to its end."""
    body_start, body_end = _body(film)
    shots = [Shot(0.0, body_start, film.opening, film.seed, card=Card.OPENING)]
    shots += _body_shots(film, body_start, body_end)
    shots.append(
        Shot(body_end, film.duration, film.opening, film.seed, card=Card.CLOSING)
    )
    return shots


def first_place(film: Film) -> Place:
    """Give the place of the first caption that shows more than the opening does.

    Every episode begins with the same greeting in the same studio; a list of posters should
    not.
    """
    places = [shot.place for shot in cut(film)[1:-1]]
    return next((p for p in places if p.scene != film.opening), places[0])


def _body(film: Film) -> tuple[float, float]:
    """Say when the opening card gives way to the first shot, and the last shot to the closing card.

    An advertisement speaks after half a second and until its last; its cards overlap the speech.
    """
    if film.captions:
        start, end = film.captions[0].start, film.captions[-1].end
    else:
        start, end = OPENING_SECONDS, film.duration - CLOSING_SECONDS
    shortest = min(SHORTEST_CARD, film.duration / 6)
    start = min(max(start, shortest), OPENING_SECONDS, film.duration / 3)
    end = max(film.duration - CLOSING_SECONDS, min(end, film.duration - shortest))
    return start, max(end, film.duration * 2 / 3)


def _body_shots(film: Film, start: float, end: float) -> Iterator[Shot]:
    spans = _spans(film, start, end)
    times_shown: dict[str, int] = {}
    for index, span in enumerate(spans):
        shown = times_shown.get(span.scene, 0)
        times_shown[span.scene] = shown + 1
        yield Shot(
            span.start,
            spans[index + 1].start if index + 1 < len(spans) else end,
            span.scene,
            # Two shots of one place, then another place of the same kind.
            seed=film.seed + shown // 2,
            light=span.light,
            move=MOVES[(film.seed + index) % len(MOVES)],
        )


def _spans(film: Film, start: float, end: float) -> list[Span]:
    """Turn captions into shots; of two that come too close the longer one is shown."""
    scene, light = film.opening, DAY
    spans: list[Span] = []
    for caption in film.captions or _silence(start, end):
        scene, light = _scene(caption, scene), _light(caption, light)
        begins = caption.start if spans else start
        if spans and begins - spans[-1].start < SHORTEST_SHOT:
            before = spans.pop()
            longer = caption.end - begins > begins - before.start
            spans.append(Span(before.start, scene, light) if longer else before)
        elif not spans or end - begins >= SHORTEST_SHOT:
            spans.append(Span(begins, scene, light))
    return spans


def _scene(caption: Caption, current: str) -> str:
    """Choose by the words; where no scene is thought of for them, the camera stays."""
    if any(word in caption.text for word in SCENE_WORDS):
        return scene_for(caption.text)
    return current


def _light(caption: Caption, current: Light) -> Light:
    found = [
        (caption.text.rfind(word), light)
        for light, words in LIGHT_WORDS.items()
        for word in words
        if word in caption.text
    ]
    return max(found)[1] if found else current


def _silence(start: float, end: float) -> list[Caption]:
    count = max(1, round((end - start) / UNCAPTIONED_SHOT))
    step = (end - start) / count
    return [Caption(start + i * step, start + (i + 1) * step, "") for i in range(count)]
