"""Fact sponsor_status where no word names it: who has a contract with a national committee is its partner."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.facts.campaigns import Case
from extractors.facts.holders import LOCAL_HOLDERS
from extractors.records import Fact


def status_by_holder(case: Case, facts: Sequence[Fact]) -> Iterator[Fact]:
    """A domestic partner for each campaign with a listed committee or team as rights holder and no status of its own.

    A contract with a federation, with a body no file lists or with the whole movement tells no tier by itself.
    """
    told = {fact.campaign for fact in facts if fact.field == "sponsor_status"}
    by_key = {campaign.key: campaign for campaign in case.campaigns}
    for fact in facts:
        if fact.field != "rights_holder" or fact.campaign in told or fact.span is None:
            continue
        entity = case.material.entities.get(fact.value)
        if entity is not None and entity.kind in LOCAL_HOLDERS:
            rule = f"contract with {fact.value}, no word for the status"
            yield case.stated(
                by_key[fact.campaign],
                "sponsor_status",
                "domestic_partner",
                fact.span.start,
                fact.span.stop,
                0.55,
                rule,
            )
