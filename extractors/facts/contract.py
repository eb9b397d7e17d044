"""Facts of a contract: every date, edition of the Games and length of an article weighed as its end, beginning or length."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractors.facts.campaigns import Campaign, Case
from extractors.facts.status import statuses_of
from extractors.facts.term_candidates import Candidate, candidates_in
from extractors.facts.term_signs import Surroundings, candidate_signs, renewal_signs, renewals_in
from extractors.material import BRAND_TYPES
from extractors.records import Fact
from extractors.sentences import Sentence
from extractors.weighing import Signs, Verdict, weigh

FIELDS = {"until": "contract_until", "since": "contract_since", "years": "contract_years"}
"""Role of a candidate, which is a table of config/knowledge/weights/term.toml -> the fact it makes."""
RENEWED = "extension"
ENOUGH = {"until": 0.44, "since": 0.36, "years": 0.45, RENEWED: 0.5}
"""Probability from which a candidate is taken in a role."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate in the role it has most likely, for a campaign."""

    campaign: Campaign
    candidate: Candidate
    role: str
    value: str
    verdict: Verdict


def candidates_with_signs(case: Case) -> Iterator[tuple[Campaign | None, Candidate, Signs]]:
    """Every candidate of an article with whose it is and what speaks for its roles."""
    there = [(sentence, candidates_in(case, sentence)) for sentence in case.material.readable()]
    everywhere = [candidate for _, candidates in there for candidate in candidates]
    statuses = statuses_of(case) if everywhere else {}
    for sentence, candidates in there:
        if candidates:
            around = Surroundings(case, sentence)
            for candidate in candidates:
                campaign = whose(case, sentence, candidate.start)
                # Who is no sponsor has contracts with athletes; what a former one had has ended.
                status = statuses.get(campaign.key, "unsaid") if campaign is not None else "stranger"
                signs = candidate_signs(around, candidate, candidates, everywhere)
                yield campaign, candidate, signs | {f"brand.{status}": 1.0}


def read_contract(case: Case) -> Iterator[Fact]:
    """At most one of each field a campaign and source."""
    weights = case.material.tools.weights
    weighed: list[Weighed] = []
    for campaign, candidate, signs in candidates_with_signs(case):
        if campaign is None:
            continue
        best: Weighed | None = None
        for role in FIELDS:
            value = candidate.value(role)
            if value is not None and (decision := weights.get(f"term.{role}")) is not None:
                verdict = weigh(decision, signs)
                if best is None or verdict.probability > best.verdict.probability:
                    best = Weighed(campaign, candidate, role, value, verdict)
        if best is not None and best.verdict.probability >= ENOUGH[best.role]:
            weighed.append(best)
    yield from _chosen(case, weighed)
    yield from _renewed(case)


def _chosen(case: Case, weighed: list[Weighed]) -> Iterator[Fact]:
    """The likeliest of each field, campaign and source; no beginning behind the end."""
    found: dict[tuple[str, str, str], tuple[Weighed, Fact]] = {}
    ranked = sorted(weighed, key=lambda w: -w.verdict.probability)
    for one in ranked:
        if one.role == "until":
            # "Until 2029" in the headline, "until December 2029" in the text.
            one = next((other for other in ranked if _is_exacter(other, one)), one)
        candidate = one.candidate
        precision = "year" if "-" not in one.value else "month" if len(one.value) == 7 else "day"
        rule = f'{one.role}: {candidate.form} "{case.material.text[candidate.start : candidate.stop]}", {one.verdict.why}'
        fact = case.stated(
            one.campaign, FIELDS[one.role], one.value, candidate.start, candidate.stop,
            one.verdict.probability, rule, precision=None if one.role == "years" else precision,
        )  # fmt: skip
        key = (one.campaign.key, one.role, one.value if fact.attributed_to else "")
        other = found.get((one.campaign.key, {"since": "until", "until": "since"}.get(one.role, ""), ""))
        if key in found or (other is not None and _crossed(one, other[0])):
            continue
        found[key] = one, fact
    yield from (fact for _, fact in found.values())


def _is_exacter(one: Weighed, other: Weighed) -> bool:
    """The month or day of the other's year, or the day of its month."""
    same = one.campaign is other.campaign and one.role == other.role
    return same and one.value.startswith(f"{other.value}-")


def _crossed(one: Weighed, other: Weighed) -> bool:
    since, until = sorted((one, other), key=lambda w: w.role)
    return since.value[:4] > until.value[:4]


def _renewed(case: Case) -> Iterator[Fact]:
    """The likeliest word of prolonging of each campaign."""
    weights = case.material.tools.weights.get(f"term.{RENEWED}")
    best: dict[str, tuple[float, Fact]] = {}
    for sentence in case.material.readable() if weights is not None else ():
        cues = renewals_in(case, sentence)
        around = Surroundings(case, sentence) if cues else None
        for cue in cues:
            campaign = whose(case, sentence, cue.start)
            if campaign is None or around is None or weights is None:
                continue
            verdict = weigh(weights, renewal_signs(around, cue))
            probable = verdict.probability
            if probable >= ENOUGH[RENEWED] and probable > best.get(campaign.key, (0.0,))[0]:
                rule = f"{cue.why}, {verdict.why}"
                fact = case.stated(campaign, "extension", "true", cue.start, cue.stop, probable, rule)
                best[campaign.key] = probable, fact
    yield from (fact for _, fact in best.values())


def whose(case: Case, sentence: Sentence, offset: int) -> Campaign | None:
    """The campaign of a brand the sentence is about, else of one it names; these rank before the one carried over."""
    subjects = case.focus.subjects[sentence.index]
    named = case.material.mentions_in(sentence.start, sentence.stop, BRAND_TYPES)
    for brand in (*subjects, *map(case.focus.brand_of, named)):
        campaign = case.of_brand(brand)
        if campaign is not None:
            return campaign
    if len(case.campaigns) == 1:
        return case.campaigns[0]
    return None if subjects else case.at(offset)
