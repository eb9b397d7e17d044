"""Which role each place plays: cue words around its enumeration, names it is part of, the calendar of the Games."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from config.market_schema import CUE_ROLES
from extractors.entities.boundaries import WORD, script_of
from extractors.markets.cues import Cue, CueTable, only, tokens, within
from extractors.markets.finder import Place
from extractors.markets.groups import Group, Sentence
from extractors.markets.hosts import Calendar, years_beside
from extractors.records import Mention

_MODIFIERS = frozenset({"adjective", "inhabitant", "code"})
_WORLD = "001"
_RANK = {role: index for index, role in enumerate(CUE_ROLES)}
_HOME_TYPES = frozenset({"brand", "company", "agency"})


@dataclass(frozen=True, slots=True)
class Decision:
    """A role and the words that decided it."""

    role: str
    cue: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    score: float
    role: str
    cue: str
    at: int


@dataclass(slots=True)
class RoleReader:
    """Decides the roles of one article, sentence by sentence, and remembers its campaign markets."""

    text: str
    lowered: str
    table: CueTable
    calendar: Calendar
    olympic: bool
    mentions: Sequence[Mention]
    campaign: dict[str, None]

    def decide(self, sentence: Sentence) -> Iterator[tuple[Place, Decision]]:
        """Roles of all places of a sentence."""
        cues = self.table.find(self.lowered[sentence.start : sentence.stop], sentence.start)
        cues += self._named(sentence)
        cues.sort(key=lambda cue: (cue.start, -cue.stop))
        decided = [
            (group, self._group(group, index, sentence, cues)) for index, group in enumerate(sentence.groups)
        ]
        for index, (group, decision) in enumerate(decided):
            for number, place in enumerate(group.places):
                own = self._own(place) or decision
                if own.role == "host":
                    own = self._host(place, own.cue)
                if place.kind in _MODIFIERS and number == len(group.places) - 1:
                    own = self._beside_city(place, decided, index) or own
                if own.role in ("campaign_market", "campaign_market_channel"):
                    self.campaign.setdefault(place.iso)
                yield place, own

    def _own(self, place: Place) -> Decision | None:
        """A role that the place has whatever stands around its enumeration."""
        if place.inside is not None:
            name = place.inside.span.quote
            if place.inside.type == "event" or (place.city is not None and self._year_follows(place)):
                return self._host(place, name)
            return Decision("org_name_part", name)
        if place.part_of is not None:
            return Decision("org_name_part", place.part_of)
        if place.iso == _WORLD:
            return Decision("scope_global", self.text[place.start : place.stop])
        if place.city is not None and self._year_follows(place):
            return self._host(place, self.text[place.start : place.stop + 5])
        return None

    def _year_follows(self, place: Place) -> bool:
        years = years_beside(self.text, place.start, place.stop)[:1]
        behind = self.text[place.stop : place.stop + 5].strip(" '’")
        return (
            bool(years) and behind[:2].isdigit() and any(e.year in years for e in self.calendar.hosted(place))
        )

    def _host(self, place: Place, cue: str) -> Decision:
        edition = self.calendar.meant(place, years_beside(self.text, place.start, place.stop))
        if edition is None:
            return Decision("setting_nationality", cue)
        return Decision(self.calendar.status(edition), f"{cue} ({edition.id})")

    def _beside_city(
        self, place: Place, decided: Sequence[tuple[Group, Decision]], index: int
    ) -> Decision | None:
        """An adjective right before a host city of its country plays the city's role."""
        if index + 1 >= len(decided):
            return None
        city = decided[index + 1][0].places[0]
        if city.city is None or city.iso != place.iso or self.text[place.stop : city.start] != " ":
            return None
        own = self._own(city) or decided[index + 1][1]
        return self._host(city, own.cue) if own.role == "host" else own

    def _named(self, sentence: Sentence) -> list[Cue]:
        """Known names as cues: a brand behind an adjective tells its home, a person his or her nationality."""
        cues = []
        for mention in self.mentions:
            if sentence.start <= mention.span.start < sentence.stop:
                if mention.type in _HOME_TYPES:
                    cues.append(Cue(mention.span.start, mention.span.stop, "brand_home", "name"))
                elif mention.type == "person":
                    cues.append(Cue(mention.span.start, mention.span.stop, "setting_nationality", "name"))
        return cues

    def _group(self, group: Group, index: int, sentence: Sentence, cues: Sequence[Cue]) -> Decision:
        starts = [cue.start for cue in cues]
        best: _Candidate | None = None
        for cue in within(cues, starts, sentence.start, sentence.stop):
            if cue.slot == "" or (cue.start < group.stop and cue.stop > group.start):
                continue
            score = self._score(cue, group, index, sentence, cues)
            if score <= 0:
                continue
            found = _Candidate(score, cue.role, self.text[cue.start : cue.stop], cue.start)
            if best is None or (score, -_RANK[cue.role]) > (best.score, -_RANK[best.role]):
                best = found
        excluded = self._excluded(group, index, sentence, cues, best)
        if excluded is not None:
            return excluded
        if best is None or best.score < 12:
            return self._fallback(group, best)
        if best.role in ("campaign_market", "business_market") or (
            best.role == "setting_nationality" and best.score < 60
        ):
            channel = self._channel(group, index, sentence, cues)
            if channel is not None:
                return channel
        return Decision(best.role, best.cue)

    def _score(self, cue: Cue, group: Group, index: int, sentence: Sentence, cues: Sequence[Cue]) -> float:
        """How strongly a cue speaks for the group; 0 or less when it does not speak of it at all."""
        before = cue.stop <= group.start
        gap = self.lowered[cue.stop : group.start] if before else self.lowered[group.stop : cue.start]
        grammar = self.table.grammar
        if cue.slot in ("head", "name"):
            return self._head_score(cue, group, gap, before)
        if cue.slot == "beside":
            close = only(gap, grammar["articles"], grammar["prepositions"], grammar["origin"], _YEARS)
            return 120.0 - len(gap) / 4 if close else 0.0
        if (cue.slot == "before" and not before) or (cue.slot == "after" and before):
            return 0.0
        distance = len(gap) * (1 if script_of(self.lowered[cue.start]) == WORD else 2)
        between = self._groups_between(cue, group, sentence)
        breaks = sum(gap.count(sign) for sign in ";:；：") + sum(
            1
            for other in cues
            if other.role == "clause_breaks"
            and min(cue.stop, group.stop) <= other.start < max(cue.start, group.start)
        )
        base = 45.0 if cue.slot == "anywhere" else 75.0
        return max(
            13.0 - between, base - min(distance, 160) / 5 - 16 * between - 14 * breaks - 2 * gap.count(",")
        )

    def _groups_between(self, cue: Cue, group: Group, sentence: Sentence) -> int:
        low, high = min(cue.stop, group.stop), max(cue.start, group.start)
        return sum(1 for other in sentence.groups if other is not group and low <= other.start < high)

    def _head_score(self, cue: Cue, group: Group, gap: str, before: bool) -> float:
        """A head noun shares the noun phrase of the place: "chinesische Konzern", "géant chinois", "team from Kenya"."""
        words = tokens(gap)
        grammar = self.table.grammar
        if any(word in _STOPS for word in words) or "\n" in gap:
            return 0.0
        spaced = script_of(self.lowered[cue.start]) == WORD
        far = len([word for word in words if word not in grammar["articles"]]) if spaced else len(gap) / 3
        modifier = group.places[-1].kind in _MODIFIERS if not before else group.places[0].kind in _MODIFIERS
        if before:
            linked = (bool(words) and words[-1] in grammar["origin"]) or (
                len(words) > 1 and words[-1] in grammar["articles"] and words[-2] in grammar["origin"]
            )
            if not (
                linked
                or (modifier and far <= 2)
                or (not gap.strip() and spaced and cue.slot == "head" and far == 0)
            ):
                return 0.0
            if any(word in grammar["prepositions"] for word in words) and not linked:
                return 0.0
        elif spaced and not modifier:
            possessive = (
                words[:1] in (["'"], ["'s"])
                or gap.startswith(("'s", "' "))
                or self.lowered[group.stop - 1] == "s"
            )
            if far > (3 if possessive else 1) or any(word in grammar["prepositions"] for word in words):
                return 0.0
        if far > 5 or any(word in grammar["joiners"] for word in words if word != ","):
            return 0.0
        return (92.0 if cue.slot == "name" else 104.0) - 9 * far

    def _excluded(
        self, group: Group, index: int, sentence: Sentence, cues: Sequence[Cue], best: _Candidate | None
    ) -> Decision | None:
        """Whether what is said of the group is denied in its own clause."""
        if best is not None and best.role == "excluded_market":
            return None
        if best is None or best.role not in ("campaign_market", "campaign_market_channel"):
            return None
        if group.places[0].kind == "adjective" and best.score > 90:
            return None
        low, high = self._clause(group, index, sentence)
        for cue in cues:
            if cue.role != "negation" or not low <= cue.start < high:
                continue
            if any(other.role == "no_negation" and other.start <= cue.start < other.stop for other in cues):
                continue
            return Decision("excluded_market", f"{self.text[cue.start : cue.stop]} + {best.cue}")
        return None

    def _clause(self, group: Group, index: int, sentence: Sentence) -> tuple[int, int]:
        """The stretch around a group up to the nearest commas or other groups; a comma right behind a fronted place is passed over."""
        low = sentence.groups[index - 1].stop if index else sentence.start
        high = sentence.groups[index + 1].start if index + 1 < len(sentence.groups) else sentence.stop
        left = self.text[low : group.start]
        fronted = len(tokens(left)) <= 2 and low == sentence.start
        for sign in ",;:–—(，；：、":
            position = left.rfind(sign)
            if position >= 0:
                low, left = low + position + 1, left[position + 1 :]
        right = self.text[group.stop : high]
        commas = [place for place, char in enumerate(right) if char in ",;:–—)，；："]
        if commas and fronted:
            commas = [place for place in commas if right[place] in ";:；："]
        if commas:
            high = group.stop + commas[0]
        return low, high

    def _channel(self, group: Group, index: int, sentence: Sentence, cues: Sequence[Cue]) -> Decision | None:
        """A market named again for its channel: "im Fall von China auch in TV"."""
        known = all(place.iso in self.campaign for place in group.places)
        low, high = self._reach(group, index, sentence)
        channel = limit = None
        for cue in cues:
            if low <= cue.start < high:
                if cue.role == "channels" and channel is None:
                    channel = cue
                elif cue.role == "channel_limits":
                    limit = cue
        if channel is None or not (known or limit is not None):
            return None
        if not known and limit is None:
            return None
        if not known and not self.campaign:
            return None
        words = [self.text[cue.start : cue.stop] for cue in (limit, channel) if cue is not None]
        return Decision("campaign_market_channel", " + ".join(words))

    def _reach(self, group: Group, index: int, sentence: Sentence) -> tuple[int, int]:
        low = sentence.groups[index - 1].stop if index else sentence.start
        high = sentence.groups[index + 1].start if index + 1 < len(sentence.groups) else sentence.stop
        left = self.text[low : group.start]
        for sign in ",;:，；、":
            position = left.rfind(sign)
            if position >= 0:
                low, left = low + position + 1, left[position + 1 :]
        return low, high

    def _fallback(self, group: Group, best: _Candidate | None) -> Decision:
        """What a place plays when nothing around it speaks."""
        place = group.places[0]
        if place.city is not None:
            edition = self.calendar.meant(place, years_beside(self.text, place.start, place.stop))
            if self.olympic and edition is not None and self.calendar.is_live(edition):
                return Decision("host", "host city")
            return Decision("setting_nationality", "city")
        current = self.calendar.current
        if (
            self.olympic
            and current is not None
            and place.iso in current.countries
            and place.kind != "inhabitant"
        ):
            return Decision("host_current", f"host country ({current.id})")
        if len(place.iso) == 3 or not place.iso.isalpha():
            return Decision("business_market", "region")
        return Decision("setting_nationality", best.cue if best is not None else place.kind)


_STOPS = frozenset('.;:!?。；：！？()（）«»„“”"–—')
_YEARS = frozenset(str(year) for year in range(1896, 2061))
