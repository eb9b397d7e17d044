"""What speaks for a date, edition or length being the end, beginning or length of a sponsorship: kinds of words around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from extractors.cues import Cue
from extractors.facts.campaigns import Case
from extractors.facts.holders import FEDERATIONS, GLOBAL_HOLDERS, LOCAL_HOLDERS, holder_kind
from extractors.facts.term_candidates import Candidate, candidates_in, years_from
from extractors.material import BRAND_TYPES, clause_bounds
from extractors.sentences import Sentence
from extractors.writing import CJK

_SUBJECTS = {
    "term": None,
    "status": None,
    "campaign": frozenset({"noun", "launch", "launch_past", "run", "stop", "coming", "plan"}),
    "agency_roles": frozenset({"noun", "work"}),
    "links": frozenset({"rival", "other_sponsors", "and"}),
    "topic": None,
    "background": None,
    "budget": frozenset({"context"}),
    "spokespeople": frozenset({"outside"}),
}  # fmt: skip
"""Subjects of cue words whose kinds are signs; None: all kinds."""
_BESIDE = (
    "until_before", "until_after", "since_before", "since_after", "since_weak_before", "range_before",
    "ended_after_before", "not_until_before", "not_until_after", "not_since_after", "not_years_before",
    "not_years_after", "covered_after", "years_back_before", "years_back_after", "years_left_before", "years_left_after",
    "years_option_before", "years_option_after", "years_off_before", "years_off_after",
)  # fmt: skip
_PATTERNS = (
    "same_until_patterns",
    "years_patterns",
    "years_ago_patterns",
    "end_patterns",
    "other_contract_patterns",
)
_NEAR = 24
"""Letters between a word and the place it stands near."""
_NEAR_DENSE = 9


class Surroundings:
    """The words and names of one sentence and of the one before, found once for all its candidates."""

    def __init__(self, case: Case, sentence: Sentence) -> None:
        self.case, self.sentence = case, sentence
        material = case.material
        self.near = _NEAR_DENSE if material.language in CJK else _NEAR
        self.cues = _cues(case, sentence.start, sentence.stop)
        self.names = _names(case, sentence)
        self.patterns = [
            (kind, match.span())
            for kind in _PATTERNS
            for pattern in material.tools.patterns("term", kind)
            for match in pattern.finditer(material.lowered, sentence.start, sentence.stop)
        ]
        self.common = self._common()

    def _common(self) -> dict[str, float]:
        """Signs that all places of the sentence share."""
        case, sentence = self.case, self.sentence
        signs = {f"sentence.{sentence.kind}": 1.0}
        subjects = case.focus.subjects[sentence.index]
        own = any(case.of_brand(brand) is not None for brand in subjects)
        signs["sentence.own_brand"] = float(own)
        signs["sentence.stranger"] = float(bool(subjects) and not own)
        signs["sentence.first"] = float(sentence.index <= 1)
        if sentence.index and _BOND & _kinds(case, case.material.sentences[sentence.index - 1]):
            signs["previous.bond"] = 1.0
        return signs


def _cues(case: Case, start: int, stop: int) -> list[Cue]:
    return [
        cue
        for subject, kinds in _SUBJECTS.items()
        for cue in case.material.cues_in(start, stop, subject, kinds or ())
    ]


def _kinds(case: Case, sentence: Sentence) -> set[str]:
    return {
        f"{subject}_{cue.kind}"
        for subject in ("term", "status")
        for cue in case.material.cues_in(sentence.start, sentence.stop, subject)
    }


def _names(case: Case, sentence: Sentence) -> list[tuple[int, int, str]]:
    """Places of names in the order of the text, and whose they are."""
    found = []
    for mention in case.material.mentions_in(sentence.start, sentence.stop):
        kind = mention.type
        if kind in BRAND_TYPES:
            own = case.of_brand(case.focus.brand_of(mention)) is not None
            kind = "own_brand" if own else "other_brand"
        elif kind == "organisation":
            holder = holder_kind(case, mention)
            kind = (
                "global_holder" if holder in GLOBAL_HOLDERS
                else "local_holder" if holder in LOCAL_HOLDERS
                else "federation" if holder in FEDERATIONS
                else "unlisted_body" if mention.entity_id not in case.material.entities
                else "organisation"
            )  # fmt: skip
        found.append((mention.span.start, mention.span.stop, kind))
    return found


def signs_at(around: Surroundings, start: int, stop: int) -> dict[str, float]:
    """Signs of a place by the words before and behind it: right there, in its clause, in its sentence."""
    case, sentence = around.case, around.sentence
    material = case.material
    low, high = clause_bounds(material, sentence, start, stop)
    signs = dict(around.common)
    for cue in around.cues:
        if cue.start >= start and cue.stop <= stop:
            signs[f"inside.{cue.subject}_{cue.kind}"] = 1.0
            continue
        before = cue.stop <= start
        gap = start - cue.stop if before else cue.start - stop
        side = "before" if before else "behind"
        name = f"{cue.subject}_{cue.kind}"
        signs[f"sentence.{name}"] = 1.0
        if low <= cue.start and cue.stop <= high:
            signs[f"clause.{side}.{name}"] = 1.0
            if gap <= around.near:
                signs[f"near.{side}.{name}"] = 1.0
    for first, last, kind in around.names:
        side = "before" if last <= start else "behind" if first >= stop else "inside"
        signs[f"sentence.{kind}"] = 1.0
        if low <= first and last <= high:
            signs[f"clause.{side}.{kind}"] = 1.0
    for side, there in (
        ("before", [kind for _, last, kind in around.names if last <= start][-1:]),
        ("behind", [kind for first, _, kind in around.names if first >= stop][:1]),
    ):
        signs[f"nearest.{side}.{there[0] if there else 'nobody'}"] = 1.0
    for kind, (first, last) in around.patterns:
        if first < stop and start < last:
            signs[f"on.{kind}"] = 1.0
    for kind in _BESIDE:
        at = (
            material.before(start, "term", kind)
            if kind.endswith("before")
            else material.after(stop, "term", kind)
        )
        if kind == "ended_after_before" and not _sentence_has(signs, ("term_end", "term_ended")):
            # "What comes after 2026": nothing is said to end.
            continue
        if at is not None:
            signs[f"beside.{kind}"] = 1.0
            if len(at) <= 2 and material.language not in CJK:
                signs[f"beside.short_{kind}"] = 1.0
    if case.in_speech(start):
        signs["place.in_speech"] = 1.0
    if case.is_past(start):
        signs["place.in_background"] = 1.0
    if any(q.closed and q.start <= start and stop <= q.stop for q in material.quoted):
        signs["place.quoted"] = 1.0
    if material.text[low:high].rstrip().endswith(("?", "？")):
        signs["place.question"] = 1.0
    return signs


_BOND = frozenset(
    {
        "term_contract",
        "term_renew",
        "term_sponsor",
        "status_worldwide",
        "status_domestic",
        "status_official",
    }
)
"""Words for a contract or for being a sponsor."""
_DOUBT = (
    "term_talks",
    "term_open",
    "term_may",
    "term_uncertain",
    "term_option",
    "term_superseded",
    "term_refusal",
)
_CAMPAIGN = ("campaign_noun", "campaign_run", "campaign_launch", "campaign_launch_past", "campaign_stop")
_OLYMPIC = (
    "sentence.topic_games", "sentence.topic_weak_games", "sentence.event", "sentence.global_holder", "sentence.local_holder",
)  # fmt: skip


def _clause_has(signs: Mapping[str, float], words: Iterable[str]) -> bool:
    return any(
        f"{where}.{word}" in signs for where in ("clause.before", "clause.behind", "inside") for word in words
    )


def _sentence_has(signs: Mapping[str, float], words: Iterable[str]) -> bool:
    return any(f"sentence.{word}" in signs or f"inside.{word}" in signs for word in words)


def _cases_of(signs: Mapping[str, float]) -> set[str]:
    """What a place is told of, and how: the second half of every joint sign."""
    found = set()
    bond = _clause_has(signs, _BOND)
    found.add("bond_in_clause" if bond else "bond_in_sentence" if _sentence_has(signs, _BOND) else "no_bond")
    if "previous.bond" in signs:
        found.add("bond_before")
    if _clause_has(signs, _DOUBT):
        found.add("doubt_in_clause")
    elif _sentence_has(signs, _DOUBT):
        found.add("doubt_in_sentence")
    if _clause_has(signs, _CAMPAIGN):
        found.add("campaign" if bond else "campaign_only")
    if _clause_has(signs, ("person", "spokespeople_outside")):
        # A swimmer's own contract, not that of the team.
        found.add("of_somebody")
    if _sentence_has(signs, ("status_former", "term_ended")):
        found.add("over")
    if _sentence_has(signs, ("status_negation",)):
        found.add("negated")
    other = _sentence_has(signs, ("term_other_contract",)) or "on.other_contract_patterns" in signs
    olympic = any(name in signs for name in _OLYMPIC)
    if other:
        found.add("other_contract" if olympic else "other_contract_only")
    if not olympic:
        found.add("no_games")
    return found


def _announced(signs: Mapping[str, float]) -> set[str]:
    """Kinds of words that announce a role at the place itself: the first half of every joint sign."""
    found = set()
    for name, signals in (
        ("until", ("beside.until_before", "beside.until_after", "on.same_until_patterns")),
        ("since", ("beside.since_before", "beside.since_after")),
        ("weak", ("beside.since_weak_before", "beside.range_before")),
    ):
        if any(signal in signs for signal in signals):
            found.add(name)
    for name, words in (
        ("ends", ("term_end", "term_ended")),
        ("begins", ("term_begin",)),
        ("covers", ("term_covers",)),
        ("renews", ("term_renew",)),
    ):
        if _clause_has(signs, words):
            found.add(name)
    return found or {"nothing"}


def _joint(signs: Mapping[str, float], more: Sequence[str]) -> dict[str, float]:
    """Signs that mean something together only: ``until`` beside a contract, in a question, of a campaign, in the past."""
    cases = {*_cases_of(signs), *more}
    return {f"{one}+{case}": 1.0 for one in _announced(signs) for case in cases}


def candidate_signs(
    around: Surroundings, candidate: Candidate, fellows: Sequence[Candidate], others: Sequence[Candidate]
) -> dict[str, float]:
    """Signs of a candidate; ``fellows`` are those of its sentence, ``others`` all of the article."""
    signs = signs_at(around, candidate.start, candidate.stop)
    # Few texts count the Games to come: they are Games as others are.
    signs[f"form.{candidate.form.removesuffix('_counted')}"] = 1.0
    material = around.case.material
    away = years_from(material.published, candidate)
    if not candidate.dated:
        signs[f"length.{_length_class(candidate)}"] = 1.0
        signs |= {f"length+{case}": 1.0 for case in _cases_of(signs)}
        signs |= {f"{one}+length": 1.0 for one in _announced(signs)}
    elif away is not None:
        signs[f"away.{_away_class(away)}"] = 1.0
        time = "past" if away < 0 else "ahead" if away > 0 else "now"
        games = candidate.form in ("games", "city", "games_unnamed", "games_counted", "closing")
        signs |= _joint(
            signs, (time, "games" if games else "date", f"games_{time}" if games else f"date_{time}")
        )
        if candidate.turned:
            signs["turned.it_is"] = 1.0
            for word in ("term_ended", "term_in_force", "term_begin", "term_end", "campaign_coming"):
                if _clause_has(signs, (word,)):
                    signs[f"turned.{word}"] = 1.0
        if candidate.number % 2 == 0:
            signs["away.year_of_games"] = 1.0
    dates = [f for f in fellows if f.dated and not f.turned]
    if candidate.dated:
        later = [f for f in dates if f.number > candidate.number]
        earlier = [f for f in dates if f.number < candidate.number]
        signs["fellows.later_year"] = float(bool(later))
        signs["fellows.earlier_year"] = float(bool(earlier))
        signs["fellows.right_behind_earlier"] = float(
            any(0 < candidate.start - f.stop <= around.near for f in earlier)
        )
        signs["fellows.right_before_later"] = float(
            any(0 < f.start - candidate.stop <= around.near for f in later)
        )
        signs["fellows.first"] = float(bool(dates) and candidate.start == dates[0].start)
        signs["fellows.alone"] = float(len(dates) == 1)
        signs["fellows.length"] = float(any(not f.dated for f in fellows))
        years = {candidate.number, *(o.number for o in others if o.dated and not o.turned)}
        lengths = {o.number for o in others if not o.dated and o.number > 1}
        signs["sums.end"] = float(any(candidate.number - n in years for n in lengths))
        signs["sums.begin"] = float(any(candidate.number + n in years for n in lengths))
        signs["sums.end_from_now"] = float(away is not None and away in lengths)
        signs["others.latest_year"] = float(candidate.number >= max(years))
        signs["others.earliest_year"] = float(candidate.number <= min(years))
        signs["others.said_again"] = float(
            sum(o.number == candidate.number for o in others if o.dated and not o.turned) > 1
        )
    else:
        signs["fellows.date"] = float(bool(dates))
        years = {o.number for o in others if o.dated and not o.turned}
        now = material.published.year if material.published else 0
        signs["sums.length"] = float(any(y + candidate.number in years for y in years))
        signs["sums.length_from_now"] = float(now + candidate.number in years)
    return {name: value for name, value in signs.items() if value}


def _away_class(away: int) -> str:
    steps = (
        (-12, "long_past"),
        (-3, "past"),
        (-1, "just_past"),
        (0, "this_year"),
        (1, "next_year"),
        (4, "within_four"),
    )
    return next((name for most, name in (*steps, (12, "within_twelve")) if away <= most), "far_ahead")


def _length_class(candidate: Candidate) -> str:
    steps = ((1, "one"), (4, "to_four"), (8, "to_eight"), (12, "to_twelve"), (20, "to_twenty"))
    return next((name for most, name in steps if candidate.number <= most), "many")


_RENEWALS = ("renew", "renew_weak", "renew_noun", "years_more", "superseded")


def renewals_in(case: Case, sentence: Sentence) -> list[Cue]:
    """Words of a sentence that may say that a contract was prolonged; each place once."""
    found: list[Cue] = []
    for cue in case.material.cues_in(sentence.start, sentence.stop, "term", _RENEWALS):
        if all(cue.stop <= other.start or cue.start >= other.stop for other in found):
            found.append(cue)
    return found


def renewal_signs(around: Surroundings, cue: Cue) -> dict[str, float]:
    """Signs of a word for prolonging: the words around it, and the dates and lengths of its sentence."""
    case, sentence = around.case, around.sentence
    signs = signs_at(around, cue.start, cue.stop)
    signs |= {f"{cue.kind}+{case}": 1.0 for case in _cases_of(signs)}
    for candidate in candidates_in(case, sentence):
        away = years_from(case.material.published, candidate)
        side = "before" if candidate.start < cue.start else "behind"
        form = "date" if candidate.dated else "length"
        signs[f"dates.{form}_{side}"] = 1.0
        if away is not None:
            signs[f"dates.{_away_class(away)}"] = 1.0
    return {name: value for name, value in signs.items() if value}
