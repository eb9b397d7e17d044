"""Offices of known networks: an agency's name with a country or city written behind it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from extractors.entities.boundaries import WORD, script_of
from extractors.entities.houses import FoundHouse
from extractors.entities.known import NAME, Named


def place_pattern(places: Collection[str]) -> re.Pattern[str]:
    """Pattern for a place behind a name; a year behind the place makes it an event's place."""
    ordered = sorted(places, key=len, reverse=True)
    spaced = "|".join(re.escape(place) for place in ordered) or r"\0"
    # Chinese, Japanese and Korean write the place directly behind the name.
    joined = "|".join(re.escape(place) for place in ordered if script_of(place[0]) != WORD) or r"\0"
    return re.compile(rf"(?:[ /](?:{spaced})|(?:{joined}))(?![0-9A-Za-zÀ-ɏ])(?![ ]\d)")


def find_offices(text: str, known: Sequence[Named], place: re.Pattern[str]) -> list[FoundHouse]:
    """Known agencies with a place behind their name: "<network> <place>", child of the network."""
    offices = []
    for named in known:
        if named.entity.type == "agency" and named.kind == NAME:
            found = place.match(text, named.stop)
            if found is not None:
                behind = found.group().strip(" /")
                # In scripts without blanks the office is called as it is written.
                joined = not found.group().startswith((" ", "/"))
                name = text[named.start : found.end()] if joined else f"{named.entity.name} {behind}"
                why = f'{named.why}, with the place "{behind}" behind it'
                offices.append(FoundHouse(named.start, found.end(), "agency", name, named.entity.id, why))
    return offices
