"""Who grants a sponsor its rights: bodies of the knowledge, bodies no file lists, teams, organisers named by their Games."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.facts.holders import possible_holders
from tests.extractors.test_contract_terms import case_of
from tests.extractors.test_facts_cases import article, reader

AT = date(2025, 3, 10)


def holders_of(text: str, language: str) -> list[str | None]:
    facts = reader().read(article({"text": text, "published": AT}, language)).facts
    return [str(fact.value) for fact in facts if fact.field == "rights_holder"]


@pytest.mark.parametrize(
    ("language", "text", "holder"),
    [
        ("de", "Visa ist neuer Partner des Thüringer Ruderverbands.", "Thüringer Ruderverbands"),
        ("en", "Visa is the official supplier to Snow Kenya.", "Snow Kenya"),
        ("fr", "Visa est partenaire de la fédération belge de curling.", "fédération belge de curling"),
        ("es", "Visa firma con la federación de remo.", "federación de remo"),
        ("it", "Visa è sponsor della nazionale di biathlon.", "nazionale di biathlon"),
        ("pt", "A Visa patrocina a confederação de vela.", "confederação de vela"),
        ("nl", "Visa tekent bij de roeibond.", "roeibond"),
        ("ko", "Visa는 여자하키 국가대표팀을 후원한다.", "여자하키 국가대표팀"),
        ("zh", "Visa成为香港代表團的贊助商。", "香港代表團"),
    ],
)
def test_bodies_and_teams_no_file_lists_may_grant_rights(language: str, text: str, holder: str) -> None:
    assert holder in [found.value for found in possible_holders(case_of(text, language))]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "Visa renueva con el Comité Paralímpico Colombiano."),
        ("pt", "A Visa renova com o Comité Paralímpico Internacional."),
    ],
)
def test_a_name_inside_another_grants_nothing(language: str, text: str) -> None:
    assert len(list(possible_holders(case_of(text, language)))) == 1


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Visa has become an official partner of Brisbane 2032 and signed for seven years."),
        ("fr", "Visa devient partenaire officiel de Brisbane 2032 et signe pour sept ans."),
        ("it", "Visa è il nuovo partner ufficiale di Brisbane 2032, con un contratto di sette anni."),
        ("de", "Visa wird offizieller Partner von Brisbane 2032 und unterschreibt für sieben Jahre."),
    ],
)
def test_a_partner_of_games_has_its_rights_from_their_organisers(language: str, text: str) -> None:
    assert holders_of(text, language) == ["brisbane2032"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Visa shows a new advert in Japan. The swimmers leave for the Brisbane 2032 Games in July."),
        ("de", "Visa zeigt einen neuen Spot in Japan. Die Spiele Brisbane 2032 beginnen im Juli."),
    ],
)
def test_games_that_are_only_named_grant_nothing(language: str, text: str) -> None:
    assert holders_of(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "holders"),
    [
        (
            "de",
            "Visa bleibt bis 2032 Partner des Deutschen Olympischen Sportbundes und des Deutschen Behindertensportverbandes.",
            ["dosb", "dbs"],
        ),
        (
            "en",
            "Visa has signed a deal with the British Olympic Association and the British Paralympic Association and becomes an official partner of both.",
            ["boa", "bpa"],
        ),
        (
            "es",
            "Visa firma con el Comité Olímpico Español y el Comité Paralímpico Español hasta 2028 y será patrocinador oficial de ambos.",
            ["coe", "cpe"],
        ),
        (
            "en",
            "Visa is an official partner of Team GB. The advert was shown to the International Olympic Committee on Monday.",
            ["team_gb"],
        ),
    ],
)
def test_two_bodies_grant_rights_together_but_not_whoever_is_named(
    language: str, text: str, holders: list[str]
) -> None:
    assert sorted(map(str, holders_of(text, language))) == sorted(holders)
