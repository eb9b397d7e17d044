"""Tone towards each sponsor: per sentence that names it, with the words that judge."""

from __future__ import annotations

from extractors.facts.campaigns import Case
from extractors.facts.focus import brand_mentions
from extractors.material import clause_bounds
from extractors.records import Tone


def find_tones(case: Case) -> tuple[Tone, ...]:
    """One Tone a brand and sentence; neutral when no word decides."""
    material = case.material
    seen: set[tuple[str, int]] = set()
    tones: list[Tone] = []
    for mention in brand_mentions(material):
        sentence = material.sentence_at(mention.span.start)
        brand = case.focus.brand_of(mention)
        if sentence is None or (brand, sentence.index) in seen:
            continue
        seen.add((brand, sentence.index))
        label, words = _judge(case, mention.span.start, mention.span.stop)
        tones.append(Tone(mention.span, brand, label, words))
    return tuple(tones)


def _judge(case: Case, start: int, stop: int) -> tuple[str, tuple[str, ...]]:
    """Words of the clause around a mention; the nearer side counts, a negation turns a word round."""
    material = case.material
    sentence = material.sentence_at(start)
    if sentence is None:
        return "neutral", ()
    low, high = clause_bounds(material, sentence, start, stop)
    balance, words = 0, []
    for cue in material.cues_in(low, high, "tone", ("positive", "negative")):
        claims = any(c.start <= cue.start < c.stop for campaign in case.campaigns for c in campaign.claims)
        if claims or case.in_speech(cue.start):
            continue
        turned = bool(material.cues_in(max(low, cue.start - 16), cue.start, "tone", ("negation",)))
        balance += (1 if cue.kind == "positive" else -1) * (-1 if turned else 1)
        words.append(material.text[cue.start : cue.stop])
    if balance == 0:
        return "neutral", tuple(words)
    return ("positive" if balance > 0 else "negative"), tuple(words)
