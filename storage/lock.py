"""One writer at a time: a file lock whose refusal names the holder."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from filelock import FileLock, Timeout

from storage.errors import StoreBusy, StoreNotWritable
from storage.layout import Layout


@contextmanager
def writer_lock(layout: Layout, wait_seconds: float, purpose: str) -> Iterator[None]:
    """Hold the writer's lock; StoreBusy names pid, purpose and since when another process holds it."""
    try:
        layout.work_dir.mkdir(parents=True, exist_ok=True)
        lock = FileLock(str(layout.lock))
        lock.acquire(timeout=wait_seconds, poll_interval=0.05)
    except Timeout:
        raise StoreBusy(_refusal(layout)) from None
    except OSError as problem:
        raise StoreNotWritable(
            f"cannot write to {layout.work_dir}: {problem.strerror}; "
            "make the folder writable or name another one in PODIUM_DATA_DIR"
        ) from problem
    try:
        # In a file of its own: whoever tries for the lock truncates the lock file.
        since = datetime.now(UTC).isoformat(timespec="seconds")
        layout.lock_holder.write_text(json.dumps({"pid": os.getpid(), "since": since, "purpose": purpose}))
        yield
    finally:
        layout.lock_holder.unlink(missing_ok=True)
        lock.release()


def _refusal(layout: Layout) -> str:
    try:
        holder = json.loads(layout.lock_holder.read_text())
        who = f"process {holder['pid']} ({holder['purpose']}) since {holder['since']}"
    except (OSError, ValueError, KeyError):
        who = "another process"
    return f"{layout.database} is being written by {who}; wait until it has finished and try again"
