"""Fact markets: one row for each country or region a campaign runs in."""

from __future__ import annotations

from collections.abc import Iterator

from config.market_schema import WORLD, is_country
from extractors.facts.campaigns import Case
from extractors.records import Fact, MarketMention

_ROLES = ("campaign_market", "campaign_market_channel")
_SPELT_OUT = 2
"""Countries of a campaign from which on a region beside them only sums them up: "five countries of Europe: ..."."""


def market_campaign(case: Case, market: MarketMention) -> str | None:
    """Key of the campaign a market mention belongs to."""
    campaign = case.at(market.span.start)
    if campaign is None and len(case.campaigns) == 1:
        campaign = case.campaigns[0]
    return campaign.key if campaign else None


def read_markets(case: Case) -> Iterator[Fact]:
    """Countries and regions with the role of a campaign market; the world when nothing narrower is named."""
    material = case.material
    by_key = {campaign.key: campaign for campaign in case.campaigns}
    named = [(market_campaign(case, m), m) for m in material.markets if m.role in _ROLES]
    countries: dict[str | None, set[str]] = {}
    for key, market in named:
        if is_country(market.iso):
            countries.setdefault(key, set()).add(market.iso)
    seen: set[tuple[str, str]] = set()
    for key, market in named:
        if key is None or (key, market.iso) in seen:
            continue
        if market.iso != WORLD and not is_country(market.iso) and len(countries.get(key, ())) >= _SPELT_OUT:
            continue
        seen.add((key, market.iso))
        span = market.span
        yield case.stated(
            by_key[key],
            "markets",
            market.iso,
            span.start,
            span.stop,
            0.85,
            f"market role {market.role}: {market.cue}",
        )
    for market in material.markets:
        if market.role != "scope_global" or case.in_speech(market.span.start):
            continue
        key = market_campaign(case, market)
        sentence = material.sentence_at(market.span.start)
        if key is None or sentence is None or any(campaign == key for campaign, _ in seen):
            continue
        runs = material.cues_in(sentence.start, sentence.stop, "campaign", ("launch", "launch_past", "run"))
        nouns = material.cues_in(sentence.start, sentence.stop, "campaign", ("noun",))
        terms = material.cues_in(sentence.start, sentence.stop, "term", ("contract", "sponsor"))
        word = market.span.quote.lower()
        adverb = word in material.tools.words("campaign", "everywhere")
        if runs and nouns and not terms and (adverb or market.form != "adjective"):
            seen.add((key, market.iso))
            span = market.span
            yield case.stated(
                by_key[key], "markets", market.iso, span.start, span.stop, 0.6, f"scope: {market.cue}"
            )
