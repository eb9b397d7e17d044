"""Pairs of quote marks of all kinds in a text, nested ones included, and emphasis marks of Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.records import Paragraph

_CLOSERS = {
    "„": "“”\"‟", "“": "”“\"", "”": "”", "«": "»", "»": "«»", "‹": "›", "›": "‹›", "‚": "‘’'", "‘": "’'",
    '"': "\"”“", "'": "'’", "「": "」", "『": "』", "《": "》", "〈": "〉", "*": "*", "_": "_", "″": "″", "＂": "＂",
    "’": "’",
}  # fmt: skip
_MARKS = re.compile(r"[„“”«»‹›‚‘’\"'「」『』《》〈〉*_″＂‟]")
_FIXED_OPEN = "「『《〈„‚"
_FIXED_CLOSE = "」』》〉"
_MAX_CHARS = 1_500


@dataclass(frozen=True, slots=True)
class Quoted:
    """``text[start:stop]`` stands between ``mark`` and its partner; ``depth`` counts the pairs around it."""

    start: int
    stop: int
    mark: str
    depth: int
    closed: bool = True
    outer: tuple[int, int] = (0, 0)
    """Bounds with the marks and the blanks some languages write inside them."""


def _is_word(char: str) -> bool:
    return char.isalnum()


def _opens(text: str, at: int, mark: str, language: str) -> bool:
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    if mark in _FIXED_OPEN:
        return True
    if mark in _FIXED_CLOSE:
        return False
    if mark in "*_":
        return not _is_word(before) and before != mark and after != mark and not after.isspace()
    if mark == "«":
        return not _is_word(before) or language not in ("de",) or before.isspace()
    if mark == "»":
        return language == "de" and not _is_word(before) and not after.isspace()
    if mark == "’":
        return False
    if mark in "'\"″" and before.isdigit():
        return False
    # Scripts without spaces write a mark between two letters.
    apart = before.isspace() or before in "([{—–-/:：；，、。,;„«“‘‚「『\"'*_\u00a0¿¡…" or before >= "\u2e80"
    return apart and not after.isspace()


def _closes(text: str, at: int, mark: str) -> bool:
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    if mark in _FIXED_CLOSE:
        return True
    if mark in "«»‹›":
        return True
    if mark in "*_":
        return not before.isspace() and not _is_word(after)
    if mark in "'’" and _is_word(before) and _is_word(after) and before < "\u2e80" and after < "\u2e80":
        return False
    return not before.isspace()


def find_quoted(text: str, paragraphs: Sequence[Paragraph], language: str) -> tuple[Quoted, ...]:
    """Everything between quote marks, in order of its start; pairs never cross a paragraph."""
    found: list[Quoted] = []
    for paragraph in paragraphs:
        found += _in_paragraph(text, paragraph.start, paragraph.stop, language)
    found.sort(key=lambda quoted: (quoted.start, -quoted.stop))
    return tuple(found)


def _in_paragraph(text: str, begin: int, end: int, language: str) -> list[Quoted]:
    stack: list[tuple[str, int]] = []
    found: list[Quoted] = []
    for match in _MARKS.finditer(text, begin, end):
        at, mark = match.start(), match.group(0)
        partner = next(
            (depth for depth in range(len(stack) - 1, -1, -1) if mark in _CLOSERS[stack[depth][0]]), None
        )
        if partner is not None and _closes(text, at, mark) and not _reopens(text, at, mark, stack[partner]):
            opener, opened = stack[partner]
            if at > opened + 1:
                found.append(Quoted(opened + 1, at, opener, partner, True, (opened, at + 1)))
            del stack[partner:]
        elif mark in _CLOSERS and _opens(text, at, mark, language):
            stack.append((mark, at))
    if stack and stack[0][1] <= begin + 1 and stack[0][0] in '„“«"「»' and end - begin < _MAX_CHARS:
        # A quotation that goes on in the next paragraph is closed only at its end.
        opened = stack[0][1]
        if end > opened + 1:
            found.append(Quoted(opened + 1, end, stack[0][0], 0, False, (opened, end)))
    return [_trimmed(text, quoted) for quoted in found]


def _reopens(text: str, at: int, mark: str, opened: tuple[str, int]) -> bool:
    """A straight or English opening mark after a blank inside a quotation starts a nested one."""
    before = text[at - 1]
    after = text[at + 1] if at + 1 < len(text) else " "
    return mark in '“"' and opened[0] != mark and before.isspace() and _is_word(after)


def _trimmed(text: str, quoted: Quoted) -> Quoted:
    """French and Chinese habits of blanks inside the marks leave the quotation itself."""
    start, stop = quoted.start, quoted.stop
    while start < stop and text[start].isspace():
        start += 1
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    if start == stop:
        return quoted
    return Quoted(start, stop, quoted.mark, quoted.depth, quoted.closed, quoted.outer)
