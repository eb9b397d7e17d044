"""Facts start_date and end_date: each date is weighed as start and as end of its campaign, the likeliest are stated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from config.games_calendar import Games
from extractors.dates_in_text import Written
from extractors.dates_resolved import Resolved, resolve
from extractors.facts.article_signs import article_signs
from extractors.facts.campaigns import Campaign, Case
from extractors.facts.date_lines import dates_the_page
from extractors.facts.durations import Beginning, durations_in, end_of
from extractors.facts.period_signs import (
    nearer_signs,
    signs_of,
    signs_of_day,
    signs_of_games,
    turned_signs,
    word_beside,
)
from extractors.material import NOT_READ
from extractors.records import Fact
from extractors.sentences import Sentence
from extractors.weighing import Signs, weigh

START, END = "start_date", "end_date"
ENOUGH = {START: 0.3, END: 0.42}
"""Probability from which a date is stated."""
_CLOSE = 0.9
"""Of starts whose probability comes this near to the best one's, the earliest is meant; the others are stages."""


_BESIDE = 2
"""Sentences within which a bare day of the month takes its month from a full date before it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A date of a campaign in one of the two roles, with the day it means then and what speaks for it."""

    campaign: Campaign
    role: str
    sentence: Sentence
    written: Written
    found: Resolved | None
    signs: Signs


@dataclass(frozen=True, slots=True)
class _Weighed:
    candidate: Candidate
    probability: float
    why: str


def games_of(case: Case, sentence: Sentence | None = None) -> Games | None:
    """The Games named in a sentence, else the ones the article names most, else those in its host cities."""
    if sentence is not None:
        by_id = {games.id: games for games in case.material.games}
        for mention in case.material.mentions_in(sentence.start, sentence.stop, ("event",)):
            if mention.entity_id in by_id:
                return by_id[mention.entity_id]
    return case.games


def _games_meant(case: Case, sentence: Sentence, written: Written) -> Games | None:
    """The Games of a date that is counted from them: the Paralympics where the text says so.

    "Until the closing ceremony" without any Games named is that of the running or coming ones.
    """
    games, published = games_of(case, sentence), case.material.published
    if games is None and written.kind == "before_games" and published is not None:
        ahead = (g for g in case.material.games if g.closing >= published)
        games = next((g for g in ahead if "Y" not in g.id and not _is_later_twin(g, published)), None)
    if games is None or games.paralympic:
        return games
    twins = (
        g for g in case.material.games if g.paralympic and (g.year, g.season) == (games.year, games.season)
    )
    twin = next(twins, games)
    between = published is not None and games.closing < published <= twin.closing
    return twin if written.part == "paralympic" or between else games


def _is_later_twin(games: Games, published: date) -> bool:
    """Paralympic Games that have not begun: "the closing ceremony" is that of the Olympic ones then."""
    return games.paralympic and published < games.opening


def candidates(case: Case) -> Iterator[Candidate]:
    """Every date that speaks of a campaign, once for each role; the end of a range stands for it as end."""
    published = case.material.published
    near: tuple[int, date] | None = None
    beginnings: list[Beginning] = []
    lasting: list[tuple[Campaign, Sentence, Written]] = []
    for sentence in case.material.sentences:
        if sentence.kind in NOT_READ and sentence.kind != "credit":
            continue
        for written in case.material.dates_in(sentence):
            campaign = case.at(written.start)
            if campaign is None or _in_title(case, written) or dates_the_page(case.material, written):
                continue
            signs = signs_of(case, sentence, written) | article_signs(case, campaign)
            games = _games_meant(case, sentence, written)
            past = _is_past(case, sentence, written, signs)
            beside = near[1] if near is not None and sentence.index - near[0] <= _BESIDE else None
            start = resolve(written, published, games, past=past, ahead=not past, near=beside)
            signs |= signs_of_games(case, sentence, written, start, signs)
            if start is not None and start.precision == "day" and written.month is not None:
                near = sentence.index, date.fromisoformat(start.value)
            if "games_days.range_bare" in signs:
                # "From 26 July to 11 August" with no word of a campaign: when the Games are.
                continue
            if start is not None:
                beginnings.append(Beginning(sentence.index, written.start, start))
            turned = None
            if _may_turn(written):
                turned = resolve(written, published, games, past=not past, ahead=past, near=beside)
                turned = turned if turned != start else None
            meant = {**signs, **signs_of_day(case, written, start), **nearer_signs(case, start, turned)}
            yield Candidate(campaign, START, sentence, written, start, meant)
            if turned is not None:
                meant = {**signs, **signs_of_day(case, written, turned), **nearer_signs(case, turned, start)}
                meant |= turned_signs(signs, past=not past)
                yield Candidate(campaign, START, sentence, written, turned, meant)
            last = written.ends or written
            end = resolve(last, published, games, ahead=True, near=beside)
            if written.ends is not None:
                end = not_before(end, start)
            yield Candidate(campaign, END, sentence, last, end, {**signs, **signs_of_day(case, last, end)})
            if beside is not None and _is_bare_day(written):
                for role, first in ((START, start), (END, end)):
                    found = resolve(written, published, games, past=past, ahead=not past)
                    if found is not None and found != first:
                        meant = {
                            **signs,
                            **signs_of_day(case, written, found),
                            **nearer_signs(case, found, first),
                        }
                        yield Candidate(
                            campaign, role, sentence, written, found, {**meant, "reading.apart": 1.0}
                        )
        for written in durations_in(case.material, sentence):
            campaign = case.at(written.start)
            if campaign is not None:
                lasting.append((campaign, sentence, written))
    for campaign, sentence, written in lasting:
        end = end_of(written, sentence, beginnings)
        if end is not None:
            signs = signs_of(case, sentence, written) | signs_of_day(case, written, end)
            signs |= article_signs(case, campaign)
            yield Candidate(campaign, END, sentence, written, end, signs)


def read_period(case: Case) -> Iterator[Fact]:
    """Start and end of each campaign; a date whose year nothing tells is unresolved, never guessed."""
    weighed: dict[tuple[str, str], list[_Weighed]] = {}
    for candidate in candidates(case):
        verdict = weigh(case.material.tools.weights[f"period.{candidate.role}"], candidate.signs)
        if candidate.role == END or verdict.probability >= ENOUGH[START]:
            there = weighed.setdefault((candidate.campaign.key, candidate.role), [])
            there.append(_Weighed(candidate, verdict.probability, verdict.why))
    for campaign in case.campaigns:
        start = _chosen(weighed.get((campaign.key, START), ()))
        if start is not None:
            yield _dated(case, start)
        begun = start.candidate.found if start else None
        there = weighed.get((campaign.key, END), [])
        # A range that gives the start gives the end too.
        ends = [w for w in there if start is not None and w.candidate.written == start.candidate.written.ends]
        ends = ends or [
            w for w in there if w.probability >= ENOUGH[END] and (start is None or _is_behind(w, start))
        ]
        if ends:
            best = max(ends, key=lambda w: w.probability)
            yield _dated(case, best, not_before(best.candidate.found, begun))


def _is_behind(end: _Weighed, start: _Weighed) -> bool:
    """Another date than the start, and not a day before it."""
    if end.candidate.written == start.candidate.written:
        return False
    first, last = start.candidate.found, not_before(end.candidate.found, start.candidate.found)
    if first is None or last is None or not {first.precision, last.precision} <= {"day", "month", "year"}:
        return True
    return last.value >= first.value[: len(last.value)]


def _chosen(there: list[_Weighed] | tuple[()]) -> _Weighed | None:
    """The likeliest, or an earlier one of the same precision that is nearly as likely."""
    if not there:
        return None
    best = max(there, key=lambda w: w.probability)
    day = best.candidate.found
    if day is None:
        return best
    near = [
        w
        for w in there
        if w.probability >= _CLOSE * best.probability
        and w.candidate.found is not None
        and w.candidate.found.precision == day.precision
    ]
    return min(near, key=lambda w: w.candidate.found.value if w.candidate.found else "")


def _may_turn(written: Written) -> bool:
    """A weekday or a yearless day, month or season that may mean the last as well as the next one."""
    if written.kind == "weekday":
        return written.shift in ("", "this")
    return written.year is None and not written.shift and written.kind in ("day", "month", "season")


def _is_bare_day(written: Written) -> bool:
    """A day without a month: that of the day named before it, or the one nearest to the publication."""
    return written.kind == "day" and written.month is None and not written.shift and written.ends is None


def _is_past(case: Case, sentence: Sentence, written: Written, signs: Signs) -> bool:
    """Whether the day lies in the past by the wording: since, or a verb of launching in the past."""
    material = case.material
    since = word_beside(material, written, "since")
    starts = word_beside(material, written, "from")
    if since and since not in material.tools.words("campaign", "from_before"):
        return True
    verbs = [
        cue
        for cue in material.cues_in(
            sentence.start, sentence.stop, "campaign", ("launch", "launch_past", "run")
        )
        if not (cue.start < written.stop and written.start < cue.stop)
    ]
    may_mean_since = bool(material.before(written.start, "campaign", "from_or_since_before"))
    if not verbs:
        # "Desde sexta-feira": where nothing is announced, the word for from tells what is there already.
        return written.kind == "weekday" and not written.shift and may_mean_since
    top = max(
        verbs, key=lambda c: ("clause." + c.kind in signs, c.kind != "run", -abs(c.start - written.start))
    )
    if top.kind == "launch_past" and not starts:
        return True
    # "Si vede da domenica": with a verb of the present the word for from means since.
    present = written.kind == "weekday" and not written.shift and top.kind != "launch"
    return present and may_mean_since


def _in_title(case: Case, written: Written) -> bool:
    """A word of time inside a quoted title says nothing of when: ``"Faster than yesterday"``."""
    if case.in_speech(written.start):
        return False
    return any(
        q.closed and q.start <= written.start and written.stop <= q.stop and q.stop - q.start <= 60
        for q in case.material.quoted
    )


def not_before(end: Resolved | None, start: Resolved | None) -> Resolved | None:
    """A campaign that begins in December and ends in February ends in the next year."""
    if (
        end is None
        or start is None
        or end.origin == "text"
        or not {end.precision, start.precision} <= {"day", "month"}
    ):
        return end
    if end.value >= start.value[: len(end.value)]:
        return end
    return Resolved(f"{int(end.value[:4]) + 1}{end.value[4:]}", end.precision, end.origin)


def _dated(case: Case, weighed: _Weighed, found: Resolved | None = None) -> Fact:
    candidate = weighed.candidate
    found = found or candidate.found
    key, role, written = candidate.campaign, candidate.role, candidate.written
    rule = f"{role.removesuffix('_date')}: {weighed.why}"
    if found is None:
        span = case.material.span(written.start, written.stop)
        source = case.source_of(written.start)
        return Fact(key.key, role, "", "unresolved", span, 0.3, source, f"{rule}; no year")
    return case.stated(
        key,
        role,
        found.value,
        written.start,
        written.stop,
        min(0.97, weighed.probability),
        rule,
        precision=found.precision,
        origin=found.origin,
    )
