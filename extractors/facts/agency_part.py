"""Whether an agency worked on the campaign: signs from every place that names it, weighed together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from extractors.agency_names import NamePlace
from extractors.agency_signs import Surroundings, merged
from extractors.facts.campaigns import Campaign, Case
from extractors.material import Material
from extractors.records import Mention
from extractors.sentences import Sentence
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
    grouped = _joined(grouped)
    words = agency_words(material.tools)
    around = Surroundings(material, words.index.find(material.folded, material.lowered), words.form)
    for mentions in grouped.values():
        places = [_place_signs(case, around, mention) for mention in mentions]
        if all("owner" in place for place in places):
            # Of "the group's house" only the house did the work.
            continue
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


def _joined(grouped: dict[str, list[Mention]]) -> dict[str, list[Mention]]:
    """Mentions by house: "Heimat" is the "Heimat Zürich" of the same article, where there is only one of them."""
    joined: dict[str, list[Mention]] = {}
    for key, mentions in grouped.items():
        longer = [other for other in grouped if other != key and _goes_on(mentions, grouped[other])]
        joined.setdefault(longer[0] if len(longer) == 1 else key, []).extend(mentions)
    return {
        key: sorted(mentions, key=lambda m: (m.entity_id != key, m.span.start))
        for key, mentions in joined.items()
    }


def _goes_on(short: list[Mention], long: list[Mention]) -> bool:
    """Whether a name of the second begins with one of the first and a blank or sign behind it."""
    return any(
        other.span.quote.startswith(mention.span.quote)
        and not other.span.quote[len(mention.span.quote) :][:1].isalnum()
        and len(other.span.quote) > len(mention.span.quote)
        for mention in short
        for other in long
    )


def _place_signs(case: Case, around: Surroundings, mention: Mention) -> dict[str, float]:
    start, stop = mention.span.start, mention.span.stop
    signs = around.context(start, stop)
    if case.in_speech(start):
        signs["in_speech"] = 1.0
    if case.is_past(start):
        signs["past"] = 1.0
    sentence = case.material.sentence_at(start)
    if sentence is not None:
        signs |= _earlier(case, sentence)
    campaign = campaign_at(case, start)
    signs["campaign.here" if campaign is not None else "campaign.none"] = 1.0
    return signs


_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def _earlier(case: Case, sentence: Sentence) -> dict[str, float]:
    """Whether the sentence names years or Games that were over when the article appeared."""
    material, signs = case.material, {}
    published = material.article.published_at
    years = [int(year) for year in _YEAR.findall(material.text, sentence.start, sentence.stop)]
    if published is not None and years:
        signs["year.past" if max(years) < published.year else "year.now"] = 1.0
    if any(m.role == "host_past" for m in material.markets_in(sentence.start, sentence.stop)):
        signs["host.past"] = 1.0
    return signs


def campaign_at(case: Case, offset: int) -> Campaign | None:
    """The campaign spoken of at an offset, or the only one."""
    return case.at(offset) or (case.campaigns[0] if len(case.campaigns) == 1 else None)
