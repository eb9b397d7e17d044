"""The role of every place as a choice fitted on labelled articles; members of one enumeration choose together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractors.choosing import Chooser
from extractors.markets.hosts import years_beside
from extractors.markets.reader import PlacesRead, RuledPlace
from extractors.markets.roles import Decision
from extractors.material import Material
from extractors.place_signs import PlaceSigns, Signs
from extractors.records import MarketMention

DECISION = "market_roles"
"""File of config/knowledge/weights."""
HOST = "host"
"""The choice of a host; which of the three it is the calendar tells."""


def fitted_roles(
    material: Material, read: PlacesRead, relevance: float, homes: Mapping[str, str], chooser: Chooser
) -> tuple[MarketMention, ...]:
    """The market mentions of an article; ``relevance`` is its score, ``homes`` the country of an entity id."""
    signs = list(PlaceSigns(material, read, relevance, homes).all())
    sums = [chooser.sums(one) for one in signs]
    equals: dict[tuple[int, bool], list[float]] = {}
    for ruled, own in zip(read.places, sums, strict=True):
        total = equals.setdefault(_enumeration(ruled), [0.0] * len(own))
        total[:] = [one + more for one, more in zip(total, own, strict=True)]
    decisions = [
        _decision(read, ruled, own, equals[_enumeration(ruled)], chooser)
        for ruled, own in zip(read.places, signs, strict=True)
    ]
    return read.mentions(decisions)


def _enumeration(ruled: RuledPlace) -> tuple[int, bool]:
    """The same for places that are equals in one enumeration: neither or both are part of a name."""
    return id(ruled.group), named_within(ruled)


def named_within(ruled: RuledPlace) -> bool:
    """Whether the place is part of another name."""
    return ruled.place.inside is not None or ruled.place.part_of is not None


def _decision(
    read: PlacesRead, ruled: RuledPlace, signs: Signs, sums: Sequence[float], chooser: Chooser
) -> Decision:
    """The likeliest role; no place that never hosted Games is a host, and one inside the name of a hall is a venue."""
    if ruled.decision.role == "venue" and ("form.venue_name" in signs or ruled.place.is_venue):
        return ruled.decision
    status = host_status(read, ruled)
    possible = [
        (total, role)
        for total, role in zip(sums, chooser.options, strict=True)
        if role != HOST or status is not None
    ]
    choice = max(possible)[1]
    role = status if choice == HOST and status is not None else choice
    if role == ruled.decision.role:
        return ruled.decision
    return Decision(role, chooser.why(signs, choice))


def host_status(read: PlacesRead, ruled: RuledPlace) -> str | None:
    """host_past, host_current or host_future by the day of publication; None for a place that never hosted Games."""
    reader, place = read.reader, ruled.place
    if reader is None:
        return None
    edition = reader.calendar.meant(place, years_beside(reader.text, place.start, place.stop))
    return None if edition is None else reader.calendar.status(edition)
