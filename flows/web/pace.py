"""Turns at a host: how many at once, how far apart, and when a failing host is left alone."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import monotonic


class Breaker:
    """Opens after ``limit`` failures in a row, lets one try through after ``open_seconds``. Times are monotonic.

    A host that still answers elsewhere may be given reprieves: one page's fault is not its host's.
    """

    __slots__ = (
        "_failures",
        "_limit",
        "_open_seconds",
        "_open_until",
        "_reprieves",
        "has_succeeded",
        "last_reason",
    )

    def __init__(self, limit: int, open_seconds: float) -> None:
        self._limit = limit
        self._open_seconds = open_seconds
        self._failures = 0
        self._reprieves = 0
        self._open_until: float | None = None
        self.has_succeeded = False
        self.last_reason = ""

    @property
    def is_doubtful(self) -> bool:
        """Whether the host has failed so often that nothing is tried twice there."""
        return self._reprieves > 0 or self._failures >= self._limit

    def may_be_reprieved(self, at_most: int) -> bool:
        """Whether a sign of life would let requests through again; never when the host itself asked for quiet."""
        return self._failures >= self._limit and self._reprieves < at_most

    def reprieve(self) -> None:
        """The host has answered elsewhere: as many requests again may fail before it is left alone."""
        self._failures, self._open_until = 0, None
        self._reprieves += 1

    def is_open(self, now: float) -> bool:
        """Whether the host is being left alone at ``now``."""
        return self._open_until is not None and now < self._open_until

    def refuses(self, now: float) -> bool:
        """As ``is_open``, but a try let through after the pause is the only one until it ends."""
        if self._open_until is None:
            return False
        if now < self._open_until:
            return True
        self._open_until = now + self._open_seconds
        return False

    def count_success(self) -> None:
        """The host answered."""
        self._failures, self._reprieves, self._open_until = 0, 0, None
        self.has_succeeded = True

    def count_failure(self, reason: str, now: float) -> None:
        """The host failed for a while to come."""
        self.last_reason = reason
        self._failures += 1
        if self._failures >= self._limit:
            self._open_until = now + self._open_seconds

    def open_until(self, moment: float, reason: str) -> None:
        """Leave the host alone until ``moment``: it asked for that itself."""
        self.last_reason = reason
        self._failures = 0
        self._open_until = max(self._open_until or moment, moment)


@dataclass(slots=True)
class HostState:
    """What is remembered of a host between batches: its breaker, the next start, its pause. Times are monotonic."""

    breaker: Breaker
    delay_seconds: float
    next_start: float = 0.0
    is_own: bool = False
    """Allow-listed or mapped by name: private addresses are fine there."""


class Places:
    """As many places as given; who waits longest is next. ``asyncio.Semaphore`` costs a free place ten calls."""

    __slots__ = ("_free", "_waiting")

    def __init__(self, number: int) -> None:
        self._free = number
        self._waiting: deque[asyncio.Future[None]] = deque()

    def take_now(self) -> bool:
        """Take a place if one is free."""
        if self._free <= 0:
            return False
        self._free -= 1
        return True

    async def take(self) -> None:
        """Take a place, wait for it if need be."""
        if self.take_now():
            return
        handed_over = asyncio.get_running_loop().create_future()
        self._waiting.append(handed_over)
        try:
            await handed_over
        except asyncio.CancelledError:
            if handed_over.done() and not handed_over.cancelled():
                self.give_back()
            raise

    def give_back(self) -> None:
        """Free the place, or hand it over to who waits."""
        while self._waiting:
            waiting = self._waiting.popleft()
            if not waiting.done():
                waiting.set_result(None)
                return
        self._free += 1


class Lane:
    """One host in one event loop, entered and left: at most ``concurrency`` at once, starts at least its pause apart."""

    __slots__ = ("_gate", "_sleep", "state")

    def __init__(
        self,
        concurrency: int,
        state: HostState,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._gate = Places(concurrency)
        self._sleep = sleep
        self.state = state

    def wait_seconds(self, now: float) -> float:
        """How long the next start would have to wait for the pace alone."""
        return max(0.0, self.state.next_start - now)

    def hold_until(self, moment: float) -> None:
        """No start before ``moment`` (Retry-After)."""
        self.state.next_start = max(self.state.next_start, moment)

    def enter_now(self, now: float) -> bool:
        """Hold a place if nothing is to be waited for."""
        state = self.state
        if state.next_start > now or not self._gate.take_now():
            return False
        state.next_start = now + state.delay_seconds
        return True

    async def enter(self) -> None:
        """Wait for a place and for the pace, then hold the place."""
        await self._gate.take()
        state = self.state
        try:
            # Whoever wakes late starts late, and the next one counts from there.
            while (pause := state.next_start - monotonic()) > 0:
                if await self._sleep(pause) is False:
                    break
        except BaseException:
            self._gate.give_back()
            raise
        state.next_start = max(state.next_start, monotonic() + state.delay_seconds)

    def leave(self) -> None:
        """Give the place back."""
        self._gate.give_back()
