"""The part of the knowledge base that the store keeps beside the readings made with it, as plain rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from config.games_calendar import Games
from config.knowledge_base import Knowledge
from config.knowledge_schema import Rights

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class StoredKnowledge:
    """Rows without their version; small and picklable, unlike the knowledge itself."""

    version: str
    entities: tuple[Row, ...]
    """Id, name, type, kind, parent, home."""
    rights: tuple[Row, ...]
    """Entity, programme, holder, tier, category, Games, first day, last day, confidence, sources."""
    games: tuple[Row, ...]
    """Id, name, season, countries, cities, opening, closing."""
    market_names: tuple[tuple[str, str], ...]
    """Code and name."""

    @classmethod
    def of(cls, knowledge: Knowledge, market_names: Mapping[str, str]) -> StoredKnowledge:
        """What ``knowledge`` says, with the names of the markets by their codes."""
        entities = knowledge.entities.values()
        games = {edition.id: edition for edition in knowledge.games}
        return cls(
            version=knowledge.version,
            entities=tuple((e.id, e.name, e.type, e.kind, e.parent, e.home) for e in entities),
            rights=tuple(_rights_row(e.id, right, games) for e in entities for right in e.rights),
            games=tuple(_games_rows(knowledge)),
            market_names=tuple(sorted(market_names.items())),
        )

    @property
    def edition(self) -> tuple[str, int]:
        """Another one is stored anew: version, and number of markets."""
        return self.version, len(self.market_names)


def _rights_row(entity_id: str, right: Rights, games: Mapping[str, Games]) -> Row:
    """Contract years as days; a right bound to Games alone ends with the year of the last of them."""
    until = right.until
    if until is None and right.games:
        until = max(
            (games[edition].closing.year for edition in right.games if edition in games), default=None
        )
    return (
        entity_id,
        right.programme,
        right.holder,
        right.tier,
        right.category,
        list(right.games),
        date(right.since, 1, 1) if right.since else None,
        date(until, 12, 31) if until else None,
        right.confidence,
        list(right.sources),
    )


def _games_rows(knowledge: Knowledge) -> Iterator[Row]:
    for edition in knowledge.games:
        yield (
            edition.id,
            edition.name,
            edition.season,
            ", ".join(edition.countries) or None,
            ", ".join(edition.cities) or None,
            edition.opening,
            edition.closing,
        )
