"""Save one batch in one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from extractors.records import Article, Reading
from storage import rows
from storage.arrow import bulk_insert
from storage.history.diff import TextChange, text_change
from storage.records import ArticleCheck, Batch, Saved
from storage.search.index import Document, add_documents


@dataclass(frozen=True, slots=True)
class _Standing:
    """What is stored of an article before the batch."""

    version_no: int
    content_sha256: str
    title: str | None
    text: str | None
    reading_id: int | None
    reading_sha256: str | None


def save(connection: duckdb.DuckDBPyConnection, run_id: str, batch: Batch, at: datetime) -> Saved:
    """Write the batch inside the caller's transaction; ``at`` is its one instant."""
    if batch.key is not None:
        seen = connection.execute(
            "SELECT 1 FROM core_batches WHERE run_id = ? AND batch_key = ?", [run_id, batch.key]
        ).fetchone()
        if seen is not None:
            return Saved(repeated=True)
        bulk_insert(connection, "core_batches", [(run_id, batch.key, at)])
    saved = _save_readings(connection, run_id, batch.readings, at)
    bulk_insert(
        connection, "core_dispositions", (rows.disposition_row(o, run_id, at) for o in batch.outcomes)
    )
    bulk_insert(connection, "core_source_polls", [rows.poll_row(o, run_id, at) for o in batch.sources])
    bulk_insert(connection, "core_requests", (rows.request_row(r, run_id) for r in batch.requests))
    _save_aliases(connection, batch, at)
    _touch(connection, run_id, batch, at)
    _save_checks(connection, run_id, batch.checks, at)
    return saved


def _save_readings(
    connection: duckdb.DuckDBPyConnection,
    run_id: str,
    readings: Sequence[tuple[Article, Reading]],
    at: datetime,
) -> Saved:
    standing = _standing(connection, [article.article_id for article, _ in readings])
    next_reading_id = _next_reading_id(connection)
    documents: dict[str, Document] = {}
    incoming: defaultdict[str, list[rows.Row]] = defaultdict(list)
    replaced: list[int] = []
    confirmed: list[rows.Row] = []
    new: list[str] = []
    changed: list[str] = []
    reread: list[str] = []
    same: list[str] = []
    for article, reading in readings:
        if reading.article_id != article.article_id:
            raise ValueError(f"reading of {reading.article_id} was given with article {article.article_id}")
        content = rows.content_sha256(article.title, article.text)
        reading_hash = rows.reading_sha256(reading)
        before = standing.get(article.article_id)
        if before is None:
            version_no, is_new_version = 1, True
            incoming["core_articles"].append(rows.article_row(article, run_id, at))
            new.append(article.article_id)
        elif before.content_sha256 != content:
            version_no, is_new_version = before.version_no + 1, True
            changed.append(article.article_id)
            incoming["core_version_changes"].append(_change_row(before, article))
        else:
            version_no, is_new_version = before.version_no, False
            if before.reading_sha256 == reading_hash and before.reading_id is not None:
                confirmed.append(
                    (before.reading_id, at, reading.extractor_version, reading.knowledge_version)
                )
                same.append(article.article_id)
                continue
            if before.text != article.text:
                # A cosmetic difference moves the offsets: the spans would not fit the text that is kept.
                same.append(article.article_id)
                continue
            reread.append(article.article_id)
        if is_new_version:
            incoming["core_versions"].append(rows.version_row(article, version_no, run_id, at, content))
            incoming["core_datings"].extend(rows.dating_rows(article, version_no))
            documents[article.article_id] = Document(
                article.article_id, version_no, article.language, article.title, article.text
            )
        if before is not None and before.reading_id is not None:
            replaced.append(before.reading_id)
        replaces = before.reading_id if before else None
        incoming["core_readings"].append(
            rows.reading_row(reading, next_reading_id, version_no, run_id, at, reading_hash, replaces)
        )
        paragraph_no = rows.ParagraphIndex(article.paragraphs)
        for table, row in rows.read_out_rows(reading, next_reading_id, paragraph_no):
            incoming[table].append(row)
        standing[article.article_id] = _Standing(
            version_no, content, article.title, article.text, next_reading_id, reading_hash
        )
        next_reading_id += 1
    for table, new_rows in incoming.items():
        bulk_insert(connection, table, new_rows)
    add_documents(connection, list(documents.values()))
    if replaced:
        connection.execute(
            "UPDATE core_readings SET superseded_at = ? WHERE reading_id IN (SELECT unnest(?))",
            [at, replaced],
        )
    _confirm(connection, confirmed)
    _advance(connection, changed, run_id, at)
    return Saved(tuple(new), tuple(changed), tuple(reread), tuple(same))


def _change_row(before: _Standing, article: Article) -> rows.Row:
    change = text_change(before.text, article.text) if before.text is not None else TextChange("", 0, 0)
    return (
        article.article_id,
        before.version_no + 1,
        before.title,
        article.title,
        change.diff if before.text is not None else None,
        change.n_words_added,
        change.n_words_removed,
    )


def _standing(connection: duckdb.DuckDBPyConnection, article_ids: list[str]) -> dict[str, _Standing]:
    if not article_ids:
        return {}
    found = connection.execute(
        """
        WITH wanted AS (SELECT DISTINCT unnest(?::VARCHAR[]) AS article_id)
        SELECT a.article_id, a.version_no, v.content_sha256, v.title, v.text, r.reading_id, r.content_sha256
        FROM core_articles AS a
        SEMI JOIN wanted USING (article_id)
        JOIN core_versions AS v ON v.article_id = a.article_id AND v.version_no = a.version_no
        LEFT JOIN core_readings AS r ON r.article_id = a.article_id AND r.superseded_at IS NULL
        """,
        [article_ids],
    ).fetchall()
    return {article_id: _Standing(*rest) for article_id, *rest in found}


def _next_reading_id(connection: duckdb.DuckDBPyConnection) -> int:
    row = connection.execute("SELECT coalesce(max(reading_id), 0) + 1 FROM core_readings").fetchone()
    assert row is not None
    return int(row[0])


def _confirm(connection: duckdb.DuckDBPyConnection, confirmed: Sequence[rows.Row]) -> None:
    if confirmed:
        ids, instants, extractors, knowledge = (list(column) for column in zip(*confirmed, strict=True))
        connection.execute(
            """
            UPDATE core_readings SET confirmed_at = c.at_instant,
                confirmed_extractor_version = c.extractor, confirmed_knowledge_version = c.knowledge
            FROM (SELECT unnest(?::BIGINT[]) AS reading_id, unnest(?::TIMESTAMPTZ[]) AS at_instant,
                         unnest(?::VARCHAR[]) AS extractor, unnest(?::VARCHAR[]) AS knowledge) AS c
            WHERE core_readings.reading_id = c.reading_id
            """,
            [ids, instants, extractors, knowledge],
        )


def _advance(connection: duckdb.DuckDBPyConnection, changed: list[str], run_id: str, at: datetime) -> None:
    """Point changed articles to their newest version; a page that has text again is available again."""
    if changed:
        connection.execute(
            """
            UPDATE core_articles SET version_no = v.version_no, last_seen_at = $at, last_run_id = $run_id,
                status_at = CASE WHEN status = 'available' THEN status_at ELSE $at END, status = 'available'
            FROM (SELECT article_id, max(version_no) AS version_no FROM core_versions
                  WHERE article_id IN (SELECT unnest($ids)) GROUP BY article_id) AS v
            WHERE core_articles.article_id = v.article_id
            """,
            {"at": at, "run_id": run_id, "ids": changed},
        )


def _save_aliases(connection: duckdb.DuckDBPyConnection, batch: Batch, at: datetime) -> None:
    offered: dict[tuple[str, str], str] = {}
    for article, _ in batch.readings:
        offered.setdefault((article.url, article.article_id), "canonical")
        offered.setdefault((article.fetched_url, article.article_id), "fetched")
    for outcome in batch.outcomes:
        if outcome.article_id is not None:
            offered.setdefault((outcome.entry.url, outcome.article_id), "entry")
    for article_id, page in batch.captures:
        if article_id is not None:
            for url in (page.request.url, page.final_url, *page.redirects):
                offered.setdefault((url, article_id), "redirect")
    if not offered:
        return
    known = set(
        connection.execute(
            "SELECT url, article_id FROM core_url_aliases WHERE url IN (SELECT unnest(?::VARCHAR[]))",
            [[url for url, _ in offered]],
        ).fetchall()
    )
    bulk_insert(
        connection,
        "core_url_aliases",
        [
            (url, article_id, kind, at)
            for (url, article_id), kind in offered.items()
            if (url, article_id) not in known
        ],
    )


def _touch(connection: duckdb.DuckDBPyConnection, run_id: str, batch: Batch, at: datetime) -> None:
    """Note that articles were listed or fetched again, and the validators of their pages."""
    seen = {o.article_id for o in batch.outcomes if o.article_id} | {a.article_id for a, _ in batch.readings}
    if seen:
        connection.execute(
            "UPDATE core_articles SET last_seen_at = ?, last_run_id = ? "
            "WHERE article_id IN (SELECT unnest(?::VARCHAR[]))",
            [at, run_id, sorted(seen)],
        )
    pages = [
        (article_id, page.header("etag"), page.header("last-modified"))
        for article_id, page in batch.captures
        if article_id is not None and not page.not_modified
    ]
    if pages:
        _set_validators(connection, pages)


def _set_validators(
    connection: duckdb.DuckDBPyConnection, pages: Iterable[tuple[str, str | None, str | None]]
) -> None:
    latest = {article_id: (etag, modified) for article_id, etag, modified in pages}
    connection.execute(
        """
        UPDATE core_articles SET etag = p.etag, last_modified = p.last_modified
        FROM (SELECT unnest(?::VARCHAR[]) AS article_id, unnest(?::VARCHAR[]) AS etag,
                     unnest(?::VARCHAR[]) AS last_modified) AS p
        WHERE core_articles.article_id = p.article_id
        """,
        [list(latest), [e for e, _ in latest.values()], [m for _, m in latest.values()]],
    )


_STATUS_AFTER = {"unchanged": "available", "changed": "available", "gone": "gone", "paywalled": "paywalled"}


def _save_checks(
    connection: duckdb.DuckDBPyConnection, run_id: str, checks: Sequence[ArticleCheck], at: datetime
) -> None:
    if not checks:
        return
    bulk_insert(
        connection,
        "core_article_checks",
        [(c.article_id, run_id, at, c.outcome, c.status, c.detail) for c in checks],
    )
    for check in checks:
        status = _STATUS_AFTER.get(check.outcome)
        connection.execute(
            """
            UPDATE core_articles SET
                checks_done = checks_done + 1, next_check_at = $next_check_at,
                etag = coalesce($etag, etag), last_modified = coalesce($last_modified, last_modified),
                status_at = CASE WHEN status = coalesce($status, status) THEN status_at ELSE $at END,
                status = coalesce($status, status)
            WHERE article_id = $article_id
            """,
            {
                "next_check_at": check.next_check_at,
                "etag": check.etag,
                "last_modified": check.last_modified,
                "status": status,
                "at": at,
                "article_id": check.article_id,
            },
        )
