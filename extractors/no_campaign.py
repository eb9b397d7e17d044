"""An article on something else than a campaign has no campaign market: "launch" and "reach" are words of any trade."""

from __future__ import annotations

from dataclasses import replace

from extractors.material import Material

_ADVERTISERS = frozenset({"brand", "company", "product"})
_ROLES = ("campaign_market", "campaign_market_channel", "target_audience")


def without_campaign_markets(material: Material) -> Material:
    """The material with no market of a campaign when no brand or no word for a campaign stands in the article."""
    if not any(market.role in _ROLES for market in material.markets):
        return material
    advertiser = any(mention.type in _ADVERTISERS for mention in material.mentions)
    if advertiser and material.cues_in(0, len(material.text), "campaign", ("noun",)):
        return material
    role = "business_market" if advertiser else "setting_nationality"
    why = "no campaign in the article" if advertiser else "no advertiser in the article"
    markets = tuple(
        replace(market, role=role, cue=why) if market.role in _ROLES else market
        for market in material.markets
    )
    return replace(material, markets=markets)
