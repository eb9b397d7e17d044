"""Decides an ambiguous form by the words around it and says which word decided."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A ContextRule with its word lists as patterns over case-folded text."""

    window: str
    accept: re.Pattern[str] | None
    reject: re.Pattern[str] | None
    reject_before: frozenset[str]
    reject_after: tuple[str, ...]


def compile_rule(rule: ContextRule, groups: Mapping[str, tuple[str, ...]]) -> CompiledRule:
    """Expand @groups and turn the word lists into patterns."""
    return CompiledRule(
        window=rule.window,
        accept=_pattern(_expand(rule.accept, groups)),
        reject=_pattern(_expand(rule.reject, groups)),
        reject_before=frozenset(word.casefold() for word in rule.reject_before),
        reject_after=tuple(word.casefold() for word in rule.reject_after),
    )


def _expand(words: Iterable[str], groups: Mapping[str, tuple[str, ...]]) -> list[str]:
    plain: list[str] = []
    for word in words:
        plain += groups[word[1:]] if word.startswith("@") else [word]
    return plain


def _pattern(words: list[str]) -> re.Pattern[str] | None:
    if not words:
        return None
    bound: list[str] = []
    free: list[str] = []
    for word in words:
        folded = word.lstrip("*").casefold()
        inside = word.startswith("*") or script_of(folded[:1]) != WORD
        (free if inside else bound).append(re.escape(folded))
    parts = []
    if bound:
        parts.append(rf"(?<!\w)(?:{'|'.join(sorted(set(bound), key=len, reverse=True))})")
    if free:
        parts.append("|".join(sorted(set(free), key=len, reverse=True)))
    return re.compile("|".join(parts))


def _word_ends(text: str, place: int) -> bool:
    last = script_of(text[place - 1])
    return last != WORD or place == len(text) or script_of(text[place]) != WORD


_LAST_WORD = re.compile(r"([\w&.-]+|[^\w\s])[\s\"'„“”«»‚‘(]*$")


def _word_before(text: str, start: int) -> str:
    """Last word (or sign) before ``start``, case-folded; elided articles (l', d') count as words."""
    found = _LAST_WORD.search(text[max(0, start - 40) : start])
    return found.group(1).casefold() if found is not None else ""


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
    if rule.accept is None and rule.reject is None:
        return ALWAYS
    begin, end = window_bounds(text, start, stop, rule.window)
    # The form itself is no witness for or against itself.
    window = f"{text[begin:start]} \0 {text[stop:end]}".casefold()
    if rule.reject is not None:
        against = rule.reject.search(window)
        if against is not None:
            return Verdict(REJECTED, f'"{against.group()}" in the {rule.window}')
    if rule.accept is None:
        return ALWAYS
    witnesses = set(rule.accept.findall(window))
    if not witnesses:
        return Verdict(PENDING, f"no accepting word in the {rule.window}")
    first = rule.accept.search(window)
    word = first.group() if first is not None else ""
    return Verdict(ACCEPTED, f'"{word}" in the {rule.window}', len(witnesses))
