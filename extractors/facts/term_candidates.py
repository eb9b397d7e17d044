"""Everything in an article that may tell the term of a sponsorship: dates, years, editions of the Games, lengths."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from extractors.dates_in_text import Written
from extractors.dates_resolved import resolve
from extractors.facts.campaigns import Case
from extractors.facts.date_lines import dates_the_page
from extractors.facts.games_named import NamedGames, games_in, games_unnamed
from extractors.facts.period import games_of
from extractors.numbers_in_text import numbered, ordinal, parse_number
from extractors.sentences import Sentence

_YEAR = re.compile(r"(?<![\d.,])(?:19[4-9]|20[0-6])\d(?![\d]|[.,]\d)")
_SEASON = re.compile(r"\s?[-–/]\s?(\d\d)(?!\d)")
_DATED = ("year", "month", "day", "season", "relative", "weekday", "distance")
_OF_DAYS = ("relative", "weekday", "distance")
"""Told from the day of publication: a day on which something was signed, unless it is a year or a month."""
_YEARLESS = ("month", "day", "season")
LENGTHS = frozenset({"length", "months", "cycles", "named_length", "nth_year"})
_MOST_YEARS = 60
_CYCLE_YEARS = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """``start:stop`` of a sentence, its form, and its value in each role it may have; None where it can have none."""

    sentence: Sentence
    start: int
    stop: int
    form: str
    """year, month, day, season, relative, day_told, games, city, games_unnamed, games_counted, closing, or of LENGTHS."""
    until: str | None = None
    since: str | None = None
    years: str | None = None
    number: int = 0
    """The year, or the number of years."""
    turned: bool = False
    """A date without a year read as a beginning still to come or an end that lies behind; its twin is the reverse."""

    @property
    def dated(self) -> bool:
        """A date or edition; else a number of years, said of a length or counted back."""
        return self.form not in LENGTHS

    def value(self, role: str) -> str | None:
        return {"until": self.until, "since": self.since, "years": self.years}[role]


def candidates_in(case: Case, sentence: Sentence) -> list[Candidate]:
    """All of a sentence in the order of the text; each place once, a date without a year in both its readings."""
    found: list[Candidate] = []
    for candidate in (*_lengths(case, sentence), *_dates(case, sentence), *_editions(case, sentence)):
        if all(
            candidate.stop <= other.start
            or candidate.start >= other.stop
            or (candidate.turned and candidate.start == other.start)
            for other in found
        ):
            found.append(candidate)
    return sorted(found, key=lambda candidate: candidate.start)


# ---------------------------------------------------------------- dates


def _dates(case: Case, sentence: Sentence) -> Iterator[Candidate]:
    material = case.material
    events = [
        (g.start, g.stop) for g in games_in(case, sentence) if _YEAR.search(material.text, g.start, g.stop)
    ]
    for written in material.dates_in(sentence):
        if dates_the_page(material, written):
            continue
        for one in (written, written.ends) if written.ends else (written,):
            if one.kind not in _DATED or any(start <= one.start < stop for start, stop in events):
                continue
            if one.kind in _OF_DAYS and not (
                one.kind == "relative" and one.shift.endswith(("year", "month"))
            ):
                signed = term_value(case, one, sentence, past=True)
                if signed and "W" not in signed:
                    yield Candidate(
                        sentence, one.start, one.stop, "day_told", None, signed, None, int(signed[:4])
                    )
                continue
            until, since = _end_value(case, sentence, one), _begin_value(case, sentence, one)
            if until or since:
                number = int((until or since or "0")[:4])
                yield Candidate(sentence, one.start, one.stop, one.kind, until, since, None, number)
                if until and since and until != since and one.kind in _YEARLESS and one.year is None:
                    # "Partner from 1 January" lies ahead; "the deal ran out on 31 December" lies behind.
                    year = int(until[:4])
                    yield Candidate(
                        sentence, one.start, one.stop, one.kind, since, until, None, year, turned=True
                    )
    for match in _YEAR.finditer(material.text, sentence.start, sentence.stop):
        if not any(start <= match.start() < stop for start, stop in events):
            value = match.group(0)
            yield Candidate(sentence, *match.span(), "year", value, value, None, int(value))


def _begin_value(case: Case, sentence: Sentence, written: Written) -> str | None:
    """A month or day without a year is the last one there was, or one close ahead."""
    return term_value(case, written, sentence, past=written.kind in _YEARLESS and written.year is None)


def _end_value(case: Case, sentence: Sentence, written: Written) -> str | None:
    """A day or month without a year is the next one."""
    material = case.material
    value = term_value(case, written, sentence)
    published = material.published
    season = _SEASON.match(material.text, written.stop) if written.kind == "year" else None
    if season and value and int(season.group(1)) == (int(value[:4]) + 1) % 100:
        # "Through the 2029-30 season".
        return str(int(value[:4]) + 1)
    if (
        value is None
        or published is None
        or written.kind not in ("day", "month")
        or written.year
        or written.shift
    ):
        return value
    ahead = value >= published.isoformat()[: len(value)]
    return value if ahead else f"{int(value[:4]) + 1:04d}{value[4:]}"


def term_value(case: Case, written: Written, sentence: Sentence, *, past: bool = False) -> str | None:
    """Year, or year and month, of a date in a contract sentence; "the end of the year of the Games" is theirs."""
    material = case.material
    if written.shift in ("end_of_year", "start_of_year"):
        near = material.cues_in(
            written.stop, min(sentence.stop, written.stop + 16), "topic", ("games", "weak_games")
        )
        games = games_of(case) if near else None
        if games is not None:
            return str(games.opening.year)
    found = resolve(written, material.published, games_of(case, sentence), past=past)
    if found is None:
        return None
    # Terms are counted in years and months: "since the summer of 2021" is 2021.
    return found.value[:4] if found.precision == "season" else found.value


# ---------------------------------------------------------------- Games


def _editions(case: Case, sentence: Sentence) -> Iterator[Candidate]:
    material = case.material
    this_year = material.published.year if material.published else 0
    named = games_in(case, sentence)
    for games in named:
        form = "games" if len(games.years) == 1 else "city"
        until, since = games.next_from(this_year), games.last_until(this_year or 9999)
        held = _held_in(case, until)
        yield Candidate(
            sentence, games.start, games.stop, form, str(held), str(since or games.years[0]), None, until
        )
    yield from _counted(case, sentence)
    for games in games_unnamed(case, sentence):
        value = str(games.years[0])
        yield Candidate(
            sentence, games.start, games.stop, "games_unnamed", value, value, None, games.years[0]
        )
    if not named:
        for games in _closing(case, sentence):
            value = str(games.years[0])
            yield Candidate(sentence, games.start, games.stop, "closing", value, None, None, games.years[0])


def _held_in(case: Case, year: int) -> int:
    """The year Games took place in, for those who write when it is no longer that of their name."""
    published = case.material.published
    held = {games.closing.year for games in case.material.games if games.year == year}
    return published.year if published is not None and published.year in held else year


def _counted(case: Case, sentence: Sentence) -> Iterator[Candidate]:
    """``the next two Games``, ``the coming Winter Games``: the last of so many to come."""
    material = case.material
    if material.published is None:
        return
    for pattern in material.tools.patterns("term", "next_games_patterns"):
        for match in pattern.finditer(material.lowered, sentence.start, sentence.stop):
            said = match.groupdict().get("n")
            # "Until the next Winter Games": without a number it is one.
            number = parse_number(said, material.language) if said else 1
            seasons = [name for name in ("summer", "winter") if match.groupdict().get(name)]
            ahead = [
                games.closing.year
                for games in material.games
                if games.closing >= material.published
                and len(games.id) == len("2028S")
                and (not seasons or games.season in seasons)
            ]
            if number is not None and 0 < number <= len(ahead):
                year = ahead[number - 1]
                yield Candidate(sentence, *match.span(), "games_counted", str(year), None, None, year)


def _closing(case: Case, sentence: Sentence) -> Iterator[NamedGames]:
    """``when the flame goes out``, ``with the closing ceremony``: that of the Games of the article."""
    games = games_of(case)
    for cue in case.material.cues_in(sentence.start, sentence.stop, "term", ("flame",)) if games else ():
        yield NamedGames(cue.start, cue.stop, (games.year,) if games else (), "the end of the Games")


# ---------------------------------------------------------------- lengths


def _lengths(case: Case, sentence: Sentence) -> Iterator[Candidate]:
    material = case.material
    for pattern in material.tools.patterns("term", "nth_year_patterns"):
        for match in pattern.finditer(material.lowered, sentence.start, sentence.stop):
            number = ordinal(match.group("n"), material.tools.words("term", "ordinals"))
            if number is not None and 1 < number <= _MOST_YEARS:
                yield Candidate(
                    sentence, *match.span(), "nth_year", None, _years_back(case, number - 1), number=number
                )
    for kind, years_each in (("length", 1.0), ("cycles", _CYCLE_YEARS), ("months", 1 / 12)):
        for pattern in material.tools.patterns("term", f"{kind}_patterns"):
            for match, number in numbered(
                pattern, material.lowered, sentence.start, sentence.stop, material.language
            ):
                years = number * years_each + 0.5 * (
                    "half" in match.re.groupindex and match["half"] is not None
                )
                if 0 < years <= _MOST_YEARS and (years * 2).is_integer():
                    back = _years_back(case, round(years)) if years.is_integer() else None
                    yield Candidate(
                        sentence, *match.span(), kind, None, back, f"{years:g}", number=round(years)
                    )
    table = material.tools.cues.get("term", {}).get(material.language, {})
    for kind in table:
        if named := re.fullmatch(r"years_(\d+)(?:_(5))?", kind):
            value = named.group(1) + (".5" if named.group(2) else "")
            for cue in material.cues_in(sentence.start, sentence.stop, "term", (kind,)):
                yield Candidate(
                    sentence, cue.start, cue.stop, "named_length", years=value, number=int(named.group(1))
                )


def _years_back(case: Case, years: int) -> str | None:
    published = case.material.published
    return str(published.year - years) if published is not None else None


def years_from(published: date | None, candidate: Candidate) -> int | None:
    """Years from the day of publication to a dated candidate."""
    return candidate.number - published.year if published and candidate.dated else None
