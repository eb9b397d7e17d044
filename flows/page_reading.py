"""From a fetched page to what is read out of it: the work of a reading process, without Prefect and database.

What reading needs is imported where it is used: the process of the run hands these functions over and never calls
them, and would carry 40 MB for nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import TypeAlias

from config.settings import Settings
from extractors.offer import Offer
from extractors.records import Article, FetchedPage, Reading, Rejection

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


def lost_page(page: FetchedPage) -> Rejection:
    """How a page ends that its reading process died of."""
    return Rejection("internal_error", "the process that read it was lost twice", page.final_url)


def read_articles(articles: Sequence[Article], settings: Settings) -> list[Reading]:
    """Read articles that need no cleaning."""
    from flows.readers import reader_for

    return [reader_for(settings).read(article) for article in articles]


def get_ready(settings: Settings) -> None:
    """Build what reading needs, so that the first page does not wait for it."""
    from flows.readers import warm

    warm(settings)
