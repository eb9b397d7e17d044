"""Start and end of a campaign by Games, feasts, bare days and weekdays of a month, in several languages."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.feasts import easter, nth_weekday
from tests.extractors.reading_cases import read

LEADS = {
    "de": "Visa ist Partner der Olympischen Spiele in Paris. Der Konzern startet eine Kampagne.",
    "en": "Visa is a partner of the Olympic Games in Paris. The company is launching a campaign.",
    "fr": "Visa est partenaire des Jeux olympiques de Paris. Le groupe lance une campagne.",
    "es": "Visa es socio de los Juegos Olímpicos de París. La empresa lanza una campaña.",
    "nl": "Visa is partner van de Olympische Spelen in Parijs. Het bedrijf start een campagne.",
}
ENDS = [
    ("de", "Die Spots laufen bis zur Schlussfeier im Fernsehen.", "2024-08-11"),
    ("de", "Die Kampagne läuft bis zum Ende der Paralympics.", "2024-09-08"),
    ("en", "The ads will run until the closing ceremony.", "2024-08-11"),
    ("en", "The campaign runs on television until the end of the Paralympics.", "2024-09-08"),
    ("fr", "La campagne sera diffusée jusqu'à la fin des Jeux.", "2024-08-11"),
    ("es", "La campaña se emitirá hasta la ceremonia de clausura.", "2024-08-11"),
    ("nl", "De campagne loopt tot het einde van de Paralympische Spelen.", "2024-09-08"),
    ("en", "The campaign starts on 6 June and will run for six weeks.", "2024-07-18"),
    ("de", "Die Spots laufen ab 6. Juni zwei Monate lang.", "2024-08-06"),
    ("fr", "Les spots seront diffusés à partir du 6 juin pendant trois semaines.", "2024-06-27"),
]
STARTS = [
    ("de", "Die Kampagne beginnt am Pfingstmontag.", "2024-05-20"),
    ("en", "The campaign starts on the first Monday in July.", "2024-07-01"),
    ("fr", "La campagne démarre le premier lundi de juillet.", "2024-07-01"),
    ("es", "La campaña comienza el primer lunes de julio.", "2024-07-01"),
]


def _value(text: str, language: str, field: str) -> object:
    facts = read(f"{LEADS[language]} {text}", language).facts
    return next((f.value for f in facts if f.field == field and f.status == "stated"), None)


@pytest.mark.parametrize(("language", "text", "day"), ENDS)
def test_a_campaign_ends_with_the_games_or_the_paralympics(language: str, text: str, day: str) -> None:
    assert _value(text, language, "end_date") == day


@pytest.mark.parametrize(("language", "text", "day"), STARTS)
def test_a_campaign_starts_on_a_feast_or_a_weekday_of_a_month(language: str, text: str, day: str) -> None:
    assert _value(text, language, "start_date") == day


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("ko", "비자는 파리 올림픽 공식 스폰서다. 새 올림픽 광고는 지난 토요일부터 TV에서 방영되고 있다.", "2024-05-11"),
        ("zh", "Visa是巴黎奥运会赞助商。新的奥运广告上个星期六起在电视上播出。", "2024-05-11"),
        ("pt", "Desde sexta-feira, quem passa pela estação vê a campanha olímpica da Visa para Paris.", "2024-05-10"),
        ("es", "Desde el viernes cuelga en la estación el cartel olímpico de Visa para París.", "2024-05-10"),
    ],
)  # fmt: skip
def test_a_weekday_that_is_past_by_its_words(language: str, text: str, day: str) -> None:
    facts = read(text, language).facts
    assert [f.value for f in facts if f.field == "start_date"] == [day]


def test_a_bare_day_takes_its_month_from_the_date_before_it() -> None:
    text = "The campaign starts on 6 June. The spots will run until the 9th."
    assert _value(text, "en", "end_date") == "2024-06-09"


def test_an_end_lies_behind_a_start_given_as_a_week() -> None:
    text = "The campaign starts next week and runs until 11 August."
    assert (_value(text, "en", "start_date"), _value(text, "en", "end_date")) == ("2024-W21", "2024-08-11")


def test_a_campaign_whose_brand_nobody_knows_still_has_its_facts() -> None:
    text = "Eine Kampagne zu den Olympischen Spielen in Paris startet am 3. Juni und wirbt im Kino."
    facts = read(f"{text} Sie läuft bis zum 11. August im Fernsehen.", "de").facts
    stated = {f.field: f.value for f in facts if f.status == "stated"}
    assert stated.get("start_date") == "2024-06-03"
    assert any(f.field == "brand" and f.status == "unresolved" for f in facts)


def test_easter_and_weekdays_of_a_month() -> None:
    assert [easter(year) for year in (2008, 2024, 2026)] == [
        date(2008, 3, 23), date(2024, 3, 31), date(2026, 4, 5),
    ]  # fmt: skip
    assert nth_weekday(2024, 11, 4, 4) == date(2024, 11, 28)
    assert nth_weekday(2024, 12, 1, 9) == date(2024, 12, 30)


def test_the_closing_ceremony_without_a_name_is_that_of_the_coming_games() -> None:
    text = (
        "Visa is an Olympic sponsor. Its new Olympic campaign runs on television until the closing ceremony."
    )
    facts = read(text, "en").facts
    assert [f.value for f in facts if f.field == "end_date"] == ["2024-08-11"]


@pytest.mark.parametrize(
    ("language", "page"),
    [
        ("de", "14.05.2024 - 10:05 Uhr\n\n{lead}"),
        ("en", "{lead} (14 May 2024)"),
        ("en", "{lead}\n\nPARIS, 14 May 2024 – Four cities will see it."),
        ("fr", "— Publié le 14 mai 2024\n\n{lead}"),
        ("es", "Publicado 14/05/2024 18:10\n\n{lead}"),
        ("nl", "Dinsdag 14 mei 2024\n\n{lead}"),
    ],
)
def test_the_date_of_the_page_starts_nothing(language: str, page: str) -> None:
    text = "Visa 2024\n\n" + page.format(lead=LEADS[language])
    facts = read(text, language).facts
    assert not [fact for fact in facts if fact.field == "start_date" and fact.status == "stated"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Vom 26. Juli bis 11. August treten in Paris 10.500 Athleten an."),
        ("en", "Ten thousand athletes will be in Paris from 26 July to 11 August."),
        ("fr", "Du 26 juillet au 11 août, dix mille athlètes seront à Paris."),
        ("es", "Del 26 de julio al 11 de agosto competirán en París diez mil atletas."),
    ],
)
def test_the_days_of_the_games_are_not_those_of_a_campaign(language: str, text: str) -> None:
    assert _value(text, language, "start_date") is None
    assert _value(text, language, "end_date") is None
