"""The air of a place: steady noise for ffmpeg to make, and the calls of small animals."""

from __future__ import annotations  # array[float] can be written, not run, on 3.11

import math
import random
from array import array
from collections.abc import Callable
from enum import Enum

from portal.demo.drawing.palette import Light
from portal.demo.films.music import RATE


class Bed(Enum):
    CROWD = "crowd"
    RAIN = "rain"
    ROOM = "room"
    TRAFFIC = "traffic"
    WATER = "water"
    WIND = "wind"


# What follows "anoisesrc=…:" and makes of noise a place.
BEDS = {
    Bed.CROWD: (
        "c=pink:a=0.50,bandpass=f=520:t=h:w=520,"
        "tremolo=f=3.7:d=0.35,tremolo=f=0.9:d=0.4,tremolo=f=0.23:d=0.3"
    ),
    Bed.RAIN: "c=white:a=0.045,highpass=f=1100,lowpass=f=7500,tremolo=f=0.2:d=0.25",
    Bed.ROOM: "c=brown:a=0.06,lowpass=f=240",
    Bed.TRAFFIC: "c=brown:a=0.25,highpass=f=60,lowpass=f=380,tremolo=f=0.14:d=0.7",
    Bed.WATER: (
        "c=pink:a=0.32,highpass=f=300,lowpass=f=1700,tremolo=f=0.37:d=0.5,tremolo=f=1.9:d=0.2"
    ),
    Bed.WIND: "c=pink:a=0.35,bandpass=f=330:t=h:w=260,tremolo=f=0.17:d=0.75",
}
# The first bed with a word that is part of the scene's name; elsewhere the air of a room.
BED_WORDS = {
    Bed.RAIN: "flooded storm",
    Bed.WATER: "bathhouse boardwalk bridge fish river",
    Bed.CROWD: (
        "award barbecue classroom contest dance doorstep eatery festival goods holiday"
        " kitchen market mobilisation persimmons queueing scale school shop stalls"
        " volunteers wedding"
    ),
    Bed.TRAFFIC: (
        "ambulance bikes blind bus car cars construction crossing gong helmets interview"
        " lorry notice police riders signs sprinkler street sweepers traffic tricycle"
        " vendor wheel wires"
    ),
    Bed.WIND: (
        "ads autumn balcony bins board burning cigarette dog dogs exercise fogging"
        " furniture garden inspection lane leaves litter loudspeaker mosquito mural night"
        " object park photo planting quarter recycling rubble snow toilet tree village yard"
    ),
}


class Caller(Enum):
    BIRDS = "birds"
    CRICKETS = "crickets"


def bed_of(scene: str) -> Bed:
    parts = set(scene.split("_"))
    beds = (bed for bed, words in BED_WORDS.items() if parts & set(words.split()))
    return next(beds, Bed.ROOM)


def caller_of(scene: str, light: Light) -> Caller | None:
    if bed_of(scene) not in {Bed.WATER, Bed.WIND} or "snow" in scene:
        return None
    return Caller.CRICKETS if light == "night" else Caller.BIRDS


def _birds(chance: random.Random) -> array[float]:
    """Two to five notes that fall or rise, from one bird."""
    pitch, bend = chance.uniform(2600, 3900), chance.uniform(-700, 900)
    length, pause = chance.uniform(0.06, 0.11), chance.uniform(0.03, 0.07)
    song = array("f")
    for _ in range(chance.randint(2, 5)):
        song.extend(_note(length, lambda share: pitch + bend * share, 0.02))
        song.extend(array("f", bytes(4 * round(pause * RATE))))
    return song


def _crickets(chance: random.Random) -> array[float]:
    pitch = chance.uniform(4100, 4500)
    song = array("f")
    for _ in range(chance.randint(3, 6)):
        song.extend(_note(0.03, lambda _: pitch, 0.008))
        song.extend(array("f", bytes(4 * round(0.025 * RATE))))
    return song


CALLS: dict[Caller, Callable[[random.Random], array[float]]] = {
    Caller.BIRDS: _birds,
    Caller.CRICKETS: _crickets,
}


def _note(
    seconds: float, pitch_at: Callable[[float], float], volume: float
) -> array[float]:
    length = round(seconds * RATE)
    note, phase = array("f"), 0.0
    for index in range(length):
        share = index / length
        phase += 2 * math.pi * pitch_at(share) / RATE
        note.append(volume * math.sin(phase) * math.sin(math.pi * share) ** 2)
    return note
