"""Which facts belong to the campaign of an article: not those of earlier Games, of rivals, of losers of a pitch."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.extractors.test_facts_cases import article, read_out, reader

CASES = tomllib.loads((Path(__file__).parent / "fact_cases" / "campaigns.toml").read_text(encoding="utf-8"))[
    "case"
]
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
