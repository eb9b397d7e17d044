"""What a run did, counted: sources, dispositions, new articles, failures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from extractors.records import Article, Disposition, EntryOutcome, Reading, SourceOutcome
from flows.pipeline import ReadEntry

CAMPAIGN_ROLES = ("campaign_market", "campaign_market_channel")
"""A country in an article is not yet a market of the campaign; these roles are."""

MAX_LISTED = 1_000
"""Articles and failures listed in a summary; the store holds all of them."""

on_stage: list[Callable[[str], None]] = []
"""Listeners that want to hear how far a run is (the command line's progress line)."""


@dataclass(frozen=True, slots=True)
class NewArticle:
    """One line of the table of what is new."""

    article_id: str
    title: str
    outlet: str
    language: str
    relevant: bool
    relevance: float
    sponsors: tuple[str, ...]
    markets: tuple[str, ...]
    is_new_version: bool
    url: str


def _new_article(article: Article, reading: Reading, is_new_version: bool) -> NewArticle:
    names = {m.entity_id: m.canonical for m in reading.mentions}
    campaigning = dict.fromkeys(f.value for f in reading.facts if f.field == "brand" and f.status == "stated")
    named = Counter(
        m.canonical for m in reading.mentions if m.type in ("brand", "company") and m.kind == "name"
    )
    # Who campaigns, where the text says so; a rival named for comparison is no sponsor of the article.
    sponsors = tuple(names.get(brand, brand) for brand in campaigning) or tuple(
        name for name, _ in named.most_common(1)
    )
    markets = Counter(m.iso for m in reading.markets if m.role in CAMPAIGN_ROLES)
    relevance = reading.relevance
    return NewArticle(
        article.article_id,
        article.title or article.url,
        article.outlet or "",
        article.language,
        bool(relevance and relevance.relevant),
        relevance.score if relevance else 0.0,
        sponsors[:4],
        tuple(iso for iso, _ in markets.most_common(6)),
        is_new_version,
        article.url,
    )


@dataclass(slots=True)
class Tally:
    """Counts of a run while it goes on."""

    dispositions: Counter[str] = field(default_factory=Counter)
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)
    sources: list[SourceOutcome] = field(default_factory=list)
    failures: list[EntryOutcome] = field(default_factory=list)
    articles: list[NewArticle] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    reference: str = ""
    rechecked: int = 0

    def stage(self, message: str) -> None:
        """Tell the listeners."""
        for listener in on_stage:
            listener(message)

    def add_sources(self, outcomes: Sequence[SourceOutcome]) -> None:
        self.sources += outcomes

    def add_outcomes(self, outcomes: Iterable[EntryOutcome]) -> None:
        for outcome in outcomes:
            self.dispositions[outcome.disposition.value] += 1
            if outcome.reason:
                self.reasons[(outcome.disposition.value, outcome.reason)] += 1
            if (
                outcome.disposition in (Disposition.FAILED, Disposition.REJECTED)
                and len(self.failures) < MAX_LISTED
            ):
                self.failures.append(outcome)

    def add_read(self, read: Sequence[ReadEntry]) -> None:
        self.add_outcomes([item.outcome for item in read if not item.is_recheck])
        self.rechecked += sum(item.is_recheck for item in read)
        self.articles += [
            _new_article(item.article, item.reading, item.outcome.reason == "new_version")
            for item in read
            if item.article is not None and item.reading is not None and len(self.articles) < MAX_LISTED
        ]

    def as_counts(self) -> dict[str, Any]:
        """Counts fit for the run's row in the store."""
        return {
            "entries": sum(self.dispositions.values()),
            **{disposition.value: self.dispositions[disposition.value] for disposition in Disposition},
            "sources": len(self.sources),
            "sources_failed": sum(source.outcome == "failed" for source in self.sources),
            "rechecked": self.rechecked,
            "reference": self.reference,
            "problems": list(self.problems),
        }


@dataclass(frozen=True, slots=True)
class RunSummary:
    """A finished run."""

    run_id: str
    started_at: datetime
    work_seconds: float
    published_path: str
    tally: Tally
    is_sample: bool

    def one_line(self) -> str:
        """The run in one line for a log."""
        counts = self.tally.dispositions
        failed = [source.source_id for source in self.tally.sources if source.outcome == "failed"]
        parts = [f"{counts[disposition.value]} {disposition.value}" for disposition in Disposition]
        return f"{', '.join(parts)}; {len(self.tally.sources)} sources, failed: {', '.join(failed) or 'none'}"

    def as_values(self) -> dict[str, Any]:
        """JSON-ready form, for ``podium run --json`` and the flow's result."""
        return {
            "run_id": self.run_id,
            "started_at": self.started_at.isoformat(),
            "work_seconds": round(self.work_seconds, 3),
            "published_path": self.published_path,
            "is_sample": self.is_sample,
            **self.tally.as_counts(),
            "articles": [
                {
                    "article_id": article.article_id,
                    "title": article.title,
                    "outlet": article.outlet,
                    "language": article.language,
                    "relevant": article.relevant,
                    "relevance": article.relevance,
                    "sponsors": list(article.sponsors),
                    "markets": list(article.markets),
                    "new_version": article.is_new_version,
                    "url": article.url,
                }
                for article in self.tally.articles
            ],
            "source_outcomes": [
                {
                    "source_id": source.source_id,
                    "outcome": source.outcome,
                    "reason": source.reason,
                    "detail": source.detail,
                    "entries": source.n_entries,
                }
                for source in self.tally.sources
            ],
            "failures": [
                {
                    "source_id": outcome.entry.source_id,
                    "url": outcome.entry.url,
                    "disposition": outcome.disposition.value,
                    "reason": outcome.reason,
                    "detail": outcome.detail,
                }
                for outcome in self.tally.failures
            ],
        }
