"""Cue words in a text: one automaton per language over all words of config/knowledge/cues that announce facts.

A word matches whole, without regard to case; ``*`` at an end lets the word go on there, ``=`` in front asks for
exact case. Scripts without spaces have no word boundaries.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from config.cue_words import CueWords
from extractors.entities.boundaries import HANGUL, KATAKANA, WORD, fold_spelling, script_of

SUBJECTS = (
    "campaign", "claim", "agency_roles", "term", "status", "speech", "channels", "assets", "budget",
    "tone", "spokespeople", "links", "topic", "background", "other_news",
)  # fmt: skip
"""Files of config/knowledge/cues this automaton is made of, and the words of the topic."""


_BESIDE = ("_before", "_after", "_guard", "_tails")
_LISTS = frozenset({"articles", "title_words", "copula", "one"})
_LISTS_OF_SPEECH = frozenset({"that", "definite_before", "seldom"})
"""Lists asked only right beside a place or word by word; their small words would be most of what is found.

The others of speech are searched for too.
"""


def _is_searched(subject: str, kind: str) -> bool:
    if subject == "speech":
        return kind not in _LISTS_OF_SPEECH
    return kind not in _LISTS and not kind.endswith(_BESIDE)


class _Edges(dict[str, int]):
    """Edge class of a character, remembered."""

    def __missing__(self, char: str) -> int:
        edge = self[char] = script_of(char)
        return edge


_EDGES = _Edges()


class Cue(NamedTuple):
    """A cue word at ``start:stop`` of the text, with the file and list it stands in."""

    # A tuple, not a dataclass: hundreds are made for every article.

    start: int
    stop: int
    subject: str
    kind: str
    word: str
    """As the knowledge file lists it."""

    @property
    def why(self) -> str:
        return f'cue "{self.word}" (cues/{self.subject}.toml {self.kind})'


_ANYTHING, _NOTHING = -1, -2
"""Edges that equal no class of a character: what may stand beside a word without limits, and the end of the text."""


class _Entry(NamedTuple):
    exact: str | None
    left: int
    """Edge class that must not go on to the left."""
    right: int
    goes_on: bool
    """The word may go on to the right; the cue then ends where the word ends."""
    meanings: tuple[tuple[str, str, str], ...]


def same_length_lower(text: str) -> str:
    """Lower case without changing any offset."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


@dataclass(frozen=True, slots=True)
class CueIndex:
    """All cue words of one language."""

    language: str
    _entries: tuple[tuple[_Entry, ...], ...]
    _automaton: AhoCorasick
    _lefts: tuple[int, ...]
    """Per surface the left edge that all its entries share, if they do."""

    def find(self, text: str, lowered: str) -> list[Cue]:
        """Cues in order of their place, longer ones first; ``text`` has folded spelling, ``lowered`` is its lower case."""
        found: list[tuple[int, int, int, Cue]] = []
        length, edges = len(text), _EDGES
        entries, lefts = self._entries, self._lefts
        for index, start, stop in self._automaton.find_matches_as_indexes(lowered, overlapping=True):
            before = edges[text[start - 1]] if start else _NOTHING
            # Most hits lie inside words: what all readings of the surface forbid is asked once.
            if before == lefts[index]:
                continue
            behind = edges[text[stop]] if stop < length else _NOTHING
            for exact, left, right, goes_on, meanings in entries[index]:
                if before == left or behind == right or (exact is not None and text[start:stop] != exact):
                    continue
                end = stop
                if goes_on and behind == WORD:
                    while end < length and edges[text[end]] == WORD:
                        end += 1
                for subject, kind, word in meanings:
                    found.append((start, -end, len(found), Cue(start, end, subject, kind, word)))
        found.sort()
        return [row[3] for row in found]


def _bounded(char: str, left: bool) -> int:
    """The edge class that must not go on; Korean nouns take particles on the right only."""
    edge = script_of(char)
    return edge if edge in (WORD, KATAKANA) or (left and edge == HANGUL) else _ANYTHING


def _words(cues: CueWords, language: str, subjects: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    for subject in subjects:
        for table, kinds in cues.get(subject, {}).items():
            if table in ("any", language) or (language == "und" and table != "any"):
                for kind, words in kinds.items():
                    if not kind.endswith("_patterns") and _is_searched(subject, kind):
                        yield from ((subject, kind, word) for word in words)


def build_cue_index(cues: CueWords, language: str, subjects: Iterable[str] = SUBJECTS) -> CueIndex:
    """The automaton of one language; ``und`` gets the words of every language."""
    meanings: dict[str, dict[tuple[str | None, int, int, bool], list[tuple[str, str, str]]]] = {}
    for subject, kind, word in dict.fromkeys(_words(cues, language, subjects)):
        body = word
        exact = body.startswith("=")
        body = body.removeprefix("=")
        open_left, open_right = body.startswith("*"), body.endswith("*") and len(body) > 1
        body = fold_spelling(
            body.removeprefix("*").removesuffix("*") if open_right else body.removeprefix("*")
        )
        left = _ANYTHING if open_left else _bounded(body[0], True)
        right = _ANYTHING if open_right else _bounded(body[-1], False)
        key = (body if exact else None, left, right, open_right)
        meanings.setdefault(same_length_lower(body), {}).setdefault(key, []).append((subject, kind, word))
    surfaces = sorted(meanings)
    entries = tuple(
        tuple(
            _Entry(exact, left, right, goes_on, tuple(rows))
            for (exact, left, right, goes_on), rows in meanings[text].items()
        )
        for text in surfaces
    )
    shared = [{entry.left for entry in group} for group in entries]
    lefts = tuple(edges.pop() if len(edges) == 1 else _ANYTHING for edges in shared)
    return CueIndex(language, entries, AhoCorasick(surfaces), lefts)
