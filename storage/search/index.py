"""Keep the search index: add documents at a cost of their own size, merge small segments now and then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import duckdb
from duckdb.sqltypes import INTEGER, USMALLINT, VARCHAR

from storage.arrow import bulk_insert, readable
from storage.search import words

MAX_WEIGHT = 65_535
_POSTINGS = (
    ("term_id", INTEGER),
    ("doc_id", INTEGER),
    ("weight", USMALLINT),
    ("positions", duckdb.list_type(USMALLINT)),
)
FAN_IN = 8
"""Segments of one level that are merged into one of the next."""


@dataclass(frozen=True, slots=True)
class Document:
    """A version of an article for the index."""

    article_id: str
    version_no: int
    language: str
    title: str | None
    text: str


def add_documents(connection: duckdb.DuckDBPyConnection, documents: Sequence[Document]) -> None:
    """Index new versions and retire the older ones of the same articles; inside the caller's transaction."""
    if not documents:
        return
    retire(connection, [d.article_id for d in documents])
    first_id = _next(connection, "doc_id", "core_search_documents")
    placed = [words.positions(d.title, d.text) for d in documents]
    term_ids = _term_ids(connection, documents, [found for found, _ in placed])
    segment: dict[tuple[int, int], list[int]] = {}
    in_title: Counter[tuple[int, int]] = Counter()
    lengths: Counter[int] = Counter()
    for doc_id, (document, (found, text_begins)) in enumerate(zip(documents, placed, strict=True), first_id):
        for token, places in found.items():
            key = (term_ids[words.language_of(token, document.language), token], doc_id)
            if key in segment:
                segment[key] = segment[key] + places
            else:
                segment[key] = places
            if places[0] < text_begins:
                in_title[key] += sum(1 for place in places if place < text_begins)
            lengths[doc_id] += len(places)
    for (_, doc_id), n in in_title.items():
        lengths[doc_id] += n * (words.TITLE_WEIGHT - 1)
    bulk_insert(
        connection,
        "core_search_documents",
        [
            (first_id + i, d.article_id, d.version_no, d.language, max(1, lengths[first_id + i]), True)
            for i, d in enumerate(documents)
        ],
    )
    _write_segment(connection, segment, in_title)


def add_missing(connection: duckdb.DuckDBPyConnection, size: int = 1000) -> int:
    """Index current versions that the index does not have, such as those from before it was there."""
    found = connection.execute(
        """
        SELECT a.article_id, v.version_no, v.language, v.title, v.text
        FROM core_articles AS a JOIN core_versions AS v USING (article_id, version_no)
        ANTI JOIN (SELECT article_id, version_no FROM core_search_documents WHERE is_current) AS d
            USING (article_id, version_no)
        WHERE v.text IS NOT NULL
        """
    ).fetchall()
    for begin in range(0, len(found), size):
        add_documents(connection, [Document(*row) for row in found[begin : begin + size]])
    return len(found)


def retire(connection: duckdb.DuckDBPyConnection, article_ids: Sequence[str]) -> None:
    """Take articles out of the search; their postings go with the next merge."""
    connection.execute(
        "UPDATE core_search_documents SET is_current = false "
        "WHERE is_current AND article_id IN (SELECT unnest(?::VARCHAR[]))",
        [list(article_ids)],
    )


def _next(connection: duckdb.DuckDBPyConnection, column: str, table: str) -> int:
    row = connection.execute(f"SELECT coalesce(max({column}), 0) + 1 FROM {table}").fetchone()
    assert row is not None
    return int(row[0])


def _term_ids(
    connection: duckdb.DuckDBPyConnection,
    documents: Sequence[Document],
    found_tokens: Sequence[Iterable[str]],
) -> dict[tuple[str, str], int]:
    """Term id of every (language, token) of the documents; new words and terms are stored."""
    wanted = {
        (words.language_of(token, document.language), token)
        for document, found in zip(documents, found_tokens, strict=True)
        for token in found
    }
    pairs = sorted(wanted)
    found = {
        (language, surface): term_id
        for language, surface, term_id in _lookup(connection, "core_search_words", "surface", pairs)
    }
    missing = [pair for pair in pairs if pair not in found]
    if not missing:
        return found
    stems = {(language, token): words.stem(token, language) for language, token in missing}
    terms = sorted({(language, stems[language, token]) for language, token in missing})
    term_ids = {
        (lang, term): term_id
        for lang, term, term_id in _lookup(connection, "core_search_terms", "term", terms)
    }
    next_id = _next(connection, "term_id", "core_search_terms")
    new_terms = [pair for pair in terms if pair not in term_ids]
    term_ids.update({pair: next_id + i for i, pair in enumerate(new_terms)})
    bulk_insert(connection, "core_search_terms", [(term_ids[pair], *pair) for pair in new_terms])
    new_words = {pair: term_ids[pair[0], stems[pair]] for pair in missing}
    bulk_insert(
        connection,
        "core_search_words",
        [
            (language, token, word, term_id, words.key(word))
            for (language, token), term_id in new_words.items()
            for word in (words.fold(token),)
        ],
    )
    return found | new_words


def _lookup(
    connection: duckdb.DuckDBPyConnection, table: str, column: str, pairs: Sequence[tuple[str, str]]
) -> list[tuple[str, str, int]]:
    languages, keys = zip(*pairs, strict=True)
    with readable(connection, (("language", VARCHAR), ("key", VARCHAR)), (languages, keys)) as wanted:
        return connection.execute(
            f"SELECT t.language, t.{column}, t.term_id FROM {table} AS t "
            f"JOIN {wanted} AS w ON w.language = t.language AND w.key = t.{column}"
        ).fetchall()


def _write_segment(
    connection: duckdb.DuckDBPyConnection,
    postings: Mapping[tuple[int, int], list[int]],
    in_title: Mapping[tuple[int, int], int],
) -> None:
    if not postings:
        return
    segment = _next(connection, "segment", "core_search_segments")
    extra = words.TITLE_WEIGHT - 1
    columns = (
        [term_id for term_id, _ in postings],
        [doc_id for _, doc_id in postings],
        [min(MAX_WEIGHT, len(places) + extra * in_title.get(key, 0)) for key, places in postings.items()],
        list(postings.values()),
    )
    with readable(connection, _POSTINGS, columns) as incoming:
        connection.execute(
            "INSERT INTO core_search_postings SELECT ?, term_id, doc_id, weight, list_sort(positions) "
            f"FROM {incoming} ORDER BY term_id, doc_id",
            [segment],
        )
    connection.execute("INSERT INTO core_search_segments VALUES (?, 0, ?)", [segment, len(postings)])


def merge_segments(connection: duckdb.DuckDBPyConnection) -> int:
    """Merge full levels, dropping retired documents; returns the number of merges. Inside a transaction."""
    merges = 0
    while True:
        row = connection.execute(
            "SELECT level, list(segment) FROM core_search_segments GROUP BY level HAVING count(*) >= ? "
            "ORDER BY level LIMIT 1",
            [FAN_IN],
        ).fetchone()
        if row is None:
            return merges
        level, segments = row
        target = _next(connection, "segment", "core_search_segments")
        connection.execute(
            """
            INSERT INTO core_search_postings
            SELECT ?, p.term_id, p.doc_id, p.weight, p.positions
            FROM core_search_postings AS p
            SEMI JOIN core_search_documents AS d ON d.doc_id = p.doc_id AND d.is_current
            WHERE p.segment IN (SELECT unnest(?::INTEGER[]))
            ORDER BY p.term_id, p.doc_id
            """,
            [target, segments],
        )
        for table in ("core_search_postings", "core_search_segments"):
            connection.execute(
                f"DELETE FROM {table} WHERE segment IN (SELECT unnest(?::INTEGER[]))", [segments]
            )
        connection.execute(
            "INSERT INTO core_search_segments "
            "SELECT ?, ?, count(*) FROM core_search_postings WHERE segment = ?",
            [target, level + 1, target],
        )
        merges += 1
