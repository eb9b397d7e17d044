"""What every reader of an article works on: sentences, cue words, quoted texts, names and markets, found once."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TypeVar

from config.cue_words import CueWords
from config.games_calendar import Games
from config.knowledge_schema import Entity
from config.weights import Weights
from extractors.choosing import Chooser
from extractors.cues import Cue, CueIndex, build_cue_index, same_length_lower
from extractors.dates_in_text import DateFinder, Written
from extractors.entities.boundaries import fold_spelling
from extractors.numbers_in_text import number_pattern
from extractors.quotemarks import Quoted, find_quoted
from extractors.records import Article, MarketMention, Mention, Span
from extractors.sentences import Sentence, SentenceIndex, split_sentences
from extractors.writing import CJK

_REACH = 48
"""Code points looked back for a word that must stand right before something."""
BRAND_TYPES = frozenset({"brand", "company", "product"})
"""Types of entities that may be a sponsor."""
NOT_READ = frozenset({"credit", "residue", "signoff", "breadcrumb", "kicker", "related", "byline"})
"""Kinds of paragraph that say nothing of the campaign."""


def _in_plain(cues: CueWords, language: str, plain: Mapping[int, str]) -> CueWords:
    """The cue words of a language with each character in its simplified form."""
    if not plain:
        return cues
    return {
        subject: {
            **tables,
            language: {
                kind: tuple(dict.fromkeys(word.translate(plain) for word in words))
                for kind, words in tables.get(language, {}).items()
            },
        }
        for subject, tables in cues.items()
        if subject != "names"
    }


class LanguageTools:
    """Compiled patterns of one language; built on first use of the language."""

    def __init__(
        self, cues: CueWords, language: str, weights: Mapping[str, Weights] = MappingProxyType({})
    ) -> None:
        self.language = language
        self.weights = weights
        """Decision -> its weights, the same in every language."""
        pairs = cues.get("names", {}).get(language, {}).get("traditional", ())
        self.plain: dict[int, str] = {ord(pair[0]): pair[1] for pair in pairs}
        """Traditional characters and the simplified ones they are read as (Chinese)."""
        self.cues = cues = _in_plain(cues, language, self.plain)
        self.index: CueIndex = build_cue_index(cues, language)
        self.dates = DateFinder(cues, language, self.plain)
        self._adjacent: dict[tuple[str, str], re.Pattern[str]] = {}
        self._patterns: dict[tuple[str, str], tuple[re.Pattern[str], ...]] = {}
        self._any_of: dict[tuple[str, str], re.Pattern[str]] = {}
        self._choosers: dict[str, Chooser] = {}
        self._host_years: dict[str, tuple[int, ...]] = {}

    def chooser(self, decision: str) -> Chooser:
        """What chooses among the options of a decision, built on first use."""
        found = self._choosers.get(decision)
        if found is None:
            found = self._choosers[decision] = Chooser(self.weights, decision)
        return found

    def host_years(self, games: Sequence[Games]) -> Mapping[str, tuple[int, ...]]:
        """Case-folded names of host cities in this language, with the years of their Games in ascending order."""
        if not self._host_years:
            years: dict[str, set[int]] = {}
            for edition in games:
                for form in (*edition.city_forms.get(self.language, ()), *edition.cities):
                    years.setdefault(form.casefold(), set()).add(edition.year)
            self._host_years = {city: tuple(sorted(found)) for city, found in years.items()}
        return self._host_years

    def words(self, subject: str, kind: str) -> tuple[str, ...]:
        """The words of one list, those valid in every language first."""
        tables = self.cues.get(subject, {})
        return (*tables.get("any", {}).get(kind, ()), *tables.get(self.language, {}).get(kind, ()))

    def adjacent(self, subject: str, kind: str) -> re.Pattern[str]:
        """Matches a word of a ``*_before`` list at the end of a text, of an ``*_after`` list at its beginning."""
        key = (subject, kind)
        found = self._adjacent.get(key)
        if found is None:
            words = sorted(
                {fold_spelling(word).lower() for word in self.words(subject, kind)}, key=len, reverse=True
            )
            body = "|".join(re.escape(word) for word in words) or "(?!)"
            blanks = self.language not in CJK
            articles = (
                self.words("links", "articles")
                if subject in ("links", "agency_roles", "background", "campaign")
                else ()
            )
            article = rf"(?:\s*(?:{'|'.join(map(re.escape, articles))}))?" if articles else ""
            if kind.endswith("_before"):
                found = re.compile(
                    rf"{'(?<!' + chr(92) + 'w)' if blanks else ''}({body}){article}[\s\"'„“«‘(]*$"
                )
            else:
                found = re.compile(rf"^[\s\"'“”»’)」』》]*({body}){'(?!' + chr(92) + 'w)' if blanks else ''}")
            self._adjacent[key] = found
        return found

    def patterns(self, subject: str, kind: str) -> tuple[re.Pattern[str], ...]:
        """Regular expressions of a ``*_patterns`` list over lower-case text; ``{n}`` is a number, ``{games}`` a year of Games."""
        key = (subject, kind)
        found = self._patterns.get(key)
        if found is None:
            edge = r"(?<![^\W\d_])" if self.language not in CJK else ""
            found = tuple(
                re.compile(
                    edge
                    + pattern.replace("{n}", f"(?P<n>{number_pattern(self.language)})").replace(
                        "{games}", r"(?P<games>(?:19|20)\d\d)"
                    )
                )
                for pattern in self.words(subject, kind)
            )
            self._patterns[key] = found
        return found

    def occurring(self, subject: str, kind: str, lowered: str) -> list[re.Pattern[str]]:
        """Those of a ``*_patterns`` list of plain words that match somewhere in a lower-case text.

        One pass for all of them comes first: most texts hold none.
        """
        key = (subject, kind)
        any_of = self._any_of.get(key)
        if any_of is None:
            any_of = self._any_of[key] = re.compile("|".join(self.words(subject, kind)) or "(?!)")
        if any_of.search(lowered) is None:
            return []
        return [pattern for pattern in self.patterns(subject, kind) if pattern.search(lowered)]


_Placed = TypeVar("_Placed", Mention, MarketMention)


def _start_of(item: Mention | MarketMention) -> int:
    return item.span.start


def _between(items: Sequence[_Placed], start: int, stop: int) -> Iterator[_Placed]:
    """Those of ``items``, which stand in text order, that lie within ``start:stop``."""
    for index in range(bisect_left(items, start, key=_start_of), len(items)):
        item = items[index]
        if item.span.start > stop:
            return
        if item.span.stop <= stop:
            yield item


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """One article ready to be read; everything refers to ``text`` by offsets in code points."""

    article: Article
    text: str
    folded: str
    lowered: str
    language: str
    tools: LanguageTools
    sentences: tuple[Sentence, ...]
    at: SentenceIndex
    cues: tuple[Cue, ...]
    _by_subject: Mapping[str, tuple[list[int], list[Cue]]]
    """Subject -> starts and cues of that subject in order."""
    quoted: tuple[Quoted, ...]
    mentions: tuple[Mention, ...]
    markets: tuple[MarketMention, ...]
    entities: Mapping[str, Entity]
    games: tuple[Games, ...]
    _dates: dict[int, list[Written]]

    @property
    def published(self) -> date | None:
        """The day of publication, UTC."""
        return self.article.published_at.date() if self.article.published_at else None

    def span(self, start: int, stop: int) -> Span:
        return Span.of(self.text, start, stop)

    def sentence_at(self, offset: int) -> Sentence | None:
        return self.at.at(offset)

    def cues_in(self, start: int, stop: int, subject: str, kinds: Collection[str] = ()) -> list[Cue]:
        """Cues of a subject that lie within ``start:stop``; without those inside a longer one of the same list."""
        starts, cues = self._by_subject.get(subject, _NO_CUES)
        found: list[Cue] = []
        for index in range(bisect_left(starts, start), len(cues)):
            cue = cues[index]
            if cue.start >= stop:
                break
            if cue.stop <= stop and (not kinds or cue.kind in kinds):
                found.append(cue)
        if len(found) < 2:
            return found
        return [
            cue
            for cue in found
            if not any(
                other is not cue
                and other.kind == cue.kind
                and other.start <= cue.start
                and cue.stop <= other.stop
                and other.stop - other.start > cue.stop - cue.start
                for other in found
            )
        ]

    def before(self, offset: int, subject: str, kind: str) -> str | None:
        """The word of a ``*_before`` list right before ``offset``."""
        found = self.tools.adjacent(subject, kind).search(self.lowered[max(0, offset - _REACH) : offset])
        return found.group(1) if found else None

    def after(self, offset: int, subject: str, kind: str) -> str | None:
        """The word of an ``*_after`` list right after ``offset``."""
        found = self.tools.adjacent(subject, kind).search(self.lowered[offset : offset + _REACH])
        return found.group(1) if found else None

    def beside(self, start: int, stop: int, subject: str, kind: str) -> str | None:
        """The word of ``<kind>_before`` right before ``start``, else that of ``<kind>_after`` right after ``stop``."""
        return self.before(start, subject, f"{kind}_before") or self.after(stop, subject, f"{kind}_after")

    def dates_in(self, sentence: Sentence) -> list[Written]:
        """Dates written in a sentence, found once."""
        if sentence.index not in self._dates:
            self._dates[sentence.index] = self.tools.dates.find(self.text, sentence.start, sentence.stop)
        return self._dates[sentence.index]

    def mentions_in(self, start: int, stop: int, types: Collection[str] = ()) -> list[Mention]:
        """Mentions that lie within ``start:stop``."""
        return [m for m in _between(self.mentions, start, stop) if not types or m.type in types]

    def overlapping(self, start: int, stop: int, longest: int) -> Iterator[Mention]:
        """Mentions that share a code point with ``start:stop``, in text order; none has more than ``longest``."""
        for index in range(bisect_left(self.mentions, start - longest, key=_start_of), len(self.mentions)):
            mention = self.mentions[index]
            if mention.span.start >= stop:
                return
            if mention.span.stop > start:
                yield mention

    def markets_in(self, start: int, stop: int, roles: Collection[str] = ()) -> list[MarketMention]:
        """Market mentions that lie within ``start:stop``."""
        return [m for m in _between(self.markets, start, stop) if not roles or m.role in roles]

    def readable(self) -> Iterable[Sentence]:
        """Sentences that may speak of the campaign."""
        return (sentence for sentence in self.sentences if sentence.kind not in NOT_READ)


_CLAUSE_END = re.compile(r"[,;:()–—、，；：（）]|\s-\s")


def clause_bounds(material: Material, sentence: Sentence, start: int, stop: int) -> tuple[int, int]:
    """The part of the sentence between commas and the like around ``start:stop``."""
    begin, end = sentence.start, sentence.stop
    for mark in _CLAUSE_END.finditer(material.text, sentence.start, sentence.stop):
        if mark.end() <= start:
            begin = mark.end()
        elif mark.start() >= stop:
            end = mark.start()
            break
    return begin, end


_NO_CUES: tuple[list[int], list[Cue]] = ([], [])


def _grouped(cues: Sequence[Cue]) -> dict[str, tuple[list[int], list[Cue]]]:
    groups: dict[str, tuple[list[int], list[Cue]]] = {}
    for cue in cues:
        starts, found = groups.setdefault(cue.subject, ([], []))
        starts.append(cue.start)
        found.append(cue)
    return groups


def prepare(
    article: Article,
    tools: LanguageTools,
    mentions: Sequence[Mention],
    markets: Sequence[MarketMention],
    entities: Mapping[str, Entity],
    games: Sequence[Games],
) -> Material:
    """Find once what all readers need."""
    wide = article.language in CJK
    folded = fold_spelling(article.text, full_width=wide)
    if tools.plain:
        folded = folded.translate(tools.plain)
    lowered = same_length_lower(folded)
    sentences = split_sentences(article.text, article.paragraphs, article.language)
    cues = tuple(tools.index.find(folded, lowered))
    return Material(
        article=article,
        text=article.text,
        folded=folded,
        lowered=lowered,
        language=article.language,
        tools=tools,
        sentences=sentences,
        at=SentenceIndex(sentences),
        cues=cues,
        _by_subject=_grouped(cues),
        quoted=find_quoted(article.text, article.paragraphs, article.language),
        mentions=tuple(mentions),
        markets=tuple(markets),
        entities=entities,
        games=tuple(games),
        _dates={},
    )
