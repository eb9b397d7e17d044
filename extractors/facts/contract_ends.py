"""Fact contract_until: the end of a contract, at a date or with the Games it ends with or takes in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.dates_in_text import Written
from extractors.facts.campaigns import Campaign, Case
from extractors.facts.contract_dates import term_value
from extractors.facts.games_named import NamedGames, games_in, games_unnamed
from extractors.facts.period import games_of
from extractors.facts.term_covers import last_covered
from extractors.facts.term_guards import bars, strangers
from extractors.material import clause_bounds
from extractors.records import Fact
from extractors.sentences import Sentence

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SEASON = re.compile(r"[-–/](\d\d)(?!\d)")
_CLAUSE_MARK = re.compile(r"[,;:，；：。]")
_DASHES = ("-", "–", "—", "/")
_STAYING = frozenset({"renew_weak", "years_more", "ended"})
_ASIDE = re.compile(r",[^,;:]{1,16},")
_AHEAD = 56
"""Letters between a verb of ending and its date."""
_REACH = 60
"""Letters between a verb of ending and the Games a contract ends with."""
_CONCERNED = frozenset({"contract", "renew", "sponsor"})


def read_until(case: Case, sentence: Sentence, campaign: Campaign, kinds: frozenset[str]) -> Iterator[Fact]:
    """The end of a contract; of several in a sentence on a renewal the last one, else the first."""
    ends = [
        case.stated(
            campaign, "contract_until", value, start, stop, confidence, rule,
            precision="month" if "-" in value else "year",
        )
        for value, start, stop, confidence, rule in _ends(case, sentence, kinds)
    ]  # fmt: skip
    if ends:
        yield max(ends, key=lambda fact: fact.value[:4]) if "renew" in kinds else ends[0]


_Found = tuple[str, int, int, float, str]
"""Value, start and stop of the evidence, confidence and rule."""


def _ends(case: Case, sentence: Sentence, kinds: frozenset[str]) -> Iterator[_Found]:
    yield from _at_dates(case, sentence, kinds)
    yield from _with_games(case, sentence, kinds)
    if kinds & {"contract", "renew"}:
        yield from _covering(case, sentence)


# ---------------------------------------------------------------- at a date


def _at_dates(case: Case, sentence: Sentence, kinds: frozenset[str]) -> Iterator[_Found]:
    material = case.material
    for found in material.dates_in(sentence):
        written = found.ends or found
        if written.kind not in ("year", "month", "day", "relative", "season") or case.in_speech(
            written.start
        ):
            continue
        word = material.beside(written.start, written.stop, "term", "until")
        ends_there = (
            ("contract" in kinds or ("sponsor" in kinds and not _of_campaign(case, sentence)))
            and ends_at(case, sentence, written)
            and not _begins(case, written)
        )
        if not word and not ends_there and not _closes_range(case, sentence, written, kinds):
            continue
        if word == "-" and "contract" not in kinds and not dashed(case, sentence, written):
            continue
        if kinds <= _STAYING:
            # "The chief executive stays until 2029".
            continue
        if written.kind in ("day", "month", "season") and "contract" not in kinds:
            # "The campaign stays on air until August 2028": no word of a contract, and one of a campaign.
            nouns = material.cues_in(sentence.start, sentence.stop, "campaign", ("noun",))
            if written.year is None or nouns:
                continue
        if written.kind == "relative" and not written.shift.endswith("year"):
            continue
        if material.after(written.stop, "term", "not_until_after"):
            continue
        if found.ends is not None and found.year in (None, written.year) and found.kind == "day":
            # Weeks from one day to another are a flight.
            continue
        value = _end_value(case, sentence, written)
        if (
            value is None
            or not _plausible_end(case, value)
            or _before_renewal(case, value, kinds)
            or bars(case, sentence, written.start, written.stop)
            or strangers(case, sentence, written.start)
        ):
            continue
        start, stop = _evidence(material.lowered, written.start, written.stop, word)
        yield value, start, stop, 0.88, f'until: "{word or "ends"}" at the date'


def _of_campaign(case: Case, sentence: Sentence) -> bool:
    return bool(case.material.cues_in(sentence.start, sentence.stop, "campaign", ("noun", "stop")))


def _begins(case: Case, written: Written) -> bool:
    """A word of beginning stands at the date: ``signed in June 2022 and ends``."""
    material = case.material
    return bool(material.beside(written.start, written.stop, "term", "since"))


def _end_value(case: Case, sentence: Sentence, written: Written) -> str | None:
    """A day or month without a year is the next one, the last one beside a verb of the past."""
    value = term_value(case, written, sentence)
    published = case.material.published
    season = _SEASON.match(case.material.text, written.stop) if written.kind == "year" else None
    if season and value and int(season.group(1)) == (int(value) + 1) % 100:
        # "Through the 2029-30 season".
        return str(int(value) + 1)
    if (
        value is None
        or published is None
        or written.kind not in ("day", "month")
        or written.year
        or written.shift
    ):
        return value
    today = published.isoformat()[: len(value)]
    low, high = clause_bounds(case.material, sentence, written.start, written.stop)
    over = bool(case.material.cues_in(low, high, "term", ("ended",)))
    year = int(value[:4])
    if over and value > today:
        year -= 1
    elif not over and value < today:
        year += 1
    return f"{year:04d}{value[4:]}"


def _before_renewal(case: Case, value: str, kinds: frozenset[str]) -> bool:
    """An end in the past in a sentence on a renewal is that of the contract before."""
    published = case.material.published
    return "renew" in kinds and published is not None and int(value[:4]) < published.year


def _closes_range(case: Case, sentence: Sentence, written: Written, kinds: frozenset[str]) -> bool:
    """``from 2023 to 2028``, ``between 2023 and 2028``: two years, the first with a word of beginning, a small word between."""
    material = case.material
    if written.kind != "year":
        return False
    if kinds & {"contract", "begin"} and dashed(case, sentence, written):
        return True
    if not kinds & _CONCERNED:
        return False
    for other in material.dates_in(sentence):
        if other.kind == "year" and 0 < written.start - other.stop <= 12:
            between = material.text[other.stop : written.start].strip().casefold()
            opens = material.before(other.start, "term", "range_before")
            if opens and between in material.tools.words("links", "and"):
                return True
    return False


def dashed(case: Case, sentence: Sentence, written: Written, *, opens: bool = False) -> bool:
    """Part of a pair of years with a dash, two to twelve apart: ``for 2025-2028``; ``opens`` asks for the first of them."""
    for other in case.material.dates_in(sentence):
        first, last = (written, other) if opens else (other, written)
        if other.kind == "year" and 0 < last.start - first.stop <= 3 and first.year and last.year:
            between = case.material.text[first.stop : last.start].strip()
            if between in _DASHES and 2 <= last.year - first.year <= 12:
                return True
    return False


def ends_at(case: Case, sentence: Sentence, written: Written) -> bool:
    """A verb of ending stands at the date: expires in December 2024, läuft Ende des Jahres aus."""
    material = case.material
    cues = material.cues_in(
        max(sentence.start, written.start - _AHEAD),
        min(sentence.stop, written.stop + 26),
        "term",
        ("end", "ended"),
    )
    others = [w for w in material.dates_in(sentence) if w is not written]
    for cue in cues:
        ahead = cue.stop <= written.start
        between = (
            material.text[cue.stop : written.start] if ahead else material.text[written.stop : cue.start]
        )
        between = _ASIDE.sub("", between)
        # A verb with a date of its own behind it ends there, and so does one with another date between.
        if not ahead and any(
            0 <= w.start - cue.stop <= 30 or written.stop <= w.start < cue.start for w in others
        ):
            continue
        if ahead and any(cue.stop <= w.start < written.start for w in others):
            continue
        if not _CLAUSE_MARK.search(between):
            return True
    return any(
        match.start() <= written.stop + 3 and written.start <= match.end() + 3
        for pattern in material.tools.patterns("term", "end_patterns")
        for match in pattern.finditer(material.lowered, sentence.start, sentence.stop)
    )


def _evidence(lowered: str, start: int, stop: int, word: str | None) -> tuple[int, int]:
    position = lowered.rfind(word, max(0, start - 40), start) if word else -1
    return (position, stop) if position >= 0 else (start, stop)


def _plausible_end(case: Case, value: str) -> bool:
    """A contract ends within sixty years of the article."""
    published = case.material.published
    return published is None or published.year - 30 <= int(value[:4]) <= published.year + 60


# ---------------------------------------------------------------- with Games


def _with_games(case: Case, sentence: Sentence, kinds: frozenset[str]) -> Iterator[_Found]:
    material = case.material
    today = material.published.year if material.published else 0
    closing = _closing(case, sentence) if kinds & {"contract", "renew"} else ()
    for games in (*games_in(case, sentence), *games_unnamed(case, sentence), *closing):
        word = material.beside(games.start, games.stop, "term", "until")
        if word and _is_weak(word, kinds):
            word = None
        word = word or _ended_with(case, sentence, games, kinds)
        if (
            word
            and not bars(case, sentence, games.start, games.stop)
            and not strangers(case, sentence, games.start)
            and not _before_renewal(case, str(games.next_from(today)), kinds)
        ):
            rule = f'until: "{word}" beside {games.name}'
            yield str(games.next_from(today)), games.start, games.stop, 0.85, rule


def _closing(case: Case, sentence: Sentence) -> Iterator[NamedGames]:
    """``when the flame goes out``, ``with the closing ceremony``: that of the Games of the article."""
    material = case.material
    games = games_of(case)
    if games is None or (material.published is not None and games.year < material.published.year):
        return
    if not games_in(case, sentence):
        for cue in material.cues_in(sentence.start, sentence.stop, "term", ("flame",)):
            yield NamedGames(cue.start, cue.stop, (games.year,), "the end of the Games of the article")


def _ended_with(case: Case, sentence: Sentence, games: NamedGames, kinds: frozenset[str]) -> str | None:
    """A verb of ending in the clause of the Games, without a date of its own: ``ends with the closing ceremony in``."""
    material = case.material
    if not kinds & {"end", "ended"}:
        return None
    if word := material.before(games.start, "term", "ended_after_before"):
        return word
    if not kinds & {"contract", "renew"}:
        return None
    low, high = clause_bounds(material, sentence, games.start, games.stop)
    if material.before(games.start, "term", "since_before") or any(
        low <= w.start < high and not games.start <= w.start < games.stop for w in material.dates_in(sentence)
    ):
        return None
    for cue in material.cues_in(
        max(low, games.start - _REACH), min(high, games.stop + _REACH), "term", ("end", "ended")
    ):
        first, last = sorted(((cue.start, cue.stop), (games.start, games.stop)))
        if not material.cues_in(first[1], last[0], "term", ("begin", "contract", "renew")):
            return cue.word
    return None


def _is_weak(word: str, kinds: frozenset[str]) -> bool:
    """``to``, ``a`` and their likes end a contract only beside a word for one."""
    return len(word) <= 2 and not kinds & {"contract", "renew"}


def _covering(case: Case, sentence: Sentence) -> Iterator[_Found]:
    """The last of the Games a contract is said to take in."""
    material = case.material
    if covered := last_covered(case, sentence):
        games, year, word = covered
        yield str(year), games.start, games.stop, 0.8, f'until: "{word}" beside {games.name}'
    for pattern in material.tools.patterns("term", "same_until_patterns"):
        match = pattern.search(material.lowered, sentence.start, sentence.stop)
        if match is not None and not strangers(case, sentence, match.start()):
            # Where it covers several editions, the last of them is the end.
            stops = (sentence.stop, *(s for s in (material.text.find(";", match.end()),) if s > 0))
            last = max(m.group(0) for m in _YEAR.finditer(material.text, match.start(), min(stops)))
            rule = "until: the contract covers these Games (cues/term.toml same_until_patterns)"
            yield last, *match.span(), 0.8, rule
            return
