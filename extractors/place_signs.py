"""What stands around a place and speaks for one role or another: kinds of words, names, grammar, the calendar of the Games."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from config.market_schema import WORLD, is_country
from extractors.cues import Cue as Word
from extractors.markets.candidates import Candidate, Candidates
from extractors.markets.cues import Cue, only, tokens
from extractors.markets.denial import denial
from extractors.markets.groups import Sentence
from extractors.markets.hosts import years_beside
from extractors.markets.reader import PlacesRead, RuledPlace
from extractors.markets.roles import RoleReader
from extractors.markets.scores import score
from extractors.material import BRAND_TYPES, Material
from extractors.records import Mention
from extractors.weighing import some

Signs = dict[str, float]
_BREAKS = ",;:()–—、，；：（）。.!?！？"
_TYPES = {**dict.fromkeys(BRAND_TYPES, "brand"), "agency": "agency", "person": "person", "organisation": "organisation", "event": "event", "medium": "medium"}  # fmt: skip
_CHANNELS = frozenset({"tv", "cinema", "print", "radio", "out_of_home", "online", "social"})
_SUBJECTS = frozenset(
    {"agency_roles", "assets", "background", "budget", "campaign", "channels", "claim", "spokespeople", "status", "term", "topic"}
)  # fmt: skip
_STRONG, _TOUCH = 120.0, 14
_DESCRIBING = frozenset({"adjective", "inhabitant"})
_HOUSE_REACH, _CITY_REACH = 24, 16
_NAME = 30
"""Characters around a place within which a name that holds it begins and ends."""
_TITLE = 48
"""Quoted texts up to this length are titles and claims rather than speech."""
_FIGURES = (
    ("figure", re.compile(r"\d")),
    ("percent", re.compile(r"\d\s?[%％]")),
    ("money", re.compile(r"[€$£¥￥₩]")),
)


@dataclass(slots=True)
class _Scene:
    """What stands in one sentence, found once for all its places."""

    cues: Sequence[Cue]
    told: Sequence[Cue]
    kinds: Sequence[tuple[str, int, int]]
    """(kind, start, stop) of everything that may be a sign around a place."""
    before: frozenset[str]
    """Kinds of words in the sentence before."""


@dataclass(slots=True)
class PlaceSigns:
    """Signs of the places of one article; ``relevance`` is its score."""

    material: Material
    read: PlacesRead
    relevance: float
    homes: Mapping[str, str]
    _scenes: dict[int, _Scene] = field(default_factory=dict)

    def all(self) -> Iterator[Signs]:
        """The signs of every place, in order."""
        reader = self.read.reader
        if reader is None:
            return
        shared = self._of_article(reader)
        isos = Counter(one.place.iso for one in self.read.places)
        roles = Counter((one.place.iso, one.decision.role) for one in self.read.places)
        earlier: set[tuple[str, str]] = set()
        for index, ruled in enumerate(self.read.places):
            signs = dict(shared)
            self._form(signs, ruled, reader)
            self._rules(signs, ruled, reader)
            self._around(signs, ruled, reader)
            self._calendar(signs, ruled, reader)
            self._homes(signs, ruled, reader)
            self._neighbours(signs, index)
            iso, role = ruled.place.iso, ruled.decision.role
            signs["seen.again"] = float(any(one == iso for one, _ in earlier))
            for one, other in earlier:
                if one == iso:
                    signs[f"seen.{other}"] = 1.0
            for (one, other), count in roles.items():
                if one == iso and count > (other == role):
                    signs[f"elsewhere.{other}"] = 1.0
            signs["seen.often"] = min(1.0, isos[iso] / 5)
            for step, name in ((-1, "previous"), (1, "next")):
                if 0 <= index + step < len(self.read.places):
                    near = self.read.places[index + step]
                    if near.group is not ruled.group:
                        where = "here" if near.sentence is ruled.sentence else "apart"
                        signs[f"{name}.{near.decision.role}.{where}"] = 1.0
            earlier.add((iso, role))
            yield signs

    def _of_article(self, reader: RoleReader) -> Signs:
        topic = reader.topic
        brands = any(mention.type in BRAND_TYPES for mention in self.material.mentions)
        signs = {
            "article.relevance": self.relevance,
            "article.campaign": float(topic.campaign),
            "article.campaign_words": min(1.0, topic.n_campaign / 4),
            "article.business": float(topic.business),
            "article.only_business": float(topic.only_business),
            "article.olympic": float(reader.candidates.olympic),
            "article.brand": float(brands),
            "article.countries": min(1.0, len({one.place.iso for one in self.read.places}) / 6),
        }
        for role, count in Counter(one.decision.role for one in self.read.places).items():
            signs[f"article.{role}"] = count / (count + 1)
        return signs

    def _form(self, signs: Signs, ruled: RuledPlace, reader: RoleReader) -> None:
        place, group, text, lowered = ruled.place, ruled.group, reader.text, reader.lowered
        signs[f"form.{place.kind}"] = 1.0
        grammar = reader.table.grammar
        ahead = tokens(lowered[max(0, place.start - 16) : place.start])
        behind = text[place.stop : place.stop + 3]
        last = ahead[-1] if ahead else ""
        first = next(iter(tokens(lowered[max(0, group.start - 16) : group.start])[-1:]), "")
        flags = {
            "form.city": place.city is not None,
            "form.region": not is_country(place.iso),
            "form.world": place.iso == WORLD,
            "form.in_event": place.inside is not None and place.inside.type == "event",
            "form.in_name": place.inside is not None and place.inside.type != "event",
            "form.in_pattern": place.part_of is not None,
            "form.in_venue": place.is_venue,
            "form.venue_name": ruled.decision.role == "venue" and _capital_behind(behind),
            "form.title": reader.in_job(place),
            "form.year_behind": bool(years_beside(text, place.start, place.stop)[:1])
            and text[place.stop : place.stop + 6].strip(" '’年的の")[:2].isdigit(),
            "form.hyphen_behind": behind[:1] == "-",
            "form.compound": behind[:1].isalpha() and place.kind != "adjective",
            "form.bracket_behind": behind.strip()[:1] in ("(", "（"),
            "form.in_brackets": last in ("(", "（"),
            "form.comma_behind": behind[:1] in (",", "，", "、"),
            "form.stop_behind": behind[:1] in (".", "。", "!", "?", ";", "；"),
            "form.colon_behind": behind[:1] in (":", "："),
            "form.possessive": behind[:2] in ("'s", "’s"),
            "form.in_late_name": self._in_late_name(place.start, place.stop),
            "form.capital_behind": _capital_behind(behind),
            "form.capital_before": _capital_before(text, place.start),
            "list.two": len(group.places) == 2,
            "list.many": len(group.places) > 2,
            "list.colon": reader.announced(group),
            "before.located": reader.candidates.located(place),
            "before.group_located": reader.candidates.located(group.places[0]),
            "before.preposition": last in grammar["prepositions"],
            "before.article": last in grammar["articles"],
            "before.origin": last in grammar["origin"],
            "before.from": last in grammar["from"] or first in grammar["from"],
            "before.placed": any(lowered.endswith(word, 0, place.start) for word in grammar["place_before"]),
            "behind.placed": any(lowered.startswith(word, place.stop) for word in grammar["location_after"]),
            "behind.of": any(lowered.startswith(word, place.stop) for word in grammar["origin"])
            and "after" in grammar["head_side"],
            "at.sentence_start": group.start - ruled.sentence.start <= 12,
            "at.bare_start": group.start - ruled.sentence.start <= 1,
            "at.sentence_end": ruled.sentence.stop - group.stop <= 4,
            "at.first_sentence": ruled.sentence.start < 2,
            "before.city": self._before_city(ruled),
            "at.prior": reader.prior(group) > 0,
        }  # fmt: skip
        signs.update((name, 1.0) for name, there in flags.items() if there)
        if "before.located" in signs and place.kind not in _DESCRIBING:
            signs["before.located_name"] = 1.0
        sentence = self.material.sentence_at(place.start)
        if sentence is not None:
            signs[f"at.{sentence.kind}"] = 1.0
            signs["at.share"] = sentence.index / max(1, len(self.material.sentences) - 1)
            signs["at.last"] = float(sentence.index == len(self.material.sentences) - 1)
        quoted = [q for q in self.material.quoted if q.start <= place.start < q.stop]
        if quoted:
            signs["at.quoted"] = 1.0
            if min(q.stop - q.start for q in quoted) <= _TITLE:
                signs["at.quoted_title"] = 1.0

    def _in_late_name(self, start: int, stop: int) -> bool:
        """Whether the place is part of a name found since by what stands around it."""
        return any(
            m.kind == "name"
            and m.span.start <= start
            and stop <= m.span.stop
            and len(m.span.quote) > stop - start
            for m in self.material.mentions_in(start - _NAME, stop + _NAME)
        )

    def _neighbours(self, signs: Signs, index: int) -> None:
        """What other places stand in the sentence, and a region beside countries of a campaign."""
        places = self.read.places
        ruled = places[index]
        groups = ruled.sentence.groups
        signs["at.groups"] = min(1.0, (len(groups) - 1) / 4)
        if ruled.group is groups[0]:
            signs["at.first_group"] = 1.0
        if ruled.group is groups[-1]:
            signs["at.last_group"] = 1.0
        if "form.region" not in signs or "form.world" in signs:
            return
        markets = {
            one.place.iso
            for one in places
            if is_country(one.place.iso) and one.decision.role == "campaign_market"
        }
        signs["region.markets"] = some(len(markets))
        following = places[index + 1] if index + 1 < len(places) else None
        if following is not None and following.sentence is ruled.sentence and len(following.place.iso) == 2:
            signs["region.leads"] = 1.0
            if len(following.group.places) > 1 and following.group is not ruled.group:
                signs["region.leads_list"] = 1.0

    def _before_city(self, ruled: RuledPlace) -> bool:
        """Whether a city of its country follows: "the South Korean city of ..."."""
        return any(
            other.city is not None
            and other.iso == ruled.place.iso
            and 0 < other.start - ruled.place.stop <= _CITY_REACH
            for group in ruled.sentence.groups
            for other in group.places
        )

    def _rules(self, signs: Signs, ruled: RuledPlace, reader: RoleReader) -> None:
        scene, group, decision = self._scene(ruled.sentence), ruled.group, ruled.decision
        signs[f"rule.{decision.role}"] = 1.0
        form = "city" if ruled.place.city is not None else ruled.place.kind
        signs[f"rule.{decision.role}.{form}"] = 1.0
        signs[f"rule.{decision.role}.by_{decision.by}"] = 1.0
        best: dict[str, Candidate] = {}
        candidates: Candidates = reader.candidates
        for cue in scene.told:
            if cue.start < group.stop and cue.stop > group.start:
                continue
            worth = score(cue, group, ruled.sentence, reader.text, reader.lowered, reader.table, scene.cues)
            if worth > 0 and (cue.role not in best or worth > best[cue.role].score):
                best[cue.role] = Candidate(worth, cue, "")
        ranked = sorted(best.values(), key=lambda one: -one.score)
        for rank, one in enumerate(ranked):
            worth = min(1.0, one.score / _STRONG)
            signs[f"cue.{one.role}"] = worth
            signs[f"cue.{one.role}.{one.cue.slot}"] = worth
            if not rank:
                signs[f"first.{one.role}"] = worth
        if not ranked:
            signs["cue.none"] = 1.0
        if candidates.in_host_country(group):
            signs["host.country"] = 1.0
        index = ruled.sentence.groups.index(group)
        found = denial(group, index, ruled.sentence, scene.cues, reader.text, reader.lowered, reader.table)
        if found is not None:
            signs["denied"] = 1.0
            signs["denied.before" if found.start < group.start else "denied.behind"] = 1.0

    def _around(self, signs: Signs, ruled: RuledPlace, reader: RoleReader) -> None:
        scene, group, sentence = self._scene(ruled.sentence), ruled.group, ruled.sentence
        text, lowered, grammar = reader.text, reader.lowered, reader.table.grammar
        low, high = _clause(text, sentence, group.start, group.stop)
        form = "city" if ruled.place.city is not None else ruled.place.kind
        if ruled.place.inside is not None or ruled.place.part_of is not None:
            form = "in_name"
        linking = (grammar["articles"], grammar["prepositions"], grammar["origin"])
        for kind, start, stop in scene.kinds:
            if start < group.stop and stop > group.start:
                continue
            ahead = stop <= group.start
            inside = low <= start < high
            side = "b" if ahead else "a"
            if inside:
                signs[f"clause.{kind}.{side}"] = 1.0
                gap = group.start - stop if ahead else start - group.stop
                if gap <= _TOUCH and only(
                    lowered[stop : group.start] if ahead else lowered[group.stop : start], *linking
                ):
                    signs[f"touch.{kind}.{side}"] = 1.0
                    signs[f"touch.{kind}.{side}.{form}"] = 1.0
            signs[f"sentence.{kind}"] = 1.0
        for kind in scene.before:
            signs[f"earlier.{kind}"] = 1.0
        signs.update((f"clause.{name}", 1.0) for name, form in _FIGURES if form.search(text, low, high))

    def _calendar(self, signs: Signs, ruled: RuledPlace, reader: RoleReader) -> None:
        place, calendar = ruled.place, reader.calendar
        years = years_beside(reader.text, place.start, place.stop)
        edition = calendar.meant(place, years)
        if edition is None:
            signs["host.never"] = 1.0
            return
        status = calendar.status(edition)
        what = "city" if place.city is not None else "country"
        signs[f"host.{what}.{status}"] = 1.0
        if calendar.is_live(edition):
            signs[f"host.{what}.live"] = 1.0
        if edition.year in years:
            signs[f"host.{what}.year"] = 1.0
            signs[f"host.{what}.{status}.year"] = 1.0

    def _homes(self, signs: Signs, ruled: RuledPlace, reader: RoleReader) -> None:
        iso, place = ruled.place.iso, ruled.place
        if reader.is_house(ruled.group):
            signs["home.stands_for"] = 1.0
        homes = [
            (m, self.homes.get(m.entity_id, ""))
            for m in self.material.mentions
            if m.type in BRAND_TYPES or m.type == "agency"
        ]
        if any(home == iso for _, home in homes):
            signs["home.of_a_brand"] = 1.0
        if homes and Counter(home for _, home in homes).most_common(1)[0][0] == iso:
            signs["home.of_most"] = 1.0
        last = [home for m, home in homes if m.span.stop <= place.start][-1:]
        if last == [iso]:
            signs["home.of_last"] = 1.0
        following = next((home for m, home in homes if 0 <= m.span.start - place.stop <= _HOUSE_REACH), "")
        if following == iso:
            signs["home.of_next"] = 1.0

    def _scene(self, sentence: Sentence) -> _Scene:
        scene = self._scenes.get(sentence.start)
        if scene is None:
            scene = self._scenes[sentence.start] = self._build(sentence)
        return scene

    def _build(self, sentence: Sentence) -> _Scene:
        reader, material = self.read.reader, self.material
        assert reader is not None
        first = bisect_left(reader.cues, sentence.start, key=_start)
        cues = reader.cues[first : bisect_left(reader.cues, sentence.stop, lo=first, key=_start)]
        words = _words(material, sentence.start, sentence.stop)
        mentions = material.mentions_in(sentence.start, sentence.stop)
        back = material.sentence_at(sentence.start - 2) if sentence.start > 2 else None
        before = {_word_kind(word) for word in _words(material, back.start, back.stop)} if back else set()
        kinds = list(_kinds(cues, words, mentions))
        return _Scene(cues, [cue for cue in cues if cue.slot], kinds, frozenset(before))


def _capital_behind(behind: str) -> bool:
    """Whether a word with a capital follows, as in a name that goes on: a town and "Ice Arena"."""
    return behind[:1] in (" ", "-") and behind[1:2].isupper()


def _capital_before(text: str, start: int) -> bool:
    """Whether the word before is written with a capital inside a sentence."""
    words = text[max(0, start - 40) : start].split()
    if not words or not text[start - 1 : start].isspace():
        return False
    return words[-1][0].isupper() and len(words) > 1 and words[-2][-1].isalpha()


def _start(cue: Cue | Word) -> int:
    return cue.start


def _words(material: Material, start: int, stop: int) -> list[Word]:
    first = bisect_left(material.cues, start, key=_start)
    found = []
    for index in range(first, len(material.cues)):
        word = material.cues[index]
        if word.start >= stop:
            break
        if word.subject in _SUBJECTS or (word.subject == "speech" and word.kind == "say"):
            found.append(word)
    return found


def _word_kind(word: Word) -> str:
    if word.subject == "channels" and word.kind in _CHANNELS:
        return "word.channel"
    return f"word.{word.subject}_{word.kind}"


def _kinds(
    cues: Sequence[Cue], words: Sequence[Word], mentions: Sequence[Mention]
) -> Iterator[tuple[str, int, int]]:
    """(kind, start, stop) of everything that may be a sign around a place."""
    for cue in cues:
        if cue.slot != "name":
            yield f"role.{cue.role}", cue.start, cue.stop
    for word in words:
        yield _word_kind(word), word.start, word.stop
    for mention in mentions:
        kind = _TYPES.get(mention.type)
        if kind is not None and mention.kind != "nested":
            yield f"name.{kind}", mention.span.start, mention.span.stop


def _clause(text: str, sentence: Sentence, start: int, stop: int) -> tuple[int, int]:
    low = max((text.rfind(sign, sentence.start, start) for sign in _BREAKS), default=-1) + 1
    ends = [at for sign in _BREAKS if (at := text.find(sign, stop, sentence.stop)) >= 0]
    return max(low, sentence.start), min(ends, default=sentence.stop)
