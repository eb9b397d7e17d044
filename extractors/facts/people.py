"""Fact spokespersons: who speaks for the brand, in which role, and how often in direct speech."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.cues import Cue
from extractors.facts.campaigns import Campaign, Case
from extractors.facts.spokesperson_signs import DECISION, Person, introduction, people_of, signs_of
from extractors.material import Material
from extractors.records import Fact, Mention
from extractors.weighing import weigh

_HOUSES = ("brand", "company", "organisation", "agency", "medium")
_JOINED = 44
"""Code points between a name and its house besides the office."""
_ENOUGH = 0.55
"""An invented spokesperson is worse than a missed one."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person of the article who may speak for a sponsor, with the campaign it would be for and what says so."""

    person: Person
    campaign: Campaign
    signs: dict[str, float]
    why: str


def read_spokespersons(case: Case) -> Iterator[Fact]:
    """People heard for the brand, its agency or the rights holder; athletes, lawyers and analysts do not count."""
    weights = case.material.tools.weights[DECISION]
    for found in candidates(case):
        verdict = weigh(weights, found.signs)
        if verdict.probability < _ENOUGH:
            continue
        mention = introduction(found.person)
        role = mention.role or _office(case, mention) or ""
        value = {
            "name": mention.canonical,
            "role": role,
            "direct_quotes": found.person.direct + found.person.answers,
        }
        yield case.stated(
            found.campaign,
            "spokespersons",
            json.dumps(value, ensure_ascii=False),
            mention.span.start,
            mention.span.stop,
            round(verdict.probability, 2),
            f"{found.why}: {verdict.why}",
            role=role or None,
        )


def candidates(case: Case) -> list[Candidate]:
    """Everybody named in the article, with the signs for and against."""
    everybody = people_of(case)
    found = []
    for person in everybody:
        mention = introduction(person)
        ruled = _speaks_for(case, mention)
        campaign = ruled[0] if ruled else _campaign(case, mention)
        if campaign is None:
            continue
        why = ruled[1] if ruled else "no office beside a sponsor"
        found.append(Candidate(person, campaign, signs_of(case, person, everybody, ruled is not None), why))
    return found


def _campaign(case: Case, mention: Mention) -> Campaign | None:
    return case.at(mention.span.start) or (case.campaigns[0] if case.campaigns else None)


def _speaks_for(case: Case, mention: Mention) -> tuple[Campaign, str] | None:
    """The campaign a person belongs to by office and house, with why; None for athletes, experts and strangers."""
    material = case.material
    sentence = material.sentence_at(mention.span.start)
    if sentence is None:
        return None
    low, high = max(sentence.start, mention.span.start - 70), min(sentence.stop, mention.span.stop + 90)
    role = (mention.role or "").lower()
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
