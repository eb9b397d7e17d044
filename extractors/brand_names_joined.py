"""Stretches of Japanese, Korean and Chinese text that may be brands nobody listed: between known words and particles."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from extractors.entities.boundaries import HAN, HANGUL, KATAKANA, OPEN, WORD, script_of

_HIRAGANA = re.compile(r"[ぁ-ゖ]")
_SEGMENT = re.compile(r"[^\s、。，；：！？!?,;:()（）「」『』《》〈〉“”‘’\"'〔〕【】\[\]●■◆▲▼…—／/|*#㈜㈱]+")
_AFTER_TRADE = re.compile(r"(?<=[\u3400-\u9fffァ-ヺー]の)([ぁ-ゖ]{3,6}?)(?=[はがも](?![ぁ-ゖ])|$)")
"""A name in hiragana behind its trade: "補聴器の…は"."""
_LATIN_RUN = re.compile(r"[A-Za-z0-9][\w&+.'-]*(?: [A-Z0-9&+][\w&+.'-]*){1,3}")
_LONGEST = 14
_LEAST = 2
_EDGES_INSIDE = 3


def segments(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Stretches without punctuation."""
    for match in _SEGMENT.finditer(text, start, stop):
        yield match.span()


def latin_runs(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Names of several words in Latin letters."""
    for match in _LATIN_RUN.finditer(text, start, stop):
        yield match.span()


def between_edges(
    text: str, start: int, stop: int, edges: Collection[int], particles: frozenset[str]
) -> Iterator[tuple[int, int]]:
    """Stretches of a segment that begin and end at an edge of a known word, a particle or a change of script."""
    places = {start, stop, *(edge for edge in edges if start < edge < stop)}
    for at in range(start, stop):
        if text[at] in particles:
            places |= {at, at + 1}
        if at > start and _changes(text[at - 1], text[at]):
            places.add(at)
    ordered = sorted(places)
    for first, begin in enumerate(ordered):
        for end in ordered[first + 1 : first + 2 + _EDGES_INSIDE]:
            if _LEAST <= end - begin <= _LONGEST and not _is_grammar(text[begin:end], particles):
                yield begin, end
    for match in _AFTER_TRADE.finditer(text, start, stop):
        yield match.span(1)


def _changes(one: str, other: str) -> bool:
    first, second = _kind(one), _kind(other)
    return first != second and OPEN not in (first, second)


def goes_on(text: str, at: int) -> bool:
    """Whether a word of Korean or of katakana goes on at ``at``: a trade that it begins with is part of the name."""
    scripts = {script_of(char) for char in text[at - 1 : at + 1] if char != "・"}
    return len(scripts) == 1 and scripts <= {HANGUL, KATAKANA} and at < len(text)


def _kind(char: str) -> int:
    return 9 if _HIRAGANA.match(char) else script_of(char)


def _is_grammar(name: str, particles: frozenset[str]) -> bool:
    return name.isdigit() or all(char in particles or _HIRAGANA.match(char) for char in name)


def words_of(text: str, start: int, stop: int, particles: Collection[str]) -> Iterator[tuple[int, int]]:
    """Korean: each written word, and what is left of it without the particle at its end."""
    for begin, end in segments(text, start, stop):
        if end - begin < _LEAST or end - begin > _LONGEST:
            continue
        if script_of(text[end - 1]) in (HANGUL, WORD, HAN, KATAKANA):
            yield begin, end
        for particle in particles:
            if text.endswith(particle, begin, end) and end - begin - len(particle) >= _LEAST:
                yield begin, end - len(particle)
