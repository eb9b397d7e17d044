"""From a fetched page to what is read out of it: the work of a reading process, without Prefect and database.

What reading needs is imported where it is used: the process of the run hands these functions over and never calls
them, and would carry 40 MB for nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from config.settings import Settings
from extractors.offer import Offer
from extractors.records import Article, FetchedPage, Reading, Rejection

if TYPE_CHECKING:
    from config.stored_knowledge import StoredKnowledge

log = logging.getLogger("podium.reading")

Read: TypeAlias = tuple[Article, Reading] | Rejection
"""How reading a page ended."""


def read_page(page: FetchedPage, offer: Offer, settings: Settings, now: datetime) -> Read:
    """Clean, judge and read one page."""
    from config.page_signs import load_page_signs
    from extractors.clean import clean_page
    from extractors.language import detector_for
    from extractors.pagekind import judge_page
    from flows.readers import reader_for

    article = clean_page(page, offer, detector_for(settings.languages), now=now)
    found = article if isinstance(article, Article) else None
    verdict = judge_page(page, found.text if found else "", load_page_signs())
    if verdict is not None:
        return verdict
    if isinstance(article, Rejection):
        return article
    return article, reader_for(settings).read(article)


def read_safely(page: FetchedPage, offer: Offer, settings: Settings, now: datetime) -> Read:
    """As ``read_page``; a fault of ours on one page is told and logged, and costs the run only that page."""
    try:
        return read_page(page, offer, settings, now)
    except Exception as error:
        log.exception("reading %s failed", page.final_url)
        return Rejection("internal_error", f"{type(error).__name__}: {error}", page.final_url)


def lost_page(url: str) -> Rejection:
    """How a page ends that its reading process died of."""
    return Rejection("internal_error", "the process that read it was lost twice", url)


def read_again(article: Article, page: FetchedPage | None, offer: Offer, settings: Settings) -> Read:
    """Clean the captured ``page`` of a stored article and read it; without one read the stored text."""
    from extractors.clean import clean_page
    from extractors.language import detector_for
    from flows.readers import reader_for

    if page is not None:
        # Dates were judged against the day the page was fetched; judging them by today would change them.
        cleaned = clean_page(page, offer, detector_for(settings.languages), now=page.fetched_at)
        if isinstance(cleaned, Rejection):
            return cleaned
        article = cleaned
    return article, reader_for(settings).read(article)


def read_articles(articles: Sequence[Article], settings: Settings) -> list[Reading]:
    """Read articles that need no cleaning."""
    from flows.readers import reader_for

    return [reader_for(settings).read(article) for article in articles]


def knowledge_unlike(edition: tuple[str | None, int], settings: Settings) -> StoredKnowledge | None:
    """The part of what reads here that the store keeps; None when it is of this ``edition``."""
    from config.market_lexicon import load_markets
    from config.stored_knowledge import StoredKnowledge
    from flows.readers import reader_for

    known = StoredKnowledge.of(reader_for(settings).knowledge, load_markets().codes)
    return None if known.edition == edition else known


def get_ready(settings: Settings) -> None:
    """Build what reading needs, so that the first page does not wait for it."""
    from flows.readers import warm

    warm(settings)
