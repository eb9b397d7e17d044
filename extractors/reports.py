"""What a piece of reported speech is, and what all ways of finding it share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.cues import Cue
from extractors.material import Material
from extractors.sentences import Sentence
from extractors.speakers import Speaker
from extractors.speech_rules import Speech
from extractors.writing import CJK

MIN_CHARS = 12
INSET = 64
"""Code points an attribution between commas may take."""
COMMA = re.compile(r",(?=\s)")
"""A comma between words, none inside a number."""
_BREAK = re.compile(r"[;；]")
_STOPS = ".!?…。！？"


@dataclass(frozen=True, slots=True)
class Report:
    """``start:stop`` is what is reported, without the words that say who says it where they stand at an end."""

    start: int
    stop: int
    speaker: Speaker | None
    cue: str
    sentence: int
    way: str = "none"
    """How it was found: ``source``, ``inset``, ``verb`` ..., or the form of a mere candidate."""


def outside(cue: Cue, speeches: Sequence[Speech]) -> bool:
    """Whether a cue is a word of the outlet and not of somebody quoted."""
    return not any(s.quoted.start <= cue.start < s.quoted.stop for s in speeches)


def bare_stop(material: Material, sentence: Sentence) -> int:
    """The end of a sentence without its full stop."""
    stop = sentence.stop
    while stop > sentence.start and material.text[stop - 1] in _STOPS:
        stop -= 1
    return stop


def report(
    material: Material, start: int, stop: int, speaker: Speaker | None, cue: str, sentence: Sentence
) -> Report | None:
    """A Report over ``start:stop`` without blanks and commas at its ends; None when little is left."""
    while start < stop and (material.text[start].isspace() or material.text[start] in ",，、:："):
        start += 1
    while stop > start and (material.text[stop - 1].isspace() or material.text[stop - 1] in ",，、;；"):
        stop -= 1
    least = MIN_CHARS if material.text.isascii() or material.language not in CJK else 5
    return Report(start, stop, speaker, cue, sentence.index) if stop - start >= least else None


def clause(material: Material, sentence: Sentence, offset: int) -> tuple[int, int]:
    """The part of the sentence between semicolons around an offset."""
    begin, end = sentence.start, sentence.stop
    for mark in _BREAK.finditer(material.text, sentence.start, sentence.stop):
        if mark.end() <= offset:
            begin = mark.end()
        else:
            end = mark.start()
            break
    while begin < end and material.text[begin].isspace():
        begin += 1
    return begin, end


def is_relative(material: Material, piece: str) -> bool:
    """A clause that consists of a relative word only: ``, which according to X ...``."""
    piece = piece.lower().strip() + " "
    patterns = material.tools.patterns("speech", "relative_patterns")
    return any((match := p.match(piece)) is not None and match.end() == len(piece) for p in patterns)


def goes_on(material: Material, comma: int, end: int) -> bool:
    """What is said goes on behind the comma that closes an inserted attribution: ``, X says, because ...``."""
    if comma >= end:
        return False
    return any(
        p.match(material.lowered, comma + 2) for p in material.tools.patterns("speech", "continues_patterns")
    )


def is_oblique(material: Material, comma: int, end: int) -> bool:
    """A preposition stands right behind a comma."""
    first = material.lowered[comma + 1 : end].split(maxsplit=1)[:1]
    return bool(first) and first[0] in material.tools.words("links", "oblique_before")


def qualifies(material: Material, comma: int, end: int) -> bool:
    """What stands behind a comma tells more about the name before it: ``, of the house X``, ``, who ...``."""
    relative = material.tools.patterns("speech", "relative_patterns")
    return is_oblique(material, comma, end) or any(p.match(material.lowered, comma + 2) for p in relative)
