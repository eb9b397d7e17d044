"""podium sql, path: look into the published database."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from flows.cli.frame import BAD_INPUT, answers, as_json_value, fail, notes, print_json, settings_or_fail

if TYPE_CHECKING:
    from storage import PublishedDatabase

MAX_CELL_CHARS = 200


def _open() -> PublishedDatabase:
    from storage import NothingPublished, StorageProblem, open_published

    try:
        return open_published(settings_or_fail().data_dir)
    except NothingPublished as problem:
        fail(str(problem), "podium run --sample (offline) or podium run")
    except StorageProblem as problem:
        fail(str(problem))


def _query(database: PublishedDatabase, query: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Columns and rows; a mistake in the query is bad input."""
    from storage import QueryProblem, run_query

    try:
        return run_query(database, query)
    except QueryProblem as problem:
        fail(
            str(problem),
            'podium sql "SHOW TABLES" lists what there is; docs/dictionary.md explains it',
            code=BAD_INPUT,
        )


def _cell(value: Any) -> str:
    shown = as_json_value(value)
    text = "" if shown is None else str(shown)
    return text if len(text) <= MAX_CELL_CHARS else text[: MAX_CELL_CHARS - 1] + "…"


def _print_table(columns: list[str], rows: list[tuple[Any, ...]]) -> None:
    table = Table(*columns)
    for row in rows:
        table.add_row(*[_cell(value).replace("[", "\\[") for value in row])
    answers.print(table)


def sql(
    query: Annotated[
        str | None, typer.Argument(help="One SQL statement; without it an interactive prompt opens.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON array of objects; instants ISO 8601 UTC.")
    ] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV with a header line.")] = False,
) -> None:
    """Ask the published database in SQL. Nothing you type here can change or block the store.

    Examples: podium sql "FROM new_today"
    podium sql --json "SELECT brand, n_articles FROM out_coverage_by_brand_week"
    """
    if as_json and as_csv:
        fail("--json and --csv exclude each other", "give one of them", code=BAD_INPUT)
    database = _open()
    if query is None:
        _prompt(database)
        return
    columns, rows = _query(database, query)
    if as_json:
        print_json([dict(zip(columns, row, strict=True)) for row in rows])
    elif as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_csv_cell(value) for value in row] for row in rows)
    else:
        _print_table(columns, rows)


def _csv_cell(value: Any) -> Any:
    shown = as_json_value(value)
    return "" if shown is None else shown


def _prompt(database: PublishedDatabase) -> None:
    """Statements line by line until .quit; a statement ends with a semicolon or an empty line."""
    interactive = sys.stdin.isatty()
    if interactive:
        notes.print(
            f"{database.path}\nEnd a statement with ; — .refresh moves to the newest version, .quit leaves"
        )
    pending: list[str] = []
    while True:
        if interactive:
            notes.print("podium> " if not pending else "   ...> ", end="")
        line = sys.stdin.readline()
        word = line.strip()
        if not line or word in (".quit", ".exit"):
            break
        if word == ".refresh":
            database.refresh()
            notes.print(str(database.path))
            continue
        if word:
            pending.append(line)
        if pending and (word.endswith(";") or not word):
            _run_or_tell(database, "".join(pending))
            pending = []
    if pending:
        _run_or_tell(database, "".join(pending))


def _run_or_tell(database: PublishedDatabase, statement: str) -> None:
    try:
        _print_table(*_query(database, statement))
    except typer.Exit:
        if not sys.stdin.isatty():
            raise


def path() -> None:
    """Print the absolute path of the database that people may open now.

    Example: duckdb "$(podium path)"
    """
    from storage import NothingPublished, StorageProblem, published_path

    try:
        found: Path = published_path(settings_or_fail().data_dir)
    except NothingPublished as problem:
        fail(str(problem), "podium run --sample (offline) or podium run")
    except StorageProblem as problem:
        fail(str(problem))
    sys.stdout.write(f"{found.resolve()}\n")


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(sql)
    app.command()(path)
