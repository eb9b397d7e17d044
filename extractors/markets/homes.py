"""Whether inhabitants stand for a company: "the Americans" for the brand named last, whose home it is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from extractors.markets.cues import CueTable, tokens
from extractors.markets.finder import Place
from extractors.records import Mention

HOUSE_TYPES = frozenset({"brand", "company", "agency"})
_REACH = 600
"""Characters within which inhabitants may stand for the company named last."""


def house_homes(mentions: Sequence[Mention], homes: Mapping[str, str]) -> list[tuple[int, str]]:
    """Ends of the names of brands and companies with the country each is from ("" when unknown), in order."""
    return sorted(
        (mention.span.stop, homes.get(mention.entity_id, ""))
        for mention in mentions
        if mention.type in HOUSE_TYPES and mention.kind != "nested"
    )


def stands_for_house(place: Place, houses: Sequence[tuple[int, str]], lowered: str, table: CueTable) -> bool:
    """Whether ``place`` names the inhabitants of the home of the company named last before it."""
    if not houses or place.kind not in ("inhabitant", "adjective"):
        return False
    articles = table.grammar["articles"]
    word = tokens(lowered[max(0, place.start - 8) : place.start])[-1:]
    if articles and not (word and word[0] in articles):
        return False
    index = bisect_left(houses, (place.start, ""))
    if not index:
        return False
    stop, home = houses[index - 1]
    return home == place.iso and place.start - stop <= _REACH
