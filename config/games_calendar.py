"""The editions of the Games: days and hosts from event entities, forms of host cities from config/knowledge/games/."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from config.knowledge_schema import CONFIDENCES, Entity, Problem, TableReader

_EDITION = re.compile(r"(\d{4})(Y?)([SW])(P?)")
_NOTHING: Mapping[str, tuple[str, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Games:
    """One edition; ``id`` is the year of its name with S or W (and P for Paralympics); days are inclusive."""

    id: str
    name: str
    season: str
    """summer or winter."""
    year: int
    """Year of the name: 2020S was held in 2021."""
    host: str
    cities: tuple[str, ...]
    countries: tuple[str, ...]
    """ISO 3166-1 alpha-2."""
    opening: date
    closing: date
    confidence: str
    sources: tuple[str, ...]
    city_forms: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NOTHING)
    """Language -> forms of the host cities and venue towns in that language."""

    @property
    def paralympic(self) -> bool:
        return self.id.endswith("P")


def load_games(
    entities: Iterable[Entity], folders: Iterable[Path]
) -> tuple[tuple[Games, ...], list[Problem]]:
    """All editions in order of their opening, and what was wrong."""
    problems: list[Problem] = []
    forms: dict[str, tuple[str, int, Mapping[str, tuple[str, ...]]]] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.toml")):
            forms.update(_city_forms(path, problems))
    games = []
    for entity in entities:
        if entity.games is not None:
            origin, line, city_forms = forms.pop(entity.id, ("", 0, _NOTHING))
            edition, found = _edition(entity, entity.games, city_forms)
            problems += found
            games += [edition] if edition is not None else []
    for edition_id, (origin, line, _) in forms.items():
        what, remedy = (
            f"no event {edition_id!r} with [entity.games]",
            "correct the id or add the event to events/",
        )
        problems.append(Problem(origin, line, edition_id, "id", what, remedy))
    return tuple(sorted(games, key=lambda edition: (edition.opening, edition.id))), problems


def _edition(
    entity: Entity, table: Mapping[str, Any], city_forms: Mapping[str, tuple[str, ...]]
) -> tuple[Games | None, list[Problem]]:
    reader = TableReader(table, "games.")
    reader.known("edition", "host", "cities", "countries", "opening", "closing", "confidence", "sources")
    edition = reader.text("edition", required=True) or ""
    parts = _EDITION.fullmatch(edition)
    if parts is None or edition != entity.id:
        reader.wrong(
            "edition", f"{edition!r} is no edition or not the entity's id", 'write both like "2018W"'
        )
    opening, closing = reader.day("opening"), reader.day("closing")
    if opening is not None and closing is not None and closing < opening:
        reader.wrong("closing", f"{closing} lies before opening = {opening}", "swap or correct the days")
    host, countries = reader.text("host", required=True), reader.texts("countries", required=True)
    confidence = reader.choice("confidence", CONFIDENCES, required=True)
    cities, sources = reader.texts("cities"), reader.texts("sources")
    problems = [
        Problem(entity.origin, entity.line, entity.id, key, what, remedy)
        for key, what, remedy in reader.problems
    ]
    if problems or parts is None or opening is None or closing is None:
        return None, problems
    season = "summer" if parts.group(3) == "S" else "winter"
    games = Games(
        edition, entity.name, season, int(parts.group(1)), host or "", cities, countries, opening, closing,
        confidence or "", sources, city_forms,
    )  # fmt: skip
    return games, []


def _city_forms(
    path: Path, problems: list[Problem]
) -> dict[str, tuple[str, int, Mapping[str, tuple[str, ...]]]]:
    """Edition -> (file, line, language -> forms) of ``[[games]] id = "2018W"`` with ``[games.city_forms]``."""
    origin = f"{path.parent.name}/{path.name}"
    try:
        text = path.read_text(encoding="utf-8")
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problems.append(Problem(origin, 1, "", "", f"unreadable: {error}", "correct the TOML"))
        return {}
    problems += [
        Problem(origin, 1, "", key, "unknown key", "only [[games]] may stand here")
        for key in document.keys() - {"games"}
    ]
    lines = text.splitlines()
    forms = {}
    for table in document.get("games", []):
        reader = TableReader(table, "")
        reader.known("id", "city_forms")
        edition = reader.text("id", required=True) or ""
        line = next((number for number, text in enumerate(lines, 1) if f'"{edition}"' in text), 1)
        forms[edition] = (origin, line, reader.by_language("city_forms"))
        problems += [Problem(origin, line, edition, key, what, fix) for key, what, fix in reader.problems]
    return forms
