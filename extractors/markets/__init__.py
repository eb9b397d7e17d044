"""Which markets an article names and what role each plays: campaign market, host, home of a brand, ..."""

from extractors.markets.reader import find_markets
from extractors.markets.surfaces import MarketMatcher, build_market_matcher

__all__ = ["MarketMatcher", "build_market_matcher", "find_markets"]
