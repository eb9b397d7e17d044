"""Pure deciders between collecting and storing: what is fetched, and how each entry ends."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from config.source_list import Source
from extractors.records import Article, Disposition, EntryOutcome, FeedEntry, Rejection
from extractors.urls import article_id_for, article_key
from flows.web.polling import next_check_at
from storage import KnownArticle, KnownRejection, content_sha256

REJECTION_HOLDS = timedelta(days=7)
"""A page rejected within this time is not asked for again; afterwards it may have become an article."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An entry to fetch, with what the store knows of its page."""

    entry: FeedEntry
    known: KnownArticle | None
    is_recheck: bool = False
    """Looked at again on our own account: no feed offered it in this run, so it has no disposition."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Every entry ends in exactly one of the two lists."""

    wanted: tuple[Wanted, ...]
    outcomes: tuple[EntryOutcome, ...]


def passes_keywords(entry: FeedEntry, source: Source) -> bool:
    """Whether title or summary hold one of the source's keywords; a source without keywords takes everything."""
    if not source.keywords:
        return True
    text = f"{entry.title or ''} {entry.summary or ''}".casefold()
    return any(word.casefold() in text for word in source.keywords)


def is_check_due(article: KnownArticle, now: datetime) -> bool:
    """Whether a stored article is to be looked at again: 1 h, 1 d and 7 d after it was first seen."""
    due = next_check_at(article.first_seen_at, article.checks_done)
    return article.status != "gone" and due is not None and due <= now


def rechecks(
    recent: Iterable[KnownArticle],
    source_ids: Collection[str],
    taken: Collection[str],
    *,
    now: datetime,
    limit: int,
) -> tuple[Wanted, ...]:
    """Stored articles that are due for another look and that no feed has offered; ``taken`` by article id."""
    due = (
        article
        for article in recent
        if article.source_id in source_ids and article.article_id not in taken and is_check_due(article, now)
    )
    return tuple(
        Wanted(
            FeedEntry(article.source_id, article.url, article.url, article.title), article, is_recheck=True
        )
        for article in islice(due, limit)
    )


def decide(
    entries: Iterable[FeedEntry],
    sources: Mapping[str, Source],
    known: Mapping[str, KnownArticle],
    rejected: Mapping[str, KnownRejection],
    *,
    now: datetime,
    max_per_source: int,
) -> Decision:
    """Which entries to fetch; the others get their disposition at once. ``known`` and ``rejected`` by offered URL."""
    wanted: list[Wanted] = []
    outcomes: list[EntryOutcome] = []
    first_offer: dict[str, FeedEntry] = {}
    taken: dict[str, int] = {}
    for entry in entries:
        key = article_key(entry.url)
        source = sources.get(entry.source_id)
        if key in first_offer:
            other = first_offer[key]
            detail = f"offered by {other.source_id} as {other.url}"
            outcomes.append(
                EntryOutcome(entry, Disposition.DUPLICATE, "same_url", detail, article_id_for(other.url))
            )
            continue
        if source is not None and not passes_keywords(entry, source):
            outcomes.append(
                EntryOutcome(
                    entry,
                    Disposition.REJECTED,
                    "keyword_filter",
                    "no keyword of the source in title or summary",
                )
            )
            continue
        first_offer[key] = entry
        article = known.get(entry.url)
        if article is not None and not is_check_due(article, now):
            outcomes.append(EntryOutcome(entry, Disposition.UNCHANGED, article_id=article.article_id))
            continue
        earlier = rejected.get(entry.url)
        if earlier is not None and now - earlier.at < REJECTION_HOLDS:
            detail = f"as on {earlier.at:%Y-%m-%d}: {earlier.detail or ''}".rstrip(": ")
            outcomes.append(EntryOutcome(entry, Disposition.REJECTED, earlier.reason, detail))
            continue
        if taken.get(entry.source_id, 0) >= max_per_source:
            outcomes.append(
                EntryOutcome(
                    entry,
                    Disposition.REJECTED,
                    "over_source_limit",
                    f"more than {max_per_source} new entries in one run",
                )
            )
            continue
        taken[entry.source_id] = taken.get(entry.source_id, 0) + 1
        wanted.append(Wanted(entry, article))
    return Decision(tuple(wanted), tuple(outcomes))


@dataclass(slots=True)
class SeenInRun:
    """What this run has already stored: by article id, and by outlet and text."""

    articles: dict[str, str]
    texts: dict[tuple[str | None, str], str]

    @classmethod
    def empty(cls) -> SeenInRun:
        return cls({}, {})


def settle(
    entry: FeedEntry,
    article: Article,
    seen: SeenInRun,
    stored: Mapping[str, KnownArticle],
    same_text: Mapping[tuple[str | None, str], str],
) -> EntryOutcome:
    """The disposition of a cleaned article: stored, unchanged, or a duplicate of one already there.

    ``stored`` by article id; ``same_text`` maps (outlet, text hash) to an article id. The same words in another
    outlet are an article of their own: who printed it is part of the coverage.
    """
    key = (article.outlet, article.text_sha256)
    if seen.articles.get(article.article_id, entry.url) != entry.url:
        return EntryOutcome(
            entry,
            Disposition.DUPLICATE,
            "same_article",
            f"also offered as {seen.articles[article.article_id]}",
            article.article_id,
        )
    known = stored.get(article.article_id)
    if known is not None:
        seen.articles[article.article_id] = entry.url
        is_same_text = known.text_sha256 == article.text_sha256 and (known.title or None) == (
            article.title or None
        )
        if is_same_text or known.content_sha256 == content_sha256(article.title, article.text):
            return EntryOutcome(entry, Disposition.UNCHANGED, article_id=article.article_id)
        return EntryOutcome(entry, Disposition.STORED, "new_version", None, article.article_id)
    twin = seen.texts.get(key) or same_text.get(key)
    if twin is not None and twin != article.article_id:
        return EntryOutcome(
            entry, Disposition.DUPLICATE, "same_text", f"same words as {twin} in the same outlet", twin
        )
    seen.articles[article.article_id] = entry.url
    seen.texts[key] = article.article_id
    return EntryOutcome(entry, Disposition.STORED, "new_article", None, article.article_id)


def rejected(entry: FeedEntry, rejection: Rejection) -> EntryOutcome:
    """The outcome of an entry whose page held no article."""
    return EntryOutcome(entry, Disposition.REJECTED, rejection.reason, rejection.detail)
