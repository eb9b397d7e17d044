"""An article with its reading, from a file read now or from the published database as it is stored."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.settings import Settings
from extractors.records import (
    Fact,
    FrontMatter,
    MarketMention,
    Mention,
    Quote,
    Reading,
    Relevance,
    RelevanceReason,
    Span,
    Tone,
)

_QUERIES = {
    "mentions": 'SELECT "start", "stop", quote, entity_id, entity, entity_type, kind, paragraph_kind, rule, parent_id, role'
    ' FROM core_mentions WHERE reading_id = $1 ORDER BY "start", "stop" DESC',
    "markets": 'SELECT "start", "stop", quote, market, role, cue, form, paragraph_kind'
    ' FROM core_market_mentions WHERE reading_id = $1 ORDER BY "start", "stop" DESC',
    "quotes": 'SELECT "start", "stop", quote, kind, speaker, speaker_id, role, cue'
    ' FROM core_quotes WHERE reading_id = $1 ORDER BY "start", "stop" DESC',
    "tones": 'SELECT "start", "stop", quote, entity_id, tone, words'
    ' FROM core_tones WHERE reading_id = $1 ORDER BY "start", "stop" DESC',
}


@dataclass(frozen=True, slots=True)
class LookedUp:
    """An article's text with its reading, and where both come from."""

    id: str
    title: str | None
    language: str
    text: str
    reading: Reading
    origin: str


class NotFound(Exception):
    """Neither a file nor a stored article; the message says what to do."""


def look_up(what: str, settings: Settings) -> LookedUp:
    """Read a file, or find a stored article by its id, source id or address. Raises NotFound."""
    path = Path(what)
    if path.is_file():
        return _from_file(path, settings)
    return _from_store(what, settings)


def _from_file(path: Path, settings: Settings) -> LookedUp:
    from flows.reading_files import read_files

    result = next(iter(read_files([path], settings, FrontMatter())))
    if result.article is None or result.reading is None:
        raise NotFound(result.error or f"{path} could not be read")
    article = result.article
    return LookedUp(
        article.source_id,
        article.title,
        article.language,
        article.text,
        result.reading,
        f"read now from {path}",
    )


def _from_store(what: str, settings: Settings) -> LookedUp:
    from storage import NothingPublished, open_published

    try:
        database = open_published(settings.data_dir)
    except NothingPublished as problem:
        raise NotFound(f"no file {what!r}, and {problem}") from problem
    with database:
        row = database.sql(
            "SELECT a.article_id, a.title, a.language, a.text, r.reading_id, r.extractor_version, r.knowledge_version, r.topic,"
            " r.relevance, r.relevant, r.nearest_reference FROM articles AS a LEFT JOIN core_readings AS r"
            " ON r.article_id = a.article_id AND r.superseded_at IS NULL"
            " WHERE a.article_id = $1 OR a.url = $1 OR a.source_id = $1 ORDER BY a.article_id = $1 DESC, a.is_reference DESC LIMIT 1",
            [what],
        ).fetchone()
        if row is None:
            raise NotFound(f"no file and no stored article {what!r}")
        if row[3] is None:
            raise NotFound(f'the text of {what!r} was purged; its facts stay: podium sql "FROM core_facts"')
        if row[4] is None:
            raise NotFound(f"article {what!r} has no reading yet")
        return LookedUp(
            row[0], row[1], row[2] or "und", row[3], _stored_reading(database, row), "stored reading"
        )


def _stored_reading(database: Any, row: tuple[Any, ...]) -> Reading:
    article_id, reading_id = row[0], row[4]

    def rows(of: str) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = database.sql(_QUERIES[of], [reading_id]).fetchall()
        return found

    def span(values: tuple[Any, ...]) -> Span:
        return Span(values[0], values[1], values[2])

    facts = database.sql(
        'SELECT "start", "stop", evidence, campaign, field, value, status, confidence, attributed_to, rule, date_precision,'
        " date_origin FROM core_facts WHERE reading_id = $1 ORDER BY campaign, field",
        [reading_id],
    ).fetchall()
    reasons = database.sql(
        "SELECT kind, detail, weight FROM core_relevance_reasons WHERE reading_id = $1", [reading_id]
    ).fetchall()
    relevance = (
        Relevance(row[7], row[8], bool(row[9]), tuple(RelevanceReason(*r) for r in reasons), row[10])
        if row[7]
        else None
    )
    return Reading(
        article_id=article_id,
        extractor_version=row[5],
        knowledge_version=row[6],
        mentions=tuple(Mention(span(r), *r[3:]) for r in rows("mentions")),
        markets=tuple(MarketMention(span(r), *r[3:]) for r in rows("markets")),
        facts=tuple(
            Fact(
                f[3], f[4], f[5], f[6], span(f) if f[0] is not None else None, f[7], f[8], f[9], f[10], f[11]
            )
            for f in facts
        ),
        quotes=tuple(Quote(span(r), *r[3:]) for r in rows("quotes")),
        tones=tuple(Tone(span(r), r[3], r[4], tuple(r[5])) for r in rows("tones")),
        relevance=relevance,
    )
