"""Decides by the words directly beside a form that it is no market: a surname, a language, a bird."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from config.market_schema import Guards, LanguageNames

_BEFORE = re.compile(r"([\w&'.-]+)([ \u00a0])$")
_LISTED_BEFORE = re.compile(r"(\w+),$")
_LISTED_BEHIND = re.compile(r"(?:,| \w{1,3}) (\w+)")
_CAPITALISED = re.compile(r" [A-ZÀ-Þ][a-zà-ÿ]")
_FOLLOWING = re.compile(r"[ \u00a0]([\w'-]+)")
_REACH = 28


@dataclass(frozen=True, slots=True)
class FormRule:
    """What beside one form makes it no market; words are case-sensitive as listed."""

    after: frozenset[str]
    before: tuple[str, ...]
    first_names: bool
    before_capitalised: bool


@dataclass(frozen=True, slots=True)
class Spoken:
    """How a language says that it means a language, as endings of the text before a form, blanks included."""

    always_after: tuple[str, ...]
    after: tuple[str, ...]
    """Tell a language unless the form describes what follows."""
    before: tuple[str, ...]
    joiners: frozenset[str]
    forms: frozenset[str]


@dataclass(frozen=True, slots=True)
class GuardTable:
    """Guards of one language, by form."""

    rules: dict[str, tuple[FormRule, ...]]
    spoken: tuple[Spoken, ...]
    first_names: frozenset[str]

    def rejects(self, text: str, start: int, stop: int, base: str, kind: str) -> bool:
        """Whether the form at ``start:stop`` of the folded ``text`` means something else than a market."""
        for rule in self.rules.get(text[start:stop], ()) or self.rules.get(base, ()):
            if self._beside(rule, text, start, stop):
                return True
        return kind in ("adjective", "inhabitant", "name") and any(
            _is_language(spoken, text, start, stop, kind) for spoken in self.spoken
        )

    def _beside(self, rule: FormRule, text: str, start: int, stop: int) -> bool:
        if rule.before and text.startswith(rule.before, stop):
            return True
        if rule.before_capitalised and _CAPITALISED.match(text, stop):
            return True
        if not (rule.after or rule.first_names):
            return False
        left = text[max(0, start - _REACH) : start].rstrip()
        for word in rule.after:
            if left.endswith(word) and not left[: -len(word)][-1:].isalnum():
                return True
        return rule.first_names and self._among_first_names(text, start, stop, left)

    def _among_first_names(self, text: str, start: int, stop: int, left: str) -> bool:
        """Whether a first name stands right before, or on both sides of an enumeration."""
        if word_before(text, start) in self.first_names:
            return True
        listed = _LISTED_BEFORE.search(left)
        if listed is None or listed.group(1) not in self.first_names:
            return False
        behind = _LISTED_BEHIND.match(text, stop)
        return behind is not None and behind.group(1) in self.first_names


def word_before(text: str, start: int) -> str:
    """The word directly before ``start``, parted by one blank; empty when something else stands there."""
    low = max(0, start - _REACH)
    if start - low < 2 or text[start - 1] not in " \u00a0":
        return ""
    # From the blank before the word on: every word further left would be tried and left again.
    blank = text.rfind(" ", low, start - 2)
    if blank >= 0 and (word := text[blank + 1 : start - 1]).isalpha():
        return word
    low = max(low, blank)
    found = _BEFORE.search(text, low, start)
    return found.group(1) if found and not found.group(1).endswith(".") else ""


def _is_language(spoken: Spoken, text: str, start: int, stop: int, kind: str) -> bool:
    if spoken.before and text.startswith(spoken.before, stop):
        return True
    if kind == "name" or (spoken.forms and text[start:stop] not in spoken.forms):
        return False
    left = text[max(0, start - _REACH) : start].lower()
    return left.endswith(spoken.always_after) or (
        left.endswith(spoken.after) and not _goes_on(spoken, text, stop)
    )


def _goes_on(spoken: Spoken, text: str, stop: int) -> bool:
    """Whether a noun or adjective follows, so that the form describes something."""
    following = _FOLLOWING.match(text, stop, stop + 24)
    return following is not None and following.group(1).lower() not in spoken.joiners


def _spoken(names: LanguageNames) -> Spoken:
    elided = [word for word in names.after if word.endswith("'")]
    return Spoken(
        always_after=tuple(f" {word} " for word in names.always_after),
        after=(*(f" {word} " for word in names.after), *elided),
        before=names.before,
        joiners=frozenset(names.joiners),
        forms=frozenset(names.forms),
    )


def build_guards(guards: Sequence[Guards], first_names: frozenset[str]) -> GuardTable:
    """Index the guards by form."""
    rules: dict[str, list[FormRule]] = {}
    for guard in guards:
        for beside in guard.beside:
            rule = FormRule(
                frozenset(beside.after), beside.before, beside.first_names, beside.before_capitalised
            )
            for form in beside.forms:
                rules.setdefault(form, []).append(rule)
    return GuardTable(
        {form: tuple(found) for form, found in rules.items()},
        tuple(_spoken(guard.language) for guard in guards),
        first_names,
    )
