"""The collector for callers without an event loop: a batch of requests in, all their outcomes out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from extractors.records import FetchOutcome, FetchRequest, RequestRecord
from extractors.robots import HostRules
from flows.web.collector import Collector, utc_now
from flows.web.policy import FetchPolicy


class FetchedBatch(NamedTuple):
    """What ``fetch_batch`` brings: one outcome per request in its order, the ledger, and rules to keep."""

    outcomes: tuple[FetchOutcome, ...]
    records: tuple[RequestRecord, ...]
    host_rules: tuple[HostRules, ...]


def fetch_batch(
    requests: Sequence[FetchRequest],
    policy: FetchPolicy,
    *,
    known_rules: Iterable[HostRules] = (),
    clock: Callable[[], datetime] = utc_now,
    on_outcome: Callable[[FetchOutcome], None] | None = None,
) -> FetchedBatch:
    """Fetch ``requests`` and wait for all of them; ``on_outcome`` hears of each as it comes in (for progress)."""

    async def run() -> FetchedBatch:
        outcomes: dict[int, FetchOutcome] = {}
        async with Collector(policy, known_rules=known_rules, clock=clock) as collector:
            async for position, outcome in collector.fetch_numbered(requests):
                outcomes[position] = outcome
                if on_outcome is not None:
                    on_outcome(outcome)
            ordered = tuple(outcomes[position] for position in range(len(requests)))
            return FetchedBatch(ordered, collector.take_records(), collector.host_rules)

    return asyncio.run(run())
