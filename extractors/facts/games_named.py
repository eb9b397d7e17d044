"""Editions of the Games a sentence names, by their own name or by their host city alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.facts.campaigns import Case
from extractors.sentences import Sentence

_HOSTS = ("host_past", "host_current", "host_future", "campaign_market", "setting_nationality", "venue")


@dataclass(frozen=True, slots=True)
class NamedGames:
    """``start:stop`` names the Games of one of ``years``, in ascending order."""

    start: int
    stop: int
    years: tuple[int, ...]
    name: str

    def last_until(self, year: int) -> int | None:
        """The latest of these Games that is not after ``year``."""
        return max((y for y in self.years if y <= year), default=None)

    def next_from(self, year: int) -> int:
        """The first of these Games from ``year`` on, else the last there were."""
        return min((y for y in self.years if y >= year), default=self.years[-1])


def games_in(case: Case, sentence: Sentence) -> Sequence[NamedGames]:
    """Named editions, then cities that hosted Games, without those inside an edition's name."""
    material = case.material
    by_id = {games.id: games for games in material.games}
    found = [
        NamedGames(m.span.start, m.span.stop, (by_id[m.entity_id].year,), m.entity_id)
        for m in material.mentions_in(sentence.start, sentence.stop, ("event",))
        if m.entity_id in by_id
    ]
    cities = material.tools.host_years(material.games)
    for market in material.markets_in(sentence.start, sentence.stop, _HOSTS):
        years = cities.get(market.span.quote.casefold())
        inside = any(g.start <= market.span.start < g.stop for g in found)
        if years and market.form == "city" and not inside:
            found.append(
                NamedGames(market.span.start, market.span.stop, years, f"Games in {market.span.quote}")
            )
    return found
