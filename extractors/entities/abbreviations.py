"""Abbreviations an article introduces itself, in brackets behind the full name: "Federación de Vela (FDV)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from unicodedata import normalize

from extractors.entities.boundaries import WORD, script_of
from extractors.entities.known import NAME, Named

# Capitals with at most two small letters between; digits and signs only inside.
_BRACKET = re.compile(
    r"[ ]?[(（][\"'„“‚‘「『]?(?:以下[、,]?|in short |kurz:? |afgekort |abgekürzt )?[「『]?(?P<short>[A-ZÀ-Þ][A-Za-zÀ-þ0-9*&.-]{1,9})[」』]?[\"'“”’]?(?:[,;、][^)）\n]{0,30})?[)）]"
)
_LEAST_CAPITALS = 2


def find_abbreviations(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Start, stop and the index into ``spans`` of the name each abbreviation stands for, at every place of it."""
    for index, (start, stop) in enumerate(spans):
        if text[stop : stop + 1] not in (" ", "(", "（", "s"):
            continue
        found = _BRACKET.match(text, stop)
        if found is None:
            continue
        short = found.group("short").rstrip(".-")
        if sum(char.isupper() for char in short) < _LEAST_CAPITALS or not _fits(text[start:stop], short):
            continue
        at = text.find(short)
        while at >= 0:
            end = at + len(short)
            opens = at == 0 or (script_of(text[at - 1]) != WORD and text[at - 1] != "-")
            if opens and (end == len(text) or script_of(text[end]) != WORD):
                yield at, end, index
            at = text.find(short, end)


def _fits(name: str, short: str) -> bool:
    """Whether the letters can stand for the name; another script tells nothing, and one word has them all in order."""
    if script_of(name[0]) != WORD:
        return True
    words = re.split(r"[\s'-]+", name)
    if len(words) == 1:
        rest = iter(_plain(name))
        return all(letter in rest for letter in _plain(short))
    return short[0].casefold() in {word[:1].casefold() for word in words}


def with_abbreviations(text: str, known: Sequence[Named]) -> list[Named]:
    """``known`` with the abbreviations the article introduces; what else such letters may mean counts no more."""
    names = [named for named in known if named.kind == NAME]
    found: dict[tuple[int, int], Named] = {}
    for start, stop, index in find_abbreviations(text, [(named.start, named.stop) for named in names]):
        named = names[index]
        why = f'abbreviation of "{text[named.start : named.stop]}"'
        found.setdefault((start, stop), Named(start, stop, named.entity, NAME, why))
    strange = _strangers(text, names)
    if not found and not strange:
        return list(known)
    places = set(found)
    kept = [
        named
        for named in known
        if (named.start, named.stop) not in places
        and (named.entity.id, text[named.start : named.stop]) not in strange
    ]
    covered = [(named.start, named.stop) for named in kept]
    new = [
        named
        for (start, stop), named in found.items()
        if not any(low <= start and stop <= high for low, high in covered)
    ]
    return sorted((*kept, *new), key=lambda named: (named.start, -named.stop))


_WORDS_BEFORE = re.compile(r"[\w'&-]+(?:[ ][\w'&-]+)*$")


def _strangers(text: str, names: Sequence[Named]) -> set[tuple[str, str]]:
    """Ids and letters that the article introduces for another name: "Water Supply Agency (WSA)" is no airline's WSA.

    Only what is listed with a full name of its own for these letters is told apart from another one.
    """
    found = set()
    for named in names:
        short = text[named.start : named.stop]
        if not (
            3 <= len(short) <= 6 and short.isupper() and text[named.start - 1 : named.start] in ("(", "（")
        ):
            continue
        before = _WORDS_BEFORE.search(text[max(0, named.start - 90) : named.start - 1].rstrip())
        if before is None or any(
            n.entity.id == named.entity.id and n.stop >= named.start - 2 and n.stop < named.start
            for n in names
        ):
            continue
        if _initials(before.group()).endswith(_plain(short)) and any(
            _initials(alias) == _plain(short) for alias in named.entity.aliases if " " in alias
        ):
            found.add((named.entity.id, short))
    return found


def _initials(words: str) -> str:
    """First letters of the capitalised words."""
    return _plain("".join(word[0] for word in re.split(r"[\s-]+", words) if word[:1].isupper()))


def _plain(letters: str) -> str:
    return "".join(char for char in normalize("NFD", letters) if char.isalpha()).upper()
