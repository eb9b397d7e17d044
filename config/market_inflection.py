"""How base forms of market words inflect: ending rules read from config/knowledge/markets/inflection.toml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from config.market_schema import KINDS, LANGUAGES, Checker

_CAPITALISED = ("no", "all", "inflected", "inhabitant")


@dataclass(frozen=True, slots=True)
class EndingRules:
    """(ending, endings that replace it) in order of trial; ``capitalised`` says which forms also get a capital."""

    rules: tuple[tuple[str, tuple[str, ...]], ...]
    capitalised: str


Inflection = Mapping[tuple[str, str], EndingRules]
"""(language, kind) -> rules."""


def read_inflection(document: Mapping[str, Any], check: Checker) -> Inflection:
    """Read ``[language.kind]`` tables."""
    check.known(document, "", *LANGUAGES)
    found: dict[tuple[str, str], EndingRules] = {}
    for language in document:
        kinds = check.table(document, language)
        check.known(kinds, f"{language}.", *KINDS)
        for kind in kinds:
            table = check.table(kinds, kind, f"{language}.")
            where = f"{language}.{kind}."
            check.known(table, where, "capitalised", "rules")
            capitalised = table.get("capitalised", "no")
            if capitalised not in _CAPITALISED:
                check.wrong(
                    f"{where}capitalised", f"unknown value {capitalised!r}", f"use one of {_CAPITALISED}"
                )
            rules = []
            for rule in check.tables(table, "rules"):
                check.known(rule, f"{where}rules.", "ends", "forms")
                forms = rule.get("forms", [])
                if not isinstance(rule.get("ends"), str) or not isinstance(forms, list) or not forms:
                    check.wrong(
                        f"{where}rules", f"incomplete rule {rule!r}", 'write { ends = "", forms = ["", "s"] }'
                    )
                    continue
                rules.append((rule["ends"], tuple(str(form) for form in forms)))
            found[language, kind] = EndingRules(tuple(rules), str(capitalised))
    return found


def inflected(form: str, kind: str, language: str, inflection: Inflection) -> Iterator[tuple[str, str]]:
    """(surface, kind) of every inflected form of ``form``, without ``form`` itself where it is listed as such."""
    rules = inflection.get((language, kind))
    if rules is None:
        return
    variants = _vary(form, rules)
    for variant in variants:
        yield variant, kind
        if not variant[0].islower() or rules.capitalised == "no":
            continue
        if rules.capitalised != "inflected" or variant != form:
            capital = "inhabitant" if rules.capitalised == "inhabitant" else kind
            yield variant[0].upper() + variant[1:], capital


def _vary(form: str, rules: EndingRules) -> list[str]:
    for ends, forms in rules.rules:
        if form.endswith(ends):
            stem = form[: len(form) - len(ends)]
            return [stem + ending for ending in forms]
    return [form]
