"""Made-up articles, readings and runs for the tests of the store; everything fictional."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from extractors.records import (
    Article,
    Dating,
    Disposition,
    EntryOutcome,
    Fact,
    FeedEntry,
    FetchedPage,
    FetchRequest,
    MarketMention,
    Mention,
    Paragraph,
    Purpose,
    Quote,
    Reading,
    Relevance,
    RelevanceReason,
    SourceOutcome,
    Span,
    Tone,
)
from storage import Batch, Store

DAY_1 = datetime(2026, 2, 3, 5, 0, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that moves one second with every look, and further when told."""

    at: datetime = DAY_1

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at

    def move(self, **step: float) -> datetime:
        self.at += timedelta(**step)
        return self.at


@dataclass(frozen=True)
class MadeSource:
    source_id: str
    outlet: str | None = "Blatt"
    kind: str = "feed"
    url: str | None = "https://blatt.example/feed"
    language: str | None = "de"
    country: str | None = "DE"
    tags: tuple[str, ...] = ("trade",)
    enabled: bool = True


def article(
    number: int,
    text: str = "Nordbrause wirbt in Kenia. Der Vertrag läuft zehn Jahre.",
    *,
    title: str | None = None,
    source_id: str = "blatt",
    outlet: str | None = "Blatt",
    language: str = "de",
    published_at: datetime | None = datetime(2026, 2, 2, 8, tzinfo=UTC),
    datings: tuple[Dating, ...] = (),
    is_reference: bool = False,
) -> Article:
    """An article of a fictional outlet; its address follows from its number."""
    url = f"https://{source_id}.example/{number}"
    paragraphs = []
    offset = 0
    for index, part in enumerate(text.split("\n\n")):
        paragraphs.append(Paragraph(index, "body", offset, offset + len(part)))
        offset += len(part) + 2
    return Article(
        article_id=f"a{number:016x}",
        source_id=source_id,
        url=url,
        fetched_url=f"{url}?from=feed",
        outlet=outlet,
        site_name=None,
        title=title or f"Meldung {number}",
        authors=("Erika Beispiel",),
        description=None,
        image_url=None,
        language=language,
        language_origin="text",
        published_at=published_at,
        published_origin="feed" if published_at else None,
        datings=datings or ((Dating(published_at, "feed"),) if published_at else ()),
        text=text,
        paragraphs=tuple(paragraphs),
        text_sha256=hashlib.sha256(" ".join(text.split()).encode()).hexdigest(),
        country="DE",
        is_reference=is_reference,
        reference_kind="stand_in" if is_reference else None,
    )


def span(text: str, words: str) -> Span:
    """The first place of some words in a text."""
    start = text.index(words)
    return Span.of(text, start, start + len(words))


BRANDS = {"Nordbrause": "nordbrause", "Südbank": "suedbank", "Zweibrand": "zweibrand"}
MARKETS = {"Kenia": "KE", "Japan": "JP", "Brasilien": "BR", "Kenya": "KE"}
YEARS = {"zehn": "10", "zwölf": "12", "ten": "10", "twelve": "12"}


def read(
    made: Article, *, extractor: str = "1", knowledge: str = "k1", extra: Sequence[Fact] = ()
) -> Reading:
    """A small reader: the made brands, markets and contract years that stand in the text."""
    text = made.text
    mentions = tuple(
        Mention(span(text, name), entity_id, name, "brand", "name", "body", "made")
        for name, entity_id in BRANDS.items()
        if name in text
    )
    markets = tuple(
        MarketMention(span(text, name), iso, "campaign_market", "wirbt in", "name", "body")
        for name, iso in MARKETS.items()
        if name in text
    )
    facts = [Fact("c1", "brand", m.entity_id, "stated", m.span, 0.9, None, "made") for m in mentions[:1]]
    facts += [Fact("c1", "markets", m.iso, "stated", m.span, 0.8, None, "made") for m in markets]
    facts += [
        Fact("c1", "contract_years", years, "stated", span(text, f"{word} Jahre"), 0.9, None, "made")
        for word, years in YEARS.items()
        if f"{word} Jahre" in text
    ]
    quotes = (
        (Quote(span(text, "„Wir bleiben“"), "direct", "Max Muster", None, "Sprecher", "sagt"),)
        if "„Wir bleiben“" in text
        else ()
    )
    tones = tuple(Tone(m.span, m.entity_id, "neutral", ()) for m in mentions[:1])
    relevance = Relevance("olympics", 0.8, True, (RelevanceReason("sponsor", "made", 0.8),))
    return Reading(
        made.article_id, extractor, knowledge, mentions, markets, (*facts, *extra), quotes, tones, relevance
    )


def page(
    made: Article, body: bytes, at: datetime, *, etag: str | None = None, status: int = 200
) -> FetchedPage:
    """The fetched page of an article."""
    headers = (("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip"))
    return FetchedPage(
        request=FetchRequest(made.fetched_url, made.source_id, Purpose.ARTICLE),
        final_url=made.url,
        status=status,
        headers=headers + ((("ETag", etag),) if etag else ()),
        body=body if status != 304 else b"",
        fetched_at=at,
        elapsed_seconds=0.1,
        redirects=(f"{made.url}/redirected",),
    )


def batch(
    *articles: Article,
    reader: Callable[[Article], Reading] = read,
    disposition: Disposition = Disposition.STORED,
    captures: tuple[tuple[str | None, FetchedPage], ...] = (),
    key: str | None = None,
) -> Batch:
    """A batch with a balanced ledger."""
    outcomes = tuple(
        EntryOutcome(FeedEntry(a.source_id, a.url, a.url, a.title), disposition, article_id=a.article_id)
        for a in articles
    )
    per_source: dict[str, int] = {}
    for a in articles:
        per_source[a.source_id] = per_source.get(a.source_id, 0) + 1
    sources = tuple(
        SourceOutcome(source_id, f"https://{source_id}.example/feed", "ok", n_entries=n, etag=f'"{n}"')
        for source_id, n in per_source.items()
    )
    return Batch(
        outcomes=outcomes,
        readings=tuple((a, reader(a)) for a in articles),
        sources=sources,
        captures=captures,
        key=key,
    )


@dataclass
class Runs:
    """Whole runs in one call."""

    store: Store
    clock: Clock
    count: int = field(default=0)

    def save(self, *batches: Batch, kind: str = "manual") -> str:
        """A completed run with these batches; returns its id."""
        self.count += 1
        run_id = f"run-{self.count}"
        self.store.begin_run(run_id, self.clock(), kind, "made")
        for one in batches:
            self.store.save_batch(run_id, one)
        self.store.finish_run(run_id, self.clock(), "completed", {})
        return run_id
