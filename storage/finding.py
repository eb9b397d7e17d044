"""Questions that the command line asks of the published database: search and the history of one article."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from storage.published import PublishedDatabase


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found."""

    article_id: str
    score: float
    n_words_found: int
    title: str | None
    outlet: str | None
    language: str
    reported_at: datetime
    """Publication, else first seen."""
    url: str
    snippet: str | None
    """The place in the text, hits in [brackets]."""

    def as_dict(self) -> dict[str, Any]:
        """The hit by names of its fields."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Found:
    """The best hits and how many there are in all."""

    hits: tuple[Hit, ...]
    n_found: int


def find_articles(
    database: PublishedDatabase,
    query: str,
    *,
    need: str = "all",
    language: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    outlet: str | None = None,
    limit: int = 10,
) -> Found:
    """Ranked articles; ``need`` is all or any of the words."""
    rows = database.sql(
        """
        WITH ranked AS MATERIALIZED (
            SELECT h.article_id, h.score, h.n_found, count(*) OVER () AS n_hits
            FROM search_hits($query, lang := $language, need := $need) AS h
            JOIN core_articles AS a USING (article_id)
            JOIN core_versions AS v ON v.article_id = h.article_id AND v.version_no = h.version_no
            WHERE ($since IS NULL OR coalesce(v.published_at, a.first_seen_at) >= $since)
                AND ($until IS NULL OR coalesce(v.published_at, a.first_seen_at) < $until)
                AND ($outlet IS NULL OR lower(a.outlet) = lower($outlet))
            ORDER BY h.n_found DESC, h.score DESC, h.article_id LIMIT $limit
        )
        SELECT r.article_id, r.score, r.n_found, t.title, t.outlet, t.language,
            coalesce(t.published_at, t.first_seen_at), t.url, snippet(t.text, $query), r.n_hits
        FROM ranked AS r JOIN articles AS t USING (article_id)
        ORDER BY r.n_found DESC, r.score DESC, r.article_id
        """,
        {
            "query": query, "language": language, "need": need, "since": since, "until": until, "outlet": outlet,
            "limit": limit,
        },
    ).fetchall()  # fmt: skip
    return Found(tuple(Hit(*row[:-1]) for row in rows), rows[0][-1] if rows else 0)


def article_history(database: PublishedDatabase, article: str) -> dict[str, Any] | None:
    """Everything that changed in an article, given by id or address; None when there is none."""
    known = database.sql(
        """
        SELECT article_id, title, url, status, first_seen_at, last_seen_at FROM out_article_status
        WHERE article_id = $article OR article_id IN (SELECT article_id FROM core_url_aliases WHERE url = $article)
        """,
        {"article": article},
    )
    names = [column[0] for column in known.description or []]
    row = known.fetchone()
    if row is None:
        return None
    found: dict[str, Any] = dict(zip(names, row, strict=True))
    for key, query in (
        (
            "versions",
            "SELECT version_no, recorded_at, title, title_before, diff, n_words, n_words_added, n_words_removed "
            "FROM out_article_versions WHERE article_id = ? ORDER BY version_no",
        ),
        (
            "fact_changes",
            "SELECT recorded_at, campaign, field, change, value_before, value_after, evidence_before, "
            "evidence_after, cause FROM out_fact_changes WHERE article_id = ? ORDER BY recorded_at, field",
        ),
    ):
        cursor = database.sql(query, [found["article_id"]])
        columns = [column[0] for column in cursor.description or []]
        found[key] = [dict(zip(columns, values, strict=True)) for values in cursor.fetchall()]
    return found
