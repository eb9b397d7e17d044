"""The dictionary and the picture are up to date; the cookbook's queries run and answer."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import duckdb
import pytest

from storage import open_published, published_path
from storage.dictionary import QUESTIONS, dictionary, empty_database, tables_picture
from tests.conftest import ROOT

DOCS = ROOT / "docs"
COOKBOOK = DOCS / "cookbook"
QUERY = re.compile(r"^```sql\n(.*?)^```", re.MULTILINE | re.DOTALL)
QUESTION = re.compile(r"^## (\d+)\. ", re.MULTILINE)

EMPTY_IS_AN_ANSWER = (
    "FROM out_fact_changes",
    "version_no > 1",
    "status <> 'available'",
    "n_accounted_for",
)
"""Queries about what the sample press, read once, does not have: changes and vanished pages."""


def queries() -> list[tuple[str, str]]:
    found = []
    for page in sorted(COOKBOOK.glob("*.md")):
        for number, query in enumerate(QUERY.findall(page.read_text(encoding="utf-8")), 1):
            found.append((f"{page.stem}-{number}", query))
    return found


def test_the_dictionary_is_up_to_date() -> None:
    connection = empty_database()
    remedy = "run `python -m storage.dictionary docs`"
    assert (DOCS / "dictionary.md").read_text(encoding="utf-8") == dictionary(connection), remedy
    assert (DOCS / "tables.svg").read_text(encoding="utf-8") == tables_picture(connection), remedy


def test_the_questions_of_the_dictionary_lead_to_what_is_there() -> None:
    connection = empty_database()
    there = {name for (name,) in connection.execute("SELECT view_name FROM duckdb_views()").fetchall()}
    there |= {
        name for (name,) in connection.execute("SELECT function_name FROM duckdb_functions()").fetchall()
    }
    named = [name for _, names in QUESTIONS for name in names.split(", ")]
    assert not set(named) - there
    for_people = {name for name in there if name.startswith("out_")} | {"articles", "new_today"}
    assert not for_people - set(named)


def test_a_column_of_another_view_lends_no_meaning() -> None:
    meanings = dict(
        empty_database()
        .execute(
            "SELECT table_name || '.' || column_name, comment FROM duckdb_columns() WHERE table_name LIKE 'out_%'"
        )
        .fetchall()
    )
    assert "host country" not in meanings["out_market_channels.market"]
    assert "both" not in meanings["out_share_of_voice.n_articles"]
    assert "source" in meanings["out_requests.source_id"]


def test_the_dictionary_stands_in_the_database_too() -> None:
    connection = empty_database()
    rows = connection.execute(
        "SELECT column_name, meaning FROM out_dictionary WHERE name = 'out_facts' ORDER BY column_no"
    ).fetchall()
    assert rows[0][0] == "article_id"
    assert all(meaning for _, meaning in rows)


def test_the_picture_shows_every_table_but_those_of_search() -> None:
    root = ElementTree.parse(DOCS / "tables.svg").getroot()
    shown = {element.text for element in root.iter("{http://www.w3.org/2000/svg}text")}
    tables = {
        name for (name,) in empty_database().execute("SELECT table_name FROM duckdb_tables()").fetchall()
    }
    assert {t for t in tables if not t.startswith("core_search_")} - {"core_migrations"} <= shown


def test_there_are_enough_questions() -> None:
    numbers = [
        int(n) for page in COOKBOOK.glob("*.md") for n in QUESTION.findall(page.read_text(encoding="utf-8"))
    ]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    assert len(numbers) >= 15


@pytest.mark.prefect
@pytest.mark.parametrize(("name", "query"), queries(), ids=[name for name, _ in queries()])
def test_every_query_of_the_cookbook_answers(sample_data_dir: Path, name: str, query: str) -> None:
    with open_published(sample_data_dir) as database:
        rows = database.sql(query).fetchall()
    assert rows or any(words in query for words in EMPTY_IS_AN_ANSWER), f"{name} found nothing"
    with duckdb.connect(str(published_path(sample_data_dir)), read_only=True) as plain:
        assert len(plain.execute(query).fetchall()) == len(rows)
