"""The Reader: everything read out of one article, by one explicit list of extractors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from config.knowledge_base import Knowledge
from config.topics import Topic
from extractors.entities import build_matcher, find_mentions
from extractors.records import Article, Reading
from extractors.relevance import ReferenceProfile, judge_relevance, profile_of, sponsor_ids

EXTRACTOR_VERSION = "1"
"""Raised by hand whenever a change of the rules can change a Reading."""


class Reader:
    """Reads articles with one knowledge base and one topic; built once a process, then only read."""

    def __init__(self, knowledge: Knowledge, topic: Topic, references: Sequence[Article] = ()) -> None:
        self.knowledge = knowledge
        self.topic = topic
        self._matcher = build_matcher(knowledge)
        self._sponsors = sponsor_ids(knowledge, topic)
        self._references: tuple[ReferenceProfile, ...] = tuple(
            profile_of(article.source_id, find_mentions(article, self._matcher)) for article in references
        )

    def read(self, article: Article) -> Reading:
        """Mentions, markets, facts, quotes, tone and relevance of one article."""
        mentions = find_mentions(article, self._matcher)
        others = tuple(ref for ref in self._references if ref.document_id != article.source_id)
        reading = Reading(
            article_id=article.article_id,
            extractor_version=EXTRACTOR_VERSION,
            knowledge_version=self.knowledge.version,
            mentions=mentions,
        )
        return replace(
            reading, relevance=judge_relevance(article, mentions, self.topic, self._sponsors, others)
        )
