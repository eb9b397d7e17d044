"""Publish: a finished copy of the database for people, under a version name that is never used again."""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from storage.layout import Layout
from storage.records import Published

if TYPE_CHECKING:
    from storage.store import Store

_VERSIONED = re.compile(r"^podium-(\d+)\.duckdb$")


def file_name(version: int) -> str:
    """Name of a published version."""
    return f"podium-{version:06d}.duckdb"


def publish(store: Store, report_timezone: str, now: datetime, keep_versions: int) -> Published:
    """Checkpoint, copy under a new name, then move the pointer; a crash leaves the old version current."""
    started = time.monotonic()
    layout = store.layout
    layout.published_dir.mkdir(parents=True, exist_ok=True)
    zone = ZoneInfo(report_timezone)
    day = now.astimezone(zone).date()
    day_start_at = datetime(day.year, day.month, day.day, tzinfo=zone)
    next_day = day + timedelta(days=1)
    day_stop_at = datetime(next_day.year, next_day.month, next_day.day, tzinfo=zone)
    version = _next_version(store, layout)
    with store.transaction() as c:
        c.execute(
            """
            INSERT INTO core_publications
            SELECT ?, ?, (SELECT arg_max(run_id, started_at) FROM core_runs), ?, ?, ?, ?
            """,
            [version, now, report_timezone, day, day_start_at, day_stop_at],
        )
    store.connection.execute("FORCE CHECKPOINT podium")
    path = layout.published_dir / file_name(version)
    temporary = path.with_suffix(".part")
    shutil.copyfile(layout.database, temporary)
    _sync(temporary)
    os.rename(temporary, path)
    write_pointer(layout, version, now)
    return Published(path, version, now, day, path.stat().st_size, time.monotonic() - started)


def write_pointer(layout: Layout, version: int, now: datetime) -> None:
    """Name the current version, atomically and durably."""
    temporary = layout.pointer.with_suffix(".part")
    temporary.write_text(
        json.dumps({"version": version, "file": file_name(version), "published_at": now.isoformat()}) + "\n"
    )
    _sync(temporary)
    os.replace(temporary, layout.pointer)
    _sync(layout.published_dir)


def _next_version(store: Store, layout: Layout) -> int:
    (in_database,) = store.sql("SELECT coalesce(max(version), 0) FROM core_publications")[0]
    on_disk = [int(m[1]) for p in layout.published_dir.iterdir() if (m := _VERSIONED.match(p.name))]
    return max([int(in_database), *on_disk]) + 1


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
