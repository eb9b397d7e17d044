"""Whole numbers as digits or words, in ten languages; offsets are the caller's business."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from text_to_num import text2num

from extractors.writing import NO_BLANKS

_SPELLED = frozenset({"de", "en", "fr", "es", "it", "pt", "nl"})
_HAN_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2}
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000}
_KOREAN = {
    "한": 1, "하나": 1, "두": 2, "둘": 2, "세": 3, "셋": 3, "네": 4, "넷": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8,
    "아홉": 9, "열": 10, "열한": 11, "열두": 12, "스무": 20, "일": 1, "이": 2, "삼": 3, "사": 4, "오": 5, "육": 6, "칠": 7,
    "팔": 8, "구": 9, "십": 10, "십이": 12, "이틀": 2, "사흘": 3, "나흘": 4, "닷새": 5, "엿새": 6, "열흘": 10, "보름": 15,
}  # fmt: skip
# Feminine and inflected forms that the parser of number words does not take.
_EXTRA = {
    "eine": 1, "einen": 1, "einem": 1, "einer": 1, "une": 1, "una": 1, "uma": 1, "duas": 2, "dois": 2, "zwo": 2,
    "zweier": 2, "dreier": 3, "a": 1, "an": 1, "un": 1, "uno": 1, "um": 1, "one": 1, "één": 1, "een": 1, "due": 2,
    "both": 2, "beide": 2, "beiden": 2, "deux": 2,
}  # fmt: skip

NUMBER = r"\d{1,4}|[^\W\d_]+(?:-[^\W\d_]+)?"
"""What may be a number: digits or one word."""
HAN_NUMBER = r"\d{1,4}|[〇零一二三四五六七八九十百两兩]{1,4}"
KOREAN_NUMBER = r"\d{1,4}|(?:" + "|".join(sorted(_KOREAN, key=len, reverse=True)) + ")"


def number_pattern(language: str) -> str:
    """Regular expression for a number in this language, without groups that capture."""
    if language in NO_BLANKS:
        return HAN_NUMBER
    return KOREAN_NUMBER if language == "ko" else NUMBER


def _han(text: str) -> int | None:
    total, digit = 0, None
    for char in text:
        if char in _HAN_DIGITS:
            digit = _HAN_DIGITS[char] if digit is None else digit * 10 + _HAN_DIGITS[char]
        elif char in _HAN_UNITS:
            total += (1 if digit is None else digit) * _HAN_UNITS[char]
            digit = None
        else:
            return None
    return total + (digit or 0)


@lru_cache(maxsize=4096)
def parse_number(text: str, language: str) -> int | None:
    """The value of digits or of a number word; None when it is neither."""
    word = unicodedata.normalize("NFKC", text).strip().lower()
    if not word:
        return None
    if word.isdecimal():
        return int(word)
    if re.fullmatch(r"[〇零一二三四五六七八九十百千两兩]+", word):
        return _han(word)
    if word in _KOREAN and language == "ko":
        return _KOREAN[word]
    if word in _EXTRA:
        return _EXTRA[word]
    if language in _SPELLED:
        try:
            return int(text2num(word, language))
        except (ValueError, KeyError):
            return None
    return None


def numbered(
    pattern: re.Pattern[str], text: str, start: int, stop: int, language: str
) -> Iterator[tuple[re.Match[str], int]]:
    """Matches whose group ``n`` is a number, with it; a word that is none does not hide the number behind it."""
    while match := pattern.search(text, start, stop):
        number = parse_number(match.group("n"), language)
        if number is not None:
            yield match, number
        start = match.end() if number is not None else match.end("n")


def ordinal(text: str, stems: Sequence[str]) -> int | None:
    """``12th`` by its digits, ``zwölften`` by the longest of ``stems`` (of first, second ... in order) it begins with."""
    digits = re.match(r"\d+", text)
    if digits:
        return int(digits.group(0))
    known = [(len(stem), number) for number, stem in enumerate(stems, 1) if text.startswith(stem)]
    return max(known)[1] if known else None
