"""Denials of a channel: ``no television``, ``neither posters nor radio``."""

from __future__ import annotations

import re

from extractors.cues import Cue
from extractors.facts.campaigns import Case
from extractors.facts.channel_words import JOINED, PARTS
from extractors.sentences import Sentence
from extractors.writing import CJK

_NEAR, _FAR, _BEHIND = 16, 48, 14
_CUTS = re.compile(r"[,;:、，；：.!?*„“”\"«»()]|(?<=\w)\s[–—-]\s")
"""Ends of what a negation reaches: parts of a sentence, and titles, whose own negations deny nothing."""


def denied(case: Case, sentence: Sentence, cue: Cue) -> bool:
    """``no television``, ``is not shown on television``: a negation before it, or behind it where that may stand there."""
    material = case.material
    start = max(sentence.start, cue.start - _FAR)
    piece = material.text[start : cue.start]
    start += max((m.end() for m in _CUTS.finditer(piece)), default=0)
    verbs = material.tools.words("channels", "none_verb")
    nones = material.cues_in(max(start, cue.start - _NEAR), cue.start, "channels", ("none",))
    if any(n.word not in verbs for n in nones):
        return True
    for none in material.cues_in(start, cue.start, "channels", ("none_verb",)):
        # "not only on television", "no more than": nothing is denied; "not on TV but on radio" goes on with another.
        if material.cues_in(none.start, cue.start, "channels", ("only", "not_only", "instead")):
            continue
        if not material.cues_in(none.stop, cue.start, "links", ("and",)):
            return True
    if material.language in ("de", "nl"):
        rest = PARTS.split(material.text[cue.stop : min(sentence.stop, cue.stop + 22)])[0]
        nones = material.cues_in(cue.stop, cue.stop + len(rest), "channels", ("none",))
        if nones and not material.cues_in(cue.stop, cue.stop + len(rest), "channels", ("only",)):
            return True
    elif material.language in CJK:
        ahead = material.text[cue.stop : cue.stop + 10]
        after = material.cues_in(cue.stop, cue.stop + len(PARTS.split(ahead)[0]), "channels", ("none",))
        return any(a.start - cue.stop <= 6 for a in after)
    else:
        rest = PARTS.split(material.text[cue.stop : min(sentence.stop, cue.stop + _BEHIND)])[0]
        stop = cue.stop + len(rest)
        after = material.cues_in(cue.stop, stop, "channels", ("none_verb",))
        opens = cue.start - start <= 4
        return bool(opens and after and not material.cues_in(cue.stop, stop + 8, "channels", ("only",)))
    return False


def also_denied(case: Case, refused: Cue, cue: Cue) -> bool:
    """``neither television nor posters``, ``no TV, radio or print``: an equal of what is denied."""
    material = case.material
    if not 0 <= cue.start - refused.stop <= JOINED:
        return False
    words = material.lowered[refused.stop : cue.start].replace(",", " ").split()
    joins = (*material.tools.words("links", "and"), *material.tools.words("channels", "nor"))
    articles = material.tools.words("links", "articles")
    return all(word in joins or word in articles for word in words)
