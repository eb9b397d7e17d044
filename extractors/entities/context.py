"""Decides an ambiguous form by the words around it and says which word decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick

from config.knowledge_schema import ContextRule
from extractors.entities.boundaries import WORD, script_of
from extractors.entities.windows import window_bounds

ACCEPTED, DEFAULT, PENDING, REJECTED = "accepted", "default", "pending", "rejected"


@dataclass(frozen=True, slots=True)
class Verdict:
    """``pending`` lacks an accepting word: other mentions of the article may still carry it."""

    state: str
    why: str
    weight: int = 0
    """How many different accepting words stood in the window."""


ALWAYS = Verdict(DEFAULT, "")


class WordList:
    """Words to look for in case-folded text: as prefixes of words, with * or in scripts without blanks anywhere.

    Most lists are never asked: the automaton is made on first use.
    """

    __slots__ = ("_automaton", "_inside", "_words")

    def __init__(self, words: tuple[str, ...]) -> None:
        self._words = words
        self._automaton: AhoCorasick | None = None
        self._inside: tuple[bool, ...] = ()

    def spans(self, window: str) -> list[tuple[int, int]]:
        """Where the words stand, leftmost first and longest first, without those inside another."""
        automaton = self._automaton or self._build()
        inside = self._inside
        found = [
            (start, -stop)
            for index, start, stop in automaton.find_matches_as_indexes(window, overlapping=True)
            if inside[index] or not start or not _is_word(window[start - 1])
        ]
        if len(found) > 1:
            found.sort()
        spans, end = [], 0
        for start, negative in found:
            if start >= end:
                end = -negative
                spans.append((start, end))
        return spans

    def _build(self) -> AhoCorasick:
        inside: dict[str, bool] = {}
        for word in self._words:
            folded = word.lstrip("*").casefold()
            free = word.startswith("*") or script_of(folded[:1]) != WORD
            inside[folded] = inside.get(folded, False) or free
        # In this order: who sees the automaton in another thread sees what belongs to it.
        self._inside = tuple(inside.values())
        self._automaton = automaton = AhoCorasick(list(inside))
        return automaton


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


word_list = cache(WordList)
"""The one list of these words: groups of words are shared by many rules."""


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A ContextRule with its word lists; each is a tuple of groups, so that shared groups are kept once."""

    window: str
    accept: tuple[WordList, ...]
    reject: tuple[WordList, ...]
    reject_before: frozenset[str]
    reject_after: tuple[str, ...]
    """Case-folded, as are the words before."""


def compile_rule(rule: ContextRule, groups: Mapping[str, tuple[str, ...]]) -> CompiledRule:
    """Resolve the @groups of a rule."""
    return CompiledRule(
        window=rule.window,
        accept=_lists(rule.accept, groups),
        reject=_lists(rule.reject, groups),
        reject_before=frozenset(word.casefold() for word in rule.reject_before),
        reject_after=tuple(word.casefold() for word in rule.reject_after),
    )


def _lists(words: Iterable[str], groups: Mapping[str, tuple[str, ...]]) -> tuple[WordList, ...]:
    own = tuple(word for word in words if not word.startswith("@"))
    shared = [groups[word[1:]] for word in words if word.startswith("@")]
    return tuple(word_list(group) for group in (own, *shared) if group)


def _first(lists: tuple[WordList, ...], window: str) -> str | None:
    """A word of ``lists`` in the window."""
    for words in lists:
        for start, stop in words.spans(window):
            return window[start:stop]
    return None


def first_spans(words: tuple[str, ...], folded: str, most: int) -> list[tuple[int, int]]:
    """Where the first context ``words`` stand in the case-folded text."""
    return word_list(words).spans(folded)[:most] if words else []


def _find(lists: tuple[WordList, ...], window: str) -> list[str]:
    """Different words of ``lists`` in the window, in order of the lists."""
    found: dict[str, None] = {}
    for words in lists:
        for start, stop in words.spans(window):
            found.setdefault(window[start:stop])
    return list(found)


def _word_ends(text: str, place: int) -> bool:
    last = script_of(text[place - 1])
    return last != WORD or place == len(text) or script_of(text[place]) != WORD


_BEFORE_A_WORD = " \t\n\r\"'„“”«»‚‘("
_REACH_BEFORE = 40


def _word_before(text: str, start: int) -> str:
    """Last word (or sign) before ``start``, case-folded; elided articles (l', d') count as words."""
    left = text[max(0, start - _REACH_BEFORE) : start].rstrip(_BEFORE_A_WORD)
    # Backwards by hand: a pattern that must end the text would be tried at every place before.
    begin = len(left)
    while begin and (_is_word(left[begin - 1]) or left[begin - 1] in "&.-"):
        begin -= 1
    return (left[begin:] or left[-1:]).casefold()


def decide(rule: CompiledRule, text: str, start: int, stop: int) -> Verdict:
    """Verdict on the form at ``start:stop`` of the spelling-folded ``text``."""
    if rule.reject_before:
        before = _word_before(text, start)
        # In a compound ("die Visa-Kampagne") the word before belongs to the compound's last part.
        if before in rule.reject_before and text[stop : stop + 1] != "-":
            return Verdict(REJECTED, f'after "{before}"')
    if rule.reject_after:
        following = text[stop : stop + 40].casefold().lstrip(" ")
        for word in rule.reject_after:
            if following.startswith(word) and _word_ends(following, len(word)):
                return Verdict(REJECTED, f'before "{word}"')
    if not rule.accept and not rule.reject:
        return ALWAYS
    begin, end = window_bounds(text, start, stop, rule.window)
    # The form itself is no witness for or against itself.
    window = f"{text[begin:start]} \0 {text[stop:end]}".casefold()
    against = _first(rule.reject, window)
    if against is not None:
        return Verdict(REJECTED, f'"{against}" in the {rule.window}')
    if not rule.accept:
        return ALWAYS
    witnesses = _find(rule.accept, window)
    if not witnesses:
        return Verdict(PENDING, f"no accepting word in the {rule.window}")
    return Verdict(ACCEPTED, f'"{witnesses[0]}" in the {rule.window}', len(witnesses))


def decide_wider(rule: CompiledRule, text: str, start: int, stop: int) -> Verdict:
    """Second look at a pending form: its whole paragraph, where nothing may speak against it."""
    begin, end = window_bounds(text, start, stop, "paragraph")
    paragraph = f"{text[begin:start]} \0 {text[stop:end]}".casefold()
    if _first(rule.reject, paragraph) is not None:
        return Verdict(REJECTED, "the paragraph speaks against it")
    witness = _first(rule.accept, paragraph)
    if witness is None:
        return Verdict(PENDING, "no accepting word in the paragraph")
    return Verdict(ACCEPTED, f'"{witness}" in the paragraph', 1)


def decide_in_article(rule: CompiledRule, folded: str) -> Verdict:
    """Third look at a form that nothing in its paragraph rejects: the whole case-folded article must speak of business."""
    witnesses = _find(rule.accept, folded)
    if len(witnesses) < _WITNESSES:
        return Verdict(PENDING, "too few accepting words in the article")
    return Verdict(ACCEPTED, f'"{", ".join(witnesses[:_WITNESSES])}" in the article', 1)


_WITNESSES = 3


def opens_sentence(text: str, start: int) -> bool:
    """Whether the form at ``start`` has its capital only because a sentence begins there."""
    before = text[max(0, start - 4) : start].rstrip(" \"'„“«‚(")
    return not before or before[-1] in ".!?:\n…。"
