"""Reported speech with a source: according to X, in X's view, by her account."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.material import Material
from extractors.reports import (
    COMMA,
    Report,
    bare_stop,
    clause,
    goes_on,
    is_oblique,
    is_relative,
    outside,
    report,
)
from extractors.sentences import Sentence
from extractors.speakers import AGAIN, Speaker, find_speaker, last_voice, named_again
from extractors.speech_rules import Speech

SOURCES = frozenset({"according_before", "source_before", "weak_before", "according_after", "source_after"})
"""Kinds of cue words that name a source."""
_BEHIND = 64
"""Code points an apposition may take behind a name at the end."""


def by_source(material: Material, sentence: Sentence, speeches: Sequence[Speech]) -> Iterator[Report]:
    """According to X, laut X, selon X, X zufolge."""
    cues = material.cues_in(
        sentence.start, sentence.stop, "speech", ("according_before", "source_before", "weak_before")
    )
    for cue in cues:
        own = material.tools.patterns("speech", "own_account_patterns")
        if not outside(cue, speeches) or any(p.match(material.lowered, cue.start) for p in own):
            continue
        weak = cue.kind == "weak_before"
        speaker = find_speaker(material, cue.stop, min(sentence.stop, cue.stop + 60), cue.stop)
        if speaker is None or (speaker.id is None and not speaker.is_person):
            until = min(sentence.stop, cue.stop + 60)
            speaker = named_again(material, cue.stop, until, behind=True) or speaker
        if speaker is None or (speaker.id is None and weak):
            continue
        near = 0 <= speaker.start - cue.stop <= (45 if speaker.is_person else 26)
        if not near or (weak and not (cue.start - sentence.start <= 1 and speaker.is_person)):
            continue
        ahead = material.text[sentence.start : cue.start]
        comma = ahead.rstrip().rfind(",")
        if comma >= 0 and is_relative(material, ahead[comma + 1 :]):
            continue
        begin, end = clause(material, sentence, cue.start)
        if speaker.is_person and cue.start - sentence.start <= 1:
            end = sentence.stop
        if speaker.is_person and cue.start - begin <= 1:
            begin = _after_attribution(material, speaker, begin, end)
        elif cue.start - begin > 20 and _closes(material, speaker, end):
            end = begin + len(material.text[begin : cue.start].rstrip(" ,"))
        piece = report(material, begin, end, speaker, cue.why, sentence)
        if piece is not None:
            yield piece
            return
    for cue in material.cues_in(sentence.start, sentence.stop, "speech", ("according_after", "source_after")):
        names = material.mentions_in(max(sentence.start, cue.start - 40), cue.start + 1)
        if not outside(cue, speeches) or not names or cue.start - names[-1].span.stop > 6:
            continue
        speaker = find_speaker(material, max(sentence.start, cue.start - 40), cue.start + 1, cue.start)
        if speaker is None:
            continue
        begin, end = clause(material, sentence, cue.start)
        if speaker.is_person and cue.start - begin <= 40 and end - cue.stop >= 12:
            begin = cue.stop
        piece = report(material, begin, end, speaker, cue.why, sentence)
        if piece is not None:
            yield piece
            return


def by_own_account(
    material: Material, sentence: Sentence, patterns: Sequence[re.Pattern[str]]
) -> Iterator[Report]:
    """``Selon lui, ...``, ``a suo giudizio``, ``volgens haar``: a phrase that leads back to the last voice.

    ``patterns`` are those of the language that occur in the article at all.
    """
    for pattern in patterns:
        for match in pattern.finditer(material.lowered, sentence.start, sentence.stop):
            begin, end = clause(material, sentence, match.start())
            if match.start() - begin <= 2:
                begin = match.end()
            elif (colon := material.text.rfind(":", begin, match.start())) > 0:
                begin = match.end() if match.start() - colon <= 3 else colon + 1
            speaker = last_voice(material, match.start())
            piece = report(
                material, begin, min(end, bare_stop(material, sentence)), speaker, "own account", sentence
            )
            if piece is not None and speaker is not None:
                yield piece
                return


def _closes(material: Material, speaker: Speaker, end: int) -> bool:
    """The speaker's name and role are the last words of the clause."""
    rest = material.text[_name_end(material, speaker) : end]
    if len(rest) <= 3:
        return True
    comma = end - len(rest)
    if rest[:1] == "," and (goes_on(material, comma, end) or is_oblique(material, comma, end)):
        return False
    apposition = speaker.is_person or any(
        p.match(rest.lower(), 2) for p in material.tools.patterns("speech", "relative_patterns")
    )
    return rest[:1] == "," and len(rest) <= _BEHIND and apposition


def _name_end(material: Material, speaker: Speaker) -> int:
    named = (m.span.stop for m in material.mentions if m.span.start == speaker.start)
    nouns = (c.stop for c in material.cues_in(speaker.start, speaker.start + 30, "spokespeople"))
    again = (c.stop for c in material.cues_in(speaker.start, speaker.start + 30, "speech", AGAIN))
    return next(named, next(nouns, next(again, speaker.start)))


def _after_attribution(material: Material, speaker: Speaker, begin: int, end: int) -> int:
    """Where the speech starts behind ``according to X, her role,``."""
    name_end = _name_end(material, speaker)
    commas = [m.start() for m in COMMA.finditer(material.text, name_end, min(end, name_end + 90))]
    position = name_end
    named = any(m.span.start == speaker.start for m in material.mentions)
    if commas and not named:
        position = commas[0] + 1
    elif commas and commas[0] - name_end <= 2:
        # An apposition ends at the second comma.
        position = (commas[1] if len(commas) > 1 else commas[0]) + 1
    elif (
        commas
        and commas[0] - name_end < 50
        and material.before(
            name_end + 1 + len(material.text[name_end + 1 : commas[0]].split(" ")[0]),
            "links",
            "oblique_before",
        )
    ):
        # "of the house" between the name and the comma.
        position = commas[0] + 1
    return position if end - position >= 12 else begin
