"""A replay forms the batches of the run again, whatever had cut them, and reads what a 304 or a wish left out of the captures."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from faults.play import PARAGRAPH, article, feed, page, redirect, sound, xml
from faults.site import FaultServer, Site, Visit

from config.settings import Settings
from config.source_list import Source, SourceList
from flows import pipeline
from flows.pipeline import Run
from flows.plan import Plan, policy_of
from flows.reference import store_reference_corpus
from flows.replay import replay
from storage import open_store
from storage.store import Store

FIRST = datetime(2026, 6, 10, 6, 0, tzinfo=UTC)
SECOND = FIRST + timedelta(hours=2)


@pytest.fixture(scope="module")
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


async def unchanged(visit: Visit) -> None:
    if visit.headers.get("if-none-match") == '"v1"':
        await visit.send(status=304, headers=[("ETag", '"v1"')])
    else:
        await visit.send(
            article("Kept as it was", "It never changes. " + PARAGRAPH * 4), headers=[("ETag", '"v1"')]
        )


async def edited(visit: Visit) -> None:
    await visit.send(article("Corrected later", f"Edition {min(visit.count, 2)}. " + PARAGRAPH * 4))


def site() -> Site:
    links = ("/moved-1", "/sent-2", "/same-3", "/edited-4", "/wish-5", "/a-6", "/a-7", "/a-8", "/gone-9")
    refresh = '<html><head><meta http-equiv="refresh" content="0; url=/new-2"></head><body></body></html>'
    wish = article(
        "No copy",
        "A page of which no copy is wanted. " + PARAGRAPH * 4,
        '<meta name="robots" content="noarchive">',
    )
    return Site(
        {
            "/feed.xml": xml(feed(*links)),
            "/moved-1": redirect("/new-1", 301),
            "/sent-2": page(refresh),
            "/same-3": unchanged,
            "/edited-4": edited,
            "/wish-5": page(wish),
            "/gone-9": page("gone", status=410),
        },
        fallback=sound,
    )


def collect(
    store: Store, settings: Settings, port: int, run_id: str, at: datetime, sizes: tuple[int, ...]
) -> None:
    """A run whose batches are cut to ``sizes``, as bytes and time may cut them."""
    source = Source(
        source_id="paper", outlet="Paper", kind="feed", url=f"http://127.0.0.1:{port}/feed.xml", language="en",
        country="GB", tags=(), enabled=True, keywords=(), seen_at="", verified=None, file="test", line=None,
    )  # fmt: skip
    store.begin_run(run_id, at, "manual", "test", None)
    store.upsert_sources([source])
    store_reference_corpus(store, run_id, settings)
    plan = Plan(SourceList((source,), ()), "test", policy_of(settings))
    run = Run(run_id, at, settings, plan, store, float("inf"))
    found = pipeline.discover(run, [source])
    pipeline.store_batch(run, "pages/0", pages=found.pages)
    decision = pipeline.decide_entries(run, found.entries)
    pipeline.store_batch(
        run, "sources", outcomes=decision.outcomes, sources=found.sources, requests=found.requests
    )
    wanted = pipeline.in_turns([*decision.wanted, *pipeline.wanted_rechecks(run, found.entries)])
    for number, size in enumerate(sizes):
        batch, wanted = wanted[:size], wanted[size:]
        fetched = asyncio.run(pipeline.fetch_articles(run, batch))
        read = pipeline.read_batch(run, fetched.pages)
        pipeline.store_batch(run, f"articles/{number}", read=read, requests=fetched.requests)
    store.finish_run(run_id, at + timedelta(minutes=5), "completed", {})


def test_batches_of_any_size_replay_row_for_row(server: FaultServer, tmp_path: Path) -> None:
    port = server.add(site())
    settings = Settings(data_dir=tmp_path / "var", allow_hosts=(f"127.0.0.1:{port}",))
    instants = iter(FIRST + timedelta(seconds=number) for number in range(100_000))
    with open_store(settings.data_dir, clock=lambda: next(instants)) as store:
        collect(store, settings, port, "one", FIRST, (1, 5, 2, 1))
        instants = iter(SECOND + timedelta(seconds=number) for number in range(100_000))
        collect(store, settings, port, "two", SECOND, (3, 6))
    for run_id in ("one", "two"):
        result = replay(run_id, settings, ())
        assert result.missing == []
        assert result.withheld == [f"http://127.0.0.1:{port}/wish-5"]
        assert [table for table in result.tables if not table.is_same] == []
    counts = {table.table: (table.n_recorded, table.n_replayed) for table in result.tables}
    assert counts["core_dispositions"] == (8, 8)
    assert counts["core_article_checks"][0] >= 6
    assert counts["core_versions"] == (1, 1)


def test_what_a_broken_off_run_did_not_reach_is_not_replayed(server: FaultServer, tmp_path: Path) -> None:
    port = server.add(site())
    settings = Settings(data_dir=tmp_path / "var", allow_hosts=(f"127.0.0.1:{port}",))
    with open_store(settings.data_dir) as store:
        collect(store, settings, port, "one", FIRST, (2, 1))
        store.finish_run("one", FIRST + timedelta(minutes=1), "crashed", {})
    result = replay("one", settings, ())
    assert result.missing == []
    assert result.is_same
    counts = {table.table: (table.n_recorded, table.n_replayed) for table in result.tables}
    assert counts["core_dispositions"] == (3, 3)
