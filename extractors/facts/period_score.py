"""How much speaks for a date as the start of a campaign, and what speaks for another event."""

from __future__ import annotations

import re

from extractors.dates_in_text import RELATIVE_DAYS, Written
from extractors.facts.campaigns import Case
from extractors.facts.period_end import stops_at
from extractors.material import Material, clause_bounds
from extractors.sentences import Sentence

CLAIMED, UNVEILED = "the sentence holds the claim", "shown to the press"
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


def score_of(case: Case, sentence: Sentence, written: Written) -> tuple[float, list[str], bool]:
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

    behind = _behind(material, written)
    since = material.before(written.start, "campaign", "since_before") or material.after(
        behind, "campaign", "since_after"
    )
    start = material.before(written.start, "campaign", "from_before") or material.after(
        behind, "campaign", "from_after"
    )
    if since:
        add(1.6, f'"{since}" at the date')
    elif start or written.ends is not None:
        add(1.4 if written.ends is None or start else 1.2, f'"{start or "range"}" at the date')
    if not since and not start and (earlier := _since_in_clause(material, begin, written)):
        since = earlier
        add(0.8, f'"{earlier}" in the clause')
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
                why.append(UNVEILED)
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
        add(0.9, CLAIMED)
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


def _since_in_clause(material: Material, begin: int, written: Written) -> str | None:
    """``since being posted on Tuesday``: the word for since opens the clause of the date."""
    words = material.lowered[max(begin, written.start - 60) : written.start].split()
    single = [w for w in material.tools.words("campaign", "since_before") if " " not in w and len(w) > 2]
    return next((word for word in words if word in single), None)


def _behind(material: Material, written: Written) -> int:
    """Where the text goes on behind a date and a note in brackets, such as the hour or local time."""
    if material.text[written.stop : written.stop + 1] in ("(", "（"):
        close = material.folded.find(")", written.stop, written.stop + 16)
        return close + 1 if close > 0 else written.stop
    return written.stop


_SHORT = 14


def _clause(material: Material, sentence: Sentence, written: Written) -> tuple[int, int]:
    """The clause of a date; the whole sentence when the date stands alone between two commas or at its head."""
    begin, end = clause_bounds(material, sentence, written.start, written.stop)
    alone = (written.start - begin) + (end - written.stop) <= _SHORT
    alone = alone and not material.cues_in(
        sentence.start, sentence.stop, "campaign", ("launch", "launch_past", "run")
    )
    return (sentence.start, sentence.stop) if alone else (begin, end)


_FINITE = re.compile(r"[。，,.、;；]|다[ .]|된다|한다|ます|する。|した。")


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
    if material.language in ("ja", "ko", "zh"):
        # In these the verb stands before the Games it belongs to.
        behind = material.cues_in(verb, verb + 24, "topic", ("games", "weak_games"))
        events = material.mentions_in(verb, verb + 34, ("event",))
        first = min([*(c.start for c in behind), *(m.span.start for m in events)], default=verb + 99)
        if first - verb <= 14 and not _FINITE.search(material.text, verb, first):
            return True
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
        own = claimed or material.cues_in(begin, end, "campaign", ("noun",))
        points -= 1.2 if own else 2.2
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
        points -= 2.4
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
    if written.kind == "year" or (written.kind == "relative" and written.shift.endswith("year")):
        points -= 0.6 if written.kind == "year" else 1.3
    if material.before(written.start, "campaign", "after_before"):
        points -= 2.0
    bare = written.month is None and written.kind == "day" and not written.shift
    if bare and any(w is not written and w.month is not None for w in material.dates_in(sentence)):
        # A bare day of the month is the day of the report when a fuller date stands beside it.
        points -= 1.5
    if case.in_speech(written.start):
        points -= 1.0
    if stops_at(case, sentence, written):
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
