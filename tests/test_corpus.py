"""The labelled corpus holds together, and its scorer tells right from wrong."""

from __future__ import annotations

import subprocess
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.corpus_tools.labels import (
    LANGUAGES,
    MAIN_FIELDS,
    CorpusArticle,
    CorpusError,
    load_article,
    load_corpus,
)
from tests.corpus_tools.report import (
    FLOORS,
    below_floor,
    load_floors,
    lowered_without_reason,
    missed_targets,
    read_floors,
    spread,
    table_lines,
)
from tests.corpus_tools.scoring import score_article, score_corpus
from tests.corpus_tools.tally import Tally

ROOT = Path(__file__).resolve().parents[1]
ARTICLES = load_corpus()  # refuses a label whose text is not there, unknown keys, roles, fields and values


def perfect(article: CorpusArticle) -> dict[str, Any]:
    """The reading that says exactly what the labels say."""

    def place(row: Any) -> dict[str, Any]:
        return {"start": row.start, "end": row.stop, "text": article.body[row.start : row.stop]}

    return {
        "id": article.id,
        "text": article.body,
        "relevant": article.relevant,
        "entities": [
            {
                "id": x.id or f"{x.type}:{x.canonical}",
                "canonical": x.canonical or x.text,
                "type": x.type,
                "kind": x.kind,
            }
            | place(x)
            for x in article.entities
        ],
        "markets": [{"iso": x.iso, "role": x.role, "cue": ""} | place(x) for x in article.markets],
        "quotes": [{"kind": x.kind, "speaker": x.speaker, "role": x.role} | place(x) for x in article.quotes],
        "tone": [{"entity": entity, "label": label} for entity, label in article.tones.items()],
        "facts": [
            {
                "campaign": f"k{x.campaign}",
                "field": x.field,
                "value": {"name": x.value, "role": x.role} if x.field == "agency" and x.value else x.value,
                "start": x.start,
                "end": x.stop,
                "status": x.status,
                "attributed_to": x.attributed_to or None,
            }
            for x in article.facts
        ],
    }


# ---------------------------------------------------------------- the corpus


def test_there_is_enough_of_everything() -> None:
    assert len(ARTICLES) >= 60
    assert {article.language for article in ARTICLES} == set(LANGUAGES)
    assert min(Counter(article.language for article in ARTICLES).values()) >= 3
    assert sum(not article.relevant for article in ARTICLES) >= 14
    sponsors = {fact.value for article in ARTICLES for fact in article.facts if fact.field == "brand"}
    assert len(sponsors) >= 18
    games = {x.id for article in ARTICLES for x in article.entities if x.type == "event"}
    assert len(games) >= 10


def test_every_language_is_in_both_halves_with_relevant_articles_in_each() -> None:
    for half in ("tuning", "untouched"):
        there = {article.language for article in ARTICLES if article.half == half and article.relevant}
        assert there == set(LANGUAGES)


def test_every_role_and_every_main_field_is_labelled_in_both_halves() -> None:
    for half in ("tuning", "untouched"):
        chosen = [article for article in ARTICLES if article.half == half]
        assert len({label.role for article in chosen for label in article.markets}) == 13
        stated = {x.field for article in chosen for x in article.facts if x.status == "stated"}
        assert set(MAIN_FIELDS) <= stated
        statuses = {x.value for article in chosen for x in article.facts if x.field == "sponsor_status"}
        assert statuses - {None} == {
            "worldwide_partner",
            "domestic_partner",
            "former",
            "not_official",
            "official_unspecified",
        }


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.id)
def test_an_article_is_labelled_completely(article: CorpusArticle) -> None:
    campaigns = {fact.campaign for fact in article.facts}
    assert bool(campaigns) == article.relevant
    for campaign in campaigns:
        for field in MAIN_FIELDS:
            statuses = {x.status for x in article.facts if x.campaign == campaign and x.field == field}
            assert len(statuses) == 1, f"{campaign}: {field} is stated, or not_stated, or both: {statuses}"
        assert any(x.campaign == campaign and x.field == "brand" for x in article.facts)
    stated_markets = {x.value for x in article.facts if x.field == "markets" and x.status == "stated"}
    excluded = {x.iso for x in article.markets if x.role == "excluded_market"}
    assert not stated_markets & excluded
    without_spaces = article.language in ("ja", "ko", "zh")
    length = len(article.body) if without_spaces else len(article.body.split())
    assert 110 <= length <= (1500 if without_spaces else 620)


def test_two_mentions_never_claim_the_same_characters() -> None:
    for article in ARTICLES:
        names = sorted((x.start, x.stop) for x in article.entities if x.kind == "name")
        assert all(one[1] <= two[0] for one, two in pairwise(names)), article.id


def test_a_label_that_does_not_occur_is_named_with_file_and_key(tmp_path: Path) -> None:
    source = ARTICLES[0].path
    copy = tmp_path / source.name
    copy.write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    labels = source.with_suffix(".labels.toml").read_text(encoding="utf-8")
    broken = (
        labels.replace('text = "', 'text = "Nowhere ', 1) + '\n[[market]]\niso = "Japan"\nrole = "home"\n'
    )
    copy.with_suffix(".labels.toml").write_text(broken, encoding="utf-8")
    with pytest.raises(CorpusError) as caught:
        load_article(copy)
    message = str(caught.value)
    assert copy.with_suffix(".labels.toml").name in message
    assert "[[entity]] no. 1: text 'Nowhere" in message
    assert "role = 'home'" in message
    assert "iso = 'Japan'" in message


# ---------------------------------------------------------------- the scorer


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.id)
def test_a_perfect_reading_scores_one_everywhere(article: CorpusArticle) -> None:
    wrong = {
        name: tally
        for name, tally in score_article(article, perfect(article)).items()
        if tally.f1 not in (None, 1.0)
    }
    assert wrong == {}


def test_an_empty_reading_finds_nothing_and_invents_nothing() -> None:
    table = score_corpus(ARTICLES, [])
    for measure in ("sponsor_mentions", "market_codes", "claim", "channels", "quotes", "relevance"):
        assert table[measure]["all"].found == 0
        assert table[measure]["all"].stated == 0
        assert table[measure]["all"].f1 == 0.0


def test_facts_invented_in_an_article_about_something_else_are_punished() -> None:
    article = next(article for article in ARTICLES if not article.relevant)
    reading = perfect(article) | {
        "relevant": True,
        "facts": [
            {
                "campaign": "c1",
                "field": "claim",
                "value": "Made up",
                "status": "stated",
                "start": 0,
                "end": 4,
            },
            {"campaign": "c1", "field": "contract_until", "value": None, "status": "not_stated"},
        ],
    }
    scores = score_article(article, reading)
    assert scores["claim"] == Tally(labels=0, found=0, stated=1, right=0)
    assert scores["contract_until"] == Tally()
    assert scores["relevance"] == Tally(labels=0, found=0, stated=1, right=0)


def test_facts_of_two_campaigns_put_into_one_lose_the_second() -> None:
    article = next(article for article in ARTICLES if len({x.campaign for x in article.facts}) == 2)
    reading = perfect(article)
    merged = [fact | {"campaign": "k1"} for fact in reading["facts"] if fact["status"] == "stated"]
    scores = score_article(article, reading | {"facts": merged})
    assert scores["claim"] == Tally(labels=2, found=1, stated=2, right=1)
    assert scores["campaign_markets"].f1 != 1.0


def test_a_wrong_role_costs_the_role_and_not_the_code() -> None:
    article = next(article for article in ARTICLES if article.relevant)
    reading = perfect(article)
    reading["markets"] = [row | {"role": "venue"} for row in reading["markets"]]
    scores = score_article(article, reading)
    assert scores["market_codes"].f1 == 1.0
    assert (scores["market_roles"].f1 or 0.0) < 0.2


def test_optional_labels_cost_nothing_when_left_out() -> None:
    articles = [
        a for a in ARTICLES if any(x.optional for x in (*a.entities, *a.markets, *a.facts, *a.quotes))
    ]
    assert len(articles) >= 20
    for article in articles:
        reading = perfect(article)
        for table, labels in (
            ("entities", article.entities),
            ("markets", article.markets),
            ("facts", article.facts),
            ("quotes", article.quotes),
        ):
            rows = zip(reading[table], labels, strict=True)
            reading[table] = [row for row, label in rows if not label.optional]
        scores = score_article(article, reading)
        wrong = {name for name, tally in scores.items() if tally.f1 not in (None, 1.0) and name != "tone"}
        assert wrong == set(), article.id


def test_channels_count_per_market() -> None:
    article = next(
        a
        for a in ARTICLES
        for x in a.facts
        if x.field == "channels" and x.value and len(x.value) == 2 and not x.also
    )
    label = next(x for x in article.facts if x.field == "channels")
    reading = perfect(article)
    for fact in reading["facts"]:
        if fact["field"] == "channels":
            fact["value"] = {"*": label.value["*"]}
    scores = score_article(article, reading)
    assert scores["channels"].precision == 1.0
    assert (scores["channels"].recall or 0) < 1.0


def test_an_article_that_was_read_with_other_text_is_refused() -> None:
    with pytest.raises(ValueError, match="offsets cannot fit"):
        score_article(ARTICLES[0], perfect(ARTICLES[0]) | {"text": ARTICLES[0].body.strip()})


def test_a_reading_that_failed_counts_as_empty() -> None:
    article = next(article for article in ARTICLES if article.relevant)
    assert score_article(article, {"id": article.id, "error": "unreadable"})["relevance"] == Tally(1, 0, 0, 0)


def test_the_table_has_a_line_for_every_measure() -> None:
    table = score_corpus(ARTICLES, [perfect(article) for article in ARTICLES])
    lines = table_lines(table, "untouched", len(ARTICLES))
    assert all("1.000" in line for line in lines[1:])
    assert spread(table["market_codes"]) == 0.0


# ---------------------------------------------------------------- the floors


def test_missed_targets_are_named_whatever_the_floors_say() -> None:
    good, poor = Tally(10, 9, 10, 9), Tally(10, 5, 10, 5)
    table = {"untouched": {"claim": {"all": Tally(20, 14, 20, 14), "de": good, "fr": poor}}}
    assert missed_targets(table, {"targets": {"claim": 0.7}, "untouched": {"claim": 0.1}}) == [
        "target missed: untouched claim languages 0.400 apart, 0.10 wanted"
    ]
    lines = missed_targets(table, {"targets": {"claim": 0.85}})
    assert lines[0] == "target missed: untouched claim F1 0.700, 0.85 wanted"
    assert missed_targets(table, {"targets": {"agency": 0.85}}) == []


def test_floors_name_measures_and_hold_numbers() -> None:
    assert read_floors()["targets"]["sponsor_mentions"] == 0.95
    with pytest.raises(ValueError, match="'clames' is no measure"):
        load_floors("[untouched]\nclames = 0.5\n")
    with pytest.raises(ValueError, match="says why"):
        load_floors('[lowered]\n"untouched.claim" = "because"\n')


def test_a_score_below_its_floor_is_reported() -> None:
    table = {"untouched": score_corpus(ARTICLES, [])}
    assert below_floor(table, {"untouched": {"claim": 0.5}}) == [
        "untouched: claim F1 0.000 is below its floor 0.500"
    ]
    assert below_floor(table, {"untouched": {"claim": 0.0}}) == []


def test_lowering_a_floor_needs_a_reason() -> None:
    old = {"untouched": {"claim": 0.9}}
    assert lowered_without_reason({"untouched": {"claim": 0.8}}, old) == [
        "[untouched] claim: 0.9 became 0.8; say why in [lowered]"
    ]
    assert lowered_without_reason({"untouched": {}}, old) != []
    reasoned = {
        "untouched": {"claim": 0.8},
        "lowered": {"untouched.claim": "two labels were wrong and are corrected"},
    }
    assert lowered_without_reason(reasoned, old) == []


@pytest.mark.parametrize("commit", ["HEAD", "HEAD^"])
def test_no_floor_is_below_an_earlier_commits_without_a_reason(commit: str) -> None:
    name = FLOORS.relative_to(ROOT).as_posix()
    earlier = subprocess.run(["git", "show", f"{commit}:./{name}"], cwd=ROOT, capture_output=True, text=True)
    if earlier.returncode != 0:
        pytest.skip(f"{name} is not in {commit}, or this is no git checkout")
    assert lowered_without_reason(read_floors(), load_floors(earlier.stdout)) == []
