"""Answers of `podium sql` in every format, and what it says to mistakes."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.cli.row_formats import MAX_TABLE_ROWS, write_rows
from storage import QueryProblem, open_published, open_store, run_query

COLUMNS = ["name", "brands", "at", "is_reference", "nothing"]
ROW = ("a|b\nc", ["Visa", 'A "B"'], datetime(2026, 2, 3, 5, tzinfo=UTC), True, None)
AS_OBJECT = {
    "name": "a|b\nc",
    "brands": ["Visa", 'A "B"'],
    "at": "2026-02-03T05:00:00Z",
    "is_reference": True,
    "nothing": None,
}


def written(capsys: pytest.CaptureFixture[str], row_format: str) -> str:
    write_rows(COLUMNS, iter([ROW]), row_format)
    return capsys.readouterr().out


def test_json_and_json_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(written(capsys, "json")) == [AS_OBJECT]
    assert json.loads(written(capsys, "jsonl")) == AS_OBJECT
    write_rows(COLUMNS, iter([]), "json")
    assert json.loads(capsys.readouterr().out) == []


def test_csv_has_lists_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.DictReader(io.StringIO(written(capsys, "csv"))))
    assert json.loads(rows[0]["brands"]) == ["Visa", 'A "B"']
    assert (rows[0]["is_reference"], rows[0]["nothing"]) == ("true", "")


def test_markdown_keeps_one_line_a_row(capsys: pytest.CaptureFixture[str]) -> None:
    lines = written(capsys, "markdown").splitlines()
    assert len(lines) == 3
    assert lines[2].startswith("| a\\|b c | ")


def test_a_table_in_a_pipe_is_not_squeezed(capsys: pytest.CaptureFixture[str]) -> None:
    write_rows([f"column_{n}" for n in range(30)], iter([["x" * 20] * 30]), "table")
    assert "column_29" in capsys.readouterr().out.splitlines()[1]


def test_a_long_table_is_cut_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    write_rows(["n"], iter([(n,) for n in range(MAX_TABLE_ROWS + 5)]), "table")
    out, errors = capsys.readouterr()
    assert str(MAX_TABLE_ROWS - 1) in out
    assert str(MAX_TABLE_ROWS + 1) not in out
    assert "--format csv" in errors


@pytest.fixture
def published(tmp_path: Path) -> Path:
    with open_store(tmp_path) as store:
        store.publish("UTC", datetime(2026, 2, 3, tzinfo=UTC))
    return tmp_path


@pytest.mark.parametrize(
    ("query", "said", "remedy"),
    [
        ("SELECT brnd FROM out_first_reports", "brnd", "brand in out_"),
        ("FROM out_campaign", "out_campaigns", ".views"),
        ("DELETE FROM core_runs", "read-only", "ATTACH 'mine.duckdb'"),
        ("-- nothing", "no statement", "FROM new_today"),
        ("", "no statement", "FROM new_today"),
        ("SELEC 1", "SELEC", ".views"),
    ],
)
def test_a_mistake_is_told_with_a_remedy(published: Path, query: str, said: str, remedy: str) -> None:
    with open_published(published) as database, pytest.raises(QueryProblem) as problem:
        run_query(database, query)
    assert said in str(problem.value)
    assert remedy in problem.value.remedy


def test_an_error_in_the_middle_of_the_rows_is_told_too(published: Path) -> None:
    with open_published(published) as database, pytest.raises(QueryProblem, match="abc"):
        list(
            run_query(
                database,
                "SELECT CAST(CASE WHEN range > 5000 THEN 'abc' ELSE '1' END AS INTEGER) FROM range(9000)",
            ).rows
        )


def test_what_people_keep_goes_into_a_database_of_their_own(published: Path, tmp_path: Path) -> None:
    with open_published(published) as database:
        run_query(
            database, f"ATTACH '{tmp_path / 'mine.duckdb'}' AS mine; CREATE TABLE mine.kept AS FROM new_today"
        )
        assert list(run_query(database, "SELECT count(*) FROM mine.kept").rows) == [(0,)]
