"""Pieces of a sentence that may be reported speech: what stands ahead of, around and behind a word of speech."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.cues import Cue
from extractors.material import Material
from extractors.reports import COMMA, Report, bare_stop, clause, outside, report
from extractors.sentences import Sentence
from extractors.speakers import Speaker, find_speaker, has_pronoun, last_voice, named_again
from extractors.speech_rules import Speech

KINDS = (
    "say",
    "expects",
    "say_that",
    "impersonal",
    "so_before",
    "according_before",
    "according_after",
    "source_before",
    "source_after",
    "call",
)
_BEHIND = frozenset({"say", "expects", "say_that", "impersonal", "call"})
_MOST = 3
"""Words of speech of a sentence that are tried."""
_GAP = 90
_NAME = 64


def words_of_speech(material: Material, sentence: Sentence, speeches: Sequence[Speech]) -> list[Cue]:
    """The first words of speech of a sentence that the outlet says itself; one a place, the longest."""
    found: list[Cue] = []
    for cue in material.cues_in(sentence.start, sentence.stop, "speech", KINDS):
        if not outside(cue, speeches):
            continue
        if found and cue.start < found[-1].stop:
            if cue.stop - cue.start > found[-1].stop - found[-1].start:
                found[-1] = cue
            continue
        found.append(cue)
    return found[:_MOST] if len(found) <= _MOST else [*found[: _MOST - 1], found[-1]]


def pieces_of(material: Material, sentence: Sentence, cue: Cue) -> Iterator[Report]:
    """Every piece a word of speech may belong to, with the voice that stands outside it."""
    low, high = clause(material, sentence, cue.start)
    high = min(high, bare_stop(material, sentence))
    for form, start, stop in _spans(material, cue, low, high):
        voice = _voice(material, sentence, cue, start, stop)
        piece = report(material, start, stop, voice, cue.why, sentence)
        if piece is not None:
            yield replace(piece, way=form)


def _spans(material: Material, cue: Cue, low: int, high: int) -> Iterator[tuple[str, int, int]]:
    """(form, start, stop) of what stands ahead of, around and behind a word of speech, within its clause."""
    text = material.text
    until = min(high, cue.stop + _GAP)
    ahead = [m.start() for m in COMMA.finditer(text, low, cue.start)]
    behind = [m.start() for m in COMMA.finditer(text, cue.stop, until)]
    if cue.kind in _BEHIND:
        that = next(
            (
                m.end()
                for p in material.tools.patterns("speech", "that_patterns")
                if (m := p.search(material.lowered, cue.stop, until))
            ),
            None,
        )
        if that is not None:
            yield "that", that, high
            joint = _second_that(material, that, high)
            if joint is not None:
                yield "first_that", that, joint[0]
                yield "second_that", joint[1], high
        else:
            yield "bare", cue.stop, high
        colon = text.find(": ", cue.stop, until)
        if colon > 0:
            yield "colon", colon + 1, high
    if behind:
        yield "comma", behind[0] + 1, high
        if len(behind) > 1:
            yield "second_comma", behind[1] + 1, high
    if ahead:
        yield "ahead", low, ahead[-1]
        if behind or cue.kind not in _BEHIND:
            yield "around", low, high
    elif cue.kind not in _BEHIND:
        yield "around", low, high


def _second_that(material: Material, start: int, stop: int) -> tuple[int, int] | None:
    """``that ... and that ...``: where the first clause ends and the second begins."""
    for pattern in material.tools.patterns("speech", "joint_patterns"):
        for joint in pattern.finditer(material.lowered, start + 12, stop):
            for that in material.tools.patterns("speech", "that_patterns"):
                if (match := that.match(material.lowered, joint.end())) is not None:
                    return joint.start(), match.end()
    return None


def _voice(material: Material, sentence: Sentence, cue: Cue, start: int, stop: int) -> Speaker | None:
    """Who stands beside the word of speech outside the piece, or whom a pronoun there leads back to."""
    low = (
        sentence.start if start > cue.start else stop if stop <= cue.start else max(start, cue.start - _NAME)
    )
    high = start if start >= cue.stop else min(sentence.stop, cue.stop + _NAME)
    if stop <= cue.start and start > sentence.start + 2:
        ahead = find_speaker(material, sentence.start, start, start)
        if ahead is not None:
            return ahead
    again = named_again(material, low, cue.start) or named_again(material, cue.stop, high, behind=True)
    if again is not None:
        return again
    found = find_speaker(material, low, high, cue.start)
    if found is not None and found.is_person:
        return found
    if has_pronoun(material, max(low, cue.start - 12), min(high, cue.stop + 10)):
        return last_voice(material, sentence.start) or found
    return found
