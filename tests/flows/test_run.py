"""The main job on the sample press, through the installed command and a real Prefect."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import time
from pathlib import Path

import pytest

from storage import open_published, open_store
from storage.migrate import scripts
from tests.conftest import PODIUM, ROOT, SampleRun, run_podium

pytestmark = pytest.mark.prefect


def _rows(data_dir: Path, query: str) -> list[tuple[object, ...]]:
    with open_published(data_dir) as database:
        return database.sql(query).fetchall()


def test_the_first_run_stores_articles_in_six_languages(sample_run: SampleRun) -> None:
    values = json.loads(sample_run.first.stdout)
    assert values["stored"] >= 20
    assert {article["language"] for article in values["articles"]} >= {"de", "en", "fr", "es", "it", "ja"}
    assert sum(article["relevant"] for article in values["articles"]) >= 20
    assert len({sponsor for article in values["articles"] for sponsor in article["sponsors"]}) >= 5


def test_the_down_outlet_and_the_broken_feed_are_listed(sample_run: SampleRun) -> None:
    values = json.loads(sample_run.first.stdout)
    failed = {
        source["source_id"]: source["reason"]
        for source in values["source_outcomes"]
        if source["outcome"] == "failed"
    }
    assert failed == {"stadionanzeiger_rss": "http_server_error", "kampagnenkurier_rss": "feed_unreadable"}


def test_the_second_run_stores_nothing_and_says_so(sample_run: SampleRun) -> None:
    assert "0 new" in sample_run.second.stdout
    assert "s of work" in sample_run.second.stdout
    assert "Prefect's own start" in sample_run.second.stdout
    runs = _rows(
        sample_run.data_dir, "SELECT status, summary ->> '$.stored' FROM core_runs ORDER BY started_at"
    )
    assert [status for status, _ in runs] == ["completed", "completed"]
    assert runs[1][1] == "0"


def test_both_reference_documents_are_there_and_named(sample_run: SampleRun) -> None:
    kinds = "originals" if (ROOT.parent / "shared" / "reference").is_dir() else "embedded retellings"
    assert f"2 {kinds}" in sample_run.second.stdout
    rows = _rows(
        sample_run.data_dir, "SELECT source_id, relevant FROM articles WHERE is_reference ORDER BY source_id"
    )
    assert rows == [("000_716b82c2e6bc7c6d", True), ("001_8a5b39e761661aad", True)]


def test_every_entry_of_every_feed_has_exactly_one_disposition(sample_run: SampleRun) -> None:
    checks = scripts("checks")
    assert checks
    for check in checks:
        assert _rows(sample_run.data_dir, check.sql) == [], check.name
    doubles = _rows(
        sample_run.data_dir,
        "SELECT entry_key FROM core_dispositions GROUP BY run_id, source_id, entry_key HAVING count(*) > 1",
    )
    assert doubles == []


def test_every_relevance_has_its_reasons(sample_run: SampleRun) -> None:
    bare = _rows(
        sample_run.data_dir,
        """SELECT a.title FROM articles AS a WHERE a.relevant AND NOT EXISTS
           (SELECT 1 FROM core_relevance_reasons AS r JOIN core_readings AS g USING (reading_id)
            WHERE g.article_id = a.article_id)""",
    )
    assert bare == []


def test_off_topic_articles_are_kept_and_marked(sample_run: SampleRun) -> None:
    rows = _rows(sample_run.data_dir, "SELECT title FROM articles WHERE NOT relevant AND NOT is_reference")
    assert len(rows) >= 5


def test_prefect_keeps_the_summary_as_artifacts(sample_run: SampleRun) -> None:
    import sqlite3

    with sqlite3.connect(sample_run.data_dir / "prefect" / "prefect.db") as database:
        keys = {key for (key,) in database.execute("SELECT DISTINCT key FROM artifact")}
    assert keys >= {"podium-run", "podium-sources", "podium-new-articles", "podium-failures"}


def test_a_run_that_meets_another_says_who_holds_the_store(tmp_path: Path) -> None:
    data_dir = tmp_path / "var"
    with open_store(data_dir, purpose="a test"):
        done = run_podium("run", "--sample", data_dir=data_dir)
    assert done.returncode == 1
    assert "a test" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_published_database_answers_while_a_run_goes_on(sample_copy: Path) -> None:
    with open_store(sample_copy, purpose="a long run"):
        done = run_podium("sql", "--json", "FROM new_today", data_dir=sample_copy)
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)) >= 20


def test_a_schedule_fires_and_its_run_completes(tmp_path: Path) -> None:
    """`podium serve` itself, with a server of its own: an ephemeral one would never fire."""
    import os

    data_dir = tmp_path / "var"
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("PODIUM_", "PREFECT_"))
    }
    environment |= {"PODIUM_DATA_DIR": str(data_dir), "PODIUM_SCHEDULE_CRON": "* * * * *"}
    log = tmp_path / "serve.log"
    with log.open("w") as output:
        serve = subprocess.Popen(
            [str(PODIUM), "serve", "--sample"], env=environment, cwd=ROOT, stdout=output, stderr=output
        )
    try:
        deadline = time.monotonic() + 240
        found: list[tuple[object, ...]] = []
        while time.monotonic() < deadline and not found:
            assert serve.poll() is None, log.read_text()
            time.sleep(1)
            if (data_dir / "published" / "current.json").is_file():
                found = _rows(
                    data_dir,
                    "SELECT kind, status, summary ->> '$.stored' FROM core_runs WHERE status = 'completed'",
                )
        assert found, log.read_text()
        assert found[0][:2] == ("scheduled", "completed")
        assert int(str(found[0][2])) >= 20
    finally:
        serve.terminate()
        ended = serve.wait(120)
    assert ended == 0, log.read_text()
    left = _rows(data_dir, "SELECT run_id FROM core_runs WHERE status = 'running'")
    assert left == []  # also the next minute's run, if it had begun, has ended in order
    address = re.search(r"Prefect: http://127\.0\.0\.1:(\d+)/api", log.read_text())
    assert address, log.read_text()
    with socket.socket() as probe:  # its own server went with it
        assert probe.connect_ex(("127.0.0.1", int(address.group(1)))) != 0
