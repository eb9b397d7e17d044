"""DuckDB connections as every part of the store wants them."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import duckdb

STORAGE_VERSION = "v1.2.0"
"""Oldest DuckDB that reads our files; from here on long texts are compressed with zstd."""

COMPRESS_FROM_CHARACTERS = 400
"""Average length from which a text column is compressed with zstd; DuckDB's own 4,096 leaves articles as they are."""

CATALOG = "podium"


def new_connection() -> duckdb.DuckDBPyConnection:
    """A private in-memory DuckDB that fetches nothing from the network and speaks UTC."""
    connection = duckdb.connect(
        ":memory:",
        config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"},
    )
    connection.execute("SET TimeZone = 'UTC'")
    # DuckDB draws its bar into stdout, between the answers. In a notebook without ipywidgets it draws none and
    # refuses the setting.
    with suppress(duckdb.InvalidInputException):
        connection.execute("SET enable_progress_bar = false")
    connection.execute(f"SET zstd_min_string_length = {COMPRESS_FROM_CHARACTERS}")
    return connection


def attach(connection: duckdb.DuckDBPyConnection, path: Path, *, read_only: bool) -> None:
    """Attach a database file under our catalog name and make it the default."""
    quoted = str(path).replace("'", "''")
    options = "READ_ONLY" if read_only else f"STORAGE_VERSION '{STORAGE_VERSION}'"
    connection.execute(f"ATTACH '{quoted}' AS {CATALOG} ({options})")
    connection.execute(f"USE {CATALOG}")
