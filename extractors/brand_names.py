"""Name-like runs of words in Latin letters that may be brands nobody listed: capitals, digits and signs."""

from __future__ import annotations

import re
from collections.abc import Iterator

_UPPER = "".join(chr(code) for code in range(0x41, 0x250) if chr(code).isupper())
_TOKEN = (
    rf"(?:[{_UPPER}\d][\w'’.&/*-]*[\w+]|[{_UPPER}]|[a-zà-ÿ]{{1,4}}[{_UPPER}]\w*|[a-zà-ÿ]{{2,}}\d[\w+]*"
    r"|[a-zà-ÿ]{2,}[.+][a-z]{2,3}(?!\w)|[a-zà-ÿ]{3,}\+)"
)
_LINK = (
    r"(?:de[ ]la|de[ ]las|de[ ]los|de[ ]l['’]|dell['’]|d['’]|l['’]|de|du|des|del|della|delle|dei|degli|da|do|dos|das|di"
    r"|of|the|van|von|den|der|het|la|le|les|el|los|et|e|y|und|and|en|zum|zur|am|im|in|sur|auf)"
)
_SIGN = r"(?:[ ][&+×x][ ])"
RUN = re.compile(rf"(?<![\w-]){_TOKEN}(?:(?:{_SIGN}|[ ](?:{_LINK}[ ]?){{0,2}}){_TOKEN}){{0,5}}")
_PART = re.compile(r"\S+")
_SIGNS = frozenset("&+×x")
_POSSESSIVE = re.compile(r"['’]s?$")
_ELIDED = re.compile(r"[LDldSs]['’](?=[A-ZÀ-Þ])")
MOST_WORDS = 6


def runs(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Longest name-like runs within ``start:stop``."""
    for match in RUN.finditer(text, start, stop):
        yield match.span()


def readings(
    text: str, start: int, stop: int, nouns: bool, openers: frozenset[str]
) -> Iterator[tuple[int, int]]:
    """Every stretch of a run that may be the name: without links, words that open, and parts of compounds.

    ``nouns``: the language writes every noun with a capital, so that any word of the run may stand beside the name.
    """
    words = [(start + m.start(), start + m.end()) for m in _PART.finditer(text[start:stop])]
    capital = [_is_capital(text[a:b]) for a, b in words]
    for first in range(len(words)):
        if not capital[first] or text[words[first][0] : words[first][1]] in _SIGNS:
            continue
        if first and not _may_begin(text, words, capital, first, nouns, openers):
            continue
        last = first
        while last < len(words) and last - first < MOST_WORDS:
            if capital[last] and (last + 1 == len(words) or _may_end(text, words, capital, last, nouns)):
                yield from _trimmed(text, words[first][0], words[last][1], nouns)
            last += 1


def _is_capital(word: str) -> bool:
    return not word.islower() or any(c.isdigit() or c in "+." for c in word)


def _may_begin(
    text: str,
    words: list[tuple[int, int]],
    capital: list[bool],
    first: int,
    nouns: bool,
    openers: frozenset[str],
) -> bool:
    before = text[slice(*words[first - 1])]
    if before in _SIGNS:
        return False
    if not capital[first - 1]:
        return True
    return nouns or before in openers or first == 1 or before.endswith((".", "-"))


def _may_end(text: str, words: list[tuple[int, int]], capital: list[bool], last: int, nouns: bool) -> bool:
    following = text[slice(*words[last + 1])]
    return following not in _SIGNS and (nouns or not capital[last + 1] or last == 0)


def _trimmed(text: str, start: int, stop: int, nouns: bool) -> Iterator[tuple[int, int]]:
    elided = _ELIDED.match(text, start)
    if elided is not None:
        yield from _ended(text, elided.end(), stop)
    yield from _ended(text, start, stop)


def _ended(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    while stop > start and not text[stop - 1].isalnum() and text[stop - 1] != "+":
        stop -= 1
    cut = _POSSESSIVE.search(text, start, stop)
    if cut is not None and cut.start() > start:
        stop = cut.start()
    if stop - start > 1:
        yield start, stop
    hyphen = text.rfind("-", start, stop)
    if hyphen > start + 1 and text.rfind(" ", start, stop) < hyphen:
        # "die X-Kampagne", "X-concurrent"
        yield start, hyphen
