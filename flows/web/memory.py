"""What a run remembers of the hosts it has met, so that its batches behave as one visitor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from extractors.robots import UNREACHABLE, HostRules
from flows.web.pace import Breaker, HostState
from flows.web.policy import FetchPolicy


@dataclass(slots=True)
class HostMemory:
    """Rules, pace and failures by host. One per run, passed to every batch; kept in memory only.

    ``rules`` by origin may be filled from the store; ``asked`` are the ones this run brought.
    """

    rules: dict[str, HostRules] = field(default_factory=dict)
    asked: dict[str, HostRules] = field(default_factory=dict)
    hosts: dict[tuple[str, int], HostState] = field(default_factory=dict)

    @classmethod
    def of(cls, known: Iterable[HostRules]) -> HostMemory:
        """A memory that starts with rules kept from earlier runs."""
        return cls({record.origin: record for record in known})

    def learn(self, record: HostRules) -> None:
        """Remember what an origin just said."""
        self.rules[record.origin] = record
        self.asked[record.origin] = record

    @property
    def worth_keeping(self) -> tuple[HostRules, ...]:
        """Rules asked in this run, unreachable hosts left out."""
        return tuple(record for record in self.asked.values() if record.robots != UNREACHABLE)

    def state(self, host: str, port: int, policy: FetchPolicy) -> HostState:
        """State of a host, made at the first meeting; own hosts have no pause."""
        state = self.hosts.get((host, port))
        if state is None:
            is_own = policy.is_own_host(host, port)
            pause = 0.0 if is_own else policy.per_host_delay_seconds
            breaker = Breaker(policy.circuit_failures, policy.circuit_open_seconds)
            state = self.hosts.setdefault((host, port), HostState(breaker, pause, is_own=is_own))
        return state
