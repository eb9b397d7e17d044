"""Where the cue words of roles stand in a text, and the grammar words that join, place and negate."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

from config.market_schema import RoleCues
from extractors.entities.boundaries import WORD, script_of


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue word at ``start:stop``; ``role`` may be a grammar subject (negation, channels, ...)."""

    start: int
    stop: int
    role: str
    slot: str


@dataclass(frozen=True, slots=True)
class CueTable:
    """Automaton over all cue words of one language."""

    automaton: AhoCorasick
    entries: tuple[tuple[tuple[str, str], ...], ...]
    """Per word: (role, slot) pairs."""
    shapes: tuple[tuple[bool, bool], ...]
    """Per word: must begin a word, must end a word."""
    grammar: Mapping[str, frozenset[str]]

    def find(self, lowered: str) -> list[Cue]:
        """Cues of a lower-cased text, in order of their end."""
        cues = []
        for index, start, stop in self.automaton.find_matches_as_indexes(lowered, overlapping=True):
            begins, ends = self.shapes[index]
            if begins and start and lowered[start - 1].isalnum():
                continue
            if ends and stop < len(lowered) and lowered[stop].isalnum():
                continue
            for role, slot in self.entries[index]:
                cues.append(Cue(start, stop, role, slot))
        return cues


_SCANNED = (
    "negation", "no_negation", "denied", "beyond", "campaign", "business", "channels", "channel_limits", "clause_breaks", "olympic", "titles",
)  # fmt: skip


def build_cues(languages: Sequence[RoleCues]) -> CueTable:
    """One table over the cue words of ``languages``."""
    pairs: dict[tuple[str, bool, bool], set[tuple[str, str]]] = {}
    grammar: dict[str, set[str]] = {}
    for cues in languages:
        for role, slots in cues.roles.items():
            for slot, words in slots.items():
                for word in words:
                    pairs.setdefault(_shape(word), set()).add((role, slot))
        for subject, words in cues.grammar.items():
            grammar.setdefault(subject, set()).update(word.lower() for word in words)
            if subject in _SCANNED:
                for word in words:
                    pairs.setdefault(_shape(word), set()).add((subject, ""))
    ordered = sorted(pairs)
    return CueTable(
        automaton=AhoCorasick([text for text, _, _ in ordered]),
        entries=tuple(tuple(sorted(pairs[key])) for key in ordered),
        shapes=tuple((begins, ends) for _, begins, ends in ordered),
        grammar={subject: frozenset(words) for subject, words in grammar.items()},
    )


def _shape(word: str) -> tuple[str, bool, bool]:
    """Text in lower case, whether it begins a word (no leading ``*``) and ends one (trailing ``=``)."""
    inside, whole = word.startswith("*"), word.endswith("=")
    text = word.lstrip("*").rstrip("=").lower()
    spaced = script_of(text[0]) == WORD
    return text, spaced and not inside, whole and script_of(text[-1]) == WORD


_TOKEN = re.compile(r"\w+(?:['’]\w+)*['’]?|[^\w\s]")


def tokens(gap: str) -> list[str]:
    """Words and signs of a lower-cased gap."""
    return _TOKEN.findall(gap)


def only(gap: str, *allowed: frozenset[str]) -> bool:
    """Whether every word and sign of the gap is in one of the sets."""
    return all(any(token in words for words in allowed) for token in tokens(gap))
