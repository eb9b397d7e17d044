"""Retention: full texts and captures go, facts and short evidence stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb

from storage.captures.retention import remove_captures
from storage.layout import Layout
from storage.search.index import retire

EVIDENCE_CHARACTERS = 300
"""Longest evidence that stays of an article whose text is removed."""


@dataclass(frozen=True, slots=True)
class Purged:
    """What a purge removed."""

    n_texts: int
    n_captures: int
    capture_bytes: int


def purge(
    connection: duckdb.DuckDBPyConnection, layout: Layout, older_than: datetime, now: datetime
) -> Purged:
    """Remove texts and captures recorded before an instant; reference documents stay. In the caller's transaction."""
    versions = connection.execute(
        """
        SELECT v.article_id, v.version_no, v.version_no = a.version_no
        FROM core_versions AS v JOIN core_articles AS a USING (article_id)
        WHERE v.text IS NOT NULL AND v.recorded_at < ? AND NOT a.is_reference
        """,
        [older_than],
    ).fetchall()
    if versions:
        chosen = """
            (SELECT unnest($ids::VARCHAR[]) AS article_id, unnest($numbers::INTEGER[]) AS version_no) AS chosen
        """
        chosen_ones = {"ids": [row[0] for row in versions], "numbers": [row[1] for row in versions]}
        connection.execute(
            "UPDATE core_versions SET text = NULL, description = NULL, text_removed_at = $now "
            f"FROM {chosen} WHERE core_versions.article_id = chosen.article_id "
            "AND core_versions.version_no = chosen.version_no",
            chosen_ones | {"now": now},
        )
        connection.execute(
            # A diff quotes both texts: it goes with the first of them.
            f"UPDATE core_version_changes SET diff = NULL FROM {chosen} "
            "WHERE core_version_changes.article_id = chosen.article_id "
            "AND core_version_changes.version_no IN (chosen.version_no, chosen.version_no + 1)",
            chosen_ones,
        )
        for table, column in (("core_facts", "evidence"), ("core_quotes", "quote"), ("core_tones", "quote")):
            connection.execute(
                f"""
                UPDATE {table} SET {column} = left({column}, {EVIDENCE_CHARACTERS}) || '…'
                FROM core_readings AS r, {chosen}
                WHERE r.reading_id = {table}.reading_id AND length({table}.{column}) > {EVIDENCE_CHARACTERS}
                    AND r.article_id = chosen.article_id AND r.version_no = chosen.version_no
                """,
                chosen_ones,
            )
        connection.execute(
            "UPDATE core_dispositions SET summary = NULL WHERE summary IS NOT NULL "
            "AND article_id IN (SELECT unnest($ids::VARCHAR[])) AND recorded_at < $older_than",
            {"ids": chosen_ones["ids"], "older_than": older_than},
        )
        retire(connection, [article_id for article_id, _, is_current in versions if is_current])
    n_captures, capture_bytes = remove_captures(connection, layout, older_than, now)
    return Purged(len(versions), n_captures, capture_bytes)
