"""Noun phrases that stand for a named company, and the doubt that leaves them out."""

from __future__ import annotations

import pytest

from config.knowledge_base import load_knowledge
from extractors.entities import build_matcher, find_mentions
from extractors.entities.proof import article_of

MATCHER = build_matcher(load_knowledge())


def described(text: str, language: str) -> list[tuple[str, str]]:
    found = find_mentions(article_of(text, language), MATCHER)
    return [(m.span.quote, m.entity_id) for m in found if m.kind == "descriptor"]


@pytest.mark.parametrize(
    ("language", "text", "phrase", "entity"),
    [
        ("de", "Alibaba wirbt. Der chinesische E-Commerce-Riese zahlt.", "Der chinesische E-Commerce-Riese", "alibaba"),
        ("de", "Alibaba wirbt. Die Firma des Internetriesen wächst.", "des Internetriesen", "alibaba"),
        ("de", "Alibaba wirbt, so der Konzern.", "der Konzern", "alibaba"),
        ("de", "Alibaba beschränkt sich nicht auf die Rolle des IOC-Sponsors.", "des IOC-Sponsors", "alibaba"),
        ("en", "Intel renewed. The chip giant pays.", "The chip giant", "intel"),
        ("en", "Airbnb pays. The company said so.", "The company", "airbnb"),
        ("fr", "Coca-Cola revient. Le géant américain du soda paie.", "Le géant américain du soda", "coca_cola"),
        ("fr", "Airbnb revient. L'entreprise paie.", "L'entreprise", "airbnb"),
        ("es", "Airbnb vuelve. La empresa paga.", "La empresa", "airbnb"),
        ("it", "Airbnb torna. L’azienda paga.", "L’azienda", "airbnb"),
        ("pt", "A Airbnb volta. A empresa paga.", "A empresa", "airbnb"),
        ("nl", "Airbnb keert terug. Het bedrijf betaalt.", "Het bedrijf", "airbnb"),
        ("ja", "トヨタは広告を始めた。同社は語らない。", "同社", "toyota"),
        ("zh", "三星推出广告。该公司没有回应。", "该公司", "samsung"),
    ],
)  # fmt: skip
def test_a_phrase_stands_for_the_company_named_before(
    language: str, text: str, phrase: str, entity: str
) -> None:
    assert (phrase, entity) in described(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Der Konzern wächst."),
        ("de", "Der Versicherer Allianz wirbt mit Sport."),
        ("de", "Alibaba und Samsung werben. Der Konzern zahlt."),
        ("de", "Alibaba wirbt. Der Autobauer schweigt."),
        ("de", "Alibaba wirbt. Die Unternehmen schweigen."),
        ("en", "Airbnb pays. The rival company does not."),
        ("en", "Airbnb pays. A company does not."),
        ("fr", "Airbnb revient, dit la directrice de la marque."),
    ],
)
def test_doubt_leaves_a_phrase_out(language: str, text: str) -> None:
    assert described(text, language) == []
