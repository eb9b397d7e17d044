"""Relevance: sponsor, Games and campaign or rights, and what they add up to."""

from __future__ import annotations

import pytest

from extractors.weighing import probability
from tests.extractors.reading_cases import read


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Visa launches a campaign for the Olympic Games in Paris."),
        ("de", "Allianz startet Kampagne zu den Winterspielen in Mailand und Cortina."),
        ("de", "Toyota verlässt das IOC: Der Sponsor verlängert seinen Vertrag nicht."),
        ("fr", "Orange, partenaire de Paris 2024, dévoile sa campagne pour les Jeux."),
        ("es", "Iberdrola, patrocinador del equipo olímpico español, estrena anuncio."),
        ("it", "Eni, premium partner di Milano Cortina 2026, lancia la campagna."),
        ("ja", "トヨタ自動車は東京五輪のスポンサー契約を終える。"),
        ("ko", "삼성전자가 파리 올림픽 캠페인을 시작한다."),
        ("zh", "伊利发布巴黎奥运会广告。"),
    ],
)  # fmt: skip
def test_campaigns_and_contracts_are_relevant(language: str, text: str) -> None:
    relevance = read(text, language).relevance
    assert relevance is not None
    assert relevance.relevant, relevance


@pytest.mark.parametrize(
    ("language", "text", "missing"),
    [
        ("en", "The city spends more on roads. " * 12, "sponsor"),
        ("en", "Visa launches a campaign for a football cup in Brazil. " * 6, "Games context"),
        ("en", "The Olympic Games in Paris opened with rain. Swimmers from Kenya won. " * 6, "sponsor"),
        (
            "en",
            "Coca-Cola raised its outlook after a strong quarter. " * 10
            + "Advertising costs rose, partly because of the Olympics.",
            None,
        ),
        ("de", "Eine Allianz aus Vereinen wirbt im Olympiapark für mehr Grün. " * 5, "Games context"),
    ],
)
def test_other_articles_are_not(language: str, text: str, missing: str | None) -> None:
    relevance = read(text, language).relevance
    assert relevance is not None
    assert not relevance.relevant
    said = [reason.detail for reason in relevance.reasons if reason.kind == "exclusion"]
    assert missing is None or missing in said[0]


def test_the_score_is_the_sum_of_its_reasons() -> None:
    for text in (
        "Visa launches a campaign for the Olympic Games.",
        "Visa reports a good quarter.",
        "Nothing at all.",
    ):
        relevance = read(text).relevance
        assert relevance is not None
        whole = probability(sum(reason.weight for reason in relevance.reasons))
        missing = any(r.kind == "exclusion" for r in relevance.reasons)
        assert relevance.score == pytest.approx(min(whole, 0.54) if missing else whole, abs=2e-3)


def test_facts_are_read_from_relevant_articles_only() -> None:
    text = 'Visa launches the campaign "Paid in a Flash" for a football cup in Brazil on 3 June.'
    assert read(text).facts == ()
    assert read(text.replace("a football cup", "the Olympic Games")).facts != ()
