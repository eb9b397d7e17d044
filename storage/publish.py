"""Publish: a finished copy of the database for people, under a version name that is never used again."""

from __future__ import annotations

import errno
import os
import time
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from storage.copying import copy_durably, sync
from storage.errors import NothingPublished, StorageProblem, StoreDamaged, StoreNotWritable
from storage.holders import holders
from storage.layout import Layout
from storage.pointer import (
    SEALED_FOLDER,
    Look,
    Pointer,
    file_name,
    header_sha256,
    read_pointer,
    version_of,
    wal_of,
    write_pointer,
)
from storage.records import Published

if TYPE_CHECKING:
    from storage.store import Store

MOST_VERSIONS_FACTOR = 3
"""Versions that somebody still holds are kept too, up to this many times the number to keep."""


LEFTOVER_SECONDS = 3600


def publish(store: Store, report_timezone: str, now: datetime, keep_versions: int) -> Published:
    """Checkpoint, copy under a new name, then move the pointer; a crash leaves the old version current."""
    started = time.monotonic()
    layout = store.layout
    try:
        sealed_dir = layout.published_dir / SEALED_FOLDER
        sealed_dir.mkdir(parents=True, exist_ok=True)
        _remove_leftovers(layout)
        version = _next_version(store, layout)
        day_start_at, day_stop_at = _day(report_timezone, now)
        with store.transaction() as c:
            c.execute(
                """
                INSERT INTO core_publications
                SELECT ?, ?, (SELECT arg_max(run_id, started_at) FROM core_runs), ?, ?, ?, ?, ?
                """,
                [
                    version,
                    now,
                    report_timezone,
                    day_start_at.date(),
                    day_start_at,
                    day_stop_at,
                    store.clock(),
                ],
            )
        store.connection.execute("FORCE CHECKPOINT podium")
        people, sealed = layout.published_dir / file_name(version), sealed_dir / file_name(version)
        parts = [sealed.with_suffix(".part"), people.with_suffix(".part")]
        copy_durably(layout.database, parts)
        os.rename(parts[0], sealed)
        os.rename(parts[1], people)
        sync(sealed_dir)
        people_look, sealed_look = Look.at(people), Look.at(sealed)
        assert people_look is not None
        assert sealed_look is not None
        pointer = Pointer(version, now, people, sealed, people_look, sealed_look, header_sha256(sealed))
        write_pointer(layout, pointer)
    except OSError as problem:
        raise _not_writable(layout, problem) from problem
    remove_old_versions(layout, version, keep_versions)
    return Published(
        people, version, now, day_start_at.date(), people_look.n_bytes, time.monotonic() - started
    )


def _not_writable(layout: Layout, problem: OSError) -> StorageProblem:
    if problem.errno == errno.ENOSPC:
        why, remedy = "no space left", "free some space and run `podium publish`"
    else:
        why, remedy = problem.strerror or str(problem), "make the folder writable and run `podium publish`"
    return StoreNotWritable(
        f"cannot publish to {layout.published_dir}: {why}; the version published before stays current, "
        f"nothing stored is lost; {remedy}"
    )


def _day(report_timezone: str, now: datetime) -> tuple[datetime, datetime]:
    """First instant of the report day and of the next one."""
    zone = ZoneInfo(report_timezone)
    day = now.astimezone(zone).date()
    following = day + timedelta(days=1)
    return (
        datetime(day.year, day.month, day.day, tzinfo=zone),
        datetime(following.year, following.month, following.day, tzinfo=zone),
    )


def _next_version(store: Store, layout: Layout) -> int:
    """One more than any version in the database, on disk or in the pointer, even after a restore."""
    (in_database,) = store.sql("SELECT coalesce(max(version), 0) FROM core_publications")[0]
    on_disk = [version for path in _version_files(layout) if (version := version_of(path)) is not None]
    try:
        named = read_pointer(layout).version
    except (NothingPublished, StoreDamaged):
        named = 0
    return max([int(in_database), named, *on_disk]) + 1


def _version_files(layout: Layout) -> list[Path]:
    folders = (layout.published_dir, layout.published_dir / SEALED_FOLDER)
    return [
        path
        for folder in folders
        if folder.is_dir()
        for path in folder.iterdir()
        if version_of(path) is not None
    ]


def _remove_leftovers(layout: Layout) -> None:
    """Copies that a killed run left half done."""
    for folder in (layout.published_dir, layout.published_dir / SEALED_FOLDER):
        for path in folder.glob("podium-*.part"):
            # A copy that somebody is just being given has its process id in the name and is young.
            is_own = path.stem.removeprefix("podium-").isdigit()
            if is_own or time.time() - path.stat().st_mtime > LEFTOVER_SECONDS:
                path.unlink(missing_ok=True)


def remove_old_versions(layout: Layout, current: int, keep_versions: int) -> None:
    """Remove versions beyond the number to keep unless somebody holds them; sealed ones once they are not current.

    On disk there are at most ``keep_versions`` files for people, plus held ones up to three times as many.
    """
    for path in _version_files(layout):
        version = version_of(path)
        assert version is not None
        age = current - version
        is_sealed = path.parent.name == SEALED_FOLDER
        if age < (1 if is_sealed else keep_versions):
            continue
        if holders(path) and age < keep_versions * MOST_VERSIONS_FACTOR:
            continue
        _remove(path)


def twin_for_people(layout: Layout, pointer: Pointer) -> Path:
    """Another copy of the current version, when somebody has written to the one that stands there.

    Spoilt copies that nobody holds go, so that there are never more than those in use and one.
    """
    for path in sorted(layout.published_dir.glob(f"podium-{pointer.version:06d}-*.duckdb")):
        if not _same_look(path, pointer):
            if not holders(path):
                _remove(path)
        elif not any(h.writes for h in holders(path)):
            return path
    path = layout.published_dir / file_name(pointer.version, twin=time.time_ns() // 1_000_000)
    part = path.with_suffix(f".{os.getpid()}.part")
    copy_durably(pointer.sealed, [part])
    os.utime(part, ns=(pointer.sealed_look.changed_ns, pointer.sealed_look.changed_ns))
    os.rename(part, path)
    return path


def _remove(path: Path) -> None:
    """A database file with its log; Windows keeps a file that is open, and a later run removes it."""
    for file in (path, wal_of(path)):
        with suppress(OSError):
            file.unlink(missing_ok=True)


def _same_look(path: Path, pointer: Pointer) -> bool:
    return Look.at(path) == pointer.sealed_look and not wal_of(path).exists()
