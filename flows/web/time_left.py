"""How long a collector may still work: its budget, and a stop that may come at any instant."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from threading import Event

STOP_POLL_SECONDS = 0.2


class TimeLeft:
    """The end of one collector's time in its event loop; started and closed by the collector."""

    def __init__(self, budget_seconds: float | None, stop: Event | None) -> None:
        self._stop = stop
        self._budget_seconds = budget_seconds
        self._deadline: float | None = None
        self._under_way: set[asyncio.Timeout] = set()
        self._watching: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to count."""
        if self._budget_seconds is not None:
            self._deadline = asyncio.get_running_loop().time() + self._budget_seconds
        if self._stop is not None:
            self._watching = asyncio.ensure_future(self._watch(self._stop))

    async def close(self) -> None:
        """Count no longer."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)

    def is_up(self, after_seconds: float = 0.0) -> bool:
        """Whether the end has come, or comes within ``after_seconds``."""
        if self._stop is not None and self._stop.is_set():
            return True
        now = asyncio.get_running_loop().time()
        return self._deadline is not None and now + after_seconds >= self._deadline

    def limit(self, seconds: float) -> asyncio.Timeout:
        """To be entered: TimeoutError after ``seconds``, or when the end comes. Hand it to ``done`` afterwards."""
        moment = asyncio.get_running_loop().time() + max(seconds, 0.0)
        timeout = asyncio.timeout_at(moment if self._deadline is None else min(moment, self._deadline))
        self._under_way.add(timeout)
        return timeout

    def done(self, timeout: asyncio.Timeout) -> None:
        """The work under this limit has ended."""
        self._under_way.discard(timeout)

    async def sleep(self, seconds: float) -> bool:
        """Sleep; False when the end came first."""
        limit = self.limit(seconds)
        try:
            async with limit:
                await asyncio.sleep(seconds)
        except TimeoutError:
            pass
        finally:
            self.done(limit)
        return not self.is_up()

    async def _watch(self, stop: Event) -> None:
        while not stop.is_set():
            await asyncio.sleep(STOP_POLL_SECONDS)
        self._deadline = asyncio.get_running_loop().time()
        for timeout in tuple(self._under_way):
            with suppress(RuntimeError):  # it has just expired by itself
                timeout.reschedule(self._deadline)
