"""Cut, fold and stem words; views/060_search.sql does the cutting and folding alike in SQL."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

import snowballstemmer

CJK = "cjk"
"""Language of the pairs of characters that stand for words where script has no spaces."""

_CJK_RANGES = "\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_TOKEN = re.compile(f"[{_CJK_RANGES}]+|(?:(?![{_CJK_RANGES}])[^\\W_])+")
_IS_CJK = re.compile(f"[{_CJK_RANGES}]")
_FIRST_CJK = "\u3005"
_FULL_WIDTH = {0xFF10 + i: ord("0") + i for i in range(10)} | {
    code + i: ord("a") + i for i in range(26) for code in (0xFF21, 0xFF41)
}

_HAS_FULL_WIDTH = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")

STEMMERS = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}
"""Snowball algorithm by ISO 639-1; words of other languages are searched as they stand."""

TITLE_WEIGHT = 3
MAX_POSITION = 65_535
"""Words behind this place of a very long document are not searched."""
TITLE_GAP = 10


def lower(text: str) -> str:
    """NFC lower case with ASCII for full-width letters and digits."""
    if _HAS_FULL_WIDTH.search(text):  # translating every text would cost more than cutting it
        text = text.translate(_FULL_WIDTH)
    # Python alone makes two characters of the dotted capital I.
    return unicodedata.normalize("NFC", text.replace("İ", "i").lower())


def fold(text: str) -> str:
    """Lower case without accents; sharp s as ss; ae, oe, ue like the umlauts they may stand for."""
    if not text.isascii():
        apart = unicodedata.normalize("NFD", lower(text))
        bare = "".join(c for c in apart if unicodedata.category(c) != "Mn")
        text = unicodedata.normalize("NFC", bare).replace("ß", "ss")
    else:
        text = text.lower()
    return text.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def key(word: str) -> int:
    """What a word is looked up by: DuckDB's md5_number_lower."""
    return int.from_bytes(hashlib.md5(word.encode(), usedforsecurity=False).digest()[8:], "little")


def tokens(text: str) -> Iterator[str]:
    """Words in lower case in the order of the text; runs of Chinese, Japanese or Korean as pairs of characters."""
    for match in _TOKEN.finditer(lower(text)):
        word = match[0]
        if word < _FIRST_CJK:
            yield word
        elif _IS_CJK.match(word):
            if len(word) == 1:
                yield word
            for i in range(len(word) - 1):
                yield word[i : i + 2]
        else:
            yield word


def language_of(token: str, language: str) -> str:
    """Under which language a token of a text is stemmed and indexed."""
    return CJK if token >= _FIRST_CJK and _IS_CJK.match(token) else language


def positions(title: str | None, text: str) -> tuple[dict[str, list[int]], int]:
    """Where each token of a document stands, counted in tokens from the title on, and where the text begins."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    place = -1
    for place, token in enumerate(tokens(title or "")):
        found[token].append(place)
    # The gap keeps phrases from reaching across from the title into the text.
    text_begins = place + 1 + TITLE_GAP
    for place, token in enumerate(tokens(text), text_begins):
        if place > MAX_POSITION:
            break
        found[token].append(place)
    return found, text_begins


@cache
def _stemmer(language: str) -> object | None:
    algorithm = STEMMERS.get(language)
    return snowballstemmer.stemmer(algorithm) if algorithm else None


def stem(token: str, language: str) -> str:
    """The folded stem of a token."""
    stemmer = _stemmer(language)
    stemmed = stemmer.stemWord(token) if stemmer is not None else token  # type: ignore[attr-defined]
    return fold(stemmed)
