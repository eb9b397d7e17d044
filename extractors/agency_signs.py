"""Signs of a name being an agency's, and of an agency having worked on a campaign: what stands around it, and its form."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from config.cue_words import CueWords
from extractors.agency_names import NamePlace
from extractors.agency_patterns import FORM_TOGETHER, TOGETHER
from extractors.cues import Cue, CueIndex, build_cue_index
from extractors.material import LanguageTools, Material, clause_bounds
from extractors.records import Mention
from extractors.sentences import Sentence
from extractors.weighing import some
from extractors.writing import CJK

SUBJECT = "agency_signs"
_LISTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "house": (("agencies", "before"), ("agency_clauses", "house"), ("agency_roles", "noun"), ("agency_names", "house")),
    "by": (("agencies", "by"), ("agency_roles", "by_before"), ("agency_clauses", "by"), ("agency_names", "by")),
    "made": (("agency_clauses", "made"), ("agencies", "acts"), ("agencies", "does"), ("agency_names", "makes")),
    "done": (("agency_clauses", "done"), ("agency_names", "done")),
    "work": (("agency_roles", "work"),),
    "moves": (("agency_clauses", "moves"), ("agency_names", "source")),
    "hires": (("agency_names", "hires"),),
    "wins": (("agency_names", "wins"),),
    "pitch": (("agency_names", "pitch"),),
    "adjob": (("agency_names", "adjob"),),
    "craft": (("agency_names", "craft"),),
    "study": (("agency_names", "study"),),
    "broker": (("agency_names", "broker"),),
    "where": (("agency_names", "where"),),
    "indef": (("agency_names", "indef"),),
    "belongs": (("agency_names", "belongs"),),
    "part": (("agency_clauses", "role"), ("agencies", "colon"), ("agency_names", "part")),
    "creative": (("agency_roles", "creative"),),
    "media": (("agency_roles", "media"),),
    "pr": (("agency_roles", "pr"),),
    "production": (("agency_roles", "production"),),
    "other": (("agency_roles", "other"),),
    "for": (("agency_clauses", "for"), ("agency_names", "for")),
    "and": (("agency_clauses", "and"), ("links", "and"), ("agency_names", "and")),
    "with": (("agency_clauses", "with"), ("agency_names", "with")),
    "det": (("agency_clauses", "det"), ("links", "articles"), ("agency_names", "det")),
    "place": (("agency_clauses", "of"),),
    "lost": (("agency_roles", "uninvolved"), ("agency_names", "lost")),
    "beats": (("agency_roles", "beaten_before"), ("agency_names", "beats")),
    "beaten": (("agency_roles", "beaten_after"), ("agency_names", "beaten")),
    "news": (("agency_roles", "news"),),
    "inhouse": (("agency_roles", "in_house"),),
    "job": (("people", "role"),),
    "brand_word": (("brands", "before"),),
}  # fmt: skip
"""Kinds of cues around a name, with the lists they are made of."""
_GENERAL = {
    ("speech", "say"): "say",
    ("campaign", "noun"): "campaign",
    ("campaign", "launch"): "launch",
    ("assets", "film"): "asset",
    ("assets", "spot"): "asset",
    ("term", "contract"): "contract",
    ("term", "sponsor"): "sponsor",
    ("background", "earlier"): "earlier",
    ("background", "last"): "earlier",
    ("background", "again"): "again",
    ("links", "rival"): "rival",
    ("spokespeople", "corporate"): "corporate",
}
"""Cues of other subjects that tell."""
_ROLES = frozenset({"creative", "media", "pr", "production", "other", "part"})
_LEVELS = ("touching", "near", "clause", "sentence")
_SIGN = re.compile(r"[^\s\"'„“”‘’«»‹›「」『』《》*_]")
_WORD = re.compile(r"\w+")
_SHORT_QUOTE = re.compile(
    r"[\"“][^\"“”\n]+[\"”]|„[^„“”\n]+[“”]|[«»][^«»\n]+[«»]|(?<!\w)['‘‚][^'‘’\n]+['’](?!\w)|「[^「」\n]+」|『[^『』\n]+』|《[^《》\n]+》"
)
_MEASURE = re.compile(r"\d[\d.,:/–-]*(?: |$)")
"""A number that counts what stands behind it: a span of days, an hour, square metres."""
_ADDRESS = re.compile(r"www\.|\.(?:com|org|net|co|[a-z]{2})(?:/|$|\.)|@")
"""Of a page rather than of a house."""
_MOST_QUOTED = 60
"""Signs of the longest quoted text that is a title or claim rather than speech."""
_OPENS = {":": "colon", "：": "colon", "(": "bracket", "（": "bracket", ",": "comma", "、": "comma", "，": "comma",
          ";": "semicolon", "；": "semicolon", "·": "comma", "–": "dash", "—": "dash", "/": "slash", "|": "bar", "-": "dash",
          "&": "and", "+": "and", "x": "and", "×": "and", ".": "stop", "。": "stop", "!": "stop", "?": "question",
          "？": "question",
          ")": "close", "）": "close"}  # fmt: skip
_GOES_ON = frozenset({"house", "made", "done", "moves", "hires", "wins", "pitch", "campaign", "asset", "part", "creative",
                      "media", "pr", "production", "lost", "beats", "name_agency", "name_agency_guessed"})  # fmt: skip
"""What the sentence before may speak of so that this one goes on with it."""


def sign_words(cues: CueWords, language: str) -> CueIndex:
    """The automaton over the cue words of all kinds."""
    tables: dict[str, dict[str, tuple[str, ...]]] = {}
    for kind, lists in _LISTS.items():
        for subject, name in lists:
            for table in ("any", language):
                words = cues.get(subject, {}).get(table, {}).get(name, ())
                kinds = tables.setdefault(language, {})
                kinds[kind] = (*kinds.get(kind, ()), *words)
    return build_cue_index({SUBJECT: tables}, language, (SUBJECT,))


@dataclass(frozen=True, slots=True)
class FormWords:
    """Word lists of one language that the form of a name is told by."""

    marks: frozenset[str]
    places: frozenset[str]
    given: frozenset[str]
    stops: frozenset[str]
    not_joined: tuple[str, ...]
    name_ends: tuple[str, ...]
    trade: frozenset[str]
    cities: frozenset[str]
    common_ends: tuple[str, ...]
    """Endings of nouns, where nouns have capitals."""
    owns: frozenset[str]
    """What stands between a group and its house, blanks included."""
    of_place: tuple[str, ...]
    """What ties a place to the name behind it, where no blanks are written or particles joined."""
    wide: bool
    """Whether the language writes no blanks, or particles onto names."""


def form_words(tools: LanguageTools) -> FormWords:
    """The lists of a language."""
    words = tools.words
    stops = {
        *words("people", "not_names"),
        *words("agencies", "stops"),
        *words("agency_clauses", "nobody"),
        *words("brands", "stops"),
        *words("agency_names", "stops"),
    }
    wide = tools.language in CJK
    return FormWords(
        marks=frozenset(words("agencies", "marks")),
        places=frozenset(words("agencies", "places")),
        given=frozenset((*words("given_names", "given"), *words("agency_names", "given"))),
        stops=frozenset(stops - set(words("agencies", "marks"))),
        not_joined=words("agencies", "not_joined") if wide else (),
        name_ends=(*words("agencies", "name_ends"), *words("agency_names", "trade_ends")) if wide else (),
        trade=frozenset(words("agency_names", "trade")),
        cities=frozenset((*words("agency_names", "cities"), *words("agencies", "places"))),
        common_ends=words("agency_clauses", "common_ends"),
        owns=frozenset(words("agency_names", "owns")),
        of_place=words("agency_names", "of_place"),
        wide=wide,
    )


@dataclass(slots=True)
class Surroundings:
    """What signs are read from: the cues of an article by place, and its names."""

    material: Material
    cues: Sequence[Cue]
    words: FormWords
    _starts: list[int] = field(init=False)
    _words: list[int] = field(init=False)
    _by_sentence: dict[int, list[tuple[str, int, int]]] = field(init=False)
    small: frozenset[str] = field(init=False)
    _quotes: list[tuple[int, int]] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        general = [
            Cue(c.start, c.stop, SUBJECT, _GENERAL[c.subject, c.kind], c.word)
            for c in self.material.cues
            if (c.subject, c.kind) in _GENERAL
        ]
        self.cues = sorted([*self.cues, *general], key=lambda c: c.start)
        self._starts = [c.start for c in self.cues]
        self.small = frozenset(re.findall(r"(?<![\w-])[a-zß-ÿ][\w'’-]+", self.material.text))
        word = _SIGN if self.words.wide else _WORD
        self._words = [m.start() for m in word.finditer(self.material.text)]
        self._by_sentence = {}

    def cues_in(self, start: int, stop: int) -> Iterator[Cue]:
        for index in range(bisect_left(self._starts, start), len(self.cues)):
            cue = self.cues[index]
            if cue.start >= stop:
                return
            if cue.stop <= stop:
                yield cue

    def words_between(self, start: int, stop: int) -> int:
        """How many words stand between two places; in scripts without blanks two signs count as one."""
        count = bisect_left(self._words, stop) - bisect_left(self._words, start)
        return (count + 1) // 2 if self.words.wide else count

    def context(self, start: int, stop: int) -> dict[str, float]:
        """Kinds of cues and names before and behind, by how near they stand, and the signs right beside."""
        material, signs = self.material, {}
        sentence = material.sentence_at(start)
        if sentence is None:
            return {}
        low, high = clause_bounds(material, sentence, start, stop)
        lead = self._without_whence(sentence, start)
        if lead < start:
            signs["from.place"] = 1.0
        nearest: dict[str, tuple[int, str]] = {}
        others = [
            m.span
            for m in material.mentions_in(sentence.start, sentence.stop, ("agency",))
            if m.span.stop <= start or stop <= m.span.start
        ]
        for kind, at, end in self._around(sentence):
            if end > start and at < stop:
                continue
            side = "before" if end <= start else "after"
            gap = (
                self.words_between(end, max(end, lead)) if side == "before" else self.words_between(stop, at)
            )
            inside = low <= at and end <= high
            level = 0 if gap == 0 else 1 if gap <= 2 else 2 if inside else 3
            if level < 2 and not inside:
                signs[f"{kind}.{side}.over_sign"] = 1.0
            for name in _LEVELS[level:]:
                signs[f"{kind}.{side}.{name}"] = 1.0
            first, last = (end, start) if side == "before" else (stop, at)
            if not any(first <= other.start and other.stop <= last for other in others):
                signs[f"{kind}.{side}.free"] = 1.0
            if kind not in ("det", "and", "place") and (side not in nearest or gap < nearest[side][0]):
                nearest[side] = (gap, kind)
        for side, (_, kind) in nearest.items():
            signs[f"nearest.{side}.{kind}"] = 1.0
        if any(m.start > start and material.text[stop : m.start] in self.words.owns for m in others):
            signs["owner"] = 1.0
        signs |= self._marks(start, stop)
        signs[f"zone.{sentence.kind}"] = 1.0
        if sentence.index == 0:
            signs["zone.first"] = 1.0
        if not material.text[sentence.start : start].strip("\"'„“«‘「『(*_ "):
            signs["sentence.start"] = 1.0
        if sentence.index:
            earlier = {kind for kind, _, _ in self._around(material.sentences[sentence.index - 1])}
            signs |= {f"{kind}.earlier": 1.0 for kind in earlier & _GOES_ON}
        roles = {k for k in _ROLES if f"{k}.before.clause" in signs or f"{k}.after.clause" in signs}
        signs["clause.parts"] = some(len(roles))
        for name, alternatives in TOGETHER.items():
            if all(not signs.keys().isdisjoint(ones) for ones in alternatives):
                signs[f"together.{name}"] = 1.0
        return signs

    def _without_whence(self, sentence: Sentence, start: int) -> int:
        """Where "of Nagoya" begins in front of a name that no blank stands before (Japanese, Korean, Chinese)."""
        if not self.words.wide:
            return start
        text = self.material.text
        of = next((of for of in self.words.of_place if text.endswith(of, sentence.start, start)), "")
        if not of:
            return start
        end = start - len(of)
        longest = range(max(sentence.start, end - 8), end - 1)
        return next((at for at in longest if text[at:end] in self.words.cities), start)

    def _around(self, sentence: Sentence) -> list[tuple[str, int, int]]:
        """Kinds and places of the cues and names of a sentence."""
        found = self._by_sentence.get(sentence.index)
        if found is None:
            begin, end = sentence.start, sentence.stop
            found = [(cue.kind, cue.start, cue.stop) for cue in self.cues_in(begin, end)]
            found += [
                (f"name_{_type(m)}", m.span.start, m.span.stop) for m in self.material.mentions_in(begin, end)
            ]
            self._by_sentence[sentence.index] = found
        return found

    def _marks(self, start: int, stop: int) -> dict[str, float]:
        text, signs = self.material.text, {}
        before = text[max(0, start - 6) : start].rstrip(" *_„“\"'«「『‘")
        after = text[stop : stop + 6].lstrip(" *_”“\"'»」』’")
        signs["sign.before." + (_OPENS.get(before[-1], "letter") if before.strip() else "line")] = 1.0
        if after[:1] == "\n" or not after:
            signs["sign.after.line"] = 1.0
        else:
            signs["sign.after." + _OPENS.get(after[0], "letter")] = 1.0
        return signs

    def _in_quotes(self, place: NamePlace) -> bool:
        """Whether the place is part of a short quoted text: of a title or claim."""
        if self._quotes is None:
            found = (m.span() for m in _SHORT_QUOTE.finditer(self.material.text))
            self._quotes = [(start, stop) for start, stop in found if stop - start <= _MOST_QUOTED]
        at = bisect_left(self._quotes, (place.start, 0)) - 1
        if at < 0:
            return False
        start, stop = self._quotes[at]
        return place.stop < stop and place.stop - place.start < stop - start - 3

    def form(self, place: NamePlace) -> dict[str, float]:
        """What the name itself looks like."""
        name, words = place.name, self.words
        parts = name.split()
        signs = {f"form.words_{min(len(parts), 4)}": 1.0}
        checks = {
            "sign": any(char in name for char in "&+/"),
            "dot": "." in name[:-1] or ":" in name,
            "digit": any(char.isdigit() for char in name),
            "measure": _MEASURE.match(name) is not None,
            "address": _ADDRESS.search(name) is not None,
            "mark": bool(words.marks.intersection(parts)),
            "capitals": name.isupper() and name.isalpha(),
            "inner_capital": any(c.isupper() for p in parts for c in p[1:]) and not name.isupper(),
            "lower": name[:1].islower(),
            "given_first": parts[0] in words.given,
            "given_only": name in words.given,
            "place": name in words.places,
            "place_last": len(parts) > 1 and parts[-1] in words.places,
            "stop_first": parts[0] in words.stops,
            "stop": name in words.stops,
            "small_too": len(parts) == 1 and name.lower() in self.small,
            "parts_small_too": all(p.lower() in self.small for p in parts),
            "short": len(name) <= 3,
            "long": len(name) > 14,
            "quoted": place.quoted,
            "cut_left": place.cut_left,
            "cut_right": place.cut_right,
            "hyphen": "-" in name,
            "hyphen_small": name.rpartition("-")[2].islower() and "-" in name,
            "in_quotes": self._in_quotes(place),
            "latin": name.isascii(),
            "hangul": any("가" <= c <= "힣" for c in name),
            "katakana": any("ァ" <= c <= "ヺ" for c in name),
            "trade": not words.trade.isdisjoint(parts),
            "person": len(parts) in (2, 3)
            and parts[0] in words.given
            and name.replace(" ", "").isalpha()
            and name.istitle()
            and words.trade.isdisjoint(parts),
            "two_names": len(parts) == 2 and name.replace(" ", "").isalpha() and name.istitle(),
            "not_joined": any(word in name for word in words.not_joined),
            "name_end": name.endswith(words.name_ends) if words.name_ends else False,
        }
        signs |= {f"form.{key}": 1.0 for key, there in checks.items() if there}
        if words.common_ends and len(parts) == 1 and name.isalpha() and name[1:].islower():
            # Any noun may stand here.
            signs["noun.any"] = 1.0
            if name.endswith((*words.common_ends, "en", "er")):
                signs["noun.ending"] = 1.0
        if words.wide:
            signs[f"form.length_{min(len(name), 8)}"] = 1.0
        if place.ending:
            signs[f"ending.{place.ending}"] = 1.0
        for cue in self.cues_in(place.start, place.stop):
            signs[f"inside.{cue.kind}"] = 1.0
            if cue.start == place.start:
                signs[f"opens.{cue.kind}"] = 1.0
            if cue.stop == place.stop:
                signs[f"ends.{cue.kind}"] = 1.0
            if (cue.start, cue.stop) == (place.start, place.stop):
                signs[f"is.{cue.kind}"] = 1.0
        for mention in self.material.mentions_in(place.start, place.stop):
            same = (mention.span.start, mention.span.stop) == (place.start, place.stop)
            signs[f"{'is' if same else 'holds'}.{_type(mention)}"] = 1.0
            if not same and mention.span.start == place.start:
                signs[f"opens.{_type(mention)}"] = 1.0
            if not same and mention.span.stop == place.stop:
                signs[f"closes.{_type(mention)}"] = 1.0
        if self.material.markets_in(place.start, place.stop):
            signs["holds.market"] = 1.0
        return signs

    def all_of(self, place: NamePlace) -> dict[str, float]:
        """What stands around the name, what it looks like, and what both say together."""
        signs = self.context(place.start, place.stop) | self.form(place)
        for name, alternatives in FORM_TOGETHER.items():
            if all(not signs.keys().isdisjoint(ones) for ones in alternatives):
                signs[name] = 1.0
        return signs


def _type(mention: Mention) -> str:
    """Type of a mention; one that no knowledge file lists is a guess of rules."""
    guessed = mention.entity_id.startswith(f"{mention.type}:")
    return f"{mention.type}_guessed" if guessed and mention.type != "person" else mention.type


def merged(places: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Signs of a name that stands at several places: each as strong as at its best place."""
    signs: dict[str, float] = {}
    for found in places:
        for name, value in found.items():
            if value > signs.get(name, 0.0):
                signs[name] = value
    return signs
