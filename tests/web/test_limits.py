"""Time that runs out, runs that are stopped, hosts that fail in places: who is asked all the same, and what is said."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.settings import load_settings
from config.source_list import Source, SourceList
from extractors.records import FeedEntry, FetchedPage, FetchFailure, FetchRequest, Purpose
from extractors.urls import host_of
from flows import pipeline
from flows.decide import Wanted
from flows.ending import ending_in_order
from flows.pipeline import Run, in_turns
from flows.plan import Plan
from flows.web.batch import fetch_batch
from flows.web.policy import FetchPolicy
from flows.web.recording import Recording
from storage import open_store
from tests.faults.play import article, feed, page, xml
from tests.faults.site import FaultServer, Site, Visit

QUICK = FetchPolicy(
    connect_timeout_seconds=1.0,
    read_timeout_seconds=5.0,
    total_timeout_seconds=5.0,
    retry_delay_seconds=0.01,
    per_host_concurrency=2,
)


@pytest.fixture(scope="module")
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


def _own(port: int, policy: FetchPolicy = QUICK) -> FetchPolicy:
    return replace(policy, allow_hosts=(f"127.0.0.1:{port}",))


def _request(port: int, path: str, purpose: Purpose = Purpose.FEED) -> FetchRequest:
    return FetchRequest(f"http://127.0.0.1:{port}{path}", "s", purpose)


async def _hang(visit: Visit) -> None:
    await asyncio.sleep(60)


def _reasons(outcomes: tuple[FetchedPage | FetchFailure, ...]) -> list[str]:
    return [outcome.reason if isinstance(outcome, FetchFailure) else "page" for outcome in outcomes]


def test_a_host_whose_bad_feeds_come_first_still_serves_its_good_ones(server: FaultServer) -> None:
    bad = {f"/bad-{number}": page("", status=503) for number in range(9)}
    port = server.add(Site({**bad, "/robots.txt": page("", type="text/plain"), "/good": xml(feed("/a"))}))
    outcomes, _ = fetch_batch([_request(port, path) for path in (*bad, "/good")], _own(port))
    assert _reasons(outcomes) == ["http_server_error"] * 9 + ["page"]


def test_a_host_that_answers_nowhere_is_left_alone(server: FaultServer) -> None:
    async def once(visit: Visit) -> None:
        await visit.send(status=200 if visit.count == 1 else 503, type="text/plain")

    site = Site({"/robots.txt": once}, fallback=page("", status=503))
    port = server.add(site)
    outcomes, _ = fetch_batch([_request(port, f"/feed-{n}") for n in range(12)], _own(port))
    assert _reasons(outcomes)[0] == "http_server_error"
    assert _reasons(outcomes)[-1] == "host_circuit_open"


def test_pages_that_fail_one_after_the_other_do_not_shut_out_those_that_come(server: FaultServer) -> None:
    routes = {"/robots.txt": page("", type="text/plain"), "/first": page(article()), "/last": page(article())}
    routes |= {f"/bad-{number}": page("", status=500) for number in range(5)}
    port = server.add(Site(routes))
    paths = ("/first", *(path for path in routes if "bad" in path), "/last")
    requests = [_request(port, path, Purpose.ARTICLE) for path in paths]
    outcomes, _ = fetch_batch(requests, replace(_own(port), per_host_concurrency=1))
    assert _reasons(outcomes)[0] == _reasons(outcomes)[-1] == "page"


def test_a_stop_breaks_off_what_is_under_way_and_asks_nothing_more(server: FaultServer) -> None:
    port = server.add(Site({"/robots.txt": page("", type="text/plain")}, fallback=_hang))
    stop = Event()
    threading.Timer(0.5, stop.set).start()
    begun = time.monotonic()
    policy = replace(_own(port), stop=stop, total_timeout_seconds=50.0, read_timeout_seconds=50.0)
    outcomes, _ = fetch_batch([_request(port, f"/a-{number}") for number in range(20)], policy)
    assert set(_reasons(outcomes)) == {"run_budget_exhausted"}
    assert time.monotonic() - begun < 40


def test_the_limit_of_a_request_counts_all_its_redirects(server: FaultServer) -> None:
    async def slow_hop(visit: Visit) -> None:
        await asyncio.sleep(0.4)
        step = int(visit.path.rpartition("-")[2])
        await visit.send(status=302, headers=[("Location", f"/hop-{step + 1}")])

    port = server.add(Site({"/robots.txt": page("", type="text/plain")}, fallback=slow_hop))
    policy = replace(_own(port), total_timeout_seconds=1.0, max_attempts=1)
    outcomes, _ = fetch_batch([_request(port, "/hop-1")], policy)
    assert _reasons(outcomes) == ["total_timeout"]


def test_the_first_fault_is_told_when_there_is_no_time_for_a_second_try(server: FaultServer) -> None:
    """Also by a replay of the ledger that it leaves."""

    async def failing_then_silent(visit: Visit) -> None:
        if visit.count > 1:
            await asyncio.sleep(60)
        await visit.send(status=500)

    port = server.add(Site({"/robots.txt": page("", type="text/plain"), "/a": failing_then_silent}))
    request = _request(port, "/a")
    outcomes, records = fetch_batch([request], replace(_own(port), budget_seconds=1.5))
    assert _reasons(outcomes) == ["http_server_error"]
    again, _ = Recording(datetime.now(UTC), {}, records).answer(request)
    assert _reasons((again,)) == ["http_server_error"]


@given(st.lists(st.sampled_from("abc"), max_size=30))
def test_hosts_take_turns_and_keep_their_own_order(hosts: list[str]) -> None:
    wanted = [
        Wanted(FeedEntry("s", f"https://{host}.example/{number}", str(number)), None)
        for number, host in enumerate(hosts)
    ]
    turned = in_turns(wanted)
    assert sorted(item.entry.entry_key for item in turned) == sorted(item.entry.entry_key for item in wanted)
    for host in set(hosts):
        keys = [int(item.entry.entry_key) for item in turned if host_of(item.entry.url) == f"{host}.example"]
        assert keys == sorted(keys)
    first = [host_of(item.entry.url) for item in turned[: len(set(hosts))]]
    assert len(set(first)) == len(set(hosts))


def test_a_batch_gets_twice_its_part_of_the_time() -> None:
    run = Run.__new__(Run)
    run.deadline, run.parts_left = time.monotonic() + 1000, 10
    assert 150 < run.share_seconds <= 200
    run.parts_left = 1
    assert 900 < run.share_seconds <= 1000
    run.deadline = time.monotonic() - 1
    assert run.share_seconds == 0.0


def test_a_signal_to_end_only_sets_the_stop_and_the_second_changes_nothing() -> None:
    before, stop = signal.getsignal(signal.SIGTERM), Event()
    with ending_in_order(stop):
        assert not stop.is_set()
        os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGTERM)
        assert stop.wait(5)
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_batch_that_holds_enough_leaves_the_rest_for_the_next(server: FaultServer) -> None:
    big = "<html><body><p>" + "word " * 40_000 + "</p></body></html>"
    port = server.add(Site({"/robots.txt": page("", type="text/plain")}, fallback=page(big)))
    requests = [_request(port, f"/a-{number}", Purpose.ARTICLE) for number in range(12)]
    policy = replace(_own(port), max_held_bytes=500_000, per_host_concurrency=1)
    outcomes, records = fetch_batch(requests, policy)
    assert _reasons(outcomes) == ["page"] * 3 + ["batch_full"] * 9
    assert sum(record.url.rpartition("/")[2].startswith("a-") for record in records) == 3


def test_what_a_batch_had_no_room_for_is_fetched_and_asked_all_the_same(
    server: FaultServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "MAX_HELD_BYTES", 30_000)
    padding = "<!--" + "x" * 20_000 + "-->"
    routes = {"/robots.txt": page("", type="text/plain")}
    for number in range(3):
        routes[f"/feed-{number}"] = xml(feed(*(f"/a-{number}-{n}" for n in range(4))) + padding)
        routes |= {f"/a-{number}-{n}": page(article(f"{number} {n}") + padding) for n in range(4)}
    port = server.add(Site(routes))
    settings = load_settings().settings.model_copy(update={"data_dir": tmp_path})
    sources = tuple(_source(number, f"http://127.0.0.1:{port}/feed-{number}") for number in range(3))
    plan = Plan(SourceList(sources, ()), "test", replace(_own(port), per_host_concurrency=1))
    now = datetime.now(UTC)
    with open_store(tmp_path) as store:
        store.begin_run("r", now, "test", "test", None)
        store.upsert_sources(sources)
        run = Run("r", now, settings, plan, store, time.monotonic() + 300)
        found = pipeline.discover(run, sources)
        again = pipeline.discover(run, found.left)
        left = pipeline.decide_entries(run, [*found.entries, *again.entries]).wanted
        n_batches = 0
        fetched_urls: list[str] = []
        while left:
            fetched = asyncio.run(pipeline.fetch_articles(run, left))
            fetched_urls += [item.entry.url for item, _ in fetched.pages]
            left, n_batches = fetched.left, n_batches + 1
    assert 0 < len(found.left) < 3
    assert not again.left
    assert len(fetched_urls) == len(set(fetched_urls)) == 12
    assert n_batches > 3


def _source(number: int, url: str) -> Source:
    return Source(
        source_id=f"s{number}", outlet=f"S{number}", kind="feed", url=url, language="en", country="GB", tags=(),
        enabled=True, keywords=(), seen_at="test", verified=None, file="test", line=None,
    )  # fmt: skip
