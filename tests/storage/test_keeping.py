"""Backups, exports, feeds, retention and the right to be forgotten."""

from __future__ import annotations

import csv
import json
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import duckdb
import feedparser
import pytest

from extractors.records import Fact, Mention, Quote, Reading
from storage import StorageProblem, Store, StoreDamaged, StoreTooNew, open_published, open_store
from storage.checks import failing_checks
from storage.keeping.backup import backup, restore, verify
from storage.keeping.export import export
from storage.keeping.feeds import feed_text, matching_articles
from storage.layout import Layout
from tests.storage.made import Clock, Runs, article, batch, page, read, span


def _everything(store: Store) -> dict[str, list[tuple[object, ...]]]:
    tables = [name for (name,) in store.sql("SELECT table_name FROM duckdb_tables() WHERE NOT internal")]
    return {table: sorted(store.sql(f"SELECT * FROM {table}"), key=repr) for table in tables}


@pytest.fixture
def filled(store: Store, runs: Runs, clock: Clock) -> Store:
    made = [
        article(1),
        article(2, "Südbank wirbt in Japan.", language="en"),
        article(3, "Sport & mehr <b>\x0b</b>."),
    ]
    captures = tuple((a.article_id, page(a, a.text.encode(), clock())) for a in made)
    runs.save(batch(*made, captures=captures))
    return store


# ---------------------------------------------------------------- backups


def test_a_backup_comes_back_with_every_row_and_capture(filled: Store, tmp_path: Path, clock: Clock) -> None:
    made = backup(filled, tmp_path / "backups")
    before = _everything(filled)
    assert (made.n_articles, made.n_capture_files) == (3, 1)
    other = tmp_path / "other"
    assert restore(other, made.path, clock()) is None
    with open_store(other, clock=clock) as restored:
        assert _everything(restored) == before
        capture = restored.sql("SELECT file FROM core_captures LIMIT 1")[0][0]
        assert (restored.layout.captures_dir / capture).is_file()
        restored.publish("UTC", clock())
    with open_published(other) as database:
        assert database.sql("SELECT count(*) FROM articles").fetchall() == [(3,)]


def test_restoring_over_a_store_is_asked_for_and_keeps_the_old_one(
    data_dir: Path, tmp_path: Path, clock: Clock
) -> None:
    with open_store(data_dir, clock=clock) as store:
        Runs(store, clock).save(batch(article(1)))
        made = backup(store, tmp_path / "backups")
    with open_store(data_dir, clock=clock) as store:
        store.begin_run("later", clock(), "manual", "made")
        store.save_batch("later", batch(article(2)))
    with pytest.raises(StorageProblem, match="--replace"):
        restore(data_dir, made.path, clock())
    aside = restore(data_dir, made.path, clock(), replace=True)
    with open_store(data_dir, clock=clock) as store:
        assert store.sql("SELECT count(*) FROM articles") == [(1,)]
    assert aside is not None
    with duckdb.connect(str(aside), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM core_articles").fetchall() == [(2,)]


@pytest.mark.parametrize("name", ["podium.duckdb", "captures"])
def test_a_spoilt_backup_is_told_and_nothing_is_touched(
    filled: Store, data_dir: Path, tmp_path: Path, clock: Clock, name: str
) -> None:
    made = backup(filled, tmp_path / "backups")
    victim = made.path / name
    if victim.is_dir():
        victim = next(victim.rglob("*.gz"))
    data = bytearray(victim.read_bytes())
    data[len(data) // 2] ^= 0xFF
    victim.write_bytes(data)
    with pytest.raises(StoreDamaged, match=victim.name):
        restore(tmp_path / "other", made.path, clock())
    assert not (tmp_path / "other").exists()
    victim.write_bytes(data[: len(data) // 2])
    with pytest.raises(StoreDamaged, match=victim.name):
        verify(made.path)
    with pytest.raises(StoreDamaged, match="no backup of Podium"):
        verify(tmp_path)


def test_a_backup_of_a_newer_podium_is_refused(filled: Store, tmp_path: Path, clock: Clock) -> None:
    filled.sql("INSERT INTO core_migrations VALUES ('9999_future.sql', 'x', now())")
    made = backup(filled, tmp_path / "backups")
    with pytest.raises(StoreTooNew):
        restore(tmp_path / "other", made.path, clock())


# ---------------------------------------------------------------- exports


@pytest.fixture
def data(filled: Store, data_dir: Path, clock: Clock) -> Path:
    filled.publish("Europe/Berlin", clock())
    return data_dir


def test_parquet_is_partitioned_and_whole(data: Path, tmp_path: Path) -> None:
    with open_published(data) as database:
        exported = export(database, tmp_path / "out", "parquet")
        expected = database.sql("SELECT article_id, text FROM articles ORDER BY 1").fetchall()
    assert {one.view: one.n_rows for one in exported}["articles"] == 3
    files = sorted(
        p.relative_to(tmp_path / "out").parts[:3] for p in (tmp_path / "out" / "articles").rglob("*.parquet")
    )
    assert ("articles", "part_language=de", "part_month=2026-02") in files
    back = duckdb.sql(
        f"SELECT article_id, text FROM '{tmp_path}/out/articles/**/*.parquet' ORDER BY 1"
    ).fetchall()
    assert back == expected


def test_csv_and_json_lines_have_iso_instants(data: Path, tmp_path: Path) -> None:
    with open_published(data) as database:
        export(database, tmp_path / "csv", "csv", ["articles"])
        export(database, tmp_path / "json", "jsonl", ["articles", "out_campaigns"])
        texts = {row[0]: row[1] for row in database.sql("SELECT article_id, text FROM articles").fetchall()}
    with (tmp_path / "csv" / "articles.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    lines = [
        json.loads(line)
        for line in (tmp_path / "json" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert {row["article_id"]: row["text"] for row in rows} == texts
    assert {line["article_id"]: line["text"] for line in lines} == texts
    assert lines[0]["published_at"] == rows[0]["published_at"] == "2026-02-02T08:00:00Z"
    campaign = json.loads(
        (tmp_path / "json" / "out_campaigns.jsonl").read_text(encoding="utf-8").splitlines()[0]
    )
    assert isinstance(campaign["brands"], list)


def test_an_export_never_overwrites_and_names_what_is_unknown(data: Path, tmp_path: Path) -> None:
    with open_published(data) as database:
        with pytest.raises(StorageProblem, match="exists already"):
            export(database, tmp_path, "csv")
        with pytest.raises(StorageProblem, match="no_such_view"):
            export(database, tmp_path / "x", "csv", ["no_such_view"])
        with pytest.raises(StorageProblem, match="unknown format"):
            export(database, tmp_path / "x", "xlsx")
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("file_format", ["rss", "atom"])
def test_feeds_are_read_by_a_feed_reader(data: Path, file_format: str) -> None:
    with open_published(data) as database:
        items = matching_articles(database, limit=10)
        text = feed_text(items, file_format, "Podium & Co", database.published_at)
    ElementTree.fromstring(text)
    parsed = feedparser.parse(text)
    assert not parsed.bozo
    assert [e.link for e in parsed.entries] == [i.url for i in items]
    days = [e.get("updated_parsed") or e.published_parsed for e in parsed.entries]
    assert [tuple(day)[:6] for day in days] == [i.at.timetuple()[:6] for i in items]


def test_a_json_feed_and_its_filters(data: Path) -> None:
    with open_published(data) as database:
        feed = json.loads(
            feed_text(matching_articles(database, query="Japan"), "json", "t", database.published_at)
        )
        assert [item["id"] for item in feed["items"]] == [article(2).article_id]
        assert len(matching_articles(database, brand="südbank")) == 1
        assert len(matching_articles(database, brand="nordbrause", language="de")) == 1
        assert len(matching_articles(database, language="en")) == 1
        with pytest.raises(StorageProblem, match="unknown feed format"):
            feed_text([], "xml", "t", database.published_at)


# ---------------------------------------------------------------- retention


def test_purge_removes_texts_and_captures_and_keeps_facts(filled: Store, runs: Runs, clock: Clock) -> None:
    facts = filled.sql("SELECT field, value, evidence FROM out_facts ORDER BY ALL")
    runs.save(batch(article(9, is_reference=True)))
    clock.move(days=10)
    runs.save(batch(article(8)))
    purged = filled.purge(clock() - timedelta(days=5))
    assert (purged.n_texts, purged.n_captures) == (3, 3)
    assert filled.sql("SELECT count(*), count(text) FROM articles") == [(5, 2)]
    assert filled.sql("SELECT count(*) FROM core_captures WHERE removed_at IS NULL") == [(0,)]
    assert set(facts) <= set(filled.sql("SELECT field, value, evidence FROM out_facts"))
    assert filled.sql("SELECT article_id FROM search('Japan')") == []
    assert failing_checks(filled.connection) == []
    assert filled.purge(clock() - timedelta(days=5)).n_texts == 0


def test_a_purged_article_that_comes_again_stays_purged(filled: Store, runs: Runs, clock: Clock) -> None:
    clock.move(days=10)
    filled.purge(clock())
    runs.save(batch(article(1)))
    assert filled.sql(
        "SELECT text, version_no FROM core_versions WHERE article_id = ?", [article(1).article_id]
    ) == [(None, 1)]
    runs.save(batch(article(1, "Nordbrause wirbt jetzt in Japan.")))
    assert filled.sql("SELECT diff FROM core_version_changes") == [(None,)]
    assert failing_checks(filled.connection) == []


def test_long_evidence_is_cut_when_its_text_goes(filled: Store, runs: Runs, clock: Clock) -> None:
    long = article(7, "Nordbrause " + "sagt sehr viel " * 60 + ".")
    extra = Fact("c1", "claim", "x", "stated", span(long.text, long.text), 0.5, None, "made")
    runs.save(batch(long, reader=lambda a: read(a, extra=[extra])))
    clock.move(days=1)
    filled.purge(clock())
    assert filled.sql("SELECT length(evidence) FROM out_facts WHERE field = 'claim'") == [(301,)]


# ---------------------------------------------------------------- forgetting

TEXT = "Nordbrause wirbt. „Wir bleiben“, sagt Max Müster. Müster geht. Eva Echt bleibt."


def _with_people(made: object) -> Reading:
    reading = read(made)  # type: ignore[arg-type]
    text = made.text  # type: ignore[attr-defined]
    people = (
        Mention(
            span(text, "Max Müster"), "person:max_muester", "Max Müster", "person", "name", "body", "made"
        ),
        Mention(
            span(text, "Müster geht"), "person:max_muester", "Max Müster", "person", "name", "body", "made"
        ),
        Mention(span(text, "Eva Echt"), "person:eva_echt", "Eva Echt", "person", "name", "body", "made"),
    )
    quotes = (Quote(span(text, "„Wir bleiben“"), "direct", "Max Müster", "person:max_muester", None, "sagt"),)
    fact = Fact(
        "c1",
        "spokespersons",
        json.dumps({"name": "Max Müster"}),
        "stated",
        span(text, "sagt"),
        0.9,
        None,
        "made",
    )
    return Reading(
        reading.article_id,
        "1",
        "k1",
        reading.mentions + people,
        reading.markets,
        (*reading.facts, fact),
        quotes,
    )


@pytest.mark.parametrize(
    "spelling", ["Max Müster", "max muester", "MAX  MÜSTER", "Müster, Max", "Herr Dr. Max Müster"]
)
def test_a_forgotten_person_is_gone_and_stays_gone(store: Store, runs: Runs, spelling: str) -> None:
    from dataclasses import replace

    made = replace(article(1, TEXT), authors=("Max Müster", "Eva Echt"))
    runs.save(batch(made, reader=_with_people))
    removed = store.forget(spelling, "case 7")
    assert (removed.n_mentions, removed.n_quotes, removed.n_facts, removed.n_bylines) == (2, 1, 1, 1)
    again = replace(article(1, TEXT + " Neu."), authors=("Max Müster",))
    runs.save(batch(again, reader=_with_people))
    assert store.sql("SELECT DISTINCT entity FROM core_mentions WHERE entity_type = 'person'") == [
        ("Eva Echt",)
    ]
    assert store.sql("SELECT count(*) FROM core_quotes") == [(0,)]
    assert store.sql("SELECT count(*) FROM core_facts WHERE field = 'spokespersons'") == [(0,)]
    assert store.sql("SELECT authors FROM core_versions ORDER BY version_no") == [(["Eva Echt"],), ([],)]
    assert store.sql("SELECT count(*) FROM core_facts WHERE field = 'brand'") != [(0,)]
    stored = [column for table in _everything(store)["core_forgotten"] for column in table]
    assert not any("uster" in str(value) or "üster" in str(value) for value in stored)
    assert failing_checks(store.connection) == []


def test_a_misspelt_name_is_told_with_those_like_it(store: Store, runs: Runs) -> None:
    runs.save(batch(article(1, TEXT), reader=_with_people))
    assert store.forget("Maks Müster").is_nothing
    assert store.names_like("Maks Müster") == ["Max Müster"]


def test_forgetting_somebody_unknown_still_keeps_them_out(store: Store, runs: Runs) -> None:
    assert store.forget("Max Müster").is_nothing
    runs.save(batch(article(1, TEXT), reader=_with_people))
    assert store.sql("SELECT count(*) FROM core_quotes") == [(0,)]


def test_the_folder_is_laid_out_as_promised(filled: Store, data_dir: Path) -> None:
    layout = Layout.of(data_dir)
    assert layout.database.is_file()
    assert layout.captures_dir.is_dir()
