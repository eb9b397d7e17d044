"""Puts the finders together: one pass over the text, then known names, people, agencies and descriptors."""

from __future__ import annotations

from bisect import bisect_right

from extractors.entities.boundaries import fold_spelling
from extractors.entities.known import Named, find_known
from extractors.entities.matcher import Matcher
from extractors.records import Article, Mention, Span


def find_mentions(article: Article, matcher: Matcher) -> tuple[Mention, ...]:
    """All mentions of ``article`` in order of their place; spans are cut from ``article.text``."""
    lexicon = matcher.lexicon(article.language)
    text = fold_spelling(article.text)
    hits = list(lexicon.hits(text))
    if not hits:
        return ()
    names = matcher.knowledge.cues.get("names", {})
    joiners = frozenset(names.get("any", {}).get("list_joiners", ()))
    found = find_known(text, hits, joiners)
    return _as_mentions(article, found)


def _as_mentions(article: Article, found: list[Named]) -> tuple[Mention, ...]:
    starts = [paragraph.start for paragraph in article.paragraphs]
    mentions = []
    for named in sorted(found, key=lambda item: (item.start, -item.stop)):
        index = bisect_right(starts, named.start) - 1
        entity = named.entity
        mentions.append(
            Mention(
                span=Span(named.start, named.stop, article.text[named.start : named.stop]),
                entity_id=entity.id,
                canonical=entity.name,
                type=entity.type,
                kind=named.kind,
                paragraph_kind=article.paragraphs[index].kind if index >= 0 else "body",
                rule=named.why,
                parent_id=entity.parent,
            )
        )
    return tuple(mentions)
