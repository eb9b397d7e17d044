"""The store at size: saving, publishing, search, share of voice and bytes on disk, in one run and as ratios.

``python -m bench.store [--articles 100000] [--folder DIR] [--fts PYTHON]``. A folder that is named is kept and used
again. DuckDB's own fts extension is measured on the same rows when the package ``duckdb-extension-fts`` is there in the
version of DuckDB; ``--fts`` names the Python of another environment that has both in one version.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from bench.store_data import BRANDS, LANGUAGES, batches, batches_made_ahead, words_of
from storage import Batch, Store, open_published, open_store
from storage.finding import find_articles
from storage.layout import Layout

STEP = 1000
QUERIES = 200


def _save_run(store: Store, parts: Sequence[Batch]) -> float:
    """Seconds that a run costs which saves these parts; making the articles up does not count."""
    run_id = f"run-{time.time_ns()}"
    begun = time.perf_counter()
    store.begin_run(run_id, datetime.now(UTC), "manual", "bench")
    for part in parts:
        store.save_batch(run_id, part)
    store.finish_run(run_id, datetime.now(UTC), "completed", {})
    return time.perf_counter() - begun


def fill(folder: Path, n_articles: int) -> None:
    """Store ``n_articles``, a run each thousand, unless they are there; publish at 1,000, 10,000 and all."""
    seconds: list[float] = []
    with open_store(folder) as store:
        stored = int(store.sql("SELECT count(*) FROM core_articles")[0][0])
        for part in batches_made_ahead(stored, n_articles, STEP):
            seconds.append(_save_run(store, [part]))
            stored += len(part.readings)
            if stored in (1000, 10_000) and stored != n_articles:
                _publish(store, stored)
        _publish(store, stored)
    if seconds:
        print(
            f"saving {len(seconds)} runs of {STEP:,} articles one after the other: median "
            f"{statistics.median(seconds):.2f} s, worst {max(seconds):.2f} s (merging the search index), "
            f"mean of the first ten {statistics.mean(seconds[:10]):.2f} s, of the last ten {statistics.mean(seconds[-10:]):.2f} s"
        )


def _publish(store: Store, n_articles: int, rounds: int = 5) -> None:
    """Time of publishing what is there."""
    published = [store.publish("Europe/Berlin", datetime.now(UTC)) for _ in range(rounds)]
    seconds = [one.elapsed_seconds for one in published]
    print(
        f"publish at {n_articles:>7,} articles: median {statistics.median(seconds):.2f} s, worst {max(seconds):.2f} s, "
        f"two durable copies of {published[-1].n_bytes / 1e6:.1f} MB",
        flush=True,
    )


def saving(folder: Path, rounds: int = 5) -> None:
    """Saving 1,000 new articles into a copy of the filled store beside saving the same ones into an empty one."""
    into_filled, into_empty = [], []
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        filled = Path(scratch)
        Layout.of(filled).work_dir.mkdir(parents=True)
        shutil.copyfile(Layout.of(folder).database, Layout.of(filled).database)
        for n in range(rounds):
            first = 10_000_000 + n * STEP
            parts = list(batches(first, first + STEP, STEP))
            with open_store(filled) as store:
                (there,) = store.sql("SELECT count(*) FROM core_articles")[0]
                into_filled.append(_save_run(store, parts))
            with tempfile.TemporaryDirectory(dir=folder) as empty, open_store(empty) as store:
                into_empty.append(_save_run(store, parts))
    filled_seconds, empty_seconds = statistics.median(into_filled), statistics.median(into_empty)
    print(
        f"saving 1,000 articles: into {there - (rounds - 1) * STEP:,} {filled_seconds:.2f} s "
        f"(worst {max(into_filled):.2f}), into none {empty_seconds:.2f} s (worst {max(into_empty):.2f}), "
        f"ratio {filled_seconds / empty_seconds:.2f}; medians of {rounds}"
    )


def _percentiles(seconds: Sequence[float]) -> str:
    ordered = sorted(seconds)
    middle, late = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
    return f"p50 {middle * 1000:.0f} ms, p95 {late * 1000:.0f} ms"


def _timed(ask: Callable[[str], Any], queries: Sequence[str]) -> list[float]:
    seconds = []
    for query in queries:
        begun = time.perf_counter()
        ask(query)
        seconds.append(time.perf_counter() - begun)
    return seconds


def _made_queries(n: int) -> list[str]:
    """One to three words, frequent and rare ones, as people mix them."""
    rng = random.Random(11)
    queries = []
    for _ in range(n):
        words, weights = words_of(rng.choice([lang for lang in LANGUAGES if lang != "ja"]))
        chosen = [rng.choice(words[20:5000])]
        if rng.random() < 0.6:
            chosen.append(rng.choices(words, cum_weights=weights)[0])
        if rng.random() < 0.5:
            chosen.append(rng.choice(BRANDS))
        queries.append(" ".join(chosen))
    return queries


def searching(folder: Path, fts: Path) -> None:
    """Ranked search beside a LIKE scan and DuckDB's own fts over the same rows."""
    queries = _made_queries(QUERIES)
    with open_published(folder) as database:

        def ours(query: str) -> list[tuple[Any, ...]]:
            return database.sql("FROM search_hits(?) ORDER BY score DESC LIMIT 10", [query]).fetchall()

        def scan(query: str) -> list[tuple[Any, ...]]:
            conditions = " AND ".join("text ILIKE ?" for _ in query.split())
            return database.sql(
                f"SELECT article_id FROM articles WHERE {conditions} LIMIT 10",
                [f"%{word}%" for word in query.split()],
            ).fetchall()

        for query in queries[:5]:
            ours(query)
        n_found = sum(1 for query in queries if ours(query))
        print(
            f"search_hits(), best 10 of {len(queries)} queries ({n_found} find something): {_percentiles(_timed(ours, queries))}"
        )

        def command(query: str) -> Any:
            return find_articles(database, query)

        print(
            f"the same with titles and snippets, as `podium search`: {_percentiles(_timed(command, queries))}"
        )
        phrases = [f'"{query}"' for query in queries if len(query.split()) > 1]
        print(f"search_hits() with phrases: {_percentiles(_timed(ours, phrases))}")
        print(f"ILIKE scan of the same queries: {_percentiles(_timed(scan, queries[:40]))} (40 queries)")
        path = database.file
    _duckdb_fts(path, fts, queries[:40])


def _duckdb_fts(database: Path, python: Path, queries: Sequence[str]) -> None:
    """The same queries to DuckDB's own fts, in the environment of another Python if need be."""
    done = subprocess.run(
        [python, Path(__file__).with_name("store_fts.py"), database],
        input=json.dumps(queries), capture_output=True, text=True, check=False,
    )  # fmt: skip
    print(done.stdout.strip() or f"DuckDB's fts was not measured: {done.stderr.strip().splitlines()[-1]}")


def asking(folder: Path) -> None:
    """The analysts' views."""
    questions = {
        "share of voice": "FROM share_of_voice()",
        "share of voice, market and period": "FROM share_of_voice(since := '2023-03-01', market := 'KE')",
        "coverage by brand and week": "FROM out_coverage_by_brand_week",
        "share of voice by week and language": "FROM out_share_of_voice",
        "markets by brand": "FROM out_market_mentions_by_brand",
        "co-mentions": "FROM out_co_mentions",
        "campaign dossier of one brand": "FROM out_campaigns WHERE list_contains(brands, 'brandalpha') LIMIT 100",
        "articles as of an instant": "SELECT count(*) FROM articles_as_of(now())",
        "new today": "SELECT article_id, title FROM new_today LIMIT 100",
    }
    with open_published(folder) as database:
        for name, query in questions.items():
            database.sql(query).fetchall()
            seconds = _timed(lambda asked: database.sql(asked).fetchall(), [query] * 5)
            print(f"{name}: median {statistics.median(seconds) * 1000:.0f} ms")


def weighing(folder: Path) -> None:
    """Bytes per article on disk beside the same tables as plain Parquet."""
    n_bytes = Layout.of(folder).database.stat().st_size
    with open_published(folder) as database, tempfile.TemporaryDirectory() as target:
        tables = [
            name
            for (name,) in database.sql(
                "SELECT table_name FROM duckdb_tables() WHERE NOT internal"
            ).fetchall()
            if not name.startswith("core_search_")
        ]
        for table in tables:
            database.sql(f"COPY {table} TO '{target}/{table}.parquet' (FORMAT parquet)")
        parquet = sum(path.stat().st_size for path in Path(target).iterdir())
        (n_articles,) = database.sql("SELECT count(*) FROM core_articles").fetchall()[0]
        (n_characters,) = database.sql("SELECT sum(n_characters) FROM core_versions").fetchall()[0]
        blocks = database.sql(
            "SELECT count(DISTINCT block_id) FROM pragma_storage_info('core_search_postings')"
        ).fetchall()[0][0]
    print(
        f"on disk: {n_bytes / n_articles:,.0f} bytes an article ({blocks * 262_144 / n_articles:,.0f} of them search "
        f"postings), {parquet / n_articles:,.0f} as plain Parquet without the search index; "
        f"{n_characters / n_articles:,.0f} characters of text each"
    )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--fts", type=Path, default=Path(sys.executable), metavar="PYTHON")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        print(f"DuckDB {duckdb.__version__}, {options.articles:,} articles")
        fill(folder, options.articles)
        searching(folder, options.fts)
        asking(folder)
        weighing(folder)
        saving(folder)


if __name__ == "__main__":
    main()
