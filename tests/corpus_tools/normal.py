"""When two spans, names or values count as the same."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

_QUOTES = "\"'“”„‟‘’‚‛«»‹›「」『』《》〈〉*_`"
_EDGE = _QUOTES + " \t\n\u00a0.,;:!?…()[]–—-。、！？"
_ARTICLES = re.compile(
    r"^(?:(?:der|die|das|den|dem|des|the|le|la|les|el|los|las|il|lo|gli|i|o|a|os|as|de|het)\s+|l['’]\s*)(?=\S{2})",
    re.IGNORECASE,
)
_SEASONS = {"spring": "21", "summer": "22", "autumn": "23", "fall": "23", "winter": "24"}
EUROPE = "150"


def plain(value: object) -> str:
    """Case-folded NFKC text without quote marks, with single spaces and bare edges."""
    text = unicodedata.normalize("NFKC", str(value)).casefold()
    text = "".join(" " if sign in _QUOTES else sign for sign in text)
    return re.sub(r"\s+", " ", text).strip(_EDGE.casefold())


def bare_id(value: object) -> str:
    """Letters and digits of an id or name, case-folded: ``team_gb``, ``Team GB`` and ``teamgb`` are one."""
    text = str(value).rpartition(":")[2] if re.match(r"[a-z]+:", str(value)) else str(value)
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


def core(text: str) -> str:
    """What is left of a surface form without article, quote marks and genitive ending."""
    stripped = _ARTICLES.sub("", plain(text)).strip(_EDGE)
    return re.sub(r"(?:['’]s|['’])$", "", stripped)


def same_span(one: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    """Identical, or overlapping with one core inside the other; each is (start, stop, text)."""
    if one[:2] == other[:2]:
        return True
    if one[0] >= other[1] or other[0] >= one[1]:
        return False
    first, second = core(one[2]), core(other[2])
    return bool(first and second) and (first in second or second in first)


def overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Shared characters divided by all characters of both spans."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, shared) / (max(one[1], other[1]) - min(one[0], other[0]))


def market_code(value: object) -> str:
    """An ISO code, with EU and 150 (Europe) as one."""
    code = str(value).strip().upper()
    return EUROPE if code == "EU" else code


def when(value: object) -> str:
    """An ISO 8601 date, possibly partial; seasons as EDTF numbers (2030-spring is 2030-21)."""
    text = str(value).strip().lower()
    match = re.fullmatch(r"(\d{4})[- ]?(spring|summer|autumn|fall|winter)", text)
    return f"{match[1]}-{_SEASONS[match[2]]}" if match else text


def one_inside_other(one: object, other: object) -> bool:
    """One plain text holds the other."""
    first, second = plain(one), plain(other)
    return bool(first and second) and (first in second or second in first)


def structured(value: Any) -> Any:
    """A value that may be JSON inside text, as JSON."""
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def any_same_name(value: object, names: Iterable[str]) -> bool:
    """The value is one of the names, ids compared by letters and digits only."""
    wanted = bare_id(value)
    return bool(wanted) and any(bare_id(name) == wanted for name in names)
