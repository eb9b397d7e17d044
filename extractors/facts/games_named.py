"""Editions of the Games a sentence names, by their own name or by their host city alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.facts.campaigns import Case
from extractors.facts.period import games_of
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


def games_unnamed(case: Case, sentence: Sentence) -> Sequence[NamedGames]:
    """``the Games`` with neither city nor year right behind: those of the article, unless they are over."""
    material = case.material
    games = games_of(case)
    if games is None or (material.published is not None and games.year < material.published.year):
        return ()
    cues = material.cues_in(sentence.start, sentence.stop, "topic", ("games", "weak_games"))
    names = material.mentions_in(sentence.start, sentence.stop, ("event", "organisation"))
    found = []
    for cue in cues:
        stop = next((c.stop for c in cues if 0 < c.start - cue.stop <= 2), cue.stop)
        behind = material.text[stop : sentence.stop].lstrip(" \"'”»’)")[:1]
        if (
            material.text[cue.start].isupper()
            and not behind.isalnum()
            and not any(m.span.start <= cue.start < m.span.stop for m in names)
        ):
            found.append(NamedGames(cue.start, stop, (games.year,), "the Games of the article"))
    return found
