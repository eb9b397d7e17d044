"""Fact contract_since: the beginning of a contract or of being a partner."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.dates_in_text import Written
from extractors.facts.campaigns import Campaign, Case
from extractors.facts.contract_dates import term_value
from extractors.facts.contract_ends import dashed, ends_at
from extractors.facts.contract_years import contract_before
from extractors.facts.games_named import games_in
from extractors.facts.term_guards import bars, strangers
from extractors.material import clause_bounds
from extractors.numbers_in_text import parse_number
from extractors.records import Fact
from extractors.sentences import Sentence

_REACH = 34
"""Letters between a verb of beginning and its date."""
_CAMPAIGN_REACH = 44
"""Letters around a month in which a word of a campaign makes it the campaign's."""
_CONCERNED = frozenset({"contract", "sponsor", "begin"})
_PAST_SHIFTS = ("last_year", "start_of_year", "this_year", "last_month", "this_month")
_MOST_YEARS_AGO = 60


def read_since(case: Case, sentence: Sentence, campaign: Campaign, kinds: frozenset[str]) -> Iterator[Fact]:
    """At most one beginning a sentence."""
    found = (
        _since_games(case, sentence, kinds)
        or _since_date(case, sentence, kinds)
        or _years_ago(case, sentence, kinds)
    )
    if found is not None:
        value, start, stop, confidence, rule = found
        yield case.stated(campaign, "contract_since", value, start, stop, confidence, rule, precision="year")


_Found = tuple[str, int, int, float, str]
"""Value, start and stop of the evidence, confidence and rule."""


def _since_games(case: Case, sentence: Sentence, kinds: frozenset[str]) -> _Found | None:
    material = case.material
    published = material.published
    for games in games_in(case, sentence):
        word = material.before(games.start, "term", "since_before")
        word = word or material.after(games.stop, "term", "since_after")
        ahead = material.cues_in(max(sentence.start, games.start - _REACH), games.start, "term", ("begin",))
        others = [w for w in material.dates_in(sentence) if not games.start <= w.start < games.stop]
        if not word and ahead and "contract" in kinds and not others:
            word = material.before(games.start, "term", "since_weak_before")
        year = games.last_until(published.year) if published else None
        if not word or not year or not kinds & _CONCERNED or _left(case, sentence, games.start):
            continue
        if not _dates_campaign(case, sentence, games.start, games.stop) and not strangers(
            case, sentence, games.start
        ):
            return str(year), games.start, games.stop, 0.8, f'since: "{word}" beside {games.name}'
    return None


def _since_date(case: Case, sentence: Sentence, kinds: frozenset[str]) -> _Found | None:
    material = case.material
    for written in material.dates_in(sentence):
        if written.kind not in ("year", "month", "season", "relative", "day") or case.in_speech(
            written.start
        ):
            continue
        if written.kind == "relative" and written.shift not in _PAST_SHIFTS:
            continue
        word = material.beside(written.start, written.stop, "term", "since")
        weak = _weak_word(case, sentence, written, kinds)
        begun = "begin" in kinds or _opens_range(case, sentence, written)
        begun = begun or bool(weak and _contract_of(case, sentence, written, weak))
        if written.kind == "day" and not ((word or weak) and "contract" in kinds):
            continue
        yearless = written.kind in ("month", "season", "day") and written.year is None
        if yearless:
            # "Since June" is mostly said of campaigns: only a verb of beginning makes it a contract's.
            weak = _begun_in(case, sentence, written, kinds, spoken=bool(word) and written.kind == "day")
            word, begun = (word if weak else None), bool(weak)
        if written.kind == "relative" and "contract" not in kinds and not _sponsors(case, sentence, written):
            continue
        if not word and not (weak and begun and kinds & _CONCERNED):
            continue
        until = material.before(written.start, "term", "until_before")
        if until and len(until) > 2 and not word:
            continue
        if "contract" not in kinds and _dates_campaign(case, sentence, written.start, written.stop):
            continue
        if strangers(case, sentence, written.start) or _left(case, sentence, written.start):
            continue
        if material.after(written.stop, "term", "not_since_after"):
            continue
        # "Signed in January" lies behind, "in force from January" may lie ahead.
        ahead = bool(material.cues_in(sentence.start, sentence.stop, "term", ("in_force",)))
        value = term_value(case, written, sentence, past=yearless and not ahead)
        if value is None or not _plausible(case, value, ahead=bool(word) and "contract" in kinds):
            continue
        confidence = 0.85 if word else 0.7
        return value, written.start, written.stop, confidence, f'since: "{word or weak}" at the date'
    return None


def _plausible(case: Case, value: str, *, ahead: bool) -> bool:
    """A contract began before the article, or will within two years where a word says from when it is in force."""
    published = case.material.published
    if published is None or value <= published.isoformat()[: len(value)]:
        return True
    return ahead and len(value) > 4 and int(value[:4]) <= published.year + 2


def _sponsors(case: Case, sentence: Sentence, written: Written) -> bool:
    low, high = clause_bounds(case.material, sentence, written.start, written.stop)
    return bool(case.material.cues_in(low, high, "term", ("sponsor",)))


def _weak_word(case: Case, sentence: Sentence, written: Written, kinds: frozenset[str]) -> str | None:
    """A small word before the date, or a verb of beginning beside it."""
    material = case.material
    if written.kind == "relative":
        low = max(sentence.start, written.start - 56)
        near = [
            b
            for b in material.cues_in(low, written.start, "term", ("begin",))
            if "," not in material.text[b.stop : written.start]
        ]
        return near[0].word if near and not ends_at(case, sentence, written) else None
    weak = material.before(written.start, "term", "since_weak_before")
    if weak and _contract_of(case, sentence, written, weak):
        return weak
    if not weak and _opens_range(case, sentence, written):
        weak = material.before(written.start, "term", "range_before") or "-"
    low, high = max(sentence.start, written.start - _REACH), min(sentence.stop, written.stop + _REACH)
    begins = material.cues_in(low, high, "term", ("begin",))
    spoken_of = "contract" in kinds or contract_before(case, sentence)
    dated = written.kind in ("year", "season") or (
        written.kind in ("month", "day") and written.year is not None
    )
    if begins and not weak and dated and spoken_of:
        return begins[0].word
    return weak


def _contract_of(case: Case, sentence: Sentence, written: Written, weak: str) -> bool:
    """``the contract of 2015``: nothing but the small word between."""
    material = case.material
    cues = material.cues_in(max(sentence.start, written.start - 40), written.start, "term", ("contract",))
    return written.kind == "year" and any(
        material.lowered[cue.stop : written.start].strip() == weak for cue in cues
    )


def _opens_range(case: Case, sentence: Sentence, written: Written) -> bool:
    """A later year stands behind: ``from 2023 to 2028``."""
    material = case.material
    later = any(w.start > written.start and w.kind == "year" for w in material.dates_in(sentence))
    opens = material.before(written.start, "term", "range_before") or dashed(
        case, sentence, written, opens=True
    )
    return later and bool(opens or material.before(written.start, "term", "since_weak_before"))


def _begun_in(
    case: Case, sentence: Sentence, written: Written, kinds: frozenset[str], *, spoken: bool
) -> str | None:
    """A verb of beginning in the clause of a month without year; no word of a campaign there.

    ``spoken``: a word such as ``since`` stands at the date, and the clause has to speak of a sponsor or contract only.
    """
    material = case.material
    if not kinds & {"contract", "sponsor"}:
        return None
    low, high = clause_bounds(material, sentence, written.start, written.stop)
    if not material.text[low : written.start].strip() and high - written.stop <= 1 and high < sentence.stop:
        # A date set off by a comma belongs to the clause behind it.
        _, high = clause_bounds(material, sentence, high + 1, high + 2)
    near_low, near_high = max(low, written.start - _CAMPAIGN_REACH), min(high, written.stop + _CAMPAIGN_REACH)
    if material.cues_in(near_low, near_high, "campaign", ("noun", "launch", "run")):
        return None
    if ends_at(case, sentence, written):
        return None
    if spoken:
        concerned = material.cues_in(low, high, "term", ("sponsor", "contract", "begin"))
        titles = material.cues_in(low, high, "status", ("worldwide", "domestic", "official"))
        return next((cue.word for cue in (*concerned, *titles)), None)
    if written.kind == "day":
        return None
    until = material.before(written.start, "term", "until_before")
    if until and len(until) > 2:
        return None
    verbs = material.cues_in(low, high, "term", ("begin",))
    renewed = material.cues_in(low, high, "term", ("renew", "end"))
    return verbs[0].word if verbs and not renewed else None


def _years_ago(case: Case, sentence: Sentence, kinds: frozenset[str]) -> _Found | None:
    """``N years ago the two sides agreed on``: counted back from the day of publication."""
    material = case.material
    if material.published is None or "begin" not in kinds or not kinds & {"contract", "sponsor"}:
        return None
    for pattern in material.tools.patterns("term", "years_ago_patterns"):
        for match in pattern.finditer(material.lowered, sentence.start, sentence.stop):
            years = parse_number(match.group("n"), material.language)
            if years is None or not 0 < years <= _MOST_YEARS_AGO or case.in_speech(match.start()):
                continue
            low, high = clause_bounds(material, sentence, match.start(), match.end())
            if not material.cues_in(low, high, "term", ("begin",)) or material.cues_in(
                low, high, "term", ("renew",)
            ):
                continue
            if bars(case, sentence, match.start(), match.end()):
                continue
            value = str(material.published.year - years)
            return value, match.start(), match.end(), 0.65, f'since: "{match.group(0)}", counted back'
    return None


def _left(case: Case, sentence: Sentence, start: int) -> bool:
    """``Since January it has been a former sponsor``: the date is that of an end."""
    material = case.material
    low, high = clause_bounds(material, sentence, start, start)
    return bool(material.cues_in(low, high, "status", ("former",)))


def _dates_campaign(case: Case, sentence: Sentence, start: int, stop: int) -> bool:
    """The clause of the date speaks of a campaign and not of a sponsorship: ``since December it has hung in stations``."""
    material = case.material
    low, high = clause_bounds(material, sentence, start, stop)
    runs = material.cues_in(low, high, "campaign", ("run", "launch", "launch_past"))
    return bool(runs) and not material.cues_in(low, high, "term", ("sponsor", "contract", "begin"))
