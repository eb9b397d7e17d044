"""Direct speech without a verb of speech: a person stands beside words that speak in a voice of their own."""

from __future__ import annotations

import re

from extractors.material import NO_BLANKS, Material
from extractors.quotemarks import Quoted
from extractors.records import Mention
from extractors.sentences import Sentence
from extractors.speakers import Speaker, as_speaker, has_pronoun, last_voice

_REACH = 48
"""Code points between the closing mark and the person who spoke."""
_LONG = 8
"""Words of a quotation that need no "we" to be taken for a sentence."""
_ADVERT = 45
"""Code points before the mark in which a word of advertising makes the quotation a title or a claim."""
_VERB_FIRST = re.compile(r"^[,.!?…]?\s+(?:[^\W\d_A-ZÀ-ÖØ-Þ][\w'’-]*,?\s+(?:[\w'’-]+,?\s+){0,4})?$")


def find_unannounced(
    material: Material, quoted: Quoted, sentence: Sentence, last: Sentence
) -> tuple[Speaker | None, str] | None:
    """Who speaks a quotation that begins in ``sentence`` and ends in ``last``; None where it may be a title."""
    if not _has_a_voice(material, quoted) or _advertises(material, quoted, sentence, last):
        return None
    opening, closing = quoted.outer
    behind = _people(material, closing, min(last.stop, closing + _REACH))
    if (
        behind
        and _VERB_FIRST.match(material.text[closing : behind[0].span.start])
        and not material.before(behind[0].span.start, "links", "oblique_before")
    ):
        return as_speaker(behind[0], material), "a person right behind the quotation"
    before = material.text[sentence.start : opening].strip()
    if before.endswith((":", "：")):
        people = _people(material, sentence.start, opening)
        if people:
            return as_speaker(people[-1], material), "a person before the colon"
        if has_pronoun(material, sentence.start, opening):
            return last_voice(material, sentence.start), "a pronoun before the colon"
        return None
    if before or material.text[closing : last.stop].strip(" \n.…"):
        return None
    previous = material.sentences[sentence.index - 1] if sentence.index else None
    if previous is None or previous.paragraph != sentence.paragraph:
        return None
    people = _people(material, previous.start, previous.stop)
    return (as_speaker(people[0], material), "the sentence before names a person") if people else None


def _people(material: Material, start: int, stop: int) -> list[Mention]:
    return [m for m in material.mentions_in(start, stop, ("person",)) if m.kind != "nested"]


def _has_a_voice(material: Material, quoted: Quoted) -> bool:
    piece = material.lowered[quoted.start : quoted.stop]
    if any(pattern.search(piece) for pattern in material.tools.patterns("speech", "own_voice_patterns")):
        return material.language in NO_BLANKS or len(piece.split()) >= 4
    return material.language not in NO_BLANKS and len(piece.split()) >= _LONG


def _advertises(material: Material, quoted: Quoted, sentence: Sentence, last: Sentence) -> bool:
    opening, closing = quoted.outer
    low, high = max(sentence.start, opening - _ADVERT), min(last.stop, closing + _ADVERT // 2)
    return bool(
        material.cues_in(low, opening, "campaign", ("noun",))
        or material.cues_in(low, opening, "claim")
        or material.cues_in(closing, high, "claim", ("named",))
    )
