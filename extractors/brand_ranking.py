"""A second look at a name that may be a brand: how sure it is beside the other names of the article."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from extractors.brand_candidates import Candidate
from extractors.weighing import Signs, log_odds

DECISION = "unknown_brand_ranking"
"""File of config/knowledge/weights."""
FLOOR = 0.05
"""Probability by its own signs from which on a name is looked at again."""
_SURE = 0.5
_MOST_OTHERS = 3
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
    meeting = _meeting(rated)
    order = sorted(range(len(rated)), key=lambda at: -rated[at].probability)
    for at, one in enumerate(rated):
        apart = (rated[other].probability for other in order if other != at and other not in meeting[at])
        others = list(islice(apart, _MOST_OTHERS))
        best = max(others, default=0.0)
        over = [rated[other] for other in sorted(meeting[at])]
        rival = max(over, key=lambda other: other.probability, default=None)
        longer = (other.probability for other in over if one.candidate.name in other.candidate.name)
        name, known = one.candidate.name, "article.known_brand" in one.signs
        first = one.probability >= max(best, rival.probability if rival else 0.0)
        in_front = language in _TRADE_IN_FRONT
        signs = {
            "own": max(-1.0, min(1.0, log_odds(one.probability) / _SCALE)),
            "others.best": best,
            "others.sure": sum(p > _SURE for p in others) / _MOST_OTHERS,
            "over.best": rival.probability if rival else 0.0,
            "over.longer": max(longer, default=0.0),
            "over.trade_in_front": float(
                in_front
                and rival is not None
                and "head.trade" in rival.signs
                and rival.candidate.name.endswith(f" {name}")
            ),
            "trade_in_front": float(in_front and "head.trade" in one.signs and " " in name),
            "opens": float(_opens(one.signs) and " " in name),
            "over.opens": float(
                rival is not None and _opens(rival.signs) and rival.candidate.name.endswith(f" {name}")
            ),
            "first": float(first),
            "first.no_known_brand": float(first and not known),
            "known_brand": float(known),
            "known_brand_in_title": float("article.known_brand_in_title" in one.signs),
            "alias": float(name in aliases),
            "person": float("is.guess_person_same" in one.signs),
        }
        yield {sign: value for sign, value in signs.items() if value}


def _opens(signs: Signs) -> bool:
    """The name stands at the head of sentences only, where any word has a capital."""
    return "edge.opens_sentence" in signs and "edge.inside_clause" not in signs


def _meeting(rated: Sequence[Rated]) -> list[set[int]]:
    """The names that share letters with each name, by their places in the text."""
    spans = sorted((*place, at) for at, one in enumerate(rated) for place in one.candidate.places)
    found: list[set[int]] = [set() for _ in rated]
    open_spans: list[tuple[int, int]] = []
    for start, stop, at in spans:
        open_spans = [span for span in open_spans if span[0] > start]
        for _, other in open_spans:
            if other != at:
                found[at].add(other)
                found[other].add(at)
        open_spans.append((stop, at))
    return found
