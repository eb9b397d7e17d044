"""Rows into tables in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

import duckdb
from duckdb.sqltypes import DuckDBPyType

from storage.arrow_stream import ArrowTable, column_of

ROWS_AT_ONCE = 4_000


def bulk_insert(
    connection: duckdb.DuckDBPyConnection, table: str, new_rows: Iterable[tuple[Any, ...]]
) -> None:
    """Append rows, given in the order of the table's columns.

    In parts, also when they are made while they are taken: a row takes ten times its room while it is three things.
    """
    waiting = iter(new_rows)
    part = list(islice(waiting, ROWS_AT_ONCE))
    if not part:
        return
    columns = [
        (name, kind)
        for name, kind, *_ in connection.execute(f"SELECT * FROM {table} LIMIT 0").description or ()
    ]
    while part:
        with readable(connection, columns, list(zip(*part, strict=True))) as incoming:
            connection.execute(f"INSERT INTO {table} SELECT * FROM {incoming}")
        part = list(islice(waiting, ROWS_AT_ONCE))


@contextmanager
def readable(
    connection: duckdb.DuckDBPyConnection,
    columns: Sequence[tuple[str, DuckDBPyType]],
    values: Sequence[Sequence[Any]],
) -> Iterator[str]:
    """The name under which a query finds ``values`` (a sequence a column) while this is open."""
    incoming = ArrowTable(
        [column_of(name, kind, column) for (name, kind), column in zip(columns, values, strict=True)]
    )
    connection.register("incoming", incoming)
    try:
        yield "incoming"
    finally:
        connection.unregister("incoming")
