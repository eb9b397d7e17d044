"""Three users at once: a writer doing runs, readers polling, and a foreign client that holds and spoils the published file.

``python -m tests.stress.three_users [--runs 20] [--articles 200]``
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import multiprocessing.synchronize
import os
import queue
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing.queues import Queue
from pathlib import Path
from typing import Any

import duckdb

from bench.store_data import article, batches
from storage import Batch, open_published, open_store, published_path
from storage.checks import failing_checks

Stop = multiprocessing.synchronize.Event
Report = tuple[str, str, int]
"""Who, what (empty for a success), newest run seen."""

STATE = """
    SELECT (SELECT count(*) FROM core_runs WHERE status = 'completed') AS n_runs,
        (SELECT count(*) FROM core_runs WHERE status <> 'completed') AS n_other_runs,
        (SELECT count(*) FROM articles) AS n_articles,
        (SELECT count(*) FROM articles WHERE starts_with(outlet, 'Outlet ')) AS n_own,
        (SELECT max(CAST(title AS INTEGER)) FROM articles WHERE article_id = 'marker') AS marker,
        (SELECT count(*) FROM core_mentions WHERE entity_id = 'foreign') AS n_foreign_mentions
"""
"""One statement, so that a reader sees one state."""

MOST_FILES = 3 * 3 + 3
"""Versions kept, held ones up to three times as many, and copies made while somebody wrote to one."""


def wrong(
    n_runs: int, n_other: int, n_articles: int, n_own: int, marker: int | None, n_foreign: int, size: int
) -> str:
    """What is mixed or foreign in a state; empty for a good one."""
    found = []
    if n_other:
        found.append(f"{n_other} unfinished runs")
    if n_articles != n_runs * size + (1 if n_runs else 0):
        found.append(f"{n_articles} articles after {n_runs} runs")
    if marker != (n_runs or None):
        found.append(f"marker {marker} after {n_runs} runs")
    if n_own != n_articles - (1 if n_runs else 0) or n_foreign:
        found.append("foreign rows")
    return "; ".join(found)


def write_runs(data_dir: Path, first: int, last: int, size: int, reports: Queue[Report]) -> None:
    """The writer: every run stores new articles and changes the marker, batch by batch."""
    marker, reading = article(10_000_000)
    for number in range(first, last + 1):
        try:
            with open_store(data_dir, wait_seconds=5) as store:
                run_id = f"run-{number}"
                store.begin_run(run_id, datetime.now(UTC), "manual", "stress")
                for part in batches((number - 1) * size, number * size, size=max(1, size // 4)):
                    store.save_batch(run_id, part)
                state = replace(
                    marker, article_id="marker", title=str(number), url="https://marker.example/", outlet="M"
                )
                store.save_batch(run_id, Batch(readings=((state, replace(reading, article_id="marker")),)))
                store.finish_run(run_id, datetime.now(UTC), "completed", {})
                store.publish("Europe/Berlin", datetime.now(UTC))
            reports.put(("writer", "", number))
        except Exception as problem:  # whatever it is, it is what this test looks for
            reports.put(("writer", f"{type(problem).__name__}: {problem}", number))


def _poll(
    name: str, look: Callable[[], tuple[Any, ...]], size: int, stop: Stop, reports: Queue[Report]
) -> None:
    while True:
        last = stop.is_set()
        try:
            state = look()
            reports.put((name, wrong(*state, size), state[0]))
        except Exception as problem:
            reports.put((name, f"{type(problem).__name__}: {problem}", 0))
        if last:
            return


def read_fresh(data_dir: Path, size: int, stop: Stop, reports: Queue[Report]) -> None:
    """A notebook that opens the database anew each time."""

    def look() -> tuple[Any, ...]:
        with open_published(data_dir) as database:
            return tuple(database.sql(STATE).fetchall()[0])

    _poll("open_published", look, size, stop, reports)


def read_kept(data_dir: Path, size: int, stop: Stop, reports: Queue[Report]) -> None:
    """A notebook that keeps its connection and calls refresh()."""
    with open_published(data_dir) as database:
        _poll("refresh", lambda: tuple(database.refresh().sql(STATE).fetchall()[0]), size, stop, reports)


def read_by_command(data_dir: Path, size: int, stop: Stop, reports: Queue[Report]) -> None:
    """`podium sql --json` again and again."""
    podium = Path(sys.executable).with_name("podium")
    environment = os.environ | {"PODIUM_DATA_DIR": str(data_dir)}

    def look() -> tuple[Any, ...]:
        done = subprocess.run(
            [podium, "sql", "--json", STATE], env=environment, capture_output=True, text=True, check=True
        )
        return tuple(json.loads(done.stdout)[0].values())

    _poll("podium sql", look, size, stop, reports)


def spoil(data_dir: Path, size: int, stop: Stop, reports: Queue[Report]) -> None:
    """A foreign client: opens what `podium path` prints, first read-only, then read-write and writing; sometimes dies."""
    rng = random.Random(3)
    while not stop.is_set():
        try:
            path = published_path(data_dir)
            with duckdb.connect(str(path), read_only=True) as connection:
                state = connection.execute(STATE).fetchall()[0]
                reports.put(("foreign, read-only", wrong(*state, size), state[0]))
                time.sleep(rng.uniform(0, 0.3))
        except Exception as problem:
            reports.put(("foreign, read-only", f"{type(problem).__name__}: {problem}", 0))
        writer = multiprocessing.Process(target=_write_into, args=(published_path(data_dir), rng.random()))
        writer.start()
        writer.join(10)


def _write_into(path: Path, luck: float) -> None:
    try:
        connection = duckdb.connect(str(path))
    except duckdb.Error:
        return  # somebody reads it: the foreign client's own trouble
    connection.execute("SET enable_progress_bar = false")
    connection.execute("CREATE OR REPLACE TABLE foreign_rows AS SELECT range AS n FROM range(1000)")
    try:
        connection.execute("UPDATE core_articles SET outlet = 'FOREIGN'")
    except duckdb.CatalogException:
        return  # its version was removed before it came: it has made an empty database of that name
    connection.execute("UPDATE core_mentions SET entity_id = 'foreign'")
    connection.execute("DELETE FROM core_runs")
    time.sleep(luck * 0.4)
    if luck < 0.3:
        os._exit(1)  # without closing: leaves a write-ahead log
    connection.close()


def three_users(data_dir: Path, n_runs: int, size: int) -> dict[str, dict[str, Any]]:
    """Run all of them; by user the number of looks, the problems and the newest run seen."""
    context = multiprocessing.get_context("spawn")
    reports: Queue[Report] = context.Queue()
    stop = context.Event()
    # Something must be published before the first reader comes.
    write_first = context.Process(target=write_runs, args=(data_dir, 1, 1, size, reports))
    write_first.start()
    write_first.join()
    users = [context.Process(target=user, args=(data_dir, size, stop, reports))
             for user in (read_fresh, read_kept, read_by_command, spoil)]  # fmt: skip
    for user in users:
        user.start()
    writer = context.Process(target=write_runs, args=(data_dir, 2, n_runs, size, reports))
    writer.start()
    tally: dict[str, dict[str, Any]] = {}
    while any(p.is_alive() for p in (*users, writer)) or not reports.empty():
        if not writer.is_alive():
            stop.set()
        try:
            name, problem, newest = reports.get(timeout=0.2)
        except queue.Empty:
            continue
        entry = tally.setdefault(name, {"looks": 0, "problems": [], "newest": 0})
        entry["looks"] += 1
        entry["newest"] = max(entry["newest"], newest)
        if problem:
            entry["problems"].append(problem)
    for process in (*users, writer):
        process.join()
    return tally


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--articles", type=int, default=200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder)
        tally = three_users(data_dir, options.runs, options.articles)
        problems = judged(data_dir, tally, options.runs)
    for name, entry in sorted(tally.items()):
        print(
            f"{name:20} {entry['looks']:5} looks, newest run {entry['newest']}, {len(entry['problems'])} problems"
        )
    for problem in problems:
        print(problem)
    print("good" if not problems else f"{len(problems)} problems")
    sys.exit(1 if problems else 0)


def judged(data_dir: Path, tally: dict[str, dict[str, Any]], n_runs: int) -> list[str]:
    """Everything that is wrong at the end: errors, mixed states, foreign rows, stale readers, disk use."""
    found = [f"{name}: {problem}" for name, entry in tally.items() for problem in entry["problems"]]
    found += [
        f"{name} saw run {tally[name]['newest']} last, not {n_runs}"
        for name in ("open_published", "refresh", "podium sql")
        if tally[name]["newest"] != n_runs
    ]
    with open_store(data_dir) as store:
        found += [f"{name}: {rows[:3]}" for name, rows in failing_checks(store.connection)]
        if store.sql("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'foreign_rows'") != [(0,)]:
            found.append("a foreign table reached the working database")
    n_files = len(list((data_dir / "published").glob("podium-*.duckdb")))
    if n_files > MOST_FILES:
        found.append(f"{n_files} published files are kept")
    return found


if __name__ == "__main__":
    main()
