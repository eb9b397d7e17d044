"""Known names that are something else where they stand: a last name ("Clara Vogt said"), a part of a number or a word."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.entities.known import NAME, Named
from extractors.entities.latin_names import NameShape

_TYPES = frozenset({"brand", "company", "agency"})
_LONGEST = 24
_WORD_BEFORE = re.compile(r"(?<![\w'-])([\w'-]+\.?) $")


def without_namesakes(
    text: str, known: Sequence[Named], shape: NameShape, titles: frozenset[str]
) -> list[Named]:
    """``known`` without brands and houses of one word that follow a given name or a title, and the same word further on.

    Where the word stands for the house before any person of the name appears, only the person's own places are left out.
    """
    stops = {named.stop for named in known if named.kind == NAME}
    people: set[int] = set()
    shunned: set[tuple[str, str]] = set()
    houses: set[tuple[str, str]] = set()
    for index, named in enumerate(known):
        form = text[named.start : named.stop]
        if named.kind != NAME or named.entity.type not in _TYPES or " " in form:
            continue
        key = named.entity.id, form
        if _follows_person(text, named, shape, titles, stops):
            people.add(index)
            if key not in houses and not named.entity.rights:
                shunned.add(key)
        elif key not in shunned:
            houses.add(key)
    if not people:
        return list(known)
    return [
        named
        for index, named in enumerate(known)
        if index not in people and (named.entity.id, text[named.start : named.stop]) not in shunned
    ]


def _follows_person(
    text: str, named: Named, shape: NameShape, titles: frozenset[str], stops: set[int]
) -> bool:
    start = named.start
    before = _WORD_BEFORE.search(text[max(0, start - _LONGEST) : start])
    if before is None or start - 1 in stops or not text[start].isupper():
        return False
    word = before.group(1)
    if word in titles:
        return True
    # The first word of a sentence may be an ordinary one ("Anders", "Will"): not enough against a sponsor.
    first = text[: start - len(word) - 1].rstrip(" \"'„“«")[-1:] in ("", ".", "!", "?", ":", "\n", "–")
    return shape.is_given(word) and not (first and named.entity.rights)


def whole_names(text: str, known: Sequence[Named]) -> list[Named]:
    """``known`` without the end of a number ("0.3M") and the word in front of an elided vowel ("dell'arena")."""
    return [named for named in known if not (_in_number(text, named.start) or _elided(text, named.stop))]


def _in_number(text: str, start: int) -> bool:
    return (
        text[start].isdigit()
        and text[start - 1 : start] in (".", ",")
        and text[start - 2 : start - 1].isdigit()
    )


def _elided(text: str, stop: int) -> bool:
    return text[stop : stop + 1] == "'" and text[stop + 1 : stop + 3].isalpha() and len(text) > stop + 2
