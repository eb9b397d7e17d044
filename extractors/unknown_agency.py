"""Agencies no knowledge file lists: every name is a candidate, fitted signs decide."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from extractors.agency_names import NamePlace, name_places
from extractors.agency_places import holds_whence, is_places, is_where
from extractors.agency_signs import FormWords, Surroundings, form_words, merged, sign_words
from extractors.cues import Cue, CueIndex
from extractors.entities.boundaries import slug
from extractors.material import LanguageTools, Material
from extractors.records import Mention
from extractors.unknown_brand import is_about_games
from extractors.weighing import Verdict, some, weigh
from extractors.writing import CJK

DECISION = "agency_names"
"""File of config/knowledge/weights; its tables are kinds of script."""
_THRESHOLDS = {"latin": 0.5, "cjk": 0.45}
_QUOTED = re.compile(r"[\"„“”«»‚‘'][ \u00a0\u202f]?\Z")
_QUOTE_ENDS = re.compile(r"[.,!?…]?[ \u00a0\u202f]?[\"„“”«»’']")
_NEVER_INSIDE = frozenset({"event", "medium", "claim", "descriptor"})


@dataclass(frozen=True, slots=True)
class AgencyWords:
    """Cue words and lists of one language."""

    index: CueIndex
    form: FormWords


@lru_cache(maxsize=32)
def agency_words(tools: LanguageTools) -> AgencyWords:
    """Compile what the search for agencies needs in one language."""
    return AgencyWords(sign_words(tools.cues, tools.language), form_words(tools))


def script_kind(language: str) -> str:
    """The table of weights of a language."""
    return "cjk" if language in CJK else "latin"


_HEADS = frozenset({"house", "part", "by", "job", "done", "moves", "hires", "adjob"})
"""Kinds of cues behind which a name may begin."""
_COMMON = frozenset({"part", "creative", "media", "pr", "production", "campaign", "asset", "pitch", "house", "job", "adjob",
                     "craft", "contract", "sponsor", "inhouse", "study", "launch"})  # fmt: skip
"""Kinds of cues that are no names when they stand alone."""
_TAILS = frozenset({"made", "done", "wins", "hires", "lost", "belongs"})
"""Kinds of cues a name may end at."""
_VERBS = frozenset({"made", "lost", "belongs", "hires"})
"""Kinds of cues no name ends with where no blank does (the trades of names apart)."""
Candidates = dict[str, tuple[list[NamePlace], dict[str, float]]]
"""Name -> its places and signs."""


def candidates(material: Material, *, known: bool = False) -> Candidates:
    """Names that may be agencies'; none where nothing speaks of an agency's work.

    ``known``: the agencies of the knowledge files instead, as if no file held them.
    """
    if not _may_name_agencies(material):
        return {}
    words = agency_words(material.tools)
    cues = words.index.find(material.folded, material.lowered)
    around = Surroundings(material, cues, words.form)
    heads = _ends_of_words(cues, _HEADS)
    grouped: dict[str, list[NamePlace]] = {}
    if known:
        places = (
            NamePlace(m.span.start, m.span.stop, m.span.quote) for m in material.mentions if _is_listed(m)
        )
    else:
        ends = _CueEnds(cues)
        longest = max((m.span.stop - m.span.start for m in material.mentions), default=0)
        begins = frozenset(cue.start for cue in cues if cue.kind in _TAILS)
        plain = (
            words.form.cities | words.form.stops | frozenset(material.tools.words("agency_names", "legal"))
        )
        found_places = name_places(material, heads, begins, words.form.stops)
        places = (
            p
            for p in found_places
            if p.name not in plain
            and not ends.spans(p)
            and (words.form.wide or not ends.covers(p))
            and not (words.form.wide and ends.cuts(p, words.form.name_ends))
            and not _taken(material, p, ends, longest)
        )
    for place in places:
        grouped.setdefault(place.name, []).append(place)
    title = material.article.title or ""
    found: Candidates = {}
    for name, group in grouped.items():
        signs = merged([around.all_of(p) for p in group])
        signs["named.often"] = some(len(group) - 1)
        if name in title:
            signs["named.in_title"] = 1.0
        if not any(sign.startswith("together.") for sign in signs):
            signs["noun.alone" if "noun.any" in signs else "together.none"] = 1.0
        if known:
            signs = {
                sign: value for sign, value in signs.items() if not sign.startswith(("is.agency", "holds."))
            }
        found[name] = (group, signs)
    return found


_GAMES = frozenset({("topic", "games"), ("topic", "weak_games")})


def _may_name_agencies(material: Material) -> bool:
    """Whether the article names the Games, or words for agencies' work stand beside them, or a listed agency in a campaign."""
    if is_about_games(material):
        return True
    lists = {(c.subject, c.kind) for c in material.cues}
    if not lists.isdisjoint(_GAMES) or any(m.type == "event" for m in material.mentions):
        return any(subject == "agency_roles" for subject, _ in lists)
    return ("campaign", "noun") in lists and any(_is_listed(m) for m in material.mentions)


def _ends_of_words(cues: Sequence[Cue], kinds: frozenset[str]) -> frozenset[int]:
    """Where cues of the kinds end, but not inside a longer cue: "代理" of "代理商"."""
    longest: dict[int, int] = {}
    for cue in cues:
        longest[cue.start] = max(cue.stop, longest.get(cue.start, 0))
    return frozenset(cue.stop for cue in cues if cue.kind in kinds and longest[cue.start] == cue.stop)


class _CueEnds:
    """Where cue words begin and end."""

    def __init__(self, cues: Sequence[Cue]) -> None:
        self._starts: dict[int, int] = {}
        self._stops: dict[int, int] = {}
        self._whole = {(cue.start, cue.stop) for cue in cues if cue.kind in _COMMON}
        self._within: set[int] = set()
        self._longest: dict[int, int] = {}
        self._inner: dict[int, int] = {}
        self._hires: dict[int, int] = {}
        self._verbs: dict[int, int] = {}
        for cue in cues:
            self._longest[cue.start] = max(cue.stop, self._longest.get(cue.start, 0))
            word = cue.word.lstrip("=*")
            at = word.find(" ") + 1
            while at:
                self._inner[cue.start + at] = max(cue.stop, self._inner.get(cue.start + at, 0))
                at = word.find(" ", at) + 1
            if cue.kind == "hires" and cue.stop > cue.start + 1:
                self._hires[cue.start] = min(cue.stop, self._hires.get(cue.start, cue.stop))
            if cue.kind in _VERBS:
                self._within.update(range(cue.start + 1, cue.stop))
                self._verbs[cue.stop] = max(cue.start, self._verbs.get(cue.stop, 0))
            self._starts[cue.stop] = max(cue.start, self._starts.get(cue.stop, 0))
            self._stops[cue.start] = min(cue.stop, self._stops.get(cue.start, cue.stop))

    def spans(self, place: NamePlace) -> bool:
        """Whether the place is nothing but a word of the trade."""
        return not place.quoted and (place.start, place.stop) in self._whole

    def covers(self, place: NamePlace) -> bool:
        """Whether the place is one of several words of a cue: cues hold no names."""
        return not place.quoted and (
            self._longest.get(place.start, 0) > place.stop or self._inner.get(place.start, 0) >= place.stop
        )

    def cuts(self, place: NamePlace, name_ends: tuple[str, ...]) -> bool:
        """Whether the place holds a word for hiring, ends within one for making or losing, or with one that ends no name."""
        if place.quoted:
            return False
        verb = self._verbs.get(place.stop, 0) > place.start + 1 and not place.name.endswith(name_ends)
        holds = any(self._hires.get(at, place.stop) < place.stop for at in range(place.start + 1, place.stop))
        return verb or holds or place.stop in self._within

    def ends_at(self, stop: int, earliest: int) -> bool:
        """Whether a cue that begins at ``earliest`` or later ends at ``stop``."""
        return self._starts.get(stop, -1) >= earliest

    def starts_at(self, start: int, latest: int) -> bool:
        """Whether a cue that ends at ``latest`` or before begins at ``start``."""
        return start in self._stops and self._stops[start] <= latest


def _taken(material: Material, place: NamePlace, cues: _CueEnds, longest: int) -> bool:
    """Whether the place is that of another name, cuts one, or adds to a listed one no more than a cue word."""
    words = agency_words(material.tools).form
    person_like = not words.wide and words.trade.isdisjoint(place.name.split())
    for mention in material.overlapping(place.start, place.stop, longest):
        inside = place.start <= mention.span.start and mention.span.stop <= place.stop
        same = inside and (mention.span.stop - mention.span.start) == place.stop - place.start
        guessed = mention.entity_id.startswith(f"{mention.type}:") or mention.type == "person"
        if mention.type in _NEVER_INSIDE or mention.kind == "descriptor":
            return True
        if mention.type == "brand" and _is_own(material, place, mention):
            return True
        if (
            place.ending
            and material.language == "ko"
            and _is_listed(mention)
            and place.stop - mention.span.stop <= _PARTICLE
        ):
            return True
        if (
            mention.type == "person"
            and person_like
            and ("," in place.name or place.name.replace(" ", "").isalpha())
        ):
            return True
        if not inside and not guessed:
            return True
        if same and not guessed:
            return True
        if _is_listed(mention) and (
            cues.ends_at(_bare_stop(material.text, place.start, mention.span.start), place.start)
            or (
                not material.text.startswith("・", mention.span.stop)
                and cues.starts_at(_bare_start(material.text, mention.span.stop, place.stop), place.stop)
            )
        ):
            return True
    if _is_title(material, place):
        return True
    return (
        is_places(material, place, words)
        or is_where(material, place, words)
        or holds_whence(material, place, words)
    )


def _is_own(material: Material, place: NamePlace, brand: Mention) -> bool:
    """Whether the name is a brand's of the article with a word behind it: its own department, branch or product."""
    if place.start != brand.span.start or place.stop <= brand.span.stop or place.quoted:
        return False
    return any(m.entity_id == brand.entity_id and m is not brand for m in material.mentions)


def _is_title(material: Material, place: NamePlace) -> bool:
    """Whether quote marks hold the name: a title or claim, unless a cue announces it as an agency's."""
    if script_kind(material.language) != "latin" or not _QUOTE_ENDS.match(material.text, place.stop):
        return False
    if _QUOTED.search(material.text[max(0, place.start - 2) : place.start]) is None:
        return False
    return not any(_guessed(m) for m in material.mentions_in(place.start, place.stop, ("agency",)))


def _bare_stop(text: str, start: int, stop: int) -> int:
    return start + len(text[start:stop].rstrip())


def _bare_start(text: str, start: int, stop: int) -> int:
    return stop - len(text[start:stop].lstrip())


def with_unknown_agencies(material: Material) -> Material:
    """The material with the agencies the signs speak for; those guessed before stay only where they do so."""
    table = material.tools.weights.get(f"{DECISION}.{script_kind(material.language)}")
    houses = tuple(m for m in material.mentions if not _is_no_house(material, m))
    if len(houses) < len(material.mentions):
        # What was found in a material is kept with it: an unchanged one must stay the same.
        material = replace(material, mentions=houses)
    found = candidates(material) if table is not None else {}
    if table is None or not found:
        return material
    verdicts = {name: weigh(table, signs) for name, (_, signs) in found.items()}
    chosen: list[tuple[float, NamePlace, Verdict]] = [
        (verdicts[name].probability, place, verdicts[name])
        for name, (places, _) in found.items()
        if verdicts[name].probability >= _THRESHOLDS[script_kind(material.language)]
        or _is_office(name, found[name][1])
        for place in places
    ]
    # A particle is no part of the name where the name without it will do (Korean).
    bare = {(p.start, p.stop) for _, p, _ in chosen if p.ending}
    chosen = [row for row in chosen if row[1].ending or not _longer(row[1], bare)]
    chosen.sort(key=lambda row: (-row[0], row[1].start, -row[1].stop))
    kept: list[Mention] = []
    for _, found_place, verdict in chosen:
        place = _with_trade(material, found_place)
        if all(place.stop <= m.span.start or m.span.stop <= place.start for m in kept):
            kept.append(_mention(material, place, verdict))
    judged = {(p.start, p.stop) for places, _ in found.values() for p in places}
    mentions = [*kept]
    for mention in material.mentions:
        start, stop = mention.span.start, mention.span.stop
        over = next((m for m in kept if m.span.start < stop and start < m.span.stop), None)
        if over is not None and mention.type == "agency" and not _guessed(mention):
            mentions.append(replace(mention, kind="nested"))
        elif over is None and not (_guessed(mention) and (start, stop) in judged):
            mentions.append(mention)
    if mentions == [*material.mentions]:
        return material
    return replace(material, mentions=tuple(sorted(mentions, key=lambda m: (m.span.start, -m.span.stop))))


_OFFICE = re.compile(r"[ァ-ヺー+&A-Za-z]+(?:・[ァ-ヺー]+)+")


def _is_office(name: str, signs: Mapping[str, float]) -> bool:
    """Whether a listed house opens a katakana name that goes on behind a middle dot, as those of its offices do."""
    opened = "opens.agency" in signs and "closes.agency" not in signs
    return opened and "form.quoted" not in signs and _OFFICE.fullmatch(name) is not None


def _is_no_house(material: Material, mention: Mention) -> bool:
    """Whether a guess is a place, or has one in front of it that is no part of the name."""
    if not _guessed(mention):
        return False
    place = NamePlace(mention.span.start, mention.span.stop, mention.span.quote)
    form = agency_words(material.tools).form
    sentence = material.sentence_at(place.start)
    opens = sentence is not None and sentence.start == place.start
    if (opens and place.name in form.stops) or any(sign in place.name for sign in "、。，"):
        return True
    # A house may be called like a continent or country, but hardly like a city of offices.
    if place.name in form.cities or any(
        m.form == "city" and (m.span.start, m.span.stop) == (place.start, place.stop)
        for m in material.markets
    ):
        return True
    return is_where(material, place, form) or holds_whence(material, place, form)


_WORD_BEFORE = re.compile(r"(?<![^\s(])(\w+)[ ]\Z")


def _with_trade(material: Material, place: NamePlace) -> NamePlace:
    """The place with "Studio" and the like in front of it, where its capital makes that part of the name."""
    before = _WORD_BEFORE.search(material.text, max(0, place.start - 14), place.start)
    if material.language == "de" or before is None or before.group(1) not in _first_words(material.tools):
        return place
    sentence = material.sentence_at(place.start)
    if sentence is None or (before.start() == sentence.start and before.group(1).isascii()):
        return place
    return replace(place, start=before.start(), name=material.text[before.start() : place.stop])


def _first_words(tools: LanguageTools) -> tuple[str, ...]:
    return tools.words("agency_names", "first")


_PARTICLE = 2
"""Signs of the longest particle that a name may seem to end in."""


def _longer(place: NamePlace, bare: set[tuple[int, int]]) -> bool:
    """Whether the place is one of ``bare`` with a particle."""
    return any((place.start, place.stop - length) in bare for length in range(1, _PARTICLE + 1))


def _is_listed(mention: Mention) -> bool:
    return mention.type == "agency" and mention.kind == "name" and not _guessed(mention)


def _guessed(mention: Mention) -> bool:
    return mention.type == "agency" and mention.entity_id.startswith("agency:") and mention.parent_id is None


def _mention(material: Material, place: NamePlace, verdict: Verdict) -> Mention:
    sentence = material.sentence_at(place.start)
    inner = material.mentions_in(place.start, place.stop, ("agency",))
    parent = next((m.entity_id for m in inner if not _guessed(m)), None)
    why = f"its place and form speak for an agency ({verdict.why})"
    return Mention(
        material.span(place.start, place.stop), f"agency:{slug(place.name)}", place.name, "agency", "name",
        sentence.kind if sentence else "body", why, parent_id=parent,
    )  # fmt: skip
