"""Fit the weights of a decision on labelled examples: logistic regression with an L2 penalty, by Newton's method.

Used by bench.fit_* and nobody else; the product only adds up the weights that were written to
config/knowledge/weights. Needs numpy (in the extra ``notebooks``).
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.fitting_choice import ChoiceExample
from config.weights import Weights
from extractors.weighing import Signs, weigh

FOLDER = Path(__file__).resolve().parents[1] / "config" / "knowledge" / "weights"
FOLDS = 5


Model = tuple[float, Mapping[str, float]]
"""Base, and sign -> weight."""


def options_of(description: str | None, penalty: float | None) -> argparse.ArgumentParser:
    """What every bench.fit_* can be asked: --write and --penalty."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--penalty", type=float, default=penalty)
    return parser


@dataclass(frozen=True, slots=True)
class Example:
    """One decision with its right answer; ``group`` (the article) stays in one fold, ``weight`` counts it more or less."""

    group: str
    signs: Signs
    right: bool
    weight: float = 1.0


def fit(
    examples: Sequence[Example], names: Sequence[str], penalty: float = 1.0
) -> tuple[float, dict[str, float]]:
    """(base, sign -> weight) that make the right answers likeliest, weights kept small by ``penalty``."""
    x = np.array([[1.0, *(e.signs.get(name, 0.0) for name in names)] for e in examples])
    y = np.array([float(e.right) for e in examples])
    counted = np.array([e.weight for e in examples])
    ridge = np.diag([0.0, *([penalty] * len(names))])
    w = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1.0 / (1.0 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (counted * (p - y)) + ridge @ w
        # Settled examples bend the curve no more: leaving them out costs no exactness and saves most of the time.
        bend = counted * p * (1 - p)
        near = x[bend > 1e-5]
        curve = (near * bend[bend > 1e-5][:, None]).T @ near + ridge + 1e-9 * np.eye(len(w))
        step = np.linalg.solve(curve, gradient)
        w = w - step
        if float(np.abs(step).max()) < 1e-6:
            break
    return float(w[0]), {name: float(value) for name, value in zip(names, w[1:], strict=True)}


def fit_directed(
    examples: Sequence[Example], names: Sequence[str], penalty: float, free: Callable[[str], bool]
) -> tuple[float, dict[str, float]]:
    """Like ``fit``, but a sign may only speak against when ``free`` allows it.

    Without this, signs that stand together share out weights of either direction, which fits the examples and
    nothing else. Signs that would speak against are dropped one round after the other.
    """
    left = list(names)
    while True:
        base, weights = fit(examples, left, penalty)
        wrong = [name for name in left if weights[name] < 0 and not free(name)]
        if not wrong:
            return base, weights
        worst = sorted(wrong, key=lambda name: weights[name])[: max(1, len(wrong) // 2)]
        left = [name for name in left if name not in worst]


def sign_names(examples: Sequence[Example] | Sequence[ChoiceExample], least: int = 12) -> list[str]:
    """Signs that occur in at least ``least`` examples, sorted."""
    counts: dict[str, int] = {}
    for example in examples:
        for name, value in example.signs.items():
            counts[name] = counts.get(name, 0) + bool(value)
    return sorted(name for name, count in counts.items() if count >= least)


def fold_of(group: str) -> int:
    """The fold of an article."""
    return hashlib.sha256(b"fold" + group.encode()).digest()[0] % FOLDS


def said_by(model: Model, examples: Iterable[Example]) -> list[tuple[Example, float]]:
    """Every example with the probability that the product would give it."""
    weights = Weights(*model)
    return [(example, weigh(weights, example.signs).probability) for example in examples]


def held_out(
    examples: Sequence[Example],
    names: Sequence[str],
    penalty: float = 1.0,
    free: Callable[[str], bool] = lambda name: True,
) -> list[tuple[Example, float]]:
    """Every example with the probability said by weights that were fitted without its article."""
    folds = [fold_of(example.group) for example in examples]
    said: list[tuple[Example, float]] = []
    for fold in range(FOLDS):
        others = [e for e, f in zip(examples, folds, strict=True) if f != fold]
        model = fit_directed(others, names, penalty, free)
        said += said_by(model, (e for e, f in zip(examples, folds, strict=True) if f == fold))
    return said


def scores(said: Sequence[tuple[Example, float]], threshold: float) -> tuple[float, float, float]:
    """(precision, recall, F1) of saying yes from ``threshold`` on."""
    right = sum(e.right and p >= threshold for e, p in said)
    stated = sum(p >= threshold for _, p in said)
    labels = sum(e.right for e, _ in said)
    precision, recall = right / stated if stated else 0.0, right / labels if labels else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if right else 0.0


def as_toml(head: str, models: Mapping[str, Model]) -> str:
    """The file of one decision (key ``""``) or of a choice among several (key: the choice)."""
    lines = [f"# {line}" for line in head.splitlines()]
    for choice, (base, weights) in models.items():
        lines += [""] + ([f"[{choice}]"] if choice else []) + [f"base = {base:.3f}"]
        lines += [f"[{choice}.signs]" if choice else "[signs]"]
        lines += [f'"{name}" = {value:.3f}' for name, value in weights.items() if abs(value) >= 0.0005]
    return "\n".join(lines) + "\n"


def write_weights(decision: str, head: str, models: Mapping[str, Model]) -> None:
    """Put the weights of a decision where the product reads them."""
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{decision}.toml").write_text(as_toml(head, models), encoding="utf-8")
