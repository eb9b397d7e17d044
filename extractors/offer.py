"""What is known of a document before it is opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from extractors.dates import date_from_text, judge
from extractors.records import Dating


@dataclass(frozen=True, slots=True)
class Offer:
    """What is known of a document before it is opened: from its feed entry, its source or its front matter."""

    source_id: str
    url: str | None
    fetched_url: str
    outlet: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: Dating | None = None
    stated_language: str | None = None
    feed_language: str | None = None
    source_language: str | None = None
    country: str | None = None
    tags: tuple[str, ...] = ()
    summary: str | None = None


def dating_of_entry(at: datetime | None, raw: str | None, *, now: datetime) -> Dating | None:
    """What a feed said about an entry's day, judged."""
    if at is None and not raw:
        return None
    if at is None:
        return date_from_text(raw or "", "feed", now=now)
    return judge(at, "feed", raw, now=now)
