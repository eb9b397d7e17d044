"""The collector for callers without an event loop: a batch of requests in, all their outcomes out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from extractors.records import FetchOutcome, FetchRequest, RequestRecord
from flows.web.collector import Collector, utc_now
from flows.web.memory import HostMemory
from flows.web.policy import FetchPolicy, HostMap


def fetch_batch(
    requests: Sequence[FetchRequest],
    policy: FetchPolicy,
    *,
    host_map: HostMap | None = None,
    budget_seconds: float | None = None,
    memory: HostMemory | None = None,
    clock: Callable[[], datetime] = utc_now,
    on_outcome: Callable[[FetchOutcome], None] | None = None,
) -> tuple[tuple[FetchOutcome, ...], tuple[RequestRecord, ...]]:
    """Fetch ``requests``: one outcome each in their order, and the lines of the ledger.

    ``host_map`` and ``budget_seconds`` stand in for the policy's; ``on_outcome`` hears of each as it comes in.
    """
    own_policy = with_limits(policy, host_map, budget_seconds)
    return asyncio.run(fetch_all(requests, own_policy, memory=memory, clock=clock, on_outcome=on_outcome))


async def fetch_all(
    requests: Sequence[FetchRequest],
    policy: FetchPolicy,
    *,
    memory: HostMemory | None = None,
    clock: Callable[[], datetime] = utc_now,
    on_outcome: Callable[[FetchOutcome], None] | None = None,
) -> tuple[tuple[FetchOutcome, ...], tuple[RequestRecord, ...]]:
    """As ``fetch_batch``, for callers with an event loop: such a call can be cancelled at once."""
    outcomes: dict[int, FetchOutcome] = {}

    async def note(position: int, outcome: FetchOutcome) -> None:
        outcomes[position] = outcome
        if on_outcome is not None:
            on_outcome(outcome)

    async with Collector(policy, memory=memory, clock=clock) as collector:
        await collector.fetch_each(requests, note, max_held_bytes=policy.max_held_bytes)
        return tuple(outcomes[position] for position in range(len(requests))), collector.take_records()


def with_limits(policy: FetchPolicy, host_map: HostMap | None, budget_seconds: float | None) -> FetchPolicy:
    """``policy`` with the host map and time budget of one call."""
    return replace(
        policy,
        host_map=policy.host_map if host_map is None else host_map,
        budget_seconds=policy.budget_seconds if budget_seconds is None else budget_seconds,
    )
