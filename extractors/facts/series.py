"""Two campaigns of one brand told one after the other: ``The first, "X", ... The second, "Y", ...``."""

from __future__ import annotations

from extractors.facts.claim_record import Claim
from extractors.material import Material
from extractors.sentences import Sentence

_HEAD = 3
"""Code points before the ordinal at the head of its sentence."""


def second_campaign(material: Material, claims: list[Claim]) -> tuple[int, int] | None:
    """The range that speaks of the second campaign; None unless both have a claim and the second details of its own."""
    first: Sentence | None = None
    for sentence in material.readable():
        opens = material.cues_in(sentence.start, sentence.stop, "campaign", ("first", "second"))
        opens = [cue for cue in opens if cue.start - sentence.start <= _HEAD]
        if first is None:
            first = sentence if any(cue.kind == "first" for cue in opens) else None
        elif any(cue.kind == "second" for cue in opens):
            start = sentence.start
            stop = max(s.stop for s in material.sentences if s.paragraph == sentence.paragraph)
            before = any(first.start <= c.start < start for c in claims)
            behind = any(start <= c.start < stop for c in claims)
            if before and behind and _has_details(material, start, stop):
                return start, stop
    return None


def _has_details(material: Material, start: int, stop: int) -> bool:
    """An agency or the day of a launch."""
    if material.mentions_in(start, stop, ("agency",)):
        return True
    dated = any(
        written.kind in ("day", "weekday", "month", "week")
        for sentence in material.sentences
        if start <= sentence.start < stop
        for written in material.dates_in(sentence)
    )
    return dated and bool(material.cues_in(start, stop, "campaign", ("launch", "launch_past")))
