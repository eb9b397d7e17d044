"""The commands of the store as scripts use them, on the sample press."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.conftest import run_podium

pytestmark = pytest.mark.prefect


def test_check_finds_nothing(sample_copy: Path) -> None:
    done = run_podium("check", "--json", data_dir=sample_copy)
    assert (done.returncode, json.loads(done.stdout)) == (0, [])


def test_check_tells_a_damaged_capture(sample_copy: Path) -> None:
    path = next((sample_copy / "captures").rglob("*.gz"))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    done = run_podium("check", data_dir=sample_copy)
    assert done.returncode == 1
    assert path.name in done.stdout


def test_search_is_ranked_and_marks_the_hit(sample_data_dir: Path) -> None:
    done = run_podium("search", "Kampagne Sponsor", "--lang", "de", "--json", data_dir=sample_data_dir)
    hits = json.loads(done.stdout)
    assert done.returncode == 0
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)
    assert all("[" in hit["snippet"] for hit in hits)
    later = run_podium(
        "search",
        "Kampagne Sponsor",
        "--lang",
        "de",
        "--since",
        "2020-01-01",
        "--until",
        "2026-01-01",
        "--json",
        data_dir=sample_data_dir,
    )
    assert 0 < len(json.loads(later.stdout)) < len(hits)


def test_search_without_a_result_is_a_failure_and_a_bad_date_bad_input(sample_data_dir: Path) -> None:
    nothing = run_podium("search", "xyzunbekannt", "--json", data_dir=sample_data_dir)
    assert (nothing.returncode, json.loads(nothing.stdout)) == (1, [])
    assert run_podium("search", "Kampagne", "--since", "gestern", data_dir=sample_data_dir).returncode == 2


def test_search_falls_back_to_the_most_words(sample_data_dir: Path) -> None:
    done = run_podium("search", "Kampagne xyzunbekannt", data_dir=sample_data_dir)
    assert done.returncode == 0
    assert "no article has all the words" in done.stderr


def test_history_tells_an_article(sample_data_dir: Path) -> None:
    rows = json.loads(
        run_podium(
            "sql", "--json", "SELECT article_id, url FROM articles LIMIT 1", data_dir=sample_data_dir
        ).stdout
    )
    for key in rows[0].values():
        found = json.loads(run_podium("history", key, "--json", data_dir=sample_data_dir).stdout)
        assert [version["version_no"] for version in found["versions"]] == [1]
    assert run_podium("history", "a0000000000000000", data_dir=sample_data_dir).returncode == 2


def test_exports_and_feeds(sample_data_dir: Path, tmp_path: Path) -> None:
    done = run_podium(
        "export", str(tmp_path / "out"), "--format", "csv", "--view", "articles", data_dir=sample_data_dir
    )
    assert done.returncode == 0
    assert (tmp_path / "out" / "articles.csv").is_file()
    assert run_podium("export", str(tmp_path / "out"), data_dir=sample_data_dir).returncode == 2
    assert run_podium("export", "-", "--format", "xlsx", data_dir=sample_data_dir).returncode == 2
    feed = run_podium("export", "-", "--format", "atom", "--brand", "Visa", data_dir=sample_data_dir)
    entries = ElementTree.fromstring(feed.stdout).findall("{http://www.w3.org/2005/Atom}entry")
    assert entries


def test_backup_and_restore(sample_copy: Path, tmp_path: Path) -> None:
    made = run_podium("backup", str(tmp_path / "backups"), data_dir=sample_copy)
    folder = made.stdout.strip()
    assert made.returncode == 0
    assert run_podium("restore", folder, data_dir=sample_copy).returncode == 1
    before = run_podium(
        "sql", "--csv", "SELECT article_id FROM articles ORDER BY 1", data_dir=sample_copy
    ).stdout
    other = tmp_path / "other"
    assert run_podium("restore", folder, data_dir=other).returncode == 0
    assert (
        run_podium("sql", "--csv", "SELECT article_id FROM articles ORDER BY 1", data_dir=other).stdout
        == before
    )
    assert run_podium("restore", str(tmp_path / "nothing"), data_dir=other).returncode == 2


def test_a_reread_right_after_the_run_changes_nothing(sample_copy: Path) -> None:
    done = run_podium("reread", data_dir=sample_copy)
    assert done.returncode == 0
    assert "0 articles read again" in done.stderr
    # As if other extractors had read everything: now all is read again from the captured pages.
    from storage import open_store

    with open_store(sample_copy) as store:
        store.sql("UPDATE core_readings SET confirmed_extractor_version = 'older'")
    done = run_podium("reread", data_dir=sample_copy)
    assert "nothing changes" in done.stdout
    assert not re.search(r"\b0 articles read again", done.stderr)


def test_a_reread_is_reported_then_accepted(sample_copy: Path) -> None:
    from storage import open_store

    with open_store(sample_copy) as store:
        store.sql("UPDATE core_readings SET confirmed_extractor_version = 'older', content_sha256 = 'other'")
        store.sql("UPDATE core_facts SET value = '99' WHERE field = 'contract_years' AND value <> ''")
    staged = run_podium("reread", "--from-text", data_dir=sample_copy)
    run_id = re.search(r"--accept (\S+)", staged.stdout)
    assert run_id
    assert re.search(r"contract_years\W+\d+\W+\d+\W+[1-9]", staged.stdout)
    old = json.loads(
        run_podium(
            "sql", "--json", "SELECT count(*) AS n FROM out_facts WHERE value = '99'", data_dir=sample_copy
        ).stdout
    )
    assert run_podium("reread", "--accept", "no-such-run", data_dir=sample_copy).returncode == 2
    accepted = run_podium("reread", "--accept", run_id[1], data_dir=sample_copy)
    assert accepted.returncode == 0
    new = json.loads(
        run_podium(
            "sql", "--json", "SELECT count(*) AS n FROM out_facts WHERE value = '99'", data_dir=sample_copy
        ).stdout
    )
    assert new[0]["n"] == 0
    assert old[0]["n"] == 0  # nothing had been published in between
    assert run_podium("check", data_dir=sample_copy).returncode == 0


def test_purge_and_forget(sample_copy: Path) -> None:
    assert run_podium("purge", "--older-than", "soon", data_dir=sample_copy).returncode == 2
    kept = run_podium("purge", "--older-than", "10y", data_dir=sample_copy)
    assert "removed 0 texts" in kept.stdout
    speaker = json.loads(
        run_podium(
            "sql",
            "--json",
            "SELECT speaker FROM out_speakers WHERE speaker LIKE '% %' LIMIT 1",
            data_dir=sample_copy,
        ).stdout
    )[0]["speaker"]
    assert run_podium("forget", speaker.split()[0], data_dir=sample_copy).returncode == 2
    assert run_podium("forget", speaker, data_dir=sample_copy).returncode == 0
    rows = run_podium("sql", "--json", "SELECT speaker FROM out_speakers", data_dir=sample_copy)
    assert speaker not in [row["speaker"] for row in json.loads(rows.stdout)]
    assert len(list((sample_copy / "published").glob("podium-*.duckdb"))) == 1


def test_publish_prints_the_new_path(sample_copy: Path) -> None:
    done = run_podium("publish", data_dir=sample_copy)
    assert Path(done.stdout.strip()).is_file()
    assert run_podium("path", data_dir=sample_copy).stdout == done.stdout
