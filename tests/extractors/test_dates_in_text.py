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
PARIS = next(games for games in KNOWLEDGE.games if games.id == "2024S")
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


AROUND_WEDNESDAY = [
    ("de", "am Wochenende", "2024-06-15"),
    ("de", "übernächste Woche", "2024-W26"),
    ("de", "am übernächsten Montag", "2024-06-24"),
    ("de", "Montag in einer Woche", "2024-06-24"),
    ("de", "vor drei Tagen", "2024-06-09"),
    ("de", "in zehn Tagen", "2024-06-22"),
    ("de", "in der zweiten Julihälfte", "2024-07"),
    ("de", "zum Monatsende", "2024-06"),
    ("de", "am 3. nächsten Monats", "2024-07-03"),
    ("de", "am Donnerstagabend", "2024-06-13"),
    ("en", "this weekend", "2024-06-15"),
    ("en", "a week on Thursday", "2024-06-20"),
    ("en", "Thursday week", "2024-06-20"),
    ("en", "three days ago", "2024-06-09"),
    ("en", "the day after tomorrow", "2024-06-14"),
    ("en", "tonight", "2024-06-12"),
    ("en", "the second half of July", "2024-07"),
    ("en", "on the 24th", "2024-06-24"),
    ("en", "Wednesday of next week", "2024-06-19"),
    ("en", "the first week of July", "2024-07"),
    ("fr", "ce week-end", "2024-06-15"),
    ("fr", "avant-hier", "2024-06-10"),
    ("fr", "lundi en huit", "2024-06-24"),
    ("fr", "dans dix jours", "2024-06-22"),
    ("fr", "il y a trois jours", "2024-06-09"),
    ("fr", "la deuxième quinzaine de juin", "2024-06"),
    ("fr", "le 24 de ce mois", "2024-06-24"),
    ("fr", "mercredi de la semaine prochaine", "2024-06-19"),
    ("fr", "ce soir", "2024-06-12"),
    ("es", "este fin de semana", "2024-06-15"),
    ("es", "anteayer", "2024-06-10"),
    ("es", "el próximo día 24", "2024-06-24"),
    ("es", "dentro de diez días", "2024-06-22"),
    ("es", "hace tres días", "2024-06-09"),
    ("es", "el jueves de la semana que viene", "2024-06-20"),
    ("es", "la segunda quincena de junio", "2024-06"),
    ("es", "finales de mes", "2024-06"),
    ("it", "questo fine settimana", "2024-06-15"),
    ("it", "l'altro ieri", "2024-06-10"),
    ("it", "fra dieci giorni", "2024-06-22"),
    ("it", "tre giorni fa", "2024-06-09"),
    ("it", "lunedì della prossima settimana", "2024-06-17"),
    ("it", "nella seconda metà di luglio", "2024-07"),
    ("it", "il 24 di questo mese", "2024-06-24"),
    ("it", "fine mese", "2024-06"),
    ("it", "stasera", "2024-06-12"),
    ("pt", "neste fim de semana", "2024-06-15"),
    ("pt", "anteontem", "2024-06-10"),
    ("pt", "dentro de dez dias", "2024-06-22"),
    ("pt", "três dias atrás", "2024-06-09"),
    ("pt", "na segunda quinzena de junho", "2024-06"),
    ("pt", "no próximo dia 24", "2024-06-24"),
    ("pt", "nesta quinta (13)", "2024-06-13"),
    ("pt", "no dia 3 do próximo mês", "2024-07-03"),
    ("nl", "dit weekend", "2024-06-15"),
    ("nl", "eergisteren", "2024-06-10"),
    ("nl", "over tien dagen", "2024-06-22"),
    ("nl", "drie dagen geleden", "2024-06-09"),
    ("nl", "maandag over een week", "2024-06-24"),
    ("nl", "op de 24e", "2024-06-24"),
    ("nl", "begin volgende week", "2024-W25"),
    ("nl", "dit najaar", "2024-23"),
    ("nl", "donderdagavond", "2024-06-13"),
    ("ja", "今週末", "2024-06-15"),
    ("ja", "一昨日", "2024-06-10"),
    ("ja", "再来週の月曜日", "2024-06-24"),
    ("ja", "10日後", "2024-06-22"),
    ("ja", "3日前", "2024-06-09"),
    ("ja", "月末", "2024-06"),
    ("ja", "今夜", "2024-06-12"),
    ("ja", "開会式当日", "2024-07-26"),
    ("ja", "来週末", "2024-06-22"),
    ("ko", "이번 주말", "2024-06-15"),
    ("ko", "그저께", "2024-06-10"),
    ("ko", "열흘 뒤", "2024-06-22"),
    ("ko", "사흘 전", "2024-06-09"),
    ("ko", "3일 전", "2024-06-09"),
    ("ko", "월말", "2024-06"),
    ("ko", "개막일", "2024-07-26"),
    ("ko", "다음 주말", "2024-06-22"),
    ("zh", "本周末", "2024-06-15"),
    ("zh", "前天", "2024-06-10"),
    ("zh", "十天后", "2024-06-22"),
    ("zh", "三天前", "2024-06-09"),
    ("zh", "下下周", "2024-W26"),
    ("zh", "月底", "2024-06"),
    ("zh", "今晚", "2024-06-12"),
    ("zh", "昨（11）日", "2024-06-11"),
    ("zh", "开幕式当天", "2024-07-26"),
    ("zh", "下周末", "2024-06-22"),
    ("de", "von der Eröffnung der Spiele an", "2024-07-26"),
    ("fr", "depuis l'ouverture des Jeux", "2024-07-26"),
    ("es", "durante la ceremonia inaugural", "2024-07-26"),
    ("it", "dall'inizio dei Giochi", "2024-07-26"),
    ("pt", "na cerimónia de abertura", "2024-07-26"),
    ("ja", "開幕に合わせて", "2024-07-26"),
    ("ko", "올림픽 개막에 맞춰", "2024-07-26"),
    ("zh", "随着奥运会开幕", "2024-07-26"),
    ("en", "100 days out from the Games", "2024-04-17"),
    ("fr", "à J-100", "2024-04-17"),
    ("ja", "開幕まで100日", "2024-04-17"),
    ("zh", "开幕倒计时100天", "2024-04-17"),
    ("en", "the day after the closing ceremony", "2024-08-12"),
    ("ko", "폐막 다음 날", "2024-08-12"),
    ("de", "im Januar nächsten Jahres", "2025-01"),
    ("en", "in December last year", "2023-12"),
    ("es", "en enero del próximo año", "2025-01"),
    ("it", "a dicembre dello scorso anno", "2023-12"),
    ("pt", "em dezembro do ano passado", "2023-12"),
    ("nl", "in januari volgend jaar", "2025-01"),
    ("ko", "지난해 12월", "2023-12"),
    ("ja", "一昨年12月", "2022-12"),
    ("zh", "前年", "2022"),
    ("ja", "令和6年7月1日", "2024-07-01"),
    ("ja", "28年末", "2028"),
    ("zh", "民國113年7月", "2024-07"),
    ("fr", "le dernier jour de juillet", "2024-07-31"),
    ("nl", "per direct", "2024-06-12"),
]


@pytest.mark.parametrize(("language", "text", "value"), AROUND_WEDNESDAY)
def test_dates_counted_from_the_day_of_publication(language: str, text: str, value: str) -> None:
    """Weekends are their Saturday; a week counted in weeks stays a week."""
    (written,) = FINDERS[language].find(text, 0, len(text))
    resolved = resolve(written, date(2024, 6, 12), PARIS, past=value < "2024-06-12")
    assert resolved is not None
    assert resolved.value == value


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


SPRING = date(2031, 3, 18)


@pytest.mark.parametrize(
    ("language", "text", "ahead", "behind"),
    [
        ("de", "im Oktober", "2031-10", "2030-10"),
        ("de", "im Herbst", "2031-23", "2030-23"),
        ("fr", "à partir de novembre", "2031-11", "2030-11"),
        ("en", "in the autumn", "2031-23", "2030-23"),
        ("nl", "op 30 september", "2031-09-30", "2030-09-30"),
        ("it", "a gennaio", "2031-01", "2031-01"),
    ],
)
def test_the_wording_tells_which_year_is_meant(language: str, text: str, ahead: str, behind: str) -> None:
    (written,) = FINDERS[language].find(text, 0, len(text))
    found = [resolve(written, SPRING, ahead=not past, past=past) for past in (False, True)]
    assert [one.value if one else None for one in found] == [ahead, behind]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("it", "Si parte lunedì 16.", "2012-07-16"),
        ("en", "It starts on Monday the 16th.", "2012-07-16"),
        ("es", "Empieza el jueves 16.", "2012-08-16"),
        ("ja", "同月16日から始める。", "2012-08-16"),
        ("zh", "当月16日上线。", "2012-08-16"),
    ],
)
def test_a_bare_day_takes_its_month_from_a_day_before_it_and_agrees_with_its_weekday(
    language: str, text: str, value: str
) -> None:
    (written,) = FINDERS[language].find(text, 0, len(text))
    resolved = resolve(written, date(2012, 7, 10), near=date(2012, 8, 12))
    assert resolved is not None
    assert resolved.value == value


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
        ("ja", "10年間にわたる協賛"),
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
