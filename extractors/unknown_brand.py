"""Brands nobody listed: names that an article on a campaign or a sponsorship shows to be a sponsor or advertiser."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from config.knowledge_schema import Entity
from extractors.brand_evidence import STRONG, SURE, BrandWords, Evidence, is_ordinary_noun, weigh
from extractors.entities.boundaries import slug
from extractors.facts.focus import BRAND_TYPES, brand_mentions
from extractors.material import Material
from extractors.records import Mention
from extractors.sentences import Sentence

_UPPER = "".join(chr(code) for code in range(0x41, 0x250) if chr(code).isupper())
_TOKEN = rf"(?:[{_UPPER}\d][\w'’.&/-]*[\w+]|[{_UPPER}]|[a-z]{{1,3}}[{_UPPER}]\w+)"
_LINK = r"(?:&|\+|de|du|des|del|della|dei|da|do|dos|das|di|of|the|van|den|het|la|le|les|el|los)"
_NAME = re.compile(rf"(?<![\w-]){_TOKEN}(?:[ ](?:{_LINK}[ ]){{0,2}}{_TOKEN}){{0,4}}")
_NAME_OF_NOUNS = re.compile(rf"(?<![\w-]){_TOKEN}(?:[ ](?:[&+][ ])?{_TOKEN}){{0,2}}")
"""Where every noun has a capital, links would tie nouns to names."""
_ELIDED = re.compile(r"[LDldSs]['’][a-zà-öø-ÿ]")
_POSSESSIVE = re.compile(r"['’]s?$")
_CERTAIN = 4.0
_DEFINITE = frozenset({"the"})
_SHORT_TEXT = 900
_ADJECTIVE_ENDS = ("e", "en", "er", "es", "em")
_MIN_CHARS = 3
_MIN_SHORT = 4
_HOLDERS = frozenset({"ioc", "ipc", "noc", "npc", "ocog", "team"})
_IN_TITLE, _REPEATED, _ANNOUNCED, _UNDECIDED, _TRADE = 1.0, 1.0, 2.0, 3.0, 2.0


def aliases_of(entities: Mapping[str, Entity]) -> dict[str, Entity]:
    """Every alias of a brand, for names whose context alone left them undecided."""
    found: dict[str, Entity] = {}
    for entity in entities.values():
        if entity.type in BRAND_TYPES:
            for alias in (entity.name, *entity.aliases):
                found.setdefault(alias, entity)
    return found


@dataclass(frozen=True, slots=True)
class NameLists:
    """Words of one language that are no brands: given names, places, words with a capital of their own."""

    given: frozenset[str]
    places: frozenset[str]
    stops: frozenset[str]


def name_lists(material: Material) -> NameLists:
    """The lists of the article's language."""
    words = material.tools.words
    return NameLists(
        given=frozenset(words("given_names", "given")),
        places=frozenset(words("agencies", "places")),
        stops=frozenset(
            (*words("people", "not_names"), *words("brands", "stops"), *words("agencies", "stops"), *words("people", "role"))
        ),
    )  # fmt: skip


def find_unknown_brands(
    material: Material, aliases: Mapping[str, Entity], words: BrandWords, lists: NameLists
) -> tuple[Mention, ...]:
    """Mentions of every name the article shows to be a sponsor or advertiser, in no order."""
    if not _is_about_games(material) or words.trigger.search(material.folded) is None:
        return ()
    search = _Search(material, aliases, words, lists)
    return search.mentions()


def _is_about_games(material: Material) -> bool:
    if any(c.subject == "topic" and c.kind in ("games", "weak_games") for c in material.cues):
        return True
    return any(m.type == "event" or _holds_rights(material, m) for m in material.mentions)


def _holds_rights(material: Material, mention: Mention) -> bool:
    entity = material.entities.get(mention.entity_id) if mention.type == "organisation" else None
    return entity is not None and entity.kind in _HOLDERS


@dataclass(slots=True)
class _Candidate:
    evidence: Evidence = field(default_factory=Evidence)
    count: int = 0


class _Search:
    """Candidates of one article with what speaks for them."""

    def __init__(
        self, material: Material, aliases: Mapping[str, Entity], words: BrandWords, lists: NameLists
    ) -> None:
        self.material, self.aliases, self.words, self.lists = material, aliases, words, lists
        self.taken = _taken_spans(material)
        self.starts = [start for start, _ in self.taken]
        self.holders = [m.span for m in material.mentions if m.type in ("organisation", "event")]
        self.small = set(re.findall(r"(?<![\w-])[a-zà-öø-ÿ][\w'’-]+", material.text))
        self.pattern = _NAME_OF_NOUNS if words.noun_ends else _NAME

    def mentions(self) -> tuple[Mention, ...]:
        found = self._candidates()
        chosen = self._chosen(found)
        mentions: list[Mention] = []
        for name, why in sorted(chosen.items(), key=lambda item: -len(item[0])):
            mentions += self._places(name, why, mentions)
        return tuple(mentions)

    def _candidates(self) -> dict[str, _Candidate]:
        found: dict[str, _Candidate] = {}
        title = self.material.article.title or ""
        for sentence in self.material.readable():
            for start, stop in self._names(sentence):
                name = self.material.text[start:stop]
                candidate = found.setdefault(name, _Candidate())
                candidate.count += 1
                if self._is_place(start, stop):
                    continue
                bounds = (sentence.start, sentence.stop)
                weigh(
                    self.words,
                    self.material.folded,
                    start,
                    stop,
                    bounds,
                    self._holder_in,
                    self._games_in,
                    candidate.evidence,
                )
        alone = not brand_mentions(self.material)
        for name, candidate in found.items():
            if name in self.aliases:
                why = "a brand's name that its context left undecided"
                candidate.evidence.add(why, _UNDECIDED if alone else _ANNOUNCED)
            if self._tells_trade(name):
                candidate.evidence.add("its name tells a trade", _TRADE)
            if candidate.evidence.points <= 0:
                continue
            if candidate.count > 1 or any(name != other and _within(name, other) for other in found):
                candidate.evidence.add("named more than once", _REPEATED)
            if name in title:
                candidate.evidence.add("named in the title", _IN_TITLE)
        return found

    def _tells_trade(self, name: str) -> bool:
        """Whether a name of several words begins or ends with a trade ("Banco del X", "X Airlines")."""
        first, _, rest = name.partition(" ")
        return bool(rest) and (first in self.words.trades or rest.rpartition(" ")[2] in self.words.trades)

    def _chosen(self, found: Mapping[str, _Candidate]) -> dict[str, str]:
        """Name -> why, of the names with enough evidence; one named by its first or last word is one with the full name."""
        wanted = SURE if brand_mentions(self.material) else STRONG
        return {
            name: f"no knowledge file lists it, but it {'; '.join(candidate.evidence.reasons)}"
            for name, candidate in found.items()
            if candidate.evidence.points >= wanted
            and (candidate.count > 1 or self._safe_alone(name, candidate.evidence.points))
        }

    def _safe_alone(self, name: str, points: float) -> bool:
        """Where nouns have capitals a single word named once may be any noun."""
        return (
            not self.words.noun_ends
            or " " in name
            or not name.isalpha()
            or name.isupper()
            or points >= _CERTAIN
            or len(self.material.text) < _SHORT_TEXT
        )

    def _is_place(self, start: int, stop: int) -> bool:
        """Behind "in" or "aus" stands a place, behind an article and before a noun an adjective ("the Leeds sweet maker")."""
        text = self.material.folded
        before = text[max(0, start - 24) : start]
        if self.words.place_before.search(before) is not None:
            return True
        if self.words.noun_ends or " " in text[start:stop]:
            return False
        word = before.split()[-1:] if before.endswith(" ") else []
        return (
            bool(word)
            and word[0].lower() in _DEFINITE
            and text[stop + 1 : stop + 2].islower()
            and text[stop : stop + 1] == " "
        )

    def _names(self, sentence: Sentence) -> Iterator[tuple[int, int]]:
        text = self.material.text
        for match in self.pattern.finditer(text, sentence.start, sentence.stop):
            for start, stop in self._free_parts(*match.span()):
                span = self._trimmed(start, stop, sentence)
                if span is not None:
                    yield span

    def _free_parts(self, start: int, stop: int) -> Iterator[tuple[int, int]]:
        """What of a run of capitalised words no known name covers."""
        index = max(0, bisect_left(self.starts, start) - 1)
        begin = start
        while index < len(self.taken) and self.taken[index][0] < stop:
            low, high = self.taken[index]
            if high > begin:
                if low > begin:
                    yield begin, low
                if self._goes_on(high):
                    # A capital right behind a known name belongs to it.
                    return
                begin = max(begin, high)
            index += 1
        if begin < stop:
            yield begin, stop

    def _goes_on(self, stop: int) -> bool:
        text = self.material.text
        return text[stop : stop + 1] == " " and text[stop + 1 : stop + 2].isupper()

    def _trimmed(self, start: int, stop: int, sentence: Sentence) -> tuple[int, int] | None:
        """The name without articles, possessives and compounds around it; None when it can be no brand."""
        text, words, lists = self.material.text, self.words, self.lists
        while start < stop and not (text[start].isupper() or text[start].isdigit() or text[start].islower()):
            start += 1
        while stop > start and not text[stop - 1].isalnum() and text[stop - 1] != "+":
            stop -= 1
        tokens = [(start + m.start(), start + m.end()) for m in re.finditer(r"\S+", text[start:stop])]
        while tokens and (
            text[slice(*tokens[0])].lower() in words.articles
            or text[slice(*tokens[0])] in lists.stops
            or text[slice(*tokens[0])] in words.openers
            or _ELIDED.match(text, tokens[0][0]) is not None
            or text[tokens[0][0]].islower()
        ):
            tokens.pop(0)
        while tokens and (text[slice(*tokens[-1])] in lists.stops or text[tokens[-1][0]].islower()):
            tokens.pop()
        if len(tokens) > 2 and tokens[0][0] == sentence.start and text[slice(*tokens[1])] in words.trades:
            tokens.pop(0)
        if not tokens:
            return None
        start, stop = tokens[0][0], tokens[-1][1]
        first = text[slice(*tokens[0])].lower()
        if (
            words.trade_ends
            and len(tokens) > 1
            and first.endswith(words.trade_ends)
            and self._has_article(start)
        ):
            # "der Mineralbrunnen X": the trade in front is a common noun.
            start = tokens[1][0]
        cut = _POSSESSIVE.search(text, start, stop) or words.compound.search(
            self.material.folded, start, stop
        )
        if cut is not None and cut.start() > start:
            stop = cut.start()
        name = text[start:stop]
        return (start, stop) if self._may_be_brand(name, start, sentence) else None

    def _has_article(self, start: int) -> bool:
        """Whether an article, or an article and an adjective, stands in front."""
        before = re.search(r"(?:([\w-]+) )?([\w-]+) $", self.material.text[max(0, start - 40) : start])
        if before is None:
            return False
        earlier, last = (before.group(1) or "").lower(), before.group(2)
        if last.lower() in self.words.articles:
            return True
        return last.islower() and last.endswith(_ADJECTIVE_ENDS) and earlier in self.words.articles

    def _may_be_brand(self, name: str, start: int, sentence: Sentence) -> bool:
        parts = name.split()
        if len(name) < _MIN_CHARS or (name[0].isdigit() and name.replace(".", "").isdigit()):
            return False
        if name in self.lists.places or any(part in self.words.no_brand for part in parts):
            return False
        if parts[0] in self.lists.given and len(parts) > 1 and not self.words.trades.intersection(parts):
            return False
        if len(parts) == 1:
            if name.lower() in self.small or is_ordinary_noun(name, self.words) or name in self.lists.given:
                return False
            if self.words.noun_ends and self._has_article(start) and name not in self.aliases:
                tails = self.words.trade_tails
                return name.lower().endswith(tails) and len(name) > min(map(len, tails)) + 3
        return self.words.object.fullmatch(name) is None

    def _holder_in(self, start: int, stop: int) -> bool:
        return any(span.start < stop and start < span.stop for span in self.holders)

    def _games_in(self, start: int, stop: int) -> bool:
        return bool(self.material.cues_in(start, stop, "topic", ("games",)))

    def _places(self, name: str, why: str, earlier: Sequence[Mention]) -> list[Mention]:
        """Every place of a name and of the short form of it that the article uses alone."""
        material = self.material
        full = next((m for m in earlier if m.canonical != name and _within(name, m.canonical)), None)
        entity = self.aliases.get(name)
        entity_id = full.entity_id if full is not None else entity.id if entity else f"brand:{slug(name)}"
        canonical = full.canonical if full is not None else entity.name if entity else name
        found: list[Mention] = []
        for form in (name, *self._short_forms(name)):
            for match in re.finditer(rf"(?<![\w-]){re.escape(form)}(?!\w)", material.text):
                start, stop = match.span()
                if form != name and self._part_of_other(start, stop):
                    continue
                if self._is_taken(start, stop) or any(
                    m.span.start < stop and start < m.span.stop for m in (*earlier, *found)
                ):
                    continue
                sentence = material.sentence_at(start)
                found.append(
                    Mention(
                        material.span(start, stop), entity_id, canonical, "brand", "name",
                        sentence.kind if sentence else "body", why if form == name else f'short for "{name}"',
                        parent_id=entity.parent if entity else None,
                    )
                )  # fmt: skip
        return found

    def _short_forms(self, name: str) -> Iterator[str]:
        """First or last word of a name when it can be nothing else."""
        parts = name.split()
        if len(parts) < 2:
            return
        for part in (parts[0], parts[-1]):
            if (
                len(part) >= _MIN_SHORT
                and part[:1].isupper()
                and part.lower() not in self.small
                and part not in self.words.trades
                and part not in self.lists.places
                and part not in self.lists.given
                and part not in self.lists.stops
                and not is_ordinary_noun(part, self.words)
            ):
                yield part

    def _part_of_other(self, start: int, stop: int) -> bool:
        """Whether capitals beside a short form make it part of another name."""
        if self.words.noun_ends:
            return False
        before = re.search(r"(\w+) $", self.material.text[max(0, start - 24) : start])
        if before is not None and before.group(1)[:1].isupper() and before.group(1) not in self.lists.stops:
            return True
        return self._goes_on(stop)

    def _is_taken(self, start: int, stop: int) -> bool:
        return next(self._free_parts(start, stop), None) != (start, stop)


def _within(name: str, other: str) -> bool:
    """Whether one name is the first or the last words of another."""
    return other.startswith(f"{name} ") or other.endswith(f" {name}")


def _taken_spans(material: Material) -> list[tuple[int, int]]:
    """What names, markets, quoted texts and words for the Games cover, sorted and merged."""
    spans = [(m.span.start, m.span.stop) for m in material.mentions]
    spans += [(m.span.start, m.span.stop) for m in material.markets]
    spans += [(q.start, q.stop) for q in material.quoted if q.stop - q.start > 2]
    spans += [
        (c.start, c.stop) for c in material.cues if c.subject == "topic" and c.kind in ("games", "weak_games")
    ]
    merged: list[tuple[int, int]] = []
    for start, stop in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged


def with_unknown_brands(
    material: Material, aliases: Mapping[str, Entity], words: BrandWords | None, lists: NameLists
) -> Material:
    """The material with the mentions of unlisted brands put in their places."""
    if words is None:
        return material
    found = find_unknown_brands(material, aliases, words, lists)
    if not found:
        return material
    mentions = tuple(sorted((*material.mentions, *found), key=lambda m: (m.span.start, -m.span.stop)))
    return replace(material, mentions=mentions)
