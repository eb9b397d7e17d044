"""Backups: a verified copy of database and captures, and the way back."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from storage.connection import attach, new_connection
from storage.copying import copy_durably, sync
from storage.errors import StorageProblem, StoreDamaged, StoreNotWritable
from storage.layout import Layout
from storage.lock import writer_lock
from storage.migrate import pending
from storage.store import Store

DATABASE, MANIFEST, CAPTURES = "podium.duckdb", "manifest.json", "captures"


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished backup: one folder."""

    path: Path
    n_bytes: int
    n_articles: int
    n_capture_files: int


def backup(store: Store, target: Path, *, with_captures: bool = True) -> Backup:
    """Write a new folder below ``target`` and verify it before it gets its name."""
    made_at = store.clock()
    path = target.expanduser().resolve() / f"podium-backup-{made_at:%Y%m%dT%H%M%SZ}"
    if path.exists():
        raise StorageProblem(f"{path} exists already; wait a second or name another folder")
    part = path.with_suffix(".part")
    try:
        part.mkdir(parents=True)
        store.connection.execute("FORCE CHECKPOINT podium")
        copy_durably(store.layout.database, [part / DATABASE])
        files = _copy_captures(store, part / CAPTURES) if with_captures else {}
        counts = _counts(store.connection)
        manifest = {
            "made_at": made_at.isoformat(),
            "sha256": _sha256(part / DATABASE),
            "rows": counts,
            "captures": files if with_captures else None,
        }
        (part / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
        sync(part / MANIFEST)
        verify(part)
        os.rename(part, path)
        sync(path.parent)
    except OSError as problem:
        shutil.rmtree(part, ignore_errors=True)
        why = "no space left" if problem.errno == errno.ENOSPC else problem.strerror or str(problem)
        raise StoreNotWritable(f"cannot write a backup to {target}: {why}; name another folder") from problem
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    n_bytes = sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    return Backup(path, n_bytes, counts["core_articles"], len(files))


def _copy_captures(store: Store, folder: Path) -> dict[str, str]:
    """Capture files by name with their hash; those the index names and that are there."""
    names = [
        name
        for (name,) in store.sql(
            "SELECT DISTINCT file FROM core_captures WHERE removed_at IS NULL ORDER BY 1"
        )
    ]
    copied = {}
    for name in names:
        source = store.layout.captures_dir / name
        if source.is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, folder / name)
            copied[name] = _sha256(folder / name)
    return copied


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _counts(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    tables = connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE NOT internal AND database_name = current_database() ORDER BY 1"
    ).fetchall()
    counts = {}
    for (table,) in tables:
        row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        assert row is not None
        counts[table] = int(row[0])
    return counts


def verify(path: Path) -> dict[str, Any]:
    """The manifest of a backup whose every file is as it was written; StoreDamaged names the one that is not."""
    try:
        manifest: dict[str, Any] = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise StoreDamaged(
            f"{path} is no backup of Podium: {MANIFEST} is missing or unreadable ({problem})"
        ) from problem
    wanted = {DATABASE: manifest["sha256"]}
    wanted |= {f"{CAPTURES}/{name}": sha256 for name, sha256 in (manifest["captures"] or {}).items()}
    for name, sha256 in wanted.items():
        if not (path / name).is_file():
            raise StoreDamaged(f"{path / name} is missing; use another backup")
        if _sha256(path / name) != sha256:
            raise StoreDamaged(
                f"{path / name} is not what was backed up (its SHA-256 differs); use another backup"
            )
    connection = new_connection()
    try:
        attach(connection, path / DATABASE, read_only=True)
        if _counts(connection) != manifest["rows"]:
            raise StoreDamaged(f"{path / DATABASE} does not hold the rows of {MANIFEST}; use another backup")
    except duckdb.Error as problem:
        raise StoreDamaged(f"{path / DATABASE} cannot be opened ({problem}); use another backup") from problem
    finally:
        connection.close()
    return manifest


def restore(data_dir: Path | str, path: Path, now: datetime, *, replace: bool = False) -> Path | None:
    """Put a verified backup in place; returns where the database before was moved, None when there was none.

    A database written by a newer Podium is refused before anything is touched. Captures come back beside those
    that are there. Publish afterwards.
    """
    layout = Layout.of(data_dir)
    source = path.expanduser().resolve()
    manifest = verify(source)
    connection = new_connection()
    try:
        attach(connection, source / DATABASE, read_only=True)
        pending(connection, source / DATABASE)
    finally:
        connection.close()
    with writer_lock(layout, 0.0, "podium restore"):
        if layout.database.exists() and not replace:
            raise StorageProblem(
                f"{layout.database} is there already; add --replace to move it aside and put the backup in its place"
            )
        try:
            part = layout.database.with_suffix(".part")
            copy_durably(source / DATABASE, [part])
            for name in manifest["captures"] or {}:
                target = layout.captures_dir / name
                if not target.exists():
                    target.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(source / CAPTURES / name, target)
            aside = _move_aside(layout, now)
            os.rename(part, layout.database)
            sync(layout.work_dir)
        except OSError as problem:
            raise StoreNotWritable(
                f"cannot restore to {layout.data_dir}: {problem.strerror or problem}; the database before is untouched"
            ) from problem
    return aside


def _move_aside(layout: Layout, now: datetime) -> Path | None:
    """The database before under another name, with its write-ahead log: without it the last commits would be lost."""
    if not layout.database.exists():
        return None
    aside = layout.work_dir / f"podium-before-{now:%Y%m%dT%H%M%SZ}.duckdb"
    wal = layout.database.with_name(layout.database.name + ".wal")
    if wal.exists():
        os.rename(wal, aside.with_name(aside.name + ".wal"))
    os.rename(layout.database, aside)
    return aside
