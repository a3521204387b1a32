"""Chance that falls the same way for the same name, on every machine and every Python."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")


class Dice:
    def __init__(self, scene: str, seed: int) -> None:
        self._name = f"{scene}:{seed}"
        self._throws = 0

    def part(self) -> float:
        self._throws += 1
        digest = blake2b(
            f"{self._name}:{self._throws}".encode(), digest_size=6
        ).digest()
        return int.from_bytes(digest, "big") / 2**48

    def between(self, low: float, high: float) -> float:
        return round(low + self.part() * (high - low), 1)

    def count(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both included."""
        return low + int(self.part() * (high - low + 1))

    def chance(self, share: float) -> bool:
        return self.part() < share

    def pick(self, things: Sequence[T]) -> T:
        return things[int(self.part() * len(things))]

    def shuffled(self, things: Sequence[T]) -> list[T]:
        return sorted(things, key=lambda _: self.part())

    def spread(
        self, low: float, high: float, n: int, *, shake: float = 0.6
    ) -> list[float]:
        """Return `n` places between `low` and `high`, uneven but never on top of each other."""
        step = (high - low) / max(n, 1)
        return [
            round(low + step * (i + 0.5 + (self.part() - 0.5) * shake), 1)
            for i in range(n)
        ]
