"""What a store holds, run ids, instants and surrogate keys aside: for comparing a killed and mended store with another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from storage import NothingPublished, open_published, published_path
from storage.checks import failing_checks

_READING = "JOIN core_readings AS r ON r.reading_id = t.reading_id AND r.superseded_at IS NULL"

# A second address of an article in one feed is a duplicate in the run that stores it and unchanged in every later one,
# killed or not: what counts is that the entry led to the article.
QUERIES = {
    "articles": "SELECT * EXCLUDE (first_seen_at) FROM articles",
    "versions": "SELECT article_id, version_no, content_sha256, authors, description, published_at FROM core_versions",
    "datings": "SELECT article_id, version_no, origin, dated_at, raw, set_aside FROM core_datings",
    "addresses": "SELECT url, article_id FROM core_url_aliases",
    "readings": "SELECT article_id, version_no, content_sha256 FROM core_readings",
    "mentions": f"SELECT t.* EXCLUDE (reading_id) FROM core_mentions AS t {_READING}",
    "markets": f"SELECT t.* EXCLUDE (reading_id) FROM core_market_mentions AS t {_READING}",
    "facts": f"SELECT t.* EXCLUDE (reading_id) FROM core_facts AS t {_READING}",
    "quotes": f"SELECT t.* EXCLUDE (reading_id) FROM core_quotes AS t {_READING}",
    "tones": f"SELECT t.* EXCLUDE (reading_id) FROM core_tones AS t {_READING}",
    "reasons": f"SELECT t.* EXCLUDE (reading_id) FROM core_relevance_reasons AS t {_READING}",
    "search": """
        SELECT d.article_id, s.language, s.term, p.weight, p.positions FROM core_search_postings AS p
        JOIN core_search_documents AS d USING (doc_id) JOIN core_search_terms AS s USING (term_id) WHERE d.is_current
    """,
    "entries": """
        SELECT source_id, entry_key, url, arg_max(article_id, recorded_at),
            arg_max(CASE WHEN article_id IS NOT NULL AND disposition IN ('stored', 'unchanged', 'duplicate')
                THEN 'held' ELSE disposition END, recorded_at)
        FROM core_dispositions GROUP BY source_id, entry_key, url
    """,
    "captured": "SELECT DISTINCT article_id FROM core_captures WHERE article_id IS NOT NULL",
    "entities": "SELECT * FROM core_entities",
}


def contents(data_dir: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Sorted rows by name; rows that stand twice are there twice."""
    with open_published(data_dir) as database:
        return {name: sorted(database.sql(query).fetchall(), key=repr) for name, query in QUERIES.items()}


def difference(
    before: dict[str, list[tuple[Any, ...]]], after: dict[str, list[tuple[Any, ...]]]
) -> list[str]:
    """In words, where two stores differ."""
    found = []
    for name, rows in before.items():
        if rows != after[name]:
            lost = [row for row in rows if row not in after[name]][:2]
            more = [row for row in after[name] if row not in rows][:2]
            found.append(f"{name}: {len(rows)} rows against {len(after[name])}; lost {lost}, more {more}")
    return found


def published_problems(data_dir: Path) -> list[str]:
    """Whether what the pointer names is a complete database, for us and for people; nothing published is fine."""
    try:
        path = published_path(data_dir)
    except NothingPublished:
        return []
    found = []
    with open_published(data_dir) as database:
        found += [f"{name}: {rows[:3]}" for name, rows in failing_checks(database.connection)]
        n_running = database.sql("SELECT count(*) FROM core_runs WHERE status = 'running'").fetchall()[0][0]
        if n_running:
            found.append("a half-finished run was published")
    with duckdb.connect(str(path), read_only=True) as connection:
        connection.execute("SELECT count(*) FROM articles").fetchall()
    return found
