"""Facts start_date and end_date: when a campaign runs, with precision and what the date was resolved by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from config.games_calendar import Games
from extractors.dates_in_text import Written
from extractors.dates_resolved import Resolved, resolve
from extractors.facts.campaigns import Campaign, Case
from extractors.facts.period_end import not_before, note_end
from extractors.facts.period_score import CLAIMED, UNVEILED, score_of
from extractors.records import Fact
from extractors.sentences import Sentence

_ENOUGH = 1.59
_CLOSE = 0.75
"""Of dates that are so close in points the earliest is the start; the others are stages."""
_LONG_AGO, _FAR_AHEAD = 330, 700
"""Days; what began longer ago, or begins later, is rather a contract, a career or other Games."""


def games_of(case: Case, sentence: Sentence | None = None) -> Games | None:
    """The Games named in a sentence, else the ones the article names most, else those in its host cities."""
    if sentence is not None:
        by_id = {games.id: games for games in case.material.games}
        for mention in case.material.mentions_in(sentence.start, sentence.stop, ("event",)):
            if mention.entity_id in by_id:
                return by_id[mention.entity_id]
    return case.games


@dataclass(frozen=True, slots=True)
class _Candidate:
    points: float
    sentence: Sentence
    written: Written
    why: tuple[str, ...]
    found: Resolved | None


def read_period(case: Case) -> Iterator[Fact]:
    """Start and end of each campaign; a date whose year nothing tells is unresolved, never guessed."""
    material = case.material
    candidates: dict[str, list[_Candidate]] = {}
    ends: dict[str, tuple[float, Sentence, Written, str]] = {}
    for sentence in material.readable():
        for written in material.dates_in(sentence):
            campaign = case.at(written.start)
            if campaign is None or _in_title(case, written):
                continue
            candidate = _candidate(case, sentence, written)
            if candidate.points >= _ENOUGH:
                candidates.setdefault(campaign.key, []).append(candidate)
            note_end(case, sentence, written, campaign, ends)
    for campaign in case.campaigns:
        start: Resolved | None = None
        if campaign.key in candidates:
            chosen = _chosen(candidates[campaign.key])
            start, written = chosen.found, chosen.written
            rule = f"start: {'; '.join(chosen.why)}"
            confidence = min(0.97, 0.5 + chosen.points / 10)
            yield _dated(case, campaign, "start_date", start, written, confidence, rule)
            if written.ends is not None:
                yield from _range_end(case, campaign, start, written, chosen.sentence)
                continue
        if campaign.key in ends:
            _, sentence, written, rule = ends[campaign.key]
            end = resolve(written, material.published, games_of(case, sentence), ahead=True)
            yield _dated(case, campaign, "end_date", not_before(end, start), written, 0.75, rule)


def _candidate(case: Case, sentence: Sentence, written: Written) -> _Candidate:
    """A date with its points; how far it lies from the day of publication speaks too."""
    published = case.material.published
    points, why, past = score_of(case, sentence, written)
    if points < _ENOUGH - 1.0:
        return _Candidate(points, sentence, written, tuple(why), None)
    found = resolve(written, published, games_of(case, sentence), past=past, ahead=not past)
    days = _days_from(published, found)
    if days is not None and not -_LONG_AGO <= days <= _FAR_AHEAD:
        points -= 2.0
        why.append("far from the day of publication")
    elif days is not None and CLAIMED in why and written.kind in ("day", "weekday", "relative"):
        points += 0.4
        why.append("a day beside the claim")
    return _Candidate(points, sentence, written, tuple(why), found)


def _days_from(published: date | None, found: Resolved | None) -> int | None:
    """Days from the day of publication to the middle of a day, month or year; None for weeks and seasons."""
    if published is None or found is None or found.precision not in ("day", "month", "year"):
        return None
    middle = {"day": "", "month": "-15", "year": "-07-01"}[found.precision]
    return (date.fromisoformat(found.value + middle) - published).days


def _chosen(candidates: list[_Candidate]) -> _Candidate:
    """The best, or an earlier one nearly as good: right beside it, or with a word for from when no claim stands by the best."""
    best = max(candidates, key=lambda c: c.points)
    claimed = CLAIMED in best.why
    earlier = [
        c
        for c in candidates
        if c.points >= best.points - _CLOSE
        and c.found is not None
        and best.found is not None
        and c.found.precision == best.found.precision
        and c.found.value < best.found.value
        and UNVEILED not in c.why
        and (
            abs(c.sentence.index - best.sentence.index) <= 1
            or (not claimed and any(reason.endswith("at the date") for reason in c.why))
        )
    ]
    return min(earlier, key=lambda c: c.found.value if c.found else "", default=best)


def _in_title(case: Case, written: Written) -> bool:
    """A word of time inside a quoted title says nothing of when: ``"Faster than yesterday"``."""
    if case.in_speech(written.start):
        return False
    return any(
        q.closed and q.start <= written.start and written.stop <= q.stop and q.stop - q.start <= 60
        for q in case.material.quoted
    )


def _range_end(
    case: Case, campaign: Campaign, start: Resolved | None, written: Written, sentence: Sentence
) -> Iterator[Fact]:
    if written.ends is not None:
        end = resolve(written.ends, case.material.published, games_of(case, sentence))
        rule = "end of the range that gives the start"
        yield _dated(case, campaign, "end_date", not_before(end, start), written.ends, 0.9, rule)


def _dated(
    case: Case,
    campaign: Campaign,
    field: str,
    found: Resolved | None,
    written: Written,
    confidence: float,
    rule: str,
) -> Fact:
    span = case.material.span(written.start, written.stop)
    if found is None:
        return Fact(
            campaign.key,
            field,
            "",
            "unresolved",
            span,
            0.3,
            case.source_of(written.start),
            f"{rule}; no year",
        )
    return case.stated(
        campaign,
        field,
        found.value,
        span.start,
        span.stop,
        confidence,
        rule,
        precision=found.precision,
        origin=found.origin,
    )
