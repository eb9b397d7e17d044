"""Claims without quote marks: hashtags, titles in capitals, and what follows a colon or a particle."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from extractors.cues import Cue
from extractors.facts.claim_record import MAX_CHARS, Claim, clean, n_words
from extractors.facts.focus import Focus, brand_at
from extractors.material import LanguageTools, Material
from extractors.sentences import Sentence

_HASHTAG = re.compile(r"#[^\W_][\w]{2,60}")
_COLON = re.compile(r"[^.;!?:：“”„\"«»]{0,34}[:：]\s*")
_CAPITAL = r"[A-Z0-9][\w'’&!?-]*"


@lru_cache(maxsize=16)
def _title_pattern(tools: LanguageTools) -> re.Pattern[str]:
    """Words in capitals, with the small words a title may hold between them."""
    small = "|".join(map(re.escape, tools.words("claim", "title_words")))
    inner = rf"(?:\s(?:{small})(?=\s)|,?\s[A-Z][\w'’&!?-]*)" if small else r"(?:,?\s[A-Z][\w'’&!?-]*)"
    copula = "|".join(map(re.escape, tools.words("claim", "copula")))
    is_called = rf"(?:\s(?:{copula})(?=\s))?" if copula else ""
    return re.compile(rf"{is_called}[\s,:]+({_CAPITAL}{inner}{{1,9}})")


def find_hashtags(
    material: Material, focus: Focus, sentence: Sentence, spoken: Sequence[tuple[int, int]]
) -> list[Claim]:
    found = []
    for match in _HASHTAG.finditer(material.text, sentence.start, sentence.stop):
        if any(start <= match.start() < stop for start, stop in spoken):
            continue
        score, why = 1.2, ["a hashtag +1.2"]
        near = material.cues_in(
            max(sentence.start, match.start() - 44), match.start(), "claim", ("announce", "named")
        )
        near = near or material.cues_in(
            match.end(), min(sentence.stop, match.end() + 30), "claim", ("announce",)
        )
        if near:
            score += 2.0
            why.append(f"{near[-1].why} +2.0")
        nouns = material.cues_in(sentence.start, sentence.stop, "campaign", ("noun", "launch", "run"))
        if nouns:
            score += 0.9
            why.append(f"{nouns[0].why} +0.9")
        brand = brand_at(material, focus, match.start())
        found.append(
            Claim(match.start(), match.end(), match.group(0), score, "; ".join(why), brand, sentence.index)
        )
    return found


def find_bare(
    material: Material,
    focus: Focus,
    sentence: Sentence,
    found: Sequence[Claim],
    spoken: Sequence[tuple[int, int]],
) -> list[Claim]:
    """A claim without marks: after ``slogan:``, or in title case after ``called``."""
    bare: list[Claim] = []
    for cue in material.cues_in(sentence.start, sentence.stop, "claim", ("announce", "named")):
        if any(start <= cue.start < stop for start, stop in spoken):
            continue
        colon = _COLON.match(material.text, cue.stop, sentence.stop)
        if colon is not None and cue.kind == "announce":
            bare += _after_colon(material, focus, sentence, colon.end(), cue.why)
            continue
        if cue.kind == "announce" and material.language in ("ja", "ko", "zh"):
            bare += _after_particle(material, focus, sentence, cue)
            continue
        generic = cue.word in material.tools.words("claim", "generic")
        title = _title_pattern(material.tools).match(material.text, cue.stop, sentence.stop)
        if title is None or (generic and material.text[cue.stop : cue.stop + 1] != ","):
            continue
        start, stop = title.span(1)
        piece = material.text[start:stop]
        capitals = sum(word[0].isupper() for word in piece.split())
        small = sum(word[0].islower() for word in piece.split())
        if capitals < 2 or capitals <= small or not piece.split()[-1][0].isupper():
            continue
        if any(m.span.start < stop and m.span.stop > start and m.type != "claim" for m in material.mentions):
            continue
        score = 2.8 - (0.6 if generic else 0.0)
        brand = brand_at(material, focus, start)
        bare.append(
            Claim(
                start,
                stop,
                clean(piece),
                score,
                f"{cue.why}; title case {score:+.1f}",
                brand,
                sentence.index,
            )
        )
    return [c for c in bare if not any(o.start < c.stop and c.start < o.stop for o in found)]


_PARTICLE = re.compile(
    r"(?:は|는|은|이|为|為|是|叫)\s?([^\s「『《〈“\"‘'#，、。,.][^「『《〈“\"‘'。，、]{3,26}?)\s?(?:。|\.|，|、|$)"
)


def _after_particle(material: Material, focus: Focus, sentence: Sentence, cue: Cue) -> list[Claim]:
    """``the slogan is X`` without marks, in scripts that have particles for it."""
    match = _PARTICLE.match(material.text, cue.stop, sentence.stop)
    if match is None or cue.word in material.tools.words("claim", "generic"):
        return []
    start, stop = match.span(1)
    if any(m.span.start < stop and m.span.stop > start for m in material.mentions):
        return []
    value = clean(material.text[start:stop])
    if value.endswith(material.tools.words("claim", "predicate_end")):
        # "There are no words": the sentence says something of them.
        return []
    brand = brand_at(material, focus, start)
    return [
        Claim(start, start + len(value), value, 2.6, f"{cue.why} and a particle +2.6", brand, sentence.index)
    ]


_CUT = re.compile(r"[,;:.!?]")
_TITLE_RUN = re.compile(r"(?<![\w'’])([^\W\d_a-zà-öø-ÿ][\w'’-]*(?:\s[^\W\d_a-zà-öø-ÿ][\w'’-]*){1,5})(?=,)")


def find_title_runs(
    material: Material, focus: Focus, sentence: Sentence, spoken: Sequence[tuple[int, int]]
) -> list[Claim]:
    """``starts with Call Your Mother, a campaign about``: a run of capitals explained as a piece of advertising."""
    if material.language in ("de", "ja", "ko", "zh") or sentence.kind == "headline":
        return []
    found = []
    for match in _TITLE_RUN.finditer(material.text, sentence.start, sentence.stop):
        start, stop = match.span(1)
        if start == sentence.start or any(a <= start < b for a, b in spoken):
            continue
        taken = [m.span for m in material.mentions] + [m.span for m in material.markets]
        if any(span.start < stop and span.stop > start for span in taken):
            continue
        after = material.cues_in(stop, min(sentence.stop, stop + 26), "campaign", ("noun",))
        after += material.cues_in(stop, min(sentence.stop, stop + 26), "assets")
        if material.text[:start].rstrip()[-1:] == "," and not after:
            # "Its outdoor series, Call Your Mother, goes up": the word for the work stands before.
            after = [
                c
                for c in material.cues_in(max(sentence.start, start - 44), start, "campaign", ("noun",))
                if not _CUT.search(material.text, c.stop, start - 2)
            ]
        if after:
            brand = brand_at(material, focus, start)
            found.append(
                Claim(
                    start,
                    stop,
                    match.group(1),
                    2.4,
                    f"title case beside {after[0].why} +2.4",
                    brand,
                    sentence.index,
                )
            )
    return found


def _after_colon(material: Material, focus: Focus, sentence: Sentence, start: int, why: str) -> list[Claim]:
    piece = material.text[start : sentence.stop]
    if not piece or piece[0] in "„“”\"«‘'「『»《" or len(piece) > MAX_CHARS:
        return []
    value = clean(piece)
    if not value or n_words(material, value) > 9 or ";" in value or value.startswith("#"):
        return []
    if value[0].islower():
        return []
    if any(m.span.start <= start < m.span.stop for m in material.mentions if m.type != "claim"):
        return []
    brand = brand_at(material, focus, start)
    claim = Claim(
        start, start + len(piece.rstrip(".。 ")), value, 3.0, f"{why} and a colon +3.0", brand, sentence.index
    )
    return [claim]
