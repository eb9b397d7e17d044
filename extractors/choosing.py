"""A choice among several options: each has its own sum of signs in log-odds, and the likeliest is taken."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from config.weights import Weights
from extractors.weighing import Signs

_SHOWN = 4


class Chooser:
    """The options of one decision; built once, since it turns the tables of weights around."""

    def __init__(self, weights: Mapping[str, Weights], decision: str) -> None:
        tables = {
            name.partition(".")[2]: table
            for name, table in weights.items()
            if name.startswith(f"{decision}.")
        }
        self.options: tuple[str, ...] = tuple(tables)
        self._bases = [table.base for table in tables.values()]
        self._signs: dict[str, list[tuple[int, float]]] = {}
        for number, table in enumerate(tables.values()):
            for name, weight in table.signs.items():
                self._signs.setdefault(name, []).append((number, weight))

    def sums(self, signs: Signs) -> list[float]:
        """Log-odds of every option, in the order of ``options``."""
        sums = list(self._bases)
        for name, value in signs.items():
            for number, weight in self._signs.get(name, ()):
                sums[number] += weight * value
        return sums

    def why(self, signs: Signs, option: str) -> str:
        """The signs that speak most for an option rather than for the others on average."""
        number, n = self.options.index(option), max(1, len(self.options))
        parts = []
        for name, value in signs.items():
            weights = self._signs.get(name, ())
            own = sum(weight for one, weight in weights if one == number)
            parts.append((name, value * (own - sum(weight for _, weight in weights) / n)))
        parts.sort(key=lambda part: -part[1])
        return ", ".join(f"{name} {part:+.1f}" for name, part in parts[:_SHOWN] if part > 0)


def shares(sums: Sequence[float]) -> list[float]:
    """Probabilities of options from their log-odds."""
    most = max(sums)
    powers = [math.exp(one - most) for one in sums]
    total = sum(powers)
    return [power / total for power in powers]
