"""Labelled articles as facts are read from them: those on the topic, and near misses that reading may take for such."""

from __future__ import annotations

from collections.abc import Iterator

from bench.labelled import brief_articles, corpus_articles
from config.settings import load_settings
from extractors.facts import Case
from extractors.reading import Reader
from extractors.records import Article
from tests.corpus_tools.briefs import Brief
from tests.corpus_tools.labels import CorpusArticle

_NEAR = 0.2
"""Relevance from which on a near miss is read as well: whatever is stated of it is invented."""


def _case(reader: Reader, article: Article, relevant: bool) -> Case | None:
    material, _, score = reader.places_with_relevance(article)
    return reader.case(material) if relevant or score >= _NEAR else None


def brief_cases(reader: Reader, half: str) -> Iterator[tuple[Brief, Case]]:
    """Short items of one half with labels of values."""
    for brief, article in brief_articles(load_settings().settings, half):
        if (case := _case(reader, article, brief.relevant)) is not None:
            yield brief, case


def corpus_cases(reader: Reader, half: str) -> Iterator[tuple[CorpusArticle, Case]]:
    """Long articles of one half."""
    for labelled, article in corpus_articles(load_settings().settings, half):
        if (case := _case(reader, article, labelled.relevant)) is not None:
            yield labelled, case
