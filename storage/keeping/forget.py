"""The right to be forgotten: a person's mentions and quotes go and do not come back."""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import duckdb

from extractors.records import Article, Fact, Reading
from storage.search.words import fold


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was removed."""

    n_mentions: int
    n_quotes: int
    n_facts: int
    n_bylines: int

    @property
    def is_nothing(self) -> bool:
        return not (self.n_mentions or self.n_quotes or self.n_facts or self.n_bylines)


_ADDRESS = """
dr prof professor professorin herr frau mr mrs ms miss sir dame mme mlle monsieur madame sr sra señor señora
don doña sig signor signora dott dottssa ing heer mevrouw dhr mevr
"""
_FORMS_OF_ADDRESS = frozenset(_ADDRESS.split())


def plain_name(name: str) -> str:
    """A name as it is spoken: first name first, without forms of address."""
    last, comma, first = name.partition(",")
    words = f"{first} {last}".split() if comma and first.strip() else name.split()
    while len(words) > 2 and words[0].strip(".").lower() in _FORMS_OF_ADDRESS:
        words = words[1:]
    return " ".join(words)


def name_sha256(name: str) -> str:
    """Hash of a plain name, case and accents aside; the store remembers nothing else of a forgotten person."""
    return hashlib.sha256(fold(plain_name(name)).encode()).hexdigest()


def forgotten_names(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Hashes of the names that must not be stored."""
    return frozenset(
        row[0] for row in connection.execute("SELECT name_sha256 FROM core_forgotten").fetchall()
    )


def forget(connection: duckdb.DuckDBPyConnection, name: str, note: str | None, now: datetime) -> Forgotten:
    """Remove a person, whether named in full or by a last name that was resolved. In the caller's transaction."""
    hashed = name_sha256(name)
    if hashed not in forgotten_names(connection):
        connection.execute("INSERT INTO core_forgotten VALUES (?, ?, ?)", [hashed, now, note])
    counts = {}
    entity_ids = _matching(
        connection, "core_mentions", ("entity", "quote"), hashed, "entity_id", "entity_type = 'person'"
    )
    removed = connection.execute(
        "SELECT count(*) FROM core_mentions WHERE entity_id IN (SELECT unnest(?::VARCHAR[]))", [entity_ids]
    ).fetchone()
    assert removed is not None
    counts["mentions"] = int(removed[0])
    connection.execute(
        "DELETE FROM core_mentions WHERE entity_id IN (SELECT unnest(?::VARCHAR[]))", [entity_ids]
    )
    connection.execute(
        "DELETE FROM core_tones WHERE entity_id IN (SELECT unnest(?::VARCHAR[]))", [entity_ids]
    )
    speakers = _matching(connection, "core_quotes", ("speaker",), hashed, "speaker", "speaker IS NOT NULL")
    gone = connection.execute(
        "DELETE FROM core_quotes WHERE speaker IN (SELECT unnest(?::VARCHAR[])) "
        "OR speaker_id IN (SELECT unnest(?::VARCHAR[])) RETURNING 1",
        [speakers, entity_ids],
    ).fetchall()
    facts = [
        row
        for row in connection.execute(
            "SELECT DISTINCT field, value, attributed_to FROM core_facts WHERE field = 'spokespersons' "
            "OR attributed_to IS NOT NULL"
        ).fetchall()
        if hashed in _names_in(row[1]) or (row[2] and name_sha256(row[2]) == hashed)
    ]
    n_facts = 0
    for field, value, attributed_to in facts:
        n_facts += len(
            connection.execute(
                "DELETE FROM core_facts WHERE field = ? AND value = ? AND attributed_to IS NOT DISTINCT FROM ? RETURNING 1",
                [field, value, attributed_to],
            ).fetchall()
        )
    return Forgotten(counts["mentions"], len(gone), n_facts, _forget_bylines(connection, hashed))


def names_like(connection: duckdb.DuckDBPyConnection, name: str) -> list[str]:
    """Names of people in the store that are nearly the one asked for."""
    found = connection.execute(
        """
        SELECT DISTINCT entity FROM core_mentions WHERE entity_type = 'person'
        UNION SELECT DISTINCT speaker FROM core_quotes WHERE speaker IS NOT NULL
        UNION SELECT DISTINCT unnest(authors) FROM core_versions
        """
    ).fetchall()
    by_folded = {fold(plain_name(other)): other for (other,) in found}
    close = difflib.get_close_matches(fold(plain_name(name)), by_folded, 5, 0.75)
    return [by_folded[one] for one in close]


def _matching(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    columns: tuple[str, ...],
    hashed: str,
    key: str,
    condition: str,
) -> list[str]:
    """Keys whose name has the hash."""
    names = ", ".join(columns)
    rows = connection.execute(f"SELECT DISTINCT {key}, {names} FROM {table} WHERE {condition}").fetchall()
    return sorted(
        {row[0] for row in rows if any(value and name_sha256(value) == hashed for value in row[1:])}
    )


def _forget_bylines(connection: duckdb.DuckDBPyConnection, hashed: str) -> int:
    names = [
        author
        for (author,) in connection.execute("SELECT DISTINCT unnest(authors) FROM core_versions").fetchall()
        if name_sha256(author) == hashed
    ]
    if not names:
        return 0
    return len(
        connection.execute(
            "UPDATE core_versions SET authors = list_filter(authors, lambda author: NOT list_contains(?, author)) "
            "WHERE list_has_any(authors, ?) RETURNING 1",
            [names, names],
        ).fetchall()
    )


def _names_in(value: str) -> set[str]:
    """Hashes of the names in a fact's value: the value itself or the ``name`` of JSON objects."""
    hashes = {name_sha256(value)}
    try:
        parsed: Any = json.loads(value)
    except ValueError:
        return hashes
    for part in parsed if isinstance(parsed, list) else [parsed]:
        if isinstance(part, dict) and isinstance(part.get("name"), str):
            hashes.add(name_sha256(part["name"]))
    return hashes


def without_forgotten(
    readings: Iterable[tuple[Article, Reading]], forgotten: frozenset[str]
) -> tuple[tuple[Article, Reading], ...]:
    """Articles and readings as they may be stored."""
    if not forgotten:
        return tuple(readings)
    return tuple(_without(article, reading, forgotten) for article, reading in readings)


def _without(article: Article, reading: Reading, forgotten: frozenset[str]) -> tuple[Article, Reading]:
    def unwanted(*names: str | None) -> bool:
        return any(name and name_sha256(name) in forgotten for name in names)

    def unwanted_fact(fact: Fact) -> bool:
        return unwanted(fact.attributed_to) or (
            fact.field == "spokespersons" and not forgotten.isdisjoint(_names_in(fact.value))
        )

    gone = {
        m.entity_id for m in reading.mentions if m.type == "person" and unwanted(m.canonical, m.span.quote)
    }
    return (
        replace(article, authors=tuple(author for author in article.authors if not unwanted(author))),
        replace(
            reading,
            mentions=tuple(m for m in reading.mentions if m.entity_id not in gone),
            quotes=tuple(q for q in reading.quotes if not unwanted(q.speaker) and q.speaker_id not in gone),
            tones=tuple(t for t in reading.tones if t.entity_id not in gone),
            facts=tuple(f for f in reading.facts if not unwanted_fact(f)),
        ),
    )
