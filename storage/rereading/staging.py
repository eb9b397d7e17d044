"""Stage what rereading gives, report what would change, then make it current or throw it away.

A staged reading ends the instant it begins and a staged version has a negative number, so that no view, no as-of
question and no search ever finds them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import duckdb

from extractors.records import Article, Reading
from storage import rows
from storage.arrow import bulk_insert
from storage.history.diff import text_change
from storage.search.index import Document, add_documents


@dataclass(frozen=True, slots=True)
class Selection:
    """Which articles to read again; nothing set means all."""

    since: datetime | None = None
    """First seen at or after."""
    source_id: str | None = None
    extractor_version: str | None = None
    """Read with this version of the extractors so far."""


@dataclass(frozen=True, slots=True)
class Versions:
    """What reads now."""

    extractor: str
    knowledge: str


def open_run(connection: duckdb.DuckDBPyConnection, selection: Selection, versions: Versions) -> str | None:
    """A reread of the same selection with the same versions that was not finished; it can be gone on with."""
    row = connection.execute(
        "SELECT run_id FROM core_runs WHERE kind = 'reread' AND status IN ('crashed', 'failed') AND note = ? "
        "ORDER BY started_at DESC LIMIT 1",
        [run_note(selection, versions)],
    ).fetchone()
    return str(row[0]) if row else None


def run_note(selection: Selection, versions: Versions) -> str:
    """How a reread is recognised again."""
    return json.dumps(asdict(selection) | asdict(versions), default=str, sort_keys=True)


def waiting_articles(
    connection: duckdb.DuckDBPyConnection, run_id: str, selection: Selection, versions: Versions
) -> list[str]:
    """Ids of the articles that the versions have not read yet and that this run has not staged."""
    found = connection.execute(
        """
        SELECT a.article_id
        FROM core_articles AS a
        LEFT JOIN core_readings AS r ON r.article_id = a.article_id AND r.superseded_at IS NULL
        ANTI JOIN (SELECT article_id FROM core_readings WHERE staged_run_id = $run_id) AS done
            ON done.article_id = a.article_id
        WHERE (r.confirmed_extractor_version IS DISTINCT FROM $extractor
                OR r.confirmed_knowledge_version IS DISTINCT FROM $knowledge)
            AND ($since IS NULL OR a.first_seen_at >= $since)
            AND ($source_id IS NULL OR a.source_id = $source_id)
            AND ($extractor_version IS NULL OR r.confirmed_extractor_version = $extractor_version)
        ORDER BY a.first_seen_at, a.article_id
        """,
        {
            "run_id": run_id,
            "extractor": versions.extractor,
            "knowledge": versions.knowledge,
            "since": selection.since,
            "source_id": selection.source_id,
            "extractor_version": selection.extractor_version,
        },
    ).fetchall()
    return [article_id for (article_id,) in found]


def stage(
    connection: duckdb.DuckDBPyConnection,
    run_id: str,
    before_and_after: Sequence[tuple[Article, Article, Reading]],
    at: datetime,
) -> None:
    """Stage new readings and cleaned texts; equal ones only confirm what stands. In the caller's transaction."""
    current = _current_readings(connection, [before.article_id for before, _, _ in before_and_after])
    row = connection.execute("SELECT coalesce(max(reading_id), 0) + 1 FROM core_readings").fetchone()
    assert row is not None
    reading_id = int(row[0])
    incoming: defaultdict[str, list[rows.Row]] = defaultdict(list)
    for before, after, reading in before_and_after:
        standing = current.get(before.article_id)
        content = rows.reading_sha256(reading)
        is_same_text = _content(before) == _content(after)
        if is_same_text and standing is not None and standing[2] == content:
            connection.execute(
                "UPDATE core_readings SET confirmed_at = ?, confirmed_extractor_version = ?, "
                "confirmed_knowledge_version = ? WHERE reading_id = ?",
                [at, reading.extractor_version, reading.knowledge_version, standing[0]],
            )
            continue
        version_no = standing[1] if standing is not None and is_same_text else -reading_id
        if not is_same_text or standing is None:
            version_no = -reading_id
            hashed = rows.content_sha256(after.title, after.text)
            incoming["core_versions"].append(rows.version_row(after, version_no, run_id, at, hashed))
            incoming["core_datings"].extend(rows.dating_rows(after, version_no))
            change = text_change(before.text, after.text)
            incoming["core_version_changes"].append(
                (
                    after.article_id,
                    version_no,
                    before.title,
                    after.title,
                    change.diff,
                    change.n_words_added,
                    change.n_words_removed,
                )
            )
        incoming["core_readings"].append(
            rows.reading_row(
                reading,
                reading_id,
                version_no,
                run_id,
                at,
                content,
                standing[0] if standing else None,
                run_id,
            )
        )
        paragraph_no = rows.ParagraphIndex(after.paragraphs)
        for table, new_row in rows.read_out_rows(reading, reading_id, paragraph_no):
            incoming[table].append(new_row)
        reading_id += 1
    for table, new_rows in incoming.items():
        bulk_insert(connection, table, new_rows)


def _content(article: Article) -> tuple[object, ...]:
    """What makes a version of its own when rereading finds it otherwise."""
    return (
        article.text,
        article.title,
        article.authors,
        article.language,
        article.published_at,
        article.published_origin,
        frozenset(article.datings),
        tuple((p.kind, p.start, p.stop) for p in article.paragraphs),
    )


def _current_readings(
    connection: duckdb.DuckDBPyConnection, article_ids: Sequence[str]
) -> dict[str, tuple[int, int, str]]:
    """Reading id, version and hash of what is current."""
    found = connection.execute(
        "SELECT article_id, reading_id, version_no, content_sha256 FROM core_readings "
        "WHERE superseded_at IS NULL AND article_id IN (SELECT unnest(?::VARCHAR[]))",
        [list(article_ids)],
    ).fetchall()
    return {
        article_id: (reading_id, version_no, sha256) for article_id, reading_id, version_no, sha256 in found
    }


def accept(connection: duckdb.DuckDBPyConnection, run_id: str, at: datetime) -> tuple[int, int]:
    """Make a staged reread current; returns how many readings were taken and how many had been overtaken."""
    overtaken = connection.execute(
        """
        SELECT s.reading_id FROM core_readings AS s
        LEFT JOIN core_readings AS r ON r.reading_id = s.replaces_reading_id AND r.superseded_at IS NULL
        WHERE s.staged_run_id = ? AND s.replaces_reading_id IS NOT NULL AND r.reading_id IS NULL
        """,
        [run_id],
    ).fetchall()
    _delete(connection, [reading_id for (reading_id,) in overtaken])
    staged = connection.execute(
        """
        SELECT s.reading_id, s.replaces_reading_id, s.article_id, s.version_no, a.version_no + 1
        FROM core_readings AS s JOIN core_articles AS a USING (article_id) WHERE s.staged_run_id = ?
        """,
        [run_id],
    ).fetchall()
    connection.execute(
        "UPDATE core_readings SET superseded_at = ? WHERE reading_id IN (SELECT unnest(?::BIGINT[]))",
        [at, [replaced for _, replaced, *_ in staged if replaced is not None]],
    )
    cleaned = [
        (article_id, version_no, new_no) for _, _, article_id, version_no, new_no in staged if version_no < 0
    ]
    if cleaned:
        _number_versions(connection, cleaned, at)
    connection.execute(
        "UPDATE core_readings SET recorded_at = $at, confirmed_at = $at, superseded_at = NULL, staged_run_id = NULL "
        "WHERE staged_run_id = $run_id",
        {"at": at, "run_id": run_id},
    )
    return len(staged), len(overtaken)


def _number_versions(
    connection: duckdb.DuckDBPyConnection, cleaned: Sequence[tuple[str, int, int]], at: datetime
) -> None:
    """Give staged versions their number, make them current and searchable."""
    parameters = {
        "ids": [article_id for article_id, _, _ in cleaned],
        "staged": [version_no for _, version_no, _ in cleaned],
        "numbers": [new_no for _, _, new_no in cleaned],
    }
    chosen = (
        "(SELECT unnest($ids::VARCHAR[]) AS article_id, unnest($staged::INTEGER[]) AS version_no, "
        "unnest($numbers::INTEGER[]) AS new_no) AS chosen"
    )
    for table in ("core_versions", "core_datings", "core_version_changes", "core_readings"):
        stamp = ", recorded_at = $at" if table == "core_versions" else ""
        connection.execute(
            f"UPDATE {table} SET version_no = chosen.new_no{stamp} FROM {chosen} "
            f"WHERE {table}.article_id = chosen.article_id AND {table}.version_no = chosen.version_no",
            parameters | ({"at": at} if stamp else {}),
        )
    connection.execute(
        f"UPDATE core_articles SET version_no = chosen.new_no FROM {chosen} "
        "WHERE core_articles.article_id = chosen.article_id AND chosen.version_no < 0",
        parameters,
    )
    found = connection.execute(
        "SELECT article_id, version_no, language, title, text FROM core_versions "
        "SEMI JOIN core_articles USING (article_id, version_no) "
        "WHERE article_id IN (SELECT unnest(?::VARCHAR[])) AND text IS NOT NULL",
        [parameters["ids"]],
    ).fetchall()
    add_documents(connection, [Document(*row) for row in found])


def discard(connection: duckdb.DuckDBPyConnection, run_id: str) -> int:
    """Throw a staged reread away; returns the number of readings."""
    staged = connection.execute(
        "SELECT reading_id FROM core_readings WHERE staged_run_id = ?", [run_id]
    ).fetchall()
    _delete(connection, [reading_id for (reading_id,) in staged])
    return len(staged)


READ_OUT_TABLES = (
    "core_mentions",
    "core_market_mentions",
    "core_facts",
    "core_quotes",
    "core_tones",
    "core_relevance_reasons",
)


def _delete(connection: duckdb.DuckDBPyConnection, reading_ids: Sequence[int]) -> None:
    if not reading_ids:
        return
    for table in ("core_versions", "core_datings", "core_version_changes"):
        connection.execute(
            f"DELETE FROM {table} WHERE version_no IN (SELECT -unnest(?::BIGINT[]))", [list(reading_ids)]
        )
    for table in (*READ_OUT_TABLES, "core_readings"):
        connection.execute(
            f"DELETE FROM {table} WHERE reading_id IN (SELECT unnest(?::BIGINT[]))", [list(reading_ids)]
        )
