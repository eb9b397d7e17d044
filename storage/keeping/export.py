"""Exports for other tools: Parquet (partitioned), CSV and JSON Lines of views, written beside and then renamed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from storage.errors import StorageProblem, StoreNotWritable
from storage.published import PublishedDatabase

FORMATS = ("parquet", "csv", "jsonl")
DEFAULT_VIEWS = (
    "articles",
    "out_mentions",
    "out_market_mentions",
    "out_facts",
    "out_campaigns",
    "out_quotes",
    "out_coverage_by_brand_week",
    "out_source_health",
)
_PARTITION_DATES = ("published_at", "first_seen_at", "reported_at", "week")


@dataclass(frozen=True, slots=True)
class Exported:
    """One exported view."""

    view: str
    path: Path
    n_rows: int


def export(
    database: PublishedDatabase, target: Path, file_format: str, views: Sequence[str] = DEFAULT_VIEWS
) -> list[Exported]:
    """Write views to a new folder ``target``; Parquet in partitions of language and month where a view has them."""
    if file_format not in FORMATS:
        raise StorageProblem(f"unknown format {file_format!r}; there are {', '.join(FORMATS)}")
    target = target.expanduser().resolve()
    if target.exists():
        raise StorageProblem(f"{target} exists already; name a folder that does not")
    known = {
        name
        for (name,) in database.sql(
            "SELECT view_name FROM duckdb_views() WHERE NOT internal "
            "UNION SELECT table_name FROM duckdb_tables() WHERE NOT internal"
        ).fetchall()
    }
    unknown = [view for view in views if view not in known]
    if unknown:
        raise StorageProblem(f'there is no view {unknown[0]!r}; `podium sql "SHOW TABLES"` lists them')
    part = target.with_name(target.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        part.mkdir(parents=True)
        exported = [_export_view(database.connection, view, part, file_format) for view in views]
        os.rename(part, target)
    except (OSError, duckdb.IOException) as problem:
        raise StoreNotWritable(f"cannot write to {target}: {problem}") from problem
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return [Exported(one.view, target / one.path.name, one.n_rows) for one in exported]


def _export_view(
    connection: duckdb.DuckDBPyConnection, view: str, folder: Path, file_format: str
) -> Exported:
    columns = {name: kind for name, kind, *_ in connection.execute(f'DESCRIBE "{view}"').fetchall()}
    if file_format == "parquet":
        path = folder / view
        partitions = _partitions(columns)
        if partitions:
            query = (
                f'SELECT *, {", ".join(f"{sql} AS {name}" for name, sql in partitions.items())} FROM "{view}"'
            )
            options = f"FORMAT parquet, COMPRESSION zstd, PARTITION_BY ({', '.join(partitions)})"
        else:
            path, query, options = (
                folder / f"{view}.parquet",
                f'SELECT * FROM "{view}"',
                "FORMAT parquet, COMPRESSION zstd",
            )
    else:
        path = folder / f"{view}.{file_format}"
        query = f'SELECT {", ".join(_as_text(name, kind) for name, kind in columns.items())} FROM "{view}"'
        options = "FORMAT csv, HEADER true" if file_format == "csv" else "FORMAT json"
    quoted = str(path).replace("'", "''")
    row = connection.execute(f"COPY ({query}) TO '{quoted}' ({options})").fetchone()
    assert row is not None
    if not path.exists():
        path.mkdir()  # no rows make no partition, but the view was exported
    return Exported(view, path, int(row[0]))


def _partitions(columns: dict[str, str]) -> dict[str, str]:
    """Hive partitions by name; the column itself stays in the files too."""
    found = {}
    if "language" in columns:
        found["part_language"] = "coalesce(language, 'und')"
    date_column = next((name for name in _PARTITION_DATES if name in columns), None)
    if date_column is not None:
        at = f"{date_column} AT TIME ZONE 'UTC'" if columns[date_column] != "DATE" else date_column
        found["part_month"] = f"coalesce(strftime({at}, '%Y-%m'), 'undated')"
    return found


def _as_text(name: str, kind: str) -> str:
    """Instants as ISO 8601 in UTC; everything else as DuckDB writes it."""
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"strftime(\"{name}\" AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ') AS \"{name}\""
    return f'"{name}"'
