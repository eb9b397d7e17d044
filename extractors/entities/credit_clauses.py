"""Agencies named in a clause that says who did which part of the work: "X is planning the media", "den Film drehte X", "PR stays with X"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from extractors.entities.house_words import NAME

_BEFORE, _BEHIND = 110, 90
_START = r"(?:^|[\n.;:,!?…)»”*][ *]?|[ ][–—][ ])"
_END = r"(?=[ *]{0,2}(?:[.;:,)(\n!?“«„\"]|[–—]|$))"


_YEAR = re.compile(r"\b(?:19|20)\d\d$")
_TWO_PLAIN = re.compile(r"[^\W\d_][^\W\d_A-Z&+.]+(?:[ ][^\W\d_][^\W\d_A-Z&+.]+){1,2}")


def _like_a_person(name: str) -> bool:
    """Whether nothing but letters in two or three words make the name: whoever films or writes may be a person."""
    return _TWO_PLAIN.fullmatch(name) is not None


class CreditClauses:
    """Patterns of one language around the words for a part of the work, for having done it, and for doing it."""

    def __init__(self, words: Mapping[str, Sequence[str]], agencies: Mapping[str, Sequence[str]]) -> None:
        self._role = frozenset(words.get("role", ()))
        self._made = frozenset(words.get("made", ()))
        self._done = frozenset(words.get("done", ()))
        self._house = frozenset(words.get("house", ()))
        self._announcing = frozenset(agencies.get("before", ()))
        self._other_trade = re.compile(
            rf"(?<![\w])(?:{_any(agencies.get('not_after', ()))})[ -]$", re.IGNORECASE
        )
        self._common_ends = tuple(words.get("common_ends", ()))
        self._personal = frozenset(words.get("personal", ()))
        self._nobody = frozenset(words.get("nobody", ()))
        every = self._role | self._made | self._done | self._house
        self._anchor = re.compile(rf"(?<![\w-])(?:{_any(every)})(?![\w-])")
        self._empty = not every
        self._verb_ends = frozenset(word.rpartition(" ")[2] for word in self._made | self._done)
        self._for_ends = frozenset(word.rpartition(" ")[2] for word in words.get("for", ()))
        self._det_ends = frozenset(words.get("det", ()))
        self._by_starts = tuple(words.get("by", ()))
        self._move_starts = frozenset(
            word.partition(" ")[0]
            for word in (*words.get("moves", ()), *(self._made if words.get("inverts") else ()))
        )
        made = _any(self._made)
        and_, det, by = _any(words.get("and", ())), _any(words.get("det", ())), _any(words.get("by", ()))
        article = rf"(?:(?:{_any(words.get('article', ()))})(?:[ ]|(?<=['’])))?"
        place = rf"{article}(?:(?<=[ ])[a-zà-ÿ]{{4,}}[ ])?(?:[A-Z]\w+['’]s[ ])?"
        name = rf"{place}(?P<name>{NAME.pattern})(?:[ ](?:{and_})[ ]{article}(?P<more>{NAME.pattern}){_END})?"
        open_ = rf"(?:{_START}|[ ](?:{and_})[ ]|[ ](?:{_any(words.get('with', ()))})[ ]){place}"
        list_ = rf"(?:(?P<more>{NAME.pattern})[ ](?:{and_})[ ]{article})?"
        aux = rf"(?:(?:{_any(words.get('aux', ()))})[ ])?"
        verb = rf"(?:{aux}(?:{made}|{_any(self._done)}))" if words.get("aux") else rf"(?:{made})"
        adjectives = rf"(?:(?!(?:{_any(words.get('between_not', ()))})\b)[\w'’-]+[ ]){{0,2}}?"
        few = rf"(?:(?:{det})[ ]?)?{adjectives}"
        self._subject = re.compile(rf"{open_}{list_}(?P<name>{NAME.pattern})[ ]{verb}[ ]{few}$")
        self._for = re.compile(
            rf"{open_}{list_}(?P<name>{NAME.pattern})[ ](?:{_any(words.get('for', ()))})[ ]?(?:(?:{det})[ ]?)?$"
        )
        self._gap = re.compile(
            rf"(?:[,;]|[ ](?:{and_}))[ ]{place}(?P<name>{NAME.pattern}),?[ ](?:{det})[ ]?$"
        )
        self._alone = re.compile(rf"(?:[;,.]|[ ](?:{and_}))[ ]{article}(?P<name>{NAME.pattern})[ ]{aux}$")
        self._moves = re.compile(
            rf"(?:[ ](?:{and_})[ ]\w+)?[ ](?:[\w-]+[ ]){{0,2}}?(?:{_any(words.get('moves', ()))})[ ]?{name}"
        )
        self._inverted = (
            re.compile(rf"(?:[ ](?:{and_})[ ]\w+)?[ ](?:{made})[ ]{name}") if words.get("inverts") else None
        )
        self._by = re.compile(rf"(?:[ ](?!{by}\b)[\w-]+){{0,2}}?[ ](?:{by})[ ]?{name}")
        self._from = (
            re.compile(rf"(?<!\w)(?:{by})[ ](?P<name>{NAME.pattern})[ ]$") if words.get("inverts") else None
        )
        self._that = (
            re.compile(rf"(?:^|[ ,])(?:{_any(words['that'])})[ ]?{aux}$") if words.get("that") else None
        )
        self._object = re.compile(rf"[ ]{name}")
        self._titled = re.compile(rf"[ ](?:[a-zà-ÿ]{{4,}}[ ])?[*]?(?P<name>{NAME.pattern})")
        self._from_place = re.compile(
            rf"(?:[ ][a-zà-ÿ]{{4,}})?(?:[ ](?:{_any(words.get('of', ()))})[ ]?(?:[A-Z][\w-]+[ ]?){{1,3}})?,[ ](?P<name>{NAME.pattern}){_END}"
        )
        self._apposed = re.compile(
            rf"(?P<name>{NAME.pattern}),[ ](?:(?:{_any(words.get('one', ()))})[ ])?(?:[\w'’-]+[ ]){{0,3}}$"
        )
        self._end = re.compile(_END)

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Start, stop and reason of every name such a clause holds."""
        if self._empty:
            return
        last = -_BEHIND
        for anchor in self._anchor.finditer(text):
            near, last = anchor.start() - last < _BEHIND, anchor.end()
            for match in self._around(text, anchor, near):
                for group in ("name", "more"):
                    if match.groupdict().get(group) and not self._is_word(text, match.group(group)):
                        yield *match.span(group), f'who did the work: "{anchor.group()}"'

    def _around(self, text: str, anchor: re.Match[str], near: bool) -> Iterator[re.Match[str]]:
        word, start, stop = anchor.group(), *anchor.span()
        low = max(0, start - _BEFORE)
        before, high = text[low:start], min(len(text), stop + _BEHIND)
        # A look at single words spares most anchors the patterns.
        tokens, next_ = before.split()[-5:], text[stop:high].split()[:5]
        behind: list[re.Pattern[str] | None] = []
        ahead: list[re.Pattern[str] | None] = []
        if word in self._role:
            if not self._move_starts.isdisjoint(next_):
                behind += [self._moves, self._inverted]
            if not self._verb_ends.isdisjoint(tokens):
                ahead.append(self._subject)
            if not self._for_ends.isdisjoint(tokens[-2:]):
                ahead.append(self._for)
            if near and tokens and tokens[-1] in self._det_ends and self._end.match(text, stop):
                # A verb left out is one the clause before has.
                ahead.append(self._gap)
        if word in self._house and self._other_trade.search(before) is None:
            # The finder of cues reads a name right behind an agency's own word.
            behind += [self._from_place, None if word in self._announcing else self._titled]
            if "," in before:
                ahead.append(self._apposed)
        if word in self._done:
            if any(token.startswith(self._by_starts) for token in next_[:3]):
                behind.append(self._by)
            if tokens and tokens[-1][:1].isupper():
                ahead.append(self._from)
        if word in self._made or word in self._done:
            if self._that is not None and self._that.search(before):
                behind.append(self._object)
            if self._end.match(text, stop) and any(token[:1].isupper() for token in tokens[-3:]):
                ahead.append(self._alone)
        for pattern in behind:
            match = pattern.match(text, stop, high) if pattern is not None else None
            if match is not None and not (word in self._personal and _like_a_person(match.group("name"))):
                yield match
        for pattern in ahead:
            match = pattern.search(text, low, start) if pattern is not None else None
            if match is not None:
                yield match

    def _is_word(self, text: str, name: str) -> bool:
        """Whether a capital proves no name: the first word is no name's, or the article writes it small too."""
        first = name.split()[0]
        if first in self._nobody or _YEAR.search(name):
            return True
        if " " not in name and self._common_ends and name.endswith(self._common_ends):
            return True
        return " " not in name and re.search(rf"(?<!\w){re.escape(name.lower())}(?!\w)", text) is not None


def _any(words: Sequence[str] | frozenset[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or r"(?!)"
