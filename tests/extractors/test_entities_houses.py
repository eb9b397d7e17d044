"""Agencies with a place, and agencies, media and brands that no knowledge file names."""

from __future__ import annotations

import pytest

from config.knowledge_base import load_knowledge
from extractors.entities import build_matcher, find_mentions
from extractors.entities.proof import article_of
from extractors.records import Mention

MATCHER = build_matcher(load_knowledge())


def found(text: str, language: str, type_: str) -> list[Mention]:
    return [
        m for m in find_mentions(article_of(text, language), MATCHER) if m.type == type_ and m.kind == "name"
    ]


@pytest.mark.parametrize(
    ("language", "text", "canonical"),
    [
        ("de", "Drei Filme (Agentur: BBDO China) laufen.", "BBDO China"),
        ("en", "Created by BBDO Nairobi for the campaign.", "BBDO Nairobi"),
        ("fr", "La campagne signée BBDO Lyon démarre.", "BBDO Lyon"),
        ("ja", "制作はBBDO 東京が担当した。", "BBDO 東京"),
    ],
)
def test_a_network_with_a_place_is_an_office_of_the_network(language: str, text: str, canonical: str) -> None:
    (office,) = found(text, language, "agency")
    assert office.canonical == canonical
    assert office.parent_id == "bbdo"
    assert office.entity_id.startswith("agency:")
    inside = [
        m for m in find_mentions(article_of(text, language), MATCHER) if m.entity_id == office.parent_id
    ]
    assert [m.kind for m in inside] == ["nested"]


def test_a_year_behind_the_place_belongs_to_the_games() -> None:
    assert found("The film by BBDO Lyon 2024 fans saw.", "en", "agency")[0].entity_id == "bbdo"


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("de", "Die Kreation kommt von der Kreativagentur Nordlauf.", "Nordlauf"),
        ("de", "Kampagne (Agentur: thylk)", "thylk"),
        ("de", "Entwickelt wurde die Kampagne von der Agentur Palier & Söhne.", "Palier & Söhne"),
        ("en", "The campaign, created by Wexley+Pike, starts.", "Wexley+Pike"),
        ("en", "The ad was made by the London agency Fifth Lane.", "Fifth Lane"),
        ("en", "The film campaign was adapted by Harbour & Pike, a Bristol agency.", "Harbour & Pike"),
        ("fr", "Une campagne de l'agence lyonnaise Palier Six.", "Palier Six"),
        ("es", "La campaña es de la agencia madrileña Zócalo Norte.", "Zócalo Norte"),
        ("it", "La campagna è firmata dall'agenzia milanese Riva Nove.", "Riva Nove"),
        ("pt", "A campanha foi criada pela agência Ladeira.", "Ladeira"),
        ("nl", "De campagne is bedacht door bureau Kaaiman.", "Kaaiman"),
        ("ja", "広告会社の蒼天堂が制作した。", "蒼天堂"),
        ("ko", "광고대행사 하늘기획이 만들었다.", "하늘기획"),
        ("zh", "广告公司是胜景堂。", "胜景堂"),
        ("de", "Die Mediaagentur heißt Nordlauf.", "Nordlauf"),
        ("de", "Lead-Agentur der Kampagne ist seit dem Sommer Nordlauf;", "Nordlauf"),
        ("ko", "캠페인 제작은 하늘프로덕션이 맡았다.", "하늘프로덕션"),
    ],
)
def test_a_cue_announces_an_unknown_agency(language: str, text: str, name: str) -> None:
    (agency,) = found(text, language, "agency")
    assert agency.span.quote == name
    assert "cue" in agency.rule or "credit" in agency.rule


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Die Anti-Doping-Agentur Nordbund prüft."),
        ("de", "Die Fabrik lieferte Magnus im Jahr 1914 eine Leiter."),
        ("en", "The news agency Wexley reported it."),
        ("en", "The space agency Wexley launched."),
        ("en", "The campaign was created by Jane Dorrow."),
        ("en", "The agency said on Monday"),
        ("de", "Die Agentur Anfang Februar"),
        ("fr", "L'agence de presse parle."),
    ],
)
def test_no_agency_is_made_up(language: str, text: str) -> None:
    assert [m.span.quote for m in found(text, language, "agency")] == []


def test_an_unknown_agency_is_found_again() -> None:
    text = "Die Agentur Nordlauf wirbt. Für Nordlauf ist es neu."
    assert [m.span.start for m in found(text, "de", "agency")] == [12, 32]


def test_a_quoted_medium_is_found() -> None:
    (medium,) = found("sagte er dem Fachdienst „Sponsor Heute“ am Montag.", "de", "medium")
    assert medium.span.quote == "Sponsor Heute"


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("de", "Konkurrent Wexley plant nichts.", "Wexley"),
        ("en", "Rival Wexley plans nothing.", "Wexley"),
        ("fr", "Son concurrent Wexley ne prévoit rien.", "Wexley"),
        ("en", "The brewer Wexley sponsors the team.", "Wexley"),
    ],
)
def test_an_unknown_brand_is_announced_by_its_trade(language: str, text: str, name: str) -> None:
    assert [m.span.quote for m in found(text, language, "brand")] == [name]
