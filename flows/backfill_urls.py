"""Lists of addresses into the store: fetched as politely as any article, batch by batch."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from config.settings import Settings
from config.source_list import Source, SourceList
from extractors.records import FeedEntry
from extractors.url_list import parse_url_list
from extractors.urls import host_of, site_of
from flows import pipeline
from flows.backfill import SOURCE_ID, Backfilled, Step
from flows.decide import rejected
from flows.pipeline import Run
from flows.plan import Plan, policy_of
from flows.reading_processes import reading_processes
from flows.reference import store_reference_corpus
from flows.summary import Tally
from storage import open_store


def addresses_in(paths: Iterable[Path]) -> list[str]:
    """Every web address that the lists name."""
    return [entry.url for path in paths for entry in parse_url_list(path.read_bytes(), "", str(path)).entries]


def backfill_urls(
    paths: Sequence[Path],
    settings: Settings,
    sources: Sequence[Source],
    *,
    on_step: Callable[[Step], None] = lambda step: None,
) -> Backfilled:
    """Fetch and store the articles that lists of addresses name, one address a line."""
    begun = time.monotonic()
    started_at = datetime.now(UTC)
    run_id = f"{started_at:%Y%m%dT%H%M%SZ}-{uuid.uuid4().hex[:6]}"
    done = Backfilled(run_id, Tally())
    by_site = {site_of(host_of(source.url)): source for source in sources}
    plan = Plan(SourceList(tuple(sources), ()), "urls", policy_of(settings))
    with open_store(settings.data_dir) as store, reading_processes(settings) as processes:
        store.begin_run(run_id, started_at, "backfill", "urls", None)
        status = "failed"
        run = Run(
            run_id,
            started_at,
            settings,
            plan,
            store,
            begun + settings.run_budget_seconds,
            processes=processes,
        )
        try:
            done.tally.reference = store_reference_corpus(store, run_id, settings, processes)
            for path in paths:
                _take_list(path, run, by_site, done, on_step)
            status = "completed"
        finally:
            store.finish_run(run_id, datetime.now(UTC), status, done.tally.as_counts())
        done.published_path = str(store.publish(settings.report_timezone, datetime.now(UTC)).path)
    done.elapsed_seconds = time.monotonic() - begun
    return done


def _take_list(
    path: Path,
    run: Run,
    by_site: dict[str, Source],
    done: Backfilled,
    on_step: Callable[[Step], None],
) -> None:
    listed = parse_url_list(path.read_bytes(), SOURCE_ID, str(path))
    entries = [_of_its_source(entry, by_site) for entry in listed.entries]
    refused = [rejected(FeedEntry(SOURCE_ID, item.subject, item.subject), item) for item in listed.rejections]
    decision = pipeline.decide_entries(run, entries)
    outcomes = [*decision.outcomes, *refused]
    pipeline.store_batch(run, f"list/{path.name}", outcomes=outcomes)
    done.tally.add_outcomes(outcomes)
    size = run.settings.batch_size
    left, n_done = list(decision.wanted), 0
    while left:
        fetched = asyncio.run(pipeline.fetch_articles(run, left[:size]))
        read = pipeline.read_batch(run, fetched.pages)
        pipeline.store_batch(run, f"urls/{path.name}/{n_done}", read=read, requests=fetched.requests)
        done.tally.add_read(read)
        left = fetched.left + left[size:]
        n_done += len(fetched.pages)
        done.n_pages += len(fetched.pages)
        on_step(Step(path, n_done, len(decision.wanted), done.n_pages))


def _of_its_source(entry: FeedEntry, by_site: dict[str, Source]) -> FeedEntry:
    source = by_site.get(site_of(host_of(entry.url)))
    return replace(entry, source_id=source.source_id) if source else entry
