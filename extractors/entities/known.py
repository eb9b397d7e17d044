"""Known names: which surfaces of the text count, which entity each stands for, and which lie inside another name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import NamedTuple

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
_AGENCY = frozenset({"agency"})
_Judged = tuple[Reading, Verdict]
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


class _Candidate:
    """A hit with the verdict on each of its readings; which reading counts is worked out when verdicts change."""

    __slots__ = ("best", "hit", "pending", "verdicts")

    best: _Judged | None
    """The reading that counts: most accepting words, then one that needs none, then knowledge order."""
    pending: bool

    def __init__(self, hit: Hit, verdicts: list[_Judged]) -> None:
        self.hit = hit
        self.settle(verdicts)

    def settle(self, verdicts: list[_Judged]) -> None:
        """Take new verdicts."""
        self.verdicts = verdicts
        if len(verdicts) == 1:
            # Nearly every form may be one thing only.
            state = verdicts[0][1].state
            self.pending = state == PENDING
            self.best = None if self.pending or state == REJECTED else verdicts[0]
            return
        alive = [pair for pair in verdicts if pair[1].state not in (REJECTED, PENDING)]
        self.best = max(alive, key=_weight) if len(alive) > 1 else alive[0] if alive else None
        self.pending = len(alive) < len(verdicts) and any(verdict.state == PENDING for _, verdict in verdicts)

    def look_again(self, decide_anew: Callable[[Reading, Verdict], Verdict]) -> None:
        """Decide the pending readings anew."""
        self.settle(
            [
                (reading, decide_anew(reading, verdict) if verdict.state == PENDING else verdict)
                for reading, verdict in self.verdicts
            ]
        )


def _weight(judged: _Judged) -> int:
    return judged[1].weight


class _Article(NamedTuple):
    """What the rest of the article may say about a name that its surroundings leave open."""

    text: str
    candidates: list[_Candidate]
    joiners: frozenset[str]
    described: frozenset[str]


def find_known(
    text: str,
    hits: Sequence[Hit],
    joiners: frozenset[str],
    described: frozenset[str],
    today: date | None = None,
) -> list[Named]:
    """Decide all hits on entities of the spelling-folded ``text``: context first, then the rest of the article.

    ``described`` are ids of entities that have one of their descriptors in the article; ``today``, when it appeared,
    tells which Games of a city are meant.
    """
    candidates = [_judge(text, hit) for hit in hits if hit.surface.readings]
    article = _Article(text, candidates, joiners, described)
    undecided = [candidate for candidate in candidates if candidate.pending]
    n_carried = -1
    for step in _STEPS if undecided else ():
        if step is _carry and len(undecided) == n_carried:
            # Nothing was decided since it last looked.
            continue
        step(article, undecided)
        undecided = [candidate for candidate in undecided if candidate.pending]
        if step is _carry:
            n_carried = len(undecided)
    return _resolve_overlaps(candidates, today)


def _judge(text: str, hit: Hit) -> _Candidate:
    return _Candidate(
        hit,
        [
            (reading, ALWAYS if reading.rule is None else decide(reading.rule, text, hit.start, hit.stop))
            for reading in hit.surface.readings
        ],
    )


def _carry(article: _Article, undecided: list[_Candidate]) -> None:
    """A name without accepting words counts when the article names its entity, owner or product without doubt."""
    sure: dict[str, tuple[str, str]] = {}
    for candidate in article.candidates:
        best = candidate.best
        if best is not None:
            entity, form = best[0].entity, candidate.hit.surface.text
            sure.setdefault(entity.id, ("the article names it without doubt as", form))
            if entity.type in _LISTABLE:
                sure.setdefault(f"owner:{entity.id}", ("the article names its owner", form))
                if entity.parent is not None:
                    sure.setdefault(entity.parent, ("the article names its product", form))
    for candidate in undecided if sure else ():
        candidate.look_again(lambda reading, verdict: _carried(reading, verdict, sure))


def _carried(reading: Reading, verdict: Verdict, sure: Mapping[str, tuple[str, str]]) -> Verdict:
    why = sure.get(reading.entity.id)
    if why is None and reading.entity.type in _LISTABLE:
        why = sure.get(f"owner:{reading.entity.parent}")
    return verdict if why is None else Verdict(ACCEPTED, f'{why[0]} "{why[1]}"')


def _accept_described(article: _Article, undecided: list[_Candidate]) -> None:
    """A name counts when the article also uses a noun phrase that stands for its entity."""
    accepted = Verdict(ACCEPTED, "the article also describes it by its trade")
    described = article.described
    for candidate in undecided if described else ():
        candidate.look_again(lambda reading, verdict: accepted if reading.entity.id in described else verdict)


def _accept_listed(article: _Article, undecided: list[_Candidate]) -> None:
    """A brand in one list with brands that count, counts too; runs from both ends so that it travels along."""
    text, joiners = article.text, article.joiners
    if not joiners or not any(_may_be(candidate, _LISTABLE) for candidate in undecided):
        return
    ordered = sorted(article.candidates, key=lambda c: (c.hit.start, -c.hit.stop))
    for sequence in (ordered, ordered[::-1]):
        neighbour: Hit | None = None
        for candidate in sequence:
            if (
                candidate.pending
                and neighbour is not None
                and _joined(text, neighbour, candidate.hit, joiners)
            ):
                _accept(candidate, _LISTABLE, f'listed beside "{neighbour.surface.text}"')
            best = candidate.best
            if best is not None and best[0].entity.type in _LISTABLE:
                neighbour = candidate.hit


def _accept_fellows(article: _Article, undecided: list[_Candidate]) -> None:
    """An agency's name counts beside an agency that counts: who did the work is told in one breath."""
    text = article.text
    agencies = [candidate for candidate in undecided if _may_be(candidate, _AGENCY)]
    sure = [
        candidate.hit
        for candidate in (article.candidates if agencies else ())
        if candidate.best is not None and candidate.best[0].entity.type in _AGENCY
    ]
    for candidate in agencies if sure else ():
        hit = candidate.hit
        if opens_sentence(text, hit.start) and not _is_plainly_a_name(hit.surface.text):
            continue
        fellow = next((other for other in sure if _beside(text, hit, other)), None)
        if fellow is not None:
            _accept(candidate, _AGENCY, f'beside the agency "{fellow.surface.text}"')


def _may_be(candidate: _Candidate, types: frozenset[str]) -> bool:
    """Whether a pending reading is of one of the types."""
    return any(v.state == PENDING and reading.entity.type in types for reading, v in candidate.verdicts)


def _accept(candidate: _Candidate, types: frozenset[str], why: str) -> None:
    accepted = Verdict(ACCEPTED, why)
    candidate.look_again(lambda reading, verdict: accepted if reading.entity.type in types else verdict)


def _beside(text: str, hit: Hit, other: Hit) -> bool:
    first, second = (hit, other) if hit.start < other.start else (other, hit)
    between = second.start - first.stop
    return 0 < between <= _FELLOW_REACH and "\n" not in text[first.stop : second.start]


def _look_wider(article: _Article, undecided: list[_Candidate]) -> None:
    """The paragraph decides what the window left open; a capital that opens a sentence proves no name."""
    text = article.text
    forms = {candidate.hit.surface.text for candidate in undecided}
    inside = {
        form
        for candidate in article.candidates
        if (form := candidate.hit.surface.text) in forms
        and (_is_plainly_a_name(form) or not opens_sentence(text, candidate.hit.start))
        and (candidate.pending or candidate.best is not None)
    }
    folded = ""
    by_article: dict[int, Verdict] = {}
    for candidate in undecided:
        form = candidate.hit.surface.text
        if form not in inside:
            continue
        candidate.look_again(partial(_in_paragraph, text, candidate.hit))
        if candidate.pending and _is_plainly_a_name(form):
            folded = folded or text.casefold()
            candidate.look_again(partial(_in_article, folded, by_article))


def _in_paragraph(text: str, hit: Hit, reading: Reading, verdict: Verdict) -> Verdict:
    return verdict if reading.rule is None else decide_wider(reading.rule, text, hit.start, hit.stop)


def _in_article(folded: str, decided: dict[int, Verdict], reading: Reading, verdict: Verdict) -> Verdict:
    """Decided once for all names of one rule, by its identity."""
    rule = reading.rule
    if rule is None:
        return verdict
    if id(rule) not in decided:
        decided[id(rule)] = decide_in_article(rule, folded)
    return decided[id(rule)]


_STEPS = (_carry, _accept_described, _accept_listed, _accept_fellows, _carry, _look_wider, _carry)


def _is_plainly_a_name(form: str) -> bool:
    """Whether no place in a sentence can make an ordinary word look like the form: capitals only, or a script without."""
    return len(form) > 1 and (form.isupper() or script_of(form[0]) != WORD)


def _joined(text: str, one: Hit, other: Hit, joiners: frozenset[str]) -> bool:
    first, second = (one, other) if one.start <= other.start else (other, one)
    if not 0 < second.start - first.stop <= _JOINER_REACH:
        return False
    words = re.findall(r"\w+|[^\w\s]", text[first.stop : second.start].casefold())
    return bool(words) and all(word in joiners for word in words)


def _resolve_overlaps(candidates: list[_Candidate], today: date | None) -> list[Named]:
    """Leftmost first, longest first; what lies inside a counted name is nested, what crosses its edge is dropped."""
    decided = [(candidate.hit, *candidate.best) for candidate in candidates if candidate.best is not None]
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
        entity = reading.entity_on(today)
        if entity is not reading.entity:
            why += f"; {entity.id} is nearest to the day of the article"
        named = Named(hit.start, hit.stop, entity, NESTED if inside else NAME, why)
        found.append(named)
        if not inside:
            outer.append(named)
    return found
