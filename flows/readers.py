"""One Reader a process: building it (knowledge, matcher, reference corpus) costs a second, reading nothing of that."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from config.settings import Settings
from config.topics import load_topic
from extractors.language import detector_for
from extractors.reading import Reader
from flows.corpus import corpus_for, reference_article
from flows.own_knowledge import proved_knowledge


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
