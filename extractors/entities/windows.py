"""The stretch of text a context rule looks at: phrase, sentence, paragraph or article."""

from __future__ import annotations

import re

# Both begin with one class of characters, which the engine skips to; it would try alternatives at every place.
_SENTENCE_END = re.compile(r"[.!?…。！？\n](?:(?<=[.!?…])[\"'”“»)\]]*\s+(?=[^a-zà-ÿ])|(?<=[。！？\n]))")
_PHRASE_END = re.compile(r"[.,;:()\[\]–—!?…。、，；：！？\n](?:(?<=\.)\s|(?<!\.))")
_REACHES = (120, 600)
"""Code points looked back and ahead for the end of a sentence: nearly all are within the first."""


def window_bounds(text: str, start: int, stop: int, window: str) -> tuple[int, int]:
    """Bounds of the ``window`` around ``start:stop``."""
    if window == "article":
        return 0, len(text)
    if window == "paragraph":
        begin = text.rfind("\n", 0, start) + 1
        end = text.find("\n", stop)
        return begin, len(text) if end < 0 else end
    return _between(text, start, stop, _SENTENCE_END if window == "sentence" else _PHRASE_END)


def sentence_bounds(text: str, start: int, stop: int) -> tuple[int, int]:
    """Bounds of the sentence around ``start:stop``; a full stop before a small letter ends nothing."""
    return _between(text, start, stop, _SENTENCE_END)


def _between(text: str, start: int, stop: int, ending: re.Pattern[str]) -> tuple[int, int]:
    begin = low = max(0, start - _REACHES[-1])
    for reach in _REACHES:
        ends = [found.end() for found in ending.finditer(text, max(low, start - reach), start)]
        if ends:
            begin = ends[-1]
            break
    high = min(len(text), stop + _REACHES[-1])
    following = ending.search(text, stop, high)
    return begin, following.end() if following else high
