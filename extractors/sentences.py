"""Sentences of an article, paragraph by paragraph, in all scripts; offsets in code points."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.records import Paragraph

_END = re.compile(
    r"""[.!?…]+["'”“»›’‘)\]*_]*(?=\s)          # European stop, with what closes behind it
      |[。！？]+[」』”’）)》]*                   # CJK stop
    """,
    re.VERBOSE,
)
_BEGINS = re.compile(r"""\s+["'„“”«»‹›‚‘’(\[*_¿¡—–-]*\s?(?:[^\W_a-zà-öø-ÿ]|[^\x00-\u02ff])""")
_CLOSING = "」』”’）)》"
_QUOTE_GOES_ON = re.compile(
    r"[ぁ-ん、，：]|[^。！？“「『\n]{0,14}?(?:说|說|道[，。：]|称|稱|表示|感叹|感嘆|坦言|笑言)|[的是为為]"
)
"""Behind a quotation with a full stop of its own: a particle or a verb of speech goes on with the sentence around it."""
_TOKEN = re.compile(r"(\S+)$")
_ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "st",
        "sr",
        "sra",
        "srta",
        "dra",
        "jr",
        "inc",
        "ltd",
        "co",
        "corp",
        "vs",
        "etc",
        "no",
        "nr",
        "bzw",
        "ca",
        "ggf",
        "evtl",
        "inkl",
        "sog",
        "usw",
        "u.a",
        "z.b",
        "d.h",
        "o.ä",
        "vgl",
        "bsp",
        "abs",
        "tel",
        "str",
        "hr",
        "fr",
        "mio",
        "mrd",
        "min",
        "max",
        "ing",
        "dipl",
        "phil",
        "jun",
        "sen",
        "v.a",
        "m",
        "pp",
        "p",
        "av",
        "bd",
        "cf",
        "ex",
        "mme",
        "mlle",
        "n.b",
        "art",
        "env",
        "núm",
        "pág",
        "ud",
        "uds",
        "vd",
        "dott",
        "sig",
        "sigg",
        "avv",
        "on",
        "prof.ssa",
        "ecc",
        "pag",
        "sgg",
        "n.v",
        "b.v",
        "dhr",
        "mevr",
        "drs",
        "ir",
        "bijv",
        "enz",
        "m.b.t",
        "o.a",
        "d.w.z",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "okt",
        "nov",
        "dec",
        "dez",
        "abr",
        "ago",
        "set",
        "out",
        "fev",
        "gen",
        "giu",
        "lug",
        "ott",
        "dic",
    ]
)
_SINGLE = re.compile(r"(?:^|[\W_])[^\W\d_]$")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]$")
_ORDINAL_LANGUAGES = frozenset({"de"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text[start:stop]`` without the blanks around it."""

    index: int
    start: int
    stop: int
    paragraph: int
    kind: str
    """Kind of its paragraph."""


def _ends(text: str, position: int, language: str) -> bool:
    """Whether the full stop at ``position`` ends a sentence rather than an abbreviation, initial or ordinal."""
    if text[position] != ".":
        return True
    token = _TOKEN.search(text[max(0, position - 24) : position])
    if token is None:
        return True
    word = token.group(1).lstrip("(\"'„“«[")
    if word.lower() in _ABBREVIATIONS or _DOTTED.search(word):
        # "Inc." and "U.S." may end a sentence too; a new paragraph settles that, a guess does not.
        return False
    if len(word) == 1 and _SINGLE.search(word):
        return False
    return not (language in _ORDINAL_LANGUAGES and word.isdigit() and len(word) <= 2)


def split_sentences(text: str, paragraphs: Sequence[Paragraph], language: str) -> tuple[Sentence, ...]:
    """All sentences in order; a sentence never crosses a paragraph."""
    sentences: list[Sentence] = []
    for paragraph in paragraphs:
        begin = paragraph.start
        for found in _END.finditer(text, paragraph.start, paragraph.stop):
            stop = found.end()
            cjk = text[found.start()] in "。！？"
            if cjk and text[stop - 1] in _CLOSING and _QUOTE_GOES_ON.match(text, stop, paragraph.stop):
                continue
            if not cjk and not (
                _BEGINS.match(text, stop, paragraph.stop) and _ends(text, found.start(), language)
            ):
                continue
            if text[begin:stop].strip():
                sentences.append(_sentence(len(sentences), text, begin, stop, paragraph))
                begin = stop
        if text[begin : paragraph.stop].strip():
            sentences.append(_sentence(len(sentences), text, begin, paragraph.stop, paragraph))
    return tuple(sentences)


def _sentence(index: int, text: str, start: int, stop: int, paragraph: Paragraph) -> Sentence:
    piece = text[start:stop]
    start += len(piece) - len(piece.lstrip())
    stop -= len(piece) - len(piece.rstrip())
    return Sentence(index, start, stop, paragraph.index, paragraph.kind)


class SentenceIndex:
    """Which sentence holds an offset."""

    __slots__ = ("_starts", "sentences")

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self.sentences = tuple(sentences)
        self._starts = [sentence.start for sentence in sentences]

    def at(self, offset: int) -> Sentence | None:
        """The sentence around ``offset``; the one before when it lies between two."""
        index = bisect_right(self._starts, offset) - 1
        return self.sentences[index] if index >= 0 else None
