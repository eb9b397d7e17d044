"""Unknown people in Latin script: by role, by verbs of speech, by a known given name; last names carried back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.entities.boundaries import slug
from extractors.entities.latin_names import NameShape, NameSpan, cut_name
from extractors.entities.lexicon import Hit
from extractors.entities.roles import RoleWords, role_phrase
from extractors.entities.taken import Taken


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A person named at ``start:stop``; ``name`` is the fullest form the article gives."""

    start: int
    stop: int
    name: str
    role: str | None
    why: str
    surname: str = ""
    """Last name with its particles, empty where the script does not tell."""

    @property
    def entity_id(self) -> str:
        return f"person:{slug(self.name)}"


@dataclass(frozen=True, slots=True)
class PeopleWords:
    """Everything the finder knows of one language."""

    shape: NameShape
    roles: RoleWords
    weak_roles: frozenset[str]
    places: frozenset[str]
    nouns_capitalised: bool
    """German: a role that no list knows stands in front of the name like a part of it."""
    adjectives_behind: bool
    """Romance languages: an adjective may stand between role and name."""
    genitive: str


def find_people(text: str, hits: Sequence[Hit], words: PeopleWords, taken: Taken) -> list[FoundPerson]:
    """People a cue of the spelling-folded ``text`` gives away, in order, each with the role stated for them."""
    full: dict[tuple[int, int], FoundPerson] = {}
    for hit in hits:
        for subject, kind in hit.surface.cues:
            if subject == "people":
                found = _FINDERS[kind](text, hit, words, taken) if kind in _FINDERS else None
            elif subject == "given_names":
                found = _by_given_name(text, hit, words, taken)
            else:
                continue
            if found is not None:
                _keep(full, found)
    return _share_roles(_one_of_overlapping(list(full.values())))


def _keep(full: dict[tuple[int, int], FoundPerson], found: FoundPerson) -> None:
    known = full.get((found.start, found.stop))
    if known is None or len(known.role or "") < len(found.role or ""):
        full[(found.start, found.stop)] = found


def _person(
    text: str,
    span: NameSpan | None,
    role: str | None,
    why: str,
    words: PeopleWords,
    taken: Taken,
    *,
    sure: bool,
) -> FoundPerson | None:
    """Judge a candidate: a known name inside it needs a listed given name before it, as does a weak cue."""
    if span is None:
        return None
    listed = words.shape.is_given(span.given)
    if span.given in words.places and not listed and not sure:
        return None
    if not sure and not listed:
        return None
    clash = taken.clash(span.start, span.stop)
    if clash is not None:
        # A brand named like a given name  gives way to the person whose last name follows.
        is_given = clash == (span.start, span.start + len(span.given))
        if not listed or (clash[0] <= span.start and not is_given):
            return None
    if span.stop < len(text) and text[span.stop] in "-&":
        return None
    name = text[span.start : span.stop]
    if not name.isalpha():
        name = " ".join(_QUOTED_PART.sub(r' "\1" ', name).split())
    return FoundPerson(span.start, span.stop, name, role, why, span.surname)


_QUOTED_PART = re.compile(r"\s*[\"'„“‚‘«]([^\"'“”„‘’«»]{2,})[\"'“”‘’»]\s*")


def _name_at(text: str, place: int, words: PeopleWords, taken: Taken) -> NameSpan | None:
    found = words.shape.forward.match(text, place)
    if found is None:
        return None
    start, stop = found.span("name")
    if words.nouns_capitalised:
        start = _skip_role_noun(text, start, stop, words)
    return cut_name(words.shape, text, start, stop, taken)


def _skip_role_noun(text: str, start: int, stop: int, words: PeopleWords) -> int:
    """Start of the name when the first of three capitalised words is no given name but the second may be one."""
    tokens = re.findall(r"\S+", text[start:stop])
    capitals = [token for token in tokens if token[:1].isupper()]
    if len(capitals) < 3 or words.shape.is_given(capitals[0]) or "." in tokens[1] or tokens[1] != capitals[1]:
        return start
    return text.index(tokens[1], start + len(tokens[0]))


_NAME_STARTS = re.compile(r"(?<![\w.'-])[^\W\d_]")


def _name_before(text: str, place: int, words: PeopleWords, taken: Taken) -> NameSpan | None:
    """The name that ends exactly at ``place``."""
    last_word = text.rfind(" ", 0, place) + 1
    if not text[last_word : last_word + 1].isupper():
        return None
    for found in _NAME_STARTS.finditer(text, max(0, place - 60), last_word):
        if not found.group().isupper():
            continue
        match = words.shape.forward.match(text, found.start(), place)
        if match is not None and match.end() == place:
            span = cut_name(words.shape, text, match.start("name"), place, Taken())
            if span is not None and span.stop == place:
                return span
    return None


_AFTER_ROLE = re.compile(r"[ ]?\(|[ ]")
_COMPLEMENT = re.compile(r"[^,.;:()\[\]\n\"„“”«»!?]{0,70},[ ]")
_BEFORE_ROLE = re.compile(r"(?:,[ ]?|[ ]\(|[ ][–-][ ])(?P<between>[^,.;:()\n\"„“”«»!?]{0,60})$")
_ADJECTIVE = re.compile(r"([a-zß-ÿ-]{4,})[ ]")
_FIELD = re.compile(r"([a-zß-ÿ]{1,5})[ ](?:[a-zß-ÿ-]+[ ]){1,3}?(?=[^\Wa-zß-ÿ\d_])")
"""A field between role and name: "gerente de produto <name>"."""
_AGE = re.compile(r",[ ](?:\d{2})(?:[ ]\w+)?$")


def _by_role(text: str, hit: Hit, words: PeopleWords, taken: Taken) -> FoundPerson | None:
    role_word = hit.surface.text
    # A word that also means a house ("produtora") needs a given name behind it.
    sure = role_word not in words.weak_roles and ("agencies", "before") not in hit.surface.cues
    why = f'role "{role_word}"'
    gap = _AFTER_ROLE.match(text, hit.stop)
    # "head of X" is followed by the field, never by the name.
    if gap is not None and role_word.rpartition(" ")[2] not in words.roles.links:
        span = _name_at(text, gap.end(), words, taken)
        if span is None and words.adjectives_behind:
            adjective = _ADJECTIVE.match(text, gap.end())
            if adjective is not None and adjective.group(1) not in words.roles.links:
                span = _name_at(text, adjective.end(), words, taken)
        if span is None and words.adjectives_behind:
            field = _FIELD.match(text, gap.end())
            # "diretor de marketing do <house>": a second link leads to the house, not to the name.
            if (
                field is not None
                and field.group(1) in words.roles.links
                and field.group().split()[-1] not in words.roles.links
            ):
                span = _name_at(text, field.end(), words, taken)
        found = _person(text, span, None, f"{why} before the name", words, taken, sure=sure)
        if found is not None:
            return replace(
                found, role=role_phrase(text, hit.start, hit.stop, found.start, words.roles, taken)
            )
    before = _BEFORE_ROLE.search(text, max(0, hit.start - 80), hit.start)
    if before is not None and words.roles.may_stand_between(before.group("between")):
        place = before.start()
        age = _AGE.search(text, max(0, place - 16), place)
        span = _name_before(text, age.start() if age is not None else place, words, taken)
        found = _person(text, span, None, f"{why} behind the name", words, taken, sure=sure)
        if found is not None:
            role = role_phrase(text, hit.start, hit.stop, None, words.roles, taken)
            return replace(found, role=role)
    complement = _COMPLEMENT.match(text, hit.stop)
    if complement is not None:
        span = _name_at(text, complement.end(), words, taken)
        if span is not None and text[span.stop : span.stop + 1] in (",", ".", ";", ":", ")", ""):
            found = _person(text, span, None, f"{why} with the name behind a comma", words, taken, sure=sure)
            if found is not None:
                role = role_phrase(text, hit.start, hit.stop, None, words.roles, taken)
                return replace(found, role=role)
    return None


_BEFORE_RELATIVE = re.compile(r",[ ](?P<story>(?:[\w'-]+[ ]){0,5}[\w'-]+)?$")


def _by_relative(text: str, hit: Hit, words: PeopleWords, taken: Taken) -> FoundPerson | None:
    """ "<name>, who" and "<name>, the acoustician who": only people take the pronoun."""
    if text[hit.start - 1 : hit.start] != " ":
        return None
    before = _BEFORE_RELATIVE.search(text, max(0, hit.start - 70), hit.start - 1)
    story = ""
    if before is not None:
        story = before.group("story") or ""
        place = before.start()
    elif text[hit.start - 2 : hit.start - 1] == ",":
        place = hit.start - 2
    else:
        return None
    if story and story.split()[0] not in words.roles.articles:
        return None
    span = _name_before(text, place, words, taken)
    found = _person(text, span, None, f'"{hit.surface.text}" behind the name', words, taken, sure=True)
    role = story.partition(" ")[2] or None
    return replace(found, role=role) if found is not None else None


def _by_speech(text: str, hit: Hit, words: PeopleWords, taken: Taken) -> FoundPerson | None:
    return _speech(text, hit, words, taken, sure=True)


def _by_report(text: str, hit: Hit, words: PeopleWords, taken: Taken) -> FoundPerson | None:
    return _speech(text, hit, words, taken, sure=False)


def _by_credit(text: str, hit: Hit, words: PeopleWords, taken: Taken) -> FoundPerson | None:
    if text[hit.stop : hit.stop + 1] != " ":
        return None
    span = _name_at(text, hit.stop + 1, words, taken)
    return _person(text, span, None, f'credit "{hit.surface.text}" before the name', words, taken, sure=True)


_QUOTE_ENDS = re.compile(r"[\"'”“»’][,.!?]?[ ]$")


def _speech(text: str, hit: Hit, words: PeopleWords, taken: Taken, *, sure: bool) -> FoundPerson | None:
    why = f'speech "{hit.surface.text}"'
    # Directly behind a quotation even a weak verb is one of speech.
    sure = sure or _QUOTE_ENDS.search(text, max(0, hit.start - 4), hit.start) is not None
    if text[hit.stop : hit.stop + 1] == " ":
        span = _name_at(text, hit.stop + 1, words, taken)
        found = _person(text, span, None, f"{why} before the name", words, taken, sure=sure)
        # "said X's director": the house somebody speaks for.
        if found is not None and not text.startswith("'s ", found.stop):
            return found
        found = _behind_unlisted_office(text, hit, words, taken, why)
        if found is not None:
            return found
    if text[hit.start - 1 : hit.start] == " ":
        span = _name_before(text, hit.start - 1, words, taken)
        return _person(text, span, None, f"{why} behind the name", words, taken, sure=False)
    return None


_OFFICE = re.compile(r"[ ](?P<article>[^\W\d_]+'?)[ ]?(?P<role>[a-zà-ÿ'-]{4,}(?:[ ][a-zà-ÿ'-]+){0,3}),[ ]")


def _behind_unlisted_office(
    text: str, hit: Hit, words: PeopleWords, taken: Taken, why: str
) -> FoundPerson | None:
    """``precisa la encargada, <name>.``: behind a verb of speech an article, small words and a comma lead up to a name."""
    office = _OFFICE.match(text, hit.stop)
    if office is None or office.group("article") not in words.roles.articles:
        return None
    span = _name_at(text, office.end(), words, taken)
    if span is None or text[span.stop : span.stop + 1] not in (".", ",", ";", ""):
        return None
    return _person(
        text, span, office.group("role"), f"{why} and an office before the name", words, taken, sure=True
    )


def _by_given_name(text: str, hit: Hit, words: PeopleWords, taken: Taken) -> FoundPerson | None:
    span = _name_at(text, hit.start, words, taken)
    if span is None or span.start != hit.start:
        return None
    return _person(text, span, None, f'given name "{span.given}"', words, taken, sure=False)


_FINDERS = {
    "role": _by_role,
    "role_ends": _by_role,
    "said": _by_speech,
    "reported": _by_report,
    "made_by": _by_credit,
    "relative": _by_relative,
}


def _one_of_overlapping(people: list[FoundPerson]) -> list[FoundPerson]:
    """Of overlapping candidates the one with a role stays, then the longer one."""
    kept: list[FoundPerson] = []
    for person in sorted(people, key=lambda item: (item.role is None, item.start - item.stop, item.start)):
        if all(person.stop <= other.start or other.stop <= person.start for other in kept):
            kept.append(person)
    return sorted(kept, key=lambda item: item.start)


def _share_roles(people: list[FoundPerson]) -> list[FoundPerson]:
    roles: dict[str, str] = {}
    for person in people:
        if person.role is not None:
            roles.setdefault(person.name, person.role)
    return [person if person.role else replace(person, role=roles.get(person.name)) for person in people]
