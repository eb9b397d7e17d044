"""Rows into tables in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
import pyarrow as pa


def bulk_insert(
    connection: duckdb.DuckDBPyConnection, table: str, new_rows: Sequence[tuple[Any, ...]]
) -> None:
    """Append rows, given in the order of the table's columns, through one Arrow table."""
    if not new_rows:
        return
    schema = connection.execute(f"SELECT * FROM {table} LIMIT 0").to_arrow_table().schema
    columns = [
        pa.array(values, type=column.type)
        for values, column in zip(zip(*new_rows, strict=True), schema, strict=True)
    ]
    connection.register("incoming", pa.Table.from_arrays(columns, names=schema.names))
    try:
        connection.execute(f"INSERT INTO {table} SELECT * FROM incoming")
    finally:
        connection.unregister("incoming")
