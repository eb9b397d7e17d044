"""Facts start_date and end_date: when a campaign runs, with precision and what the date was resolved by."""

from __future__ import annotations

from collections.abc import Iterator

from config.games_calendar import Games
from extractors.dates_in_text import RELATIVE_DAYS, Written
from extractors.dates_resolved import Resolved, resolve
from extractors.facts.campaigns import Campaign, Case
from extractors.material import Material, clause_bounds
from extractors.records import Fact
from extractors.sentences import Sentence

_ENOUGH = 1.59
_PRECISE = {
    "day": 0.5,
    "weekday": 0.5,
    "month": 0.2,
    "week": 0.4,
    "season": 0.0,
    "relative": 0.1,
    "before_games": 0.1,
    "year": -1.2,
}


def games_of(case: Case, sentence: Sentence | None = None) -> Games | None:
    """The Games named in a sentence, else the ones the article names most, else those in its host cities."""
    if sentence is not None:
        by_id = {games.id: games for games in case.material.games}
        for mention in case.material.mentions_in(sentence.start, sentence.stop, ("event",)):
            if mention.entity_id in by_id:
                return by_id[mention.entity_id]
    return case.games


def _score(case: Case, sentence: Sentence, written: Written) -> tuple[float, list[str], bool]:
    """How much speaks for the start of a campaign, why, and whether the day lies in the past by the wording."""
    material = case.material
    begin, end = _clause(material, sentence, written)
    points, why = _PRECISE.get(written.kind, 0.0), []
    if written.kind == "relative" and written.shift in RELATIVE_DAYS:
        points = _PRECISE["day"]

    def add(value: float, reason: str) -> None:
        nonlocal points
        points += value
        why.append(reason)

    since = material.before(written.start, "campaign", "since_before") or material.after(
        written.stop, "campaign", "since_after"
    )
    start = material.before(written.start, "campaign", "from_before") or material.after(
        written.stop, "campaign", "from_after"
    )
    if since:
        add(1.6, f'"{since}" at the date')
    elif start or written.ends is not None:
        add(1.4 if written.ends is None or start else 1.2, f'"{start or "range"}" at the date')
    past = bool(since) and since not in material.tools.words("campaign", "from_before")
    for low, high, share in ((begin, end, 1.0), (sentence.start, sentence.stop, 0.75)):
        cues = material.cues_in(low, high, "campaign", ("launch", "launch_past", "run"))
        said = material.cues_in(low, high, "speech", ("say",))
        cues = [
            c
            for c in cues
            if not (c.start < written.stop and written.start < c.stop)
            and not any(s.start <= c.start and c.stop <= s.stop and s.word != c.word for s in said)
        ]
        if cues:
            top = max(cues, key=lambda c: (c.kind != "run", -abs(c.start - written.start)))
            weight = 1.5 if top.kind != "run" else 1.0
            if top.word in material.tools.words("campaign", "unveil"):
                # What is shown to the press on one day may run from another.
                weight = 0.8
            add(weight * share, top.why)
            gap = material.text[top.stop : written.start] if top.stop <= written.start else ","
            if material.before(written.start, "campaign", "on_before") and top.kind != "run":
                add(0.7, "the day of a launch")
            if not since and top.kind != "run" and len(gap) <= 8 and "," not in gap:
                add(0.7, "right before the date")
            if _games_begin(case, top.start):
                add(-2.0, "the Games begin then")
            past = past or (top.kind == "launch_past" and not start)
            # "Si vede da domenica": with a verb of the present the word for from means since.
            if written.kind == "weekday" and not written.shift and top.kind != "launch":
                past = past or bool(material.before(written.start, "campaign", "from_or_since_before"))
            break
    nouns = material.cues_in(sentence.start, sentence.stop, "campaign", ("noun",))
    campaign = case.at(written.start)
    claimed = campaign is not None and any(c.sentence == sentence.index for c in campaign.claims)
    if claimed:
        add(0.9, "the sentence holds the claim")
    elif nouns:
        add(0.6, nouns[0].why)
    if any(m.role.startswith("campaign_market") for m in material.markets_in(sentence.start, sentence.stop)):
        add(0.5, "the sentence names campaign markets")
    elif any(m.role == "scope_global" for m in material.markets_in(sentence.start, sentence.stop)):
        add(0.3, "the sentence names the whole world")
    points += _against(case, sentence, written, begin, end, claimed)
    if since and material.cues_in(begin, end, "term", ("sponsor", "contract")):
        # "Partner since last autumn" dates the sponsorship, unless the campaign stands in the same clause.
        campaign_words = ("noun", "launch", "launch_past", "run")
        points -= 0.0 if material.cues_in(begin, end, "campaign", campaign_words) else 2.5
    elif since and material.cues_in(begin, end, "agency_roles", ("noun", "work")):
        # "With the agency since January" dates the account.
        points -= 0.0 if material.cues_in(begin, end, "campaign", ("noun", "launch", "run")) else 2.5
    return points, why, past


_SHORT = 14


def _clause(material: Material, sentence: Sentence, written: Written) -> tuple[int, int]:
    """The clause of a date; the whole sentence when the date stands alone between two commas or at its head."""
    begin, end = clause_bounds(material, sentence, written.start, written.stop)
    alone = (written.start - begin) + (end - written.stop) <= _SHORT
    alone = alone and not material.cues_in(
        sentence.start, sentence.stop, "campaign", ("launch", "launch_past", "run")
    )
    return (sentence.start, sentence.stop) if alone else (begin, end)


def _games_begin(case: Case, verb: int) -> bool:
    """The Games are the subject of the verb: ``the Games, which begin on Friday``."""
    material = case.material
    sentence = material.sentence_at(verb)
    low = max(sentence.start if sentence else 0, verb - 30)
    spans = [(c.start, c.stop) for c in material.cues_in(low, verb, "topic", ("games", "weak_games"))]
    spans += [
        (m.span.start, m.span.stop)
        for m in material.mentions
        if m.type == "event" and low <= m.span.stop <= verb
    ]
    for start, stop in spans:
        between = material.text[stop:verb].strip()
        relative = between.startswith(",") and len(between.strip(", ").split()) == 1
        opens = between == "" and sentence is not None and start - sentence.start <= 5
        if relative or opens:
            return True
    return False


def _against(case: Case, sentence: Sentence, written: Written, begin: int, end: int, claimed: bool) -> float:
    """Dates of Games, contracts, announcements and other events."""
    material = case.material
    points = 0.0
    near = material.cues_in(
        max(begin, written.start - 60), min(end, written.stop + 60), "campaign", ("other_event",)
    )
    near = [c for c in near if not (c.start < written.stop and written.start < c.stop)]
    if near:
        points -= 1.2
    said = material.cues_in(
        max(sentence.start, written.start - 22), min(sentence.stop, written.stop + 14), "speech", ("say",)
    )
    # "Wirbt" is a word of speech and of advertising: beside a date it is the second.
    runs = material.cues_in(begin, end, "campaign", ("launch", "launch_past", "run"))
    said = [s for s in said if not any(s.start == r.start and s.stop == r.stop for r in runs)]
    if (said and written.kind in ("weekday", "relative")) or (
        not said and _announced_then(case, sentence, written)
    ):
        points -= 2.2
    if written.ends is not None and (written.ends.year or 0) - (written.year or written.ends.year or 0) >= 2:
        # A range of years is a contract's.
        points -= 3.0
    agency = material.cues_in(max(begin, written.start - 34), written.start, "agency_roles", ("noun",))
    if agency and not material.cues_in(begin, end, "campaign", ("launch", "launch_past")):
        points -= 1.5
    terms = material.cues_in(begin, end, "term", ("contract", "renew"))
    runs = material.cues_in(begin, end, "campaign", ("run",))
    terms = [t for t in terms if not any(r.start == t.start for r in runs)]
    if not terms and material.cues_in(sentence.start, sentence.stop, "term", ("contract",)):
        terms = material.cues_in(begin, end, "term", ("begin",))
    if terms and not claimed and not material.cues_in(begin, end, "campaign", ("noun",)):
        points -= 1.6
    until = material.before(written.start, "campaign", "until_before")
    if until and written.ends is None and not material.before(written.start, "campaign", "from_before"):
        # "Fixé au 1er juin": words of two letters are as often the day itself.
        launch = material.cues_in(begin, written.start, "campaign", ("launch", "launch_past"))
        points -= 0.6 if len(until) <= 2 and launch else 2.5
    if material.after(written.stop, "campaign", "until_after") and written.ends is None:
        points -= 2.5
    nouns = material.cues_in(begin, end, "campaign", ("noun",))
    if any(material.before(c.start, "campaign", "former_noun_before") for c in nouns):
        points -= 3.0
    # A year or season that belongs to the name of Games says nothing of a campaign.
    for mention in material.mentions_in(sentence.start, sentence.stop, ("event",)):
        if (
            mention.span.start - 12 <= written.start
            and written.stop <= mention.span.stop + 6
            and written.kind in ("year", "season", "month")
        ):
            points -= 3.0
    if written.kind == "year":
        points -= 0.6
    bare = written.month is None and written.kind == "day" and not written.shift
    if bare and any(w is not written and w.month is not None for w in material.dates_in(sentence)):
        # A bare day of the month is the day of the report when a fuller date stands beside it.
        points -= 1.5
    if case.in_speech(written.start):
        points -= 1.0
    if _stops_at(case, sentence, written):
        points -= 2.0
    if case.is_past(written.start):
        points -= 3.0
    return points


_PARTICLES = ("に", "か", "の", "よ", "ま", "에", "부", "까", "의")
"""First letters of what ties a day to a verb: such a day is no mere day of the report."""


def _announced_then(case: Case, sentence: Sentence, written: Written) -> bool:
    """Japanese and Korean close with the verb of saying: a date at the head of such a sentence is the day it was said."""
    material = case.material
    if material.language not in ("ja", "ko") or written.start - sentence.start > 25:
        return False
    if material.text[written.stop : written.stop + 1] in _PARTICLES or material.after(
        written.stop, "campaign", "from_after"
    ):
        return False
    said = material.cues_in(written.stop, sentence.stop, "speech", ("say",))
    if not said or sentence.stop - said[-1].stop > 3:
        return False
    if any(w.stop <= written.start for w in material.dates_in(sentence)):
        return False
    # A bare day is the day of the report; a date with its month is that of the verb of launching behind it.
    launch = material.cues_in(written.stop, said[-1].start, "campaign", ("launch",))
    return not (launch and written.month is not None)


def _stops_at(case: Case, sentence: Sentence, written: Written) -> bool:
    """A verb of ending right before the date: ``wraps on 11 August``."""
    low = max(sentence.start, written.start - 22)
    low = max([low, *(w.stop for w in case.material.dates_in(sentence) if w.stop <= written.start)])
    return bool(case.material.cues_in(low, written.start, "campaign", ("stop",)))


def read_period(case: Case) -> Iterator[Fact]:
    """Start and end of each campaign; a date whose year nothing tells is unresolved, never guessed."""
    material = case.material
    best: dict[str, tuple[float, Sentence, Written, list[str], bool]] = {}
    ends: dict[str, tuple[float, Sentence, Written, str]] = {}
    for sentence in material.readable():
        for written in material.dates_in(sentence):
            campaign = case.at(written.start)
            if campaign is None:
                continue
            points, why, past = _score(case, sentence, written)
            if points >= _ENOUGH and (campaign.key not in best or points > best[campaign.key][0] + 0.05):
                best[campaign.key] = (points, sentence, written, why, past)
            _note_end(case, sentence, written, campaign, ends)
    for campaign in case.campaigns:
        start: Resolved | None = None
        if campaign.key in best:
            points, sentence, written, why, past = best[campaign.key]
            start = resolve(written, material.published, games_of(case, sentence), past=past)
            rule = f"start: {'; '.join(why)}"
            yield _dated(case, campaign, "start_date", start, written, min(0.97, 0.5 + points / 10), rule)
            if written.ends is not None:
                yield from _range_end(case, campaign, start, written, sentence)
                continue
        if campaign.key in ends:
            _, sentence, written, rule = ends[campaign.key]
            end = resolve(written, material.published, games_of(case, sentence))
            yield _dated(case, campaign, "end_date", _not_before(end, start), written, 0.75, rule)


def _range_end(
    case: Case, campaign: Campaign, start: Resolved | None, written: Written, sentence: Sentence
) -> Iterator[Fact]:
    if written.ends is not None:
        end = resolve(written.ends, case.material.published, games_of(case, sentence))
        yield _dated(
            case,
            campaign,
            "end_date",
            _not_before(end, start),
            written.ends,
            0.9,
            "end of the range that gives the start",
        )


def _note_end(
    case: Case,
    sentence: Sentence,
    written: Written,
    campaign: Campaign,
    ends: dict[str, tuple[float, Sentence, Written, str]],
) -> None:
    """``until 11 August`` beside a campaign verb and away from contracts."""
    material = case.material
    until = material.before(written.start, "campaign", "until_before") or material.after(
        written.stop, "campaign", "until_after"
    )
    if not until and _stops_at(case, sentence, written):
        until = "ends"
    if not until or written.kind not in ("day", "month", "weekday") or written.ends is not None:
        return
    begin, end = clause_bounds(material, sentence, written.start, written.stop)
    if material.cues_in(sentence.start, sentence.stop, "term", ("contract", "renew")):
        return
    cues = material.cues_in(
        sentence.start, sentence.stop, "campaign", ("launch", "run", "stop", "launch_past")
    )
    nouns = material.cues_in(sentence.start, sentence.stop, "campaign", ("noun",))
    points = (
        1.0 * bool(cues) + 0.6 * bool(nouns) + 0.4 * bool(material.cues_in(begin, end, "campaign", ("stop",)))
    )
    # One-letter words such as French "a" and "al" are no proof of an end by themselves.
    if len(until) <= 2 and not cues:
        return
    if points >= 1.0 and (campaign.key not in ends or points > ends[campaign.key][0]):
        ends[campaign.key] = (points, sentence, written, f'end: "{until}" at the date')


def _not_before(end: Resolved | None, start: Resolved | None) -> Resolved | None:
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
