"""A disk that really is full: clear messages, the published version stays, nothing stored is lost."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench.store_data import batches
from storage import Store, StoreNotWritable, open_published, open_store
from storage.checks import failing_checks


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 26 MB; needs the right to mount one."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=26m", "tmpfs", str(folder)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("this user may not mount a file system")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def _run(store: Store, number: int) -> None:
    (part,) = batches(number * 200, number * 200 + 200, 200)
    store.begin_run(f"run-{number}", datetime.now(UTC), "manual", "made")
    store.save_batch(f"run-{number}", part)
    store.finish_run(f"run-{number}", datetime.now(UTC), "completed", {})


def test_a_full_disk_stops_the_run_and_loses_nothing(tiny_disk: Path) -> None:
    data_dir = tiny_disk / "data"
    n_runs = 0
    with open_store(data_dir) as store:
        _run(store, 0)
        store.publish("UTC", datetime.now(UTC))
        told = ""
        while not told:
            n_runs += 1
            try:
                _run(store, n_runs)
            except StoreNotWritable as problem:
                told = str(problem)
    assert "no space left" in told
    assert "podium purge" in told
    with open_published(data_dir) as database:
        assert database.sql("SELECT count(*) FROM articles").fetchall() == [(200,)]
    subprocess.run(["mount", "-o", "remount,size=120m", str(tiny_disk)], check=True)
    with open_store(data_dir) as store:
        (stored,) = store.sql("SELECT count(*) FROM articles")[0]
        assert stored in (n_runs * 200, (n_runs + 1) * 200)  # the batch or the end of the run was refused
        assert failing_checks(store.connection) == []
        store.publish("UTC", datetime.now(UTC))
    with open_published(data_dir) as database:
        assert database.sql("SELECT count(*) FROM articles").fetchall() == [(stored,)]
