"""Fact markets: one row for each country or region a campaign runs in."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.facts.campaigns import Case
from extractors.records import Fact, MarketMention

_ROLES = ("campaign_market", "campaign_market_channel")


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
    seen: set[tuple[str, str]] = set()
    for market in material.markets:
        if market.role not in _ROLES or case.in_speech(market.span.start):
            continue
        key = market_campaign(case, market)
        if key is None or (key, market.iso) in seen:
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
