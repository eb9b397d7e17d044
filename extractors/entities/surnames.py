"""Carries people back to the places where only their last name, or the full name without a cue, stands."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.entities.boundaries import WORD, script_of
from extractors.entities.latin_names import NameShape
from extractors.entities.people import FoundPerson, PeopleWords
from extractors.entities.taken import Taken


def carry_surnames(
    text: str, people: list[FoundPerson], words: PeopleWords, taken: Taken
) -> list[FoundPerson]:
    """``people`` and every further mention of them, in order; of two of one last name the nearest before counts."""
    if not people:
        return people
    found = list(people)
    occupied = taken.with_more((person.start, person.stop) for person in people)
    owners: dict[str, list[FoundPerson]] = {}
    forms: dict[str, list[str]] = {}
    for person in people:
        full = text[person.start : person.stop]
        if full not in forms:
            forms[full] = _forms(text, full, person.surname, words)
        for form in forms[full]:
            owners.setdefault(form, []).append(person)
    for form in sorted(owners, key=len, reverse=True):
        for start, stop in _places(text, form, words.genitive):
            if occupied.clash(start, stop) or _other_given_name(text, start, owners[form], words.shape):
                continue
            person = next((p for p in reversed(owners[form]) if p.start < start), owners[form][0])
            occupied.add(start, stop)
            is_full = form == text[person.start : person.stop]
            why = f'{"full name again" if is_full else "last name"} of "{person.name}"'
            found.append(replace(person, start=start, stop=stop, why=why))
    return sorted(found, key=lambda item: item.start)


def _forms(text: str, full: str, surname: str, words: PeopleWords) -> list[str]:
    """Forms to look for: the full name, and the last name unless it may be a place or an ordinary word."""
    if surname in words.shape.not_names or surname in words.places or _is_word(text, surname):
        return [full]
    capital = surname[0].upper() + surname[1:]
    return [full, surname] if capital == surname else [full, surname, capital]


def _places(text: str, form: str, genitive: str) -> list[tuple[int, int]]:
    places, at = [], text.find(form)
    while at >= 0:
        stop = at + len(form)
        if at == 0 or (script_of(text[at - 1]) != WORD and text[at - 1] != "-"):
            if stop < len(text) and text[stop] == genitive and form[-1] not in "sxzß":
                after = stop + 1
                if after == len(text) or script_of(text[after]) != WORD:
                    stop = after
            if stop == len(text) or (script_of(text[stop]) != WORD and text[stop] != "-"):
                places.append((at, stop))
        at = text.find(form, at + 1)
    return places


def _is_word(text: str, surname: str) -> bool:
    """Whether the surname also stands in the text as an ordinary word in small letters."""
    small = surname.lower()
    return small != surname and bool(_places(text, small, "\0"))


_WORD_BEFORE = re.compile(r"(\w[\w'-]*) $")


def _other_given_name(text: str, start: int, owners: list[FoundPerson], shape: NameShape) -> bool:
    """Whether the last name at ``start`` follows the given name of somebody else."""
    before = _WORD_BEFORE.search(text[max(0, start - 30) : start])
    if before is None or before.group(1) not in shape.given:
        return False
    return all(before.group(1) not in person.name.split() for person in owners)
