"""The commands as scripts use them: stdout is the answer, stderr the rest, exit codes 0, 1 and 2."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, SampleRun, run_podium

ISO_UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def test_sql_json_is_one_array_with_instants_in_utc(sample_run: SampleRun) -> None:
    done = run_podium(
        "sql",
        "--json",
        "SELECT article_id, first_seen_at, relevant, relevance FROM new_today",
        data_dir=sample_run.data_dir,
    )
    rows = json.loads(done.stdout)
    assert done.returncode == 0
    assert len(rows) >= 20
    assert all(ISO_UTC.fullmatch(row["first_seen_at"]) for row in rows)
    assert all(isinstance(row["relevant"], bool) for row in rows)


def test_sql_csv_has_a_header_and_the_same_rows(sample_run: SampleRun) -> None:
    done = run_podium("sql", "--csv", "SELECT title, url FROM articles", data_dir=sample_run.data_dir)
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert set(rows[0]) == {"title", "url"}
    assert len(rows) >= 22


def test_a_mistake_in_sql_is_bad_input(sample_run: SampleRun) -> None:
    done = run_podium("sql", "SELECT nonsense FROM articles", data_dir=sample_run.data_dir)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "nonsense" in done.stderr


def test_statements_can_come_through_a_pipe(sample_run: SampleRun) -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("podium")), "sql"],
        input="SELECT count(*) AS n FROM articles;\n",
        env={"PODIUM_DATA_DIR": str(sample_run.data_dir), "PATH": "", "COLUMNS": "80"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert "n" in done.stdout


def test_nothing_typed_in_sql_changes_the_store(sample_run: SampleRun) -> None:
    before = run_podium(
        "sql", "--json", "SELECT count(*) AS n FROM articles", data_dir=sample_run.data_dir
    ).stdout
    done = run_podium("sql", "DELETE FROM core_articles", data_dir=sample_run.data_dir)
    assert done.returncode == 2
    assert (
        run_podium("sql", "--json", "SELECT count(*) AS n FROM articles", data_dir=sample_run.data_dir).stdout
        == before
    )


def test_path_prints_one_absolute_path_that_duckdb_opens(sample_run: SampleRun) -> None:
    done = run_podium("path", data_dir=sample_run.data_dir)
    (line,) = done.stdout.splitlines()
    assert Path(line).is_absolute()
    code = "import sys, duckdb; print(duckdb.connect(sys.argv[1], read_only=True).sql('FROM articles').fetchall()[0][0])"
    opened = subprocess.run([sys.executable, "-c", code, line], capture_output=True, text=True, timeout=60)
    assert opened.returncode == 0, opened.stderr


@pytest.mark.parametrize("command", [["sql", "FROM new_today"], ["path"], ["status"]])
def test_without_a_run_the_commands_say_what_to_do(command: list[str], tmp_path: Path) -> None:
    done = run_podium(*command, data_dir=tmp_path / "empty")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "podium run" in done.stderr


def test_status_tells_in_json(sample_run: SampleRun) -> None:
    values = json.loads(run_podium("status", "--json", data_dir=sample_run.data_dir).stdout)
    assert values["articles"] >= 20
    assert values["reference_documents"] == 2
    assert len(values["runs"]) == 2


def test_config_names_origins_and_masks_secrets(tmp_path: Path) -> None:
    done = run_podium("config", "--json", data_dir=tmp_path, env={"PODIUM_PREFECT_API_KEY": "hunter2"})
    values = json.loads(done.stdout)
    assert values["data_dir"] == {"value": str(tmp_path), "origin": "PODIUM_DATA_DIR"}
    assert values["prefect_api_key"]["origin"] == "PODIUM_PREFECT_API_KEY"
    assert "hunter2" not in done.stdout + done.stderr


def test_an_unknown_setting_is_bad_input(tmp_path: Path) -> None:
    done = run_podium("config", data_dir=tmp_path, env={"PODIUM_BATCHSIZE": "3"})
    assert done.returncode == 2
    assert "batch_size" in done.stderr


def test_doctor_finds_a_healthy_sample(sample_run: SampleRun) -> None:
    done = run_podium("doctor", data_dir=sample_run.data_dir)
    assert done.returncode == 0, done.stdout
    assert "reference corpus" in done.stdout


def test_sources_check_reports_each_source_of_the_sample(tmp_path: Path) -> None:
    done = run_podium("sources", "check", "--sample", "--json", data_dir=tmp_path)
    results = {row["source_id"]: row["outcome"] for row in json.loads(done.stdout)}
    assert done.returncode == 1
    assert results["spielfeld_rss"] == "ok"
    assert results["stadionanzeiger_rss"] == "failed"


def test_the_shipped_list_is_long_and_in_many_languages(tmp_path: Path) -> None:
    rows = json.loads(run_podium("sources", "list", "--json", data_dir=tmp_path).stdout)
    enabled = [row for row in rows if row["enabled"]]
    assert len(enabled) >= 30
    assert len({row["language"] for row in enabled}) >= 6
    assert all(row["seen_at"] and row["verified"] for row in rows)


def test_a_bad_source_list_names_the_mistake_and_the_rest_runs(tmp_path: Path) -> None:
    folder = tmp_path / "lists"
    folder.mkdir()
    (folder / "bad.toml").write_text('[x]\noutlet = "X"\nurl = "ftp://x.example/feed"\n', encoding="utf-8")
    (folder / "broken.toml").write_text("[y\n", encoding="utf-8")
    done = run_podium("run", "--sources", str(folder), data_dir=tmp_path / "var")
    assert done.returncode == 2
    assert "bad.toml" in done.stderr
    assert "broken.toml" in done.stderr
    assert "no enabled source" in done.stderr


def test_the_web_is_not_asked_without_a_contact(tmp_path: Path) -> None:
    done = run_podium("run", data_dir=tmp_path)
    assert done.returncode == 2
    assert "PODIUM_USER_AGENT_CONTACT" in done.stderr


@pytest.mark.parametrize("command", ["sql", "path", "config", "status", "read", "ingest"])
def test_light_commands_import_no_prefect(command: str) -> None:
    code = (
        "import sys\nfrom flows.cli import build_app\nbuild_app()\n"
        "assert 'prefect' not in sys.modules and 'trafilatura' not in sys.modules, 'too much is imported'\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    shown = run_podium(command, "--help", data_dir=Path("unused"))
    assert shown.returncode == 0
    assert "Usage" in shown.stdout


@pytest.mark.parametrize(
    "command", [["run", "--sample", "--sources", "x"], ["nonsense"], ["sql", "--json", "--csv", "x"]]
)
def test_bad_usage_ends_with_two(command: list[str], tmp_path: Path) -> None:
    assert run_podium(*command, data_dir=tmp_path).returncode == 2
