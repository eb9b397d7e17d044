"""Records as rows, in the order of the columns of their tables."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from extractors.records import (
    Article,
    Disposition,
    EntryOutcome,
    Paragraph,
    Reading,
    RequestRecord,
    SourceOutcome,
    Span,
)

Row = tuple[Any, ...]

_COSMETIC = str.maketrans(
    {
        **dict.fromkeys("„“”‟«»″❝❞", '"'),
        **dict.fromkeys("‚‘’‛‹›′`´", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", None),
        "\u00a0": " ",
        "\u202f": " ",
        "…": "...",
    }
)


def content_sha256(title: str | None, text: str) -> str:
    """SHA-256 of title and text without white space runs, kinds of quotation mark, dashes and invisible signs."""
    whole = f"{title or ''}\n{text}".translate(_COSMETIC)
    return hashlib.sha256(" ".join(whole.split()).encode()).hexdigest()


def reading_sha256(reading: Reading) -> str:
    """SHA-256 over everything read out, the versions that made it aside."""
    whole = repr(
        (
            reading.mentions,
            reading.markets,
            reading.facts,
            reading.quotes,
            reading.tones,
            reading.relevance,
        )
    )
    return hashlib.sha256(whole.encode()).hexdigest()


def article_row(article: Article, run_id: str, at: datetime) -> Row:
    """A row of core_articles for an article seen for the first time."""
    return (
        article.article_id,
        article.source_id,
        article.url,
        article.fetched_url,
        article.outlet,
        article.site_name,
        article.country,
        list(article.tags),
        article.is_reference,
        article.reference_kind,
        at,
        run_id,
        at,
        run_id,
        1,
        "available",
        at,
        None,
        None,
        0,
        None,
    )


def version_row(article: Article, version_no: int, run_id: str, at: datetime, content: str) -> Row:
    """A row of core_versions."""
    return (
        article.article_id,
        version_no,
        run_id,
        at,
        article.title,
        list(article.authors),
        article.description,
        article.image_url,
        article.language,
        article.language_origin,
        article.published_at,
        article.published_origin,
        article.text,
        None,
        len(article.text),
        len(article.text.split()),
        [{"kind": p.kind, "start": p.start, "stop": p.stop} for p in article.paragraphs],
        article.text_sha256,
        content,
    )


def dating_rows(article: Article, version_no: int) -> Iterator[Row]:
    """Rows of core_datings."""
    for dating in article.datings:
        yield (article.article_id, version_no, dating.origin, dating.at, dating.raw, dating.set_aside)


def reading_row(
    reading: Reading,
    reading_id: int,
    version_no: int,
    run_id: str,
    at: datetime,
    content: str,
    replaces: int | None,
    staged_run_id: str | None = None,
) -> Row:
    """A row of core_readings; a staged one ends the instant it begins, so that no question ever finds it."""
    relevance = reading.relevance
    return (
        reading_id,
        reading.article_id,
        version_no,
        run_id,
        at,
        at if staged_run_id else None,
        reading.extractor_version,
        reading.knowledge_version,
        at,
        reading.extractor_version,
        reading.knowledge_version,
        content,
        relevance.topic if relevance else None,
        relevance.score if relevance else None,
        relevance.relevant if relevance else None,
        relevance.nearest_reference if relevance else None,
        staged_run_id,
        replaces,
    )


class ParagraphIndex:
    """Which paragraph of an article an offset stands in."""

    def __init__(self, paragraphs: tuple[Paragraph, ...]) -> None:
        self._starts = [p.start for p in paragraphs]

    def __call__(self, span: Span | None) -> int | None:
        """Number of the span's paragraph; None without a span or before the first one."""
        if span is None:
            return None
        number = bisect_right(self._starts, span.start) - 1
        return number if number >= 0 else None


def read_out_rows(
    reading: Reading, reading_id: int, paragraph_no: ParagraphIndex
) -> Iterator[tuple[str, Row]]:
    """Table and row of everything a reading holds."""
    key = (reading_id, reading.article_id)
    for m in reading.mentions:
        span = m.span
        yield (
            "core_mentions",
            (
                *key,
                span.start,
                span.stop,
                span.quote,
                paragraph_no(span),
                m.paragraph_kind,
                m.entity_id,
                m.canonical,
                m.type,
                m.kind,
                m.rule,
                m.parent_id,
                m.role,
            ),
        )
    for market in reading.markets:
        span = market.span
        yield (
            "core_market_mentions",
            (
                *key,
                span.start,
                span.stop,
                span.quote,
                paragraph_no(span),
                market.paragraph_kind,
                market.iso,
                market.role,
                market.cue,
                market.form,
            ),
        )
    for f in reading.facts:
        start, stop, evidence = (f.span.start, f.span.stop, f.span.quote) if f.span else (None, None, None)
        yield (
            "core_facts",
            (
                *key,
                f.campaign,
                f.field,
                f.value,
                f.status,
                start,
                stop,
                evidence,
                paragraph_no(f.span),
                f.confidence,
                f.attributed_to,
                f.rule,
                f.precision,
                f.origin,
            ),
        )
    for q in reading.quotes:
        span = q.span
        yield (
            "core_quotes",
            (
                *key,
                span.start,
                span.stop,
                span.quote,
                paragraph_no(span),
                q.kind,
                q.speaker,
                q.speaker_id,
                q.role,
                q.cue,
            ),
        )
    for t in reading.tones:
        span = t.span
        yield (
            "core_tones",
            (
                *key,
                span.start,
                span.stop,
                span.quote,
                paragraph_no(span),
                t.entity_id,
                t.label,
                list(t.words),
            ),
        )
    if reading.relevance:
        for reason in reading.relevance.reasons:
            yield "core_relevance_reasons", (*key, reason.kind, reason.detail, reason.weight)


def disposition_row(outcome: EntryOutcome, run_id: str, at: datetime) -> Row:
    """A row of core_dispositions."""
    entry = outcome.entry
    return (
        run_id,
        entry.source_id,
        entry.entry_key,
        entry.url,
        entry.title,
        entry.published_at,
        entry.published_raw,
        outcome.disposition.value,
        outcome.reason,
        outcome.detail,
        outcome.article_id,
        at,
        list(entry.authors),
        entry.language,
        entry.summary if outcome.disposition is Disposition.STORED else None,
    )


def poll_row(outcome: SourceOutcome, run_id: str, at: datetime) -> Row:
    """A row of core_source_polls."""
    return (
        run_id,
        outcome.source_id,
        outcome.url,
        at,
        outcome.outcome,
        outcome.reason,
        outcome.detail,
        outcome.grade.value if outcome.grade else None,
        outcome.status,
        outcome.n_entries,
        outcome.etag,
        outcome.last_modified,
        outcome.next_try_at,
    )


def request_row(request: RequestRecord, run_id: str) -> Row:
    """A row of core_requests."""
    return (
        run_id,
        request.url,
        request.final_url,
        request.source_id,
        request.purpose.value,
        request.requested_at,
        request.status,
        request.wire_bytes,
        request.body_bytes,
        request.elapsed_seconds,
        request.from_cache,
        request.robots,
        request.rights,
        request.error,
        request.detail,
    )
