"""Federations, associations and authorities no file lists, by the word their names begin or end with."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractors.entities.boundaries import WORD, script_of
from extractors.entities.houses import FoundHouse
from extractors.entities.lexicon import Hit
from extractors.entities.taken import Taken

SUBJECT = "organisations"
_CAPITAL = r"[^\W\d_a-zß-öø-ÿ][\w'&.-]*"
_SMALL_LINKS = r"(?:de|du|des|del|della|dello|dei|degli|di|da|do|das|dos|la|les|el|los|las|l'|d'|of|for|and|the|für|der|voor|van|y|e|et|para|per|pour|en|in)(?:[ ]|(?<='))"
# "Real Federación de Luge", "Fédération de luge".
_TAIL = rf"(?:[ ](?:{_CAPITAL}|{{modifiers}})){{{{1,5}}}}(?:[ ](?:{_SMALL_LINKS}){{{{1,2}}}}(?:{_CAPITAL}|[\w-]{{{{3,}}}})(?:[ ](?:{_SMALL_LINKS}){{{{0,2}}}}{_CAPITAL}){{{{0,3}}}})?"
_LINKED_TAIL = rf"[ ](?:{_SMALL_LINKS}){{1,2}}{_CAPITAL}(?:[ ](?:{_SMALL_LINKS}){{0,2}}{_CAPITAL}){{0,4}}"
_BEFORE = re.compile(rf"(?:{_CAPITAL}[ ](?:(?:of|for|and|für|van|voor)[ ])?){{1,5}}$")
_BEHIND = re.compile(
    rf"[ ](?:of|for|voor|für|van)[ ](?:the[ ])?{_CAPITAL}(?:[ ](?:and[ ]|of[ ])?{_CAPITAL}){{0,3}}"
)
_NATION = re.compile(r"(?:^|[ ])(?P<nation>[^\W\d_a-z]\w+(?:sch|er|an|ish|se|ijk|aams)\w{0,3}[ ])$")
_CJK_REACH = 14


@dataclass(frozen=True, slots=True)
class BodyWords:
    """Words of one language; ``opens`` are what names begin with in scripts without blanks."""

    tail: re.Pattern[str] | None
    """What follows a head that opens the name."""
    opens: re.Pattern[str] | None
    stops: frozenset[str]
    not_after: frozenset[str]
    """Words that make the head behind them another thing: "Credit Union"."""


def body_words(cues: Mapping[str, tuple[str, ...]], stops: Sequence[str]) -> BodyWords:
    """Compile the cue words of one language."""
    modifiers = "|".join(map(re.escape, cues.get("modifiers", ()))) or r"\0"
    tail = _TAIL.format(modifiers=modifiers)
    opens = "|".join(map(re.escape, sorted(cues.get("opens", ()), key=len, reverse=True)))
    return BodyWords(
        tail=re.compile(rf"(?:{tail}|{_LINKED_TAIL})") if cues.get("first") else None,
        opens=re.compile(rf"(?:{opens})[\u4e00-\u9fffァ-ヺー・々가-힣A-Za-z]{{0,10}}$") if opens else None,
        stops=frozenset((*stops, *cues.get("stops", ()))),
        not_after=frozenset(cues.get("not_after", ())),
    )


def find_bodies(text: str, hits: Sequence[Hit], words: BodyWords, taken: Taken) -> list[FoundHouse]:
    """Bodies a head of the spelling-folded ``text`` names, in order, none across a name already ``taken``."""
    found: dict[int, FoundHouse] = {}
    for hit in hits:
        kinds = {kind for subject, kind in hit.surface.cues if subject == SUBJECT}
        if not kinds & {"head", "head_end"}:
            continue
        span = _span(text, hit, words, inside="head_end" in kinds)
        if span is None:
            continue
        start, stop = span
        if taken.clash(start, stop) is not None:
            continue
        earlier = found.get(start)
        if earlier is None or earlier.stop < stop:
            name = text[start:stop]
            found[start] = FoundHouse(
                start, stop, "organisation", name, None, f'body by its "{hit.surface.text}"'
            )
    kept: list[FoundHouse] = []
    for house in sorted(found.values(), key=lambda item: (item.start, -item.stop)):
        if not kept or house.start >= kept[-1].stop:
            kept.append(house)
    return kept


def _span(text: str, hit: Hit, words: BodyWords, *, inside: bool) -> tuple[int, int] | None:
    start, stop = hit.start, hit.stop
    if words.opens is not None:
        opened = words.opens.search(text, max(0, start - _CJK_REACH), start)
        return (opened.start(), stop) if opened is not None else None
    if words.tail is not None:
        behind = words.tail.match(text, stop)
        if behind is None:
            return None
        return start, _without_stops(text, stop, behind.end(), words)
    if inside:
        while start > 0 and (script_of(text[start - 1]) == WORD or text[start - 1] == "-"):
            start -= 1
        if start == hit.start or not text[start].isupper():
            return None
        # A compound alone is a common noun; the nation in front makes it a name.
        nation = _NATION.search(text, max(0, start - 30), start)
        return (nation.start("nation"), stop) if nation is not None else None
    before = _BEFORE.search(text, max(0, start - 70), start)
    behind = _BEHIND.match(text, stop)
    if hit.surface.text.endswith((" of", " for")):
        behind = re.compile(rf"[ ](?:the[ ])?{_CAPITAL}(?:[ ](?:and[ ]|of[ ])?{_CAPITAL}){{0,3}}").match(
            text, stop
        )
        if behind is None:
            return None
    if before is None and behind is None:
        return None
    if before is not None and before.group().split()[-1] in words.not_after:
        return None
    begin = before.start() if before is not None else start
    while begin < start and (first := text[begin:start].partition(" ")[0]) in words.stops:
        begin += len(first) + 1
    if begin == start and behind is None:
        return None
    return begin, behind.end() if behind is not None else stop


def _without_stops(text: str, place: int, stop: int, words: BodyWords) -> int:
    """End of the name before a word that is no part of one."""
    end = place
    for token in re.finditer(r"\S+", text[place:stop]):
        if token.group() in words.stops:
            break
        end = place + token.end()
    return end
