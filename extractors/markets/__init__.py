"""Which markets an article names and what role each plays: campaign market, host, home of a brand, ..."""

from extractors.markets.reader import PlacesRead, find_markets, read_places
from extractors.markets.surfaces import MarketMatcher, Scanned, build_market_matcher

__all__ = ["MarketMatcher", "PlacesRead", "Scanned", "build_market_matcher", "find_markets", "read_places"]
