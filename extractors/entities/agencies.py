"""Agencies: known networks with a place behind their name, and unknown ones that a cue announces."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from extractors.entities.boundaries import HAN, HANGUL, KATAKANA, WORD, script_of, slug
from extractors.entities.known import Named
from extractors.entities.lexicon import Hit
from extractors.entities.people import Taken


@dataclass(frozen=True, slots=True)
class FoundAgency:
    """An agency named at ``start:stop``; ``parent_id`` is the network of an office."""

    start: int
    stop: int
    name: str
    parent_id: str | None
    why: str

    @property
    def entity_id(self) -> str:
        return f"agency:{slug(self.name)}"


@dataclass(frozen=True, slots=True)
class AgencyWords:
    """Cue words of one language: places networks append, marks inside names, words that are no name."""

    place: re.Pattern[str]
    marks: frozenset[str]
    stops: frozenset[str]
    not_after: frozenset[str]
    given: frozenset[str]
    joined: bool
    """Whether the language writes without blanks (Japanese, Chinese)."""


def agency_words(
    places: Collection[str],
    marks: Collection[str],
    stops: Collection[str],
    not_after: Collection[str],
    given: Collection[str],
    *,
    joined: bool,
) -> AgencyWords:
    """Compile the word lists of one language."""
    alternatives = "|".join(re.escape(place) for place in sorted(places, key=len, reverse=True)) or r"\0"
    return AgencyWords(
        place=re.compile(rf"[ /]({alternatives})(?!\w)(?![ ]\d)"),
        marks=frozenset(marks),
        stops=frozenset(stops),
        not_after=frozenset(word.casefold() for word in not_after),
        given=frozenset(given),
        joined=joined,
    )


def find_offices(text: str, known: Sequence[Named], words: AgencyWords) -> list[FoundAgency]:
    """Known agencies with a country or city written behind their name: "<network> <place>"."""
    offices = []
    for named in known:
        if named.entity.type == "agency" and named.kind == "name":
            found = words.place.match(text, named.stop)
            if found is not None:
                name = f"{named.entity.name} {found.group(1)}"
                why = f'{named.why}, with the place "{found.group(1)}" behind it'
                offices.append(FoundAgency(named.start, found.end(1), name, named.entity.id, why))
    return offices


_UPPER = "".join(chr(code) for code in range(0x41, 0x250) if chr(code).isupper())
_WORD = rf"(?:[{_UPPER}\d][\w'’.+&/\\-]*[\w+]|[{_UPPER}]|[a-z]+[{_UPPER}]\w+)"
_JOIN = r"(?:&|\+|und|and|von|of|the|de|et|y|e|en)"
_NAME = re.compile(rf"{_WORD}(?:[ ](?:{_JOIN}[ ]){{0,2}}{_WORD}){{0,3}}!?")
_QUOTED = re.compile(r"[\"„“«‚'「『](?P<name>[^\"“”„«»‚'「」『』\n]{2,30})[\"“”»'」』]")
_CREDIT = re.compile(
    r"[ ]?[:：][ ]?(?P<name>[^\s,;:()\n][^,;:()\n、。，]{0,40}?)(?=[ ]?[,;)\n、。，]|\.(?:\s|$)|$)"
)
_JOINED_NAME = re.compile(
    r"[「『]?(?P<name>[A-Za-z][\w&+.'!-]*(?:[ ][A-Z&+][\w&+.'!-]*){0,3}|[ァ-ヺー・]{3,20}|[가-힣A-Za-z]{2,12})[」』]?"
)
_ARTICLE = re.compile(r"[ ](?:[\"„“«'(]?)")


def find_unknown_agencies(
    text: str, hits: Sequence[Hit], words: AgencyWords, taken: Taken
) -> list[FoundAgency]:
    """Agencies that no knowledge file names, announced by a cue, with every further place of their name."""
    found: list[FoundAgency] = []
    for hit in hits:
        for subject, kind in hit.surface.cues:
            if subject != "agencies" or kind not in ("before", "by", "colon"):
                continue
            agency = _announced(text, hit, kind, words, taken)
            if agency is not None and all(
                agency.stop <= other.start or other.stop <= agency.start for other in found
            ):
                found.append(agency)
    return _again(text, found, taken)


def _announced(text: str, hit: Hit, kind: str, words: AgencyWords, taken: Taken) -> FoundAgency | None:
    cue = hit.surface.text
    if kind == "before" and _is_other_kind(text, hit.start, words):
        return None
    if kind == "colon":
        credit = _CREDIT.match(text, hit.stop)
        if credit is None:
            return None
        return _judge(text, *credit.span("name"), f'credit "{cue}:"', words, taken, credited=True)
    why = f'cue "{cue}" before the name'
    if words.joined or script_of(cue[-1]) in (HAN, KATAKANA, HANGUL):
        place = hit.stop + (text[hit.stop : hit.stop + 1] in (" ", "の", "・", "、", "：", ":"))
        match = _JOINED_NAME.match(text, place)
        return _judge(text, *match.span("name"), why, words, taken, credited=False) if match else None
    gap = re.compile(r"[ ,]{0,2}").match(text, hit.stop)
    place = gap.end() if gap is not None else hit.stop
    if place == hit.stop:
        return None
    quoted = _QUOTED.match(text, place)
    if quoted is not None and kind == "before":
        return _judge(text, *quoted.span("name"), why, words, taken, credited=True)
    match = _NAME.match(text, place)
    if match is None or text[hit.stop] == ",":
        return None
    span = _trim(text, *match.span(), words)
    if span is None or (kind == "by" and not _looks_like_agency(text[span[0] : span[1]], words)):
        return None
    return _judge(text, *span, why, words, taken, credited=False)


def _is_other_kind(text: str, start: int, words: AgencyWords) -> bool:
    if text[start - 1 : start] == "-":
        return True
    before = re.search(r"([\w-]+) $", text[max(0, start - 30) : start])
    return before is not None and before.group(1).casefold() in words.not_after


def _trim(text: str, start: int, stop: int, words: AgencyWords) -> tuple[int, int] | None:
    """Cut the name before the first word that is no part of a name."""
    end = start
    for found in re.finditer(r"\S+", text[start:stop]):
        word = found.group()
        if word in words.stops:
            break
        if word[:1].isupper() or word[:1].isdigit() or any(char.isupper() for char in word):
            end = start + found.end()
    return (start, end) if end > start else None


def _looks_like_agency(name: str, words: AgencyWords) -> bool:
    parts = name.split()
    if any(part in words.marks for part in parts) or any(char in name for char in "&+/"):
        return True
    if parts[0] in words.given:
        return False
    return len(parts) == 1 and (name.isupper() or any(char.isdigit() for char in name)) and len(name) > 2


def _judge(
    text: str, start: int, stop: int, why: str, words: AgencyWords, taken: Taken, *, credited: bool
) -> FoundAgency | None:
    name = text[start:stop].rstrip(".,")
    stop = start + len(name)
    parts = name.split()
    if len(name) < 2 or len(parts) > 5 or taken.clash(start, stop) is not None:
        return None
    if parts[0] in words.given and not any(part in words.marks for part in parts):
        return None
    if parts[0] in words.stops or name.isdigit() or (not credited and name.islower()):
        return None
    return FoundAgency(start, stop, name, None, why)


def _again(text: str, found: list[FoundAgency], taken: Taken) -> list[FoundAgency]:
    every = list(found)
    for agency in {agency.name: agency for agency in reversed(found)}.values():
        at = text.find(agency.name)
        while at >= 0:
            stop = at + len(agency.name)
            clean = (at == 0 or script_of(text[at - 1]) != WORD) and (
                stop == len(text) or script_of(text[stop]) != WORD
            )
            free = all(stop <= other.start or other.stop <= at for other in every)
            if clean and free and taken.clash(at, stop) is None:
                every.append(replace(agency, start=at, stop=stop, why=f'"{agency.name}" again'))
            at = text.find(agency.name, stop)
    return sorted(every, key=lambda item: item.start)
