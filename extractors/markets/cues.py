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
    shapes: tuple[tuple[bool, int], ...]
    """Per word: whether it must begin a word, and how many letters of the word may follow it (-1: any number)."""
    grammar: Mapping[str, frozenset[str]]

    def find(self, lowered: str) -> list[Cue]:
        """Cues of a lower-cased text, in order of their end."""
        cues = []
        for index, start, stop in self.automaton.find_matches_as_indexes(lowered, overlapping=True):
            begins, more = self.shapes[index]
            if begins and start and lowered[start - 1].isalnum():
                continue
            if more >= 0 and lowered[stop : stop + more + 1].isalnum() and stop + more < len(lowered):
                continue
            for role, slot in self.entries[index]:
                cues.append(Cue(start, stop, role, slot))
        return cues


_SHORT, _INFLECTION = 5, 3
_SCANNED = (
    "negation", "no_negation", "denied", "beyond", "campaign", "campaign_hints", "business", "channels", "channel_limits", "clause_breaks", "olympic", "titles",
)  # fmt: skip


def build_cues(languages: Sequence[RoleCues]) -> CueTable:
    """One table over the cue words of ``languages``."""
    pairs: dict[tuple[str, bool, int], set[tuple[str, str]]] = {}
    grammar: dict[str, set[str]] = {}
    for cues in languages:
        joined = _contractions(cues.grammar.get("contractions", ()))
        for role, slots in cues.roles.items():
            for slot, words in slots.items():
                for word in words:
                    for form in _forms(word, joined):
                        pairs.setdefault(_shape(form), set()).add((role, slot))
        for subject, words in cues.grammar.items():
            grammar.setdefault(subject, set()).update(word.lower() for word in words)
            if subject in _SCANNED:
                for word in words:
                    pairs.setdefault(_shape(word), set()).add((subject, ""))
    ordered = sorted(pairs)
    return CueTable(
        automaton=AhoCorasick([text for text, _, _ in ordered]),
        entries=tuple(tuple(sorted(pairs[key])) for key in ordered),
        shapes=tuple((begins, more) for _, begins, more in ordered),
        grammar={subject: frozenset(words) for subject, words in grammar.items()},
    )


def _contractions(entries: Sequence[str]) -> dict[str, list[str]]:
    """Preposition -> its forms joined with an article, of entries such as ``in: nel=, nei=``."""
    pairs = [entry.partition(":") for entry in entries]
    return {preposition: forms.replace(",", " ").split() for preposition, _, forms in pairs}


def _forms(word: str, joined: Mapping[str, Sequence[str]]) -> list[str]:
    """A cue that ends with a preposition ("girato in") also with that preposition joined with an article."""
    ahead, _, last = word.rpartition(" ")
    return [word, *(f"{ahead} {form}" for form in joined.get(last, ()))] if ahead else [word]


def _shape(word: str) -> tuple[str, bool, int]:
    """Text in lower case, whether it begins a word (no leading ``*``), and how many letters may follow it.

    None after a trailing ``=``; a short word takes an inflection but no second half of a compound.
    """
    inside, whole = word.startswith("*"), word.endswith("=")
    text = word.lstrip("*").rstrip("=").lower()
    begins = script_of(text[0]) == WORD and not inside
    if script_of(text[-1]) != WORD:
        return text, begins, -1
    return text, begins, 0 if whole else _INFLECTION if len(text) <= _SHORT else -1


_TOKEN = re.compile(r"\w+(?:['’]\w+)*['’]?|[^\w\s]")


def tokens(gap: str) -> list[str]:
    """Words and signs of a lower-cased gap."""
    return _TOKEN.findall(gap)


def only(gap: str, *allowed: frozenset[str]) -> bool:
    """Whether every word and sign of the gap is in one of the sets."""
    return all(any(token in words for words in allowed) for token in tokens(gap))
