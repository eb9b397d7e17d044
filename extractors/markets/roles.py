"""Which role each place plays: cue words around its enumeration, names it is part of, the calendar of the Games."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from config.market_schema import WORLD, is_country
from extractors.markets.candidates import Candidate, Candidates, Topic
from extractors.markets.cues import Cue, CueTable, only, tokens
from extractors.markets.denial import beyond, clause_of, denial, left_out, negated_noun
from extractors.markets.editions import Edition
from extractors.markets.finder import Place
from extractors.markets.groups import Group, Sentence
from extractors.markets.homes import stands_for_house
from extractors.markets.hosts import Calendar, years_beside
from extractors.markets.scores import MODIFIERS, WEAKEST

_CAMPAIGN = ("campaign_market", "campaign_market_channel")
_DENIABLE = (*_CAMPAIGN, "business_market", "setting_nationality", "brand_home")
_HOST_COUNTRY_NEEDS, _HOST_MARKET_NEEDS = 54.0, 30.0
_WEAK_ROLES = ("business_market", "setting_nationality")
_CLEAR = 60.0
_LISTED = {1: 0.0, 2: 34.0}
_LISTED_MANY, _NAMED_AGAIN = 52.0, 40.0
_TITLE_REACH = 28
_INSTITUTION_NEEDS = 64.0
_SAID_OF_PEOPLE = 24
"""Characters within which a verb of leaving out may follow inhabitants."""
_DESCRIBING = ("adjective", "inhabitant")
_SHOWN = ("before", "after", "beside")
_NO_SHOPS = 12
"""Characters between a negation and the shops that a company does not have somewhere."""


def _start(cue: Cue) -> int:
    return cue.start


@dataclass(frozen=True, slots=True)
class Decision:
    """A role, the words that decided it, and by which rule: the slot of the cue, or what the rule is about."""

    role: str
    cue: str
    by: str = ""


@dataclass(slots=True)
class RoleReader:
    """Decides the roles of one article, sentence by sentence, and remembers its campaign markets."""

    text: str
    lowered: str
    table: CueTable
    calendar: Calendar
    topic: Topic
    candidates: Candidates
    cues: Sequence[Cue]
    """Cue words of the whole text and known names, in order of their start."""
    campaign: set[str]
    about_games: bool = True
    """Whether words, events, holders or several host towns of the article speak of Games."""
    houses: Sequence[tuple[int, str]] = ()
    """Ends of the names of brands and companies with their home countries."""

    def decide(self, sentence: Sentence) -> Iterator[tuple[Place, Group, Decision]]:
        """Roles of all places of a sentence, with the enumeration each stands in."""
        first = bisect_left(self.cues, sentence.start, key=_start)
        cues = self.cues[first : bisect_left(self.cues, sentence.stop, lo=first, key=_start)]
        told = [cue for cue in cues if cue.slot]
        decided: list[list[Decision]] = []
        for index, group in enumerate(sentence.groups):
            own = [self._own(place) for place in group.places]
            shared = None if all(own) else self._group(group, index, sentence, cues, told)
            decided.append([decision or shared or Decision("setting_nationality", "") for decision in own])
            self.campaign.update(
                place.iso
                for place, decision in zip(group.places, decided[-1], strict=True)
                if decision.role in _CAMPAIGN
            )
        for index, group in enumerate(sentence.groups):
            for number, place in enumerate(group.places):
                decision = decided[index][number]
                if place.kind in MODIFIERS and number == len(group.places) - 1 and index + 1 < len(decided):
                    decision = (
                        self._beside_city(place, sentence.groups[index + 1], decided[index + 1]) or decision
                    )
                yield place, group, self._dated(place, decision)

    def _own(self, place: Place) -> Decision | None:
        """A role that the place has whatever stands around its enumeration."""
        if place.inside is not None:
            name = place.inside.span.quote
            if place.inside.type == "event" or (place.city is not None and self._year_follows(place)):
                return Decision("host", name, "event")
            return Decision("org_name_part", name, "name")
        if place.part_of is not None:
            return Decision("venue" if place.is_venue else "org_name_part", place.part_of, "name")
        if place.kind == "institution" and self.text[place.stop : place.stop + 1] == "-":
            return Decision("org_name_part", self.text[place.start : place.stop + 1], "name")
        if self.in_job(place):
            return Decision(
                "org_name_part", self.text[place.start : place.stop + _TITLE_REACH].split()[0], "job"
            )
        if place.iso == WORLD:
            return Decision("scope_global", self.text[place.start : place.stop], "world")
        if place.city is not None and self._year_follows(place):
            return Decision("host", self.text[place.start : place.stop + 5].strip(), "year")
        return None

    def in_job(self, place: Place) -> bool:
        """Whether a job is written onto the place: "Europachef", "Japan-Direktorin"."""
        stop = place.stop
        follower = self.lowered[stop : stop + 1]
        if follower == "-":
            stop += 1
        elif not follower.isalpha():
            return False
        return any(self.lowered.startswith(title, stop) for title in self.table.grammar["titles"])

    def _year_follows(self, place: Place) -> bool:
        behind = self.text[place.stop : place.stop + 6].lstrip("的の").strip(" '’")
        if not behind[:2].isdigit():
            return False
        years = years_beside(self.text, place.start, place.stop)[:1]
        return any(edition.year in years for edition in self.calendar.hosted(place))

    def _dated(self, place: Place, decision: Decision) -> Decision:
        """A host by the calendar: past, current or future."""
        if decision.role != "host":
            return decision
        edition = self.calendar.meant(place, years_beside(self.text, place.start, place.stop))
        if edition is None or (place.city is None and not self._still_spoken_of(edition, place)):
            return Decision("setting_nationality", decision.cue, "dated")
        if decision.by == "fallback" and not self._is_host(edition):
            return Decision("setting_nationality", place.kind, "fallback")
        return Decision(self.calendar.status(edition), f"{decision.cue} ({edition.id})", decision.by)

    def _is_host(self, edition: Edition) -> bool:
        """Whether a town about which nothing is said may stand for its Games: those of long ago or far ahead need a word on Games."""
        return self.about_games or bool(self.topic.campaign) or self.calendar.is_near(edition)

    def _still_spoken_of(self, edition: Edition, place: Place) -> bool:
        """Whether a country may mean these Games: they are near, or their year is named."""
        return self.calendar.is_live(edition) or edition.year in years_beside(
            self.text, place.start, place.stop
        )

    def _beside_city(self, place: Place, group: Group, decided: Sequence[Decision]) -> Decision | None:
        """An adjective right before a host city of its country plays the city's role."""
        city = group.places[0]
        if city.city is None or city.iso != place.iso or self.text[place.stop : city.start] != " ":
            return None
        return self._dated(city, decided[0])

    def _group(
        self, group: Group, index: int, sentence: Sentence, cues: Sequence[Cue], told: Sequence[Cue]
    ) -> Decision:
        """The role all members of an enumeration share."""
        best = self.candidates.best(group, sentence, cues, told)
        excluded = self._denied(group, index, sentence, cues, best)
        if excluded is None:
            excluded = self._left_out(group, index, sentence, told, best)
        if excluded is not None:
            return excluded
        if (
            best is None
            or best.role == "campaign_market"
            or (best.role in _WEAK_ROLES and best.score < _CLEAR)
        ):
            channel = self._channel(group, index, sentence, cues, best)
            if channel is not None:
                return channel
        if (
            best is not None
            and best.role == "business_market"
            and self._shops_show(group, sentence, cues, best)
        ):
            return Decision("campaign_market", best.text, "shops")
        if best is not None and self._only_shops(sentence, cues, best):
            return Decision("business_market", best.text, "shops")
        prior = self.prior(group)
        if prior > (best.score if best is not None else 0.0):
            return Decision(
                "campaign_market", "enumeration" if len(group.places) > 1 else "named before", "prior"
            )
        if group.places[0].kind == "institution" and (best is None or best.score < _INSTITUTION_NEEDS):
            before = self.lowered[max(0, group.start - 12) : group.start].split()[-2:]
            if not any(word in self.table.grammar["prepositions"] for word in before):
                return Decision("org_name_part", self.text[group.start : group.stop], "institution")
        if (best is None or best.cue.slot not in ("head", "beside")) and self.is_house(group):
            return Decision("brand_home", self.text[group.start : group.stop], "house")
        if best is not None and best.cue.slot == "title" and self.text[best.cue.stop : group.start] == " ":
            return Decision("org_name_part", best.text, "title")
        if best is None or best.score < self._needed(group, index, sentence, cues, best):
            return self._fallback(group)
        return Decision(best.role, best.text, best.cue.slot)

    def _shops_show(self, group: Group, sentence: Sentence, cues: Sequence[Cue], best: Candidate) -> bool:
        """Whether the shops of a country carry the campaign: "in 2,100 German branches, on posters and in a podcast"."""
        if not self.topic.campaign or not best.text.lower().startswith(tuple(self.table.grammar["shops"])):
            return False
        others = [
            cue
            for cue in cues
            if sentence.start <= cue.start < sentence.stop
            and (cue.role == "channels" or (cue.role == "campaign_market" and cue.slot in _SHOWN))
            and not (cue.start < best.cue.stop and cue.stop > best.cue.start)
        ]
        return any(cue.role == "channels" for cue in others) and any(cue.slot in _SHOWN for cue in others)

    def _only_shops(self, sentence: Sentence, cues: Sequence[Cue], best: Candidate) -> bool:
        """Whether shops are the company's, not the campaign's: "in Poland it opens 80 stores"."""
        if best.role != "campaign_market" or best.cue.slot in _SHOWN or best.cue.slot == "weak":
            return False
        if not best.text.lower().startswith(tuple(self.table.grammar["shops"])):
            return False
        roles = {
            cue.role if cue.role != "campaign_market" or cue.slot in _SHOWN else ""
            for cue in cues
            if not (cue.start < best.cue.stop and cue.stop > best.cue.start)
        }
        return "business_market" in roles and not roles & {"campaign_market", "channels", "campaign"}

    def _needed(
        self, group: Group, index: int, sentence: Sentence, cues: Sequence[Cue], best: Candidate
    ) -> float:
        """The weight that makes more of a country than the host of the coming Games."""
        if not self.candidates.in_host_country(group):
            return WEAKEST
        if best.role != "campaign_market" or not self.candidates.located(group.places[0]):
            return _HOST_COUNTRY_NEEDS
        # "In France on posters": with a word of a channel in the clause and none of Games it is a market as well.
        low, high = self._reach(group, index, sentence)
        near = [cue for cue in cues if low <= cue.start < high]
        spoken_of = any(cue.role in ("host", "olympic") for cue in near)
        return _HOST_COUNTRY_NEEDS if spoken_of else _HOST_MARKET_NEEDS

    def is_house(self, group: Group) -> bool:
        """Whether "the Americans" stands for the company named last, whose home it is."""
        place = group.places[0]
        if len(group.places) > 1 or (place.kind == "adjective" and self.candidates.located(place)):
            return False
        return stands_for_house(place, self.houses, self.lowered, self.table)

    def prior(self, group: Group) -> float:
        """What an enumeration of countries, or a campaign market named again, says by itself in a campaign's article."""
        if not self.topic.campaign or any(p.city is not None or p.kind in _DESCRIBING for p in group.places):
            return 0.0
        if len(group.places) == 1:
            place = group.places[0]
            return (
                _NAMED_AGAIN
                if place.iso in self.campaign and place.kind == "name" and self.candidates.located(place)
                else 0.0
            )
        origin = tokens(self.lowered[max(0, group.start - 10) : group.start])[-1:]
        if origin and origin[0] in self.table.grammar["from"]:
            return 0.0
        if len(group.places) == 2 and not (self.candidates.located(group.places[0]) or self.announced(group)):
            return 0.0
        return _LISTED.get(len(group.places), _LISTED_MANY)

    def announced(self, group: Group) -> bool:
        """Whether a colon leads into the enumeration."""
        return self.text[max(0, group.start - 8) : group.start].rstrip().endswith((":", "："))

    def _denied(
        self, group: Group, index: int, sentence: Sentence, cues: Sequence[Cue], best: Candidate | None
    ) -> Decision | None:
        """Whether a campaign is denied for the group in its own clause."""
        if not self.topic.campaign or (best is not None and best.role not in _DENIABLE and best.score > 90):
            return None
        if best is not None and best.role in ("excluded_market", "venue", "org_name_part", "target_audience"):
            outside = best.role == "excluded_market" and beyond(group, cues, self.lowered, self.table)
            return Decision("campaign_market", f"{best.text} outside", "beyond") if outside else None
        if group.places[0].kind in _DESCRIBING or group.places[0].city is not None:
            return None
        found = denial(group, index, sentence, cues, self.text, self.lowered, self.table)
        if found is None:
            return None
        negation = self.text[found.start : found.stop]
        shops = tuple(self.table.grammar["shops"])
        words = self.lowered[found.stop : found.stop + _NO_SHOPS].split()
        if any(word.startswith(shops) for word in words[:2]) and not (
            best is not None and best.role == "campaign_market" and best.cue.slot in _SHOWN
        ):
            return Decision("business_market", f"{negation} {' '.join(words[:2])}", "denial")
        if beyond(group, cues, self.lowered, self.table):
            return Decision("campaign_market", f"{negation} outside", "beyond")
        low, high, _ = clause_of(group, index, sentence, cues, self.text, self.table)
        offered = next(
            (cue for cue in cues if cue.role in ("campaign_market", "denied") and low <= cue.start < high),
            None,
        )
        if best is not None and best.role == "campaign_market":
            return Decision("excluded_market", f"{negation} + {best.text}", "denial")
        if negated_noun(group, found, self.lowered, self.table):
            return Decision("excluded_market", negation, "denial")
        if best is not None and best.score > 90:
            return None
        if offered is None:
            alone = (best is None and self.candidates.located(group.places[0])) or self.prior(group) > 0
            return Decision("excluded_market", negation, "denial") if alone else None
        return Decision(
            "excluded_market", f"{negation} + {self.text[offered.start : offered.stop]}", "denial"
        )

    def _left_out(
        self, group: Group, index: int, sentence: Sentence, told: Sequence[Cue], best: Candidate | None
    ) -> Decision | None:
        """Whether the shops or colleagues of a country are left out: "the Belgian shops take no part"."""
        kind = group.places[-1].kind
        if kind not in _DESCRIBING or not self.topic.campaign:
            return None
        if best is not None and best.role not in (*_CAMPAIGN, "business_market", "target_audience"):
            return None
        cue = left_out(group, index, sentence, told, self.text, self.lowered, self.table)
        if cue is None:
            return None
        noun = kind == "adjective" and self.candidates.located(group.places[0])
        described = noun or self.text[group.stop + 1 : group.stop + 2].isupper()
        if not described and cue.start - group.stop > _SAID_OF_PEOPLE:
            return None
        return Decision("excluded_market", self.text[cue.start : cue.stop], "left_out")

    def _channel(
        self, group: Group, index: int, sentence: Sentence, cues: Sequence[Cue], best: Candidate | None
    ) -> Decision | None:
        """A campaign market named again for its channel: "im Fall von China auch in TV"."""
        if not self.campaign or group.places[0].kind in _DESCRIBING:
            return None
        if best is None and all(self.candidates.is_live_host(place) for place in group.places):
            return None
        known = all(place.iso in self.campaign for place in group.places)
        if best is not None and not known and best.role != "campaign_market":
            return None
        low, high = self._reach(group, index, sentence)
        limit: Cue | None = None
        for cue in cues:
            if not low <= cue.start < high:
                continue
            if cue.role == "channel_limits":
                limit = cue
            elif cue.role == "channels" and cue.start >= group.stop and (known or limit is not None):
                words = [self.text[one.start : one.stop] for one in (limit, cue) if one is not None]
                # Named for the first time, it is a market of its own whatever channels it has.
                role = "campaign_market_channel" if known else "campaign_market"
                return Decision(role, " + ".join(words), "channel")
        if known and limit is not None:
            if only(self.lowered[group.stop : limit.start], self.table.grammar["location_after"]) and (
                limit.start >= group.stop
            ):
                return Decision("campaign_market_channel", self.text[limit.start : limit.stop], "channel")
            channel = next((cue for cue in cues if cue.role == "channels" and low <= cue.start < high), None)
            if channel is not None:
                words = [self.text[one.start : one.stop] for one in (limit, channel)]
                return Decision("campaign_market_channel", " + ".join(words), "channel")
        return None

    def _reach(self, group: Group, index: int, sentence: Sentence) -> tuple[int, int]:
        """From the clause in which the group stands to the next group."""
        low = sentence.groups[index - 1].stop if index else sentence.start
        high = sentence.groups[index + 1].start if index + 1 < len(sentence.groups) else sentence.stop
        for sign in ",;:，；、":
            position = self.text.rfind(sign, low, group.start)
            if position >= 0:
                low = position + 1
        return low, high

    def _fallback(self, group: Group) -> Decision:
        """What a place plays when nothing around it speaks."""
        place = group.places[0]
        if place.city is not None:
            return Decision("host", "host city", "fallback")
        if self.candidates.in_host_country(group):
            current = self.calendar.current
            return Decision(
                "host_current", f"host country ({current.id if current is not None else ''})", "fallback"
            )
        if not is_country(place.iso) and place.kind not in _DESCRIBING:
            return Decision("business_market", "region", "fallback")
        if self.topic.only_business and place.kind in ("name", "code"):
            return Decision("business_market", "an article on business", "fallback")
        return Decision("setting_nationality", place.kind, "fallback")
