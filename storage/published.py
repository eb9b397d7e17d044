"""The published database, for people and notebooks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb

from config.settings import load_settings
from storage.errors import NothingPublished, StorageProblem, StoreDamaged
from storage.layout import Layout


def published_path(data_dir: Path | str) -> Path:
    """Absolute path of the database that people may open now."""
    layout = Layout.of(data_dir)
    try:
        pointer = json.loads(layout.pointer.read_text())
    except FileNotFoundError:
        raise NothingPublished(
            f"nothing has been published in {layout.published_dir} yet; `podium run` does it"
        ) from None
    except ValueError as problem:
        raise StoreDamaged(
            f"{layout.pointer} is unreadable ({problem}); the next `podium run` mends it"
        ) from problem
    return layout.published_dir / str(pointer["file"])


class PublishedDatabase:
    """A read-only connection to the newest published version; ``refresh()`` moves on to a newer one."""

    def __init__(self, data_dir: Path | str) -> None:
        self._data_dir = data_dir
        self._connect()

    def _connect(self) -> None:
        from storage.connect import attach, new_connection

        self.path = published_path(self._data_dir)
        self.connection = new_connection()
        attach(self.connection, self.path, read_only=True)

    def sql(
        self, query: str, parameters: Sequence[Any] | Mapping[str, Any] = ()
    ) -> duckdb.DuckDBPyConnection:
        """Run a query; the result has ``.df()``, ``.fetchall()``, ``.to_arrow_table()``."""
        return self.connection.execute(query, parameters)

    def refresh(self) -> PublishedDatabase:
        """Move on to the newest published version."""
        self.connection.close()
        self._connect()
        return self

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    def __enter__(self) -> PublishedDatabase:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_published(data_dir: Path | str | None = None) -> PublishedDatabase:
    """The newest published database, read-only; without a folder the one that the settings name.

    A relative folder of the settings is also looked for above the current folder, because notebooks run in theirs.
    """
    return PublishedDatabase(data_dir if data_dir is not None else _folder_of_settings())


def _folder_of_settings() -> Path:
    wanted = load_settings().settings.data_dir
    if wanted.is_absolute():
        return wanted
    here = Path.cwd()
    return next((up / wanted for up in (here, *here.parents) if Layout.of(up / wanted).pointer.is_file()), here / wanted)


class QueryProblem(StorageProblem):
    """A statement that DuckDB refuses; the message is its own."""


def run_query(database: PublishedDatabase, query: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Column names and rows of one statement; raises QueryProblem."""
    try:
        cursor = database.sql(query)
        columns = [column[0] for column in cursor.description or []]
        return columns, cursor.fetchall() if columns else []
    except duckdb.Error as error:
        raise QueryProblem(str(error)) from error
