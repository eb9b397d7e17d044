"""The short labelled items hold together, and their scorer tells right from wrong."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.corpus_tools.brief_scoring import score_brief
from tests.corpus_tools.briefs import Brief, load_briefs, load_sheet
from tests.corpus_tools.labels import LANGUAGES, CorpusError

BRIEFS = load_briefs()  # refuses unknown keys, roles and names that are not in the text


def perfect(brief: Brief) -> dict[str, Any]:
    """The reading that says exactly what the labels say."""
    facts = []
    for number, campaign in enumerate(brief.campaigns):
        stated: list[tuple[str, Any, str | None]] = [("brand", campaign.brand, None)]
        stated += [("agency", name, role) for name, role in campaign.agencies]
        stated += [("channels", {key: list(names)}, None) for key, names in campaign.channels.items()]
        stated += [(field, value, None) for field, values in campaign.values.items() for value in values]
        facts += [
            {"campaign": f"c{number}", "field": field, "value": value, "role": role, "status": "stated"}
            for field, value, role in stated
        ]
    typed = [("brand", brief.sponsors), ("agency", brief.agencies), ("person", [x for x, _ in brief.people])]
    return {
        "relevant": brief.relevant,
        "facts": facts,
        "entities": [
            {"id": f"{kind}:{name}", "canonical": name, "text": name, "type": kind, "kind": "name"}
            for kind, names in typed
            for name in names
        ],
        "markets": [{"text": text, "iso": iso, "role": role} for text, iso, role in brief.places],
        "quotes": [
            {"kind": kind, "speaker": speaker, "start": at, "end": at + len(words)}
            for kind, speaker, words in brief.quotes
            if (at := brief.body.index(words)) >= 0
        ],
    }


def test_every_language_has_both_halves() -> None:
    halves = Counter((brief.language, brief.half) for brief in BRIEFS)
    assert all(halves[code, "untouched"] >= 20 and halves[code, "tuning"] >= 60 for code in LANGUAGES)
    assert {brief.relevant for brief in BRIEFS} == {True, False}


def test_the_perfect_reading_scores_one() -> None:
    for brief in BRIEFS:
        for measure, tally in score_brief(brief, perfect(brief)).items():
            assert tally.f1 in (None, 1.0), (brief.id, measure, tally)


def test_an_empty_reading_finds_nothing_and_an_invention_costs() -> None:
    brief = next(b for b in BRIEFS if b.campaigns and b.campaigns[0].agencies)
    assert score_brief(brief, {})["agency"].found == 0
    reading = perfect(brief)
    reading["facts"].append(
        {"campaign": "c0", "field": "agency", "value": "Nobody & Partners", "role": "pr", "status": "stated"}
    )
    tally = score_brief(brief, reading)["agency"]
    assert (tally.recall, tally.right) == (1.0, tally.stated - 1)


GOOD = """[[brief]]
id = "en_agency_900"
published = 2024-05-13
title = "A title"
text = "Some Bank runs in Kenya."
relevant = true
sponsors = ["Some Bank"]
places = [{ text = "Kenya", iso = "KE", role = "campaign_market" }]
[[brief.campaign]]
brand = "Some Bank"
markets = ["KE"]
"""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("sponsors =", "sponsor =", "unknown key 'sponsor'"),
        ('"Some Bank"]', '"Other Bank"]', "'Other Bank' is not in the text"),
        ('"campaign_market" }', '"market" }', "'market' is none of"),
        ("relevant = true", "relevant = false", "has no campaign tables"),
        ('title = "A title"\n', "", "'title' is missing"),
        ("[[brief]]", "[[brief]", "en_agency.toml"),
    ],
)
def test_a_wrong_label_is_named(tmp_path: Path, old: str, new: str, told: str) -> None:
    path = tmp_path / "en_agency.toml"
    path.write_text(GOOD, encoding="utf-8")
    assert load_sheet(path)[0].campaigns[0].values["markets"] == ("KE",)
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CorpusError, match="en_agency") as refused:
        load_sheet(path)
    assert told in str(refused.value)
