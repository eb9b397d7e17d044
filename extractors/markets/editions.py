"""All editions of the Games with their days: those of the knowledge base, and older ones by the year of their host."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from config.games_calendar import Games
from config.market_schema import HostCity


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition with its days; those of old Games are the year's end."""

    id: str
    year: int
    countries: tuple[str, ...]
    opening: date
    closing: date


def all_editions(games: Sequence[Games], cities: Sequence[HostCity]) -> dict[str, Edition]:
    """Editions of the cities with the days of ``games``; an edition ends with its Paralympics."""
    found: dict[str, Edition] = {}
    for city in cities:
        for one in city.games:
            year, known = int(one[:4]), found.get(one)
            countries = (city.iso,) if known is None else tuple({*known.countries, city.iso})
            month = 2 if one.endswith("W") else 8
            found[one] = Edition(one, year, countries, date(year, month, 1), date(year, month, 28))
    for event in games:
        if "Y" not in event.id and not event.paralympic:
            found[event.id] = Edition(event.id, event.year, event.countries, event.opening, event.closing)
    for event in games:
        olympics = found.get(event.id.removesuffix("P"))
        if event.paralympic and olympics is not None:
            found[olympics.id] = replace(olympics, closing=event.closing)
    return found
