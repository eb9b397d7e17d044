"""The day a campaign starts in a hundred wordings, and days that are something else."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from tests.extractors.test_facts_cases import article, read_out, reader

TABLES = tomllib.loads((Path(__file__).parent / "fact_cases" / "starts.toml").read_text(encoding="utf-8"))
JUNE = ("juni", "june", "juin", "junio", "giugno", "junho", "6月", "6월")
STARTS = [(language, text) for language, table in TABLES.items() for text in table["starts"]]
OTHERS = [(language, text) for language, table in TABLES.items() for text in table["others"]]


def start_of(language: str, text: str) -> object:
    case = {"text": f"{TABLES[language]['opening']} {text}", "published": date(2024, 6, 20)}
    return read_out(reader().read(article(case, language)).facts, "start_date")


@pytest.mark.parametrize(("language", "text"), STARTS)
def test_the_day_of_the_start(language: str, text: str) -> None:
    assert start_of(language, text) == (
        "2024-06-04" if any(word in text.lower() for word in JUNE) else "2024-07-04"
    )


@pytest.mark.parametrize(("language", "text"), OTHERS)
def test_days_of_games_contracts_figures_and_shoots_are_no_starts(language: str, text: str) -> None:
    assert start_of(language, text) is None
