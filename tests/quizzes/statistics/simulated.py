"""A contest as many people would sit it, with questions whose worth is known.

The two-parameter logistic model: whoever has ability θ answers a question of
difficulty b and discrimination a rightly with the chance 1 / (1 + e^(-a(θ - b))).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Simulated:
    """`marks` has nan where somebody was not asked the question of that column."""

    slopes: Floats
    marks: Floats

    @property
    def totals(self) -> Floats:
        return np.asarray(np.nansum(self.marks, axis=1))


def simulate(
    n_people: int, slopes: list[float], *, asked: int, seed: int = 7
) -> Simulated:
    """Let each person be asked `asked` of the questions, drawn at random."""
    dice = np.random.default_rng(seed)
    a = np.array(slopes)
    b = dice.uniform(-1.5, 1.5, len(a))
    ability = dice.standard_normal((n_people, 1))
    chance = 1 / (1 + np.exp(-a * (ability - b)))
    marks = (dice.random(chance.shape) < chance).astype(float)
    drawn = dice.random(chance.shape).argsort(axis=1).argsort(axis=1) < asked
    return Simulated(a, np.where(drawn, marks, np.nan))


def expected(simulated: Simulated, column: int) -> dict[str, float]:
    """Compute the figures of one question with NumPy's own functions."""
    takers = ~np.isnan(simulated.marks[:, column])
    marks = simulated.marks[takers, column]
    rests = simulated.totals[takers] - marks
    greatest = np.cov(np.sort(marks), np.sort(rests))[0, 1]
    return {
        "n": int(takers.sum()),
        "facility": 100 * float(marks.mean()),
        "deviation": 100 * float(marks.std(ddof=1)),
        "discrimination": 100 * float(np.corrcoef(marks, rests)[0, 1]),
        "efficiency": 100 * float(np.cov(marks, rests)[0, 1] / greatest),
    }
