"""Fact spokespersons: who speaks for the brand, in which role, and how often in direct speech."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from extractors.cues import Cue
from extractors.facts.campaigns import Campaign, Case
from extractors.material import Material
from extractors.records import Fact, Mention
from extractors.speakers import Speaker

_HOUSES = ("brand", "company", "organisation", "agency", "medium")
_JOINED = 44
"""Code points between a name and its house besides the office."""


def read_spokespersons(case: Case) -> Iterator[Fact]:
    """People with a role in a company who speak, directly or reported; athletes, lawyers and officials do not count."""
    direct: Counter[str] = Counter()
    voices: dict[str, Speaker] = {}
    speakers = [speech.speaker for speech in case.speeches]
    speakers += [report.speaker for report in case.reports]
    speakers += [answer.speaker for answer in case.answers]
    for speaker in speakers:
        if speaker is None or not speaker.is_person or speaker.id is None:
            continue
        voices.setdefault(speaker.id, speaker)
    for speaker in _near_verbs(case):
        voices.setdefault(speaker.id or "", speaker)
    for quoted in (*(s.speaker for s in case.speeches), *(a.speaker for a in case.answers)):
        if quoted and quoted.id:
            direct[quoted.id] += 1
    for entity_id, speaker in voices.items():
        mention = _introduction(case, entity_id)
        if mention is None:
            continue
        found = _speaks_for(case, mention, speaker)
        if found is None:
            continue
        campaign, why = found
        role = mention.role or speaker.role or _office(case, mention) or ""
        value = {
            "name": mention.canonical,
            "role": role,
            "direct_quotes": direct[entity_id],
        }
        yield case.stated(
            campaign,
            "spokespersons",
            json.dumps(value, ensure_ascii=False),
            mention.span.start,
            mention.span.stop,
            0.8,
            why,
            role=role or None,
        )


def _near_verbs(case: Case) -> Iterator[Speaker]:
    """People with a role in a company beside a verb of speech, though nothing of what they say is quoted."""
    material = case.material
    for mention in material.mentions:
        sentence = material.sentence_at(mention.span.start) if mention.type == "person" else None
        if sentence is None or not mention.role or sentence.kind == "headline":
            continue
        low, high = max(sentence.start, mention.span.start - 12), min(sentence.stop, mention.span.stop + 24)
        verbs = material.cues_in(low, high, "speech", ("say", "call"))
        denied = material.cues_in(low, high, "status", ("negation",))
        near = material.cues_in(
            max(sentence.start, mention.span.start - 60),
            min(sentence.stop, mention.span.stop + 60),
            "spokespeople",
            ("corporate",),
        )
        if verbs and near and not denied:
            yield Speaker(mention.canonical, mention.entity_id, mention.role, mention.span.start, True)


def _introduction(case: Case, entity_id: str) -> Mention | None:
    """The mention that gives the role, else the first."""
    mentions = [m for m in case.material.mentions if m.entity_id == entity_id]
    return next((m for m in mentions if m.role), mentions[0] if mentions else None)


def _speaks_for(case: Case, mention: Mention, speaker: Speaker) -> tuple[Campaign, str] | None:
    """The campaign a person speaks for, with why; None for athletes, experts and people of other houses."""
    material = case.material
    sentence = material.sentence_at(mention.span.start)
    if sentence is None:
        return None
    low, high = max(sentence.start, mention.span.start - 70), min(sentence.stop, mention.span.stop + 90)
    role = (mention.role or speaker.role or "").lower()
    corporate = _offices(case, mention, low, high, role, "corporate")
    outside = _offices(case, mention, low, high, role, "outside")
    house = _house(case, mention, low, high)
    campaign = case.of_brand(case.focus.brand_of(house)) if house is not None else None
    elsewhere = outside and not (corporate and _nearer(corporate, outside, mention))
    if elsewhere and (campaign is None or any(_within(material, cue, role) for cue in outside)):
        return None
    if not corporate and not role and (house is None or house.type != "brand"):
        # Nothing says what the person is; only a house beside the name would tell.
        return None
    why = corporate[0].why if corporate else f"role {role!r} speaks for nobody else"
    if house is not None:
        if campaign is not None:
            return campaign, f"{why}; beside {house.entity_id}"
        if house.type in ("medium", "brand") and house.kind == "name":
            return None
        why = f"{why}; of {house.entity_id}, which is no sponsor"
    campaign = case.at(mention.span.start)
    return (campaign, why) if campaign else None


def _offices(case: Case, mention: Mention, low: int, high: int, role: str, kind: str) -> list[Cue]:
    """Words of office beside a name; those of the person's own role when there are any."""
    material = case.material
    found = [
        c
        for c in material.cues_in(low, high, "spokespeople", (kind,))
        if _own(role, c.start, c.stop, mention) and not case.in_speech(c.start)
    ]
    if not role:
        return found
    own = [c for c in found if _within(material, c, role)]
    return own if own or kind == "outside" else found


def _office(case: Case, mention: Mention) -> str | None:
    """The word of office nearest to a name that carries no role: ``X, the Dutch marketing boss``."""
    sentence = case.material.sentence_at(mention.span.start)
    if sentence is None:
        return None
    low, high = max(sentence.start, mention.span.start - 60), min(sentence.stop, mention.span.stop + 60)
    found = _offices(case, mention, low, high, "", "corporate")
    nearest = min(
        found,
        key=lambda c: min(abs(c.start - mention.span.stop), abs(mention.span.start - c.stop)),
        default=None,
    )
    return case.material.text[nearest.start : nearest.stop] if nearest else None


def _within(material: Material, cue: Cue, role: str) -> bool:
    word = material.lowered[cue.start : cue.stop]
    return bool(role) and (word in role or role in word)


def _house(case: Case, mention: Mention, low: int, high: int) -> Mention | None:
    """The brand, agency or body a person belongs to: joined to the name by office and preposition only."""
    material = case.material
    near: list[tuple[int, Mention]] = []
    for house in material.mentions_in(low, high):
        if house.type not in _HOUSES or case.in_speech(house.span.start):
            continue
        if mention.span.start <= house.span.start < mention.span.stop:
            continue
        behind = house.span.start >= mention.span.stop
        between = (
            material.text[mention.span.stop : house.span.start]
            if behind
            else material.text[house.span.stop : mention.span.start]
        )
        gap = len(between.replace(mention.role, "") if mention.role else between)
        if gap <= _JOINED and not any(sign in between for sign in ".!?;。"):
            near.append((gap, house))
    return min(near, key=lambda pair: pair[0])[1] if near else None


def _own(role: str, start: int, stop: int, mention: Mention) -> bool:
    """A role word counts outside the name itself and close to it."""
    if mention.span.start <= start < mention.span.stop:
        return False
    return min(abs(start - mention.span.stop), abs(mention.span.start - stop)) <= 45


def _nearer(corporate: list[Cue], outside: list[Cue], mention: Mention) -> bool:
    def gap(cue: Cue) -> int:
        return min(abs(cue.start - mention.span.stop), abs(mention.span.start - cue.stop))

    return min(map(gap, corporate)) < min(map(gap, outside))
