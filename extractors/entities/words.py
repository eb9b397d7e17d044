"""The cue words of one language, compiled once for the finders of people, agencies and descriptors."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from config.cue_words import CueWords
from config.weights import Weights
from extractors.entities.bodies import BodyWords, body_words
from extractors.entities.boundaries import fold_spelling
from extractors.entities.credit_clauses import CreditClauses
from extractors.entities.descriptors import DescriptorWords, descriptor_words
from extractors.entities.house_words import HouseWords, house_words
from extractors.entities.latin_names import name_shape
from extractors.entities.offices import place_pattern
from extractors.entities.people import PeopleWords
from extractors.entities.people_cjk import ScriptWords, script_words
from extractors.entities.roles import RoleWords

# Spanish and Portuguese names have two last names; German capitalises every noun, so a third word is no name.
_MOST_TOKENS = {"es": 4, "pt": 4, "fr": 3, "it": 3, "en": 3, "nl": 3}


_HOUSES = (
    ("agencies", "agency"),
    ("media", "medium"),
    ("organisations", "organisation"),
    ("companies", "company"),
    ("brands", "brand"),
)
"""Subjects of cue words and the type of what they announce; the first to claim a name keeps it."""


@dataclass(frozen=True, slots=True)
class FinderWords:
    """Words of all finders for one language; ``script`` is None outside Japanese, Korean and Chinese."""

    people: PeopleWords
    titles: frozenset[str]
    """What people are called by in front of the name."""
    script: ScriptWords | None
    houses: tuple[HouseWords, ...]
    clauses: CreditClauses
    bodies: BodyWords
    place: re.Pattern[str]
    descriptors: DescriptorWords
    joiners: frozenset[str]


def finder_words(cues: CueWords, language: str, genitive: str, weights: Mapping[str, Weights]) -> FinderWords:
    """Compile the cue tables ``any`` and ``language``; an unknown language gets those of ``any``."""
    people, agencies = _merged(cues, "people", language), _merged(cues, "agencies", language)
    given = cues.get("given_names", {}).get("any", {}).get("given", ())
    places = agencies.get("places", ())
    own_not_names = cues.get("people", {}).get(language, {}).get("not_names", ())
    no_houses = (*own_not_names, *people.get("role", ()))
    not_names = (
        *people.get("not_names", ()),
        *people.get("titles", ()),
        *people.get("role", ()),
        *agencies.get("marks", ()),
    )
    return FinderWords(
        people=PeopleWords(
            shape=name_shape(
                people.get("titles", ()),
                people.get("particles", ()),
                (word for word in not_names if word[:1].isupper()),
                given,
                _MOST_TOKENS.get(language, 2),
            ),
            roles=RoleWords(
                qualifiers=frozenset(people.get("qualifiers", ())),
                links=frozenset(people.get("links", ())),
                articles=frozenset(people.get("articles", ())),
                houses=frozenset(people.get("houses", ())),
            ),
            weak_roles=frozenset(people.get("weak_role", ())),
            places=frozenset(places),
            nouns_capitalised=bool(people.get("capitalised_nouns")),
            adjectives_behind=bool(people.get("adjectives_behind")),
            genitive=genitive,
        ),
        titles=frozenset(people.get("titles", ())),
        script=script_words(language, people, weights),
        houses=tuple(
            house_words(
                subject,
                type_,
                _merged(cues, subject, language),
                no_houses,
                given,
                places,
                context=cues.get("context", {}).get("groups", {}).get("campaign_work", ()),
                adjectives_behind=bool(people.get("adjectives_behind")),
                nouns_capitalised=bool(people.get("capitalised_nouns")),
                articles=people.get("articles", ()),
                language=language,
            )
            for subject, type_ in _HOUSES
        ),
        clauses=CreditClauses(_merged(cues, "agency_clauses", language), agencies),
        bodies=body_words(
            _merged(cues, "organisations", language), (*own_not_names, *people.get("role", ()))
        ),
        place=place_pattern(places),
        descriptors=descriptor_words(_merged(cues, "descriptors", language)),
        joiners=frozenset(cues.get("names", {}).get("any", {}).get("list_joiners", ())),
    )


def _merged(cues: CueWords, subject: str, language: str) -> Mapping[str, tuple[str, ...]]:
    merged: dict[str, tuple[str, ...]] = {}
    for table in ("any", language):
        for kind, words in cues.get(subject, {}).get(table, {}).items():
            merged[kind] = (*merged.get(kind, ()), *(fold_spelling(word) for word in words))
    return merged
