"""Noun phrases that stand for an entity named elsewhere: "der E-Commerce-Riese", "the company", "le géant du soda"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from config.knowledge_schema import Entity
from extractors.entities.boundaries import WORD, script_of
from extractors.entities.known import Named
from extractors.entities.lexicon import Hit
from extractors.entities.windows import sentence_bounds

_COMPANIES = frozenset({"brand", "company"})
_OTHER_HOUSES = frozenset({"agency", "medium", "organisation"})
_FOCUS_REACH = 450
"""Characters within which the company named last is still the one spoken of."""
_KINDS = frozenset({"generic", "heads", "heads_end", "giants", "sponsor", "joined_heads"})


@dataclass(frozen=True, slots=True)
class Described:
    """A phrase ``start:stop`` that stands for ``entity``."""

    start: int
    stop: int
    entity: Entity
    why: str


@dataclass(frozen=True, slots=True)
class DescriptorWords:
    """Patterns of one language that find the article in front of a noun and the field behind it."""

    masculine: re.Pattern[str]
    feminine: re.Pattern[str]
    neuter: re.Pattern[str]
    feminine_ends: tuple[str, ...]
    neuter_ends: tuple[str, ...]
    stops: frozenset[str]
    field: re.Pattern[str] | None
    field_of_giant: re.Pattern[str] | None
    joined: re.Pattern[str] | None
    """Demonstrative and up to six characters of trade in front of a noun, in scripts without blanks."""
    with_article: bool
    inflected: bool
    """Whether adjectives carry endings that tell them from other small words (German)."""


def descriptor_words(cues: Mapping[str, tuple[str, ...]]) -> DescriptorWords:
    """Compile the cue words of one language; a language without articles has phrases without them."""
    articles = cues.get("articles", ())
    inflected = bool(cues.get("articles_feminine"))
    fields = cues.get("fields", ())
    return DescriptorWords(
        masculine=_article_pattern(articles, inflected=inflected),
        feminine=_article_pattern(cues.get("articles_feminine", articles), inflected=inflected),
        neuter=_article_pattern(cues.get("articles_neuter", articles), inflected=inflected),
        feminine_ends=cues.get("feminine", ()),
        neuter_ends=cues.get("neuter", ()),
        stops=frozenset(cues.get("stops", ())),
        field=_field_pattern(fields) if fields else None,
        field_of_giant=_field_pattern(fields, adjective=r"(?:[ ][a-zß-ÿ]+)?") if fields else None,
        joined=_joined_pattern(cues["joined_articles"]) if cues.get("joined_articles") else None,
        with_article=bool(articles),
        inflected=inflected,
    )


def _article_pattern(articles: Iterable[str], *, inflected: bool) -> re.Pattern[str]:
    plain = "|".join(re.escape(word) for word in articles if not word.endswith("'")) or r"\0"
    elided = "|".join(re.escape(word) for word in articles if word.endswith("'")) or r"\0"
    adjective = r"[\w-]{2,}(?:e|en|er|es|em)" if inflected else r"[\w'-]+"
    return re.compile(rf"(?<![\w'])(?:(?:{plain})[ ]+(?P<between>(?:{adjective}[ ]+){{0,3}})|(?:{elided}))$")


def _joined_pattern(articles: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(map(re.escape, articles))})[\u4e00-\u9fff]{{0,6}}$")


def _field_pattern(fields: Iterable[str], adjective: str = "") -> re.Pattern[str]:
    plain = "|".join(re.escape(word) for word in fields if not word.endswith("'"))
    elided = "|".join(re.escape(word) for word in fields if word.endswith("'")) or r"\0"
    return re.compile(rf"{adjective}[ ](?:(?:{plain})[ ]|(?:{elided}))[\w-]+")


def find_descriptors(
    text: str, hits: Sequence[Hit], known: Sequence[Named], words: DescriptorWords
) -> list[Described]:
    """Phrases of the spelling-folded ``text`` that stand for one of the ``known`` names; doubt leaves them out."""
    named = [item for item in known if item.kind == "name"]
    if not any(item.entity.type in _COMPANIES for item in named):
        return []
    resolver = _Resolver(text, named)
    offices = [(hit.start, hit.stop) for hit in hits if ("people", "role") in hit.surface.cues]
    phrases: dict[int, tuple[int, int, bool, bool, tuple[str, ...], str]] = {}
    for hit in hits:
        kinds = {kind for subject, kind in hit.surface.cues if subject == "descriptors"} & _KINDS
        if not kinds and not hit.surface.describes:
            continue
        phrase = _phrase(text, hit, words, listed=bool(hit.surface.describes), kinds=kinds)
        if phrase is None or resolver.touches_name(*phrase):
            continue
        start, stop = phrase
        if any(begin <= start and stop <= end for begin, end in offices):
            continue
        known_phrase = phrases.get(start)
        if known_phrase is None or known_phrase[1] <= stop:
            listed = hit.surface.describes or (known_phrase[4] if known_phrase is not None else ())
            generic = "generic" in kinds or "sponsor" in kinds
            phrases[start] = (start, stop, generic, bool(listed), listed, hit.surface.text)
    found = []
    for start, stop, _, _, listed, noun in sorted(phrases.values()):
        resolved = resolver.resolve(start, stop, listed)
        if resolved is not None:
            entity, why = resolved
            found.append(Described(start, stop, entity, f'descriptor "{noun}": {why}'))
    return found


def _phrase(
    text: str, hit: Hit, words: DescriptorWords, *, listed: bool, kinds: set[str]
) -> tuple[int, int] | None:
    """Bounds of the noun phrase around a noun, None when no definite article opens it."""
    start, stop = hit.start, hit.stop
    if "joined_heads" in kinds:
        opened = words.joined.search(text, max(0, start - 12), start) if words.joined is not None else None
        return (opened.start(), stop) if opened is not None else None
    if not words.with_article:
        return start, stop
    if stop < len(text) and text[stop] == "-":
        return None
    # Compounds are written together: the noun begins where the word begins.
    while start > 0 and (script_of(text[start - 1]) == WORD or text[start - 1] in "-&"):
        start -= 1
    noun = text[start:stop]
    field = words.field if "heads" in kinds else words.field_of_giant if "giants" in kinds else None
    extended = field.match(text, stop) if field is not None and not listed else None
    if extended is not None:
        stop = extended.end()
    window = text[max(0, start - 80) : start]
    match = _articles_for(noun, words).search(window)
    if match is None:
        return None
    between = (match.group("between") or "").split()
    if any(word in words.stops for word in between):
        return None
    if not words.inflected and words.field is not None and between:
        # Romance languages put the adjective behind: anything between article and noun is another noun.
        return None
    return start - (len(window) - match.start()), stop


def _articles_for(noun: str, words: DescriptorWords) -> re.Pattern[str]:
    if words.feminine_ends and noun.endswith(words.feminine_ends):
        return words.feminine
    if words.neuter_ends and noun.endswith(words.neuter_ends):
        return words.neuter
    return words.masculine


class _Resolver:
    """Decides which named entity a phrase stands for."""

    def __init__(self, text: str, named: Sequence[Named]) -> None:
        self.text = text
        self.named = sorted(named, key=lambda item: item.start)
        companies = {item.entity.id for item in named if item.entity.type in _COMPANIES}
        counts = Counter(
            # A sub-brand speaks for the house that owns it when both are named.
            item.entity.parent if item.entity.parent in companies else item.entity.id
            for item in named
            if item.entity.type in _COMPANIES
        )
        ranked = counts.most_common(2)
        self.dominant: str | None = None
        if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
            self.dominant = ranked[0][0]
        self.entities = {item.entity.id: item.entity for item in named}

    def touches_name(self, start: int, stop: int) -> bool:
        """Whether a name stands directly behind the phrase ("der Versicherer X") and so says it all itself."""
        for item in self.named:
            if stop <= item.start <= stop + 2 and self.text[stop : item.start].strip(" \"'„“«‚(") == "":
                return True
            if item.start < stop and item.stop >= stop and item.stop > start:
                return True
        return False

    def resolve(self, start: int, stop: int, listed: Sequence[str]) -> tuple[Entity, str] | None:
        present = [entity_id for entity_id in listed if entity_id in self.entities]
        if present:
            return self._listed(start, present)
        nearest = self._nearest(start, stop)
        if listed and nearest is not None and nearest[0].descriptors:
            # The noun names a trade that others are known for and this company is not.
            return None
        return nearest

    def _listed(self, start: int, present: Sequence[str]) -> tuple[Entity, str] | None:
        before = [item for item in self.named if item.entity.id in present and item.start < start]
        if before:
            return before[
                -1
            ].entity, f'listed for {before[-1].entity.id}, named last as "{self._text(before[-1])}"'
        if len(present) == 1 and present[0] == self.dominant:
            return self.entities[present[0]], f"listed for {present[0]}, the company the article names most"
        return None

    def _nearest(self, start: int, stop: int) -> tuple[Entity, str] | None:
        begin, _ = sentence_bounds(self.text, start, stop)
        earlier, _ = sentence_bounds(self.text, max(0, begin - 2), max(0, begin - 1)) if begin > 1 else (0, 0)
        recent = [item for item in self.named if earlier <= item.start < start]
        companies = {item.entity.id for item in recent if item.entity.type in _COMPANIES}
        others = [item for item in recent if item.entity.type in _OTHER_HOUSES]
        if len(companies) == 1:
            last = [item for item in recent if item.entity.type in _COMPANIES][-1]
            if others and others[-1].start > last.start and last.entity.id != self.dominant:
                return None
            return last.entity, f'"{self._text(last)}" is the only company named just before'
        if self.dominant is not None and (self.dominant in companies or not companies):
            first = next(item for item in self.named if item.entity.id == self.dominant)
            if first.start < start:
                return self.entities[self.dominant], "the company the article names most"
        if not companies:
            earlier_ones = [
                item
                for item in self.named
                if item.entity.type in _COMPANIES and start - _FOCUS_REACH <= item.start < start
            ]
            if len({item.entity.id for item in earlier_ones[-2:]}) == 1:
                return earlier_ones[-1].entity, f'"{self._text(earlier_ones[-1])}" was named last'
        return None

    def _text(self, item: Named) -> str:
        return self.text[item.start : item.stop]
