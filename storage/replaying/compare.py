"""Whether two stores hold the same rows of a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

_LATER = frozenset(
    ("superseded_at", "confirmed_at", "confirmed_extractor_version", "confirmed_knowledge_version")
)
"""Columns of a run's rows that later runs change."""
_OWN = frozenset(("reading_id", "replaces_reading_id", "staged_run_id"))
"""Numbers that each store gives out itself."""
_OF_A_RUN = (
    "core_source_polls",
    "core_dispositions",
    "core_requests",
    "core_versions",
    "core_article_checks",
    "core_readings",
)
_OF_A_READING = (
    "core_mentions",
    "core_market_mentions",
    "core_facts",
    "core_quotes",
    "core_tones",
    "core_relevance_reasons",
)
_NOT_WITHHELD = {
    "url": "NOT list_contains($urls::VARCHAR[], url)",
    "article_id": "NOT list_contains($articles::VARCHAR[], article_id)",
}
_FIRST_STATE = "article_id, source_id, url, fetched_url, outlet, site_name, country, tags, is_reference, reference_kind, first_seen_at"


@dataclass(frozen=True, slots=True)
class TableComparison:
    """Rows of one table in both stores, and rows that only one of them has (a few as examples)."""

    table: str
    n_recorded: int
    n_replayed: int
    only_recorded: tuple[str, ...]
    only_replayed: tuple[str, ...]
    n_different: int

    @property
    def is_same(self) -> bool:
        return self.n_different == 0


def compare_run(
    recorded: duckdb.DuckDBPyConnection,
    replayed: duckdb.DuckDBPyConnection,
    run_id: str,
    *,
    n_examples: int = 3,
    withheld: Sequence[str] = (),
) -> list[TableComparison]:
    """Every table with rows of the run, compared row by row without regard to order.

    Rows of the pages at ``withheld`` addresses are left out: no copy of them was allowed.
    """
    given = {"run_id": run_id, "urls": list(withheld), "articles": _articles_at(recorded, withheld)}
    queries = {table: _of_a_run(recorded, table) for table in _OF_A_RUN}
    queries["core_articles"] = (
        f"SELECT {_FIRST_STATE} FROM core_articles WHERE first_run_id = $run_id AND {_NOT_WITHHELD['article_id']}"
    )
    queries |= {table: _of_a_reading(recorded, table) for table in _OF_A_READING}
    found = []
    for table, query in queries.items():
        used = {name: value for name, value in given.items() if f"${name}" in query}
        before = Counter(map(repr, recorded.execute(query, used).fetchall()))
        after = Counter(map(repr, replayed.execute(query, used).fetchall()))
        missing, added = before - after, after - before
        found.append(
            TableComparison(
                table,
                before.total(),
                after.total(),
                tuple(list(missing)[:n_examples]),
                tuple(list(added)[:n_examples]),
                max(missing.total(), added.total()),
            )
        )
    return found


def _columns(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    rows: list[tuple[Any, ...]] = connection.execute(f"DESCRIBE {table}").fetchall()
    return [f'"{row[0]}"' for row in rows if row[0] not in _LATER | _OWN]


def _of_a_run(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    columns = _columns(connection, table)
    left_out = next((rule for name, rule in _NOT_WITHHELD.items() if f'"{name}"' in columns), "true")
    if table == "core_requests":
        left_out = "true"  # the ledger itself is no page
    return f"SELECT {', '.join(columns)} FROM {table} WHERE run_id = $run_id AND {left_out}"


def _of_a_reading(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    columns = ", ".join(f"c.{column}" for column in _columns(connection, table))
    return (
        f"SELECT {columns} FROM {table} AS c JOIN core_readings AS r USING (reading_id) "
        f"WHERE r.run_id = $run_id AND NOT list_contains($articles::VARCHAR[], r.article_id)"
    )


def _articles_at(connection: duckdb.DuckDBPyConnection, urls: Sequence[str]) -> list[str]:
    rows = connection.execute(
        """
        SELECT article_id FROM core_url_aliases WHERE list_contains($urls::VARCHAR[], url)
        UNION
        SELECT article_id FROM core_dispositions
        WHERE list_contains($urls::VARCHAR[], url) AND disposition <> 'duplicate' AND article_id IS NOT NULL
        """,
        {"urls": list(urls)},
    ).fetchall()
    return [row[0] for row in rows]
