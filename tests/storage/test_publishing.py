"""Published versions: names never reused, nobody can block a run or be blocked by one, nobody's changes spread."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from storage import (
    NothingPublished,
    Store,
    StoreDamaged,
    StoreNotWritable,
    open_published,
    open_store,
    published_path,
)
from storage import publish as publishing
from storage.holders import holders
from storage.layout import Layout
from tests.storage.made import Clock, Runs, article, batch

HOLD = """
import duckdb, sys, time
connection = duckdb.connect(sys.argv[1], read_only=sys.argv[2] == "read")
if sys.argv[2] == "write":
    connection.execute("CREATE TABLE foreign_rows AS SELECT 1 AS n")
    connection.execute("UPDATE core_articles SET outlet = 'FOREIGN'")
print("holding", flush=True)
sys.stdin.readline()
if sys.argv[3] == "kill":
    import os, signal
    os.kill(os.getpid(), signal.SIGKILL)
connection.close()
"""


@contextmanager
def foreign(path: Path, mode: str, end: str = "close") -> Iterator[None]:
    """Another process that holds a database file, ``read`` or ``write``."""
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(HOLD), str(path), mode, end],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdin is not None
    try:
        assert process.stdout.readline() == "holding\n"
        yield
    finally:
        process.stdin.write("\n")
        process.stdin.close()
        process.wait(timeout=30)
        process.stdout.close()


def outlets(database: object) -> list[tuple[str]]:
    return database.sql("SELECT DISTINCT outlet FROM articles").fetchall()  # type: ignore[attr-defined,no-any-return]


def n_articles(data_dir: Path) -> int:
    with open_published(data_dir) as database:
        return int(database.sql("SELECT count(*) FROM articles").fetchall()[0][0])


@pytest.fixture
def published(store: Store, runs: Runs, clock: Clock) -> Store:
    runs.save(batch(article(1)))
    store.publish("Europe/Berlin", clock())
    return store


def test_nothing_published_yet_is_said_plainly(data_dir: Path) -> None:
    with pytest.raises(NothingPublished, match="podium run"):
        open_published(data_dir)
    with pytest.raises(NothingPublished):
        published_path(data_dir)


def test_readers_see_the_published_state_while_a_run_writes(
    published: Store, runs: Runs, data_dir: Path, clock: Clock
) -> None:
    with open_published(data_dir) as database:
        published.begin_run("x", clock(), "manual", "made")
        published.save_batch("x", batch(article(2)))
        assert database.sql("SELECT count(*) FROM articles").fetchall() == [(1,)]
        assert n_articles(data_dir) == 1
        published.finish_run("x", clock(), "completed", {})
        published.publish("Europe/Berlin", clock())
        assert database.sql("SELECT count(*) FROM articles").fetchall() == [(1,)]
        assert database.refresh().sql("SELECT count(*) FROM articles").fetchall() == [(2,)]
        version = database.version
        assert database.refresh().version == version


@pytest.mark.parametrize("mode", ["read", "write"])
def test_a_foreign_holder_stops_neither_runs_nor_readers(
    published: Store, runs: Runs, data_dir: Path, clock: Clock, mode: str
) -> None:
    with foreign(published_path(data_dir), mode):
        assert n_articles(data_dir) == 1
        runs.save(batch(article(2)))
        published.publish("Europe/Berlin", clock())
        with open_published(data_dir) as database:
            assert outlets(database) == [("Blatt",)]
            assert database.sql("SELECT count(*) FROM articles").fetchall() == [(2,)]
        assert published.sql("SELECT DISTINCT outlet FROM core_articles") == [("Blatt",)]


@pytest.mark.parametrize("end", ["close", "kill"])
def test_foreign_changes_are_never_seen(
    published: Store, runs: Runs, data_dir: Path, clock: Clock, end: str
) -> None:
    first = published_path(data_dir)
    with foreign(first, "write", end):
        # Whoever asks now gets a copy of their own, and can write to it as well.
        second = published_path(data_dir)
        assert second != first
        with duckdb.connect(str(second), read_only=True) as connection:
            assert connection.execute("SELECT DISTINCT outlet FROM articles").fetchall() == [("Blatt",)]
        assert published_path(data_dir) == second
    assert published_path(data_dir) == second
    with open_published(data_dir) as database:
        assert outlets(database) == [("Blatt",)]
    runs.save(batch(article(2)))
    published.publish("Europe/Berlin", clock())
    third = published_path(data_dir)
    with duckdb.connect(str(third), read_only=True) as connection:
        assert connection.execute("SELECT DISTINCT outlet FROM articles").fetchall() == [("Blatt",)]
        tables = connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        assert ("foreign_rows",) not in tables


def test_versions_are_never_reused_and_old_ones_go(published: Store, data_dir: Path, clock: Clock) -> None:
    seen = {published_path(data_dir)}
    for _ in range(6):
        path = published.publish("Europe/Berlin", clock(), keep_versions=3).path
        assert path not in seen
        seen.add(path)
    folder = Layout.of(data_dir).published_dir
    assert sorted(p.name for p in folder.glob("*.duckdb")) == [f"podium-{n:06d}.duckdb" for n in (5, 6, 7)]
    assert len(list((folder / "sealed").glob("*.duckdb"))) == 1
    assert list(folder.rglob("*.part")) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who holds a file")
def test_a_version_somebody_holds_stays_but_not_for_ever(
    published: Store, data_dir: Path, clock: Clock
) -> None:
    path = published_path(data_dir)
    with foreign(path, "read"):
        assert [h.writes for h in holders(path)] == [False]
        for _ in range(4):
            published.publish("Europe/Berlin", clock(), keep_versions=2)
        assert path.exists()
        for _ in range(4):
            published.publish("Europe/Berlin", clock(), keep_versions=2)
        assert not path.exists()
    assert holders(path) == ()


def test_a_log_left_by_a_foreign_writer_goes_with_its_version(
    published: Store, data_dir: Path, clock: Clock
) -> None:
    path = published_path(data_dir)
    with foreign(path, "write", "kill"):
        pass
    wal = path.with_name(path.name + ".wal")
    assert wal.exists()
    for _ in range(4):
        published.publish("Europe/Berlin", clock())
    assert not wal.exists()


def test_the_version_goes_on_after_the_database_was_restored(
    published: Store, runs: Runs, data_dir: Path, clock: Clock
) -> None:
    published.publish("Europe/Berlin", clock())
    published.connection.execute("DELETE FROM core_publications")
    assert published.publish("Europe/Berlin", clock()).version == 3


def test_a_full_disk_leaves_the_version_before(
    published: Store, data_dir: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(publishing, "copy_durably", full)
    with pytest.raises(StoreNotWritable, match=r"no space left.*stays current"):
        published.publish("Europe/Berlin", clock())
    monkeypatch.undo()
    assert n_articles(data_dir) == 1
    assert published.publish("Europe/Berlin", clock()).version == 3


def test_a_truncated_copy_is_passed_over_and_told_when_there_is_no_other(
    published: Store, data_dir: Path, clock: Clock
) -> None:
    with open_published(data_dir) as database:
        sealed = database.file
    os.truncate(sealed, 20_000)
    assert n_articles(data_dir) == 1
    os.truncate(published_path(data_dir), 20_000)
    with pytest.raises(StoreDamaged, match="podium publish"):
        open_published(data_dir)
    published.publish("Europe/Berlin", clock())
    assert n_articles(data_dir) == 1


def test_a_copied_data_folder_reads_on_and_still_notices_who_wrote(
    published: Store, data_dir: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copied"
    shutil.copytree(data_dir, copy, copy_function=shutil.copyfile, ignore=lambda *_: ["writer.lock"])
    assert n_articles(copy) == 1
    with duckdb.connect(str(published_path(copy))) as foreign:
        foreign.execute("UPDATE core_articles SET outlet = 'foreign'")
    assert n_articles(copy) == 1
    with open_published(copy) as database:
        assert database.sql("SELECT count(*) FROM articles WHERE outlet = 'foreign'").fetchall() == [(0,)]
    with duckdb.connect(str(published_path(copy)), read_only=True) as other:
        assert other.execute("SELECT count(*) FROM articles WHERE outlet = 'foreign'").fetchall() == [(0,)]


def test_a_broken_pointer_is_told_and_mended(published: Store, data_dir: Path, clock: Clock) -> None:
    pointer = Layout.of(data_dir).pointer
    pointer.write_text("{")
    with pytest.raises(StoreDamaged, match=r"current.json.*podium publish"):
        open_published(data_dir)
    published.publish("Europe/Berlin", clock())
    assert json.loads(pointer.read_text())["version"] == 2
    assert n_articles(data_dir) == 1


def test_a_truncated_working_database_is_told_with_the_remedy(data_dir: Path) -> None:
    with open_store(data_dir):
        pass
    database = Layout.of(data_dir).database
    os.truncate(database, 5000)
    with pytest.raises(StoreDamaged, match="podium restore"), open_store(data_dir):
        pass


def test_a_foreign_holder_of_the_working_database_is_named(data_dir: Path) -> None:
    with open_store(data_dir):
        pass
    with (
        foreign(Layout.of(data_dir).database, "read"),
        pytest.raises(StoreNotWritable, match="podium path"),
        open_store(data_dir),
    ):
        pass


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    with pytest.raises(StoreNotWritable, match="PODIUM_DATA_DIR"), open_store(blocked / "data"):
        pass


def test_no_progress_bar_gets_between_the_answers(published: Store, data_dir: Path) -> None:
    with open_published(data_dir) as database:
        assert database.sql("SELECT current_setting('enable_progress_bar')").fetchall() == [(False,)]


def test_opening_needs_no_time_zone_but_utc(published: Store, data_dir: Path) -> None:
    with open_published(data_dir) as database:
        assert database.sql("SELECT current_setting('TimeZone')").fetchall() == [("UTC",)]
        assert time.tzname  # the session's zone does not leak in
        assert (
            database.sql("SELECT first_seen_at FROM articles").fetchall()[0][0].utcoffset().total_seconds()
            == 0
        )
