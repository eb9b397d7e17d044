"""Names of an article that may be brands nobody listed, with every place where they stand."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from extractors.brand_context import BrandContext
from extractors.brand_evidence import BrandWords, Evidence, weigh
from extractors.brand_names import readings, runs
from extractors.brand_names_joined import between_edges, goes_on, latin_runs, segments, words_of
from extractors.cues import Cue
from extractors.material import BRAND_TYPES, Material
from extractors.records import Mention

UNLISTED = tuple(f"{kind}:" for kind in ("brand", "person", "agency", "organisation", "medium", "company"))
_PARTICLES = ("subject", "possessive", "object", "with", "to")
_SHORT_QUOTE = 24
_TITLE, _TITLE_JOINED = 40, 16
"""Quoted texts up to this length are titles and claims: part of one is no name."""
_LEAST_QUOTE = 2
_MOST_JOINED = 6
_LONGEST_CUE = 24
_NOT_AT_TAIL = frozenset({"acts", "is", "supports", "ads", "deals", "role"})
_NOT_AT_HEAD = frozenset({*_NOT_AT_TAIL, "trade", "sponsor", "agency"})
_NOT_INSIDE = frozenset({"acts", "is", "supports", "ads", "deals", "sponsor"})
_HEAD = re.compile(
    r"(?m)^[\s*_#>▼■●◆▲・•–—-]*([^\s*_#>▼■●◆▲・•–—.:：|，。、；;!?！？（(“\"„«-][^\n.:：–—|*_，。、；;!?！？（(“\"„«]{1,39}?)"
    r"(?=[*_:：|]|[ ][–—-][ ]|\.(?:\s|$)|$)"
)
"""What opens a line and is set off from the rest of it, or stands there alone."""
_ELIDED_NOUN = re.compile(r"[LD]['’][a-zß-ÿ]")
"""An article with a capital at the head of a sentence before a common noun."""


@dataclass(slots=True)
class Candidate:
    """A name with its places; ``quoted`` where quote marks hold it."""

    name: str
    places: list[tuple[int, int]] = field(default_factory=list)
    quoted: bool = False


_SUBJECTS: Mapping[str, tuple[str, ...]] = {
    "campaign": (),
    "term": (),
    "status": (),
    "claim": ("announce", "named"),
    "links": ("rival", "other_sponsors"),
    "agency_roles": (),
    "spokespeople": (),
}
"""Subjects and kinds of cues, all where none is named, whose place beside a name is a sign."""


class SentenceCues(NamedTuple):
    """Cue words of a sentence: those around brands, signs of the topic, and others with their signs' names."""

    brand_words: tuple[Cue, ...]
    topics: frozenset[str]
    others: tuple[tuple[str, Cue], ...]


class Names:
    """What is known of an article before brands are looked for, and the candidates."""

    def __init__(self, material: Material, context: BrandContext, words: BrandWords | None = None) -> None:
        self.material, self.context, self.words = material, context, words
        self.cues = context.index.find(material.folded, material.lowered)
        self.cue_starts = [cue.start for cue in self.cues]
        self._sentence_cues: dict[tuple[int, int], SentenceCues] = {}
        """By the bounds of a sentence, filled by ``cues_of``."""
        self.listed = [m for m in material.mentions if not is_unlisted(m)]
        self.guessed = [m for m in material.mentions if is_unlisted(m)]
        self.small = set(re.findall(r"(?<![\w-])[a-zà-öø-ÿ][\w'’-]+", material.text))
        self.blocks = sorted(self._blocks())
        self.block_starts = [start for start, _ in self.blocks]
        self.brands = [m.span for m in self.listed if m.type in BRAND_TYPES and m.kind == "name"]
        self.holders = [m.span for m in material.mentions if m.type in ("organisation", "event")]
        self.markets = {(m.span.start, m.span.stop) for m in material.markets}
        self.people = [m.span for m in self.guessed if m.type == "person" and m.kind == "name"]
        self.titles = [
            (q.start, q.stop)
            for q in material.quoted
            if q.stop - q.start <= (_TITLE_JOINED if context.joined else _TITLE)
        ]
        self.legal = list(self._legal_forms()) if context.joined else []
        self.particles = frozenset(word for kind in _PARTICLES for word in context.small[kind])
        self.heads = {match.span(1) for match in _HEAD.finditer(material.text)}
        self.candidates = self._gather()
        self._inside, self._shorter = self._nesting()
        known = [m for m in self.listed if m.type in BRAND_TYPES and m.kind == "name"]
        title = material.article.title or ""
        self.has_known_brand = bool(known)
        self.known_brand_in_title = any(m.span.quote in title for m in known)

    def _blocks(self) -> Iterator[tuple[int, int]]:
        """What can be no part of a brand's name: known names of other things, words for the Games."""
        for mention in self.listed:
            if mention.type not in BRAND_TYPES and mention.kind != "nested":
                yield mention.span.start, mention.span.stop
        for mention in self.guessed:
            if mention.kind == "descriptor" or mention.type == "company":
                yield mention.span.start, mention.span.stop
        for cue in self.material.cues:
            if cue.subject == "topic" and cue.kind in ("games", "weak_games"):
                yield cue.start, cue.stop

    def _legal_forms(self) -> Iterator[tuple[int, int]]:
        """Where legal forms stand in scripts without blanks, the longest first."""
        for form in self.context.legal:
            at = self.material.folded.find(form)
            while at >= 0:
                yield at, at + len(form)
                at = self.material.folded.find(form, at + 1)

    def free_parts(self, start: int, stop: int) -> Iterator[tuple[int, int]]:
        """What of ``start:stop`` no block covers."""
        index = max(0, bisect_left(self.block_starts, start) - 3)
        while index < len(self.blocks) and self.blocks[index][0] < stop:
            low, high = self.blocks[index]
            if high > start:
                if low > start:
                    yield start, low
                start = max(start, high)
            index += 1
        if start < stop:
            yield start, stop

    def _gather(self) -> dict[str, Candidate]:
        found: dict[str, Candidate] = {}
        spans = self._joined() if self.context.joined else self._latin()
        seen: set[tuple[int, int]] = set()
        for start, stop in spans:
            if (start, stop) not in seen:
                seen.add((start, stop))
                if self._is_ruled_out(start, stop):
                    continue
                name = self.material.text[start:stop]
                found.setdefault(name, Candidate(name)).places.append((start, stop))
        for quoted in self.material.quoted if self.context.joined else ():
            inner = (quoted.start, quoted.stop)
            name = self.material.text[inner[0] : inner[1]]
            if _LEAST_QUOTE <= len(name) <= _SHORT_QUOTE and name.count(" ") < 4 and "#" not in name:
                candidate = found.setdefault(name, Candidate(name))
                candidate.quoted = True
                if inner not in candidate.places:
                    candidate.places.append(inner)
        if self.context.joined:
            return {name: c for name, c in found.items() if self._worth_weighing(c)}
        return found

    def _latin(self) -> Iterator[tuple[int, int]]:
        text, context = self.material.text, self.context
        drop = context.openers | context.stops
        for sentence in self.material.readable():
            for low, high in runs(text, sentence.start, sentence.stop):
                for begin, end in self.free_parts(low, high):
                    for start, stop in readings(text, begin, end, context.nouns, drop):
                        if self._may_be_name(start, stop):
                            yield start, stop

    def _may_be_name(self, start: int, stop: int) -> bool:
        name = self.material.text[start:stop]
        if len(name) < 2 or name.replace(".", "").replace(",", "").replace(":", "").isdigit():
            return False
        words = name.split()
        lower = name.lower()
        if len(words) == 1 and (
            (lower in self.small and name.isalpha())
            or name in self.context.stops
            or name in self.context.openers
            or lower in self.context.small["articles"]
        ):
            return False
        return not (
            len(words) > 1 and words[0] in self.context.openers and words[0] not in ("De", "La", "Le", "El")
        )

    def _is_ruled_out(self, start: int, stop: int) -> bool:
        """What no brand's name is: a place, part of a person's name, a word of the lists or one cut in two."""
        text, context = self.material.text, self.context
        if (start, stop) in self.markets or text[start:stop] in context.places:
            return True
        if any(p.start <= start and stop <= p.stop and p.stop - p.start > stop - start for p in self.people):
            return True
        if any(b.start <= start and stop <= b.stop and b.stop - b.start > stop - start for b in self.brands):
            return True
        if any(low <= start and stop <= high and (low, high) != (start, stop) for low, high in self.titles):
            # Two capitals of a claim between quote marks.
            return True
        for cue in self._cues_over(start, stop):
            if cue.start <= start and stop <= cue.stop:
                return True
            if context.joined and self._spoils(cue, start, stop):
                return True
            if cue.kind == "describes" and cue.start <= start:
                # "Getränkemarke X": what the house is, in front of its name.
                return True
        name = text[start:stop]
        if self._joins_brands(name, start, stop):
            return True
        if context.joined:
            if any(low < stop and start < high for low, high in self.legal):
                return True
            if any(b.start == start and text[b.stop : stop] in self.particles for b in self.brands):
                # A listed brand with the particle behind it.
                return True
            return context.language != "ko" and not name.isascii() and any(c.isdigit() for c in name)
        if _ELIDED_NOUN.match(name):
            return True
        lowered = self.material.lowered
        last = lowered[max(0, start - 24) : start].split()[-1:] if text[start - 1 : start] == " " else []
        if last and last[0] in context.small["places_before"]:
            return True
        if context.nouns:
            words = name.split()
            if len(words) == 2 and words[0].lower() in context.small["articles"] and self._is_trade(words[1]):
                # "Der Mineralbrunnen X": the name follows.
                return True
            return any(w.isalpha() and (w.islower() or w.lower() in self.small) for w in words)
        return text[stop : stop + 1] == " " and text[stop + 1 : stop + 2].isupper()

    def _is_trade(self, word: str) -> bool:
        context = self.context
        return word in context.trades or word.endswith(context.ends) or word in context.stops

    def _joins_brands(self, name: str, start: int, stop: int) -> bool:
        """Whether the stretch is a listed brand and another name with "and" between them."""
        if not any(word in self.context.small["and"] for word in name.split()[1:-1]):
            return False
        return any(
            m.type in BRAND_TYPES and start <= m.span.start and m.span.stop <= stop for m in self.listed
        )

    def _cues_over(self, start: int, stop: int) -> Iterator[Cue]:
        for cue in self.cues_near(start - _LONGEST_CUE, stop):
            if cue.stop > start:
                yield cue

    def _spoils(self, cue: Cue, start: int, stop: int) -> bool:
        """Whether a word of the lists at an end of the stretch shows that it is no name."""
        if cue.kind == "describes":
            return True
        if cue.start <= start:
            return cue.kind in _NOT_AT_HEAD and not goes_on(self.material.text, cue.stop)
        if self.context.language == "ko":
            return False
        return cue.kind in (_NOT_AT_TAIL if cue.stop >= stop else _NOT_INSIDE)

    def _joined(self) -> Iterator[tuple[int, int]]:
        text, context = self.material.folded, self.context
        edges = {edge for cue in self.cues for edge in (cue.start, cue.stop)}
        edges |= {edge for cue in self.material.cues for edge in (cue.start, cue.stop)}
        for mention in self.material.mentions:
            edges |= {mention.span.start, mention.span.stop}
        for market in self.material.markets:
            edges |= {market.span.start, market.span.stop}
        edges |= {edge for form in self.legal for edge in form}
        single = frozenset(w for w in self.particles if len(w) == 1)
        longest = sorted(self.particles, key=len, reverse=True)
        for sentence in self.material.readable():
            for begin, end in self.free_parts(sentence.start, sentence.stop):
                yield from latin_runs(text, begin, end)
                if context.language == "ko":
                    yield from words_of(text, begin, end, longest)
                    continue
                for low, high in segments(text, begin, end):
                    inside = (
                        [e for e in edges if low < e < high]
                        if high - low < 8
                        else self._edges(low, high, edges)
                    )
                    yield from between_edges(text, low, high, inside, single)

    def _edges(self, low: int, high: int, edges: set[int]) -> list[int]:
        return [at for at in range(low + 1, high) if at in edges]

    def _worth_weighing(self, candidate: Candidate) -> bool:
        """Named again, in the headline, quoted, ending like a company, or beside a word for trades or sponsors."""
        name = candidate.name
        if len(candidate.places) > 1 or candidate.quoted or name.endswith(self.context.ends):
            return True
        if any(c.isascii() and c.isalpha() for c in name) or name in (self.material.article.title or ""):
            return True
        return any(
            cue.kind in ("trade", "sponsor", "ads", "supports", "acts", "role", "deals", "is")
            for start, stop in candidate.places
            for cue in self.cues_near(start - _MOST_JOINED, stop + _MOST_JOINED)
        )

    def said_of(self, start: int, stop: int, low: int, high: int) -> Iterable[str]:
        """Phrases of the sentence ``low:high`` that say what the name does or is."""
        evidence = Evidence()
        if self.words is not None:
            bounds = (low, high)
            weigh(
                self.words, self.material.folded, start, stop, bounds, self._holds, self._of_games, evidence
            )
        return evidence.reasons

    def _holds(self, start: int, stop: int) -> bool:
        return any(span.start < stop and start < span.stop for span in self.holders)

    def _of_games(self, start: int, stop: int) -> bool:
        return bool(self.material.cues_in(start, stop, "topic", ("games",)))

    def _nesting(self) -> tuple[Counter[str], dict[str, int]]:
        """How many places of each name lie inside a longer candidate; and the most free places of a name inside each."""
        spans = sorted(
            {place for c in self.candidates.values() for place in c.places}, key=lambda p: (p[0], -p[1])
        )
        inside: Counter[str] = Counter()
        within: dict[str, set[str]] = {}
        text = self.material.text
        open_spans: list[tuple[int, int]] = []
        for start, stop in spans:
            open_spans = [span for span in open_spans if span[1] > start]
            holders = [span for span in open_spans if span[1] >= stop]
            if holders:
                name = text[start:stop]
                inside[name] += 1
                for a, b in holders:
                    within.setdefault(text[a:b], set()).add(name)
            open_spans.append((start, stop))
        free = {name: len(c.places) - inside[name] for name, c in self.candidates.items()}
        shorter = {name: max((free.get(n, 0) for n in held), default=0) for name, held in within.items()}
        return inside, shorter

    def standing(self, candidate: Candidate) -> tuple[int, int]:
        """(places alone, places inside a longer candidate)"""
        longer = self._inside[candidate.name]
        return len(candidate.places) - longer, longer

    def shorter(self, candidate: Candidate) -> int:
        """The most places that a part of the name has alone."""
        return self._shorter.get(candidate.name, 0)

    def cues_of(self, low: int, high: int) -> SentenceCues:
        """Cue words of the sentence ``low:high``: the same for all its names, so looked up once."""
        found = self._sentence_cues.get((low, high))
        if found is None:
            cues_in = self.material.cues_in
            found = self._sentence_cues[low, high] = SentenceCues(
                tuple(self.cues_near(low, high)),
                frozenset(f"in.topic_{cue.kind}" for cue in cues_in(low, high, "topic")),
                tuple(
                    (f"{subject}_{cue.kind}", cue)
                    for subject, lists in _SUBJECTS.items()
                    for cue in cues_in(low, high, subject, lists)
                ),
            )
        return found

    def cues_near(self, low: int, high: int) -> Iterator[Cue]:
        """Cue words around brands that begin within ``low:high``."""
        for index in range(bisect_left(self.cue_starts, low), len(self.cues)):
            if self.cues[index].start >= high:
                return
            yield self.cues[index]


def is_unlisted(mention: Mention) -> bool:
    """Whether only a pattern made the mention, no knowledge file."""
    return mention.entity_id.startswith(UNLISTED)
