"""Fit a choice among several options on labelled examples: softmax regression with an L2 penalty, by L-BFGS.

Used by bench.fit_*; needs numpy (in the extra ``notebooks``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from extractors.weighing import Signs

Matrix = np.ndarray[Any, np.dtype[np.float64]]
_MEMORY, _ROUNDS, _CLOSE = 12, 200, 1e-5


@dataclass(frozen=True, slots=True)
class ChoiceExample:
    """One decision; any of ``right`` is a right answer, ``group`` (the article) stays in one fold."""

    group: str
    signs: Signs
    right: frozenset[str]
    weight: float = 1.0


def design(signs: Sequence[Signs], names: Sequence[str]) -> Matrix:
    """One row an example: 1 for the base, then the value of every sign."""
    place = {name: number for number, name in enumerate(names, 1)}
    x = np.zeros((len(signs), len(names) + 1))
    x[:, 0] = 1.0
    for row, one in enumerate(signs):
        for name, value in one.items():
            if name in place:
                x[row, place[name]] = value
    return x


def fit_choice(
    examples: Sequence[ChoiceExample], names: Sequence[str], options: Sequence[str], penalty: float
) -> Matrix:
    """Weights (base and signs x options) that make the right answers likeliest, kept small by ``penalty``."""
    x = design([example.signs for example in examples], names)
    right = np.array([[float(option in example.right) for option in options] for example in examples])
    counted = np.array([example.weight for example in examples])

    def loss(w: Matrix) -> tuple[float, Matrix]:
        z = x @ w
        powers = np.exp(z - z.max(axis=1, keepdims=True))
        total = powers.sum(axis=1, keepdims=True)
        good = powers * right
        sums = good.sum(axis=1, keepdims=True) + 1e-300
        gradient = x.T @ ((powers / total - good / sums) * counted[:, None])
        ridge = w.copy()
        ridge[0] = 0.0
        value = -float((counted * np.log(sums[:, 0] / total[:, 0])).sum())
        return value + 0.5 * penalty * float((ridge**2).sum()), gradient + penalty * ridge

    return _minimum(loss, np.zeros((len(names) + 1, len(options))))


def _minimum(loss: Any, w: Matrix) -> Matrix:
    """Where a smooth function is least: L-BFGS with backtracking."""
    value, gradient = loss(w)
    steps: list[tuple[Matrix, Matrix]] = []
    for _ in range(_ROUNDS):
        direction = _direction(gradient.ravel(), steps).reshape(w.shape)
        slope, length = float((gradient * direction).sum()), 1.0
        while True:
            new_value, new_gradient = loss(w + length * direction)
            if new_value <= value + 1e-4 * length * slope or length < 1e-8:
                break
            length /= 2
        step, change = (length * direction).ravel(), (new_gradient - gradient).ravel()
        if float(change @ step) > 1e-10:
            steps = [*steps, (step, change)][-_MEMORY:]
        w, done = w + length * direction, abs(value - new_value) < _CLOSE * abs(value)
        value, gradient = new_value, new_gradient
        if done:
            break
    return w


def _direction(gradient: Matrix, steps: Sequence[tuple[Matrix, Matrix]]) -> Matrix:
    """The two loops of L-BFGS."""
    g = gradient.copy()
    if not steps:
        return -g / max(1.0, float(np.abs(g).max()))
    shares = []
    for step, change in reversed(steps):
        share = float(step @ g) / float(change @ step)
        shares.append(share)
        g = g - share * change
    step, change = steps[-1]
    g = g * (float(step @ change) / float(change @ change))
    for (step, change), share in zip(steps, reversed(shares), strict=True):
        g = g + step * (share - float(change @ g) / float(change @ step))
    return -g


def as_tables(
    w: Matrix, names: Sequence[str], options: Sequence[str], least: float
) -> Mapping[str, tuple[float, Mapping[str, float]]]:
    """Option -> (base, sign -> weight), without weights smaller than ``least``."""
    return {
        option: (
            float(w[0, number]),
            {
                name: float(w[row, number])
                for row, name in enumerate(names, 1)
                if abs(w[row, number]) >= least
            },
        )
        for number, option in enumerate(options)
    }
