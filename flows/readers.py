"""One Reader a process: building it (knowledge, matcher, reference corpus) costs a second, reading nothing of that."""

from __future__ import annotations

import multiprocessing
import os
import unicodedata
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from config.reference_corpus import ReferenceCorpus, ReferenceDocument, load_reference_corpus
from config.settings import Settings
from config.topics import load_topic
from extractors.identity import text_hash
from extractors.language import detector_for
from extractors.paragraphs import paragraphs_of_text
from extractors.reading import Reader
from extractors.records import Article
from extractors.urls import article_id_for
from flows.own_knowledge import proved_knowledge


@lru_cache(maxsize=2)
def corpus_for(reference_dir: Path | None) -> ReferenceCorpus:
    """The reference corpus of a folder, read once."""
    return load_reference_corpus(reference_dir)


def reference_article(document: ReferenceDocument) -> Article:
    """A reference document as an Article; outlet, URL and day are not in the texts and stay unknown."""
    url = f"podium:{document.document_id}"
    text = unicodedata.normalize("NFC", document.text)
    return Article(
        article_id=article_id_for(url),
        source_id=document.document_id,
        url=url,
        fetched_url=url,
        outlet=None,
        site_name=None,
        title=document.title,
        authors=(),
        description=None,
        image_url=None,
        language=document.language,
        language_origin="reference",
        published_at=None,
        published_origin=None,
        datings=(),
        text=text,
        paragraphs=paragraphs_of_text(text),
        text_sha256=text_hash(text),
        is_reference=True,
        reference_kind=document.kind,
    )


@lru_cache(maxsize=2)
def _reader(knowledge_dir: Path | None, topic: str, reference_dir: Path | None) -> Reader:
    articles = [reference_article(document) for document in corpus_for(reference_dir).documents]
    return Reader(proved_knowledge(knowledge_dir), load_topic(topic), articles)


def reader_for(settings: Settings) -> Reader:
    """The Reader for these settings, built on first use."""
    return _reader(settings.knowledge_dir, settings.topic, settings.reference_dir)


def warm(settings: Settings) -> None:
    """Build what reading needs, so that the first article does not pay for it."""
    detector_for(settings.languages)
    reader_for(settings)


POOL_FROM_PAGES = 150
"""Below this many pages the start of the pool's processes costs more than they save."""


def reading_processes(settings: Settings) -> int:
    """How many processes read beside each other."""
    return settings.read_processes or os.cpu_count() or 1


@contextmanager
def reading_pool(settings: Settings, n_pages: int = POOL_FROM_PAGES) -> Iterator[Executor | None]:
    """Processes that read pages beside each other, each with its own Reader; None where one process does."""
    processes = reading_processes(settings)
    if processes == 1 or n_pages < POOL_FROM_PAGES:
        yield None
        return
    # Spawned, not forked: this process holds the database and its threads.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, context, initializer=warm, initargs=(settings,)) as pool:
        yield pool
