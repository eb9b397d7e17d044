"""Clean and read stored articles again: from their captured pages where these are kept, else from the stored text."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime

from config.settings import Settings
from extractors.offer import Offer, dating_of_entry
from extractors.reading import EXTRACTOR_VERSION
from extractors.records import Article, FetchedPage
from flows.page_reading import Read, lost_page, read_again
from flows.readers import reader_for
from flows.reading_processes import ReadingProcesses, reading_processes
from storage.rereading.documents import StoredDocument
from storage.rereading.reread import Rebuild
from storage.rereading.staging import Versions

POOL_FROM_DOCUMENTS = 64
"""Below this many documents the start of processes costs more than it saves."""


def versions_now(settings: Settings) -> Versions:
    """What would read now."""
    return Versions(EXTRACTOR_VERSION, reader_for(settings).knowledge.version)


@contextmanager
def rebuilding(settings: Settings) -> Iterator[Rebuild]:
    """The reading path of now, without the network; the first big chunk starts processes for all of them."""
    with ExitStack() as opened:
        processes: ReadingProcesses | None = None

        def rebuild(documents: Sequence[StoredDocument]) -> list[Read]:
            nonlocal processes
            jobs = [_job(document, settings) for document in documents]
            if len(documents) < POOL_FROM_DOCUMENTS or settings.read_processes == 1:
                return [read_again(*job) for job in jobs]
            if processes is None:
                count = settings.read_processes or os.cpu_count() or 1
                processes = opened.enter_context(reading_processes(settings, count))
            return processes.map(
                read_again, jobs, lost=lambda number: lost_page(documents[number].article.fetched_url)
            )

        yield rebuild


def _job(document: StoredDocument, settings: Settings) -> tuple[Article, FetchedPage | None, Offer, Settings]:
    page = document.page
    offer = _offer(document, page.fetched_at if page else None)
    return document.article, page, offer, settings


def _offer(document: StoredDocument, now: datetime | None) -> Offer:
    """What was known of the page before it was opened."""
    article, entry = document.article, document.offered
    return Offer(
        source_id=article.source_id,
        url=entry.url if entry else article.url,
        fetched_url=entry.url if entry else article.fetched_url,
        outlet=article.outlet,
        title=entry.title if entry else None,
        authors=entry.authors if entry else (),
        published=dating_of_entry(entry.published_at, entry.published_raw, now=now)
        if entry and now
        else None,
        feed_language=entry.language if entry else None,
        source_language=document.source_language,
        summary=entry.summary if entry else None,
        country=article.country,
        tags=article.tags,
    )
