"""Whether a place is part of a name that no list knows: "Deutscher Tauzieherverband", "Federazione italiana"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from extractors.entities.boundaries import WORD, script_of

_WORDS_BEHIND = 4
_REACH = 60
_BEHIND = re.compile(r"[ -](?P<word>[^\W\d_]+)(?=$|\W)")
_BEFORE = re.compile(r"(?P<head>[^\W\d_]+)(?P<between>(?: [^\W\d_]+['’]?){0,3}) ?(?:[\w]+['’])?$")
_CJK_RUN = re.compile(r"[一-鿿々ァ-ヺー가-힣]{1,14}")
_LATIN_TEAMS = ("Team ", "TEAM ")


def name_around(
    text: str, start: int, stop: int, kind: str, grammar: Mapping[str, frozenset[str]], nouns_capital: bool
) -> str | None:
    """The words that make ``start:stop`` part of a name of an organisation, or None.

    ``nouns_capital``: whether every noun of the language has a capital, so that only that of an adjective tells.
    """
    if text.endswith(_LATIN_TEAMS, 0, start):
        return text[start - 5 : stop]
    heads = grammar["name_heads"]
    if not heads:
        return None
    if script_of(text[start]) != WORD:
        return _in_run(text, stop, heads, grammar)
    # "Schweizer", "Norweger": adjectives in -er have a capital in German whatever follows them.
    capital_anyway = nouns_capital and kind == "inhabitant" and text[stop - 1] == "r"
    if text[start].isupper() and not capital_anyway:
        found = _behind(text, start, stop, heads, grammar)
        if found is not None:
            return found
    return None if nouns_capital else _before(text, start, heads, grammar)


def _behind(
    text: str, start: int, stop: int, heads: frozenset[str], grammar: Mapping[str, frozenset[str]]
) -> str | None:
    """The head of a name whose capitalised words follow the place."""
    position = stop
    for number in range(_WORDS_BEHIND):
        found = _BEHIND.match(text, position)
        if found is None or not found["word"][0].isupper():
            return None
        word = found["word"].lower()
        if _is_head(word, heads):
            return text[start : found.end()]
        if number == 0 and text[start:stop] in grammar["name_codes"] and text[stop] == " ":
            return text[start : found.end()]
        position = found.end()
    return None


def _before(
    text: str, start: int, heads: frozenset[str], grammar: Mapping[str, frozenset[str]]
) -> str | None:
    """The head of a name before the place, with a capital and nothing but its own words between."""
    if text[start - 1 : start] not in ("", " ", "'", "’"):
        return None
    left = text[max(0, start - _REACH) : start].replace("'", "' ").replace("’", "' ")
    for number, word in enumerate(reversed(left.rsplit(" ", _WORDS_BEHIND + 1)[:-1])):
        if number > _WORDS_BEHIND - 1 or not word or not word.strip("'").isalpha():
            return None
        lowered = word.lower()
        if word[0].isupper() and _is_head(lowered, heads):
            return word if number or "before" in grammar["head_side"] else None
        linking = lowered in grammar["origin"] or lowered in grammar["articles"] or lowered in ("of", "the")
        if not linking and (lowered in grammar["prepositions"] or lowered in grammar["joiners"]):
            return None
    return None


def _in_run(text: str, stop: int, heads: frozenset[str], grammar: Mapping[str, frozenset[str]]) -> str | None:
    """The head of a name written onto the place, in scripts without blanks."""
    run = _CJK_RUN.match(text, stop)
    if run is None:
        return None
    written = run.group()
    # The first of them: heads are a set, whose order is another in every process.
    ends = [(at, at + len(head)) for head in heads if (at := written.find(head)) >= 0]
    first = [(at, end) for at, end in ends if not any(word in written[:at] for word in grammar["origin"])]
    return written[: min(first)[1]] if first else None


def _is_head(word: str, heads: frozenset[str]) -> bool:
    return word in heads or (
        word.endswith(_endings(heads))
        and any(len(word) > len(end) + 1 and word.endswith(end) for end in _endings(heads))
    )


@lru_cache(maxsize=64)
def _endings(heads: frozenset[str]) -> tuple[str, ...]:
    """The heads that words end with: "*verband"."""
    return tuple(head[1:] for head in heads if head[0] == "*")
