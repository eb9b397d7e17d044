"""One run over the sample press without Prefect, for the kill test: the steps of flows.daily, in a process of its own.

``python -m tests.stress.one_run DATA_DIR [--only SOURCE_ID ...]``
"""

from __future__ import annotations

import asyncio
import sys
import time
import uuid
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from config.settings import Settings
from flows import pipeline
from flows.plan import plan_for
from flows.readers import warm
from flows.reference import store_reference_corpus
from storage import open_store

BATCH = 6
"""Small, so that there are many transactions to be killed between."""


def one_run(data_dir: Path, only: frozenset[str] = frozenset()) -> None:
    """Discover, fetch, read, store and publish; ``only`` limits the sources."""
    settings = Settings(data_dir=data_dir, per_host_delay_seconds=0, read_processes=1)
    with plan_for(settings, sources=None, sample=True) as plan, open_store(data_dir) as store:
        if only:
            chosen = tuple(source for source in plan.source_list.sources if source.source_id in only)
            plan = replace(plan, source_list=replace(plan.source_list, sources=chosen))
        started_at = datetime.now(UTC)
        run_id = f"{started_at:%Y%m%dT%H%M%S%fZ}-{uuid.uuid4().hex[:6]}"
        store.begin_run(run_id, started_at, "manual", "sample")
        store.upsert_sources(plan.source_list.sources)
        run = pipeline.Run(run_id, started_at, settings, plan, store, time.monotonic() + 600)
        warm(settings)
        store_reference_corpus(store, run_id, settings)
        found = pipeline.discover(run, plan.source_list.sources)
        decision = pipeline.decide_entries(run, found.entries)
        pipeline.store_batch(
            run,
            "sources",
            outcomes=[*decision.outcomes, *found.entry_rejections],
            sources=found.sources,
            requests=found.requests,
            pages=found.pages,
        )
        wanted = [*decision.wanted, *pipeline.wanted_rechecks(run, found.entries)]
        for n, begin in enumerate(range(0, len(wanted), BATCH)):
            fetched = asyncio.run(pipeline.fetch_articles(run, wanted[begin : begin + BATCH]))
            read = pipeline.read_batch(run, fetched.pages)
            pipeline.store_batch(run, f"articles/{n}", read=read, requests=fetched.requests)
        store.finish_run(run_id, datetime.now(UTC), "completed", {})
        store.publish(settings.report_timezone, datetime.now(UTC))


if __name__ == "__main__":
    folder, *names = (argument for argument in sys.argv[1:] if argument != "--only")
    one_run(Path(folder), frozenset(names))
