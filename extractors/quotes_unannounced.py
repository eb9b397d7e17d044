"""Direct speech without a verb of speech: a person stands beside words that speak in a voice of their own."""

from __future__ import annotations

import re

from extractors.material import Material
from extractors.quotemarks import Quoted
from extractors.records import Mention
from extractors.sentences import Sentence
from extractors.speakers import Speaker, as_speaker, has_pronoun, last_voice
from extractors.writing import CJK, NO_BLANKS

_REACH = 48
"""Code points between the closing mark and the person who spoke."""
_AHEAD = 64
"""Code points into the next sentence in which the person who spoke is named."""
_LONG = 8
"""Words of a quotation that need no "we" to be taken for a sentence."""
_ADVERT = 45
"""Code points before the mark in which a word of advertising makes the quotation a title or a claim."""
_VERB_FIRST = re.compile(r"^[,.!?…]?\s+(?:[^\W\d_A-ZÀ-ÖØ-Þ][\w'’-]*,?\s+(?:[\w'’-]+,?\s+){0,4})?$")


def find_unannounced(
    material: Material, quoted: Quoted, sentence: Sentence, last: Sentence
) -> tuple[Speaker | None, str] | None:
    """Who speaks a quotation that begins in ``sentence`` and ends in ``last``; None where it may be a title."""
    if advertises(material, quoted, sentence, last):
        return None
    opening, closing = quoted.outer
    behind = _people(material, closing, min(last.stop, closing + _REACH))
    comma = material.text[closing : closing + 2].strip()[:1] == ","
    voice = has_a_voice(material, quoted)
    if not voice and not (comma and _is_spoken(material, quoted)):
        return _next_sentence(material, quoted, sentence, last) or _after_one_person(
            material, quoted, sentence, last
        )
    if (
        behind
        and _VERB_FIRST.match(material.text[closing : behind[0].span.start])
        and not material.before(behind[0].span.start, "links", "oblique_before")
    ):
        return as_speaker(behind[0], material), "a person right behind the quotation"
    if not voice:
        return None
    before = material.text[sentence.start : opening].strip()
    if before or material.text[closing : last.stop].strip(" \n.…"):
        return None
    behind_it = _next_sentence(material, quoted, sentence, last)
    if behind_it is not None:
        return behind_it
    previous = material.sentences[sentence.index - 1] if sentence.index else None
    if previous is None or previous.paragraph != sentence.paragraph:
        return None
    people = _people(material, previous.start, previous.stop)
    if people:
        return as_speaker(people[0], material), "the sentence before names a person"
    if has_pronoun(material, previous.start, previous.start + 8):
        return last_voice(material, previous.start), "the sentence before goes on about a person"
    return None


def _next_sentence(
    material: Material, quoted: Quoted, sentence: Sentence, last: Sentence
) -> tuple[Speaker | None, str] | None:
    """A quotation alone, first of its paragraph or with a voice of its own, before a sentence about a person."""
    opening, closing = quoted.outer
    if material.text[sentence.start : opening].strip():
        return None
    rest = material.text[closing : last.stop].strip(" \n.…。")
    start, stop = (closing, last.stop) if rest else _following(material, last)
    if start == stop or (rest and material.text[quoted.stop - 1] not in ".!?…。！？"):
        return None
    first = material.sentences[sentence.index - 1].paragraph != sentence.paragraph if sentence.index else True
    if not first and not has_a_voice(material, quoted):
        return None
    people = _people(material, start, min(stop, start + _AHEAD))
    if not people:
        return None
    if material.language in CJK:
        tail = material.lowered[people[0].span.stop : min(stop, people[0].span.stop + 24)]
        subject = material.language == "zh" or any(
            p.match(tail) for p in material.tools.patterns("speech", "topic_patterns")
        )
        return (as_speaker(people[0], material), "the sentence behind names a person") if subject else None
    near = people[0].span.start - start <= _REACH
    if near and not material.before(people[0].span.start, "links", "oblique_before"):
        return as_speaker(people[0], material), "the sentence behind names a person"
    return None


def _after_one_person(
    material: Material, quoted: Quoted, sentence: Sentence, last: Sentence
) -> tuple[Speaker | None, str] | None:
    """``X was blunt. "Disappointed does not cover it."``: a whole sentence behind one about a single person."""
    opening, closing = quoted.outer
    alone = (
        not material.text[sentence.start : opening].strip() and not material.text[closing : last.stop].strip()
    )
    previous = material.sentences[sentence.index - 1] if sentence.index else None
    if (
        not alone
        or previous is None
        or previous.paragraph != sentence.paragraph
        or not _is_spoken(material, quoted)
        or material.text[quoted.stop - 1] not in ".!?…。！？"
        or material.cues_in(previous.start, previous.stop, "campaign", ("noun",))
        or material.cues_in(previous.start, previous.stop, "claim")
    ):
        return None
    people = {m.entity_id: m for m in _people(material, previous.start, previous.stop)}
    if len(people) != 1:
        return None
    return as_speaker(next(iter(people.values())), material), "the sentence before is about one person"


def _following(material: Material, last: Sentence) -> tuple[int, int]:
    """The next sentence of the paragraph, when there is one."""
    index = last.index + 1
    while index < len(material.sentences) and material.sentences[index].start < last.stop:
        index += 1
    if index >= len(material.sentences) or material.sentences[index].paragraph != last.paragraph:
        return last.stop, last.stop
    return material.sentences[index].start, material.sentences[index].stop


def _is_spoken(material: Material, quoted: Quoted) -> bool:
    """Long enough to be a sentence."""
    piece = material.text[quoted.start : quoted.stop]
    return len(piece) >= 8 if material.language in NO_BLANKS else len(piece.split()) >= 4


def _people(material: Material, start: int, stop: int) -> list[Mention]:
    return [m for m in material.mentions_in(start, stop, ("person",)) if m.kind != "nested"]


def has_own_voice(material: Material, quoted: Quoted) -> bool:
    """A word by which somebody speaks of themselves or to somebody stands in the quoted text."""
    piece = material.lowered[quoted.start : quoted.stop]
    return any(pattern.search(piece) for pattern in material.tools.patterns("speech", "own_voice_patterns"))


def has_a_voice(material: Material, quoted: Quoted) -> bool:
    piece = material.lowered[quoted.start : quoted.stop]
    if has_own_voice(material, quoted):
        return material.language in NO_BLANKS or len(piece.split()) >= 4
    return material.language not in NO_BLANKS and len(piece.split()) >= _LONG


def advertises(material: Material, quoted: Quoted, sentence: Sentence, last: Sentence) -> bool:
    opening, closing = quoted.outer
    low, high = max(sentence.start, opening - _ADVERT), min(last.stop, closing + _ADVERT // 2)
    return bool(
        material.cues_in(low, opening, "campaign", ("noun",))
        or material.cues_in(low, opening, "claim")
        or material.cues_in(closing, high, "claim", ("named",))
    )
