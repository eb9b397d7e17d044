"""Rows of an answer as a table for people, CSV, JSON, JSON Lines or Markdown."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.cli.frame import answers, as_json_value, notes

FORMATS = ("table", "csv", "json", "jsonl", "markdown")
MAX_CELL_CHARS = 200
MAX_TABLE_ROWS = 1000
NARROWEST_COLUMN = 9
"""With less room for each column a terminal shows every row as a list of its columns."""
PIPED_WIDTH = 100_000
"""Nobody's terminal: into a pipe or a file every line goes whole."""

Row = Sequence[Any]


def write_rows(columns: Sequence[str], rows: Iterator[Row], row_format: str) -> None:
    """Write an answer to stdout, row by row."""
    if row_format == "table":
        _write_table(columns, rows)
    elif row_format == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_as_text(value) for value in row] for row in rows)
    elif row_format == "json":
        _write_json(columns, rows)
    elif row_format == "jsonl":
        for row in rows:
            sys.stdout.write(_object(columns, row) + "\n")
    else:
        sys.stdout.write(_markdown_line(columns) + _markdown_line(["---"] * len(columns)))
        sys.stdout.writelines(_markdown_line([_as_text(value) for value in row]) for row in rows)


def _object(columns: Sequence[str], row: Row) -> str:
    return json.dumps(
        {column: as_json_value(value) for column, value in zip(columns, row, strict=True)}, ensure_ascii=False
    )


def _write_json(columns: Sequence[str], rows: Iterable[Row]) -> None:
    sys.stdout.write("[")
    for n, row in enumerate(rows):
        sys.stdout.write((", " if n else "") + _object(columns, row))
    sys.stdout.write("]\n")


def _as_text(value: Any) -> str:
    """A value as one cell: lists and structs as JSON, truth as true and false, nothing for NULL."""
    shown = as_json_value(value)
    if shown is None:
        return ""
    if isinstance(shown, bool | list | dict):
        return json.dumps(shown, ensure_ascii=False)
    return str(shown)


def _markdown_line(cells: Sequence[str]) -> str:
    escaped = (" ".join(cell.replace("|", "\\|").split()) for cell in cells)
    return f"| {' | '.join(escaped)} |\n"


def _cell(value: Any) -> str:
    shown = as_json_value(value)
    if isinstance(shown, list) and all(isinstance(one, str | int | float) for one in shown):
        text = ", ".join(str(one) for one in shown)
    else:
        text = _as_text(value)
    return text if len(text) <= MAX_CELL_CHARS else text[: MAX_CELL_CHARS - 1] + "…"


def _write_table(columns: Sequence[str], rows: Iterator[Row]) -> None:
    console = answers if answers.is_terminal else Console(file=sys.stdout, width=PIPED_WIDTH, highlight=False)
    shown = list(islice(rows, MAX_TABLE_ROWS))
    if len(columns) * NARROWEST_COLUMN > console.width:
        for number, row in enumerate(shown, 1):
            console.print(Text(f"row {number}", style="bold"))
            for column, value in zip(columns, row, strict=True):
                console.print(Text.assemble((f"  {column}: ", "cyan"), _cell(value)), soft_wrap=True)
    else:
        table = Table(*columns)
        for row in shown:
            table.add_row(*[Text(_cell(value)) for value in row])
        console.print(table)
    if next(rows, None) is not None:
        notes.print(f"the first {MAX_TABLE_ROWS:,} rows; --format csv (or jsonl, json) gives all")
    elif not shown:
        notes.print("no rows")
