"""A Reading as the JSON object that `podium read --jsonl` prints; its schema is docs/read-output.schema.json."""

from __future__ import annotations

import json
from typing import Any

from extractors.records import Article, Fact, Reading, Span

_STRUCTURED = frozenset({"channels", "spokespersons", "assets", "budget"})
"""Fields whose value is JSON inside Fact.value."""
_WHOLE_NUMBERS = frozenset({"contract_years"})
_YES_OR_NO = frozenset({"extension"})


def fact_value(fact: Fact) -> Any:
    """The value in its natural JSON type; None when the fact is not stated."""
    if fact.status == "not_stated" or not fact.value:
        return None
    if fact.field in _STRUCTURED:
        return json.loads(fact.value)
    if fact.field in _WHOLE_NUMBERS and fact.value.isdecimal():
        return int(fact.value)
    if fact.field in _YES_OR_NO:
        return fact.value == "true"
    return fact.value


def _place(span: Span | None) -> dict[str, Any]:
    if span is None:
        return {"start": None, "end": None}
    return {"start": span.start, "end": span.stop}


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "campaign": fact.campaign,
        "field": fact.field,
        "value": fact_value(fact),
        **_place(fact.span),
        "quote": fact.span.quote if fact.span else None,
        "confidence": round(fact.confidence, 3),
        "attributed_to": fact.attributed_to,
        "status": fact.status,
        "role": fact.role,
        "precision": fact.precision,
        "origin": fact.origin,
        "rule": fact.rule,
    }


def as_json(article: Article, reading: Reading) -> dict[str, Any]:
    """Everything `podium read` says about one document; offsets in code points, ``end`` exclusive."""
    relevance = reading.relevance
    return {
        "id": article.source_id,
        "title": article.title,
        "url": article.url if article.url.startswith(("http://", "https://")) else None,
        "outlet": article.outlet,
        "published": article.published_at.isoformat().replace("+00:00", "Z")
        if article.published_at
        else None,
        "text": article.text,
        "language": article.language,
        "relevant": bool(relevance and relevance.relevant),
        "relevance": relevance.score if relevance else 0.0,
        "relevance_reasons": [
            {"kind": reason.kind, "detail": reason.detail, "weight": round(reason.weight, 4)}
            for reason in (relevance.reasons if relevance else ())
        ],
        "entities": [
            {
                "id": mention.entity_id,
                "canonical": mention.canonical,
                "type": mention.type,
                "kind": mention.kind,
                **_place(mention.span),
                "text": mention.span.quote,
            }
            for mention in reading.mentions
        ],
        "markets": [
            {
                "iso": market.iso,
                "role": market.role,
                "cue": market.cue,
                **_place(market.span),
                "text": market.span.quote,
            }
            for market in reading.markets
        ],
        "quotes": [
            {
                "kind": quote.kind,
                "speaker": quote.speaker,
                "role": quote.role,
                **_place(quote.span),
                "text": quote.span.quote,
            }
            for quote in reading.quotes
        ],
        "tone": [
            {
                "entity": tone.entity_id,
                "label": tone.label,
                **_place(tone.span),
                "words": list(tone.words),
            }
            for tone in reading.tones
        ],
        "facts": [_fact(fact) for fact in reading.facts],
        "paragraphs": [
            {"kind": paragraph.kind, "start": paragraph.start, "end": paragraph.stop}
            for paragraph in article.paragraphs
        ],
        "versions": {"extractors": reading.extractor_version, "knowledge": reading.knowledge_version},
    }
