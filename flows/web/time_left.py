"""How long a collector may still work: its budget, and a stop that may come at any instant."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from threading import Event
from time import monotonic
from typing import Any

SWEEP_SECONDS = 0.1
"""How late an end may come. One look at all that is under way costs less than a timer for each request."""


class TimeLeft:
    """The end of one collector's time in its event loop; started and closed by the collector."""

    def __init__(self, budget_seconds: float | None, stop: Event | None) -> None:
        self._stop = stop
        self._budget_seconds = budget_seconds
        self._deadline: float | None = None
        self._ended = asyncio.Event()
        self._under_way: dict[asyncio.Task[Any], float] = {}
        self._broken_off: set[asyncio.Task[Any]] = set()
        self._sweeping: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to count."""
        if self._budget_seconds is not None:
            self._deadline = monotonic() + self._budget_seconds
        self._sweeping = asyncio.ensure_future(self._sweep())

    async def close(self) -> None:
        """Count no longer."""
        if self._sweeping is not None:
            self._sweeping.cancel()
            await asyncio.gather(self._sweeping, return_exceptions=True)

    def is_up(self, after_seconds: float = 0.0) -> bool:
        """Whether the end has come, or comes within ``after_seconds``."""
        if self._stop is not None and self._stop.is_set():
            return True
        return self._deadline is not None and monotonic() + after_seconds >= self._deadline

    def begin(self, task: asyncio.Task[Any], seconds: float) -> None:
        """Cancel ``task`` after ``seconds``, or when the end comes, unless it is ``done`` before."""
        self._under_way[task] = monotonic() + seconds

    def has_broken_off(self, task: asyncio.Task[Any]) -> bool:
        """Whether ``task`` is cancelled because its time was up, and by nobody else."""
        return task in self._broken_off and task.cancelling() == 1

    def done(self, task: asyncio.Task[Any]) -> None:
        """What ``task`` began has ended; to be called in every case."""
        self._under_way.pop(task, None)
        if task in self._broken_off:
            self._broken_off.remove(task)
            task.uncancel()

    async def sleep(self, seconds: float) -> bool:
        """Sleep; False when the end came first."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._ended.wait()
        return not self.is_up()

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            now, is_up = monotonic(), self.is_up()
            if is_up:
                self._ended.set()
            for task in [each for each, end in self._under_way.items() if is_up or end <= now]:
                if task not in self._broken_off:
                    self._broken_off.add(task)
                    task.cancel()
