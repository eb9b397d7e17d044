"""Counts of right and wrong, and what they amount to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Tally:
    """Labels found of labels there, and right statements of statements made."""

    labels: int = 0
    found: int = 0
    stated: int = 0
    right: int = 0

    def add(self, other: Tally) -> None:
        self.labels += other.labels
        self.found += other.found
        self.stated += other.stated
        self.right += other.right

    @property
    def precision(self) -> float | None:
        return self.right / self.stated if self.stated else None

    @property
    def recall(self) -> float | None:
        return self.found / self.labels if self.labels else None

    @property
    def f1(self) -> float | None:
        """None when there is neither label nor statement; 0.0 when only one of them is there or nothing is right."""
        if not self.labels and not self.stated:
            return None
        precision, recall = self.precision or 0.0, self.recall or 0.0
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def verdict(right: bool) -> Tally:
    """One yes-or-no judgement: precision, recall and F1 of many are their share of right ones."""
    return Tally(1, int(right), 1, int(right))
