"""Texts that may be a claim: quoted ones, hashtags, and words without marks that stand like one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractors.entities.boundaries import slug
from extractors.facts.claim_record import MAX_CHARS, MAX_WORDS, MOST_CHARS, MOST_WORDS, clean, n_words
from extractors.material import LanguageTools, Material
from extractors.records import Span
from extractors.sentences import Sentence
from extractors.speech_rules import Speech
from extractors.writing import CJK, NO_BLANKS

QUOTED, EMPHASIS, HASHTAG, BRACKET = "quoted", "emphasis", "hashtag", "bracket"
COLON, SENTENCE, SEGMENT, TITLE_RUN, CAPITALS, PARTICLE, LATIN = (
    "colon", "sentence", "segment", "title_run", "capitals", "particle", "latin",
)  # fmt: skip
MARKED_FORMS = frozenset({QUOTED, EMPHASIS, HASHTAG, BRACKET})
"""Forms that are set apart in the text; the others are words like all others."""

_OF_NAMES = frozenset({TITLE_RUN, CAPITALS, LATIN})
"""Forms that names have too."""
_HASHTAG = re.compile(r"#[^\W_][\w]{2,60}")
_OWN_TRANSLATION = re.compile(
    r"(?<=[^\x00-\x7f])\s?[(（][^()（）]{3,60}[)）]$|(?<=[A-Za-z!?.’'])\s?[(（][^()（）]*[ぁ-ヿ一-鿿가-힣][^()（）]*[)）]$"
)
_BRACKET = re.compile(r"\s?[(（][^()（）]{3,80}[)）]")
_COLON = re.compile(r"(?:[:：]|\s[–—-]|——)\s*(?=\S)")
_SEGMENT_END = re.compile(r"[:：|]|\s[–—-]\s|——")
_LATIN = re.compile(r"[A-Z][A-Za-z'’&!?-]*(?: [A-Za-z'’&!?-]+){1,8}[!?.]?")
_CAPITALS = re.compile(r"[^\W\d_]*[^\W\d_a-zß-öø-ÿ]{2,}(?:,?[ ’'][^\W\d_a-zß-öø-ÿ]+)+[!?]?")
_PARTICLE = re.compile(
    r"(?:は|는|은|이|为|為|是|叫)\s?([^\s「『《〈“\"‘'#，、。,.][^「『《〈“\"‘'。，、]{3,26}?)\s?(?:。|\.|，|、|$)"
)
_MARKS = '„“”"«»‘‹›「」『』《》〈〉*_#'
_SHORT = 8
"""Words of a bare sentence that may be a claim."""
_EXPLAINED = re.compile(r"[,.:;!?]|\s[–—-]\s|$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """``text[start:stop]`` may be a claim; ``outer`` are its bounds with marks and a translation in brackets."""

    start: int
    stop: int
    outer: tuple[int, int]
    value: str
    form: str
    sentence: Sentence


def find_candidates(material: Material, speeches: Sequence[Speech]) -> list[Candidate]:
    """All of them, in order of place; words that are marked or spoken are no bare candidates as well."""
    spoken = [(s.quoted.start, s.quoted.stop) for s in speeches]
    marked = list(_quoted(material, spoken))
    marked += [
        Candidate(m.start(), m.end(), m.span(), m.group(0), HASHTAG, sentence)
        for sentence in material.readable()
        for m in _HASHTAG.finditer(material.text, sentence.start, sentence.stop)
    ]
    taken = sorted([c.outer for c in marked] + spoken)
    bare: dict[tuple[int, int], Candidate] = {}
    for sentence in material.readable():
        for candidate in _bare(material, sentence):
            free = not any(a < candidate.stop and candidate.start < b for a, b in taken)
            if candidate.form in _OF_NAMES and _names_something(material, candidate):
                continue
            if free and not any(sign in material.text[candidate.start : candidate.stop] for sign in _MARKS):
                bare.setdefault((candidate.start, candidate.stop), candidate)
    return sorted((*marked, *bare.values()), key=lambda c: (c.start, c.stop))


def _quoted(material: Material, spoken: Sequence[tuple[int, int]]) -> Iterator[Candidate]:
    for quoted in material.quoted:
        if (quoted.start, quoted.stop) in spoken or not quoted.closed:
            continue
        emphasis = quoted.mark in "*_"
        if emphasis and (_is_heading(material, quoted.outer) or _in_bracket(material, quoted.outer[0])):
            # Bold at the head of a paragraph, or a note of the editor's in brackets.
            continue
        sentence = material.sentence_at(quoted.start)
        start, stop = quoted.start, quoted.stop
        if bracket := _OWN_TRANSLATION.search(material.text, start, stop):
            # "X(With Both Hands)": the words in the bracket translate those before it, or are what they translate.
            stop = bracket.start()
            original = bracket.group(0).strip(" ()（）")
            if sentence is not None and original.isascii() and n_words(material, original) <= MAX_WORDS:
                at = material.text.index(original, stop)
                yield Candidate(at, at + len(original), (at, at + len(original)), original, BRACKET, sentence)
        value = clean(material.text[start:stop])
        long = n_words(material, value) > MOST_WORDS or len(value) > MOST_CHARS
        if sentence is None or not value or long or "\n" in material.text[start:stop]:
            continue
        stop = start + len(material.text[start:stop].rstrip(",.;:，。"))
        if _names_a_house(material, quoted.outer[0]):
            continue
        translated = _BRACKET.match(material.text, quoted.outer[1])
        outer = quoted.outer[0], translated.end() if translated else quoted.outer[1]
        yield Candidate(start, stop, outer, value, EMPHASIS if emphasis else QUOTED, sentence)


def _names_a_house(material: Material, opening: int) -> bool:
    """Whether a word for an agency stands right in front of the quote mark: what it holds is the agency's name."""
    words = material.cues_in(max(0, opening - 40), opening, "agency_roles", ("noun",))
    return any(not material.text[cue.stop : opening].strip() for cue in words)


def _names_something(material: Material, candidate: Candidate) -> bool:
    def within(span: Span) -> bool:
        return candidate.start <= span.start and span.stop <= candidate.stop

    taken = [
        m.span
        for m in material.mentions
        # A title of several words may well have been taken for a brand.
        if m.type != "claim" and not (m.entity_id == f"brand:{slug(m.canonical)}" and within(m.span))
    ]
    taken += [m.span for m in material.markets]
    return any(span.start < candidate.stop and candidate.start < span.stop for span in taken)


def _in_bracket(material: Material, opening: int) -> bool:
    return material.text[max(0, opening - 1)] in "(（"


def _is_heading(material: Material, outer: tuple[int, int]) -> bool:
    """Bold type at the head of a paragraph: a question of an interview, the name of a section."""
    start = outer[0]
    while start > 0 and material.text[start - 1] in "*_":
        start -= 1
    head = start == 0 or material.text[start - 1] == "\n"
    rest = material.text[outer[1] : material.text.find("\n", outer[1])].strip("*_ ")
    return head and (start < outer[0] or not rest)


def _bare(material: Material, sentence: Sentence) -> Iterator[Candidate]:
    text, low, high = material.text, sentence.start, sentence.stop
    yield from _made(material, sentence, low, high, SENTENCE)
    for colon in _COLON.finditer(text, low, high):
        yield from _made(material, sentence, colon.end(), high, COLON)
    if sentence.kind == "headline":
        ends = [m.span() for m in _SEGMENT_END.finditer(text, low, high)]
        bounds = zip([low, *(b for _, b in ends)], [*(a for a, _ in ends), high], strict=True)
        for start, stop in bounds if ends else ():
            yield from _made(material, sentence, start, stop, SEGMENT)
    if material.language in CJK:
        for match in _LATIN.finditer(text, low, high):
            yield from _made(material, sentence, match.start(), match.end(), LATIN)
        for cue in material.cues_in(low, high, "claim", ("announce",)):
            particle = _PARTICLE.match(text, cue.stop, high)
            if particle is not None and not particle[1].endswith(
                material.tools.words("claim", "predicate_end")
            ):
                # "There are no words" ends like a statement: the sentence says something of them.
                yield from _made(material, sentence, *particle.span(1), PARTICLE)
        return
    if not _is_capital(text[low:high]):
        for match in _CAPITALS.finditer(text, low, high):
            yield from _made(material, sentence, match.start(), match.end(), CAPITALS)
    if material.language != "de" or sentence.kind == "headline":
        for match in _title_pattern(material.tools).finditer(text, low, high):
            if match.start() > low:
                yield from _made(material, sentence, match.start(), match.end(), TITLE_RUN)
    for cue in material.cues_in(low, high, "claim", ("announce", "named")):
        # "headlined Stay Put, went up": what follows up to the next stop.
        start = cue.stop + len(text[cue.stop : high]) - len(text[cue.stop : high].lstrip(" ,"))
        start = _behind_copula(material, start)
        if start < high and text[start].isupper() and (end := _EXPLAINED.search(text, start, high)):
            yield from _made(material, sentence, start, end.start(), TITLE_RUN)


def _behind_copula(material: Material, start: int) -> int:
    for word in material.tools.words("claim", "copula"):
        if material.lowered.startswith(word + " ", start):
            return start + len(word) + 1
    return start


def _is_capital(text: str) -> bool:
    return text.upper() == text


def _made(material: Material, sentence: Sentence, start: int, stop: int, form: str) -> Iterator[Candidate]:
    """The candidate of a piece of text, when it is no longer than a claim is and begins and ends like one."""
    piece = material.text[start:stop]
    start += len(piece) - len(piece.lstrip())
    stop = start + len(piece.strip().rstrip(",.;:，。 *_"))
    value = clean(material.text[start:stop])
    if (
        not value
        or len(value) > MAX_CHARS
        or "\n" in value
        or (not value[0].isalnum() and value[0] not in "¿¡'’")
    ):
        return
    words = n_words(material, value)
    joined = material.language in NO_BLANKS
    if words > (_SHORT if form != COLON else MAX_WORDS) * (1.5 if joined else 1) or (
        words < 2 and not joined
    ):
        return
    yield Candidate(start, stop, (start, stop), value, form, sentence)


@lru_cache(maxsize=16)
def _title_pattern(tools: LanguageTools) -> re.Pattern[str]:
    """Words in capitals, with the small words a title may hold between them."""
    small = "|".join(map(re.escape, tools.words("claim", "title_words")))
    capital = r"[^\W\d_a-zß-öø-ÿ][\w'’&!?-]*"
    between = rf"(?: (?:{small}))*" if small else ""
    return re.compile(rf"(?<![\w'’]){capital}(?:{between},? {capital}){{1,7}}")
