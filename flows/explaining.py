"""Why a reading says what it says: rule, cue and knowledge entry behind one fact, market, name or the relevance."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.records import Fact, Reading
from flows.look_up import LookedUp
from flows.reading_json import fact_value

_CONTEXT_CHARS = 110
_CUE_FILE = re.compile(r"\(cues/([a-z_]+)\.toml ([a-z_0-9]+)\)")
_KNOWLEDGE = re.compile(r"\(([a-z_0-9]+(?:/[a-z_0-9]+)*\.toml):(\d+)\)")


@dataclass(frozen=True, slots=True)
class Explanation:
    """One statement of a reading with the sentence around its evidence and what decided."""

    what: str
    evidence: tuple[str, str, str] | None
    """Words before, the evidence itself, words after."""
    lines: tuple[str, ...]


def explain(looked_up: LookedUp, wanted: str) -> list[Explanation]:
    """Explanations of what ``wanted`` names: a field (``claim``), ``c1.claim``, ``markets=CN``, ``relevance``, a market
    code or a name; empty when the reading says nothing of the kind."""
    reading, text = looked_up.reading, looked_up.text
    if wanted == "relevance":
        return list(_relevance(reading))
    facts = [_fact(text, fact, looked_up.language) for fact in reading.facts if _names(fact, wanted)]
    if facts:
        return facts
    found = [
        Explanation(
            f"{m.span.quote}: market {m.iso}, role {m.role}",
            _around(text, m.span.start, m.span.stop),
            (f"form: {m.form}", f"decided by: {m.cue}"),
        )
        for m in reading.markets
        if wanted.casefold() in (m.iso.casefold(), m.span.quote.casefold())
    ]
    found += [
        Explanation(
            f"{m.span.quote}: {m.type} {m.canonical} ({m.entity_id}), {m.kind}",
            _around(text, m.span.start, m.span.stop),
            tuple(_sources(m.rule, looked_up.language)),
        )
        for m in reading.mentions
        if wanted.casefold() in (m.entity_id.casefold(), m.canonical.casefold(), m.span.quote.casefold())
    ]
    return found


def _names(fact: Fact, wanted: str) -> bool:
    wanted, _, value = wanted.partition("=")
    campaign, _, field = wanted.rpartition(".")
    fits = fact.field == field and campaign in ("", fact.campaign)
    return fits and (not value or value.casefold() == fact.value.casefold())


def _fact(text: str, fact: Fact, language: str) -> Explanation:
    value = fact_value(fact)
    shown = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
    said = shown if fact.status == "stated" else fact.status.replace("_", " ")
    lines = [f"confidence: {fact.confidence:.2f}"]
    if fact.attributed_to:
        lines.append(f"according to: {fact.attributed_to}")
    if fact.precision:
        lines.append(f"precision: {fact.precision}")
    if fact.origin:
        lines.append(f"resolved by: {fact.origin}")
    if fact.role:
        lines.append(f"role: {fact.role}")
    lines += _sources(fact.rule, language)
    evidence = _around(text, fact.span.start, fact.span.stop) if fact.span else None
    return Explanation(f"{fact.campaign} {fact.field}: {said}", evidence, tuple(lines))


def _sources(rule: str, language: str) -> Iterator[str]:
    """The rule's parts, one a line, with the file and table each cue or entry stands in."""
    for part in rule.split("; "):
        cue, entry = _CUE_FILE.search(part), _KNOWLEDGE.search(part)
        if cue:
            yield f"decided by: {part} -> config/knowledge/cues/{cue.group(1)}.toml, [{language}] or [any], {cue.group(2)}"
        elif entry:
            yield f"decided by: {part} -> config/knowledge/{entry.group(1)}, line {entry.group(2)}"
        else:
            yield f"decided by: {part}"


def _relevance(reading: Reading) -> Iterator[Explanation]:
    relevance = reading.relevance
    if relevance is None:
        return
    verdict = "relevant" if relevance.relevant else "not relevant"
    lines = [f"{reason.weight:+.3f} {reason.kind}: {reason.detail}" for reason in relevance.reasons]
    lines.append(f"sum {relevance.score:.3f}; the threshold stands in config/topics/{relevance.topic}.toml")
    yield Explanation(f"{verdict} for {relevance.topic}: {relevance.score:.2f}", None, tuple(lines))


def _around(text: str, start: int, stop: int) -> tuple[str, str, str]:
    """The evidence with some words before and after, within its paragraph."""
    low = max(text.rfind("\n", 0, start) + 1, start - _CONTEXT_CHARS)
    end = text.find("\n", stop)
    high = min(len(text) if end < 0 else end, stop + _CONTEXT_CHARS)
    return text[low:start], text[start:stop], text[stop:high]
