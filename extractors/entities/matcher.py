"""The automaton over all names and cue words: one per language, built on first use and kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ahocorasick_rs import AhoCorasick

from config.knowledge_base import Knowledge
from config.knowledge_schema import Entity
from extractors.entities.boundaries import ends_clean, fold_spelling, script_of, starts_clean
from extractors.entities.context import CompiledRule, compile_rule

ANY_LANGUAGE = "und"


@dataclass(frozen=True, slots=True)
class Reading:
    """One entity that a surface form may stand for."""

    entity: Entity
    form: str
    """The alias as the knowledge file lists it."""
    rule: CompiledRule | None
    why: str
    """Text for Mention.rule when no context had to decide."""


@dataclass(frozen=True, slots=True)
class Surface:
    """A form to look for with everything it may be: entities, and cue words as (subject, kind)."""

    text: str
    first_edge: int
    last_edge: int
    readings: tuple[Reading, ...]
    cues: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A surface at a place where it may begin and end; ``stop`` includes a genitive ending."""

    start: int
    stop: int
    surface: Surface


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All surfaces of one language with their automaton."""

    language: str
    surfaces: tuple[Surface, ...]
    automaton: AhoCorasick
    genitive: str
    particles: tuple[str, ...]

    def hits(self, text: str) -> Iterator[Hit]:
        """Every surface in the spelling-folded ``text`` that keeps to word boundaries, in order of its end."""
        surfaces, genitive, particles = self.surfaces, self.genitive, self.particles
        for index, start, stop in self.automaton.find_matches_as_indexes(text, overlapping=True):
            surface = surfaces[index]
            if not starts_clean(text, start, surface.first_edge):
                continue
            end = ends_clean(text, start, stop, surface.last_edge, genitive, particles)
            if end >= 0:
                yield Hit(start, end, surface)


@dataclass(frozen=True, slots=True)
class Matcher:
    """Finds the names of one Knowledge; build it once with ``build_matcher`` and share it."""

    knowledge: Knowledge
    lexicons: dict[str, Lexicon] = field(default_factory=dict)

    def lexicon(self, language: str) -> Lexicon:
        """Lexicon for an ISO 639-1 code; ``und`` and unknown codes get the forms of every language."""
        lexicon = self.lexicons.get(language)
        if lexicon is None:
            lexicon = _build_lexicon(self.knowledge, language)
            self.lexicons[language] = lexicon
        return lexicon


def build_matcher(knowledge: Knowledge) -> Matcher:
    """Matcher over all aliases of ``knowledge``; automata are built per language when first asked for."""
    return Matcher(knowledge)


def _build_lexicon(knowledge: Knowledge, language: str) -> Lexicon:
    groups = knowledge.cues.get("context", {}).get("groups", {})
    readings: dict[str, dict[str, Reading]] = {}
    for entity in knowledge.entities.values():
        rules = [(rule, compile_rule(rule, groups)) for rule in entity.context]
        for form in _forms(entity, language):
            rule = next((compiled for rule, compiled in rules if form in rule.forms), None)
            why = f'name "{form}" of {entity.id} ({entity.origin}:{entity.line})'
            for surface in _spellings(form):
                # A form listed as it stands keeps its own rule over one derived from another form.
                if surface == form or entity.id not in readings.get(surface, {}):
                    readings.setdefault(surface, {})[entity.id] = Reading(entity, form, rule, why)
    cues: dict[str, set[tuple[str, str]]] = {}
    for subject in ("people", "agencies", "descriptors"):
        for table, kinds in knowledge.cues.get(subject, {}).items():
            if table in ("any", language) or language == ANY_LANGUAGE:
                for kind, words in kinds.items():
                    for word in words:
                        cues.setdefault(fold_spelling(word), set()).add((subject, kind))
    surfaces = tuple(
        Surface(
            text,
            script_of(text[0]),
            script_of(text[-1]),
            tuple(readings.get(text, {}).values()),
            tuple(sorted(cues.get(text, ()))),
        )
        for text in sorted(readings.keys() | cues.keys())
    )
    endings = knowledge.cues.get("names", {})
    tables = list(endings.values()) if language == ANY_LANGUAGE else [endings.get(language, {})]
    return Lexicon(
        language=language,
        surfaces=surfaces,
        automaton=AhoCorasick([surface.text for surface in surfaces]),
        genitive=next(iter(_all(tables, "genitive")), "\0"),
        particles=tuple(_all(tables, "particles")),
    )


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
