"""The record of a claim, and what its words are when marks and blanks are taken off."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.material import Material
from extractors.writing import NO_BLANKS

MAX_CHARS = 80
MAX_WORDS = 12
"""A longer text without marks is a sentence of the article, not a claim."""
MOST_CHARS, MOST_WORDS = 130, 24
"""A longer one between marks is what somebody says."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim at ``start:stop`` with its value, its probability and the reasons for it."""

    start: int
    stop: int
    value: str
    score: float
    why: str
    brand: str | None
    sentence: int
    sure: bool = True
    """Likely enough to be one; else only for a campaign without any better."""


def clean(value: str) -> str:
    """One line without emphasis marks and closing punctuation."""
    value = " ".join(value.split()).strip("*_ ")
    return value.rstrip(",;:，、").removesuffix(".").removesuffix("。").strip()


def n_words(material: Material, text: str) -> int:
    """Words, or half the characters where words are not parted."""
    return max(1, len(text) // 2) if material.language in NO_BLANKS else len(text.split())
