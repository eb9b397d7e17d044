"""The shape of a person's name in Latin letters, and where it ends in running text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from extractors.entities.taken import Taken

_UPPER = "".join(chr(code) for code in range(0x41, 0x250) if chr(code).isupper())
_LOWER = "".join(chr(code) for code in range(0x61, 0x250) if chr(code).islower())

_TOKEN = rf"(?:[{_UPPER}]'|Mc|Mac)?[{_UPPER}][{_LOWER}]+(?:'?[{_UPPER}][{_LOWER}]+)?(?:-[{_UPPER}{_LOWER}][{_LOWER}]+)*"
_INITIAL = rf"[{_UPPER}]\.(?:-?[{_UPPER}]\.)?"
_NICKNAME = r"[ ]?[\"'„“‚‘«][^\"'“”„‘’«»\n]{2,20}[\"'“”‘’»][ ]?"


@dataclass(frozen=True, slots=True)
class NameShape:
    """Patterns and word lists of one language; ``forward`` matches at a place, ``backward`` up to one."""

    forward: re.Pattern[str]
    backward: re.Pattern[str]
    not_names: frozenset[str]
    given: frozenset[str]
    particles: frozenset[str]
    most_tokens: int

    def is_given(self, word: str) -> bool:
        """Whether a word is a listed given name, alone or as the first half of a double one."""
        return word in self.given or ("-" in word and word.partition("-")[0] in self.given)


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A name in the text with its parts; ``surname`` carries its particles."""

    start: int
    stop: int
    given: str
    surname: str


def name_shape(
    titles: Iterable[str],
    particles: Iterable[str],
    not_names: Iterable[str],
    given: Iterable[str],
    most_tokens: int,
) -> NameShape:
    """Compile the shape; ``most_tokens`` is how many capitalised words a name may have without a known given name."""
    title = _alternation(titles)
    particle = _alternation(particles)
    name = (
        rf"(?P<name>(?:{_TOKEN}|{_INITIAL})(?:[ ](?:{_TOKEN}|{_INITIAL})){{0,2}}?"
        rf"(?:{_NICKNAME}|[ ])(?:(?:{particle})[ ]?){{0,3}}{_TOKEN}(?:[ ](?:(?:{particle})[ ]){{0,2}}{_TOKEN}){{0,3}})"
    )
    return NameShape(
        forward=re.compile(rf"(?:(?:{title})[ ]+)*{name}(?!\w)"),
        backward=re.compile(rf"(?<![\w.-])(?:(?:{title})[ ]+)*{name}$"),
        not_names=frozenset(not_names),
        given=frozenset(given),
        particles=frozenset(word for particle in particles for word in particle.split()),
        most_tokens=most_tokens,
    )


def _alternation(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or r"\0"


_PART = re.compile(r"[\"'„“‚‘«][^\"'“”„‘’«»\n]{2,20}[\"'“”‘’»]|[^\s\"„“‚‘«»”]+")


def cut_name(shape: NameShape, text: str, start: int, stop: int, taken: Taken) -> NameSpan | None:
    """Take the name from the left of ``start:stop``: it ends before words that are no name and before known names.

    None when fewer than two words remain.
    """
    parts: list[tuple[int, int, str]] = []
    for found in _PART.finditer(text, start, stop):
        word = found.group()
        known = taken.begins(found.start()) and (parts or not shape.is_given(word))
        particle = bool(parts) and word.lower() in shape.particles
        if known or (word in shape.not_names and not particle and (parts or word not in shape.given)):
            break
        parts.append((found.start(), found.end(), word))
    # A particle with a capital ("Van Der Beek") is no word of its own.
    capitals = [
        index
        for index, part in enumerate(parts)
        if part[2][:1].isupper() and (index == 0 or part[2].lower() not in shape.particles)
    ]
    if len(capitals) < 2:
        return None
    most = shape.most_tokens
    first_words = [parts[index][2] for index in capitals[:2]]
    if first_words[1].endswith(".") or all(shape.is_given(word) for word in first_words):
        most = max(most, 3)
    last = capitals[min(most, len(capitals)) - 1]
    while last > 0 and not parts[last][2][:1].isupper():
        last -= 1
    surname_first = last
    while surname_first > 1 and parts[surname_first - 1][2].lower() in shape.particles:
        surname_first -= 1
    begin, end = parts[0][0], parts[last][1]
    return NameSpan(begin, end, parts[0][2], text[parts[surname_first][0] : end])
