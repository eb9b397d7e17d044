"""Fact agency: who made a campaign, and in which role."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.facts.campaigns import Campaign, Case
from extractors.material import Material, clause_bounds
from extractors.records import Fact, Mention
from extractors.sentences import Sentence

_ROLES = ("media", "pr", "production", "other", "creative")
_KINDS = {"media_agency": "media", "pr_agency": "pr", "production": "production", "creative_agency": "creative"}
_LABELS = {"pr": "PR", "other": "activation"}


def read_agencies(case: Case) -> Iterator[Fact]:
    """Agencies named beside words of authorship; those said to have no part in it are left out."""
    material = case.material
    seen: set[tuple[str, str]] = set()
    for mention in _agencies(material):
        sentence = material.sentence_at(mention.span.start)
        if sentence is None or case.in_speech(mention.span.start):
            continue
        campaign = case.at(mention.span.start) or (case.campaigns[0] if len(case.campaigns) == 1 else None)
        if campaign is None or (campaign.key, mention.entity_id) in seen:
            continue
        why = _authorship(material, sentence, mention)
        if why is None or _uninvolved(material, sentence, mention):
            continue
        seen.add((campaign.key, mention.entity_id))
        role, role_why = _role(material, sentence, mention)
        yield _fact(case, campaign, mention, role, f"{why}; {role_why}")


def _agencies(material: Material) -> list[Mention]:
    """Agency mentions, the longest where one lies inside another."""
    agencies = [m for m in material.mentions if m.type == "agency"]
    return [
        m
        for m in agencies
        if not any(
            o is not m
            and o.span.start <= m.span.start
            and m.span.stop <= o.span.stop
            and o.span.stop - o.span.start > m.span.stop - m.span.start
            for o in agencies
        )
    ]


def _fact(case: Case, campaign: Campaign, mention: Mention, role: str, why: str) -> Fact:
    span = mention.span
    return case.stated(
        campaign, "agency", span.quote, span.start, span.stop, 0.85, f"{mention.rule}; {why}", role=_LABELS.get(role, role)
    )


def _authorship(material: Material, sentence: Sentence, mention: Mention) -> str | None:
    cues = material.cues_in(
        sentence.start, sentence.stop, "agency_roles", ("work", "noun", "creative", "media", "pr", "production", "other")
    )
    cues = [c for c in cues if c.start >= mention.span.stop or c.stop <= mention.span.start]
    if cues:
        nearest = min(cues, key=lambda c: min(abs(c.start - mention.span.stop), abs(mention.span.start - c.stop)))
        return nearest.why
    nouns = material.cues_in(sentence.start, sentence.stop, "campaign", ("noun",))
    if nouns and material.before(mention.span.start, "agency_roles", "by_before"):
        return nouns[0].why
    if mention.entity_id.startswith("agency:"):
        return "named as an agency"
    return None


def _uninvolved(material: Material, sentence: Sentence, mention: Mention) -> bool:
    """Losers of a pitch, former agencies, news agencies, experts."""
    if material.before(mention.span.start, "agency_roles", "beaten_before"):
        return True
    if material.after(mention.span.stop, "agency_roles", "beaten_after"):
        return True
    begin, _ = clause_bounds(material, sentence, mention.span.start, mention.span.stop)
    start = max(begin, mention.span.start - 40)
    for cue in material.cues_in(start, min(sentence.stop, mention.span.stop + 60), "agency_roles", ("uninvolved", "news")):
        ahead = cue.stop <= mention.span.start
        if cue.kind == "news":
            if mention.span.start - cue.stop <= 3 and ahead:
                return True
        elif (ahead and mention.span.start - cue.stop <= 24) or (not ahead and cue.start - mention.span.stop <= 60):
            if ahead or _beside(material, mention, cue.start):
                return True
    people = [m for m in material.mentions_in(sentence.start, sentence.stop, ("person",))]
    # Somebody who works there and speaks is an expert, unless the sentence also says who made the work.
    work = material.cues_in(sentence.start, sentence.stop, "agency_roles", ("work", "production", "media"))
    said = material.cues_in(sentence.start, sentence.stop, "speech", ("say",))
    return bool(people and said and not work and mention.span.start > people[0].span.start)


def _beside(material: Material, mention: Mention, start: int) -> bool:
    """No other agency stands between the mention and a word behind it."""
    return not any(
        m.type == "agency" and mention.span.stop < m.span.start < start for m in material.mentions
    )


def _role(material: Material, sentence: Sentence, mention: Mention) -> tuple[str, str]:
    """The nearest word for a role in the part of the sentence around the agency, else what the agency is known for."""
    begin, end = clause_bounds(material, sentence, mention.span.start, mention.span.stop)
    others = [m.span for m in _agencies(material) if m is not mention and sentence.start <= m.span.start < sentence.stop]
    # A role belongs to the agency it stands next to: the span up to the neighbours.
    left = max([sentence.start, *(s.stop for s in others if s.stop <= mention.span.start)])
    right = min([sentence.stop, *(s.start for s in others if s.start >= mention.span.stop)])
    best: tuple[float, str, str] | None = None
    for cue in material.cues_in(left, right, "agency_roles", _ROLES):
        if mention.span.start <= cue.start < mention.span.stop:
            continue
        ahead = cue.stop <= mention.span.start
        gap = mention.span.start - cue.stop if ahead else cue.start - mention.span.stop
        inside = begin <= cue.start < end
        # A word in brackets right behind, or right before, is the agency's own.
        distance = gap + (0 if inside else 25) + (0 if ahead or gap <= 3 else 8) + (6 if cue.kind == "creative" else 0)
        distance -= min(6, cue.stop - cue.start)
        if cue.kind == "creative" and gap > 40:
            continue
        if best is None or distance < best[0]:
            best = (distance, cue.kind, cue.why)
    entity = material.entities.get(mention.entity_id)
    known = _KINDS.get(entity.kind or "") if entity is not None else None
    if best is not None and best[0] < 60 and not (known and best[1] == "creative" and known != "creative"):
        return best[1], best[2]
    if known:
        return known, f"known as {entity.kind}" if entity else ""
    return (best[1], best[2]) if best is not None and best[0] < 45 else ("creative", "no other role stated")
