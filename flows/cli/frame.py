"""What every command shares: where answers go, how problems are told, and the exit codes."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NoReturn

import typer
from rich.console import Console

from config.settings import LoadedSettings, Settings, SettingsProblem, load_settings

WORK_FAILED = 1
BAD_INPUT = 2

answers = Console(file=None, highlight=False, soft_wrap=True)
"""stdout: the answer and nothing else."""
notes = Console(stderr=True, highlight=False)
"""stderr: progress, warnings, what to do next."""


def fail(message: str, remedy: str | None = None, *, code: int = WORK_FAILED) -> NoReturn:
    """Tell a problem with its remedy on stderr and leave with the exit code."""
    notes.print(f"[bold red]podium:[/] {_escape(message)}", soft_wrap=True)
    if remedy:
        notes.print(f"  [bold]try:[/] {_escape(remedy)}", soft_wrap=True)
    raise typer.Exit(code)


def warn(message: str) -> None:
    """Tell something that did not stop the work."""
    notes.print(f"[yellow]podium:[/] {_escape(message)}", soft_wrap=True)


def _escape(text: str) -> str:
    return text.replace("[", "\\[")


def loaded_settings() -> LoadedSettings:
    """The settings, or exit code 2 with every problem named."""
    try:
        return load_settings()
    except SettingsProblem as problem:
        fail(str(problem), "correct the setting; `podium config` shows all of them", code=BAD_INPUT)


def settings_or_fail() -> Settings:
    """Only the values."""
    return loaded_settings().settings


def as_json_value(value: Any) -> Any:
    """JSON form of a database value: instants ISO 8601 UTC, days ISO 8601, everything else as itself or text."""
    if isinstance(value, datetime):
        at = value if value.tzinfo else value.replace(tzinfo=UTC)
        return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value != value:  # NaN has no JSON form
        return None
    if isinstance(value, Mapping):
        return {str(key): as_json_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set):
        return [as_json_value(item) for item in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, bytes | bytearray):
        return value.hex()
    return str(value)


def print_json(rows: Sequence[Mapping[str, Any]] | Mapping[str, Any]) -> None:
    """One JSON document on stdout."""
    data = as_json_value(rows) if isinstance(rows, Mapping) else [as_json_value(row) for row in rows]
    sys.stdout.write(json.dumps(data, ensure_ascii=False) + "\n")


def existing_paths(paths: Iterable[Path]) -> list[Path]:
    """The paths, or exit code 2 naming the first that does not exist."""
    found = list(paths)
    for path in found:
        if not path.exists():
            fail(f"no such file or folder: {path}", "check the spelling", code=BAD_INPUT)
    return found
