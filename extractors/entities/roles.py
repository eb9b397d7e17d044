"""How much of the text around a role word belongs to the role: "senior vice president of global marketing"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.entities.taken import Taken


@dataclass(frozen=True, slots=True)
class RoleWords:
    """Words around roles in one language: ``qualifiers`` belong to the role, ``links`` tie it to field or house."""

    qualifiers: frozenset[str]
    links: frozenset[str]
    articles: frozenset[str]
    houses: frozenset[str]
    """Words that open the house a person works for: at, bei, chez."""

    def may_stand_between(self, words: str) -> bool:
        """Whether ``words`` can stand between a name's comma and its role."""
        tokens = words.split()
        if len(tokens) > 6:
            return False
        return all(
            token in self.qualifiers
            or token in self.links
            or token in self.articles
            or not token[:1].islower()
            or token.endswith(("'s", "s'"))
            for token in tokens
        )


_RIGHT_WORD = re.compile(r"[ ](&|[\w'&-]+)")
_LONGEST_FIELD_WORDS = 6
_CLOSING = ("", ",", ".", ";", ":", ")", "\n", '"', "“", "”", "»", "!", "?")


def role_phrase(
    text: str, start: int, stop: int, name_start: int | None, words: RoleWords, taken: Taken
) -> str:
    """Role as the text states it: the word at ``start:stop`` with what qualifies it, without the house."""
    begin = start
    while begin > 0 and (text[begin - 1].isalnum() or text[begin - 1] in "-'"):
        begin -= 1
    if text[begin:start].rstrip("-").endswith(("'s", "'")) or taken.begins(begin):
        begin = start
    while True:
        before = re.search(r"([\w-]+) $", text[max(0, begin - 24) : begin])
        if before is None or before.group(1) not in words.qualifiers or before.group(1) in words.articles:
            break
        begin -= len(before.group())
    if name_start is not None:
        return text[begin:stop].strip()
    return text[begin : _field_end(text, stop, words, taken)].strip()


def _field_end(text: str, stop: int, words: RoleWords, taken: Taken) -> int:
    """End of the field behind a role (" of global marketing"); ``stop`` when running text follows."""
    place = stop
    tokens: list[tuple[str, int]] = []
    while len(tokens) <= _LONGEST_FIELD_WORDS:
        found = _RIGHT_WORD.match(text, place)
        if found is None:
            if text[place : place + 1] not in _CLOSING:
                return stop
            break
        word = found.group(1)
        elided = word.find("'") + 1
        if (
            taken.begins(found.start(1))
            or (elided and taken.begins(found.start(1) + elided))
            or word in words.houses
        ):
            break
        tokens.append((word, found.end()))
        place = found.end()
    else:
        return stop
    while tokens and (tokens[-1][0] in words.links | words.articles or tokens[-1][0] == "&"):
        tokens.pop()
    if not tokens or any(word.endswith("'s") for word, _ in tokens):
        return stop
    opens = tokens[0][0] in words.links or tokens[0][0] == "&" or not tokens[0][0][:1].islower()
    return tokens[-1][1] if opens else stop
