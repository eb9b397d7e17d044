"""Who made a campaign, and agencies that lost, left, counted, or once employed somebody."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from tests.extractors.test_facts_cases import article, reader
from tests.extractors.test_starts import TABLES as OPENINGS

TABLES = tomllib.loads((Path(__file__).parent / "fact_cases" / "authors.toml").read_text(encoding="utf-8"))
MADE = [(language, text) for language, table in TABLES.items() for text in table["made"]]
OTHERS = [(language, text) for language, table in TABLES.items() for text in table["others"]]


def n_agencies(language: str, text: str) -> int:
    case = {"text": f"{OPENINGS[language]['opening']} {text}", "published": date(2024, 6, 20)}
    facts = reader().read(article(case, language)).facts
    return sum(fact.field == "agency" and fact.status == "stated" for fact in facts)


@pytest.mark.parametrize(("language", "text"), MADE)
def test_the_agency_made_it(language: str, text: str) -> None:
    assert n_agencies(language, text) == 1


@pytest.mark.parametrize(("language", "text"), OTHERS)
def test_the_agency_has_no_part_in_it(language: str, text: str) -> None:
    assert n_agencies(language, text) == 0
