"""What can be said of a store without changing it: for `podium doctor` and `podium status`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from storage.connection import attach, new_connection
from storage.errors import NothingPublished, StorageProblem, StoreBusy
from storage.layout import Layout
from storage.lock import writer_lock
from storage.migrate import pending, schema_version
from storage.published import open_published, published_path


def check_writable(data_dir: Path | str) -> None:
    """Raise what ``open_store`` would raise now, as far as lock and schema go; changes nothing."""
    layout = Layout.of(data_dir)
    with writer_lock(layout, 0.0, "a look before a run"):
        if layout.database.is_file():
            subject, grade, detail = _schema(layout)
            if grade == "problem":
                raise StorageProblem(f"{subject}: {detail}")


def examine_store(data_dir: Path | str) -> Iterator[tuple[str, str, str]]:
    """Findings as (subject, grade, detail); grade is ok, warning or problem."""
    layout = Layout.of(data_dir)
    if not layout.database.is_file():
        yield "store", "ok", "none yet; the first run makes it"
        return
    try:
        with writer_lock(layout, 0.0, "podium doctor"):
            yield "lock", "ok", "free"
            yield _schema(layout)
    except StoreBusy as busy:
        yield "lock", "ok", str(busy)
    except StorageProblem as problem:
        yield "store", "problem", str(problem)
    try:
        yield "published", "ok", str(published_path(data_dir))
    except NothingPublished as problem:
        yield "published", "warning", str(problem)
    except StorageProblem as problem:
        yield "published", "problem", str(problem)


def _schema(layout: Layout) -> tuple[str, str, str]:
    connection = new_connection()
    try:
        attach(connection, layout.database, read_only=True)
        waiting = pending(connection, layout.database)
    except StorageProblem as problem:
        return "schema", "problem", str(problem)
    except duckdb.Error as error:
        return "store", "problem", f"{layout.database}: {str(error).splitlines()[0]}; restore a backup"
    finally:
        connection.close()
    note = f", the next run applies {', '.join(waiting)}" if waiting else ""
    return "schema", "ok", f"{schema_version()}{note}"


_RUNS = """
SELECT run_id, kind, started_at, finished_at, status, summary FROM core_runs ORDER BY started_at DESC LIMIT 10
"""
_TOTALS = """
SELECT count(*) FILTER (NOT is_reference) AS articles,
    count(*) FILTER (relevant AND NOT is_reference) AS relevant_articles,
    count(*) FILTER (is_reference) AS reference_documents,
    count(DISTINCT language) FILTER (NOT is_reference) AS languages,
    count(DISTINCT outlet) FILTER (NOT is_reference) AS outlets
FROM articles
"""


def overview(data_dir: Path | str) -> dict[str, Any] | None:
    """Totals, last runs and troubled sources of the published database; None when nothing is published."""
    try:
        database = open_published(data_dir)
    except NothingPublished:
        return None
    with database:
        cursor = database.sql(_TOTALS)
        names = [column[0] for column in cursor.description or []]
        totals = dict(zip(names, cursor.fetchone() or (), strict=False))
        runs = [
            {
                "run_id": run_id,
                "kind": kind,
                "started_at": started_at,
                "finished_at": finished_at,
                "status": status,
                "summary": json.loads(summary) if summary else {},
            }
            for run_id, kind, started_at, finished_at, status, summary in database.sql(_RUNS).fetchall()
        ]
        health = database.sql("FROM out_source_health")
        columns = [column[0] for column in health.description or []]
        sources = [dict(zip(columns, row, strict=True)) for row in health.fetchall()]
        return {
            "published_path": str(published_path(data_dir)),
            **totals,
            "new_today": database.sql("SELECT count(*) FROM new_today WHERE NOT is_reference").fetchall()[0][
                0
            ],
            "runs": runs,
            "sources": len(sources),
            "troubled_sources": [source for source in sources if source.get("last_outcome") == "failed"],
        }
