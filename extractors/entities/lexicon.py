"""All names and cue words of one language in one automaton."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeVar

from ahocorasick_rs import AhoCorasick

from config.cue_words import CueWords
from config.knowledge_base import Knowledge
from config.knowledge_schema import ContextRule, Entity
from extractors.entities.boundaries import OPEN, ends_clean, fold_spelling, script_of, starts_clean
from extractors.entities.context import CompiledRule, compile_rule

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

    readings: dict[tuple[str, str], Reading] = field(default_factory=dict)
    """By entity id and form."""
    surfaces: dict[Surface, Surface] = field(default_factory=dict)


class Hit(NamedTuple):
    """A surface at a place where it may begin and end; ``stop`` includes a genitive ending."""

    start: int
    stop: int
    surface: Surface


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All surfaces of one language with their automaton."""

    language: str
    surfaces: tuple[Surface, ...]
    """By pattern of the automaton; a spelling in capitals may have the surface of its form."""
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

    def hits(self, text: str) -> list[Hit]:
        """Every surface in the spelling-folded ``text`` that keeps to word boundaries, in order of its end."""
        surfaces, genitive, particles = self.surfaces, self.genitive, self.particles
        hits, length = [], len(text)
        for index, start, stop in self.automaton.find_matches_as_indexes(text, overlapping=True):
            surface, written = surfaces[index], text[start:stop]
            # The common case first: a neighbour that is no letter ends every word.
            if start and text[start - 1].isalnum() and not starts_clean(text, start, surface.first_edge):
                continue
            if stop < length and text[stop].isalnum():
                stop = ends_clean(text, start, stop, surface.last_edge, genitive, particles)
                if stop < 0:
                    continue
            if written != surface.text:
                surface = replace(surface, text=written)
            hits.append(Hit(start, stop, surface))
        return hits


def build_lexicon(knowledge: Knowledge, language: str, shared: Shared) -> Lexicon:
    """Collect every form, cue and descriptor valid in ``language`` (``und``: names of every language, shared cues)."""
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
            tuple(readings.get(text, {}).values()),
            tuple(sorted(cues.get(text, ()))),
            tuple(described.get(text, ())),
        )
        made[text] = shared.surfaces.setdefault(surface, surface)
    return Lexicon(
        language=language,
        surfaces=tuple(made[text] for text in texts),
        automaton=AhoCorasick(texts, store_patterns=False),
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
    known: dict[tuple[str, str], Reading],
    listed_as: dict[str, str],
) -> dict[str, dict[str, Reading]]:
    """Surface -> entity id -> reading; ``listed_as`` gets the form of each spelling in capitals."""
    groups = knowledge.cues.get("context", {}).get("groups", {})
    readings: dict[str, dict[str, Reading]] = {}
    for entity in knowledge.entities.values():
        rules = [(rule, compile_rule(rule, groups)) for rule in entity.context]
        for form in _forms(entity, language):
            rule = next((compiled for rule, compiled in rules if form in rule.forms), None)
            plain, *capitals = _spellings(form)
            for surface in (plain, *capitals):
                if surface != plain:
                    listed_as.setdefault(surface, plain)
                # A form listed as it stands keeps its own rule over one derived from another form.
                if surface == form or entity.id not in readings.get(surface, {}):
                    reading = known.setdefault((entity.id, form), Reading(entity, form, rule))
                    readings.setdefault(surface, {})[entity.id] = reading
    olympic = compile_rule(ContextRule(forms=(), accept=("@olympic",), window="article"), groups)
    for form, city, event in _editions(knowledge, language):
        surface = fold_spelling(form)
        if surface not in readings:
            # Two cities in one name host nothing but Games; a single one has many games.
            rule = None if len(city.split()) > 2 else olympic
            readings[surface] = {event.id: Reading(event, form, rule, by_host=True)}
    return readings


def _editions(knowledge: Knowledge, language: str) -> Iterator[tuple[str, str, Entity]]:
    """Forms made from a host city and a template, the city, and the event of the city's latest edition."""
    templates = knowledge.cues.get("events", {}).get(language, {}).get("templates", ())
    latest: dict[str, tuple[str, Entity]] = {}
    for games in knowledge.games:
        event = knowledge.entities.get(games.id)
        if event is None or games.paralympic:
            continue
        for city in games.city_forms.get(language, ()):
            for template in templates:
                latest[template.format(city=city, year=games.year)] = (city, event)
    for form, (city, event) in latest.items():
        yield form, city, event


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
