"""The published database, for people and notebooks."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb

from config.settings import load_settings
from storage.connection import attach, new_connection
from storage.errors import StorageProblem, StoreDamaged
from storage.holders import holders
from storage.layout import Layout
from storage.pointer import Pointer, read_pointer
from storage.publish import twin_for_people

_CHUNK_ROWS = 2000
_UNKNOWN_COLUMN = re.compile(r'[Cc]olumn "?([A-Za-z_0-9]+)"? not found')
_ATTEMPTS = 5
"""A version may be removed between reading the pointer and opening it; the pointer then names a newer one."""


def published_path(data_dir: Path | str) -> Path:
    """Absolute path of a database that people may open now, with any DuckDB client and in any mode.

    When somebody writes to the published file, a fresh copy beside it is named instead.
    """
    layout = Layout.of(data_dir)
    pointer = read_pointer(layout)
    people = pointer.people
    if pointer.is_untouched(people, pointer.people_look) and not any(h.writes for h in holders(people)):
        return people
    if pointer.is_untouched(pointer.sealed, pointer.sealed_look):
        try:
            return twin_for_people(layout, pointer)
        except OSError:
            # A full disk or a read-only folder: better the file that stands there than none.
            return people
    if people.exists():
        return people
    raise StoreDamaged(f"{people} is gone; `podium publish` makes a new version")


class PublishedDatabase:
    """A read-only connection to the newest published version; ``refresh()`` moves on to a newer one."""

    def __init__(self, data_dir: Path | str) -> None:
        self._layout = Layout.of(data_dir)
        self.version = 0
        self.published_at: datetime
        self.path: Path
        """The file of this version that people may open."""
        self.file: Path
        """The file that is read here: the sealed one, which nobody else is told of."""
        self.connection: duckdb.DuckDBPyConnection
        self._open(*_connect(self._layout))

    def _open(self, pointer: Pointer, path: Path, connection: duckdb.DuckDBPyConnection) -> None:
        self.version, self.published_at = pointer.version, pointer.published_at
        self.path, self.file, self.connection = pointer.people, path, connection

    def sql(
        self, query: str, parameters: Sequence[Any] | Mapping[str, Any] = ()
    ) -> duckdb.DuckDBPyConnection:
        """Run a query; the result has ``.df()``, ``.fetchall()``, ``.to_arrow_table()``."""
        return self.connection.execute(query, parameters)

    def refresh(self) -> PublishedDatabase:
        """Move on to the newest published version; stays where it is when there is none newer."""
        if read_pointer(self._layout).version != self.version:
            opened = _connect(self._layout)
            self.connection.close()
            self._open(*opened)
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


def _connect(layout: Layout) -> tuple[Pointer, Path, duckdb.DuckDBPyConnection]:
    """Open a file of the current version that nobody has written to."""
    problems: list[str] = []
    for _ in range(_ATTEMPTS):
        pointer = read_pointer(layout)
        for path in pointer.untouched():
            connection = new_connection()
            try:
                attach(connection, path, read_only=True)
                return pointer, path, connection
            except duckdb.Error as problem:
                connection.close()
                problems.append(str(problem).splitlines()[0])
    raise StoreDamaged(
        f"version {pointer.version} in {layout.published_dir} has been written to or is incomplete"
        f"{': ' + problems[-1] if problems else ''}; the working database is not touched by that: "
        "`podium publish` makes a new version from it"
    )


def open_published(data_dir: Path | str | None = None) -> PublishedDatabase:
    """The newest published database, read-only; without a folder the one that the settings name.

    Never blocks a run and is never blocked by one. A relative folder of the settings is also looked for above the
    current folder, because notebooks run in theirs.
    """
    return PublishedDatabase(data_dir if data_dir is not None else _folder_of_settings())


def _folder_of_settings() -> Path:
    wanted = load_settings().settings.data_dir
    if wanted.is_absolute():
        return wanted
    here = Path.cwd()
    return next(
        (up / wanted for up in (here, *here.parents) if Layout.of(up / wanted).pointer.is_file()),
        here / wanted,
    )


class QueryProblem(StorageProblem):
    """A statement that DuckDB refuses: its own message, and what to do."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class QueryAnswer:
    """Column names (none when a statement has no answer) and the rows as they come; reading may raise QueryProblem."""

    columns: list[str]
    rows: Iterator[tuple[Any, ...]]


def run_query(database: PublishedDatabase, query: str) -> QueryAnswer:
    """The answer to the last of the statements; raises QueryProblem."""
    try:
        cursor: duckdb.DuckDBPyConnection | None = database.sql(query)
        if cursor is None:  # DuckDB's answer to nothing but comments and white space
            raise QueryProblem("there is no statement to run", 'podium sql "FROM new_today"')
        return QueryAnswer([column[0] for column in cursor.description or []], _rows(database, cursor))
    except duckdb.Error as error:
        raise _query_problem(database, error) from error


def _rows(database: PublishedDatabase, cursor: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    try:
        while chunk := cursor.fetchmany(_CHUNK_ROWS):
            yield from chunk
    except duckdb.Error as error:
        raise _query_problem(database, error) from error


def _query_problem(database: PublishedDatabase, error: duckdb.Error) -> QueryProblem:
    message = str(error)
    if "read-only mode" in message:
        return QueryProblem(
            message,
            "what is published is not changed here; write to a database of your own: "
            "ATTACH 'mine.duckdb' AS mine; CREATE TABLE mine.new AS FROM new_today",
        )
    unknown = _UNKNOWN_COLUMN.search(message)
    if unknown and (found := _columns_like(database, unknown[1])):
        return QueryProblem(message, f"there is {found}; podium sql '.columns VIEW' tells what a view has")
    return QueryProblem(message, "podium sql .views lists what there is; docs/dictionary.md explains it")


def _columns_like(database: PublishedDatabase, wanted: str) -> str:
    """Views that have a column of that name or nearly that name, in words."""
    try:
        places: dict[str, list[str]] = {}
        for view, column in database.sql(
            "SELECT name, column_name FROM out_dictionary WHERE NOT starts_with(name, 'core_') ORDER BY name"
        ).fetchall():
            places.setdefault(column, []).append(view)
    except duckdb.Error:
        return ""
    close = difflib.get_close_matches(wanted.lower(), places, 1)
    return f"{close[0]} in {', '.join(places[close[0]][:4])}" if close else ""
