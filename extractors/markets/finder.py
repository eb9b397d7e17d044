"""Which places of a text name a market: surfaces, overlaps, guards, and names of people and organisations around them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from config.market_schema import HostCity
from extractors.entities.boundaries import HAN, KATAKANA, WORD, script_of
from extractors.markets.guards import word_before
from extractors.markets.names import name_around
from extractors.markets.surfaces import (
    FOREIGN,
    FOREIGN_ADJECTIVE,
    ORGANISATION,
    PHRASE,
    VENUE,
    Found,
    LanguageMarkets,
    Scanned,
)
from extractors.records import Mention

_FOREIGN = (FOREIGN, FOREIGN_ADJECTIVE)
_NAMED = frozenset({"brand", "company", "agency", "organisation", "medium", "product"})
_HOUSES = frozenset({"brand", "company", "agency"})
_SPACED_CASE = frozenset({"de", "en", "fr", "es", "it", "pt", "nl", "und"})
_LOWER_ADJECTIVES = frozenset({"fr", "es", "it", "pt"})
_NO_NAMES = frozenset({"TV", "US", "USA", "UK", "EU", "VIP", "PR"})
_SENTENCE_START = re.compile(r"(?:^|[.!?:;…»“”\"\n(\[–—-])\s*[\"'“„«»‘(]*$")


@dataclass(frozen=True, slots=True)
class Place:
    """A market named at ``start:stop``. ``inside`` is set when it is part of the name of an organisation or Games."""

    start: int
    stop: int
    iso: str
    kind: str
    city: HostCity | None
    inside: Mention | None = None
    """The mention that covers it: an organisation's name, or Games."""
    part_of: str | None = None
    """The name or word that makes it part of an organisation's (or venue's) name, when a pattern tells."""
    is_venue: bool = False


def find_places(scanned: Scanned, mentions: Sequence[Mention], markets: LanguageMarkets) -> list[Place]:
    """All places of the text in order; ``mentions`` are those of the same text."""
    text = scanned.text
    covers = _Covers(mentions)
    places: list[Place] = []
    surnames: set[str] = set()
    kept, organisations = _leftmost_longest(markets.find(scanned))
    for found in kept:
        host = next(
            (one for one in organisations if one.start <= found.start and found.stop <= one.stop), None
        )
        if host is not None:
            surface = found.surface
            name = text[host.start : host.stop]
            is_venue = host.surface.kind == VENUE
            places.append(
                Place(found.start, found.stop, surface.iso, surface.kind, surface.city, None, name, is_venue)
            )
            continue
        place = _judge(found, text, covers, markets, surnames, places[-1].stop if places else -1)
        if place is not None:
            places.append(place)
    if not surnames:
        return places
    return [
        place
        for place in places
        if text[place.start : place.stop] not in surnames or _placed(place, text, markets)
    ]


def _leftmost_longest(hits: Iterable[Found]) -> tuple[list[Found], list[Found]]:
    """Surfaces that do not overlap, and the names of organisations that hold some of them."""
    kept: list[Found] = []
    organisations: list[Found] = []
    end = 0
    for found in sorted(hits, key=lambda one: (one.start, -one.stop, one.surface.kind in _FOREIGN)):
        if found.surface.kind in (ORGANISATION, VENUE):
            organisations.append(found)
        elif found.start >= end:
            if found.surface.kind != PHRASE:
                kept.append(found)
            end = found.stop
    return kept, organisations


def _judge(
    found: Found, text: str, covers: _Covers, markets: LanguageMarkets, surnames: set[str], last: int
) -> Place | None:
    surface = found.surface
    start, stop = found.start, found.stop
    if surface.kind == "prefix" and not _before_foreign_name(text, start, stop):
        return None
    if markets.guards.rules and markets.guards.rejects(text, start, stop, surface.base, surface.kind):
        if word_before(text, start) in markets.guards.first_names:
            surnames.add(text[start:stop])
        return None
    mention = covers.over(start, stop)
    if (
        mention is not None
        and mention.type == "person"
        and _means_country(mention, text, start, stop, markets)
    ):
        mention = None
    if mention is not None and mention.type == "person" and surface.kind != "code":
        # The finder of people carries surnames through the article itself.
        return None
    inside = mention if mention is not None and (mention.type == "event" or mention.type in _NAMED) else None
    if (
        inside is not None
        and text[inside.span.start : start].strip().lower() in markets.cues.grammar["common"]
    ):
        # No name begins with nothing but a preposition or article.
        inside = None if inside.span.stop == stop else inside
    part_of = None
    if inside is None:
        if mention is not None and mention.type == "claim":
            return None
        if last < start - 1 and surface.kind != FOREIGN_ADJECTIVE:
            part_of = _part_of_name(found, text, covers, markets)
        if part_of == "":
            surnames.add(text[start:stop])
            return None
        if part_of is None and surface.kind not in ("city", "prefix"):
            grammar = markets.cues.grammar
            part_of = name_around(text, start, stop, surface.kind, grammar, markets.language == "de")
    if surface.kind == FOREIGN and part_of is None and (inside is None or inside.type == "event"):
        return None
    if (
        surface.kind == FOREIGN_ADJECTIVE
        and part_of is None
        and (inside is None or inside.type != "organisation")
    ):
        return None
    kind = {FOREIGN: "name", FOREIGN_ADJECTIVE: "adjective", "prefix": "code"}.get(surface.kind, surface.kind)
    return Place(start, stop, surface.iso, kind, surface.city, inside, part_of)


def _means_country(mention: Mention, text: str, start: int, stop: int, markets: LanguageMarkets) -> bool:
    """Whether a supposed person is a country after all: a bare surname behind "in", or its inhabitants (日本人)."""
    grammar = markets.cues.grammar
    if mention.span.start < start:
        return False
    if mention.span.stop == stop:
        return word_before(text, start).lower() in grammar["place_before"]
    return text[stop : mention.span.stop] in grammar["people"]


def _part_of_name(found: Found, text: str, covers: _Covers, markets: LanguageMarkets) -> str | None:
    """The word that makes the form part of an organisation's name, "" when it is a surname, None when neither."""
    start = found.start
    touching = covers.ending_at(start)
    if touching is None and script_of(text[start]) != WORD:
        # "普利司通中国", "비자코리아": the branch of a house is written onto its name.
        touching = covers.ending_at(start + 1)
        if touching is not None and touching.type in _HOUSES:
            return touching.span.quote
        touching = None
    if touching is not None and touching.type in _HOUSES and text[start - 1] in "\\(（":
        return touching.span.quote
    if touching is not None and text[start - 1].isspace():
        if touching.type in _NAMED:
            return touching.span.quote
        if touching.type == "person":
            return ""
    if not text[start].isupper():
        return None
    before = word_before(text, start)
    if not before or not before[0].isalpha():
        return None
    capitals = before.isupper() and len(before) > 1 and not before.endswith(".")
    if markets.language == "de" or script_of(text[start]) == HAN:
        # Every German noun is written with a capital: only capitals throughout tell a name.
        if (
            (capitals and before not in _NO_NAMES)
            or found.surface.kind == FOREIGN
            or _in_quoted_name(text, start)
        ):
            return before
        return None
    if markets.language not in _SPACED_CASE:
        return before if found.surface.kind == FOREIGN and (capitals or before[0].isupper()) else None
    if not before[0].isupper() or before.lower() in markets.cues.grammar["common"]:
        return None
    describing = found.surface.kind in ("adjective", "inhabitant")
    if describing and markets.language not in _LOWER_ADJECTIVES:
        return None
    if capitals or "&" in before or found.surface.kind == FOREIGN:
        return before
    at_start = _SENTENCE_START.search(text, max(0, start - 60), start - 1 - len(before)) is not None
    if at_start or _title_case(text, start):
        return None
    return "" if describing else before


def _in_quoted_name(text: str, start: int) -> bool:
    """Whether nothing but capitalised words stands between an opening quote mark and the place."""
    opening = text.rfind("„", max(0, start - 40), start)
    words = text[opening + 1 : start].split() if opening >= 0 else []
    return len(words) > 1 and all(word[0].isupper() for word in words)


def _before_foreign_name(text: str, start: int, stop: int) -> bool:
    """Whether a one-letter country stands alone before a name in katakana or Latin letters: "米コカ・コーラ"."""
    if stop >= len(text) or not (
        script_of(text[stop]) == KATAKANA or (text[stop].isascii() and text[stop].isupper())
    ):
        return False
    return start == 0 or script_of(text[start - 1]) not in (HAN, KATAKANA) or "ぁ" <= text[start - 1] <= "ゖ"


def _title_case(text: str, position: int) -> bool:
    """Whether the line around is a headline that capitalises its words, so that capitals tell nothing."""
    begin = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    line = text[begin : end if end >= 0 else len(text)]
    if len(line) > 160:
        return False
    words = [word for word in re.findall(r"[^\W\d_]+", line) if len(word) > 3]
    return len(words) > 3 and sum(word[0].isupper() for word in words) > 0.7 * len(words)


def _placed(place: Place, text: str, markets: LanguageMarkets) -> bool:
    """Whether a form that is also a surname in this article stands after a preposition of place."""
    before = word_before(text, place.start).lower()
    return before in markets.cues.grammar["prepositions"] or place.kind in ("adjective", "code", "city")


class _Covers:
    """Looks up which mention covers a place or ends right before it."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        named = [mention for mention in mentions if mention.kind != "descriptor"]
        self._mentions = sorted(named, key=lambda mention: (mention.span.start, -mention.span.stop))
        self._starts = [mention.span.start for mention in self._mentions]
        self._ends = {mention.span.stop: mention for mention in named}
        self._longest = max((m.span.stop - m.span.start for m in named), default=0)

    def over(self, start: int, stop: int) -> Mention | None:
        """Outermost mention that holds ``start:stop`` and is longer; a person's also when it only equals it."""
        index = bisect_right(self._starts, start)
        found = None
        while index > 0:
            index -= 1
            mention = self._mentions[index]
            if mention.span.start < start - self._longest:
                break
            span = mention.span
            longer = (span.stop - span.start) > (stop - start)
            if span.start <= start and span.stop >= stop and (longer or mention.type == "person"):
                found = mention
        return found

    def ending_at(self, start: int) -> Mention | None:
        """Mention that ends one blank before ``start``."""
        return self._ends.get(start - 1)
