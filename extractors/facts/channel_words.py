"""Words of a sentence that name a channel: of the cue lists, and papers and stations by their names."""

from __future__ import annotations

import re

from extractors.cues import Cue
from extractors.facts.campaigns import Case
from extractors.records import Mention
from extractors.sentences import Sentence

CHANNELS = ("tv", "cinema", "print", "radio", "out_of_home", "online", "social", "event", "retail")
PARTS = re.compile(r"[,;:、，；：]|(?<=\w)\s[–—-]\s")
JOINED = 24
_MEDIA = {
    "newspaper": "print", "magazine": "print", "sports_press": "print", "broadcaster": "tv", "radio": "radio",
}  # fmt: skip
_NAME_KINDS = {"tv_name": "tv", "radio_name": "radio", "print_name": "print"}
_MARKS = "„“”\"'‘’«»*_ \u00a0"


def channel_words(case: Case, sentence: Sentence) -> list[Cue]:
    """Words of a sentence that may name a channel: no look-alikes, and no part of claims and names."""
    material = case.material
    cues = material.cues_in(sentence.start, sentence.stop, "channels", CHANNELS)
    cues += _named_media(case, sentence)
    if not cues:
        return []
    apart = [
        (c.start, c.stop)
        for c in material.cues_in(sentence.start, sentence.stop, "channels", ("no_channel",))
    ]
    apart += [
        (m.span.start, m.span.stop)
        for m in material.mentions_in(sentence.start, sentence.stop)
        if m.type in ("person", "agency", "brand", "organisation", "company", "event")
    ]
    claims = [(c.start, c.stop) for campaign in case.campaigns for c in campaign.claims]
    cues.sort(key=lambda cue: (cue.start, -cue.stop))
    kept: list[Cue] = []
    for cue in cues:
        if kept and (kept[-1].start, kept[-1].stop, kept[-1].kind) == (cue.start, cue.stop, cue.kind):
            continue
        if cue.subject != "media" and any(start <= cue.start and cue.stop <= stop for start, stop in apart):
            continue
        if any(start <= cue.start < stop for start, stop in claims):
            continue
        if any(
            o.start <= cue.start and cue.stop <= o.stop and o.stop - o.start > cue.stop - cue.start
            for o in cues
        ):
            continue
        kept.append(cue)
    return kept


def _medium_channel(case: Case, mention: Mention) -> str | None:
    """The channel a medium belongs to: by its kind, else by the words of its name."""
    material = case.material
    entity = material.entities.get(mention.entity_id)
    kind = entity.kind if entity is not None else None
    if kind:
        return _MEDIA.get(kind)
    if mention.type != "medium":
        return None
    words = material.cues_in(mention.span.start, mention.span.stop, "channels", tuple(_NAME_KINDS))
    return _NAME_KINDS[words[-1].kind] if words else None


def _named_media(case: Case, sentence: Sentence) -> list[Cue]:
    """Papers and stations by their names, whatever they do in the sentence."""
    material = case.material
    found: list[Cue] = []
    for mention in material.mentions_in(sentence.start, sentence.stop, ("medium", "organisation")):
        channel = _medium_channel(case, mention)
        if channel is not None:
            start, stop = mention.span.start, mention.span.stop
            found.append(Cue(start, stop, "media", channel, material.text[start:stop]))
    return found


def equals(case: Case, other: Cue, start: int, stop: int) -> bool:
    """Whether nothing but a comma, an "and" and a preposition stand between a channel and ``start:stop``."""
    low, high = (other.stop, start) if other.stop <= start else (stop, other.start)
    if not 0 <= high - low <= JOINED:
        return False
    material = case.material
    gap = material.lowered[low:high]
    words = [word for word in re.split(r"[\s,、，]+", gap) if word.strip(_MARKS)]
    if not words:
        return "," in gap or "、" in gap or "，" in gap
    joins = material.tools.words("links", "and")
    places = " ".join(material.tools.words("channels", "medium_before")).split()
    return any(word in joins for word in words) and all(word in joins or word in places for word in words)
