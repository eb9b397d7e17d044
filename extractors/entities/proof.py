"""Runs the must-match and must-not-match sentences that stand beside each entity in the knowledge files."""

from __future__ import annotations

from collections.abc import Iterable

from config.knowledge_schema import Entity, Problem
from extractors.entities.finder import find_mentions
from extractors.entities.lexicon import ANY_LANGUAGE
from extractors.entities.matcher import Matcher
from extractors.records import Article, Paragraph


def check_examples(matcher: Matcher, entities: Iterable[Entity] | None = None) -> tuple[Problem, ...]:
    """Problems of all example sentences that the matcher reads otherwise than their file says."""
    problems = []
    for entity in entities if entities is not None else matcher.knowledge.entities.values():
        for sentence in entity.match:
            if entity.id not in _named(sentence, matcher):
                what = f"must match, but {entity.id} was not found in: {sentence}"
                remedy = "add the form to aliases, or an accepting word to its context rule"
                problems.append(Problem(entity.origin, entity.line, entity.id, "tests.match", what, remedy))
        for sentence in entity.no_match:
            why = _named(sentence, matcher).get(entity.id)
            if why is not None:
                what = f"must not match, but {entity.id} was found ({why}) in: {sentence}"
                remedy = "add the word that gives it away to reject, reject_before or reject_after"
                problems.append(
                    Problem(entity.origin, entity.line, entity.id, "tests.no_match", what, remedy)
                )
    return tuple(problems)


def _named(sentence: str, matcher: Matcher) -> dict[str, str]:
    mentions = find_mentions(article_of(sentence), matcher)
    return {mention.entity_id: mention.rule for mention in mentions if mention.kind in ("name", "nested")}


def article_of(text: str, language: str = ANY_LANGUAGE) -> Article:
    """An article with nothing but a text, one body paragraph a line."""
    paragraphs: list[Paragraph] = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            paragraphs.append(Paragraph(len(paragraphs), "body", start, start + len(line)))
        start += len(line) + 1
    return Article(
        article_id="a0", source_id="example", url="podium:example", fetched_url="podium:example", outlet=None,
        site_name=None, title=None, authors=(), description=None, image_url=None, language=language,
        language_origin="text", published_at=None, published_origin=None, datings=(), text=text,
        paragraphs=tuple(paragraphs), text_sha256="",
    )  # fmt: skip
