"""Facts of campaigns: one explicit list of extractors, each a function from a Case to facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from extractors.facts.agency import read_agencies
from extractors.facts.brand_and_claim import read_brand, read_claims
from extractors.facts.campaigns import Campaign, Case, build_case, without_campaigns
from extractors.facts.category import read_category, read_co_sponsors
from extractors.facts.channels import read_channels
from extractors.facts.contract import read_contract
from extractors.facts.markets import read_markets
from extractors.facts.people import read_spokespersons
from extractors.facts.period import read_period
from extractors.facts.pieces import read_assets, read_budgets
from extractors.facts.rights_holder import read_rights_holder
from extractors.facts.status import read_status
from extractors.facts.status_by_holder import status_by_holder
from extractors.records import Fact

Extractor = Callable[[Case], Iterable[Fact]]

EXTRACTORS: tuple[Extractor, ...] = (
    read_brand,
    read_claims,
    read_agencies,
    read_period,
    read_markets,
    read_channels,
    read_assets,
    read_spokespersons,
    read_status,
    read_category,
    read_rights_holder,
    read_contract,
    read_co_sponsors,
    read_budgets,
)
"""Every extractor there is; a new one is one file and one line here."""

EXPECTED = ("claim", "agency", "start_date", "markets", "channels", "contract_years", "contract_until")
"""What a reader of any campaign asks for: recorded as not stated when no sentence says it."""


def read_facts(case: Case) -> tuple[Fact, ...]:
    """All facts of an article, campaign by campaign, and what its text does not state."""
    facts = [fact for extractor in EXTRACTORS for fact in extractor(case)]
    facts += list(status_by_holder(case, facts))
    facts = _with_lapsed(facts, case)
    for campaign in case.campaigns:
        there = {fact.field for fact in facts if fact.campaign == campaign.key}
        facts += [_not_stated(campaign, field) for field in EXPECTED if field not in there]
    order = {campaign.key: number for number, campaign in enumerate(case.campaigns)}
    return tuple(sorted(facts, key=lambda fact: order.get(fact.campaign, 0)))


def _with_lapsed(facts: list[Fact], case: Case) -> list[Fact]:
    """A partner "until 2020" is a former one in an article of 2022, when one sentence says both."""
    published = case.material.published
    if published is None:
        return facts
    over: dict[str, Fact] = {}
    for fact in facts:
        if (
            fact.field == "contract_until"
            and fact.span
            and fact.value[:4].isdecimal()
            and int(fact.value[:4]) < published.year
        ):
            over[fact.campaign] = fact
    found = []
    for fact in facts:
        end = over.get(fact.campaign)
        if fact.field == "sponsor_status" and end and end.span and fact.span and fact.value in _CURRENT:
            one, other = (case.material.sentence_at(span.start) for span in (fact.span, end.span))
            if one is not None and one == other:
                fact = replace(
                    fact, value="former", rule=f"{fact.rule}; until {end.value}, before the article"
                )
        found.append(fact)
    return found


_CURRENT = frozenset({"worldwide_partner", "domestic_partner", "official_unspecified"})


def _not_stated(campaign: Campaign, field: str) -> Fact:
    return Fact(
        campaign.key, field, "", "not_stated", None, 0.6, None, "no sentence of the article states it"
    )


def facts_in(case: Case, extractors: Sequence[Extractor]) -> tuple[Fact, ...]:
    """Facts of chosen extractors only, for tests and explanations."""
    return tuple(fact for extractor in extractors for fact in extractor(case))


__all__ = [
    "EXPECTED",
    "EXTRACTORS",
    "Campaign",
    "Case",
    "Extractor",
    "build_case",
    "facts_in",
    "read_facts",
    "without_campaigns",
]
