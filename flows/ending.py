"""A run that is told to end: it fetches nothing more and writes down what it has."""

from __future__ import annotations

import contextlib
import logging
import signal
import threading
from collections.abc import Iterator

log = logging.getLogger("podium.ending")


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
