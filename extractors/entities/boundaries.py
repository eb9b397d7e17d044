"""Where a name may begin and end: word boundaries by script, genitives, and spelling variants of one length."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from functools import lru_cache

# Edges of a form: no letter, a letter of a script that writes spaces, Han or hiragana, katakana, Hangul.
OPEN, WORD, HAN, KATAKANA, HANGUL = range(5)

# One code point for one code point, so offsets keep fitting.
_VARIANTS = {
    "\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u00b4": "'", "\u0060": "'",
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u3000": " ",
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\uff06": "&",
}  # fmt: skip
# Letters and digits only: full-width punctuation keeps its meaning for names in Japanese and Chinese.
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code).isalnum()}


def script_of(char: str) -> int:
    """Edge class of one character."""
    if not char.isalnum() and char != "ー":
        return OPEN
    code = ord(char)
    if code < 0x1100:
        return WORD
    if 0xAC00 <= code <= 0xD7A3 or 0x1100 <= code <= 0x11FF:
        return HANGUL
    if 0x30A1 <= code <= 0x30FA or code == 0x30FC or 0x31F0 <= code <= 0x31FF or 0xFF66 <= code <= 0xFF9F:
        return KATAKANA
    if 0x3005 <= code <= 0x309F or 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or code >= 0x20000:
        return HAN
    return WORD


def fold_spelling(text: str, *, full_width: bool = False) -> str:
    """Same text with apostrophes, hyphens and blanks in one spelling, and full-width letters too; length unchanged."""
    if text.isascii():
        return text
    for variant, plain in _VARIANTS.items():
        if variant in text:
            text = text.replace(variant, plain)
    return text.translate(_FULL_WIDTH) if full_width else text


def starts_clean(text: str, start: int, edge: int) -> bool:
    """Whether a form whose first character has class ``edge`` may begin at ``start``."""
    if start == 0 or edge in (OPEN, HAN):
        return True
    return script_of(text[start - 1]) != edge


def ends_clean(text: str, start: int, stop: int, edge: int, genitive: str, particles: Collection[str]) -> int:
    """End of the name that covers ``start:stop``, with a genitive ending taken in; -1 when a word goes on there."""
    if stop == len(text) or edge in (OPEN, HAN):
        return stop
    following = text[stop]
    if script_of(following) != edge:
        return stop
    if edge == WORD:
        if following == genitive and text[stop - 1] not in "sxzß":
            after = stop + 1
            if after == len(text) or script_of(text[after]) != WORD:
                return after
        return -1
    if edge == HANGUL:
        # Korean writes particles onto the noun; long names are safe inside compounds, short ones are not.
        if stop - start >= 3 or any(text.startswith(particle, stop) for particle in particles):
            return stop
        return -1
    return -1


@lru_cache(maxsize=4096)
def slug(name: str) -> str:
    """Id part for a name: folded, letters and digits kept, everything else one underscore."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "_".join("".join(char if char.isalnum() else " " for char in folded).split())
