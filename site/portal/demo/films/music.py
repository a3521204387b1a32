"""The tune of a film, worked out from its seed: plucked strings over a soft drone.

Everything is pentatonic, so any two notes may sound together. Nothing here is taken from a
recording or from someone's melody.
"""

from __future__ import annotations  # array[float] can be written, not run, on 3.11

import math
import random
from array import array
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

RATE = 32_000

MODES = ((0, 2, 4, 7, 9), (0, 2, 5, 7, 9), (0, 3, 5, 7, 10))  # 宫, 徵, 羽
LOWEST_KEYS = (50, 52, 53, 55, 48)  # MIDI numbers: D, E, F, G, C
BASS_STEPS = (0, 3, 4, 3)
RHYTHMS = (
    (0, 2, 3),
    (0, 1.5, 2, 3),
    (0, 1, 2),
    (0, 2),
    (0, 1, 1.5, 2, 3),
)  # beats of a bar
SIGNATURE = (
    (0.15, 7),
    (0.45, 8),
    (0.75, 10),
    (1.05, 9),
    (1.5, 12),
)  # seconds, step of the scale
SIGNATURE_SECONDS = 3.0
LAST_CHORD = ((0.0, 0, 0.1), (0.12, 3, 0.08), (0.24, 5, 0.1), (0.4, 10, 0.14))


class Partial(NamedTuple):
    multiple: float
    amplitude: float
    decay: float


STRING = tuple(Partial(n + 0.0004 * n**3, n**-1.4, 1.6 + 0.9 * n) for n in range(1, 7))
DRONE = (Partial(1, 1.0, 0.25), Partial(1.003, 0.7, 0.25), Partial(2, 0.25, 0.4))
GLASS = (Partial(1, 1.0, 5), Partial(2.76, 0.35, 9), Partial(5.4, 0.1, 16))


class Tracks:
    """Two tracks that grow by adding notes; they are spread over both speakers afterwards."""

    def __init__(self, seconds: float) -> None:
        length = math.ceil(seconds * RATE)
        self.left = array("f", bytes(4 * length))
        self.right = array("f", bytes(4 * length))

    def add(
        self, track: array[float], at: float, note: array[float], volume: float
    ) -> None:
        """Let `note` sound from `at`; what would sound after the end is cut off."""
        start = round(max(0.0, at) * RATE)
        heard = track[start : start + len(note)]
        track[start : start + len(note)] = array(
            "f", [a + volume * b for a, b in zip(heard, note, strict=False)]
        )


class Player:
    """Plays steps of one scale, which goes up and down without an end, into `tracks`."""

    def __init__(self, seed: int, tracks: Tracks) -> None:
        self.random = random.Random(seed)  # noqa: S311 - a tune, not a secret
        self.tracks = tracks
        self.key = self.random.choice(LOWEST_KEYS)
        self.mode = self.random.choice(MODES)
        self.beat = 60 / self.random.uniform(66, 80)

    def frequency(self, step: int) -> float:
        octave, degree = divmod(step, len(self.mode))
        return 440.0 * 2 ** ((self.key + 12 * octave + self.mode[degree] - 69) / 12)

    def pluck(self, at: float, step: int, volume: float, *, high: bool = False) -> None:
        track = self.tracks.left if high else self.tracks.right
        self.tracks.add(
            track, at, tone(self.frequency(step), 1.6, 0.004, STRING), volume
        )

    def drone(self, at: float, step: int, volume: float) -> None:
        note = tone(self.frequency(step), 7.0, 1.5, DRONE)
        self.tracks.add(self.tracks.left, at, note, volume)
        self.tracks.add(self.tracks.right, at, note, volume)

    def chime(self, at: float, step: int, volume: float) -> None:
        note = tone(self.frequency(step), 0.9, 0.003, GLASS)
        self.tracks.add(self.tracks.right, at, note, volume)

    def signature(self, seconds: float) -> None:
        """Play the five notes every film opens with, quicker if the opening is short."""
        pace = min(1.0, seconds / SIGNATURE_SECONDS)
        # Notes that crowd together add up; played softer they sound as loud.
        soft = pace**0.5
        for at, step in SIGNATURE:
            self.pluck(at * pace, step, 0.17 * soft, high=True)
            self.chime(at * pace, step + 5, 0.03 * soft)
        self.pluck(SIGNATURE[-1][0] * pace, 5, 0.12)
        self.drone(0.0, 0, 0.05)

    def background(self, start: float, end: float) -> None:
        """Play phrases of four bars, in the order A A B A, over a broken chord."""
        bar = 4 * self.beat
        phrases = self._phrase(), self._phrase()
        number = 0
        while (at := start + number * bar) + bar < end:
            phrase = phrases[1 if number // 4 % 4 == 2 else 0]
            bass = BASS_STEPS[number % 4]
            if number % 2 == 0:
                self.drone(at - 0.7, bass, 0.045)
            for index, offset in enumerate((0, 2, 4, 7, 5, 4, 2, 4)):
                loudness = 0.085 if index == 0 else 0.05
                self.pluck(at + index * self.beat / 2, bass + offset, loudness)
            for beat, step in phrase[number % 4]:
                late = self.random.uniform(0, 0.015)
                self.pluck(at + beat * self.beat + late, step, 0.15, high=True)
            number += 1

    def close(self, at: float) -> None:
        """End on the first step of the scale, however the tune stood."""
        for delay, step, volume in LAST_CHORD:
            self.pluck(at + delay, step, volume, high=step == 10)
        self.chime(at + 0.4, 15, 0.03)
        self.drone(at - 0.8, 0, 0.05)

    def _phrase(self) -> list[list[tuple[float, int]]]:
        step = self.random.choice((7, 8, 9))
        bars = []
        for number in range(4):
            bar = []
            for beat in (0, 2) if number == 3 else self.random.choice(RHYTHMS):
                bar.append((float(beat), step))
                step = min(14, max(5, step + self.random.choice((-2, -1, -1, 1, 1, 2))))
            bars.append(bar)
        # The last bar comes home and leaves a breath.
        bars[3] = [(0.0, bars[3][0][1]), (1.5, 8), (2.0, 5)]
        return bars


@lru_cache(maxsize=96)
def tone(
    frequency: float, seconds: float, attack: float, partials: Sequence[Partial]
) -> array[float]:
    """Add up decaying sines, each by the two-term recurrence, which needs no sine per sample."""
    length = round(seconds * RATE)
    samples = [0.0] * length
    for partial in partials:
        angle = 2 * math.pi * frequency * partial.multiple / RATE
        if angle > 0.9 * math.pi:
            continue
        shrink = math.exp(-partial.decay / RATE)
        forward, back = 2 * shrink * math.cos(angle), -shrink * shrink
        now, following = 0.0, partial.amplitude * shrink * math.sin(angle)
        for index in range(length):
            samples[index] += now
            now, following = following, forward * following + back * now
    rise, fall = round(attack * RATE), length // 5
    for index in range(rise):
        samples[index] *= index / rise
    for index in range(fall):
        samples[length - 1 - index] *= index / fall
    return array("f", samples)
