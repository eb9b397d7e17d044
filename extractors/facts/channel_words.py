"""Words of a sentence that name a channel: of the cue lists, and papers and stations by their names."""

from __future__ import annotations

import re

from extractors.cues import Cue
from extractors.facts.campaigns import Case
from extractors.material import clause_bounds
from extractors.records import Mention
from extractors.sentences import Sentence

CHANNELS = ("tv", "cinema", "print", "radio", "out_of_home", "online", "social", "event", "retail")
PARTS = re.compile(r"[,;:、，；：]|(?<=\w)\s[–—-]\s")
_NEAR, _FAR, _BEHIND = 16, 48, 14
_JOINED = 24
_MEDIA = {
    "newspaper": "print", "magazine": "print", "sports_press": "print", "broadcaster": "tv", "radio": "radio",
}  # fmt: skip
_CUTS = re.compile(r"[,;:、，；：.!?*„“”\"«»()]|(?<=\w)\s[–—-]\s")
"""Ends of what a negation reaches: parts of a sentence, and titles, whose own negations deny nothing."""
_NAME_KINDS = {"tv_name": "tv", "radio_name": "radio", "print_name": "print"}
_MARKS = "„“”\"'‘’«»*_ \u00a0"


def channel_words(case: Case, sentence: Sentence) -> list[Cue]:
    """Channel words of a sentence that are neither look-alikes, nor denied, nor part of speech, claims or names."""
    material = case.material
    cues = material.cues_in(sentence.start, sentence.stop, "channels", CHANNELS)
    cues += _named_media(case, sentence, cues)
    if not cues:
        return []
    apart = material.cues_in(sentence.start, sentence.stop, "channels", ("no_channel",))
    names = [
        m.span
        for m in material.mentions_in(sentence.start, sentence.stop)
        if m.type in ("person", "agency", "brand", "organisation", "company", "event")
    ]
    claims = [(c.start, c.stop) for campaign in case.campaigns for c in campaign.claims]
    kept: list[Cue] = []
    denied: list[Cue] = []
    cues.sort(key=lambda cue: cue.start)
    for cue in cues:
        if any(a.start <= cue.start and cue.stop <= a.stop for a in apart) or case.in_speech(cue.start):
            continue
        if any(s.start <= cue.start and cue.stop <= s.stop for s in names):
            continue
        if any(start <= cue.start < stop for start, stop in claims):
            continue
        if any(
            o is not cue
            and o.start <= cue.start
            and cue.stop <= o.stop
            and o.stop - o.start > cue.stop - cue.start
            for o in cues
        ):
            continue
        if _denied(case, sentence, cue) or (denied and _also_denied(case, denied[-1], cue)):
            denied.append(cue)
        else:
            kept.append(cue)
    # Screens in branches and posters in shops are in the shop.
    shops = [c.start for c in kept if c.kind == "retail"]
    return [
        c for c in kept if c.kind != "out_of_home" or not any(_inside_shop(case, c.stop, s) for s in shops)
    ]


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


def _named_media(case: Case, sentence: Sentence, cues: list[Cue]) -> list[Cue]:
    """Papers and stations a campaign runs in; one that reports or is told something is a source."""
    material = case.material
    found: list[Cue] = []
    for mention in material.mentions_in(sentence.start, sentence.stop, ("medium", "organisation")):
        channel = _medium_channel(case, mention)
        if channel is None:
            continue
        start, stop = mention.span.start, mention.span.stop
        low, high = clause_bounds(material, sentence, start, stop)
        if material.cues_in(low, high, "speech", ("say", "source_verb")):
            continue
        joined = any(_equals(case, other, start, stop) for other in (*found, *cues))
        if not joined:
            if not material.cues_in(sentence.start, sentence.stop, "campaign", _RUNS):
                continue
            placed = material.beside(start, stop, "channels", "medium")
            if not placed:
                continue
        found.append(Cue(start, stop, "channels", channel, material.text[start:stop]))
    return found


_RUNS = ("run", "launch", "launch_past", "noun")


def _equals(case: Case, other: Cue, start: int, stop: int) -> bool:
    """Whether nothing but a comma, an "and" and a preposition stand between a channel and ``start:stop``."""
    low, high = (other.stop, start) if other.stop <= start else (stop, other.start)
    if not 0 <= high - low <= _JOINED:
        return False
    material = case.material
    gap = material.lowered[low:high]
    words = [word for word in re.split(r"[\s,、，]+", gap) if word.strip(_MARKS)]
    if not words:
        return "," in gap or "、" in gap or "，" in gap
    joins = material.tools.words("links", "and")
    places = " ".join(material.tools.words("channels", "medium_before")).split()
    return any(word in joins for word in words) and all(word in joins or word in places for word in words)


def _inside_shop(case: Case, stop: int, shop: int) -> bool:
    """A shop word follows without comma or "and": the poster hangs there."""
    material = case.material
    between = material.text[stop:shop]
    return (
        0 < len(between) <= 14 and "," not in between and not material.cues_in(stop, shop, "links", ("and",))
    )


def _denied(case: Case, sentence: Sentence, cue: Cue) -> bool:
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
    elif material.language in ("ja", "ko", "zh"):
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


def _also_denied(case: Case, denied: Cue, cue: Cue) -> bool:
    """``neither television nor posters``, ``no TV, radio or print``: an equal of what is denied."""
    material = case.material
    if not 0 <= cue.start - denied.stop <= _JOINED:
        return False
    words = material.lowered[denied.stop : cue.start].replace(",", " ").split()
    joins = (*material.tools.words("links", "and"), *material.tools.words("channels", "nor"))
    articles = material.tools.words("links", "articles")
    return all(word in joins or word in articles for word in words)
