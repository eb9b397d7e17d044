"""Sentences, and enumerations of places within them: members of one enumeration play one role."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.markets.cues import CueTable, only, tokens
from extractors.markets.finder import Place

_SENTENCE_END = re.compile(r"[.!?…][\"'”“»)\]]*\s+(?=[^a-zà-ÿ])|[。！？][」』”）]?|\n+")
_GAP_REACH = 42
_DESCRIBING = ("adjective", "inhabitant")
_ASIDE = re.compile(r"^(?P<before>[^,.;:]{0,8}),[ ][^,.;:()\n]{2,70},[ ]?(?P<after>[^,.;:]{0,24})$")
"""A remark between commas inside an enumeration: "Ecuador, which is recovering, and Paraguay"."""
_ORDINAL = re.compile(
    r"(?:\b\d{1,2}|\b(?:nr|no|st|dr|mr|mrs|ms|z|bzw|ca|u|vs|jr|sr|inc|art|abs|sa|n))\.$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Group:
    """Places joined to one enumeration, from ``start`` to ``stop``."""

    places: tuple[Place, ...]

    @property
    def start(self) -> int:
        return self.places[0].start

    @property
    def stop(self) -> int:
        return self.places[-1].stop


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the groups that lie in it."""

    start: int
    stop: int
    groups: tuple[Group, ...]


def sentences_with(text: str, lowered: str, places: Sequence[Place], table: CueTable) -> Iterator[Sentence]:
    """The sentences that hold places, with their enumerations."""
    index, bounds = 0, _bounds(text, places)
    while index < len(places):
        begin = bisect_right(bounds, places[index].start) - 1
        start, stop = bounds[begin], bounds[begin + 1] if begin + 1 < len(bounds) else len(text)
        end = index
        while end < len(places) and places[end].start < stop:
            end += 1
        yield Sentence(start, stop, tuple(_groups(lowered, places[index:end], table)))
        index = end


def _bounds(text: str, places: Sequence[Place]) -> list[int]:
    """Starts of sentences; full stops of abbreviations, ordinals and of places (U.S.) end none."""
    inside = {place.stop for place in places}
    bounds = [0]
    for found in _SENTENCE_END.finditer(text):
        if found.group()[0] == "." and (
            found.start() + 1 in inside or _ORDINAL.search(text, max(0, found.start() - 5), found.start() + 1)
        ):
            continue
        bounds.append(found.end())
    return bounds


def _groups(lowered: str, places: Sequence[Place], table: CueTable) -> Iterator[Group]:
    grammar = table.grammar
    joiners = grammar["joiners"]
    between = (joiners, grammar["articles"], grammar["prepositions"], grammar["origin"])
    members = [places[0]]
    for place in places[1:]:
        gap = lowered[members[-1].stop : place.start]
        if _joined(gap, members[-1], place, joiners, between) or (
            _around_aside(gap, members[-1], place, joiners, between)
            and (place.stop == len(lowered) or lowered[place.stop] in ".,;:!?)")
        ):
            members.append(place)
            continue
        yield Group(tuple(members))
        members = [place]
    yield Group(tuple(members))


def _around_aside(
    gap: str, one: Place, other: Place, joiners: frozenset[str], between: tuple[frozenset[str], ...]
) -> bool:
    """Whether only a remark between commas parts two members of an enumeration."""
    found = _ASIDE.match(gap)
    if found is None or one.part_of or one.inside or other.part_of or other.inside:
        return False
    if (one.kind in _DESCRIBING) != (other.kind in _DESCRIBING):
        return False
    words = [*tokens(found["before"]), *tokens(found["after"])]
    return any(word in joiners for word in words) and only(f"{found['before']} {found['after']}", *between)


def _joined(
    gap: str, one: Place, other: Place, joiners: frozenset[str], between: tuple[frozenset[str], ...]
) -> bool:
    if len(gap) > _GAP_REACH or "\n" in gap:
        return False
    if (one.part_of or one.inside) or (other.part_of or other.inside):
        return False
    if (one.kind in _DESCRIBING) != (other.kind in _DESCRIBING):
        return False
    if (";" in gap or "；" in gap) and (one.city is None) != (other.city is None):
        return False
    words = tokens(gap)
    if not words:
        # "日米", "中韩": written together, both are meant; parted by a blank they are an adjective and its city.
        return not gap
    return any(word in joiners for word in words) and only(gap, *between)
