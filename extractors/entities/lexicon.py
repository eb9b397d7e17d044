"""All names and cue words of one language in one automaton, with the forms of another vocabulary beside them."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple, TypeVar

from ahocorasick_rs import AhoCorasick

from config.cue_words import CueWords
from config.knowledge_base import Knowledge
from config.knowledge_schema import ContextRule, Entity
from extractors.entities.boundaries import OPEN, WORD, ends_clean, fold_spelling, script_of, starts_clean
from extractors.entities.context import CompiledRule, compile_rule
from extractors.entities.editions import Editions, editions_named, known_editions, made_from_hosts, nearest

ANY_LANGUAGE = "und"


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One entity that a surface form may stand for."""

    entity: Entity
    form: str
    """The alias as the knowledge file lists it."""
    rule: CompiledRule | None
    by_host: bool = False
    """Whether the form was made from a host city."""
    editions: Editions = ()
    """What an edition of the Games named without its year may be."""

    def entity_on(self, today: date | None) -> Entity:
        """What the form stands for in an article of a day: of several Games of one city the nearest."""
        return nearest(self.editions, today) or self.entity

    @property
    def why(self) -> str:
        """Text for Mention.rule when no context had to decide."""
        if self.by_host:
            return f'name "{self.form}" of {self.entity.id} by its host city'
        return f'name "{self.form}" of {self.entity.id} ({self.entity.origin}:{self.entity.line})'


@dataclass(frozen=True, slots=True)
class Surface:
    """A form to look for with everything it may be: entities, and cue words as (subject, kind)."""

    text: str
    first_edge: int
    last_edge: int
    readings: tuple[Reading, ...]
    cues: tuple[tuple[str, str], ...]
    describes: tuple[str, ...] = ()
    """Ids of the entities this form is a descriptor of."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What the lexicons of one matcher have in common: most names are written alike in every language."""

    readings: dict[tuple[str, str], tuple[Reading]] = field(default_factory=dict)
    """By entity id and form; in a tuple, as a form that may be nothing else keeps it."""
    surfaces: dict[Surface, Surface] = field(default_factory=dict)


_OTHER_SCRIPTS = "\u1100"
"""Letters and digits before it are those of words with blanks between."""
Match = tuple[int, int, int]
"""Index of a form, and where it begins and ends in the text; word boundaries not looked at."""


class Hit(NamedTuple):
    """A surface at a place where it may begin and end; ``stop`` includes a genitive ending."""

    start: int
    stop: int
    surface: Surface


class Scan(NamedTuple):
    """What one pass over a text found."""

    plain: str
    """The text with apostrophes, hyphens and blanks in one spelling."""
    text: str
    """The text in the lexicon's spelling: letters of one width, characters of one script too."""
    hits: list[Hit]
    """Every surface that keeps to word boundaries, in order of its end."""
    others: list[Match]
    """Every form of the other vocabulary, by its own indices."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All surfaces of one language with their automaton."""

    language: str
    surfaces: tuple[Surface, ...]
    """By pattern of the automaton; a spelling in capitals may have the surface of its form."""
    others: Sequence[int]
    """Index of a form in the other vocabulary, by pattern of the automaton less len(surfaces): those behind are its own."""
    common: Mapping[int, int]
    """The same by pattern for the forms that both vocabularies have."""
    automaton: AhoCorasick
    genitive: str
    particles: tuple[str, ...]
    full_width: bool
    """Whether texts of the language may hold full-width Latin letters."""
    traditional: Mapping[int, str]
    """Traditional characters and the simplified ones they are read as (Chinese)."""

    def fold(self, text: str) -> str:
        """The text in the one spelling that surfaces are kept in; length unchanged."""
        folded = fold_spelling(text, full_width=self.full_width)
        return folded.translate(self.traditional) if self.traditional else folded

    def scan(self, text: str) -> Scan:
        """One pass over the text for the forms of both vocabularies."""
        plain = fold_spelling(text)
        text = self.fold(plain) if self.full_width or self.traditional else plain
        surfaces, genitive, particles = self.surfaces, self.genitive, self.particles
        others, common, n_own, length = self.others, self.common, len(surfaces), len(text)
        scan = Scan(plain, text, [], [])
        for index, start, stop in self.automaton.find_matches_as_indexes(text, overlapping=True):
            if index >= n_own:
                scan.others.append((others[index - n_own], start, stop))
                continue
            if index in common:
                scan.others.append((common[index], start, stop))
            surface = surfaces[index]
            # The common cases first: a neighbour that is no letter, and a letter of the same word.
            if start and (before := text[start - 1]).isalnum():
                edge = surface.first_edge
                if (edge == WORD and before < _OTHER_SCRIPTS) or not starts_clean(text, start, edge):
                    continue
            written = text[start:stop]
            if stop < length and (behind := text[stop]).isalnum():
                edge = surface.last_edge
                if edge == WORD and behind < _OTHER_SCRIPTS and behind != genitive:
                    continue
                stop = ends_clean(text, start, stop, edge, genitive, particles)
                if stop < 0:
                    continue
            if written != surface.text:
                surface = replace(surface, text=written)
            scan.hits.append(Hit(start, stop, surface))
        return scan


def build_lexicon(knowledge: Knowledge, language: str, shared: Shared, others: Sequence[str] = ()) -> Lexicon:
    """Collect every form, cue and descriptor valid in ``language`` (``und``: names of every language, shared cues).

    ``others`` are spelling-folded forms of another vocabulary that the same pass over a text is to find.
    """
    names = knowledge.cues.get("names", {})
    tables = list(names.values()) if language == ANY_LANGUAGE else [names.get(language, {})]
    traditional = (
        {} if language == ANY_LANGUAGE else {ord(pair[0]): pair[1] for pair in _all(tables, "traditional")}
    )
    listed_as: dict[str, str] = {}
    readings = _simplified(_readings(knowledge, language, shared.readings, listed_as), traditional)
    cues, inside = _cue_surfaces(knowledge.cues, language)
    cues = _simplified(cues, traditional)
    described = _simplified(_described(knowledge, language, _all(tables, "weak_endings")), traditional)
    texts = sorted(readings.keys() | cues.keys() | described.keys())
    made: dict[str, Surface] = {}
    # Forms before their spellings in capitals, which most share everything with.
    for text in sorted(texts, key=str.isupper):
        form = listed_as.get(text)
        if form in made and text not in cues and text not in described:
            surface = made[form]
            if not (surface.cues or surface.describes) and readings[text] == readings.get(form):
                made[text] = surface
                continue
        surface = Surface(
            text,
            # Ends of compounds are found inside words.
            OPEN if text in inside and text not in readings else script_of(text[0]),
            script_of(text[-1]),
            readings.get(text, ()),
            tuple(sorted(cues.get(text, ()))),
            tuple(described.get(text, ())),
        )
        made[text] = shared.surfaces.setdefault(surface, surface)
    index_of = _simplified({form: index for index, form in enumerate(others)}, traditional)
    own = {text: pattern for pattern, text in enumerate(texts)}
    common = {own[form]: index for form, index in index_of.items() if form in own}
    further = {form: index for form, index in index_of.items() if form not in own}
    return Lexicon(
        language=language,
        surfaces=tuple(made[text] for text in texts),
        others=array("I", further.values()),
        common=common,
        automaton=AhoCorasick([*texts, *further], store_patterns=False),
        genitive=next(iter(_all(tables, "genitive")), "\0"),
        particles=tuple(_all(tables, "particles")),
        full_width=bool(_all(tables, "full_width")),
        traditional=traditional,
    )


_Value = TypeVar("_Value")


def _simplified(surfaces: dict[str, _Value], traditional: Mapping[int, str]) -> dict[str, _Value]:
    """The same surfaces in simplified characters; a form listed in both keeps the simplified entry."""
    if not traditional:
        return surfaces
    plain = {surface.translate(traditional): value for surface, value in surfaces.items()}
    return plain | {
        surface: value for surface, value in surfaces.items() if surface.translate(traditional) == surface
    }


def _readings(
    knowledge: Knowledge,
    language: str,
    known: dict[tuple[str, str], tuple[Reading]],
    listed_as: dict[str, str],
) -> dict[str, tuple[Reading, ...]]:
    """Surface -> its readings, one an entity; ``listed_as`` gets the form of each spelling in capitals."""
    groups = knowledge.cues.get("context", {}).get("groups", {})
    readings: dict[str, tuple[Reading, ...]] = {}
    all_editions = known_editions(knowledge)
    for entity in knowledge.entities.values():
        for form in _forms(entity, language):
            alone = known.get((entity.id, form))
            if alone is None:
                rule = next(
                    (compile_rule(rule, groups) for rule in entity.context if form in rule.forms), None
                )
                editions = editions_named(knowledge, entity, form, all_editions)
                alone = known[entity.id, form] = (Reading(entity, form, rule, editions=editions),)
            plain, *capitals = _spellings(form)
            for surface in (plain, *capitals):
                if surface != plain:
                    listed_as.setdefault(surface, plain)
                others = readings.get(surface)
                if others is None:
                    readings[surface] = alone
                elif all(other.entity is not entity for other in others):
                    readings[surface] = others + alone
                elif surface == form:
                    # A form listed as it stands keeps its own rule over one derived from another form.
                    readings[surface] = tuple(
                        alone[0] if other.entity is entity else other for other in others
                    )
    olympic = compile_rule(ContextRule(forms=(), accept=("@olympic",), window="article"), groups)
    for form, city, editions in made_from_hosts(knowledge, language, all_editions):
        surface = fold_spelling(form)
        if surface not in readings:
            # Two cities in one name host nothing but Games; a single one has many games.
            rule = None if len(city.split()) > 2 else olympic
            readings[surface] = (Reading(editions[-1][1], form, rule, True, editions),)
    return readings


# Words of these kinds announce something; the other kinds of the cue files are word lists for the finders.
_ANNOUNCING = {
    "people": ("role", "role_ends", "said", "reported", "made_by", "relative"),
    "given_names": ("given",),
    "agencies": ("before", "by", "does", "acts", "colon", "name_ends"),
    "media": ("before", "quoted"),
    "brands": ("before",),
    "organisations": ("head", "head_end", "before"),
    "companies": ("before", "name_ends"),
    "descriptors": ("generic", "heads", "heads_end", "giants", "sponsor", "joined_heads"),
}
_INSIDE_WORDS = ("role_ends", "heads_end", "name_ends", "head_end")


def _cue_surfaces(cues: CueWords, language: str) -> tuple[dict[str, set[tuple[str, str]]], set[str]]:
    """Cue words with their (subject, kind), and those of them that are found inside words."""
    found: dict[str, set[tuple[str, str]]] = {}
    inside: set[str] = set()
    for subject, kinds in _ANNOUNCING.items():
        for table, words_by_kind in cues.get(subject, {}).items():
            if table in ("any", language):
                for kind in kinds:
                    for word in words_by_kind.get(kind, ()):
                        plain = fold_spelling(word)
                        found.setdefault(plain, set()).add((subject, kind))
                        if kind in _INSIDE_WORDS:
                            inside.add(plain)
                        elif plain[0].islower():
                            # At the beginning of a sentence.
                            found.setdefault(plain[0].upper() + plain[1:], set()).add((subject, kind))
    return found, inside


def _described(knowledge: Knowledge, language: str, weak_endings: list[str]) -> dict[str, list[str]]:
    described: dict[str, list[str]] = {}
    for entity in knowledge.entities.values():
        for form in entity.descriptors.get(language, ()):
            plain = fold_spelling(form)
            for surface in [plain, *(plain + ending for ending in weak_endings if plain.endswith("e"))]:
                described.setdefault(surface, []).append(entity.id)
    return described


def _all(tables: Iterable[Mapping[str, tuple[str, ...]]], kind: str) -> list[str]:
    return [word for table in tables for word in table.get(kind, ())]


def _forms(entity: Entity, language: str) -> list[str]:
    forms = list(entity.aliases)
    for form_language, aliases in entity.aliases_by_language.items():
        if language in (form_language, ANY_LANGUAGE):
            forms += [alias for alias in aliases if alias not in forms]
    return forms


def _spellings(form: str) -> Iterator[str]:
    """The form as listed and, when it has more than four letters, in capitals."""
    plain = fold_spelling(form)
    yield plain
    if (
        sum(char.isalpha() for char in plain) > 4
        and plain.upper() != plain
        and len(plain.upper()) == len(plain)
    ):
        yield plain.upper()
