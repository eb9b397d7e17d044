"""What is stored of an article, put together so that it can be cleaned and read again without the network."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from extractors.records import Article, Dating, FeedEntry, FetchedPage, Paragraph
from storage.captures.keep import newest_captures, read_capture
from storage.captures.warc import CaptureDamaged
from storage.layout import Layout


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """An article as it stands, its captured page if one is kept, and what its source offered."""

    article: Article
    page: FetchedPage | None
    page_problem: str | None
    """Why the captured page cannot be read, when the index has one."""
    offered: FeedEntry | None
    """What its source offered when it was stored last."""
    source_language: str | None


def stored_documents(
    connection: duckdb.DuckDBPyConnection,
    layout: Layout,
    article_ids: Sequence[str],
    *,
    with_pages: bool = True,
) -> list[StoredDocument]:
    """The documents in the order of the ids; articles whose text was purged and that have no page are left out."""
    captures = newest_captures(connection, article_ids) if with_pages else {}
    datings = _datings(connection, article_ids)
    found = {}
    for row in connection.execute(
        """
        WITH offered AS (
            SELECT article_id, arg_max(d, recorded_at) AS entry
            FROM core_dispositions AS d
            WHERE disposition = 'stored' AND article_id IN (SELECT unnest($ids::VARCHAR[])) GROUP BY ALL
        )
        SELECT a.article_id, a.source_id, a.url, a.fetched_url, a.outlet, a.site_name, v.title, v.authors,
            v.description, v.image_url, v.language, v.language_origin, v.published_at, v.published_origin, v.text,
            v.paragraphs, v.text_sha256, a.country, a.tags, a.is_reference, a.reference_kind,
            s.language, o.entry
        FROM core_articles AS a
        JOIN core_versions AS v USING (article_id, version_no)
        LEFT JOIN offered AS o ON o.article_id = a.article_id
        LEFT JOIN core_sources AS s ON s.source_id = a.source_id
        WHERE a.article_id IN (SELECT unnest($ids::VARCHAR[]))
        """,
        {"ids": list(article_ids)},
    ).fetchall():
        article_id = row[0]
        page, problem = None, None
        if article_id in captures:
            try:
                page = read_capture(connection, layout, captures[article_id])
            except CaptureDamaged as damage:
                problem = str(damage)
        if row[14] is not None or page is not None:
            found[article_id] = StoredDocument(
                _article(row, datings[article_id]), page, problem, _entry(row[22]), row[21]
            )
    return [found[article_id] for article_id in article_ids if article_id in found]


def _article(row: tuple[object, ...], datings: tuple[Dating, ...]) -> Article:
    (
        article_id, source_id, url, fetched_url, outlet, site_name, title, authors, description, image_url, language,
        language_origin, published_at, published_origin, text, paragraphs, text_sha256, country, tags, is_reference,
        reference_kind, *_,
    ) = row  # fmt: skip
    return Article(  # the columns have exactly the types of the record
        article_id=article_id, source_id=source_id, url=url, fetched_url=fetched_url or url, outlet=outlet,  # type: ignore[arg-type]
        site_name=site_name, title=title, authors=tuple(authors), description=description, image_url=image_url,  # type: ignore[arg-type]
        language=language, language_origin=language_origin, published_at=published_at,  # type: ignore[arg-type]
        published_origin=published_origin, datings=datings, text=text or "",  # type: ignore[arg-type]
        paragraphs=tuple(
            Paragraph(n, p["kind"], p["start"], p["stop"]) for n, p in enumerate(paragraphs)  # type: ignore[arg-type, var-annotated]
        ),
        text_sha256=text_sha256, country=country, tags=tuple(tags), is_reference=is_reference,  # type: ignore[arg-type]
        reference_kind=reference_kind,  # type: ignore[arg-type]
    )  # fmt: skip


def _entry(row: dict[str, Any] | None) -> FeedEntry | None:
    if row is None:
        return None
    return FeedEntry(
        source_id=row["source_id"],
        url=row["url"],
        entry_key=row["entry_key"],
        title=row["title"],
        summary=row["summary"],
        published_at=row["published_at"],
        published_raw=row["published_raw"],
        authors=tuple(row["authors"] or ()),
        language=row["language"],
    )


def _datings(
    connection: duckdb.DuckDBPyConnection, article_ids: Sequence[str]
) -> dict[str, tuple[Dating, ...]]:
    found: defaultdict[str, tuple[Dating, ...]] = defaultdict(tuple)
    for article_id, origin, at, raw, set_aside in connection.execute(
        """
        SELECT d.article_id, d.origin, d.dated_at, d.raw, d.set_aside
        FROM core_datings AS d JOIN core_articles AS a USING (article_id, version_no)
        WHERE d.article_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY ALL
        """,
        [list(article_ids)],
    ).fetchall():
        found[article_id] += (Dating(at, origin, raw, set_aside),)
    return found
