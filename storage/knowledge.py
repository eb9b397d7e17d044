"""Keep what the knowledge base says beside the readings made with it: entities, rights, Games, names of markets."""

from __future__ import annotations

import duckdb

from config.stored_knowledge import StoredKnowledge
from storage.arrow import bulk_insert


def knowledge_edition(connection: duckdb.DuckDBPyConnection) -> tuple[str | None, int]:
    """``StoredKnowledge.edition`` of what is stored."""
    stored = connection.execute(
        "SELECT (SELECT any_value(knowledge_version) FROM core_entities), (SELECT count(*) FROM core_market_names)"
    ).fetchone()
    assert stored is not None
    return stored[0], stored[1]


def save_knowledge(connection: duckdb.DuckDBPyConnection, known: StoredKnowledge) -> None:
    """Replace what is stored, inside the caller's transaction."""
    version = known.version
    for table in ("core_entities", "core_rights", "core_games", "core_market_names"):
        connection.execute(f"DELETE FROM {table}")
    for table, rows in (
        ("core_entities", known.entities),
        ("core_rights", known.rights),
        ("core_games", known.games),
    ):
        bulk_insert(connection, table, ((*row, version) for row in rows))
    bulk_insert(
        connection, "core_market_names", ((code, name, None, None) for code, name in known.market_names)
    )
