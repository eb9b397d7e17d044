"""podium read, show and explain: what scripts and people get."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner

from flows.cli import build_app

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "config" / "sample" / "articles"
HEAD = '+++\nid = "one"\ntitle = "A title"\noutlet = "Rings & Rights"\npublished = 2024-05-02\nlanguage = "en"\n+++\n'
BODY = (
    "Visa launches a campaign for the Olympic Games in Paris on 3 June.\n\n"
    'The ads, titled "Paid in a Flash", run in France and Spain on television. The contract with the IOC runs until 2032.\n'
)


@lru_cache(maxsize=1)
def validator() -> Any:
    schema = json.loads((ROOT / "docs" / "read-output.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def run(*arguments: str) -> Any:
    return CliRunner().invoke(build_app(), list(arguments))


def lines(*arguments: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run("read", *arguments, "--jsonl").stdout.splitlines()]


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.md"
    path.write_text(HEAD + BODY, encoding="utf-8")
    return path


def test_every_sample_article_fits_the_schema() -> None:
    paths = sorted(str(path) for path in SAMPLES.rglob("*.md"))
    found = lines(*paths)
    assert [row["id"] for row in found] == [Path(path).stem for path in paths]
    for row in found:
        validator().validate(row)
        for key in ("entities", "markets", "quotes"):
            for item in row[key]:
                assert row["text"][item["start"] : item["end"]] == item["text"]
        for fact in row["facts"]:
            if fact["status"] == "stated":
                assert row["text"][fact["start"] : fact["end"]] == fact["quote"]


def test_the_text_is_the_body_and_the_facts_are_there(article: Path) -> None:
    (row,) = lines(str(article))
    assert row["id"] == "one"
    assert row["text"] == BODY
    assert row["language"] == "en"
    assert row["relevant"] is True
    facts = {(f["field"], json.dumps(f["value"])) for f in row["facts"] if f["status"] == "stated"}
    assert {
        ("claim", '"Paid in a Flash"'),
        ("start_date", '"2024-06-03"'),
        ("markets", '"FR"'),
        ("markets", '"ES"'),
        ("contract_until", '"2032"'),
    } <= facts
    assert {f["field"] for f in row["facts"] if f["status"] == "not_stated"} == {"agency", "contract_years"}


def test_a_file_that_fails_is_told_in_its_place_and_ends_with_1(article: Path, tmp_path: Path) -> None:
    binary = tmp_path / "binary.txt"
    binary.write_bytes(b"\x00\x01\x02")
    head = tmp_path / "head.md"
    head.write_text("+++\nurl = 3\n+++\ntext", encoding="utf-8")
    done = run("read", str(binary), str(article), "nowhere.md", str(head), "--jsonl")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 1
    assert [row["id"] for row in rows] == ["binary", "one", "nowhere", "head"]
    assert ["error" in row for row in rows] == [True, False, True, True]
    for row in rows:
        validator().validate(row)


def test_options_fill_what_the_head_leaves_open(tmp_path: Path) -> None:
    path = tmp_path / "bare.txt"
    path.write_text(BODY.replace("on 3 June", "next Monday"), encoding="utf-8")
    (row,) = lines(
        str(path),
        "--published",
        "2024-05-02",
        "--language",
        "en",
        "--outlet",
        "X",
        "--url",
        "https://x.example/a",
    )
    starts = [f["value"] for f in row["facts"] if f["field"] == "start_date"]
    assert starts == ["2024-05-06"]
    assert (row["outlet"], row["url"], row["id"]) == ("X", "https://x.example/a", "bare")
    (row,) = lines(str(path), "--language", "en")
    (start,) = [f for f in row["facts"] if f["field"] == "start_date"]
    assert (start["status"], start["value"]) == ("unresolved", None)


@pytest.mark.parametrize(
    "arguments", [("--published", "soon"), ("--language", "english1"), ("--url", "ftp://x")]
)
def test_bad_options_are_bad_usage(article: Path, arguments: tuple[str, str]) -> None:
    assert run("read", str(article), *arguments).exit_code == 2


def test_read_needs_neither_prefect_nor_the_store(article: Path, tmp_path: Path) -> None:
    code = (
        "import sys, flows.cli as c\n"
        f"sys.argv = ['podium', 'read', {str(article)!r}, '--jsonl']\n"
        "try:\n    c.main()\nexcept SystemExit:\n    pass\n"
        "loaded = [m for m in ('prefect', 'duckdb', 'storage') if m in sys.modules]\n"
        "sys.stderr.write('LOADED ' + ','.join(loaded))\n"
    )
    environment = {**os.environ, "PODIUM_DATA_DIR": str(tmp_path / "none")}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env=environment, timeout=120
    )
    assert json.loads(done.stdout)["id"] == "one"
    assert done.stderr.rsplit("LOADED ", 1)[1] == ""
    assert not (tmp_path / "none").exists()


def test_offsets_count_code_points(tmp_path: Path) -> None:
    path = tmp_path / "wide.txt"
    path.write_text("🏅🏅 " + BODY.replace("ads", "ads 🎬"), encoding="utf-8")
    (row,) = lines(str(path), "--language", "en", "--published", "2024-05-02")
    claim = next(f for f in row["facts"] if f["field"] == "claim")
    assert row["text"][claim["start"] : claim["end"]] == "Paid in a Flash"


def test_tables_for_people(article: Path) -> None:
    done = run("read", str(article))
    assert done.exit_code == 0
    assert "Paid in a Flash" in done.stdout
    assert "relevant" in done.stdout


def test_show_marks_what_was_read(article: Path) -> None:
    done = run("show", str(article))
    assert done.exit_code == 0
    assert "[brand visa]" in done.stdout
    assert "Paid in a Flash[c1 claim]" in done.stdout.replace("\n", "")
    assert "[FR campaign_market]" in done.stdout


def test_explain_names_rule_cue_and_entry(article: Path) -> None:
    claim = run("explain", str(article), "c1.claim")
    assert claim.exit_code == 0
    assert "config/knowledge/cues/claim.toml" in claim.stdout
    assert '"titled"' in claim.stdout
    brand = run("explain", str(article), "brand").stdout
    assert "config/knowledge/brands/visa.toml, line" in brand
    assert "campaign_market" in run("explain", str(article), "FR").stdout
    assert "threshold" in run("explain", str(article), "relevance").stdout
    assert "not stated" in run("explain", str(article), "agency").stdout
    unknown = run("explain", str(article), "weather")
    assert unknown.exit_code == 2


def test_explain_and_show_say_when_there_is_no_such_article() -> None:
    assert run("explain", "a0123456789abcdef", "claim").exit_code == 2
    assert run("show", "a0123456789abcdef").exit_code == 2


def test_stored_articles_are_shown_and_explained_from_the_store(
    article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PODIUM_DATA_DIR", str(tmp_path / "var"))
    assert run("ingest", str(article)).exit_code == 0
    shown = run("show", "one")
    assert "stored reading" in shown.stdout
    assert "[c1 contract_until]" in shown.stdout.replace("\n", "")
    explained = run("explain", "one", "contract_until").stdout
    assert "c1 contract_until: 2032" in explained
    assert "until" in explained
