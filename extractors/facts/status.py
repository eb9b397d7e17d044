"""Fact sponsor_status: what the brand is to the Games, chosen by all words of status around its name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from extractors.choosing import shares
from extractors.cues import Cue
from extractors.facts.campaigns import Case
from extractors.facts.status_signs import Evidence, evidence_of
from extractors.records import Fact

DECISION = "sponsor_status"
"""Stem of its tables in config/knowledge/weights."""
UNSAID = "unsaid"
"""The option that no sentence says what the brand is."""
OPTIONS = (UNSAID, "worldwide_partner", "domestic_partner", "former", "not_official", "official_unspecified")
_SAYING = {
    "worldwide_partner": ("worldwide", "of_global", "official", "term_sponsor", "term_contract"),
    "domestic_partner": (
        "domestic",
        "official",
        "term_sponsor",
        "term_contract",
        "term_supplier",
        "worldwide",
    ),
    "former": (
        "former",
        "denied_official",
        "denied_worldwide",
        "denied_domestic",
        "denied_term_sponsor",
        "term_end",
    ),
    "not_official": (
        "not_official",
        "denied_official",
        "denied_term_sponsor",
        "denied_domestic",
        "denied_worldwide",
    ),
    "official_unspecified": (
        "official",
        "of_global",
        "worldwide",
        "domestic",
        "term_sponsor",
        "term_contract",
    ),
}
"""Status -> kinds of words that can say it, the plainest first: they are its evidence."""


@lru_cache(maxsize=1)
def read_status(case: Case) -> tuple[Fact, ...]:
    """The likeliest status of each campaign's brand, where a word says one; terms and holders ask for it as well."""
    return tuple(_likeliest(case))


def _likeliest(case: Case) -> Iterator[Fact]:
    chooser = case.material.tools.chooser(DECISION)
    for key, evidence in evidence_of(case).items() if chooser.options else ():
        if not evidence.words:
            continue
        shown = dict(zip(chooser.options, shares(chooser.sums(evidence.signs)), strict=True))
        status = max(shown, key=lambda option: shown[option])
        campaign = next(one for one in case.campaigns if one.key == key)
        if status != UNSAID:
            cue = _cue_of(evidence, status)
            why = f"{cue.why}: {chooser.why(evidence.signs, status)}"
            yield case.stated(campaign, "sponsor_status", status, cue.start, cue.stop, shown[status], why)


def statuses_of(case: Case) -> dict[str, str]:
    """Campaign key -> what its brand is to the Games."""
    return {fact.campaign: fact.value for fact in read_status(case)}


def _cue_of(evidence: Evidence, status: str) -> Cue:
    """The word that says the status most plainly, nearest to the brand."""
    for kind in _SAYING[status]:
        if kind in evidence.words:
            return evidence.words[kind][1]
    return min(evidence.words.values(), key=lambda word: word[0])[1]
