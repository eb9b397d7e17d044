"""Checks of the whole database: one .sql file each, any row is a failure."""

from __future__ import annotations

from typing import Any

import duckdb

from storage.migrate import scripts


def failing_checks(
    connection: duckdb.DuckDBPyConnection, limit: int = 100
) -> list[tuple[str, list[tuple[Any, ...]]]]:
    """Name and first rows of every check that finds something."""
    found = []
    for script in scripts("checks"):
        rows = connection.execute(script.sql).fetchmany(limit)
        if rows:
            found.append((script.name, rows))
    return found
