"""Short texts in ten languages: exactly the facts they state are read, and no others."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from config.knowledge_base import load_knowledge
from config.topics import load_topic
from extractors.documents import read_document
from extractors.language import detector_for
from extractors.reading import Reader
from extractors.records import Article, Fact, FrontMatter

FOLDER = Path(__file__).parent / "fact_cases"
LANGUAGES = ("de", "en", "fr", "es", "it", "pt", "nl", "ja", "ko", "zh")
FIELDS = {
    "claim": "claim", "start_date": "start_date", "end_date": "end_date", "agency": "agency", "markets": "markets",
    "channels": "channels", "contract_until": "contract_until", "contract_since": "contract_since",
    "contract_years": "contract_years", "extension": "extension", "budget": "budget",
}  # fmt: skip
LENIENT = {
    "status": "sponsor_status",
    "holder": "rights_holder",
    "spokesperson": "spokespersons",
    "assets": "assets",
}
"""Fields compared only where the case names them."""


@lru_cache(maxsize=1)
def reader() -> Reader:
    return Reader(load_knowledge(), load_topic("olympics"))


def article(case: dict[str, Any], language: str) -> Article:
    at = datetime.combine(case["published"], time(), UTC)
    stated = FrontMatter(language=language, published=at.isoformat(), id="case")
    found = read_document(
        "case.txt",
        case["text"].encode(),
        detector_for(LANGUAGES),
        now=datetime(2100, 1, 1, tzinfo=UTC),
        stated=stated,
    )
    assert isinstance(found, Article)
    return found


def plain(fact: Fact) -> Any:
    if fact.field == "agency":
        return f"{fact.value} {fact.role}"
    if fact.field == "channels":
        return {market: sorted(names) for market, names in json.loads(fact.value).items()}
    if fact.field == "spokespersons":
        return json.loads(fact.value)["name"]
    if fact.field == "assets":
        return json.loads(fact.value)["count"]
    if fact.field == "budget":
        return json.loads(fact.value)
    return fact.value


def read_out(facts: tuple[Fact, ...], field: str) -> Any:
    values = [plain(fact) for fact in facts if fact.field == field and fact.status == "stated"]
    if field in ("agency", "markets", "spokespersons"):
        return sorted(values)
    return values[0] if len(values) == 1 else values or None


def wanted(case: dict[str, Any], key: str) -> Any:
    value = case.get(key)
    if key in ("agency", "markets", "spokesperson"):
        return sorted(value or [])
    if key == "channels" and value:
        return {market: sorted(names) for market, names in value.items()}
    if key == "extension" and value:
        return "true"
    return value


CASES = [
    pytest.param(language, case, id=f"{language}-{number}")
    for language in LANGUAGES
    if (FOLDER / f"{language}.toml").exists()
    for number, case in enumerate(
        tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))["case"], 1
    )
]


@pytest.mark.parametrize(("language", "case"), CASES)
def test_facts_of_a_short_text(language: str, case: dict[str, Any]) -> None:
    facts = reader().read(article(case, language)).facts
    found = {key: read_out(facts, field) for key, field in FIELDS.items()}
    expected = {key: wanted(case, key) for key in FIELDS}
    for key, field in LENIENT.items():
        if key in case:
            found[key] = read_out(facts, field)
            expected[key] = wanted(case, key)
    assert found == expected


PHRASES = tomllib.loads((FOLDER / "phrases.toml").read_text(encoding="utf-8"))
SHORT = {
    "until": "contract_until",
    "since": "contract_since",
    "years": "contract_years",
    "status": "sponsor_status",
    "start": "start_date",
    "end": "end_date",
    "channels": "channels",
    "agency": "agency",
    "extension": "extension",
}


@pytest.mark.parametrize(
    ("language", "phrase"),
    [
        pytest.param(language, phrase, id=f"{language}-{number}")
        for language, table in PHRASES.items()
        for number, phrase in enumerate(table["phrases"], 1)
    ],
)
def test_one_way_of_saying_one_thing(language: str, phrase: dict[str, Any]) -> None:
    table = PHRASES[language]
    blank = "" if language in ("ja", "zh") else " "
    case = {"text": f"{table['lead']}{blank}{phrase['s']}", "published": table["published"]}
    facts = reader().read(article(case, language)).facts
    found = {key: read_out(facts, SHORT[key]) for key in phrase if key != "s"}
    expected = {key: wanted(phrase, key) if phrase[key] != "" else None for key in phrase if key != "s"}
    assert found == expected
