"""The reference documents are read as their gold readings say: a regression check, never a figure of quality."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from config.knowledge_base import load_knowledge
from config.reference_corpus import load_embedded_gold, load_reference_corpus
from config.topics import load_topic
from extractors.reading import Reader
from extractors.records import Article, Reading
from flows.corpus import reference_article

NOT_ASKED = {"WORK", "VENUE", "ACTIVATION"}
"""Types of the gold reading that are no type of entity here; places and host cities are markets."""
GENERIC = {"olympics"}
"""The Games in general: an event is an edition."""
NAMED = {"name", "name_genitive", "abbreviation", "compound", "compound_part"}
ZONES = {
    "breadcrumb": "breadcrumb", "kicker": "kicker", "headline": "headline", "lead": "lead", "body": "body",
    "photo_caption": "caption", "photo_credit": "credit", "author_signoff": "signoff",
    "related_topics_label": "related", "template_residue": "residue",
}  # fmt: skip
STATED = {
    "brand": "brand", "claim": "claim", "start_date": "start_date", "rights_holder": "rights_holder",
    "partnership_length_years": "contract_years", "contract_length_years": "contract_years",
    "sponsor_category": "category", "co_sponsors": "co_sponsors", "markets": "markets", "agency": "agency",
}  # fmt: skip


@lru_cache(maxsize=1)
def reader() -> Reader:
    return Reader(load_knowledge(), load_topic("olympics"))


def read_all(folder: Path | None, gold: dict[str, Any]) -> list[tuple[Article, Reading, dict[str, Any]]]:
    found = []
    for document in load_reference_corpus(folder).documents:
        article = reference_article(document)
        found.append((article, reader().read(article), gold["docs"][document.document_id[:3]]))
    return found


def documents(kind: str, request: pytest.FixtureRequest) -> list[tuple[Article, Reading, dict[str, Any]]]:
    if kind == "stand_in":
        return read_all(None, load_embedded_gold())
    folder = request.getfixturevalue("shared_folder") / "reference"
    return read_all(folder, json.loads((folder / "truth.json").read_text(encoding="utf-8")))


@pytest.fixture(params=["stand_in", "original"], scope="module")
def read(request: pytest.FixtureRequest) -> list[tuple[Article, Reading, dict[str, Any]]]:
    return documents(request.param, request)


Read = list[tuple[Article, Reading, dict[str, Any]]]


def test_every_named_mention_is_found(read: Read) -> None:
    missing = []
    for article, reading, gold in read:
        there = [(m.span.start, m.span.stop) for m in reading.mentions]
        there += [(m.span.start, m.span.stop) for m in reading.markets]
        wanted = [
            (entity["id"], mention)
            for entity in gold["entities"]
            if entity["type"] not in NOT_ASKED and entity["id"] not in GENERIC
            for mention in entity["mentions"]
            if mention["form"] in NAMED
        ]
        missing += [
            (article.source_id[:3], entity_id, mention["text"], mention["start"])
            for entity_id, mention in wanted
            if not any(start < mention["end"] and mention["start"] < stop for start, stop in there)
        ]
    assert missing == []


def test_every_market_has_its_role(read: Read) -> None:
    wrong = []
    for article, reading, gold in read:
        there = {(m.span.start, m.span.stop): (m.iso, m.role) for m in reading.markets}
        for mention in gold["markets"]["mentions"]:
            hits = [v for (a, b), v in there.items() if a < mention["end"] and mention["start"] < b]
            if (mention["iso"], mention["role"]) not in hits:
                wrong.append(
                    (
                        article.source_id[:3],
                        mention["text"],
                        mention["start"],
                        mention["iso"],
                        mention["role"],
                        hits,
                    )
                )
    assert wrong == []


def values(reading: Reading, field: str) -> list[str]:
    return [f.value for f in reading.facts if f.field == field and f.status == "stated"]


def test_the_campaign_facts_are_read(read: Read) -> None:
    wrong = []
    for article, reading, gold in read:
        for fact in gold["facts"]:
            field = STATED.get(fact["field"])
            if field is None:
                continue
            gold_value = fact["value"]
            wanted = sorted(
                map(str, gold_value if isinstance(gold_value, list) else [gold_value] if gold_value else [])
            )
            found = sorted(values(reading, field))
            if field == "agency":
                found = [value.lower().replace(" ", "_") for value in found]
            if found != wanted:
                wrong.append((article.source_id[:3], field, found, wanted))
    assert wrong == []


def test_channels_spokesperson_status_and_source(read: Read) -> None:
    for article, reading, gold in read:
        facts = {fact["field"]: fact for fact in gold["facts"]}
        channels = [json.loads(value) for value in values(reading, "channels")]
        wanted = facts["channels"]["value"]
        if wanted is None:
            assert channels == []
        else:
            markets = values(reading, "markets")
            assert {iso: sorted(channels[0].get(iso, channels[0]["*"])) for iso in markets} == wanted
        person = json.loads(values(reading, "spokespersons")[0])
        assert person["name"].lower().replace(" ", "_") == facts["spokesperson"]["value"]["person"]
        assert person["role"] == facts["spokesperson"]["value"]["role"]
        assert person["direct_quotes"] == facts["spokesperson"]["value"]["n_direct_quotes"]
        assert values(reading, "sponsor_status") == ["official_unspecified"]
        length = facts.get("partnership_length_years") or facts["contract_length_years"]
        years = next(f for f in reading.facts if f.field == "contract_years")
        assert years.attributed_to == length["source"]
        assert article.text


def test_evidence_lies_inside_or_equals_gold(read: Read) -> None:
    outside = []
    for article, reading, gold in read:
        for fact in gold["facts"]:
            field = STATED.get(fact["field"])
            for mine in reading.facts:
                if field is None or mine.field != field or mine.span is None or not fact["evidence"]:
                    continue
                span = mine.span
                inside = any(
                    e["start"] - 2 <= span.start and span.stop <= e["end"] + 2 for e in fact["evidence"]
                )
                named_elsewhere = field in ("brand", "rights_holder") and any(
                    span.quote in (e["text"], *(m["text"] for x in gold["entities"] for m in x["mentions"]))
                    for e in fact["evidence"]
                )
                if not inside and not named_elsewhere:
                    outside.append(
                        (article.source_id[:3], field, span.quote, [e["text"] for e in fact["evidence"]])
                    )
    assert outside == []


def test_no_spurious_campaign_market(read: Read) -> None:
    for _, reading, gold in read:
        said = {m.iso for m in reading.markets if m.role.startswith("campaign_market")}
        assert said == set(gold["markets"]["campaign_markets_expected"])


def test_quotes_have_their_speakers(read: Read) -> None:
    missing = []
    for article, reading, gold in read:
        for quote in gold["quotes"]:
            start, end = quote["quote"]["start"], quote["quote"]["end"]
            kind = "direct" if quote["kind"] == "direct" else "reported"
            hits = [
                q
                for q in reading.quotes
                if q.kind == kind and min(end, q.span.stop) - max(start, q.span.start) >= 0.6 * (end - start)
            ]
            speakers = {(q.speaker or "").lower().replace(" ", "_") for q in hits}
            if quote["speaker"] not in speakers:
                missing.append((article.source_id[:3], quote["kind"], quote["quote"]["text"][:60], speakers))
        spoken = [q for q in reading.quotes if q.kind in ("direct", "reported")]
        assert len(spoken) == len(gold["quotes"]), [q.span.quote for q in spoken]
    assert missing == []


def test_quoted_texts_that_are_no_speech_are_told_apart(read: Read) -> None:
    for _, reading, gold in read:
        there = {(q.span.start, q.span.stop) for q in reading.quotes if q.kind == "not_speech"}
        assert {(q["start"], q["end"]) for q in gold["quoted_but_not_speech"]} <= there


def test_zones_are_recognised(read: Read) -> None:
    wrong = []
    for article, _, gold in read:
        there = {(p.start, p.stop): p.kind for p in article.paragraphs}
        for segment in gold["segments"]:
            kind = there.get((segment["start"], segment["end"]))
            if kind != ZONES[segment["kind"]]:
                wrong.append((segment["text"][:40], segment["kind"], kind))
    assert wrong == []
