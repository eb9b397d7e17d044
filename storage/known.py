"""What the store knows about sources and addresses before anything is fetched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

import duckdb

from storage.arrow import bulk_insert
from storage.records import KnownArticle, KnownRejection, SourceRow, SourceState, SourceValidators


def upsert_sources(
    connection: duckdb.DuckDBPyConnection, sources: Sequence[SourceRow], now: datetime
) -> None:
    """Insert new sources and note changed settings, inside the caller's transaction."""
    stored = {
        row[0]: row[1:]
        for row in connection.execute(
            "SELECT source_id, outlet, kind, url, language, country, tags, enabled, first_seen_at FROM core_sources"
        ).fetchall()
    }
    fresh = []
    for s in sources:
        settings = (s.outlet, str(s.kind), s.url, s.language, s.country, list(s.tags), s.enabled)
        before = stored.get(s.source_id)
        if before is None or before[:-1] != settings:
            fresh.append((s.source_id, *settings, before[-1] if before else now, now))
    if fresh:
        connection.execute(
            "DELETE FROM core_sources WHERE source_id IN (SELECT unnest(?::VARCHAR[]))",
            [[r[0] for r in fresh]],
        )
        bulk_insert(connection, "core_sources", fresh)


_POLLS = """
WITH tried AS (
    SELECT source_id, entry_key, count(*) AS n_tries FROM core_dispositions WHERE disposition = 'failed' GROUP BY ALL
), left_over AS (
    -- An entry that has failed three times is given up: it shall not make its feed be sent in full for ever.
    SELECT d.run_id, d.source_id, count(*) AS n_disposed,
        count(*) FILTER (d.disposition = 'failed' AND t.n_tries < 3) AS n_failed
    FROM core_dispositions AS d LEFT JOIN tried AS t USING (source_id, entry_key) GROUP BY ALL
), offered AS (
    SELECT run_id, source_id, sum(n_entries) AS n_offered FROM core_source_polls GROUP BY ALL
), latest AS (
    SELECT p.*,
        row_number() OVER (PARTITION BY source_id, url ORDER BY recorded_at DESC) AS nth,
        row_number() OVER (PARTITION BY source_id, url ORDER BY outcome NOT IN ('ok', 'empty'), recorded_at DESC)
            AS nth_full
    FROM core_source_polls AS p WHERE outcome <> 'skipped'
)
SELECT latest.source_id, latest.url, nth, nth_full, latest.recorded_at, outcome, etag, last_modified, next_try_at,
    coalesce(n_disposed, 0) = n_offered AND coalesce(n_failed, 0) = 0 AS is_settled
FROM latest
LEFT JOIN left_over USING (run_id, source_id)
LEFT JOIN offered USING (run_id, source_id)
WHERE nth = 1 OR nth_full = 1
ORDER BY latest.source_id, latest.recorded_at, latest.url
"""

_HISTORY = """
WITH polls AS (
    SELECT source_id, run_id, max(recorded_at) AS asked_at, bool_and(outcome = 'failed') AS has_failed
    FROM core_source_polls WHERE outcome <> 'skipped' GROUP BY ALL
), last_ok AS (
    SELECT source_id, max(asked_at) AS last_ok_at FROM polls WHERE NOT has_failed GROUP BY ALL
)
SELECT source_id, last_ok_at,
    count(*) FILTER (has_failed AND (last_ok_at IS NULL OR asked_at > last_ok_at)) AS consecutive_failures
FROM polls LEFT JOIN last_ok USING (source_id)
GROUP BY ALL
"""


def source_states(connection: duckdb.DuckDBPyConnection) -> dict[str, SourceState]:
    """State by source id; validators only of answers whose every entry has been dealt with."""
    addresses = dict(connection.execute("SELECT source_id, url FROM core_sources").fetchall())
    last_new = dict(
        connection.execute("SELECT source_id, max(first_seen_at) FROM core_articles GROUP BY ALL").fetchall()
    )
    history = {row[0]: row[1:] for row in connection.execute(_HISTORY).fetchall()}
    validators: defaultdict[str, dict[str, SourceValidators]] = defaultdict(dict)
    latest: dict[str, tuple[datetime, str, datetime | None, str]] = {}
    for (
        source_id,
        url,
        nth,
        nth_full,
        asked_at,
        outcome,
        etag,
        modified,
        next_try_at,
        settled,
    ) in connection.execute(_POLLS).fetchall():
        if nth_full == 1 and settled and (etag or modified):
            validators[source_id][url] = SourceValidators(etag, modified)
        if nth == 1 and (
            url == addresses.get(source_id) or latest.get(source_id, (asked_at,))[0] <= asked_at
        ):
            latest[source_id] = (asked_at, outcome, next_try_at, url)
    states = {}
    for source_id, (asked_at, outcome, next_try_at, url) in latest.items():
        last_ok_at, failures = history[source_id]
        own = validators[source_id].get(addresses.get(source_id) or url, SourceValidators(None, None))
        states[source_id] = SourceState(
            source_id=source_id,
            etag=own.etag,
            last_modified=own.last_modified,
            next_try_at=next_try_at,
            consecutive_failures=failures,
            last_outcome=outcome,
            last_asked_at=asked_at,
            last_ok_at=last_ok_at,
            last_new_at=last_new.get(source_id),
            poll_interval_seconds=(next_try_at - asked_at).total_seconds() if next_try_at else None,
            validators=dict(validators[source_id]),
        )
    return states


_KNOWN_ARTICLE = """
    a.article_id, a.url, a.source_id, v.title, v.text_sha256, a.status, a.etag,
    a.last_modified, a.next_check_at, a.checks_done, a.first_seen_at, a.last_seen_at, v.n_characters,
    v.content_sha256
"""


def known_articles(connection: duckdb.DuckDBPyConnection, urls: Iterable[str]) -> dict[str, KnownArticle]:
    """What is stored under these addresses; the newest article when several share one."""
    wanted = sorted(set(urls))
    if not wanted:
        return {}
    found = connection.execute(
        f"""
        SELECT alias.url, {_KNOWN_ARTICLE}
        FROM core_url_aliases AS alias
        SEMI JOIN (SELECT unnest(?::VARCHAR[]) AS url) AS wanted ON wanted.url = alias.url
        JOIN core_articles AS a USING (article_id)
        JOIN core_versions AS v ON v.article_id = a.article_id AND v.version_no = a.version_no
        ORDER BY alias.url, a.first_seen_at, a.article_id
        """,
        [wanted],
    ).fetchall()
    return {url: KnownArticle(*rest) for url, *rest in found}


def known_by_id(connection: duckdb.DuckDBPyConnection, article_ids: Iterable[str]) -> dict[str, KnownArticle]:
    """What is stored under these article ids."""
    wanted = sorted(set(article_ids))
    if not wanted:
        return {}
    found = connection.execute(
        f"""
        SELECT {_KNOWN_ARTICLE}
        FROM core_articles AS a
        SEMI JOIN (SELECT unnest(?::VARCHAR[]) AS article_id) AS wanted USING (article_id)
        JOIN core_versions AS v ON v.article_id = a.article_id AND v.version_no = a.version_no
        """,
        [wanted],
    ).fetchall()
    return {row[0]: KnownArticle(*row) for row in found}


def known_texts(connection: duckdb.DuckDBPyConnection, text_sha256s: Iterable[str]) -> dict[str, str]:
    """Article id by hash of its present text; the article seen first when several share it."""
    wanted = sorted(set(text_sha256s))
    if not wanted:
        return {}
    found = connection.execute(
        """
        SELECT v.text_sha256, arg_min(a.article_id, (a.first_seen_at, a.article_id))
        FROM core_versions AS v
        SEMI JOIN (SELECT unnest(?::VARCHAR[]) AS text_sha256) AS wanted USING (text_sha256)
        JOIN core_articles AS a ON a.article_id = v.article_id AND a.version_no = v.version_no
        GROUP BY ALL
        """,
        [wanted],
    ).fetchall()
    return dict(found)


def recent_articles(connection: duckdb.DuckDBPyConnection, since: datetime) -> list[KnownArticle]:
    """Articles from the web first seen at or after ``since`` that are still up, oldest first: those to look at again."""
    found = connection.execute(
        f"""
        SELECT {_KNOWN_ARTICLE}
        FROM core_articles AS a
        JOIN core_versions AS v ON v.article_id = a.article_id AND v.version_no = a.version_no
        WHERE a.first_seen_at >= ? AND NOT a.is_reference AND a.status <> 'gone' AND a.url LIKE 'http%'
        ORDER BY a.first_seen_at, a.article_id
        """,
        [since],
    ).fetchall()
    return [KnownArticle(*row) for row in found]


def known_rejections(connection: duckdb.DuckDBPyConnection, urls: Iterable[str]) -> dict[str, KnownRejection]:
    """By address as offered: the latest disposition, where that is a rejection; its day is that of the first in a row."""
    wanted = sorted(set(urls))
    if not wanted:
        return {}
    found = connection.execute(
        """
        WITH past AS (
            SELECT d.url, d.disposition, d.reason, d.detail, d.recorded_at
            FROM core_dispositions AS d
            SEMI JOIN (SELECT unnest(?::VARCHAR[]) AS url) AS wanted USING (url)
        ), latest AS (
            SELECT url, max(recorded_at) AS recorded_at FROM past GROUP BY ALL
        )
        SELECT past.url, past.reason, past.detail, past.recorded_at
        FROM past JOIN latest USING (url, recorded_at)
        WHERE past.disposition = 'rejected' AND past.reason IS NOT NULL
        """,
        [wanted],
    ).fetchall()
    return {url: KnownRejection(reason, detail, at) for url, reason, detail, at in found}


def same_texts(
    connection: duckdb.DuckDBPyConnection, text_sha256s: Iterable[str]
) -> dict[tuple[str | None, str], str]:
    """Article id by outlet and hash of its present text; the article seen first when several share both."""
    wanted = sorted(set(text_sha256s))
    if not wanted:
        return {}
    found = connection.execute(
        """
        SELECT a.outlet, v.text_sha256, arg_min(a.article_id, (a.first_seen_at, a.article_id))
        FROM core_versions AS v
        SEMI JOIN (SELECT unnest(?::VARCHAR[]) AS text_sha256) AS wanted USING (text_sha256)
        JOIN core_articles AS a ON a.article_id = v.article_id AND a.version_no = v.version_no
        GROUP BY ALL
        """,
        [wanted],
    ).fetchall()
    return {(outlet, text_sha256): article_id for outlet, text_sha256, article_id in found}
