"""Clean and read stored articles again: from their captured pages where these are kept, else from the stored text."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime

from config.settings import Settings
from extractors.clean import clean_page
from extractors.language import detector_for
from extractors.offer import Offer, dating_of_entry
from extractors.reading import EXTRACTOR_VERSION
from extractors.records import Article, Reading, Rejection
from flows.readers import reader_for
from storage.rereading.documents import StoredDocument
from storage.rereading.reread import Rebuild
from storage.rereading.staging import Versions

POOL_FROM_DOCUMENTS = 64
"""Below this many documents a pool's start-up costs more than it saves."""


def versions_now(settings: Settings) -> Versions:
    """What would read now."""
    return Versions(EXTRACTOR_VERSION, reader_for(settings).knowledge.version)


def rebuild_with(settings: Settings) -> Rebuild:
    """The reading path of now, without the network."""

    def rebuild(documents: Sequence[StoredDocument]) -> list[tuple[Article, Reading] | Rejection]:
        if len(documents) < POOL_FROM_DOCUMENTS or settings.read_processes == 1:
            return [_rebuild_one(document, settings) for document in documents]
        with ProcessPoolExecutor(max_workers=settings.read_processes or None) as pool:
            return list(pool.map(_rebuild_one, documents, [settings] * len(documents), chunksize=16))

    return rebuild


def _rebuild_one(document: StoredDocument, settings: Settings) -> tuple[Article, Reading] | Rejection:
    article = document.article
    if document.page is not None:
        # Dates were judged against the day the page was fetched; judging them by today would change them.
        now: datetime = document.page.fetched_at
        cleaned = clean_page(document.page, _offer(document, now), detector_for(settings.languages), now=now)
        if isinstance(cleaned, Rejection):
            return cleaned
        article = cleaned
    return article, reader_for(settings).read(article)


def _offer(document: StoredDocument, now: datetime) -> Offer:
    """What was known of the page before it was opened."""
    article, entry = document.article, document.offered
    return Offer(
        source_id=article.source_id,
        url=entry.url if entry else article.url,
        fetched_url=entry.url if entry else article.fetched_url,
        outlet=article.outlet,
        title=entry.title if entry else None,
        authors=entry.authors if entry else (),
        published=dating_of_entry(entry.published_at, entry.published_raw, now=now) if entry else None,
        feed_language=entry.language if entry else None,
        source_language=document.source_language,
        summary=entry.summary if entry else None,
        country=article.country,
        tags=article.tags,
    )
