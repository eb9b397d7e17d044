"""The daily flow: discover -> fetch -> read -> store -> publish, one Prefect run, tasks per batch."""

from __future__ import annotations

import time
import uuid
from collections import deque
from collections.abc import Callable, Collection, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, Generic, ParamSpec, TypeVar, cast

from prefect import Flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture
from prefect.runtime import flow_run
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.utilities.annotations import quote

from config.settings import load_settings
from config.source_list import Source
from extractors.records import EntryOutcome, FetchedPage, FetchOutcome, RequestRecord, SourceOutcome
from flows import pipeline
from flows.decide import Decision, Wanted
from flows.ending import ending_in_order
from flows.heap import give_back_big_blocks
from flows.kept_rules import load_rules, save_rules
from flows.pipeline import Discovered, Fetched, ReadEntry, Run
from flows.plan import plan_for
from flows.reading_processes import processes_for, reading_processes
from flows.reference import store_reference_corpus
from flows.refused import Joined
from flows.report import publish_artifacts
from flows.summary import RunSummary, Tally
from flows.web import HostMemory
from storage import open_store

P = ParamSpec("P")
T = TypeVar("T")

BATCHES_UNDER_WAY = 2
FLOW_NAME = "podium-daily"


class Parcel(Generic[T]):
    """What a task hands over, to be taken once: Prefect keeps what tasks return until the run ends, pages and all."""

    def __init__(self, content: T) -> None:
        self._content: list[T] = [content]

    def take(self) -> T:
        """The content, which the parcel does not keep."""
        return self._content.pop()


def as_it_is(value: T) -> T:
    """For the arguments of tasks: Prefect would walk through them, also while another batch changes what is shared."""
    return cast(T, quote(value))


@task(
    name="discover",
    tags=["web"],
    retries=2,
    retry_delay_seconds=5,
    timeout_seconds=1800,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def discover_task(run: Run, sources: Sequence[Source]) -> Parcel[Discovered]:
    """Ask a batch of sources what they have."""
    return Parcel(pipeline.discover(run, sources))


@task(
    name="fetch",
    tags=["web"],
    retries=2,
    retry_delay_seconds=5,
    timeout_seconds=3600,
    cache_policy=NO_CACHE,
    persist_result=False,
)
async def fetch_task(run: Run, wanted: Sequence[Wanted]) -> Parcel[Fetched]:
    """Fetch a batch of article pages; async, because a thread could not be stopped by the timeout."""
    return Parcel(await pipeline.fetch_articles(run, wanted))


@task(name="read", tags=["cpu"], retries=1, timeout_seconds=1800, cache_policy=NO_CACHE, persist_result=False)
def read_task(run: Run, fetched: list[tuple[Wanted, FetchOutcome]]) -> Parcel[list[ReadEntry]]:
    """Clean and read a batch of pages."""
    return Parcel(pipeline.read_batch(run, fetched))


@task(
    name="store",
    tags=["store"],
    retries=3,
    retry_delay_seconds=2,
    timeout_seconds=600,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def store_task(
    run: Run,
    key: str,
    read: Sequence[ReadEntry] = (),
    outcomes: Collection[EntryOutcome] = (),
    sources: Sequence[SourceOutcome] = (),
    requests: Sequence[RequestRecord] = (),
    pages: Sequence[FetchedPage] = (),
) -> None:
    """Store a batch in one transaction; a retry stores it whole or not at all."""
    pipeline.store_batch(
        run, key, read=read, outcomes=outcomes, sources=sources, requests=requests, pages=pages
    )


@task(
    name="publish",
    tags=["store"],
    retries=2,
    retry_delay_seconds=5,
    timeout_seconds=600,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def publish_task(run: Run) -> str:
    """Publish what is stored as a new version for people; returns its path."""
    published = run.store.publish(
        run.settings.report_timezone, datetime.now(UTC), keep_versions=run.settings.keep_published_versions
    )
    return str(published.path)


def _discover(run: Run, tally: Tally) -> list[Wanted]:
    """Ask all sources, store how each of their entries ended that is not to be fetched, and return the others.

    A function of its own, so that nothing of fifty thousand entries is held while pages are fetched.
    """
    enabled = [source for source in run.plan.source_list.sources if source.enabled]
    discovered = []
    waiting = deque(pipeline.batches(enabled, pipeline.SOURCES_PER_BATCH))
    for number in count():
        if not waiting:
            break
        run.parts_left = len(waiting)
        found = discover_task(as_it_is(run), as_it_is(waiting.popleft())).take()
        # Written at once: what fifty sources answered may be a lot to hold in memory.
        store_task(as_it_is(run), f"pages/{number}", pages=as_it_is(found.pages))
        discovered.append(replace(found, pages=(), left=()))
        if found.left:
            waiting.appendleft(list(found.left))
    entries = [entry for found in discovered for entry in found.entries]
    decision: Decision = pipeline.decide_entries(run, entries)
    outcomes = Joined((decision.outcomes, *(found.entry_rejections for found in discovered)))
    sources = [outcome for found in discovered for outcome in found.sources]
    requests = [record for found in discovered for record in found.requests]
    store_task(
        as_it_is(run),
        "sources",
        outcomes=as_it_is(outcomes),
        sources=as_it_is(sources),
        requests=as_it_is(requests),
    )
    tally.add_sources(sources)
    tally.add_outcomes(outcomes)
    tally.stage(f"{len(sources)} sources asked, {len(entries)} entries, {len(decision.wanted)} to fetch")
    return pipeline.in_turns([*decision.wanted, *pipeline.wanted_rechecks(run, entries)])


def _collect(run: Run, tally: Tally) -> None:
    """Everything between the source list and the last stored batch."""
    wanted = _discover(run, tally)
    if run.processes is not None:
        run.processes.grow(processes_for(run.settings, len(wanted)))
    _fetch_and_read(run, tally, list(pipeline.batches(wanted, run.settings.batch_size)))


def _fetch_and_read(run: Run, tally: Tally, batches: list[list[Wanted]]) -> None:
    """Batch after batch; the next is on its way while this one is read, and two under way bound the memory."""
    waiting, n_stored = deque(batches), 0
    under_way: deque[PrefectFuture[Parcel[Fetched]]] = deque()
    while waiting or under_way:
        run.parts_left = max(len(waiting) + len(under_way), 1)
        while waiting and len(under_way) < BATCHES_UNDER_WAY:
            # Prefect's types do not know that the future of an async task holds its value, not a coroutine.
            future = cast(
                PrefectFuture[Parcel[Fetched]], fetch_task.submit(as_it_is(run), as_it_is(waiting.popleft()))
            )
            under_way.append(future)
        fetched = under_way.popleft().result().take()
        if fetched.left:
            waiting.appendleft(fetched.left)
        read = read_task(as_it_is(run), as_it_is(fetched.pages)).take()
        store_task(
            as_it_is(run), f"articles/{n_stored}", read=as_it_is(read), requests=as_it_is(fetched.requests)
        )
        tally.add_read(read)
        n_stored += 1
        tally.stage(f"batch {n_stored} stored, {len(waiting) + len(under_way)} to come")


class PlainFlow(Flow[P, T]):
    """A flow whose parameters are plain values: Prefect imports a web framework, 10 MB, to make sure."""

    def serialize_parameters(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """Parameters for the server's record of the run."""
        return {
            name: value if isinstance(value, bool) else _as_text(value) for name, value in parameters.items()
        }


def _as_text(value: Any) -> str | None:
    return None if value is None else str(value)


def _as_flow(function: Callable[P, T]) -> Flow[P, T]:
    return PlainFlow(
        function,
        name=FLOW_NAME,
        description="Fetch, clean, tag and store articles on Olympic sponsor campaigns, then publish the database.",
        task_runner=ThreadPoolTaskRunner(max_workers=2),  # type: ignore[arg-type]
        timeout_seconds=6 * 3600,
        validate_parameters=False,
        persist_result=False,
    )


@_as_flow
def daily(sources: str | None = None, sample: bool = False, kind: str = "scheduled") -> dict[str, Any]:
    """One run over all enabled sources. ``sources`` names a folder of source lists; ``sample`` serves the sample press."""
    begun = time.monotonic()
    give_back_big_blocks()
    settings = load_settings().settings
    started_at = datetime.now(UTC)
    run_id = f"{started_at:%Y%m%dT%H%M%SZ}-{uuid.uuid4().hex[:6]}"
    tally = Tally()
    with (
        ExitStack() as signals,
        plan_for(settings, sources=Path(sources) if sources else None, sample=sample) as plan,
        reading_processes(settings) as processes,
        open_store(settings.data_dir) as store,
    ):
        store.begin_run(run_id, started_at, kind, plan.source_list_name, str(flow_run.id or ""))
        store.upsert_sources(plan.source_list.sources)
        kept_rules = load_rules(settings.data_dir)
        run = Run(
            run_id,
            started_at,
            settings,
            plan,
            store,
            begun + settings.run_budget_seconds,
            only_due=kind == "scheduled",
            processes=processes,
            memory=HostMemory.of(kept_rules),
        )
        status = "failed"
        try:
            tally.reference = store_reference_corpus(store, run_id, settings, processes)
            signals.enter_context(ending_in_order(run.stop))
            for problem in plan.source_list.problems:
                tally.problems.append(str(problem))
            _collect(run, tally)
            store.expire_captures(started_at - timedelta(days=settings.capture_retention_days))
            status = "completed"
        finally:
            # Whatever happened, what was stored is accounted for and reaches the people who read.
            if not plan.is_sample:
                save_rules(settings.data_dir, kept_rules, run.memory.worth_keeping, started_at)
            store.finish_run(run_id, datetime.now(UTC), status, tally.as_counts())
            path = publish_task(as_it_is(run))
    summary = RunSummary(
        run_id=run_id,
        started_at=started_at,
        work_seconds=time.monotonic() - begun,
        published_path=path,
        tally=tally,
        is_sample=sample,
    )
    publish_artifacts(summary)
    get_run_logger().info("run %s: %s", run_id, summary.one_line())
    return summary.as_values()
