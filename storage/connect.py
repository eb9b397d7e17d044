"""Open the working database as its only writer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from storage.connection import attach, new_connection
from storage.errors import StoreDamaged, StoreNotWritable
from storage.layout import Layout
from storage.lock import writer_lock
from storage.migrate import migrate
from storage.store import Store

__all__ = ["Store", "open_store"]

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The present instant."""
    return datetime.now(UTC)


@contextmanager
def open_store(
    data_dir: Path | str, wait_seconds: float = 0.0, *, clock: Clock = utc_now, purpose: str = "a run"
) -> Iterator[Store]:
    """The store as its exclusive writer, migrated; StoreBusy when somebody else holds it."""
    layout = Layout.of(data_dir)
    with writer_lock(layout, wait_seconds, purpose):
        connection = new_connection()
        try:
            _attach_or_explain(connection, layout.database)
            steps = migrate(connection, layout.database, clock())
            if steps:
                # What it took to make the tables and views, 13 MB, is given back only so.
                connection.close()
                connection = new_connection()
                _attach_or_explain(connection, layout.database)
            store = Store(connection, layout, clock)
            store.mark_crashed_runs()
            if steps:
                store.index_missing()
            yield store
        finally:
            connection.close()


def _attach_or_explain(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    try:
        attach(connection, path, read_only=False)
    except duckdb.IOException as problem:
        text = str(problem)
        if "lock" in text.lower():
            raise StoreNotWritable(
                f"{path} is held open by another program: {text.splitlines()[0]}; close it there "
                "(people open the database that `podium path` prints, never this one)"
            ) from problem
        if "Permission denied" in text or "Read-only" in text:
            raise StoreNotWritable(
                f"cannot write to {path}; make it writable or name another folder in PODIUM_DATA_DIR"
            ) from problem
        raise StoreDamaged(
            f"{path} is no complete DuckDB database ({text.splitlines()[0]}); "
            "restore the newest backup with `podium restore`"
        ) from problem
    except (duckdb.SerializationException, duckdb.InternalException, duckdb.FatalException) as problem:
        raise StoreDamaged(
            f"{path} is damaged ({str(problem).splitlines()[0]}); restore the newest backup with `podium restore`"
        ) from problem
