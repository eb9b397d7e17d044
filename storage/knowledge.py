"""Keep what the knowledge base says beside the readings made with it: entities, rights, Games, names of markets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import duckdb

from config.games_calendar import Games
from config.knowledge_base import Knowledge
from config.knowledge_schema import Rights
from storage.arrow import bulk_insert
from storage.rows import Row


def save_knowledge(
    connection: duckdb.DuckDBPyConnection, knowledge: Knowledge, market_names: Mapping[str, str]
) -> bool:
    """Replace what is stored when the version is another one; True when it was. Inside the caller's transaction."""
    stored = connection.execute(
        "SELECT (SELECT any_value(knowledge_version) FROM core_entities), (SELECT count(*) FROM core_market_names)"
    ).fetchone()
    if stored == (knowledge.version, len(market_names)):
        return False
    for table in ("core_entities", "core_rights", "core_games", "core_market_names"):
        connection.execute(f"DELETE FROM {table}")
    entities = knowledge.entities.values()
    bulk_insert(
        connection,
        "core_entities",
        [(e.id, e.name, e.type, e.kind, e.parent, e.home, knowledge.version) for e in entities],
    )
    games = {edition.id: edition for edition in knowledge.games}
    bulk_insert(
        connection,
        "core_rights",
        [_rights_row(e.id, right, games, knowledge.version) for e in entities for right in e.rights],
    )
    bulk_insert(connection, "core_games", list(_games_rows(knowledge)))
    bulk_insert(
        connection,
        "core_market_names",
        [(code, name, None, None) for code, name in sorted(market_names.items())],
    )
    return True


def _rights_row(entity_id: str, right: Rights, games: Mapping[str, Games], version: str) -> Row:
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
        version,
    )


def _games_rows(knowledge: Knowledge) -> Iterator[Row]:
    for edition in knowledge.games:
        yield (
            (
                edition.id,
                edition.name,
                edition.season,
                ", ".join(edition.countries) or None,
                ", ".join(edition.cities) or None,
                edition.opening,
                edition.closing,
                knowledge.version,
            )
        )
