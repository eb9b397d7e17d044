"""Names that may be those of agencies: generous candidates out of an article's text, in every script."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from extractors.entities.boundaries import HAN, HANGUL, KATAKANA, script_of
from extractors.entities.house_words import JOINS
from extractors.material import Material
from extractors.sentences import Sentence
from extractors.writing import CJK, NO_BLANKS

_UPPER = "".join(chr(code) for code in range(0x41, 0x250) if chr(code).isupper())
_TOKEN = rf"(?:(?:&|[dDlL]['’])?[{_UPPER}\d](?:[\w'’.+&/\\:°*-]*[\w+&])?|[a-zß-ÿ]{{1,12}}[{_UPPER}]\w+|[a-z]{{2,}}(?:\d[\w./+&]*(?<![./])|[./+&][\w./+&]*\w)|&[a-z]\w+|[a-z]/[{_UPPER}]\w+)!?"
_LINK = rf"(?:[ ](?:[&+][ ])?|[ ](?:{JOINS.pattern}[ ]){{1,2}})"
_RUN = re.compile(
    rf"(?<![\w&#@-])(?<!\b[a-z]/){_TOKEN}(?:{_LINK}{_TOKEN}){{0,5}}(?:,[ ]{_TOKEN}[ ][&+][ ]{_TOKEN})?"
)
_LOWER = r"(?:[a-zß-ÿ][\w'’+-]{2,}|['’][a-z])"
_LOWER_RUN = re.compile(
    rf"[ ]?[\"'„“«‘»]?(?P<name>{_LOWER}(?:[ ](?:&[ ])?{_LOWER}){{0,1}}|(?:d[aeiou]|l[ae]|van|von|le)[ ]{_TOKEN}(?:[ ]{_TOKEN}){{0,2}})"
    r"(?=[\"”»’“«]?(?:[.,;:)\n]|[ ][(–—]|$))"
)
_WORD = re.compile(r"[^\s,]+")
_OWNERS = ("'s ", "’s ")
_OWNER = re.compile(r"['’]s?$")
_SMALL = re.compile(rf"(?:{JOINS.pattern})")
_DATE_OR_SUM = re.compile(
    r"[\d.,:/%-]+(?:bn|mn|[km]|[年月日時号話本人社か所カ개년월일시명편곳차분기个家支月号点]\S*)?"
)
_QUANTITY = re.compile(r"\d{1,3}(?:[.,]\d{3})+[ ]")
_HANGUL_TOKEN = re.compile(r"(?:[가-힣A-Za-z0-9&+.·:-]|(?<=[A-Za-z])['’](?=[A-Za-z]))+")
_LATIN_SIGN = re.compile(r"[A-Za-zÀ-ɏ0-9&+]")
_KANA = re.compile(r"[ぁ-ゖ]")
_QUOTED = re.compile(r"[「『“‘\"'《〈](?P<name>[^\n「」『』“”‘’\"《》〈〉、。，]{2,24})[」』”’\"'》〉]")
_LATIN_WORD = r"[A-Za-zÀ-ɏ0-9][A-Za-zÀ-ɏ0-9&+.'’/:!-]*"
_LATIN_IN_CJK = re.compile(rf"{_LATIN_WORD}(?:[ ](?:&[ ])?{_LATIN_WORD}){{0,3}}")
_NOUNS_WITH_CAPITALS = frozenset({"de"})
_TIES = frozenset({"und", "von", "vom", "zum", "zur", "des", "den"})
_MOST_WORDS = 6
_MOST_SIGNS = 16
_MOST_ODD = 8
KEPT = "kept"
"""Ending of a name that seems to hold a particle (Korean)."""
_TIED = frozenset("・·&+")
_GRAMMAR = frozenset("のがはをにとでもへ")
_CLAUSE = re.compile(r"(?!^)(?:[がを]|[でにと]は|から|まで|という|は(?![ぁ-ゖ]))")
"""Japanese particles and words that stand between the parts of a sentence, not inside a name."""


@dataclass(frozen=True, slots=True)
class NamePlace:
    """One place where a name that may be an agency's stands."""

    start: int
    stop: int
    name: str
    quoted: bool = False
    cut_left: bool = False
    """Whether it is the end of a longer run of capitals or signs; ``cut_right``: its beginning."""
    cut_right: bool = False
    ending: str = ""
    """Kind of the particle right behind (Japanese, Korean)."""


def name_places(
    material: Material, heads: frozenset[int], begins: frozenset[int], stops: frozenset[str]
) -> Iterator[NamePlace]:
    """Every place of every candidate.

    ``heads`` are ends of cue words, where a name may begin, ``begins`` starts of those it may end at, ``stops`` no names.
    """
    particles = _particles(material) if material.language in CJK else []
    cuts = frozenset(material.tools.words("agency_names", "cut"))
    cities = _cities_with(material.tools.words("agency_names", "cities"), cuts)
    for sentence in material.sentences:
        if material.language == "ko":
            yield from _korean(material, sentence, particles)
        elif material.language in NO_BLANKS:
            unspaced = _unspaced(material, sentence, heads, begins, cuts, cities)
            yield from _with_particles(material, unspaced, particles)
        else:
            yield from _latin(material, sentence, heads, stops)


def _latin(
    material: Material, sentence: Sentence, heads: frozenset[int], stops: frozenset[str]
) -> Iterator[NamePlace]:
    text = material.text
    yield from _lower(text, sentence, heads)
    for run in _RUN.finditer(text, sentence.start, sentence.stop):
        words = [m.span() for m in _WORD.finditer(text, *run.span())]
        # A name begins with the run, behind a stop word or cue, behind a joining word; it ends likewise.
        plain = [not _SMALL.fullmatch(text[a:b]) and text[a:b] not in "&+" for a, b in words]
        begins = [
            i
            for i in range(len(words))
            if plain[i]
            and (
                i == 0
                or (not plain[i - 1] and text[slice(*words[i - 1])] not in "&+")
                or words[i - 1][1] in heads
                or text[slice(*words[i - 1])] in stops
                or _OWNER.search(text[slice(*words[i - 1])]) is not None
                or (i == 1 and words[0][0] == sentence.start)
                # Where nouns have capitals, one may stand in front of a name.
                or (material.language in _NOUNS_WITH_CAPITALS and text[slice(*words[i - 1])][1:].islower())
            )
        ]
        ends = [
            i + 1
            for i in range(len(words))
            if plain[i]
            and (
                i == len(words) - 1
                or (not plain[i + 1] and text[slice(*words[i + 1])] not in "&+")
                or text[slice(*words[i + 1])] in stops
                or text[words[i][1]] == ","
                or _OWNER.search(text[slice(*words[i])]) is not None
            )
        ]
        for begin in begins:
            for end in ends:
                if not begin < end <= begin + _MOST_WORDS:
                    continue
                inner = [text[a:b] for a, b in words[begin : end - 1]]
                # Where nouns have capitals a joining word ties nouns.
                tied = material.language in _NOUNS_WITH_CAPITALS and not _TIES.isdisjoint(inner)
                if tied and any(
                    m.span.start == words[begin][0] for m in material.mentions_in(*run.span(), ("agency",))
                ):
                    tied = False
                if not tied and not any(_OWNER.search(word) for word in inner):
                    start, stop = words[begin][0], words[end - 1][1]
                    owner = _OWNER.search(text, start, stop)
                    stop = owner.start() if owner is not None and owner.start() > start + 1 else stop
                    name = text[start:stop]
                    counted = name[0].isdigit() and (
                        _QUANTITY.match(name) or all(w.isdigit() or w in stops for w in name.split())
                    )
                    if (
                        len(name) > 1
                        and not counted
                        and not _DATE_OR_SUM.fullmatch(name)
                        and name not in stops
                    ):
                        yield NamePlace(start, stop, name, False, begin > 0, end < len(words))


def _lower(text: str, sentence: Sentence, heads: frozenset[int]) -> Iterator[NamePlace]:
    """Names in small letters: only where a cue or the colon of a credit stands in front and a sign behind."""
    for head in range(sentence.start, sentence.stop):
        if head in heads or text[head - 1 : head] == ":":
            run = _LOWER_RUN.match(text, head, sentence.stop)
            if run is None:
                continue
            # Small letters alone are any word.
            name = run.group("name")
            plain = name.replace(" ", "").islower() and name.replace(" ", "").isalpha()
            if not plain and not name.startswith(_OWNERS):
                yield NamePlace(*run.span("name"), name)


def _particles(material: Material) -> list[tuple[str, str]]:
    """Particles with their kinds, the longest first."""
    kinds = ("subject", "topic", "object", "with", "to", "of", "at", "is", "title")
    words = material.tools.words
    found = [(particle, kind) for kind in kinds for particle in words("agency_names", f"particle_{kind}")]
    return sorted(found, key=lambda pair: -len(pair[0]))


def _with_particles(
    material: Material, places: Iterator[NamePlace], particles: Sequence[tuple[str, str]]
) -> Iterator[NamePlace]:
    """The places, each with the kind of the particle that stands behind it or behind its quote mark."""
    for place in places:
        start = place.stop + place.quoted
        kind = next((kind for particle, kind in particles if material.text.startswith(particle, start)), "")
        yield replace(place, ending=kind) if kind else place


def _korean(material: Material, sentence: Sentence, kinds: Sequence[tuple[str, str]]) -> Iterator[NamePlace]:
    text, words = material.text, material.tools.words
    verbs = words("agency_names", "verbs")
    earlier: tuple[int, int] | None = None
    yield from _with_particles(material, _in_quotes(text, sentence), kinds)
    for token in _HANGUL_TOKEN.finditer(text, sentence.start, sentence.stop):
        start, stop = token.span()
        word = text[start:stop].rstrip(".:")
        stop = start + len(word)
        split = [(stop - len(p), k) for p, k in kinds if word.endswith(p) and len(word) - len(p) >= 2]
        # A particle behind letters of another script is none of theirs.
        foreign = any(text[base - 1].isascii() for base, _ in split)
        bases = split[:2] if foreign else [(stop, ""), *split[:2]]
        for base, kind in bases:
            name = text[start:base]
            if len(name) < 2 or _DATE_OR_SUM.fullmatch(name) or (not kind and name.endswith(verbs)):
                continue
            kept = "" if kind or foreign or not split else KEPT
            yield NamePlace(start, base, name, ending=kind or kept)
            if earlier is not None and text[earlier[1] : start] == " ":
                yield NamePlace(earlier[0], base, text[earlier[0] : base], ending=kind or kept)
        bare = not any(word.endswith(p) and len(word) > len(p) for p, _ in kinds)
        earlier = (start, stop) if bare and not word.endswith(verbs) else None


def _in_quotes(text: str, sentence: Sentence) -> Iterator[NamePlace]:
    for match in _QUOTED.finditer(text, sentence.start, sentence.stop):
        yield NamePlace(*match.span("name"), match.group("name"), quoted=True)


def _unspaced(
    material: Material,
    sentence: Sentence,
    heads: frozenset[int],
    begins: frozenset[int],
    cuts: frozenset[str],
    cities: re.Pattern[str] | None,
) -> Iterator[NamePlace]:
    text, words = material.text, material.tools.words
    verbs = words("agency_names", "verbs")
    yield from _in_quotes(text, sentence)
    for match in _LATIN_IN_CJK.finditer(text, sentence.start, sentence.stop):
        if not _DATE_OR_SUM.fullmatch(match.group()) and len(match.group()) > 1:
            yield NamePlace(*match.span(), match.group())
    starts = (
        frozenset(c.start for c in material.cues_in(sentence.start, sentence.stop, "agency_roles")) | begins
    )
    held = _in_cities(text, sentence, cities)
    start = sentence.start
    for at in range(sentence.start, sentence.stop + 1):
        inside = at < sentence.stop and _in_name(text[at]) and (text[at] not in cuts or at in held)
        if inside:
            continue
        if at - start >= 2:
            openings = [start] + [i for i in range(start + 1, at - 1) if i in heads]
            openings = [i for i in openings if text[i] not in _TIED and not _cuts_latin(text, i)]
            ends = [at] + [i for i in range(start + 2, at) if i in starts]
            ends = [i for i in ends if text[i - 1] not in _TIED and not _cuts_latin(text, i)]
            for begin in openings:
                for end in ends:
                    name = text[begin:end]
                    if not 2 <= end - begin <= _MOST_SIGNS or name.endswith(verbs):
                        continue
                    if not _DATE_OR_SUM.match(name):
                        yield NamePlace(begin, end, name, False, begin > start, end < at)
        start = at + 1
    for cue_end in sorted(heads):
        if sentence.start <= cue_end < sentence.stop:
            head = cue_end + (text[cue_end] in "：:・、")
            yield from _behind_cue(material, sentence, head, starts, cuts)


def _in_cities(text: str, sentence: Sentence, cities: re.Pattern[str] | None) -> set[int]:
    """Where a word of grammar is part of a city's name, as in Shanghai's."""
    if cities is None:
        return set()
    return {at for m in cities.finditer(text, sentence.start, sentence.stop) for at in range(*m.span())}


@lru_cache(maxsize=8)
def _cities_with(cities: tuple[str, ...], cuts: frozenset[str]) -> re.Pattern[str] | None:
    names = [re.escape(city) for city in cities if not cuts.isdisjoint(city)]
    return re.compile("|".join(names)) if names else None


def _cuts_latin(text: str, at: int) -> bool:
    """Whether words of Latin letters stand on both sides, so that a name would begin or end within theirs."""
    before, behind = text[max(0, at - 2) : at].rstrip(" "), text[at : at + 2].lstrip(" ")
    return bool(_LATIN_SIGN.match(before[-1:]) and _LATIN_SIGN.match(behind[:1]))


def _behind_cue(
    material: Material, sentence: Sentence, head: int, starts: frozenset[int], cuts: frozenset[str]
) -> Iterator[NamePlace]:
    """Names behind a cue with letters in them that are small words elsewhere: hiragana, Chinese words of grammar."""
    text, verbs = material.text, material.tools.words("agency_names", "verbs")
    inside = _in_kana_name if material.language == "ja" else _in_name
    odd = False
    for at in range(head, min(head + _MOST_ODD, sentence.stop)):
        if not inside(text[at]):
            break
        odd = odd or text[at] in cuts or not _in_name(text[at])
        stop = at + 1
        ends = stop >= sentence.stop or stop in starts or not inside(text[stop]) or text[stop] in _GRAMMAR
        name = text[head:stop]
        good = odd and ends and len(name) >= 3 and name[0] not in cuts and name[0] not in _GRAMMAR
        # What ends like a verb or particle is no name, and "的" ties what stands before a name to it.
        grammar = name.endswith(verbs) or (name[-1] in _GRAMMAR and not _KANA.match(name[-2:-1]))
        clause = material.language == "ja" and _CLAUSE.search(name) is not None
        if good and not clause and not (grammar and _KANA.search(name)) and "的" not in name:
            yield NamePlace(head, stop, name, cut_right=stop in starts)


def _in_kana_name(char: str) -> bool:
    return _in_name(char) or "ぁ" <= char <= "ゖ"


def _in_name(char: str) -> bool:
    if "ぁ" <= char <= "ゖ":
        return False
    return script_of(char) in (HAN, KATAKANA, HANGUL) or char.isalnum() or char in "・·&+.ー々"
