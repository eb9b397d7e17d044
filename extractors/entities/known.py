"""Known names: which surfaces of the text count, which entity each stands for, and which lie inside another name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from config.knowledge_schema import Entity
from extractors.entities.boundaries import WORD, script_of
from extractors.entities.context import (
    ACCEPTED,
    ALWAYS,
    PENDING,
    REJECTED,
    Verdict,
    decide,
    decide_in_article,
    decide_wider,
    opens_sentence,
)
from extractors.entities.lexicon import Hit, Reading

NAME, NESTED, DESCRIPTOR = "name", "nested", "descriptor"
_LISTABLE = frozenset({"brand", "company", "product"})
_JOINER_REACH = 12
_FELLOW_REACH = 160
"""Code points between agencies named in one breath."""


@dataclass(frozen=True, slots=True)
class Named:
    """An entity named at ``start:stop``; ``kind`` is name or nested."""

    start: int
    stop: int
    entity: Entity
    kind: str
    why: str


@dataclass(slots=True)
class _Candidate:
    hit: Hit
    verdicts: list[tuple[Reading, Verdict]]

    def best(self) -> tuple[Reading, Verdict] | None:
        """The reading that counts: most accepting words, then one that needs none, then knowledge order."""
        alive = [pair for pair in self.verdicts if pair[1].state not in (REJECTED, PENDING)]
        return max(alive, key=lambda pair: pair[1].weight, default=None)


def find_known(
    text: str, hits: Sequence[Hit], joiners: frozenset[str], described: frozenset[str]
) -> list[Named]:
    """Decide all hits on entities of the spelling-folded ``text``: context first, then the rest of the article.

    ``described`` are ids of entities that have one of their descriptors in the article.
    """
    candidates = [_judge(text, hit) for hit in hits if hit.surface.readings]
    undecided = [c for c in candidates if any(verdict.state == PENDING for _, verdict in c.verdicts)]
    if undecided:
        _carry(candidates, undecided)
        _accept_described(undecided, described)
        _accept_listed(text, candidates, undecided, joiners)
        _accept_fellows(text, candidates, undecided)
        _carry(candidates, undecided)
        _look_wider(text, candidates, undecided)
        _carry(candidates, undecided)
    return _resolve_overlaps(candidates)


def _judge(text: str, hit: Hit) -> _Candidate:
    return _Candidate(
        hit,
        [
            (reading, ALWAYS if reading.rule is None else decide(reading.rule, text, hit.start, hit.stop))
            for reading in hit.surface.readings
        ],
    )


def _carry(candidates: list[_Candidate], undecided: list[_Candidate]) -> None:
    """A name without accepting words counts when the article names its entity, owner or product without doubt."""
    sure: dict[str, str] = {}
    for candidate in candidates:
        best = candidate.best()
        if best is not None:
            entity, form = best[0].entity, candidate.hit.surface.text
            sure.setdefault(entity.id, f'the article names it without doubt as "{form}"')
            if entity.type in _LISTABLE:
                sure.setdefault(f"owner:{entity.id}", f'the article names its owner "{form}"')
                if entity.parent is not None:
                    sure.setdefault(entity.parent, f'the article names its product "{form}"')
    for candidate in undecided:
        candidate.verdicts = [_carried(reading, verdict, sure) for reading, verdict in candidate.verdicts]


def _carried(reading: Reading, verdict: Verdict, sure: Mapping[str, str]) -> tuple[Reading, Verdict]:
    if verdict.state != PENDING:
        return reading, verdict
    why = sure.get(reading.entity.id)
    if why is None and reading.entity.type in _LISTABLE:
        why = sure.get(f"owner:{reading.entity.parent}")
    return reading, verdict if why is None else Verdict(ACCEPTED, why)


def _accept_described(undecided: list[_Candidate], described: frozenset[str]) -> None:
    """A name counts when the article also uses a noun phrase that stands for its entity."""
    for candidate in undecided:
        candidate.verdicts = [
            (reading, Verdict(ACCEPTED, "the article also describes it by its trade"))
            if verdict.state == PENDING and reading.entity.id in described
            else (reading, verdict)
            for reading, verdict in candidate.verdicts
        ]


def _accept_listed(
    text: str, candidates: list[_Candidate], undecided: list[_Candidate], joiners: frozenset[str]
) -> None:
    """A brand in one list with brands that count, counts too; runs from both ends so that it travels along."""
    if not joiners:
        return
    ordered = sorted(candidates, key=lambda c: (c.hit.start, -c.hit.stop))
    waiting = {id(candidate) for candidate in undecided}
    for sequence in (ordered, ordered[::-1]):
        neighbour: _Candidate | None = None
        for candidate in sequence:
            if (
                id(candidate) in waiting
                and neighbour is not None
                and _joined(text, neighbour, candidate, joiners)
            ):
                name = neighbour.hit.surface.text
                candidate.verdicts = [
                    (reading, Verdict(ACCEPTED, f'listed beside "{name}"'))
                    if verdict.state == PENDING and reading.entity.type in _LISTABLE
                    else (reading, verdict)
                    for reading, verdict in candidate.verdicts
                ]
            best = candidate.best()
            if best is not None and best[0].entity.type in _LISTABLE:
                neighbour = candidate


def _accept_fellows(text: str, candidates: list[_Candidate], undecided: list[_Candidate]) -> None:
    """An agency's name counts beside an agency that counts: who did the work is told in one breath."""
    sure = [
        candidate.hit
        for candidate in candidates
        if (best := candidate.best()) is not None and best[0].entity.type == "agency"
    ]
    if not sure:
        return
    for candidate in undecided:
        hit = candidate.hit
        if not any(reading.entity.type == "agency" for reading, _ in candidate.verdicts):
            continue
        if opens_sentence(text, hit.start) and not _is_plainly_a_name(hit.surface.text):
            continue
        fellow = next((other for other in sure if _beside(text, hit, other)), None)
        if fellow is None:
            continue
        candidate.verdicts = [
            (reading, Verdict(ACCEPTED, f'beside the agency "{fellow.surface.text}"'))
            if verdict.state == PENDING and reading.entity.type == "agency"
            else (reading, verdict)
            for reading, verdict in candidate.verdicts
        ]


def _beside(text: str, hit: Hit, other: Hit) -> bool:
    first, second = (hit, other) if hit.start < other.start else (other, hit)
    between = second.start - first.stop
    return 0 < between <= _FELLOW_REACH and "\n" not in text[first.stop : second.start]


def _look_wider(text: str, candidates: list[_Candidate], undecided: list[_Candidate]) -> None:
    """The paragraph decides what the window left open; a capital that opens a sentence proves no name."""
    inside = {
        candidate.hit.surface.text
        for candidate in candidates
        if (_is_plainly_a_name(candidate.hit.surface.text) or not opens_sentence(text, candidate.hit.start))
        and any(verdict.state != REJECTED for _, verdict in candidate.verdicts)
    }
    folded = ""
    for candidate in undecided:
        form = candidate.hit.surface.text
        if form not in inside:
            continue
        candidate.verdicts = [
            (reading, decide_wider(reading.rule, text, candidate.hit.start, candidate.hit.stop))
            if verdict.state == PENDING and reading.rule is not None
            else (reading, verdict)
            for reading, verdict in candidate.verdicts
        ]
        if not _is_plainly_a_name(form):
            continue
        folded = folded or text.casefold()
        candidate.verdicts = [
            (reading, decide_in_article(reading.rule, folded))
            if verdict.state == PENDING and reading.rule is not None
            else (reading, verdict)
            for reading, verdict in candidate.verdicts
        ]


def _is_plainly_a_name(form: str) -> bool:
    """Whether no place in a sentence can make an ordinary word look like the form: capitals only, or a script without."""
    return len(form) > 1 and (form.isupper() or script_of(form[0]) != WORD)


def _joined(text: str, one: _Candidate, other: _Candidate, joiners: frozenset[str]) -> bool:
    first, second = sorted((one.hit, other.hit), key=lambda hit: hit.start)
    gap = text[first.stop : second.start]
    if not gap or len(gap) > _JOINER_REACH or first.stop > second.start:
        return False
    words = re.findall(r"\w+|[^\w\s]", gap.casefold())
    return bool(words) and all(word in joiners for word in words)


def _resolve_overlaps(candidates: list[_Candidate]) -> list[Named]:
    """Leftmost first, longest first; what lies inside a counted name is nested, what crosses its edge is dropped."""
    decided: list[tuple[Hit, Reading, Verdict]] = []
    for candidate in candidates:
        best = candidate.best()
        if best is not None:
            decided.append((candidate.hit, *best))
    decided.sort(key=lambda item: (item[0].start, -item[0].stop))
    found: list[Named] = []
    outer: list[Named] = []
    for hit, reading, verdict in decided:
        inside = bool(outer) and hit.start < outer[-1].stop
        if inside:
            host = outer[-1]
            if hit.stop > host.stop or (hit.start, hit.stop) == (host.start, host.stop):
                continue
            if reading.entity.id == host.entity.id:
                continue
        why = f"{reading.why}: {verdict.why}" if verdict.why else reading.why
        named = Named(hit.start, hit.stop, reading.entity, NESTED if inside else NAME, why)
        found.append(named)
        if not inside:
            outer.append(named)
    return found
