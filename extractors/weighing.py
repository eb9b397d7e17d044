"""A decision as the sum of its signs: what each adds in log-odds, and the probability they make together."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from config.weights import Weights

Signs = Mapping[str, float]
"""Name of a sign -> how strongly it is there, 0 to 1; a sign that is left out is not there."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A probability with the signs that made it."""

    probability: float
    unsorted: tuple[tuple[str, float], ...]
    """(sign, log-odds it adds), in no order: most verdicts are never explained."""

    @property
    def parts(self) -> tuple[tuple[str, float], ...]:
        """(sign, log-odds it adds), the weightiest first."""
        return tuple(sorted(self.unsorted, key=lambda part: (-abs(part[1]), part[0])))

    @property
    def why(self) -> str:
        """The four weightiest signs as text."""
        return ", ".join(f"{name} {part:+.1f}" for name, part in self.parts[:4])


def probability(log_odds: float) -> float:
    """The logistic function, without overflow."""
    return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, log_odds))))


def log_odds(probability: float) -> float:
    """What the logistic function makes a probability of; bounded for 0 and 1."""
    bounded = min(1.0 - 1e-12, max(1e-12, probability))
    return math.log(bounded / (1.0 - bounded))


def weigh(weights: Weights, signs: Signs) -> Verdict:
    """Add up the signs; those without a weight count nothing."""
    weight_of = weights.signs.get
    parts = [(name, part) for name, value in signs.items() if (part := weight_of(name, 0.0) * value)]
    # An exact sum: the order of the signs, which sets may shuffle, must not show in the last digit.
    return Verdict(probability(math.fsum([weights.base, *[part for _, part in parts]])), tuple(parts))


def rough_log_odds(weights: Weights, signs: Signs) -> float:
    """The sum of ``weigh`` but for the last digits, without its parts."""
    weight_of = weights.signs.get
    return weights.base + sum([weight_of(name, 0.0) * value for name, value in signs.items()])


def some(count: float) -> float:
    """0 for none, 1/2 for one, towards 1 for many: a sign that is counted."""
    return count / (count + 1.0) if count > 0 else 0.0
