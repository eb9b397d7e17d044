"""Fact extension: a contract in force was prolonged."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.facts.campaigns import Campaign, Case
from extractors.facts.contract_years import has_term
from extractors.facts.denials import denied_after
from extractors.facts.term_guards import bars
from extractors.material import clause_bounds
from extractors.records import Fact
from extractors.sentences import Sentence

_REACH = 34
"""Letters around a verb of prolonging in which a word of doubt counts."""


def read_extension(
    case: Case, sentence: Sentence, campaign: Campaign, kinds: frozenset[str]
) -> Iterator[Fact]:
    """At most one a sentence."""
    found = _renewed(case, sentence, kinds) or _outlived(case, sentence)
    if found is not None:
        start, stop, rule = found
        yield case.stated(campaign, "extension", "true", start, stop, 0.8, rule)


def _renewed(case: Case, sentence: Sentence, kinds: frozenset[str]) -> tuple[int, int, str] | None:
    material = case.material
    if not kinds & {"renew", "renew_weak"}:
        return None
    for cue in material.cues_in(sentence.start, sentence.stop, "term", ("renew", "renew_weak")):
        if case.in_speech(cue.start) or bars(case, sentence, cue.start, cue.stop):
            continue
        begin, end = clause_bounds(material, sentence, cue.start, cue.stop)
        ended = material.cues_in(sentence.start, sentence.stop, "term", ("end",))
        if any(e.start <= cue.start and cue.stop <= e.stop + 2 for e in ended):
            continue
        # "Renewable" is an option, a renewal that was declined is none.
        options = material.cues_in(sentence.start, sentence.stop, "term", ("option",))
        # So does "extends to 2032": it only says how long.
        options += material.cues_in(sentence.start, sentence.stop, "term", ("runs_to",))
        if any(o.start < cue.stop and cue.start < o.stop for o in options):
            continue
        if material.cues_in(begin, end, "term", ("refusal",)):
            continue
        negated = material.cues_in(max(sentence.start, cue.start - 26), cue.start, "status", ("negation",))
        denied = material.cues_in(cue.stop, min(sentence.stop, cue.stop + 10), "status", ("negation",))
        if negated or denied or denied_after(case, sentence, cue.stop):
            continue
        # "A renewal" alone is spoken of, hoped for, past; beside a term or a signature it came about.
        if material.cues_in(cue.start, cue.stop, "term", ("renew_noun",)) and not (
            kinds & {"begin"} or has_term(case, sentence, "until") or _counts_years(case, sentence)
        ):
            continue
        if cue.kind == "renew_weak" and not (
            kinds & {"contract", "sponsor", "renew"} and has_term(case, sentence, "until")
        ):
            continue
        low, high = max(begin, cue.start - _REACH), min(end, cue.stop + _REACH)
        if material.cues_in(low, high, "term", ("uncertain",)):
            continue
        # "Whether it will be renewed is open": a question, no renewal.
        questions = material.cues_in(sentence.start, sentence.stop, "term", ("open",))
        if any(q.start < cue.start or len(q.word) > 3 for q in questions):
            continue
        if material.text[begin:end].rstrip().endswith(("?", "？")):
            continue
        return cue.start, cue.stop, cue.why
    return None


def _counts_years(case: Case, sentence: Sentence) -> bool:
    material = case.material
    return any(
        pattern.search(material.lowered, sentence.start, sentence.stop)
        for pattern in material.tools.patterns("term", "years_patterns")
    )


def _outlived(case: Case, sentence: Sentence) -> tuple[int, int, str] | None:
    """``would have run out in December, now runs to 2029``: the planned end, then the new one behind it."""
    material = case.material
    planned = material.cues_in(sentence.start, sentence.stop, "term", ("superseded",))
    if not planned:
        return None
    for written in material.dates_in(sentence):
        if written.kind == "year" and written.start > planned[0].stop and not case.in_speech(written.start):
            word = material.beside(written.start, written.stop, "term", "until")
            if word and not bars(case, sentence, written.start, written.stop):
                return planned[0].start, written.stop, f'{planned[0].why}, then "{word}"'
    return None
