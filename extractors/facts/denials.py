"""Denials of a sponsorship: whether a word of status is negated, and how far the sentence speaks of the campaign's brand."""

from __future__ import annotations

import re

from extractors.cues import Cue
from extractors.facts.campaigns import Case
from extractors.facts.focus import brand_mentions, is_oblique, stands_beside
from extractors.material import Material, clause_bounds
from extractors.sentences import Sentence

_ENDS_DENIED = {
    "ja": re.compile(r"(?:ない|なかった|ません|いなく|おらず|せず)(?=[。、」]|$)"),
    "ko": re.compile(r"(?:지 않|아니|없)"),
}
"""How a clause ends that denies what stands before its verb."""
_DENIED_WITHIN = 14
_DENIED_AT_END = {"de": "nicht", "nl": "niet"}
"""Words that deny a clause from its end."""
_MONEY = re.compile(r"[金額料費]|금액|비용")


def denied_after(material: Material, sentence: Sentence, stop: int) -> bool:
    """The negation closes the clause: ``Sponsor ist die Marke nicht``, ``契約を結んでいない``."""
    ends = _ENDS_DENIED.get(material.language)
    if ends is not None:
        high = min(sentence.stop, stop + _DENIED_WITHIN)
        found = ends.search(material.lowered, stop, high)
        # "The sponsor's fee was not disclosed" denies no sponsorship.
        return found is not None and not _MONEY.search(material.text, stop, found.start())
    if material.language not in _DENIED_AT_END:
        return False
    _, high = clause_bounds(material, sentence, stop - 1, stop)
    cues = material.cues_in(stop, high, "status", ("negation",))
    # "Is in the programme and does not prolong": the verb behind the and is denied.
    return any(
        cue.word == _DENIED_AT_END[material.language]
        and high - cue.stop <= 3
        and not material.cues_in(stop, cue.start, "links", ("and",))
        for cue in cues
    )


_CLAUSE_MARK = re.compile(r"[,;:–—、，；：]")


def denied_before(material: Material, sentence: Sentence, start: int) -> bool:
    """A negation stands before ``start`` in the same clause; Japanese and Korean put theirs behind."""
    if material.language in ("ja", "ko"):
        return False
    low = max(sentence.start, start - 26)
    low = max([low, *(m.end() for m in _CLAUSE_MARK.finditer(material.text, low, start))])
    return bool(material.cues_in(low, start, "status", ("negation",)))


def of_another(case: Case, sentence: Sentence, cue: Cue) -> bool:
    """The brand named last before the cue in its sentence is not a campaign's, and the cue is in a clause about it.

    ``Arch-rival X, which has nothing to do with the Games``; ``Unlike X, a sponsor since``.
    """
    material = case.material
    named = [
        m
        for m in brand_mentions(material)
        if m.kind == "name" and sentence.start <= m.span.start and m.span.stop <= cue.start
    ]
    if not named or case.of_brand(case.focus.brand_of(named[-1])) is not None:
        return False
    last = named[-1]
    if material.cues_in(max(sentence.start, last.span.start - 22), last.span.start, "links", ("rival",)):
        return True
    low, _ = clause_bounds(material, sentence, cue.start, cue.stop)
    if 0 <= low - last.span.stop <= 3:
        return not stands_beside(material, last)
    # Named in the clause itself, upright, and no campaign's brand there.
    return low <= last.span.start and not is_oblique(material, last)


def in_one_country(case: Case, sentence: Sentence, cue: Cue) -> bool:
    """A country stands in the clause of the denial: ``no rights in Luxembourg``; the brand may have them at home."""
    low, high = clause_bounds(case.material, sentence, cue.start, cue.stop)
    return any(
        market.form != "city"
        and market.role not in ("host_current", "host_past", "host_future", "brand_home")
        for market in case.material.markets_in(low, high)
    )
