"""The cue that speaks most strongly for the role of an enumeration of places, and how a place is spoken of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from config.market_schema import CUE_ROLES
from extractors.markets.cues import Cue, CueTable, tokens
from extractors.markets.finder import Place
from extractors.markets.groups import Group, Sentence
from extractors.markets.homes import HOUSE_TYPES
from extractors.markets.hosts import Calendar, years_beside
from extractors.markets.scores import score
from extractors.records import Mention

_RANK = {role: index for index, role in enumerate(CUE_ROLES)}
_OF_HOSTS, _NOT_OF_HOSTS = ("host", "excluded_market"), ("target_audience", "setting_nationality")
_HOST_NEEDS, _HOST_ALONE_NEEDS = 62.0, 92.0
_OFF_TOPIC = 40.0
_TITLE_REACH = 28


def named_cues(mentions: Sequence[Mention]) -> list[Cue]:
    """Known names as cues: a brand behind an adjective tells its home, a person his or her nationality."""
    cues = []
    for mention in mentions:
        if mention.type in HOUSE_TYPES and mention.kind != "nested":
            cues.append(Cue(mention.span.start, mention.span.stop, "brand_home", "name"))
        elif mention.type == "person":
            cues.append(Cue(mention.span.start, mention.span.stop, "setting_nationality", "name"))
    return cues


@dataclass(frozen=True, slots=True)
class Topic:
    """What an article is about, by how often words of campaigns and of business stand in it."""

    n_campaign: int
    n_hints: int
    n_business: int
    brands: bool
    """Whether it names a brand at all."""

    @property
    def campaign(self) -> bool:
        return self.n_campaign > 0 or self.n_hints >= max(self.n_business, 1 if self.brands else 2)

    @property
    def business(self) -> bool:
        return self.n_business > 0

    @property
    def only_business(self) -> bool:
        return self.n_business > 0 and not self.campaign


@dataclass(frozen=True, slots=True)
class Candidate:
    score: float
    cue: Cue
    text: str

    @property
    def role(self) -> str:
        return self.cue.role


@dataclass(frozen=True, slots=True)
class Candidates:
    """Weighs the cues around the places of one article."""

    text: str
    lowered: str
    table: CueTable
    calendar: Calendar
    olympic: bool
    topic: Topic

    def best(
        self, group: Group, sentence: Sentence, cues: Sequence[Cue], told: Sequence[Cue]
    ) -> Candidate | None:
        """The strongest of the cues that tell a role."""
        best: Candidate | None = None
        hosts = [self.is_live_host(place) for place in group.places]
        needed = 0.0 if not any(hosts) else _HOST_NEEDS if not all(hosts) else _HOST_ALONE_NEEDS
        for cue in told:
            if cue.start < group.stop and cue.stop > group.start:
                continue
            found = score(cue, group, sentence, self.text, self.lowered, self.table, cues)
            if found <= 0:
                continue
            if cue.role in ("campaign_market", "target_audience") and not self.topic.campaign:
                found -= _OFF_TOPIC
            elif cue.role == "business_market" and not self.topic.business and cue.slot != "head":
                found -= _OFF_TOPIC / 2
            if cue.role == "campaign_market" and cue.slot != "beside" and self._in_title(cue, cues):
                continue
            if needed and (found < needed or cue.role in _NOT_OF_HOSTS) and cue.role not in _OF_HOSTS:
                continue
            if cue.role == "campaign_market" and cue.slot == "head" and all(p.city for p in group.places):
                # "The shop windows of <city>" are a place of the campaign, not its market.
                continue
            if cue.role == "excluded_market" and all(hosts) and cue.slot != "beside":
                # "After Rio nothing is planned": the Games are over, no market is left out.
                continue
            if found <= 0:
                continue
            if best is None or (found, -_RANK[cue.role]) > (best.score, -_RANK[best.role]):
                best = Candidate(found, cue, self.text[cue.start : cue.stop])
        return best

    def _in_title(self, cue: Cue, cues: Sequence[Cue]) -> bool:
        """Whether a campaign word only says what a person is responsible for: "directora de campañas"."""
        return any(
            other.role == "titles"
            and other.start <= cue.start
            and cue.start - other.start <= _TITLE_REACH
            and not any(sign in self.text[other.start : cue.start] for sign in ",.;:")
            for other in cues
        )

    def is_live_host(self, place: Place) -> bool:
        if place.city is None or not self.olympic:
            return False
        edition = self.calendar.meant(place, years_beside(self.text, place.start, place.stop))
        return edition is not None and self.calendar.is_live(edition)

    def located(self, place: Place) -> bool:
        """Whether a country is spoken of as a place (or by its adjective), not as somebody who acts."""
        if place.kind == "adjective" and "before" in self.table.grammar["head_side"]:
            # Where adjectives follow their nouns, one right behind an article is a noun: "o brasileiro".
            word = tokens(self.lowered[max(0, place.start - 6) : place.start])[-1:]
            return not (word and word[0] in self.table.grammar["articles"])
        if place.kind in ("adjective", "code"):
            return True
        if place.kind == "inhabitant":
            return False
        grammar = self.table.grammar
        if any(self.lowered.startswith(word, place.stop) for word in grammar["location_after"]):
            return True
        if any(self.lowered.endswith(word, 0, place.start) for word in grammar["place_before"]):
            return True
        before = tokens(self.lowered[max(0, place.start - 14) : place.start])[-2:]
        return any(word in grammar["prepositions"] for word in before)

    def in_host_country(self, group: Group) -> bool:
        """Whether the group is the country of the coming Games alone, and not the origin of somebody."""
        place, current = group.places[0], self.calendar.current
        if len(group.places) > 1 or place.city is not None or not self.olympic or current is None:
            return False
        if place.iso not in current.countries or place.kind == "inhabitant":
            return False
        if place.kind == "adjective":
            return self.located(place)
        grammar = self.table.grammar
        before = tokens(self.lowered[max(0, place.start - 14) : place.start])[-3:]
        return not any(word in grammar["origin"] or word in grammar["from"] for word in before)
