"""Documents from disk take the reading path of the web."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from config.settings import load_settings
from flows.ingest import ingest
from storage import open_published
from tests.conftest import run_podium

GERMAN = """+++
id = "clip-7"
url = "https://fachblatt.example/visa-start"
outlet = "Fachblatt"
title = "Visa startet Olympia-Kampagne"
published = "2024-05-02"
language = "de"
+++
Visa startet Olympia-Kampagne

Der Kreditkartenanbieter Visa wirbt als Olympia-Sponsor mit einer neuen Kampagne in Deutschland und Frankreich.
Die Werbung läuft ab 6. Mai im Fernsehen.
"""
HTML = """<html lang="en"><head><title>Toyota opens its Olympic campaign</title></head><body><article>
<h1>Toyota opens its Olympic campaign</h1>
<p>The Olympic sponsor Toyota has opened a campaign for the Paris Games. It runs on billboards across Europe and was
made by an agency from London that has worked for the company for years.</p>
<p>More films will follow in the weeks before the opening ceremony, a spokeswoman said on Tuesday afternoon.</p>
</article></body></html>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    clips = tmp_path / "clips"
    (clips / "deep" / "er").mkdir(parents=True)
    (clips / "one.md").write_text(GERMAN, encoding="utf-8")
    (clips / "deep" / "two.html").write_text(HTML, encoding="utf-8")
    (clips / "deep" / "er" / "three.txt").write_text(
        "A plain note about nothing in particular.\n", encoding="utf-8"
    )
    (clips / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    return clips


def test_documents_are_stored_with_what_their_head_says(folder: Path) -> None:
    settings = load_settings().settings
    result = ingest([folder], settings)
    assert result.tally.dispositions["stored"] == 3
    with open_published(settings.data_dir) as database:
        rows = database.sql(
            "SELECT source_id, url, outlet, title, language, relevant, text FROM articles WHERE NOT is_reference ORDER BY source_id"
        ).fetchall()
        references = database.sql("SELECT count(*) FROM articles WHERE is_reference").fetchall()
    assert references == [(2,)]
    by_id = {row[0]: row for row in rows}
    assert set(by_id) == {"clip-7", "two", "three"}
    head = by_id["clip-7"]
    assert head[1:6] == (
        "https://fachblatt.example/visa-start",
        "Fachblatt",
        "Visa startet Olympia-Kampagne",
        "de",
        True,
    )
    assert head[6] == GERMAN.split("+++\n", 2)[2]
    assert by_id["two"][4] == "en"
    assert "Toyota" in by_id["two"][6]


def test_the_same_documents_again_are_unchanged(folder: Path) -> None:
    settings = load_settings().settings
    ingest([folder], settings)
    again = ingest([folder], settings)
    assert again.tally.dispositions == {"unchanged": 3}


def test_a_changed_document_becomes_a_new_version(folder: Path) -> None:
    settings = load_settings().settings
    ingest([folder], settings)
    (folder / "one.md").write_text(GERMAN + "\nEine Korrektur steht jetzt hier.\n", encoding="utf-8")
    again = ingest([folder], settings)
    assert again.tally.dispositions["stored"] == 1
    with open_published(settings.data_dir) as database:
        rows = database.sql("SELECT version_no FROM core_articles WHERE source_id = 'clip-7'").fetchall()
    assert rows == [(2,)]


@pytest.mark.parametrize(
    ("name", "content", "reason", "told"),
    [
        ("empty.md", b"+++\nid = 'x'\n+++\n", "no_text", "no text"),
        ("head.md", b"+++\nid = \n+++\ntext", "front_matter", "TOML"),
        ("open.md", b"+++\nid = 'x'\ntext without end", "front_matter", "never closed"),
        ("lang.md", b"+++\nlanguage = 'deutsch'\n+++\ntext text", "front_matter", "language"),
        ("url.md", b"+++\nurl = 'ftp://x.example/a'\n+++\ntext text", "front_matter", "http"),
        ("binary.txt", b"abc\x00def", "binary_file", "no text"),
        ("bare.html", b"<html><body><img src=x></body></html>", "no_text", "body"),
    ],
)
def test_a_bad_document_is_named_and_the_rest_goes_on(
    folder: Path, name: str, content: bytes, reason: str, told: str
) -> None:
    (folder / name).write_bytes(content)
    result = ingest([folder], load_settings().settings)
    assert result.tally.dispositions == {"stored": 3, "rejected": 1}
    (failure,) = result.tally.failures
    assert failure.reason == reason
    assert name in failure.entry.entry_key
    assert told in (failure.detail or "")


def test_a_huge_document_is_named_with_the_setting(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (folder / "huge.html").open("wb") as file:
        file.truncate(50_000_000)
    result = ingest([folder], load_settings().settings)
    (failure,) = result.tally.failures
    assert failure.reason == "too_large"
    assert "max_body_bytes" in (failure.detail or "")


@pytest.mark.parametrize(
    ("day", "reason"), [("2099-01-01", "future"), ("1700-05-05", "too_old"), ("gestern", "unreadable")]
)
def test_an_absurd_date_is_set_aside_with_its_reason(tmp_path: Path, day: str, reason: str) -> None:
    file = tmp_path / "a.md"
    file.write_text(f'+++\npublished = "{day}"\n+++\nEin kurzer Text über eine Sache.\n', encoding="utf-8")
    settings = load_settings().settings
    ingest([file], settings)
    with open_published(settings.data_dir) as database:
        rows = database.sql(
            "SELECT a.published_at, d.set_aside FROM articles AS a JOIN core_datings AS d USING (article_id)"
        ).fetchall()
    assert rows == [(None, reason)]


def test_the_command_answers_with_counts_and_codes(folder: Path, tmp_path: Path) -> None:
    done = run_podium("ingest", str(folder), "--json", data_dir=tmp_path / "data")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["stored"] == 3
    missing = run_podium("ingest", str(tmp_path / "nowhere"), data_dir=tmp_path / "data")
    assert missing.returncode == 2
    assert "nowhere" in missing.stderr
