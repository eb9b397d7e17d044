"""Which facts belong to the campaign of an article: not those of earlier Games, of rivals, of losers of a pitch."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.extractors.test_facts_cases import article, read_out, reader

FACT_CASES = Path(__file__).parent / "fact_cases"
CASES = tomllib.loads((FACT_CASES / "campaigns.toml").read_text(encoding="utf-8"))["case"]
FIELDS = ("start_date", "end_date", "assets")


@pytest.mark.parametrize("case", CASES, ids=[f"{case['language']}-{n}" for n, case in enumerate(CASES, 1)])
def test_the_campaign_of_today_is_told_from_others(case: dict[str, Any]) -> None:
    facts = reader().read(article(case, case["language"])).facts
    claims = [fact.value for fact in facts if fact.field == "claim" and fact.status == "stated"]
    assert claims == case.get("claim", [])
    assert read_out(facts, "agency") == sorted(case["agency"])
    for field in FIELDS:
        if field in case:
            assert read_out(facts, field) == case[field]


TWICE = """Visa bestreitet die Spiele in Los Angeles gleich zweimal.

Die erste Kampagne heißt „Alle an Bord“ und startet am 3. Juli 2028 im Fernsehen. Entwickelt hat sie Saatchi & Saatchi.

Die zweite trägt den Titel „Still bezahlt“ und läuft ab 10. Juli 2028 nur im Radio. Sie stammt von Ogilvy.
"""


def test_two_campaigns_of_one_brand_keep_their_facts() -> None:
    case = {"text": TWICE, "language": "de", "published": date(2028, 6, 20)}
    facts = reader().read(article(case, "de")).facts
    found = {
        field: [(f.campaign, f.value) for f in facts if f.field == field and f.status == "stated"]
        for field in ("brand", "claim", "agency", "start_date")
    }
    assert found == {
        "brand": [("c1", "visa"), ("c2", "visa")],
        "claim": [("c1", "Alle an Bord"), ("c2", "Still bezahlt")],
        "agency": [("c1", "Saatchi & Saatchi"), ("c2", "Ogilvy")],
        "start_date": [("c1", "2028-07-03"), ("c2", "2028-07-10")],
    }


HOUSES = tomllib.loads((FACT_CASES / "houses.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", HOUSES, ids=[case["language"] for case in HOUSES])
def test_two_brands_of_one_house_with_campaigns_of_their_own_stay_two(case: dict[str, Any]) -> None:
    facts = reader().read(article(case, case["language"]))
    found = [(f.campaign, f.field, f.value) for f in facts.facts if f.status == "stated"]
    brands = {campaign: value for campaign, field, value in found if field == "brand"}
    starts = {brands[campaign]: value for campaign, field, value in found if field == "start_date"}
    assert list(starts) == case["brands"]
    assert starts == {"coca_cola": "2024-06-03", "sprite": "2024-06-10"}


@pytest.mark.parametrize(
    "text",
    [
        "Procter & Gamble startet zu den Spielen in Paris die Kampagne „Danke“. Die Kampagne wirbt auch für Pampers und Ariel.",
        "Die Kampagne „Danke“ von Procter & Gamble zu den Spielen in Paris zeigt Mütter. Pampers liegt im Regal.",
    ],
)
def test_labels_of_a_house_without_campaigns_of_their_own_are_one_campaign(text: str) -> None:
    facts = (
        reader().read(article({"text": text, "language": "de", "published": date(2024, 5, 20)}, "de")).facts
    )
    assert len({f.campaign for f in facts if f.field == "brand" and f.status == "stated"}) == 1
