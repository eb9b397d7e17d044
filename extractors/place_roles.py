"""The role of every place as a choice fitted on labelled articles; members of one enumeration choose together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractors.choosing import Chooser
from extractors.markets.reader import PlacesRead, RuledPlace
from extractors.markets.roles import Decision
from extractors.material import Material
from extractors.place_signs import PlaceSigns, Signs
from extractors.records import MarketMention

DECISION = "market_roles"
"""File of config/knowledge/weights."""


def fitted_roles(
    material: Material, read: PlacesRead, relevance: float, homes: Mapping[str, str], chooser: Chooser
) -> tuple[MarketMention, ...]:
    """The market mentions of an article; ``relevance`` is its score, ``homes`` the country of an entity id."""
    signs = list(PlaceSigns(material, read, relevance, homes).all())
    sums = [chooser.sums(one) for one in signs]
    decisions = []
    for number, ruled in enumerate(read.places):
        together = [at for at, other in enumerate(read.places) if _together(ruled, other)]
        total = [sum(sums[at][option] for at in together) for option in range(len(chooser.options))]
        decisions.append(_decision(ruled, signs[number], total, chooser))
    return read.mentions(decisions)


def _together(one: RuledPlace, other: RuledPlace) -> bool:
    """Whether two places are equals in one enumeration: neither or both are part of a name."""
    return one.group is other.group and named_within(one) == named_within(other)


def named_within(ruled: RuledPlace) -> bool:
    """Whether the place is part of another name."""
    return ruled.place.inside is not None or ruled.place.part_of is not None


def _decision(ruled: RuledPlace, signs: Signs, sums: Sequence[float], chooser: Chooser) -> Decision:
    """The likeliest role; no place that never hosted Games is a host."""
    possible = [
        (total, role)
        for total, role in zip(sums, chooser.options, strict=True)
        if not (role.startswith("host_") and "host.never" in signs)
    ]
    role = max(possible)[1]
    if role == ruled.decision.role:
        return ruled.decision
    return Decision(role, chooser.why(signs, role))
