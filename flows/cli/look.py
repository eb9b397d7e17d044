"""podium sql, path: look into the published database."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.frame import BAD_INPUT, fail, notes, settings_or_fail
from flows.cli.row_formats import FORMATS, write_rows

if TYPE_CHECKING:
    from storage import PublishedDatabase

VIEWS = "SELECT DISTINCT name, purpose FROM out_dictionary WHERE NOT starts_with(name, 'core_') ORDER BY name"
COLUMNS = "SELECT column_name, type, meaning FROM out_dictionary WHERE name = '{}' ORDER BY column_no"
HELP = """End a statement with ; or an empty line.
.views          the views for people, and what a row of each is
.columns VIEW   its columns and what they mean
.refresh        move on to the newest published version
.quit           leave"""


def _open() -> PublishedDatabase:
    from storage import NothingPublished, StorageProblem, open_published

    try:
        return open_published(settings_or_fail().data_dir)
    except NothingPublished as problem:
        fail(str(problem), "podium run --sample (offline) or podium run")
    except StorageProblem as problem:
        fail(str(problem))


def _answer(database: PublishedDatabase, query: str, row_format: str) -> None:
    """Ask and write the answer; a mistake in the query is bad input."""
    from storage import QueryProblem, run_query

    try:
        answer = run_query(database, _spelt_out(query))
        if answer.columns:
            write_rows(answer.columns, answer.rows, row_format)
    except QueryProblem as problem:
        fail(str(problem), problem.remedy, code=BAD_INPUT)


def _spelt_out(query: str) -> str:
    """Dot commands as the SQL they stand for."""
    word, _, rest = query.strip().rstrip(";").partition(" ")
    if word in (".views", ".tables"):
        return VIEWS
    if word in (".columns", ".schema") and rest:
        return COLUMNS.format(rest.strip().replace("'", "''"))
    return query


def sql(
    query: Annotated[
        str | None,
        typer.Argument(help="SQL, .views or .columns VIEW; without it an interactive prompt opens."),
    ] = None,
    row_format: Annotated[
        str | None, typer.Option("--format", "-f", help="table, csv, json, jsonl or markdown.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON array of objects; instants ISO 8601 UTC.")
    ] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV with a header line.")] = False,
) -> None:
    """Ask the published database in SQL. Nothing you type here can change or block the store.

    Examples: podium sql "FROM new_today"
    podium sql --format csv "SELECT brand, n_articles FROM share_of_voice()"
    """
    wanted = [
        name
        for name, is_wanted in ((row_format, row_format), ("json", as_json), ("csv", as_csv))
        if is_wanted
    ]
    if len(wanted) > 1:
        fail("--format, --json and --csv exclude each other", "give one of them", code=BAD_INPUT)
    chosen = wanted[0] if wanted else "table"
    if chosen not in FORMATS:
        fail(f"unknown format {chosen!r}", f"use one of {', '.join(FORMATS)}", code=BAD_INPUT)
    assert chosen is not None
    with _open() as database:
        if query is None:
            _prompt(database, chosen)
        else:
            _answer(database, query, chosen)


def _prompt(database: PublishedDatabase, row_format: str) -> None:
    """Statements line by line until .quit; a statement ends with a semicolon or an empty line."""
    interactive = sys.stdin.isatty()
    if interactive:
        notes.print(f"{database.path}\n.help tells what can be typed here, .quit leaves")
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
        elif word == ".help":
            notes.print(HELP)
        elif word.startswith(".") and not pending:
            _answer_or_tell(database, word, row_format)
        else:
            if word:
                pending.append(line)
            if pending and (word.endswith(";") or not word):
                _answer_or_tell(database, "".join(pending), row_format)
                pending = []
    if pending:
        _answer_or_tell(database, "".join(pending), row_format)


def _answer_or_tell(database: PublishedDatabase, statement: str, row_format: str) -> None:
    try:
        _answer(database, statement, row_format)
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
