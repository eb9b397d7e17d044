"""The forms to look for in one language: words, host cities, swallowing phrases, foreign names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from config.games_calendar import Games
from config.market_lexicon import MarketLexicon
from config.market_schema import LANGUAGES, HostCity
from extractors.entities.boundaries import ends_clean, fold_spelling, script_of, starts_clean
from extractors.entities.lexicon import Match
from extractors.markets.cues import CueTable, build_cues
from extractors.markets.editions import Edition, all_editions
from extractors.markets.guards import GuardTable, build_guards
from extractors.writing import CJK

ANY_LANGUAGE = "und"
PHRASE, ORGANISATION, VENUE, FOREIGN = "phrase", "organisation", "venue", "foreign"
FOREIGN_ADJECTIVE = "foreign adjective"
"""English adjectives in other languages count only inside names of organisations."""
_MISSPELLABLE_LETTERS = 8
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


@dataclass(frozen=True, slots=True)
class Surface:
    """One form; ``kind`` is name, code, adjective, inhabitant, city, foreign, organisation, venue or phrase (no market)."""

    text: str
    iso: str
    kind: str
    base: str
    """The listed form it comes from."""
    city: HostCity | None = None


class Scanned(NamedTuple):
    """A spelling-folded text and where the forms of its language stand in it."""

    text: str
    matches: Sequence[Match]


class Found(NamedTuple):
    """A surface at ``start:stop`` of the text, word boundaries kept."""

    start: int
    stop: int
    surface: Surface


@dataclass(frozen=True, slots=True)
class LanguageMarkets:
    """Everything needed to read markets in one language."""

    language: str
    surfaces: tuple[Surface, ...]
    edges: tuple[tuple[int, int], ...]
    genitive: str
    particles: tuple[str, ...]
    guards: GuardTable
    cues: CueTable
    tails: re.Pattern[str] | None
    """Second halves of compounds that may be written onto a country or region: "Europachef"."""
    joined: Mapping[str, Surface]
    """Forms that may be written onto the rest of an organisation's name without a blank: "덴츠코리아"."""

    @property
    def forms(self) -> tuple[str, ...]:
        """The text of each surface."""
        return tuple(surface.text for surface in self.surfaces)

    def find(self, scanned: Scanned) -> Iterator[Found]:
        """The surfaces that keep to word boundaries."""
        text, surfaces, edges = scanned.text, self.surfaces, self.edges
        length = len(text)
        for index, start, stop in scanned.matches:
            first, last = edges[index]
            # The common case first: a neighbour that is no letter ends every word.
            if start and text[start - 1].isalnum() and not starts_clean(text, start, first):
                if (joined := self.joined.get(surfaces[index].text)) is not None:
                    yield Found(start, stop, joined)
                continue
            if stop == length or not text[stop].isalnum():
                yield Found(start, stop, surfaces[index])
                continue
            end = ends_clean(text, start, stop, last, self.genitive, self.particles)
            is_name = surfaces[index].kind == "name"
            if end < 0 and is_name and self.tails is not None and self.tails.match(text, stop):
                end = stop
            if end >= 0:
                yield Found(start, stop if self.particles else end, surfaces[index])
            elif (joined := self.joined.get(surfaces[index].text)) is not None:
                yield Found(start, stop, joined)


@dataclass(frozen=True, slots=True)
class MarketMatcher:
    """Finds markets of one lexicon; build it once with ``build_market_matcher`` and share it."""

    lexicon: MarketLexicon
    languages: dict[str, LanguageMarkets] = field(default_factory=dict)
    automata: dict[str, AhoCorasick] = field(default_factory=dict)
    """Only for texts that are read without the names beside the markets."""
    calendars: dict[int, tuple[Sequence[Games], dict[str, Edition]]] = field(default_factory=dict)
    """By identity of the games, which are kept alive here."""

    def editions(self, games: Sequence[Games]) -> dict[str, Edition]:
        """All editions with their days, worked out once."""
        known = self.calendars.get(id(games))
        if known is None:
            known = self.calendars[id(games)] = (games, all_editions(games, self.lexicon.cities))
        return known[1]

    def language(self, code: str) -> LanguageMarkets:
        """Tables for an ISO 639-1 code; other codes get the words of all languages."""
        wanted = code if code in LANGUAGES else ANY_LANGUAGE
        table = self.languages.get(wanted)
        if table is None:
            table = _build(self.lexicon, wanted)
            self.languages[wanted] = table
        return table

    def forms(self, code: str) -> tuple[str, ...]:
        """All forms of a language, by the indices that matches are told by."""
        return self.language(code).forms

    def scan(self, code: str, text: str) -> Scanned:
        """A pass of its own over a text in one language."""
        markets = self.language(code)
        automaton = self.automata.get(markets.language)
        if automaton is None:
            automaton = self.automata[markets.language] = AhoCorasick(markets.forms, store_patterns=False)
        plain = fold_spelling(text)
        return Scanned(plain, automaton.find_matches_as_indexes(plain, overlapping=True))


def build_market_matcher(lexicon: MarketLexicon) -> MarketMatcher:
    """Matcher over ``lexicon``; the tables of a language are built when first asked for."""
    return MarketMatcher(lexicon)


def _build(lexicon: MarketLexicon, language: str) -> LanguageMarkets:
    spoken = LANGUAGES if language == ANY_LANGUAGE else (language,)
    found: dict[str, Surface] = {}
    joined: dict[str, Surface] = {}
    for code in spoken:
        guards = lexicon.guards[code]
        named = ((PHRASE, guards.phrases), (ORGANISATION, guards.organisations), (VENUE, guards.venues))
        for kind, phrases in named:
            for phrase in phrases:
                for text in _cases(fold_spelling(phrase), code):
                    found.setdefault(text, Surface(text, "", kind, phrase))
        for word in lexicon.words[code]:
            if word.kind == "embedded":
                if code in CJK:
                    joined[word.form] = Surface(word.form, word.iso, FOREIGN, word.form)
                continue
            for text in _spellings(word.form, code):
                known = found.get(text)
                if known is None or (known.iso and text == word.form):
                    found[text] = Surface(text, word.iso, word.kind, word.form)
        for city in lexicon.cities:
            for form in (*city.forms.get("any", ()), *city.forms.get(code, ())):
                for text in _spellings(form, code):
                    found.setdefault(text, Surface(text, city.iso, "city", form, city))
    for city in lexicon.cities:
        for form in city.forms.get("any", ()):
            for text in _misspellings(form):
                found.setdefault(text, Surface(text, city.iso, "city", form, city))
    for word in lexicon.words["en"]:
        if word.kind == "embedded" or (
            word.kind in ("name", "code") and word.form.isascii() and len(word.form) > 3
        ):
            found.setdefault(word.form, Surface(word.form, word.iso, FOREIGN, word.form))
        elif word.kind == "adjective" and word.form.isascii() and word.form.istitle():
            found.setdefault(word.form, Surface(word.form, word.iso, FOREIGN_ADJECTIVE, word.form))
    for text, surface in joined.items():
        found.setdefault(text, surface)
    surfaces = tuple(found[text] for text in sorted(found))
    tails = [tail for code in spoken for tail in lexicon.cues[code].grammar["compound_tails"]]
    grammars = [lexicon.cues[code].grammar for code in spoken]
    return LanguageMarkets(
        language=language,
        surfaces=surfaces,
        edges=tuple(_edges(script_of(surface.text[0]), script_of(surface.text[-1])) for surface in surfaces),
        genitive=next((ending for grammar in grammars for ending in grammar["genitive"]), "\0"),
        particles=tuple(ending for grammar in grammars for ending in grammar["particles"]),
        guards=build_guards([lexicon.guards[code] for code in spoken], lexicon.first_names),
        cues=build_cues([lexicon.cues[code] for code in spoken]),
        tails=re.compile(rf"s?(?:{'|'.join(map(re.escape, tails))})") if tails else None,
        joined=joined,
    )


@cache
def _edges(first: int, last: int) -> tuple[int, int]:
    """One pair for all forms that have it: there are thousands of forms."""
    return first, last


def _spellings(form: str, language: str) -> Iterator[str]:
    """The form, its spelling without special letters, and all of it in capitals."""
    plain = fold_spelling(form)
    variants = [plain]
    if language == "de":
        variants += [
            plain.replace("ß", "ss"),
            plain.translate(_UMLAUTS),
            plain.replace("ß", "ss").translate(_UMLAUTS),
        ]
    elif language not in CJK:
        first = _bare(plain[0])
        if first != plain[0]:
            variants.append(first + plain[1:])
    for variant in dict.fromkeys(variants):
        yield from _cases(variant, language)


def _cases(plain: str, language: str) -> Iterator[str]:
    yield plain
    if sum(char.isalpha() for char in plain) > 4 and language not in CJK:
        capitals = plain.replace("ß", "ss").upper()
        yield capitals
        if language != "de":
            yield _bare(capitals)


def _bare(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _misspellings(form: str) -> Iterator[str]:
    """One letter left out or two swapped inside a long name of one word: host names are misspelt in print."""
    if len(form) < _MISSPELLABLE_LETTERS or not form.isalpha():
        return
    for index in range(1, len(form) - 1):
        yield form[:index] + form[index + 1 :]
        if index < len(form) - 2:
            yield form[:index] + form[index + 1] + form[index] + form[index + 2 :]
