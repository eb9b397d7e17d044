"""Sitemap indexes: their children fetched newest first, within bounds, never twice and never in a circle."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from extractors.records import FeedEntry, FetchedPage, FetchFailure, FetchRequest, Purpose, Rejection
from extractors.sitemaps import SitemapChild, SitemapReading, parse_sitemap
from extractors.urls import article_key, canonical_url
from flows.web.collector import Collector

MAX_SITEMAPS = 40
MAX_BYTES = 20_000_000
"""Of all sitemaps of a tree together, which are held for the captures; what was under way when it is reached is read."""
AT_ONCE = 4
MAX_DEPTH = 3
MAX_ENTRIES = 1_000
CHILD_WINDOW = timedelta(days=60)
_NEWEST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class SitemapTree:
    """Entries of a sitemap and of everything below it, newest first."""

    entries: tuple[FeedEntry, ...]
    rejections: tuple[Rejection, ...]
    is_sitemap: bool
    pages: tuple[FetchedPage, ...] = ()
    """The sitemaps below the first, as fetched."""
    moments: tuple[datetime, ...] = ()
    """When entries came or were changed, as far as dated: the newest of each sitemap."""


@dataclass(slots=True)
class _Walk:
    entries: dict[str, FeedEntry]
    rejections: list[Rejection]
    seen: set[str]
    n_sitemaps: int = 1
    is_full: bool = False
    pages: list[FetchedPage] = field(default_factory=list)
    moments: list[datetime] = field(default_factory=list)


async def read_sitemap_tree(collector: Collector, page: FetchedPage) -> SitemapTree:
    """Read ``page`` and, when it is an index, what it names: at most 40 sitemaps, 20 MB, three levels, 1,000 entries.

    Of an index that dates its children only those changed within 60 days of the newest one are fetched.
    """
    first = await collector.read(_parse, page)
    if not first.kind:
        return SitemapTree((), first.rejections, False)
    walk = _Walk({}, [], {canonical_url(page.request.url), canonical_url(page.final_url)})
    _take(walk, first)
    level = _next_level(walk, page.final_url, first)
    for depth in range(2, MAX_DEPTH + 2):
        if not level:
            break
        if depth > MAX_DEPTH:
            walk.rejections.append(
                Rejection("sitemap_too_deep", f"more than {MAX_DEPTH} levels", page.final_url)
            )
            break
        level = await _read_level(collector, page.request.source_id, walk, level)
    ordered = sorted(walk.entries.values(), key=lambda entry: entry.published_at or _oldest(), reverse=True)
    return SitemapTree(
        tuple(ordered[:MAX_ENTRIES]), tuple(walk.rejections), True, tuple(walk.pages), tuple(walk.moments)
    )


def _parse(page: FetchedPage) -> SitemapReading:
    return parse_sitemap(page, max_entries=MAX_ENTRIES)


async def _read_level(
    collector: Collector,
    source_id: str,
    walk: _Walk,
    level: list[SitemapChild],
) -> list[SitemapChild]:
    below: list[SitemapChild] = []
    requests = [FetchRequest(child.url, source_id, Purpose.SITEMAP) for child in level]
    for begin in range(0, len(requests), AT_ONCE):
        if sum(len(page.body) for page in walk.pages) >= MAX_BYTES:
            detail = f"{len(requests) - begin} sitemaps are left out: the others have {MAX_BYTES:,} bytes"
            walk.rejections.append(Rejection("sitemap_too_large", detail, requests[begin].url))
            return []
        async for outcome in collector.fetch_many(requests[begin : begin + AT_ONCE]):
            if isinstance(outcome, FetchFailure):
                walk.rejections.append(Rejection(outcome.reason, outcome.detail, outcome.request.url))
                continue
            walk.pages.append(outcome)
            reading = await collector.read(_parse, outcome)
            _take(walk, reading)
            below += _next_level(walk, outcome.final_url, reading)
    return below


def _take(walk: _Walk, reading: SitemapReading) -> None:
    walk.rejections += reading.rejections
    walk.moments += reading.moments
    for entry in reading.entries:
        key = article_key(entry.url)
        if key in walk.entries:
            walk.rejections.append(Rejection("duplicate_entry", "another sitemap named it before", entry.url))
        elif len(walk.entries) < MAX_ENTRIES * 2:
            walk.entries[key] = replace(entry, entry_key=key)


def _next_level(walk: _Walk, parent: str, reading: SitemapReading) -> list[SitemapChild]:
    chosen: list[SitemapChild] = []
    ranked = sorted(reading.children, key=lambda child: child.modified_at or _NEWEST, reverse=True)
    dates = [child.modified_at for child in reading.children if child.modified_at]
    oldest_wanted = max(dates) - CHILD_WINDOW if dates else None
    for child in ranked:
        address = canonical_url(child.url)
        if address in walk.seen:
            walk.rejections.append(Rejection("sitemap_loop", f"named again by {parent}", child.url))
            continue
        walk.seen.add(address)
        if oldest_wanted is not None and child.modified_at is not None and child.modified_at < oldest_wanted:
            continue
        if walk.n_sitemaps >= MAX_SITEMAPS:
            if not walk.is_full:
                detail = f"more than {MAX_SITEMAPS} sitemaps; the oldest are left out"
                walk.rejections.append(Rejection("sitemap_too_large", detail, parent))
            walk.is_full = True
            break
        walk.n_sitemaps += 1
        chosen.append(child)
    return chosen


def _oldest() -> datetime:
    return datetime.min.replace(tzinfo=UTC)
