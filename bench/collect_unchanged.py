"""A round over 1,000 unchanged feeds beside a bare aiohttp client asking the same addresses at the same concurrency.

    python -m bench.collect_unchanged [--feeds N] [--concurrency N] [--rounds N]

The server runs in a process of its own and answers 304. Both ask every address once in each round, and in each round
the other one begins. Podium asks robots.txt as well, guards every address, keeps the ledger and decides when to ask again.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection

import aiohttp
from aiohttp import web

from flows.web.discovery import ask_sources
from flows.web.policy import FetchPolicy

MAX_RATIO = 2.0


@dataclass(frozen=True, slots=True)
class BenchSource:
    """A feed of the bench."""

    source_id: str
    url: str
    kind: str = "feed"


@dataclass(frozen=True, slots=True)
class BenchState:
    """What is remembered of it: the validator that makes the server say 304."""

    etag: str = '"v1"'
    last_modified: str | None = None
    next_try_at: datetime | None = None
    consecutive_failures: int = 0
    last_asked_at: datetime | None = None
    last_new_at: datetime | None = None
    poll_interval_seconds: float | None = 3600.0


def _serve(pipe: Connection) -> None:
    async def unchanged(request: web.Request) -> web.Response:
        if request.path == "/robots.txt":
            return web.Response(text="User-agent: *\nDisallow: /private/\n")
        is_known = request.headers.get("If-None-Match") == '"v1"'
        return web.Response(status=304 if is_known else 404, headers={"ETag": '"v1"'})

    async def run() -> None:
        app = web.Application()
        app.router.add_get("/{tail:.*}", unchanged)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        pipe.send(runner.addresses[0][1])
        await asyncio.Event().wait()

    asyncio.run(run())


@contextmanager
def _server() -> Iterator[int]:
    context = multiprocessing.get_context("spawn")
    mine, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield int(mine.recv())
    finally:
        process.terminate()
        process.join()


async def _bare(urls: list[str], concurrency: int) -> None:
    queue = iter(urls)

    async def work(session: aiohttp.ClientSession) -> None:
        for url in queue:
            async with session.get(url, headers={"If-None-Match": '"v1"'}) as response:
                await response.read()
                assert response.status == 304

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=concurrency)) as session:
        await asyncio.gather(*(work(session) for _ in range(concurrency)))


def main() -> int:
    """Measure; 1 when Podium needs more than twice the time."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--concurrency", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    with _server() as port:
        urls = [f"http://127.0.0.1:{port}/feed/{number}.xml" for number in range(options.feeds)]
        sources = [BenchSource(f"s{number}", url) for number, url in enumerate(urls)]
        states = {source.source_id: BenchState() for source in sources}
        policy = FetchPolicy(allow_hosts=(f"127.0.0.1:{port}",), per_host_concurrency=options.concurrency)
        asyncio.run(_bare(urls, options.concurrency))
        bare: list[float] = []
        podium: list[float] = []

        def ask_bare() -> None:
            begun = time.perf_counter()
            asyncio.run(_bare(urls, options.concurrency))
            bare.append(time.perf_counter() - begun)

        def ask_podium() -> None:
            begun = time.perf_counter()
            answers, records = ask_sources(sources, states, policy)
            podium.append(time.perf_counter() - begun)
            assert all(answer.outcome.outcome == "unchanged" for answer in answers)
            assert sum(record.from_cache for record in records) == options.feeds
            assert not any(answer.entries for answer in answers)

        for number in range(options.rounds):
            for ask in (ask_bare, ask_podium) if number % 2 else (ask_podium, ask_bare):
                ask()
    ratio = statistics.median(ours / theirs for ours, theirs in zip(podium, bare, strict=True))
    print(f"{options.feeds} unchanged feeds at {options.concurrency} at once, {options.rounds} rounds")
    print(f"bare aiohttp  median {statistics.median(bare):6.3f} s, fastest {min(bare):6.3f} s")
    print(f"podium        median {statistics.median(podium):6.3f} s, fastest {min(podium):6.3f} s")
    print(f"podium / bare, median of the rounds {ratio:.2f} x, fastest {min(podium) / min(bare):.2f} x")
    return 1 if ratio > MAX_RATIO else 0


if __name__ == "__main__":
    sys.exit(main())
