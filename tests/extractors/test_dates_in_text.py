"""Dates as ten languages write them, resolved by publication or Games, never more exact than the words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.knowledge_base import load_knowledge
from extractors.dates_in_text import DateFinder
from extractors.dates_resolved import resolve

PUBLISHED = date(2024, 6, 20)  # a Thursday
KNOWLEDGE = load_knowledge()
FINDERS = {
    code: DateFinder(KNOWLEDGE.cues, code)
    for code in ("de", "en", "fr", "es", "it", "pt", "nl", "ja", "ko", "zh")
}
WRITTEN = [
    ("de", "am 1. Februar 2018", "2018-02-01", "day"), ("de", "ab Mitte August", "2024-08", "month"),
    ("de", "am kommenden Montag", "2024-06-24", "day"), ("de", "ab sofort", "2024-06-20", "day"),
    ("de", "im Frühjahr 2026", "2026-21", "season"), ("de", "vergangenen Freitag", "2024-06-14", "day"),
    ("de", "bis Ende 2028", "2028", "year"), ("de", "nächsten Monat", "2024-07", "month"), ("de", "am 1.2.2018", "2018-02-01", "day"),
    ("en", "on April 2", "2024-04-02", "day"), ("en", "on 5 July 2024", "2024-07-05", "day"), ("en", "in early March", "2024-03", "month"),
    ("en", "this Friday", "2024-06-21", "day"), ("en", "this spring", "2024-21", "season"), ("en", "next week", "2024-W26", "week"),
    ("fr", "à partir du 4 mars", "2024-03-04", "day"), ("fr", "dès le 1er juin", "2024-06-01", "day"),
    ("fr", "la fin de l'année", "2024", "year"), ("es", "desde el próximo lunes", "2024-06-24", "day"),
    ("es", "el 1 de julio de 2024", "2024-07-01", "day"), ("it", "dal primo marzo", "2024-03-01", "day"),
    ("it", "domani", "2024-06-21", "day"), ("pt", "a partir de 1º de junho", "2024-06-01", "day"),
    ("pt", "até dezembro de 2016", "2016-12", "month"), ("nl", "op tweede kerstdag", "2023-12-26", "day"),
    ("nl", "vanaf 15 april", "2024-04-15", "day"), ("ja", "来週月曜日から", "2024-06-24", "day"), ("ja", "来年2月", "2025-02", "month"),
    ("ko", "다음 주 월요일부터", "2024-06-24", "day"), ("ko", "내년 2월 3일", "2025-02-03", "day"), ("zh", "从下周一开始", "2024-06-24", "day"),
    ("zh", "六月二十日起", "2024-06-20", "day"), ("zh", "今年年底", "2024", "year"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "value", "precision"), WRITTEN)
def test_written_dates(language: str, text: str, value: str, precision: str) -> None:
    (written,) = FINDERS[language].find(text, 0, len(text))
    resolved = resolve(written, PUBLISHED)
    assert resolved is not None
    assert (resolved.value, resolved.precision) == (value, precision)


RANGES = [
    ("de", "vom 26. Januar bis 22. Februar"), ("de", "vom 26. Januar 2024 bis zum 22. Februar 2024"),
    ("en", "from 26 January to 22 February"), ("fr", "du 26 janvier au 22 février"), ("es", "del 26 de enero al 22 de febrero"),
    ("it", "dal 26 gennaio al 22 febbraio"), ("pt", "de 26 de janeiro a 22 de fevereiro"), ("nl", "van 26 januari tot en met 22 februari"),
    ("ja", "1月26日から2月22日まで"), ("ko", "1월 26일부터 2월 22일까지"), ("zh", "1月26日至2月22日"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), RANGES)
def test_ranges(language: str, text: str) -> None:
    (written,) = FINDERS[language].find(text, 0, len(text))
    assert written.ends is not None
    start, end = resolve(written, PUBLISHED), resolve(written.ends, PUBLISHED)
    assert start is not None
    assert end is not None
    assert (start.value, end.value) == ("2024-01-26", "2024-02-22")


def test_without_a_day_of_publication_the_games_give_the_year() -> None:
    (written,) = FINDERS["de"].find("am 1. Februar", 0, 13)
    games = next(games for games in KNOWLEDGE.games if games.id == "2018W")
    resolved = resolve(written, None, games)
    assert resolved is not None
    assert (resolved.value, resolved.origin) == ("2018-02-01", "games")
    assert resolve(written, None) is None


def test_since_never_lies_in_the_future() -> None:
    (written,) = FINDERS["de"].find("1. Dezember", 0, 11)
    near, past = resolve(written, PUBLISHED), resolve(written, PUBLISHED, past=True)
    assert near is not None
    assert past is not None
    assert (near.value, past.value) == ("2024-12-01", "2023-12-01")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "it may march on"),
        ("en", "the summer Olympics"),
        ("zh", "冬季奥运会"),
    ],
)
def test_what_looks_like_a_date_and_is_none(language: str, text: str) -> None:
    assert [
        w for w in FINDERS[language].find(text, 0, len(text)) if w.kind in ("day", "month", "season")
    ] == []


@given(st.text(max_size=60), st.sampled_from(sorted(FINDERS)))
def test_any_text_gives_dates_inside_itself(text: str, language: str) -> None:
    for written in FINDERS[language].find(text, 0, len(text)):
        assert 0 <= written.start < written.stop <= len(text)
        resolve(written, PUBLISHED)
