"""Facts brand and claim: the anchors of a campaign."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.facts.campaigns import Case
from extractors.records import Fact


def read_brand(case: Case) -> Iterator[Fact]:
    """One brand a campaign."""
    for campaign in case.campaigns:
        if campaign.mention is None:
            yield Fact(
                campaign.key,
                "brand",
                "",
                "unresolved",
                None,
                0.3,
                None,
                "a campaign, but no name known as a brand",
            )
            continue
        span = campaign.mention.span
        rule = f"brand of the campaign: {campaign.mention.rule}"
        yield case.stated(campaign, "brand", campaign.brand, span.start, span.stop, 0.9, rule)


def read_claims(case: Case) -> Iterator[Fact]:
    """The claims of each campaign."""
    for campaign in case.campaigns:
        for claim in campaign.claims:
            rule = f"claim: {claim.why}"
            yield case.stated(campaign, "claim", claim.value, claim.start, claim.stop, claim.score, rule)
