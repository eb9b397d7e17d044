"""What stands around a written date: the signs that say whether a campaign begins or ends on it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from config.games_calendar import Games
from extractors.dates_in_text import RELATIVE_DAYS, Written
from extractors.dates_resolved import Resolved
from extractors.facts.campaigns import Case
from extractors.facts.date_lines import games_signs
from extractors.material import Material, clause_bounds
from extractors.sentences import Sentence
from extractors.writing import CJK

_NEAR = 24
_CAMPAIGN = (
    "launch", "launch_past", "run", "stop", "noun", "other_event", "closing", "unveil", "former", "first_time", "coming",
    "plan",
)  # fmt: skip
_EVENTS = ("launch", "launch_past", "run", "stop", "other_event")
_FAR = 10**6
_MUCH = 3
"""So many times the days is much farther."""
_RIGHTS = ("contract", "renew", "begin", "sponsor", "end")
_CHANNELS = frozenset(
    {"tv", "cinema", "print", "radio", "out_of_home", "online", "social", "retail", "event"}
)
_ADJACENT = ("from", "since", "until", "on", "after")
_SHORT_WORD = 2


def signs_of(case: Case, sentence: Sentence, written: Written) -> dict[str, float]:
    """Every sign of a date but those of the day it means (signs_of_day); the value is 1 where it is there."""
    material = case.material
    signs = _form(written, sentence)
    words = {kind: word for kind in _ADJACENT if (word := word_beside(material, written, kind))}
    begins = words.get("from", "")
    if written.ends is not None or ("until" in words and begins != words["until"] in begins):
        # The word for until behind a range belongs to its end; "we wait until Monday for it" holds the word as well.
        words.pop("until", None)
    for kind, word in words.items():
        signs[f"beside.{kind}"] = 1.0
        if len(word) <= _SHORT_WORD and material.language not in CJK:
            signs[f"beside.{kind}_short"] = 1.0
    if "until" not in words and written.ends is None and _closing_between(material, sentence, written):
        signs["beside.until_closing"] = 1.0
        words["until"] = "until"
    begin, end = _clause(material, sentence, written)
    signs |= _around(case, sentence, written, begin, end)
    signs |= _speech(case, sentence, written)
    there = {name for name, value in signs.items() if value}
    acts = there & {"clause.launch", "clause.launch_past", "clause.run", "clause.noun"}
    terms = there & {"clause.contract", "clause.renew", "clause.sponsor"}
    for kind in words:
        if acts:
            signs[f"{kind}_with.campaign"] = 1.0
        if there & {"clause.launch", "clause.launch_past"}:
            signs[f"{kind}_with.launch"] = 1.0
        if "clause.run" in there:
            signs[f"{kind}_with.run"] = 1.0
        if terms and not acts:
            signs[f"{kind}_with.rights_only"] = 1.0
    if written.kind in ("before_games", "duration") or written.part:
        # What begins and how long it runs often stand in one clause; the word for beginning is the other date's.
        form = next(name for name in signs if name.startswith("form."))
        for name in there & {
            "clause.begin",
            "clause.launch",
            "clause.launch_past",
            "clause.run",
            "clause.stop",
            "clause.games_launch",
            "clause.noun",
        }:
            signs[f"{form}_with_{name}"] = 1.0
    if terms and not acts:
        signs["clause.rights_only"] = 1.0
    if "clause.other_event" in there:
        signs[f"clause.other_event_{'and' if acts else 'only'}"] = 1.0
        for kind in words:
            signs[f"{kind}_with.other_event"] = 1.0
    if not acts and "sentence.noun" not in there and "sentence.launch" not in there:
        signs["sentence.no_campaign"] = 1.0
    return signs


def _form(written: Written, sentence: Sentence) -> dict[str, float]:
    kind = written.kind
    if kind == "relative" and written.shift in RELATIVE_DAYS:
        kind = "relative_day"
    elif kind == "relative" and written.shift.endswith("year"):
        kind = "relative_year"
    signs = {f"form.{kind}": 1.0}
    if written.year is not None:
        signs["form.year_written"] = 1.0
    if written.kind == "day" and written.month is None and not written.shift:
        signs["form.bare_day"] = 1.0
    if written.kind == "before_games":
        kinds = {"closing": "closing", "unit_day": "before_games" if written.amount else "opening"}
        signs = {f"form.{kinds.get(written.shift, 'before_games')}": 1.0}
    elif written.part:
        signs["form.part"] = 1.0
    if written.ends is not None:
        signs["form.range"] = 1.0
        if (written.ends.year or 0) - (written.year or written.ends.year or 0) >= 2:
            signs["form.range_of_years"] = 1.0
    signs[f"place.{sentence.kind}"] = 1.0
    return signs


_TELLS_TIME = (
    "clause.launch", "clause.launch_past", "clause.run", "clause.coming", "clause.plan", "clause.unveil", "beside.since",
    "beside.from", "beside.on", "speech.inside", "form.weekday", "form.month", "form.day", "sentence.launch",
    "sentence.launch_past", "sentence.run", "company.date_before", "clause.channel",
)  # fmt: skip


def turned_signs(signs: Mapping[str, float], *, past: bool) -> dict[str, float]:
    """Signs of a date read against the rule for what lies behind and ahead: ``past`` is the way it is read then."""
    name = "turned_back" if past else "turned_ahead"
    return {name: 1.0} | {f"{name}.{sign}": 1.0 for sign in _TELLS_TIME if signs.get(sign)}


_WINDOWS = ((-9999, -330, "long_ago"), (-330, -45, "months_ago"), (-45, 0, "just_past"), (0, 1, "same_day"),
            (1, 60, "soon"), (60, 700, "later"), (700, 99999, "far_ahead"))  # fmt: skip


def days_from(published: date | None, found: Resolved | None) -> int | None:
    """Days from the day of publication to the middle of a day, month or year; None for weeks and seasons."""
    if published is None or found is None or found.precision not in ("day", "month", "year"):
        return None
    middle = {"day": "", "month": "-15", "year": "-07-01"}[found.precision]
    return (date.fromisoformat(found.value + middle) - published).days


def nearer_signs(case: Case, found: Resolved | None, other: Resolved | None) -> dict[str, float]:
    """Which of two days that one word may mean lies nearer to the day of publication."""
    one, two = (days_from(case.material.published, day) for day in (found, other))
    if one is None or two is None or abs(one) == abs(two):
        return {}
    name = "reading.nearer" if abs(one) < abs(two) else "reading.farther"
    far = max(abs(one), abs(two)) > _MUCH * min(abs(one), abs(two))
    return {name: 1.0} | ({f"{name}_much": 1.0} if far else {})


def signs_of_day(case: Case, written: Written, found: Resolved | None) -> dict[str, float]:
    """How the day meant lies to the day of publication and to the Games."""
    signs: dict[str, float] = {}
    days = days_from(case.material.published, found)
    if days is not None:
        signs |= {f"when.{name}": 1.0 for low, high, name in _WINDOWS if low <= days < high}
    if found is None:
        return {"when.unknown": 1.0}
    for games in games_near(case):
        if found.value == games.opening.isoformat():
            signs["when.opening_day"] = 1.0
        if found.value == games.closing.isoformat():
            signs["when.closing_day"] = 1.0
        if found.precision == "day" and games.opening.isoformat() < found.value < games.closing.isoformat():
            signs["when.during_games"] = 1.0
    if case.is_past(written.start):
        signs["when.recalled"] = 1.0
    return signs


def signs_of_games(
    case: Case, sentence: Sentence, written: Written, found: Resolved | None, signs: Mapping[str, float]
) -> dict[str, float]:
    """Whether the day, in both its roles, is told of the Games, and whether its clause tells of a campaign."""
    names = dict.fromkeys(games_signs(case.material, sentence, written, found, games_near(case)))
    told = any(signs.get(f"clause.{kind}") for kind in ("launch", "launch_past", "run", "stop", "noun"))
    joint = [f"{name}_{'told' if told else 'bare'}" for name in names if name.startswith("games_days.")]
    return dict.fromkeys((*names, *joint), 1.0)


def games_near(case: Case) -> list[Games]:
    """The Games of the article and their Paralympic or Olympic twin."""
    games = case.games
    if games is None:
        return []
    return [g for g in case.material.games if g.year == games.year and g.season == games.season]


def word_beside(material: Material, written: Written, kind: str) -> str | None:
    """A word right before the date, or right behind it and a note in brackets."""
    return material.before(written.start, "campaign", f"{kind}_before") or material.after(
        _behind(material, written), "campaign", f"{kind}_after"
    )


def _behind(material: Material, written: Written) -> int:
    """Where the text goes on behind a date and a note in brackets, such as the hour or local time."""
    if material.text[written.stop : written.stop + 1] in ("(", "（"):
        close = material.folded.find(")", written.stop, written.stop + 16)
        return close + 1 if close > 0 else written.stop
    return written.stop


def _closing_between(material: Material, sentence: Sentence, written: Written) -> bool:
    """``until the closing ceremony on 30 July``: the closing of the Games between the word for until and the date."""
    low = max(sentence.start, written.start - 40)
    for closing in material.cues_in(low, min(sentence.stop, written.stop + 12), "campaign", ("closing",)):
        if closing.stop <= written.start and material.before(closing.start, "campaign", "until_before"):
            return True
        near = 0 <= closing.start - written.stop <= 2
        if near and material.after(closing.stop, "campaign", "until_after"):
            return True
    return False


_SHORT = 14


def _clause(material: Material, sentence: Sentence, written: Written) -> tuple[int, int]:
    """The clause of a date; the whole sentence when the date stands alone between two commas or at its head."""
    begin, end = clause_bounds(material, sentence, written.start, written.stop)
    alone = (written.start - begin) + (end - written.stop) <= _SHORT
    return (sentence.start, sentence.stop) if alone else (begin, end)


def _around(case: Case, sentence: Sentence, written: Written, begin: int, end: int) -> dict[str, float]:
    """Cue words in the clause, the sentence, right beside the date, and in the sentences around."""
    material = case.material
    signs: dict[str, float] = {}
    nearest = (_FAR, "")
    for cue in material.cues_in(sentence.start, sentence.stop, "campaign", _CAMPAIGN):
        if cue.start < written.stop and written.start < cue.stop:
            continue
        gap = written.start - cue.stop if cue.stop <= written.start else cue.start - written.stop
        if cue.kind in _EVENTS and begin <= cue.start and cue.stop <= end:
            nearest = min(nearest, (gap, cue.kind))
        signs[f"sentence.{cue.kind}"] = 1.0
        if begin <= cue.start and cue.stop <= end:
            signs[f"clause.{cue.kind}"] = 1.0
        if cue.stop <= written.start and written.start - cue.stop <= _NEAR:
            signs[f"ahead.{cue.kind}"] = 1.0
        elif cue.start >= written.stop and cue.start - written.stop <= _NEAR:
            signs[f"behind.{cue.kind}"] = 1.0
        if cue.kind in ("launch", "launch_past", "stop"):
            if games_begin(case, cue.start):
                signs[f"clause.games_{cue.kind}"] = 1.0
            elif _games_behind(material, sentence, cue.stop):
                signs[f"clause.{cue.kind}_games"] = 1.0
    if nearest[1]:
        signs[f"nearest.{nearest[1]}"] = 1.0
    for cue in material.cues_in(sentence.start, sentence.stop, "term", _RIGHTS):
        inside = begin <= cue.start and cue.stop <= end
        signs[f"{'clause' if inside else 'sentence'}.{cue.kind}"] = 1.0
    for subject, group in (("agency_roles", "agency"), ("assets", "assets"), ("background", "background")):
        if material.cues_in(begin, end, subject):
            signs[f"clause.{group}"] = 1.0
    if material.cues_in(max(begin, written.start - 34), written.start, "agency_roles", ("noun",)):
        signs["ahead.agency_noun"] = 1.0
    if material.cues_in(sentence.start, sentence.stop, "channels", _CHANNELS):
        signs["sentence.channel"] = 1.0
        if material.cues_in(begin, end, "channels", _CHANNELS):
            signs["clause.channel"] = 1.0
    campaign = case.at(written.start)
    if campaign is not None and any(c.sentence == sentence.index for c in campaign.claims):
        signs["sentence.claim"] = 1.0
    subjects = case.focus.subjects[sentence.index]
    if subjects:
        signs["sentence.brand"] = 1.0
    if campaign is not None:
        signs["sentence.own_brand" if campaign.brand in subjects else "sentence.no_own_brand"] = 1.0
        if subjects and campaign.brand not in subjects:
            signs["sentence.stranger"] = 1.0
    roles = {m.role for m in material.markets_in(sentence.start, sentence.stop)}
    if any(role.startswith("campaign_market") for role in roles):
        signs["sentence.market"] = 1.0
    if "scope_global" in roles:
        signs["sentence.worldwide"] = 1.0
    for mention in material.mentions_in(begin, end, ("event",)):
        signs["clause.games"] = 1.0
        if mention.span.start - 12 <= written.start and written.stop <= mention.span.stop + 6:
            signs["beside.games"] = 1.0
    if any(
        material.before(c.start, "campaign", "former_noun_before")
        for c in material.cues_in(begin, end, "campaign", ("noun",))
    ):
        signs["clause.former_noun"] = 1.0
    for step, name in ((-1, "earlier"), (1, "next")):
        index = sentence.index + step
        if 0 <= index < len(material.sentences):
            other = material.sentences[index]
            if other.paragraph == sentence.paragraph:
                for cue in material.cues_in(
                    other.start, other.stop, "campaign", ("noun", "launch", "launch_past", "run")
                ):
                    signs[f"{name}.{cue.kind}"] = 1.0
    return signs | _company(material, sentence, written)


def _company(material: Material, sentence: Sentence, written: Written) -> dict[str, float]:
    """What other dates the sentence has."""
    others = [w for w in material.dates_in(sentence) if w is not written]
    signs: dict[str, float] = {}
    if any(w.start < written.start for w in others):
        signs["company.date_before"] = 1.0
    if any(w.start > written.start for w in others):
        signs["company.date_behind"] = 1.0
    if any(w.kind == written.kind for w in others):
        signs["company.like_it"] = 1.0
    if any(w.month is not None for w in others):
        signs["company.with_month"] = 1.0
    return signs


def _speech(case: Case, sentence: Sentence, written: Written) -> dict[str, float]:
    material = case.material
    signs: dict[str, float] = {}
    low, high = max(sentence.start, written.start - 22), min(sentence.stop, written.stop + 14)
    acts = material.cues_in(sentence.start, sentence.stop, "campaign", ("launch", "launch_past", "run"))
    said = [
        s
        for s in material.cues_in(sentence.start, sentence.stop, "speech", ("say",))
        # "Wirbt" is a word of speech and of advertising: beside a date it is the second.
        if not any(s.start == a.start and s.stop == a.stop for a in acts)
    ]
    if said:
        signs["speech.sentence"] = 1.0
    if any(low <= s.start and s.stop <= high for s in said):
        signs["speech.beside"] = 1.0
        if written.kind in ("weekday", "relative"):
            signs["speech.beside_a_day_of_the_week"] = 1.0
    if _announced_then(case, sentence, written):
        signs["speech.announced_then"] = 1.0
    if case.in_speech(written.start):
        signs["speech.inside"] = 1.0
    return signs


_FINITE = re.compile(r"[。，,.、;；]|다[ .]|된다|한다|ます|する。|した。")


def games_begin(case: Case, verb: int) -> bool:
    """The Games are the subject of the verb: ``the Games, which begin on Friday``."""
    material = case.material
    sentence = material.sentence_at(verb)
    low = max(sentence.start if sentence else 0, verb - 30)
    spans = [(c.start, c.stop) for c in material.cues_in(low, verb, "topic", ("games", "weak_games"))]
    spans += [
        (m.span.start, m.span.stop)
        for m in material.mentions_in(low - 40, verb, ("event",))
        if m.span.stop >= low
    ]
    if material.language in CJK:
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


_GAP = 14


def _games_behind(material: Material, sentence: Sentence, verb: int) -> bool:
    """The Games stand right behind the verb: ``am 4. Juli beginnen die Spiele``."""
    stop = min(sentence.stop, verb + 40)
    firsts = [c.start for c in material.cues_in(verb, stop, "topic", ("games", "weak_games"))]
    firsts += [m.span.start for m in material.mentions_in(verb, stop, ("event",))]
    return bool(firsts) and min(firsts) - verb <= _GAP and "," not in material.text[verb : min(firsts)]


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
