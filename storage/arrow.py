"""Rows into tables in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

import duckdb
import pyarrow as pa

ROWS_AT_ONCE = 4_000


def bulk_insert(
    connection: duckdb.DuckDBPyConnection, table: str, new_rows: Iterable[tuple[Any, ...]]
) -> None:
    """Append rows, given in the order of the table's columns, through Arrow tables.

    In parts, also when they are made while they are taken: a row takes ten times its room while it is three things.
    """
    waiting = iter(new_rows)
    part = list(islice(waiting, ROWS_AT_ONCE))
    if not part:
        return
    schema = connection.execute(f"SELECT * FROM {table} LIMIT 0").to_arrow_table().schema
    while part:
        _insert(connection, table, schema, part)
        part = list(islice(waiting, ROWS_AT_ONCE))


def _insert(
    connection: duckdb.DuckDBPyConnection, table: str, schema: pa.Schema, new_rows: Sequence[tuple[Any, ...]]
) -> None:
    columns = [
        pa.array(values, type=column.type)
        for values, column in zip(zip(*new_rows, strict=True), schema, strict=True)
    ]
    connection.register("incoming", pa.Table.from_arrays(columns, names=schema.names))
    try:
        connection.execute(f"INSERT INTO {table} SELECT * FROM incoming")
    finally:
        connection.unregister("incoming")
