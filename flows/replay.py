"""A recorded run once more, offline: its captures in the place of the network, its clock in the place of ours."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from config.settings import Settings
from config.source_list import Source, SourceList
from flows import pipeline
from flows.decide import Wanted
from flows.pipeline import Run
from flows.plan import Plan, policy_of
from flows.readers import warm
from flows.reference import store_reference_corpus
from flows.web.recording import Recording
from storage import open_store
from storage.replaying.compare import TableComparison, compare_run
from storage.replaying.recorded import (
    COLLECTING,
    Instants,
    RecordedRun,
    RecordedSource,
    instants_of,
    pages_of,
    requests_of,
    runs_until,
    sources_of,
    versions_of,
)
from storage.store import Store

ARTICLES = "articles/"
"""How the keys of batches of pages begin."""


class NotReplayableError(Exception):
    """The run cannot be replayed; the message says why and what to do."""


@dataclass(slots=True)
class Replayed:
    """How a replay ended: one comparison per table, pages that were not kept, runs left out on the way."""

    run_id: str
    data_dir: Path | None
    tables: list[TableComparison] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    withheld: list[str] = field(default_factory=list)
    """Pages whose publisher wants no copy kept: their rows are not compared."""
    left_out: list[str] = field(default_factory=list)
    n_runs: int = 0
    recorded_versions: tuple[str, ...] = ()
    replayed_versions: tuple[str, ...] = ()

    @property
    def is_same(self) -> bool:
        return all(table.is_same for table in self.tables)


@dataclass(slots=True)
class _Clock:
    at: datetime

    def __call__(self) -> datetime:
        return self.at


def replay(
    run_id: str,
    settings: Settings,
    keywords_of: Iterable[Source],
    *,
    into: Path | None = None,
    on_run: Callable[[str], None] = lambda run_id: None,
) -> Replayed:
    """Replay a run into an empty data folder, after those before it, and compare what it wrote.

    ``into`` keeps the replayed data folder; without it the folder is removed. The recorded store is only read.
    Raises NotReplayableError for an unknown run or one that did not collect.
    """
    keywords = {source.source_id: source.keywords for source in keywords_of}
    folder = into or Path(tempfile.mkdtemp(prefix="podium-replay-"))
    result = Replayed(run_id, into)
    try:
        with open_store(settings.data_dir, purpose="a replay") as recorded:
            runs = runs_until(recorded.connection, run_id)
            _check(run_id, runs, into)
            clock = _Clock(runs[0].started_at)
            with open_store(folder, clock=clock, purpose="a replay") as replayed:
                warm(settings)
                for run in runs:
                    if run.kind not in COLLECTING:
                        result.left_out.append(f"{run.run_id} ({run.kind})")
                        continue
                    on_run(run.run_id)
                    recording = _replay_one(run, recorded, replayed, settings, keywords, clock)
                    result.missing += recording.missing
                    result.withheld += recording.withheld
                    result.n_runs += 1
                result.missing = list(dict.fromkeys(result.missing))
                result.withheld = list(dict.fromkeys(result.withheld))
                result.tables = compare_run(
                    recorded.connection, replayed.connection, run_id, withheld=result.withheld
                )
                result.recorded_versions = versions_of(recorded.connection, run_id)
                result.replayed_versions = versions_of(replayed.connection, run_id)
                if into is not None:
                    replayed.publish(settings.report_timezone, runs[-1].started_at)
    finally:
        if into is None:
            shutil.rmtree(folder, ignore_errors=True)
    return result


def _check(run_id: str, runs: Sequence[RecordedRun], into: Path | None) -> None:
    if not runs:
        raise NotReplayableError(f'there is no run {run_id}; `podium sql "FROM out_runs"` lists them')
    if runs[-1].kind not in COLLECTING:
        raise NotReplayableError(f"run {run_id} is a run of kind {runs[-1].kind}, which fetched nothing")
    if into is not None and into.exists() and any(into.iterdir()):
        raise NotReplayableError(f"{into} is not empty; give a new folder")


def _replay_one(
    run: RecordedRun,
    recorded: Store,
    replayed: Store,
    settings: Settings,
    keywords: dict[str, tuple[str, ...]],
    clock: _Clock,
) -> Recording:
    pages = pages_of(recorded.connection, recorded.layout, run.run_id)
    recording = Recording(run.started_at, pages, requests_of(recorded.connection, run.run_id))
    sources = [_source(source, keywords) for source in sources_of(recorded.connection, run.run_id)]
    policy = replace(policy_of(settings), recording=recording)
    plan = Plan(SourceList(tuple(sources), ()), run.source_list, policy)
    clock.at = run.started_at
    replayed.begin_run(run.run_id, run.started_at, run.kind, run.source_list, "replayed")
    replayed.upsert_sources(sources)
    clock.at = run.reference_at
    store_reference_corpus(replayed, run.run_id, settings)
    clock.at = run.started_at
    again = Run(
        run.run_id, run.started_at, settings, plan, replayed, float("inf"), only_due=run.kind == "scheduled"
    )
    _collect(again, run, instants_of(recorded.connection, run.run_id), clock)
    replayed.finish_run(run.run_id, clock.at, "completed", {})
    return recording


def _collect(again: Run, run: RecordedRun, instants: Instants, clock: _Clock) -> None:
    """The order of flows.daily, without Prefect: each batch is written at the instant at which it was written."""

    def at(key: str) -> str:
        clock.at = run.batches.get(key, clock.at)
        return key

    sources = again.plan.source_list.sources
    discovered = []
    for number, asked in enumerate(pipeline.batches(sources, pipeline.SOURCES_PER_BATCH)):
        found = pipeline.discover(again, asked)
        pipeline.store_batch(again, at(f"pages/{number}"), pages=found.pages)
        discovered.append(replace(found, pages=()))
    entries = [entry for found in discovered for entry in found.entries]
    decision = pipeline.decide_entries(again, entries)
    refused = [outcome for found in discovered for outcome in found.entry_rejections]
    pipeline.store_batch(
        again,
        at("sources"),
        outcomes=[*decision.outcomes, *refused],
        sources=[outcome for found in discovered for outcome in found.sources],
        requests=[record for found in discovered for record in found.requests],
    )
    wanted = pipeline.in_turns([*decision.wanted, *pipeline.wanted_rechecks(again, entries)])
    for key, batch in _as_recorded(wanted, run, instants):
        fetched = asyncio.run(pipeline.fetch_articles(again, batch))
        read = pipeline.read_batch(again, fetched.pages)
        pipeline.store_batch(again, at(key), read=read, requests=fetched.requests)


def _as_recorded(
    wanted: Sequence[Wanted], run: RecordedRun, instants: Instants
) -> Iterator[tuple[str, list[Wanted]]]:
    """``wanted`` in the batches of the run by their keys: what came together then depended on sizes and speed.

    What the run did not come to, because it was broken off, is left out; of a run that ended it comes last.
    """
    keys = {at: key for key, at in run.batches.items() if key.startswith(ARTICLES)}
    members: dict[str | None, list[Wanted]] = defaultdict(list)
    for item in wanted:
        at = (
            instants.articles.get(item.known.article_id if item.known else "")
            if item.is_recheck
            else instants.entries.get((item.entry.source_id, item.entry.url))
        )
        members[keys.get(at) if at is not None else None].append(item)
    unknown = members.pop(None, [])
    for _, key in sorted(keys.items()):
        # Batches without pages are written as well: the lines of the ledger may be all that came of them.
        yield key, members.get(key, [])
    if unknown and run.status == "completed":
        yield f"{ARTICLES}{len(keys)}", unknown


def _source(recorded: RecordedSource, keywords: dict[str, tuple[str, ...]]) -> Source:
    return Source(
        source_id=recorded.source_id,
        outlet=recorded.outlet or recorded.source_id,
        kind=recorded.kind or "feed",  # type: ignore[arg-type]
        url=recorded.url or "",
        language=recorded.language or "",
        country=recorded.country or "",
        tags=recorded.tags,
        enabled=True,
        keywords=keywords.get(recorded.source_id, ()),
        seen_at="",
        verified=None,
        file="replay",
        line=None,
    )
