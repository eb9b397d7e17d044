"""A Reading for people: tables of what was read out of one article."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from rich.console import RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from extractors.records import Article, Reading
from flows.reading_json import fact_value

MAX_QUOTE_CHARS = 90


def shortened(text: str, limit: int = MAX_QUOTE_CHARS) -> str:
    """One line of at most ``limit`` characters."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)


def _facts(reading: Reading) -> Table:
    table = Table(
        "campaign", "fact", "value", "evidence", "according to", title="Facts", title_justify="left"
    )
    for fact in reading.facts:
        value = (
            _shown(fact_value(fact))
            if fact.status == "stated"
            else f"[dim]{fact.status.replace('_', ' ')}[/]"
        )
        if fact.status == "stated":
            value = escape(value)
        evidence = escape(shortened(fact.span.quote)) if fact.span else ""
        table.add_row(fact.campaign, fact.field, value, evidence, escape(fact.attributed_to or ""))
    return table


def tables_of(article: Article, reading: Reading) -> Iterator[RenderableType]:
    """Head line, facts, markets, quotes and names of one article."""
    yield Text(f"{article.source_id}: {article.title or 'no title'}", style="bold")
    relevance = reading.relevance
    if relevance:
        verdict = "relevant" if relevance.relevant else "not relevant"
        yield Text(
            f"{verdict} ({relevance.score:.2f}); language {article.language}; {len(article.text):,} characters"
        )
    if reading.facts:
        yield _facts(reading)
    if reading.markets:
        table = Table("market", "role", "times", title="Markets", title_justify="left")
        for (iso, role), n in Counter((m.iso, m.role) for m in reading.markets).most_common():
            table.add_row(iso, role, str(n))
        yield table
    if reading.quotes:
        table = Table("kind", "speaker", "role", "words", title="Quotes", title_justify="left")
        for quote in reading.quotes:
            words = escape(shortened(quote.span.quote))
            table.add_row(quote.kind, escape(quote.speaker or ""), escape(quote.role or ""), words)
        yield table
    if reading.mentions:
        table = Table("name", "type", "times", title="Named", title_justify="left")
        for (name, kind), n in Counter((m.canonical, m.type) for m in reading.mentions).most_common():
            table.add_row(escape(name), kind, str(n))
        yield table
    if reading.tones:
        table = Table("sponsor", "tone", "because of", title="Tone", title_justify="left")
        for tone in reading.tones:
            if tone.label != "neutral":
                table.add_row(tone.entity_id, tone.label, escape(", ".join(tone.words)))
        if table.row_count:
            yield table
