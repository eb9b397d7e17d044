"""Fact rights_holder: the organisation that grants a brand its rights, each one named weighed by the words around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from extractors.facts.campaigns import Campaign, Case
from extractors.facts.contract import whose
from extractors.facts.denials import denied_before
from extractors.facts.holders import Holder, edition_holders, possible_holders
from extractors.facts.status import statuses_of
from extractors.facts.term_signs import Surroundings, signs_at
from extractors.records import Fact
from extractors.weighing import Signs, weigh

DECISION = "rights_holder"
"""File of config/knowledge/weights."""
ENOUGH, ENOUGH_SECOND = 0.37, 0.8
"""Probability from which the likeliest grantor is stated, and a second one beside it."""
_BESIDE_GAMES = (
    "near.before.status_", "near.behind.status_", "near.before.term_", "near.behind.term_", "inside.topic", "place."
)  # fmt: skip


def holders_with_signs(case: Case, statuses: Mapping[str, str]) -> Iterator[tuple[Campaign, Holder, Signs]]:
    """Every possible grantor of an article with the campaign it stands by and what speaks for it."""
    holders = sorted((*possible_holders(case), *edition_holders(case)))
    named = Counter(holder.value for holder in holders)
    around: dict[int, Surroundings] = {}
    first = True
    for holder in holders:
        sentence = case.material.sentence_at(holder.start)
        if sentence is None:
            continue
        campaign = whose(case, sentence, holder.start)
        if campaign is None:
            continue
        if sentence.index not in around:
            around[sentence.index] = Surroundings(case, sentence)
        signs = signs_at(around[sentence.index], holder.start, holder.stop)
        status = statuses.get(campaign.key, "no_status")
        kind = "federation" if holder.kind == "sports_body" else holder.kind
        signs |= {
            f"kind.{kind}": 1.0,
            f"{'global' if holder.is_global else 'local'}+{status}": 1.0,
            "named.first": float(first),
            "named.alone": float(len(named) == 1),
            "named.again": float(named[holder.value] > 1),
            "named.most": float(named[holder.value] == max(named.values())),
            "named.denied": float(denied_before(case.material, sentence, holder.start)),
        }
        if holder.kind == "edition":
            # What stands right beside Games decides whether somebody is their partner.
            signs |= {f"edition+{name}": 1.0 for name in signs if name.startswith(_BESIDE_GAMES)}
        first = False
        yield campaign, holder, {name: value for name, value in signs.items() if value}


def read_rights_holder(case: Case) -> Iterator[Fact]:
    """The likeliest grantor of each campaign, and a second one that is quite sure: a committee and its Paralympic twin."""
    weights = case.material.tools.weights.get(DECISION)
    statuses = statuses_of(case)
    named = {mention.entity_id for mention in case.material.mentions}
    found: dict[str, dict[str, tuple[float, Holder, str]]] = {}
    for campaign, holder, signs in holders_with_signs(case, statuses) if weights is not None else ():
        if weights is None or statuses.get(campaign.key) == "not_official":
            continue
        verdict = weigh(weights, signs)
        value, why = holder.value, verdict.why
        entity = case.material.entities.get(value)
        if holder.kind == "team" and entity is not None and entity.parent in named:
            # The team belongs to its committee, which grants the rights, where the article names both.
            value, why = entity.parent or value, f"{why}; {value} belongs to {entity.parent}"
        there = found.setdefault(campaign.key, {})
        if verdict.probability > there.get(value, (0.0,))[0]:
            there[value] = verdict.probability, holder, why
    for campaign in case.campaigns:
        ranked = sorted(found.get(campaign.key, {}).items(), key=lambda item: -item[1][0])
        for (value, (sure, holder, why)), enough in zip(ranked, (ENOUGH, ENOUGH_SECOND), strict=False):
            if sure >= enough:
                yield case.stated(campaign, "rights_holder", value, holder.start, holder.stop, sure, why)
