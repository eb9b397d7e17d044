"""Fact spokespersons: who speaks for the brand, in which role, and how often in direct speech."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from extractors.cues import Cue
from extractors.facts.campaigns import Campaign, Case
from extractors.records import Fact, Mention
from extractors.speakers import Speaker


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
        value = {
            "name": mention.canonical,
            "role": mention.role or speaker.role or "",
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
            role=mention.role or speaker.role,
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
    material = case.material
    sentence = material.sentence_at(mention.span.start)
    if sentence is None:
        return None
    low, high = max(sentence.start, mention.span.start - 70), min(sentence.stop, mention.span.stop + 90)
    role = (mention.role or speaker.role or "").lower()
    corporate = [
        c
        for c in material.cues_in(low, high, "spokespeople", ("corporate",))
        if _own(role, c.start, c.stop, mention)
    ]
    outside = [
        c
        for c in material.cues_in(low, high, "spokespeople", ("outside",))
        if _own(role, c.start, c.stop, mention)
    ]
    if role:
        corporate = [
            c
            for c in corporate
            if material.lowered[c.start : c.stop] in role or role in material.lowered[c.start : c.stop]
        ] or corporate
        outside = [
            c
            for c in outside
            if material.lowered[c.start : c.stop] in role or role in material.lowered[c.start : c.stop]
        ]
    houses = [
        m
        for m in material.mentions_in(low, high)
        if m.type in ("brand", "company", "organisation", "agency") and m.kind != "nested"
    ]
    nearest = min(
        houses,
        key=lambda m: min(abs(m.span.start - mention.span.stop), abs(mention.span.start - m.span.stop)),
        default=None,
    )
    of_brand = [
        m for m in houses if case.of_brand(case.focus.brand_of(m)) is not None and _gap(m, mention) <= 44
    ]
    if outside and not of_brand and not (corporate and _nearer(corporate, outside, mention)):
        return None
    if not corporate and not role and (nearest is None or nearest.type != "brand"):
        # Nothing says what the person is; only a house beside the name would tell.
        return None
    why = corporate[0].why if corporate else f"role {role!r} speaks for nobody else"
    if nearest is not None:
        gap = min(abs(nearest.span.start - mention.span.stop), abs(mention.span.start - nearest.span.stop))
        if (
            nearest.type in ("organisation", "agency")
            and gap < 40
            and not _speech_between(case, nearest, mention)
        ):
            return None
        campaign = case.of_brand(case.focus.brand_of(nearest))
        if (
            campaign is None
            and nearest.type == "brand"
            and nearest.kind == "name"
            and gap < 45
            and not _speech_between(case, nearest, mention)
        ):
            return None
        if campaign is not None and gap < 70:
            return campaign, f"{why}; beside {nearest.entity_id}"
    campaign = case.at(mention.span.start)
    return (campaign, why) if campaign else None


def _gap(one: Mention, other: Mention) -> int:
    return min(abs(one.span.start - other.span.stop), abs(other.span.start - one.span.stop))


def _own(role: str, start: int, stop: int, mention: Mention) -> bool:
    """A role word counts outside the name itself and close to it."""
    if mention.span.start <= start < mention.span.stop:
        return False
    return min(abs(start - mention.span.stop), abs(mention.span.start - stop)) <= 45


def _nearer(corporate: list[Cue], outside: list[Cue], mention: Mention) -> bool:
    def gap(cue: Cue) -> int:
        return min(abs(cue.start - mention.span.stop), abs(mention.span.start - cue.stop))

    return min(map(gap, corporate)) < min(map(gap, outside))


def _speech_between(case: Case, one: Mention, other: Mention) -> bool:
    low, high = sorted((one.span.start, other.span.start))
    return any(low < s.quoted.start < high for s in case.speeches)
