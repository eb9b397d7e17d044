"""Which Games a name without a year stands for: a host city may have several."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from config.games_calendar import Games
from config.knowledge_base import Knowledge
from config.knowledge_schema import Entity

Editions = tuple[tuple[Games, Entity], ...]
"""In the order of their days."""


def nearest(editions: Editions, today: date | None) -> Entity | None:
    """The edition running or nearest to a day; None where a name has only one, or no day is known."""
    if today is None or len(editions) < 2:
        return None
    return min(editions, key=lambda one: _days_between(one[0], today))[1]


def _days_between(games: Games, today: date) -> int:
    return max((games.opening - today).days, (today - games.closing).days, 0)


def made_from_hosts(
    knowledge: Knowledge, language: str, known: Editions
) -> Iterator[tuple[str, str, Editions]]:
    """Forms made from a host city and a template, the city, and the editions of all ``known`` that the form may stand for."""
    templates = knowledge.cues.get("events", {}).get(language, {}).get("templates", ())
    found: dict[str, tuple[str, dict[str, tuple[Games, Entity]]]] = {}
    for games, event in known:
        for city in games.city_forms.get(language, ()):
            for template in templates:
                form = template.format(city=city, year=games.year)
                found.setdefault(form, (city, {}))[1][games.id] = games, event
    for form, (city, editions) in found.items():
        yield form, city, _of_season(knowledge, form, tuple(editions.values()))


def editions_named(knowledge: Knowledge, entity: Entity, form: str, known: Editions) -> Editions:
    """The editions that a listed name of one of the ``known`` may stand for: all of its city, when it has no year."""
    if entity.type != "event" or any(char.isdigit() for char in form):
        return ()
    own = next((games for games, event in known if event.id == entity.id), None)
    cities = {city for forms in own.city_forms.values() for city in forms if city in form} if own else set()
    fellows = tuple(
        (games, event)
        for games, event in known
        if any(city in forms for forms in games.city_forms.values() for city in cities)
    )
    return _of_season(knowledge, form, fellows) if len(fellows) > 1 else ()


def known_editions(knowledge: Knowledge) -> Editions:
    """All Olympic editions with their entities, in the order of their days."""
    known = [
        (games, knowledge.entities[games.id])
        for games in knowledge.games
        if not games.paralympic and games.id in knowledge.entities
    ]
    return tuple(sorted(known, key=lambda one: one[0].opening))


def _of_season(knowledge: Knowledge, form: str, editions: Editions) -> Editions:
    """Those of the season that a form names, all where it names none."""
    if len(editions) < 2:
        return editions
    folded = form.casefold()
    for season in ("winter", "summer"):
        words = [w for kinds in knowledge.cues.get("events", {}).values() for w in kinds.get(season, ())]
        if any(word in folded for word in words):
            return tuple(one for one in editions if one[0].season == season) or editions
    return editions
