"""A second look at a name that may be a brand: how sure it is beside the other names of the article."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractors.brand_candidates import Candidate
from extractors.weighing import Signs, log_odds

DECISION = "unknown_brand_ranking"
"""File of config/knowledge/weights."""
FLOOR = 0.02
"""Probability by its own signs from which on a name is looked at again."""
_SURE = 0.5
_TRADE_IN_FRONT = frozenset({"de", "nl"})
"""Languages that put the trade as one word before the name: "Getränkemarke X", "tomatenkweker X"."""
_SCALE = 6.0


@dataclass(frozen=True, slots=True)
class Rated:
    """A name with its signs and what they make together."""

    candidate: Candidate
    signs: Signs
    probability: float


def ranked(
    rated: Sequence[Rated], language: str, aliases: Mapping[str, object]
) -> Iterator[dict[str, float]]:
    """Signs of each name beside the others, in their order; all of them are ``FLOOR`` or more."""
    for one in rated:
        over: list[Rated] = []
        others: list[float] = []
        for other in rated:
            if other is one:
                continue
            if _meets(one.candidate, other.candidate):
                over.append(other)
            else:
                others.append(other.probability)
        best = max(others, default=0.0)
        rival = max(over, key=lambda other: other.probability, default=None)
        name, known = one.candidate.name, "article.known_brand" in one.signs
        first = one.probability >= max(best, rival.probability if rival else 0.0)
        in_front = language in _TRADE_IN_FRONT
        signs = {
            "own": max(-1.0, min(1.0, log_odds(one.probability) / _SCALE)),
            "others.best": best,
            "others.sure": min(3, sum(p > _SURE for p in others)) / 3,
            "over.best": rival.probability if rival else 0.0,
            "over.trade_in_front": float(
                in_front
                and rival is not None
                and "head.trade" in rival.signs
                and rival.candidate.name.endswith(f" {name}")
            ),
            "trade_in_front": float(in_front and "head.trade" in one.signs and " " in name),
            "first": float(first),
            "first.no_known_brand": float(first and not known),
            "known_brand": float(known),
            "known_brand_in_title": float("article.known_brand_in_title" in one.signs),
            "alias": float(name in aliases),
            "person": float("is.guess_person_same" in one.signs),
        }
        yield {sign: value for sign, value in signs.items() if value}


def _meets(one: Candidate, other: Candidate) -> bool:
    return any(a < d and c < b for a, b in one.places for c, d in other.places)
