"""Keeping the schedule until SIGTERM; a run that is at work then is told to end in order."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from typing import Any

from prefect.runner import Runner


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
