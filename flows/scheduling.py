"""Keeping the schedule until SIGTERM; a run that is at work then is told to end in order."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import threading
from collections.abc import Iterator
from typing import Any

from prefect.runner import Runner

log = logging.getLogger("podium.serve")


class Keeper(Runner):
    """A runner that SIGTERM asks to end; under Prefect's own handling the run at work goes on for minutes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._end = threading.Event()

    def handle_sigterm(self, *_: object, **__: object) -> None:
        """Called by the signal, anywhere in the event loop's work: only note it."""
        self._end.set()

    async def keep(self) -> None:
        """Fire the schedules until SIGTERM, then let a run at work end: Prefect kills it after 30 s."""
        running = asyncio.ensure_future(self.start(webserver=False))
        while not self._end.is_set() and not running.done():
            await asyncio.wait((running,), timeout=0.2)
        if not running.done():
            await self.astop()
            running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running


@contextlib.contextmanager
def ending_in_order(stop: threading.Event) -> Iterator[None]:
    """While open, SIGTERM sets ``stop`` instead of ending the process; only SIGKILL ends it at once."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.getsignal(signal.SIGTERM)

    def heed(*_: object) -> None:
        # Two may come, from the service manager and from the runner: the second must not undo the first.
        stop.set()

    signal.signal(signal.SIGTERM, heed)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
        if stop.is_set():
            log.warning("was asked to end: nothing more was fetched, what was there is stored")
