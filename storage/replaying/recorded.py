"""A finished run as it was recorded: its sources, requests, pages and the instants of its batches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import duckdb

from extractors.records import FetchedPage, Purpose, RequestRecord
from storage.captures.keep import Capture, read_capture
from storage.captures.warc import CaptureDamaged, read_record
from storage.layout import Layout

COLLECTING = ("scheduled", "manual", "sample")
"""Kinds of run that fetch from sources; only these can be replayed."""


@dataclass(frozen=True, slots=True)
class RecordedRun:
    """One line of core_runs with the instants at which its batches were written, by batch key."""

    run_id: str
    kind: str
    source_list: str
    started_at: datetime
    status: str
    batches: dict[str, datetime]
    reference_at: datetime
    """When the reference corpus was written in this run; its start when it was there before."""


@dataclass(frozen=True, slots=True)
class RecordedSource:
    """A source as the run knew it."""

    source_id: str
    outlet: str | None
    kind: str | None
    url: str | None
    language: str | None
    country: str | None
    tags: tuple[str, ...]


def runs_until(connection: duckdb.DuckDBPyConnection, run_id: str) -> list[RecordedRun]:
    """The run and every one before it, oldest first; empty when there is no such run."""
    rows = connection.execute(
        """
        SELECT run_id, kind, source_list, started_at, status FROM core_runs
        WHERE started_at <= (SELECT started_at FROM core_runs WHERE run_id = ?) ORDER BY started_at, run_id
        """,
        [run_id],
    ).fetchall()
    runs = []
    for row in rows:
        batches = dict(
            connection.execute(
                "SELECT batch_key, recorded_at FROM core_batches WHERE run_id = ?", [row[0]]
            ).fetchall()
        )
        found = connection.execute(
            "SELECT min(recorded_at) FROM core_versions AS v JOIN core_articles AS a USING (article_id) "
            "WHERE a.is_reference AND v.run_id = ?",
            [row[0]],
        ).fetchone()
        name, kind, source_list, started_at, status = row
        reference_at = (found and found[0]) or started_at
        runs.append(RecordedRun(name, kind, source_list, started_at, status, batches, reference_at))
    return runs


def sources_of(connection: duckdb.DuckDBPyConnection, run_id: str) -> list[RecordedSource]:
    """The sources that the run asked, in the order in which it noted them."""
    rows = connection.execute(
        """
        SELECT s.source_id, s.outlet, s.kind, s.url, s.language, s.country, s.tags
        FROM core_source_polls AS p JOIN core_sources AS s USING (source_id)
        WHERE p.run_id = ? ORDER BY p.rowid
        """,
        [run_id],
    ).fetchall()
    unique = {
        source_id: RecordedSource(source_id, outlet, kind, url, language, country, tuple(tags))
        for source_id, outlet, kind, url, language, country, tags in rows
    }
    return list(unique.values())


def requests_of(connection: duckdb.DuckDBPyConnection, run_id: str) -> list[RequestRecord]:
    """Every line of the ledger of the run, in the order written."""
    rows = connection.execute(
        """
        SELECT url, final_url, source_id, purpose, requested_at, status, wire_bytes, body_bytes, elapsed_seconds,
            from_cache, robots, rights, error, detail
        FROM core_requests WHERE run_id = ? ORDER BY rowid
        """,
        [run_id],
    ).fetchall()
    return [
        RequestRecord(url, final, source_id, Purpose(why), *rest)
        for url, final, source_id, why, *rest in rows
    ]


@dataclass(frozen=True, slots=True)
class Instants:
    """When the run wrote how each entry (by source and address) and each article looked at again (by id) ended."""

    entries: dict[tuple[str, str], datetime]
    articles: dict[str, datetime]


def instants_of(connection: duckdb.DuckDBPyConnection, run_id: str) -> Instants:
    """The instants of everything that was fetched, so that its batches can be formed again as they were."""
    entries = connection.execute(
        "SELECT source_id, url, max(recorded_at) FROM core_dispositions WHERE run_id = ? GROUP BY ALL",
        [run_id],
    ).fetchall()
    articles = connection.execute(
        "SELECT article_id, max(recorded_at) FROM core_article_checks WHERE run_id = ? GROUP BY ALL", [run_id]
    ).fetchall()
    return Instants({(source_id, url): at for source_id, url, at in entries}, dict(articles))


def pages_of(
    connection: duckdb.DuckDBPyConnection, layout: Layout, run_id: str
) -> dict[tuple[str, str], Callable[[], FetchedPage | None]]:
    """Readers of the captured pages of the run by source and address; a reader gives None when the page is lost."""
    rows = connection.execute(
        """
        SELECT status, capture_id, article_id, source_id, url, captured_at, record_type, refers_to, file, file_offset
        FROM core_captures WHERE run_id = ? AND removed_at IS NULL ORDER BY rowid
        """,
        [run_id],
    ).fetchall()

    def reader(status: int, capture: Capture) -> Callable[[], FetchedPage | None]:
        def read() -> FetchedPage | None:
            try:
                own = read_record(layout.captures_dir / capture.file, capture.file_offset)
                if status == 304:
                    return replace(own, status=304, body=b"")
                if capture.record_type != "revisit":
                    return own
                return replace(own, body=read_capture(connection, layout, capture).body, status=status)
            except CaptureDamaged:
                return None

        return read

    captures = [(status, Capture(*rest)) for status, *rest in rows]
    return {(capture.source_id or "", capture.url): reader(status, capture) for status, capture in captures}


def versions_of(connection: duckdb.DuckDBPyConnection, run_id: str) -> tuple[str, ...]:
    """Versions of extractors and knowledge that read the articles of the run."""
    rows = connection.execute(
        "SELECT DISTINCT extractor_version || ' with knowledge ' || knowledge_version FROM core_readings "
        "WHERE run_id = ? ORDER BY ALL",
        [run_id],
    ).fetchall()
    return tuple(row[0] for row in rows)
