"""Whether an agency worked on the campaign: signs from every place that names it, weighed together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from extractors.agency_names import NamePlace
from extractors.agency_signs import Surroundings, merged
from extractors.facts.campaigns import Campaign, Case
from extractors.material import Material
from extractors.records import Mention
from extractors.unknown_agency import agency_words, script_kind
from extractors.weighing import some

DECISION = "agency_part"
"""File of config/knowledge/weights."""


@dataclass(frozen=True, slots=True)
class Party:
    """An agency of an article with its mentions in order, and what speaks for its having worked on the campaign."""

    mentions: tuple[Mention, ...]
    signs: Mapping[str, float]


def agencies_of(material: Material) -> list[Mention]:
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


def parties(case: Case) -> Iterator[Party]:
    """Every agency of the article."""
    material = case.material
    claims = [(claim.start, claim.stop) for campaign in case.campaigns for claim in campaign.claims]
    grouped: dict[str, list[Mention]] = {}
    for mention in agencies_of(material):
        if any(start < mention.span.stop and mention.span.start < stop for start, stop in claims):
            continue
        grouped.setdefault(mention.entity_id, []).append(mention)
    if not grouped:
        return
    words = agency_words(material.tools)
    around = Surroundings(material, words.index.find(material.folded, material.lowered), words.form)
    for mentions in grouped.values():
        places = [_place_signs(case, around, mention) for mention in mentions]
        signs = merged(places)
        for kept in ("past", "in_speech", "campaign.none"):
            if all(kept in place for place in places):
                signs[f"{kept}.everywhere"] = 1.0
        signs["named.often"] = some(len(mentions) - 1)
        signs["others"] = some(len(grouped) - 1)
        signs["campaigns"] = some(len(case.campaigns) - 1)
        entity = material.entities.get(mentions[0].entity_id)
        if entity is None:
            forms = [around.form(NamePlace(m.span.start, m.span.stop, m.span.quote)) for m in mentions]
            signs |= {sign: value for sign, value in merged(forms).items() if sign.startswith("form.")}
        signs[f"known.{(entity.kind or 'agency') if entity is not None else 'no'}"] = 1.0
        signs[f"script.{script_kind(material.language)}"] = 1.0
        yield Party(tuple(mentions), signs)


def _place_signs(case: Case, around: Surroundings, mention: Mention) -> dict[str, float]:
    start, stop = mention.span.start, mention.span.stop
    signs = around.context(start, stop)
    if case.in_speech(start):
        signs["in_speech"] = 1.0
    if case.is_past(start):
        signs["past"] = 1.0
    campaign = campaign_at(case, start)
    signs["campaign.here" if campaign is not None else "campaign.none"] = 1.0
    return signs


def campaign_at(case: Case, offset: int) -> Campaign | None:
    """The campaign spoken of at an offset, or the only one."""
    return case.at(offset) or (case.campaigns[0] if len(case.campaigns) == 1 else None)
