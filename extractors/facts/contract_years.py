"""Fact contract_years: terms in years, in Olympic cycles, and in adjectives that hold a number of years."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.facts.campaigns import Campaign, Case
from extractors.facts.games_named import games_in
from extractors.facts.term_guards import bars
from extractors.numbers_in_text import parse_number
from extractors.records import Fact
from extractors.sentences import Sentence

_MOST_YEARS = 60


def read_years(case: Case, sentence: Sentence, campaign: Campaign, kinds: frozenset[str]) -> Iterator[Fact]:
    material = case.material
    context = bool(kinds & {"contract", "renew", "renew_weak"}) or contract_before(case, sentence)
    bound = "sponsor" in kinds and (has_term(case, sentence) or bool(kinds & {"begin", "end"}))
    context = context or bound
    lowered = material.lowered
    for number, pattern in enumerate(material.tools.patterns("term", "years_patterns")):
        for match in pattern.finditer(lowered, sentence.start, sentence.stop):
            years = parse_number(match.group("n"), material.language)
            if years is None or not 0 < years <= _MOST_YEARS or case.in_speech(match.start()):
                continue
            if years == 1 and not _one_year_contract(case, sentence, match.start(), match.end()):
                continue
            # "For eight more years" speaks of a term by itself, a bare number of years does not.
            more = material.cues_in(
                match.start(), min(sentence.stop, match.end() + 8), "term", ("years_more",)
            )
            if not context and not more:
                continue
            if _is_other_time(case, match.start("n"), match.end(), match.start()):
                continue
            if bars(case, sentence, match.start(), match.end()):
                continue
            span = _evidence(case, sentence, match.start(), match.end())
            rule = f'years: pattern {number + 1} of cues/term.toml years_patterns on "{material.text[match.start() : match.end()]}"'
            yield case.stated(campaign, "contract_years", str(years), *span, 0.9 - 0.05 * number, rule)
            return
    yield from _months(case, sentence, campaign, context)
    yield from _cycles(case, sentence, campaign, context)


def _one_year_contract(case: Case, sentence: Sentence, start: int, stop: int) -> bool:
    """A single year is a term only right beside the contract: ``a one-year deal``."""
    cues = case.material.cues_in(sentence.start, min(sentence.stop, stop + 16), "term", ("contract",))
    return any(cue.stop > stop - 2 or cue.start >= start for cue in cues)


def _months(case: Case, sentence: Sentence, campaign: Campaign, context: bool) -> Iterator[Fact]:
    """Terms counted in months that make whole years."""
    material = case.material
    for pattern in material.tools.patterns("term", "months_patterns") if context else ():
        for match in pattern.finditer(material.lowered, sentence.start, sentence.stop):
            months = parse_number(match.group("n"), material.language)
            if months is None or months % 12 or not 0 < months <= 240 or case.in_speech(match.start()):
                continue
            if bars(case, sentence, match.start(), match.end()):
                continue
            rule = f'years: {months} months, "{match.group(0)}"'
            span = _evidence(case, sentence, match.start(), match.end())
            yield case.stated(campaign, "contract_years", str(months // 12), *span, 0.75, rule)
            return


_CYCLE_YEARS = 4


def _cycles(case: Case, sentence: Sentence, campaign: Campaign, context: bool) -> Iterator[Fact]:
    """Terms counted in Olympic cycles of four years, and adjectives that hold a number of years."""
    material = case.material
    for pattern in material.tools.patterns("term", "cycles_patterns") if context else ():
        for match in pattern.finditer(material.lowered, sentence.start, sentence.stop):
            cycles = parse_number(match.group("n"), material.language)
            if cycles is None or not 0 < cycles <= 6 or case.in_speech(match.start()):
                continue
            if bars(case, sentence, match.start(), match.end()):
                continue
            span = _evidence(case, sentence, match.start(), match.end())
            rule = f'years: {cycles} cycles of four years, "{match.group(0)}"'
            yield case.stated(campaign, "contract_years", str(cycles * _CYCLE_YEARS), *span, 0.75, rule)
            return
    for kind, years in _named_terms(case):
        cues = material.cues_in(sentence.start, sentence.stop, "term", (kind,))
        if cues and not bars(case, sentence, cues[0].start, cues[0].stop):
            span = _evidence(case, sentence, cues[0].start, cues[0].stop)
            yield case.stated(campaign, "contract_years", str(years), *span, 0.85, cues[0].why)
            return


def _named_terms(case: Case) -> list[tuple[str, int]]:
    """Lists such as years_3 hold adjectives that mean three years."""
    table = case.material.tools.cues.get("term", {}).get(case.material.language, {})
    return [(kind, int(kind[6:])) for kind in table if re.fullmatch(r"years_\d+", kind)]


def _is_other_time(case: Case, number: int, stop: int, start: int) -> bool:
    """Ten years ago, every four years, a five-year-old: no term of a contract."""
    material = case.material
    before = " ".join(material.lowered[max(0, number - 24) : number].split())
    after = material.lowered[stop : stop + 14].lstrip(" -")
    last = before.split()[-1:] if material.language not in ("ja", "zh") else [before[-2:]]
    inside = material.lowered[start:number].strip()
    for word in material.tools.words("term", "not_years_before"):
        if (before.endswith(" " + word) or before == word or last == [word]) and not (
            inside and inside.split()[-1] == word
        ):
            return True
    return any(after.startswith(word) for word in material.tools.words("term", "not_years_after"))


def _evidence(case: Case, sentence: Sentence, start: int, stop: int) -> tuple[int, int]:
    """The words themselves, widened to the contract word they belong to."""
    cues = case.material.cues_in(sentence.start, sentence.stop, "term", ("contract",))
    near = [c for c in cues if abs(c.start - stop) < 60 or abs(start - c.stop) < 60]
    if near:
        cue = min(near, key=lambda c: min(abs(c.start - stop), abs(start - c.stop)))
        return min(start, cue.start), max(stop, cue.stop)
    return start, stop


def contract_before(case: Case, sentence: Sentence) -> bool:
    """Whether the sentence before, in the same paragraph, speaks of a contract or partnership."""
    if sentence.index == 0:
        return False
    before = case.material.sentences[sentence.index - 1]
    same = before.paragraph == sentence.paragraph
    return same and bool(case.material.cues_in(before.start, before.stop, "term", ("contract", "sponsor")))


def has_term(case: Case, sentence: Sentence, *kinds: str) -> bool:
    """A word of ``until`` or ``since`` (or only those of ``kinds``) stands at a date or at Games."""
    material = case.material
    return any(
        material.beside(w.start, w.stop, "term", kind)
        for w in material.dates_in(sentence)
        for kind in kinds or ("until", "since")
    ) or any(material.before(g.start, "term", "until_before") for g in games_in(case, sentence))
