"""Facts contract_years, contract_until, contract_since and extension."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.dates_in_text import Written
from extractors.dates_resolved import resolve
from extractors.facts.campaigns import Campaign, Case
from extractors.facts.contract_years import contract_before, has_term, read_years
from extractors.facts.games_named import games_in, games_unnamed
from extractors.facts.period import games_of
from extractors.facts.term_covers import last_covered
from extractors.facts.term_guards import bars
from extractors.material import clause_bounds
from extractors.records import Fact
from extractors.sentences import Sentence

_CONTEXT = ("contract", "sponsor", "renew", "renew_weak", "end", "begin")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def _contract_sentences(case: Case) -> Iterator[tuple[Sentence, Campaign, frozenset[str]]]:
    """Sentences about a contract or partnership of a campaign's brand, with the kinds of words found."""
    material = case.material
    for sentence in material.readable():
        if sentence.kind == "headline":
            continue
        cues = [
            c
            for c in material.cues_in(sentence.start, sentence.stop, "term", (*_CONTEXT, "years_more"))
            if not case.in_speech(c.start)
        ]
        kinds = frozenset(c.kind for c in cues)
        if not kinds & {"contract", "renew"} and _goes_on(case, sentence):
            kinds |= {"contract"}
        if not kinds:
            continue
        campaign = _whose(case, sentence, cues[0].start if cues else sentence.start)
        if campaign is not None:
            yield sentence, campaign, kinds


def _goes_on(case: Case, sentence: Sentence) -> bool:
    """``It runs until 2032.`` behind a sentence on a contract: a short sentence with a word of validity, none of a campaign."""
    material = case.material
    if sentence.index == 0 or not material.cues_in(sentence.start, sentence.stop, "term", ("validity",)):
        return False
    before = material.sentences[sentence.index - 1]
    if before.paragraph != sentence.paragraph:
        return False
    contract = material.cues_in(before.start, before.stop, "term", ("contract",))
    return bool(contract) and not material.cues_in(sentence.start, sentence.stop, "campaign", ("noun",))


def _whose(case: Case, sentence: Sentence, offset: int) -> Campaign | None:
    """The campaign whose brand the sentence speaks of; named brands rank before the one carried over."""
    for brand in case.focus.subjects[sentence.index]:
        campaign = case.of_brand(brand)
        if campaign is not None:
            return campaign
    if case.focus.subjects[sentence.index]:
        return None
    # "The contract" without a brand is the campaign's own when there is one only, whoever was named before.
    return case.at(offset) or (case.campaigns[0] if len(case.campaigns) == 1 else None)


def read_contract(case: Case) -> Iterator[Fact]:
    """At most one of each field a campaign and source; a renewal's later end takes the place of an earlier one."""
    found: dict[tuple[str, str, str], Fact] = {}
    for sentence, campaign, kinds in _contract_sentences(case):
        for fact in (
            *read_years(case, sentence, campaign, kinds),
            *_until(case, sentence, campaign, kinds),
            *_since(case, sentence, campaign, kinds),
            *_extension(case, sentence, campaign, kinds),
        ):
            key = (campaign.key, fact.field, fact.value if fact.attributed_to else "")
            if key not in found or ("renew" in kinds and _is_later_end(fact, found[key])):
                found[key] = fact
    yield from found.values()


def _is_later_end(fact: Fact, other: Fact) -> bool:
    return fact.field == "contract_until" and fact.value[:4] > other.value[:4]


# ---------------------------------------------------------------- until, since


def _value_of(case: Case, written: Written, sentence: Sentence) -> str | None:
    """Year, or year and month, of a date in a contract sentence; "the end of the year of the Games" is theirs."""
    material = case.material
    if written.shift in ("end_of_year", "start_of_year"):
        near = material.cues_in(
            written.stop, min(sentence.stop, written.stop + 16), "topic", ("games", "weak_games")
        )
        games = games_of(case) if near else None
        if games is not None:
            return str(games.opening.year)
    found = resolve(written, material.published, games_of(case, sentence))
    if found is None:
        return None
    # Terms are counted in years and months: "since the summer of 2021" is 2021.
    return found.value[:4] if found.precision == "season" else found.value


def _until(case: Case, sentence: Sentence, campaign: Campaign, kinds: frozenset[str]) -> Iterator[Fact]:
    """The end of a contract; of several in a sentence on a renewal the last one, else the first."""
    ends = list(_ends(case, sentence, campaign, kinds))
    if ends:
        yield max(ends, key=lambda fact: fact.value[:4]) if "renew" in kinds else ends[0]


def _ends(case: Case, sentence: Sentence, campaign: Campaign, kinds: frozenset[str]) -> Iterator[Fact]:
    material = case.material
    for found in material.dates_in(sentence):
        written = found.ends or found
        if written.kind not in ("year", "month", "day", "relative", "season") or case.in_speech(
            written.start
        ):
            continue
        word = material.before(written.start, "term", "until_before") or material.after(
            written.stop, "term", "until_after"
        )
        ends_there = "contract" in kinds and _ends_at(case, sentence, written)
        if not word and not ends_there:
            continue
        if word == "-" and "contract" not in kinds:
            continue
        if written.kind in ("day", "month", "season") and "contract" not in kinds:
            # "The campaign stays on air until August 2028": no word of a contract, and one of a campaign.
            nouns = material.cues_in(sentence.start, sentence.stop, "campaign", ("noun",))
            if written.year is None or nouns:
                continue
        if written.kind == "relative" and not written.shift.endswith("year"):
            continue
        if found.ends is not None and found.year in (None, written.year) and found.kind == "day":
            # Weeks from one day to another are a flight.
            continue
        value = _value_of(case, written, sentence)
        if (
            value is None
            or not _plausible_end(case, value)
            or bars(case, sentence, written.start, written.stop)
        ):
            continue
        rule = f'until: "{word or "ends"}" at the date'
        span = _until_evidence(material.lowered, written.start, written.stop, word)
        yield case.stated(
            campaign,
            "contract_until",
            value,
            *span,
            0.88,
            rule,
            precision="month" if "-" in value else "year",
        )
    today = material.published.year if material.published else 0
    for games in (*games_in(case, sentence), *games_unnamed(case, sentence)):
        word = material.before(games.start, "term", "until_before")
        word = word or material.after(games.stop, "term", "until_after")
        ended = material.before(games.start, "term", "ended_after_before") if "end" in kinds else None
        if ((word and not _is_weak(word, kinds)) or ended) and not bars(
            case, sentence, games.start, games.stop
        ):
            rule = f'until: "{word or ended}" beside {games.name}'
            value = str(games.next_from(today))
            yield case.stated(
                campaign, "contract_until", value, games.start, games.stop, 0.85, rule, precision="year"
            )
    if kinds & {"contract", "renew"} and (covered := last_covered(case, sentence)):
        games, year, word = covered
        rule = f'until: "{word}" beside {games.name}'
        yield case.stated(
            campaign, "contract_until", str(year), games.start, games.stop, 0.8, rule, precision="year"
        )
    for pattern in material.tools.patterns("term", "same_until_patterns"):
        match = pattern.search(material.lowered, sentence.start, sentence.stop)
        if match is not None and kinds & {"contract", "renew"}:
            # Where it covers several editions, the last of them is the end.
            stops = (sentence.stop, *(s for s in (material.text.find(";", match.end()),) if s > 0))
            last = max(m.group(0) for m in _YEAR.finditer(material.text, match.start(), min(stops)))
            rule = "until: the contract covers these Games (cues/term.toml same_until_patterns)"
            yield case.stated(campaign, "contract_until", last, *match.span(), 0.8, rule, precision="year")
            return


def _is_weak(word: str, kinds: frozenset[str]) -> bool:
    """``to``, ``a`` and their likes end a contract only beside a word for one."""
    return len(word) <= 2 and not kinds & {"contract", "renew"}


def _ends_at(case: Case, sentence: Sentence, written: Written) -> bool:
    """A verb of ending stands at the date: expires in December 2024, läuft Ende des Jahres aus."""
    material = case.material
    cues = material.cues_in(
        max(sentence.start, written.start - 40), min(sentence.stop, written.stop + 26), "term", ("end",)
    )
    others = [w for w in material.dates_in(sentence) if w is not written]
    for cue in cues:
        ahead = cue.stop <= written.start
        between = (
            material.text[cue.stop : written.start] if ahead else material.text[written.stop : cue.start]
        )
        # A verb with a date of its own behind it ends there.
        if not ahead and any(0 <= w.start - cue.stop <= 30 for w in others):
            continue
        if "," not in between and "，" not in between:
            return True
    return any(
        match.start() <= written.stop + 3 and written.start <= match.end() + 3
        for pattern in material.tools.patterns("term", "end_patterns")
        for match in pattern.finditer(material.lowered, sentence.start, sentence.stop)
    )


def _until_evidence(lowered: str, start: int, stop: int, word: str | None) -> tuple[int, int]:
    position = lowered.rfind(word, max(0, start - 40), start) if word else -1
    return (position, stop) if position >= 0 else (start, stop)


def _plausible_end(case: Case, value: str) -> bool:
    """A contract ends within sixty years of the article."""
    published = case.material.published
    return published is None or published.year - 30 <= int(value[:4]) <= published.year + 60


def _since(case: Case, sentence: Sentence, campaign: Campaign, kinds: frozenset[str]) -> Iterator[Fact]:
    material = case.material
    published = material.published
    for games in games_in(case, sentence):
        word = material.before(games.start, "term", "since_before")
        word = word or material.after(games.stop, "term", "since_after")
        ahead = material.cues_in(max(sentence.start, games.start - 34), games.start, "term", ("begin",))
        if not word and ahead and "contract" in kinds and not material.dates_in(sentence):
            word = material.before(games.start, "term", "since_weak_before")
        year = games.last_until(published.year) if published else None
        if word and year and kinds & {"contract", "sponsor", "begin"}:
            rule = f'since: "{word}" beside {games.name}'
            span = games.start, games.stop
            yield case.stated(campaign, "contract_since", str(year), *span, 0.8, rule, precision="year")
            return
    for written in material.dates_in(sentence):
        if written.kind not in ("year", "month", "season", "relative") or case.in_speech(written.start):
            continue
        if written.kind == "relative" and written.shift not in ("last_year", "start_of_year", "this_year"):
            continue
        word = material.before(written.start, "term", "since_before") or material.after(
            written.stop, "term", "since_after"
        )
        weak = material.before(written.start, "term", "since_weak_before")
        begins = material.cues_in(
            max(sentence.start, written.start - 34), min(sentence.stop, written.stop + 34), "term", ("begin",)
        )
        spoken_of = "contract" in kinds or contract_before(case, sentence)
        if begins and not weak and written.kind in ("year", "season") and spoken_of:
            weak = begins[0].word
        begun = "begin" in kinds or bool(
            [
                w
                for w in material.dates_in(sentence)
                if w is not written and w.start > written.start and w.kind == "year"
            ]
            and material.before(written.start, "term", "since_weak_before")
        )
        if written.kind == "relative" and not word:
            near = [
                b
                for b in material.cues_in(
                    max(sentence.start, written.start - 56), written.start, "term", ("begin",)
                )
                if "," not in material.text[b.stop : written.start]
            ]
            weak = near[0].word if near and not _ends_at(case, sentence, written) else None
        if written.kind in ("month", "season") and written.year is None and not word:
            continue
        if not word and not (weak and begun and kinds & {"contract", "sponsor", "begin"}):
            continue
        until = material.before(written.start, "term", "until_before")
        if until and len(until) > 2:
            continue
        if "contract" not in kinds and _dates_campaign(case, sentence, written):
            continue
        value = _value_of(case, written, sentence)
        published = material.published
        if value is None or (published is not None and int(value[:4]) > published.year):
            continue
        rule = f'since: "{word or weak}" at the date'
        yield case.stated(
            campaign,
            "contract_since",
            value,
            written.start,
            written.stop,
            0.85 if word else 0.7,
            rule,
            precision="year",
        )
        return


def _dates_campaign(case: Case, sentence: Sentence, written: Written) -> bool:
    """The clause of the date speaks of a campaign and not of a sponsorship: ``since December it has hung in stations``."""
    material = case.material
    low, high = clause_bounds(material, sentence, written.start, written.stop)
    runs = material.cues_in(low, high, "campaign", ("run", "launch", "launch_past"))
    return bool(runs) and not material.cues_in(low, high, "term", ("sponsor", "contract", "begin"))


# ---------------------------------------------------------------- extension


def _extension(case: Case, sentence: Sentence, campaign: Campaign, kinds: frozenset[str]) -> Iterator[Fact]:
    material = case.material
    if not kinds & {"renew", "renew_weak"}:
        return
    for cue in material.cues_in(sentence.start, sentence.stop, "term", ("renew", "renew_weak")):
        if case.in_speech(cue.start) or bars(case, sentence, cue.start, cue.stop):
            continue
        ended = material.cues_in(sentence.start, sentence.stop, "term", ("end",))
        if any(e.start <= cue.start and cue.stop <= e.stop + 2 for e in ended):
            continue
        negated = material.cues_in(max(sentence.start, cue.start - 26), cue.start, "status", ("negation",))
        denied = material.cues_in(cue.stop, min(sentence.stop, cue.stop + 10), "status", ("negation",))
        if negated or denied:
            continue
        if cue.kind == "renew_weak" and not has_term(case, sentence):
            continue
        begin, end = clause_bounds(material, sentence, cue.start, cue.stop)
        low, high = max(begin, cue.start - 34), min(end, cue.stop + 34)
        if material.cues_in(low, high, "term", ("uncertain",)):
            continue
        # "Whether it will be renewed is open": a question, no renewal.
        questions = material.cues_in(sentence.start, sentence.stop, "term", ("open",))
        if any(q.start < cue.start or len(q.word) > 3 for q in questions):
            continue
        yield case.stated(campaign, "extension", "true", cue.start, cue.stop, 0.8, cue.why)
        return
