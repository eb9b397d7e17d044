"""Candidates for people's names in Japanese, Korean and Chinese, each with what speaks for it and against it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from config.weights import Weights
from extractors.entities.names_in_rows import names_in_rows
from extractors.entities.taken import Taken
from extractors.weighing import Verdict, weigh

DECISION = "people_joined"
"""File of config/knowledge/weights."""
_HAN = "\u4e00-\u9fff々"
_FOREIGN = r"[ァ-ヺー]{2,}(?:[・＝=‐-][ァ-ヺー]{2,}){1,3}"
_LATIN = r"(?<![A-Za-z])[A-Z][a-z]+(?:[ -][A-Z][a-z]+){1,2}(?![A-Za-z])"
_LINKING = "の的、，, ·・"
_OPENS, _CLOSES = "「『“‘《（(【〈", "」』”’》）)】〉"
_STOPS, _COMMAS = "。！？!?.\n…：:", "、，,／/；;"
_SIDE = 14
"""Code points around a role or a word of speech in which Korean and Chinese names are looked for."""
_CLAUSE = 26
_OWN = ("length", "script", "rule", "form", "before.role", "behind.char", "before.char")


@dataclass(frozen=True, slots=True)
class JoinedWords:
    """Word lists of one language."""

    language: str
    roles: Collection[str]
    honorifics: re.Pattern[str]
    said: re.Pattern[str]
    surnames: frozenset[str]
    common: frozenset[str]
    given: frozenset[str]
    given_ends: frozenset[str]
    never: frozenset[str]
    """Characters that stand in no name."""
    not_names: tuple[str, ...]
    verb_ends: frozenset[str]
    """Characters that end verbs before a noun; a name so ended is named twice (Korean)."""
    title_ends: frozenset[str]
    """Characters that end titles and occupations."""
    behind: re.Pattern[str]
    """What follows a name as subject, source or object."""
    before: frozenset[str]
    shapes: tuple[re.Pattern[str], ...]
    weights: Weights | None


def joined_words(
    language: str, people: Mapping[str, tuple[str, ...]], weights: Weights | None
) -> JoinedWords:
    """Compile the lists of one language."""

    def any_of(key: str) -> str:
        return "|".join(map(re.escape, sorted(people.get(key, ()), key=len, reverse=True))) or "(?!)"

    surname = any_of("surnames")
    shapes = {
        "ja": (
            rf"(?:[{_HAN}]{{1,4}})?{_FOREIGN}",
            rf"(?<![{_HAN}])[{_HAN}]{{1,3}}[ぁ-ん]{{2,3}}(?={any_of('behind')}|[、。，（(」\n]|$)",
            rf"(?<![{_HAN}])[{_HAN}]{{1,4}}[ァ-ヺー]{{1,4}}(?![ァ-ヺー{_HAN}])",
            _LATIN,
        ),
        "ko": (rf"(?<![가-힣])(?:{any_of('given')}) [가-힣]{{1,5}}", _LATIN),
        "zh": (rf"[{_HAN}]{{1,6}}(?:[·•・‧][{_HAN}]{{1,6}}){{1,3}}", _LATIN, rf"(?=({surname}))"),
    }[language]
    return JoinedWords(
        language,
        frozenset(people.get("role", ())),
        re.compile(any_of("honorifics")),
        re.compile(any_of("said")),
        frozenset(people.get("surnames", ())),
        frozenset("".join(people.get("common_surnames", ()))),
        frozenset(people.get("given", ())),
        frozenset("".join(people.get("given_ends", ()))),
        frozenset("".join(people.get("never_in_names", ()))),
        people.get("not_names", ()),
        frozenset("".join(people.get("verb_ends", ()))),
        frozenset("".join(people.get("title_ends", ()))),
        re.compile(any_of("behind")),
        frozenset(people.get("before", ())),
        tuple(re.compile(shape) for shape in shapes),
        weights,
    )


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of a text before names are looked for."""

    text: str
    role_ends: Mapping[int, int]
    """Where a role ends -> where it begins."""
    role_starts: Mapping[int, int]
    ruled: Mapping[tuple[int, int], str]
    """Names the rules found, with the kind of rule."""
    taken: Taken


def candidates(words: JoinedWords, around: Around) -> Iterator[tuple[int, int, dict[str, float]]]:
    """(start, stop, signs) of everything that may be a name; candidates may overlap."""
    seen: set[tuple[int, int]] = set()
    rows = frozenset(names_in_rows(around.text, words.surnames))
    for start, stop in (*around.ruled, *rows, *_spans(words, around)):
        if (start, stop) in seen or start >= stop:
            continue
        seen.add((start, stop))
        if around.text[stop - 1] in words.verb_ends and around.text.count(around.text[start:stop]) == 1:
            continue
        if around.taken.clash(start, stop) is None:
            signs = _signs(words, around, start, stop)
            yield start, stop, signs | {"row": 1.0} if (start, stop) in rows else signs


def accepted(words: JoinedWords, around: Around) -> list[tuple[int, int, Verdict]]:
    """Names by the weights, the likeliest of overlapping ones, in order."""
    if words.weights is None:
        return []
    judged = [(start, stop, weigh(words.weights, signs)) for start, stop, signs in candidates(words, around)]
    judged = [item for item in judged if item[2].probability >= 0.5]
    judged.sort(key=lambda item: -item[2].probability)
    kept: list[tuple[int, int, Verdict]] = []
    for start, stop, verdict in judged:
        if all(stop <= other[0] or other[1] <= start for other in kept):
            kept.append((start, stop, verdict))
    return sorted(kept, key=lambda item: item[0])


def _spans(words: JoinedWords, around: Around) -> Iterator[tuple[int, int]]:
    text = around.text
    windows = [(0, len(text))] if words.language == "ja" else _windows(words, around)
    for low, high in windows:
        for shape in words.shapes:
            for found in shape.finditer(text, low, high):
                if words.language == "zh" and found.group() == "":
                    yield from _by_surname(words, text, found.start(), len(found.group(1)))
                else:
                    yield from _cut(words, around, found.start(), found.end())
        if words.language == "ja":
            yield from _han_runs(around, text)
        elif words.language == "ko":
            yield from _korean_words(words, text, low, high)


def _windows(words: JoinedWords, around: Around) -> list[tuple[int, int]]:
    """Stretches around roles, honorifics and verbs of speech, joined where they meet."""
    text = around.text
    places = [*around.role_ends.items(), *((m.end(), m.start()) for m in words.said.finditer(text))]
    spans = sorted((max(0, start - _SIDE), min(len(text), stop + _SIDE)) for stop, start in places)
    joined: list[tuple[int, int]] = []
    for low, high in spans:
        if joined and low <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(high, joined[-1][1])
        else:
            joined.append((low, high))
    return joined


def _by_surname(words: JoinedWords, text: str, start: int, length: int) -> Iterator[tuple[int, int]]:
    for stop in (start + length + 1, start + length + 2):
        given = text[start + length : stop]
        if len(given) == stop - start - length and all(
            "\u4e00" <= sign <= "\u9fff" and sign not in words.never for sign in given
        ):
            yield start, stop


def _cut(words: JoinedWords, around: Around, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """A match as it is, without a role that ends inside it, and (Korean) without a particle."""
    yield start, stop
    for end in range(start + 1, stop):
        if end in around.role_ends:
            yield end, stop
        if end in around.role_starts:
            yield start, end
    if words.language == "ko":
        for length in (1, 2):
            if words.behind.fullmatch(around.text, stop - length, stop):
                yield start, stop - length


_HAN_RUN = re.compile(rf"[{_HAN}]{{3,12}}")


def _han_runs(around: Around, text: str) -> Iterator[tuple[int, int]]:
    """Runs of Han, whole and cut where roles and honorifics begin or end in them."""
    for run in _HAN_RUN.finditer(text):
        begins = [run.start(), *(at for at in range(run.start() + 1, run.end()) if at in around.role_ends)]
        ends = [run.end(), *(at for at in range(run.start() + 1, run.end()) if at in around.role_starts)]
        for start in begins:
            for stop in ends:
                if 2 < stop - start <= 6:
                    yield start, stop


_KOREAN_WORD = re.compile(r"(?<![가-힣A-Za-z0-9])[가-힣]{2,8}")


def _korean_words(words: JoinedWords, text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    for word in _KOREAN_WORD.finditer(text, low, high):
        start = word.start()
        for length in (3, 2, 4):
            stop = start + length
            if stop > word.end() or (length != 3 and text[start : start + length - 1] not in words.surnames and text[start : start + 2] not in words.surnames and text[start] not in words.surnames):  # fmt: skip
                continue
            if stop == word.end() or words.behind.match(text, stop) or words.honorifics.match(text, stop):
                yield start, stop


def _signs(words: JoinedWords, around: Around, start: int, stop: int) -> dict[str, float]:
    text = around.text
    name = text[start:stop]
    names = [f"length.{min(len(name), 7)}", f"script.{_script(name)}"]
    ruled = around.ruled.get((start, stop))
    names.append(f"rule.{ruled}" if ruled else "rule.none")
    for low, high in around.ruled if ruled is None else ():
        if low < stop and start < high:
            less = low == start and words.behind.fullmatch(text, stop, high)
            names.append("rule.without_particle" if less else "rule.other_name_here")
    names += [f"form.{sign}" for sign in _form(words, name)]
    names += [f"before.{sign}" for sign in _before(words, around, start)]
    names += [f"behind.{sign}" for sign in _behind(words, around, stop)]
    if text.count(name) > 1:
        names.append("again.whole")
        if stop < len(text) and text.count(text[start : stop + 1]) == text.count(name):
            names.append("again.only_longer")
    short = name[:2] if words.language == "ja" else name[:1]
    at = text.find(short, stop)
    while at >= 0:
        if words.honorifics.match(text, at + len(short)) or at + len(short) in around.role_starts:
            names.append("again.surname_with_title")
            break
        at = text.find(short, at + 1)
    clause = re.split(r"[。！？!?\n.]", text[stop : stop + _CLAUSE])[0]
    if words.said.search(clause):
        names.append("clause.said")
    if any(sign in clause for sign in _OPENS[:4]):
        names.append("clause.quotation")
    # What holds for all three scripts is learnt from all; forms and rules are each language's own besides.
    own = [f"{words.language}.{sign}" for sign in names if sign.startswith(_OWN)]
    return dict.fromkeys((*names, *own), 1.0)


def _script(name: str) -> str:
    if name[0].isascii():
        return "latin"
    if any(sign in name for sign in "・＝=·•‧"):
        return "foreign" if "ァ" <= name[0] <= "ー" or name[1] in "・·" else "mixed_foreign"
    kinds = {_kind(sign) for sign in name}
    return "_".join(sorted(kinds))


def _kind(sign: str) -> str:
    if "ァ" <= sign <= "ー":
        return "katakana"
    if "ぁ" <= sign <= "ん":
        return "hiragana"
    return "hangul" if "가" <= sign <= "힣" else "blank" if sign == " " else "han"


_HIRAGANA_END = re.compile("[ぁ-ん]+$")
KANA_GIVEN = (
    r"(?!まで|もの|やる|さん|さま|よる|よう|みた|つつ|あり|ある|わる|わり|きた|きて|くる|くて|ちゃ|はず|ほど|むけ|めぐ|まま|ため|より)"
    r"[あきくちつぬねはひふほまみむめもやゆよりわさ][ぁ-ん]{1,2}子?"
)
"""A given name in hiragana; what begins like a verb's ending or a small word is none."""


def _form(words: JoinedWords, name: str) -> Iterator[str]:
    if name[0] in words.common:
        yield "common_surname"
    if name[:1] in words.surnames or name[:2] in words.surnames:
        yield "surname"
    if name[:2] in words.surnames:
        yield "surname_of_two"
    if name[-1] in words.given_ends:
        yield "given_end"
    if name.split(" ")[0] in words.given:
        yield "given_listed"
    if any(sign in words.never for sign in (name[-1:] if words.language == "ko" else name)):
        yield "never_in_names"
    if words.language == "ko" and len(name) != 3 and words.behind.fullmatch(name, len(name) - 1):
        yield "ends_in_particle"
    if (kana := _HIRAGANA_END.search(name)) is not None:
        yield "kana_given" if re.fullmatch(KANA_GIVEN, kana.group()) else "kana_other"
    if any(word in name for word in words.not_names if len(word) > 1):
        yield "word_inside"
    if any(role in name for role in words.roles if len(role) > 1):
        yield "role_inside"


def _before(words: JoinedWords, around: Around, start: int) -> Iterator[str]:
    text = around.text
    sign = text[start - 1 : start]
    if not sign.strip():
        yield "start" if not sign or sign == "\n" else "blank"
        start = len(text[:start].rstrip(" "))
        sign = text[start - 1 : start]
    yield _mark(sign) or (f"char_{_kind(sign)}" if sign and sign.isalpha() else "other")
    if start in around.role_ends:
        yield "role"
    elif any(at in around.role_ends for at in range(start - 4, start)):
        yield "role_near"
    elif any(at in around.role_ends for at in range(start - 12, start - 3)):
        yield "role_far"
    if sign in ("の", "的"):
        yield "of"
    at = start - 1 if sign in _LINKING else start
    if text[at - 1 : at] in words.title_ends and at > 0:
        yield "title_end"
    if sign in words.before:
        yield "leading_word"
    if words.said.match(text, start - 2):
        yield "said"


def _behind(words: JoinedWords, around: Around, stop: int) -> Iterator[str]:
    text = around.text
    sign = text[stop : stop + 1]
    if sign == " ":
        yield "blank"
        stop += 1
        sign = text[stop : stop + 1]
    yield _mark(sign) or (f"char_{_kind(sign)}" if sign and sign.isalpha() else "other" if sign else "end")
    if words.honorifics.match(text, stop):
        yield "honorific"
    if stop in around.role_starts:
        yield "role"
    if words.said.match(text, stop):
        yield "said"
    if words.behind.match(text, stop):
        yield "particle"


def _mark(sign: str) -> str:
    for name, signs in (("open", _OPENS), ("close", _CLOSES), ("stop", _STOPS), ("comma", _COMMAS)):
        if sign and sign in signs:
            return name
    return "digit" if sign.isdigit() else ""
