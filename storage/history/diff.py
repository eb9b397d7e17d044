"""A readable difference between two versions of a text, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"“”»’')\]]*\s+(?=[^\sa-z])|(?<=[。！？])|\n+")
_WORD = re.compile(r"\s+")
_ALTERED = 0.5
"""From this share of equal words on, a sentence counts as altered and not as another one."""


@dataclass(frozen=True, slots=True)
class TextChange:
    """What changed: ``diff`` has lines that begin with + (new), - (gone) or ~ (altered)."""

    diff: str
    n_words_added: int
    n_words_removed: int


def sentences(text: str) -> list[str]:
    """The sentences of a text, white space aside."""
    return [" ".join(part.split()) for part in _SENTENCE_END.split(text) if part and part.strip()]


def text_change(before: str, after: str) -> TextChange:
    """The difference between two texts."""
    old, new = sentences(before), sentences(after)
    lines: list[str] = []
    added = removed = 0
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for line, n_added, n_removed in _block(old[i:j], new[k:m]):
            lines.append(line)
            added += n_added
            removed += n_removed
    return TextChange("\n".join(lines), added, removed)


def _block(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, int, int]]:
    """Lines for sentences that stand in each other's place: alike ones in pairs, the rest on their own."""
    lines: list[tuple[str, int, int]] = []
    left = list(new)
    for sentence in old:
        words = _WORD.split(sentence)
        rated = [
            (SequenceMatcher(None, words, _WORD.split(other), autojunk=False).ratio(), -n)
            for n, other in enumerate(left)
        ]
        best = max(rated, default=(0.0, 0))
        if best[0] < _ALTERED:
            lines.append((f"- {sentence}", 0, len(words)))
            continue
        position = -best[1]
        lines += [(f"+ {other}", len(_WORD.split(other)), 0) for other in left[:position]]
        lines.append(_altered(words, _WORD.split(left[position])))
        left = left[position + 1 :]
    return lines + [(f"+ {other}", len(_WORD.split(other)), 0) for other in left]


def _altered(old: Sequence[str], new: Sequence[str]) -> tuple[str, int, int]:
    parts: list[str] = []
    added = removed = 0
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            parts += old[i:j]
            continue
        if j > i:
            parts.append(f"[-{' '.join(old[i:j])}-]")
            removed += j - i
        if m > k:
            parts.append(f"{{+{' '.join(new[k:m])}+}}")
            added += m - k
    return f"~ {' '.join(parts)}", added, removed
