"""Quotes of an article: direct and reported speech with speaker and role, and quoted texts that are no speech."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from extractors.interview import Answer
from extractors.material import Material
from extractors.quotemarks import Quoted
from extractors.quotes_direct import find_direct
from extractors.quotes_reported import find_reported
from extractors.records import Quote
from extractors.reports import Report
from extractors.speech_rules import Speech


def _as_quote(material: Material, kind: str, start: int, stop: int, speech: Speech | Report) -> Quote:
    speaker = speech.speaker
    return Quote(
        span=material.span(start, stop),
        kind=kind,
        speaker=speaker.name if speaker else None,
        speaker_id=speaker.id if speaker else None,
        role=speaker.role if speaker else None,
        cue=speech.cue,
    )


def _without_comma(text: str, quoted: Quoted) -> int:
    """English puts the comma of the sentence inside the marks; it is not spoken."""
    return (
        quoted.stop - 1 if text[quoted.stop - 1] in ",，" and quoted.stop - quoted.start > 1 else quoted.stop
    )


def find_quotes(
    material: Material,
    claims: Collection[tuple[int, int]] = (),
    speeches: Sequence[Speech] | None = None,
    reports: Sequence[Report] | None = None,
    answers: Sequence[Answer] = (),
) -> tuple[Quote, ...]:
    """All quotes in order of their place; ``claims`` are the spans read as claims."""
    spoken = list(speeches) if speeches is not None else find_direct(material)
    spoken = [s for s in spoken if (s.quoted.start, s.quoted.stop) not in claims]
    quotes = [
        _as_quote(material, "direct", s.quoted.start, _without_comma(material.text, s.quoted), s)
        for s in spoken
    ]
    reported = reports if reports is not None else find_reported(material, spoken)
    quotes += [_as_quote(material, "reported", r.start, r.stop, r) for r in reported]
    quotes += [
        Quote(
            span=material.span(a.start, a.stop),
            kind="direct",
            speaker=a.speaker.name if a.speaker else None,
            speaker_id=a.speaker.id if a.speaker else None,
            role=a.speaker.role if a.speaker else None,
            cue="answer of an interview",
        )
        for a in answers
    ]
    said = {s.quoted for s in spoken}
    for quoted in material.quoted:
        if quoted in said or quoted.mark in "*_" or any(a.holds(quoted.start, quoted.stop) for a in answers):
            continue
        inside = any(s.quoted.start <= quoted.start and quoted.stop <= s.quoted.stop for s in spoken)
        if inside and not is_claim(quoted, claims):
            continue
        why = "claim" if is_claim(quoted, claims) else _why(material, quoted)
        quotes.append(Quote(material.span(quoted.start, quoted.stop), "not_speech", None, None, None, why))
    return tuple(sorted(quotes, key=lambda q: (q.span.start, -q.span.stop)))


def is_claim(quoted: Quoted, claims: Collection[tuple[int, int]]) -> bool:
    return any(quoted.start <= start and stop <= quoted.stop for start, stop in claims)


def _why(material: Material, quoted: Quoted) -> str:
    """What a quoted text is, when it is no speech."""
    named = [m for m in material.mentions if quoted.start <= m.span.start and m.span.stop <= quoted.stop]
    if any(
        m.type == "medium" and m.span.stop - m.span.start >= quoted.stop - quoted.start - 2 for m in named
    ):
        return "name of a medium"
    inside_name = any(
        m.type == "person" and m.span.start < quoted.start and quoted.stop < m.span.stop
        for m in material.mentions
    )
    if inside_name:
        return "nickname"
    opening = quoted.outer[0]
    if material.cues_in(max(0, opening - 40), opening, "claim", ("other_work",)):
        return "title of a work"
    return "words set apart"
