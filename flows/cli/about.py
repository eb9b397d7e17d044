"""podium config, status, doctor: what is set, what is there, what is wrong."""

from __future__ import annotations

import os
from typing import Annotated

import typer
from pydantic import SecretStr
from rich.markup import escape
from rich.table import Table

from flows.cli.frame import answers, fail, loaded_settings, print_json, settings_or_fail

MASK = "********"
_PREFECT_VARIABLES = ("PREFECT_API_URL", "PREFECT_API_KEY", "PREFECT_HOME", "PREFECT_PROFILE")


def _shown(value: object) -> str:
    if isinstance(value, SecretStr):
        return MASK
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def config(
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object: key -> value and origin.")
    ] = False,
) -> None:
    """Print every setting and where its value came from; secrets are masked.

    Example: PODIUM_DATA_DIR=/srv/podium podium config
    """
    loaded = loaded_settings()
    rows = [
        (key, _shown(getattr(loaded.settings, key)), loaded.origins[key])
        for key in type(loaded.settings).model_fields
    ]
    for variable in _PREFECT_VARIABLES:
        if variable in os.environ:
            value = MASK if variable.endswith("KEY") else os.environ[variable]
            rows.append((variable.lower(), value, "environment"))
    if as_json:
        print_json({key: {"value": value, "origin": origin} for key, value, origin in rows})
        return
    table = Table("setting", "value", "origin", title="Podium settings")
    for row in rows:
        table.add_row(*map(escape, row))
    answers.print(table)


def status(as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False) -> None:
    """What the store holds, when the last runs were and how they ended."""
    from flows.report import status_tables, status_values

    settings = settings_or_fail()
    values = status_values(settings)
    if values is None:
        fail("there is no published database yet", "podium run --sample (offline) or podium run")
    if as_json:
        print_json(values)
        return
    for table in status_tables(values):
        answers.print(table)


def doctor(
    network: Annotated[bool, typer.Option(help="Also look whether the web can be reached.")] = False,
) -> None:
    """Check environment, lock, schema version, reference corpus, sources and knowledge; exit 1 if something is wrong."""
    from flows.doctor import examine

    findings = examine(loaded_settings(), network=network)
    table = Table("check", "result", "detail or remedy", title="Podium doctor")
    marks = {"ok": "[green]ok[/]", "warning": "[yellow]warning[/]", "problem": "[red]problem[/]"}
    for finding in findings:
        table.add_row(finding.subject, marks[finding.grade], escape(finding.detail))
    answers.print(table)
    if any(finding.grade == "problem" for finding in findings):
        raise typer.Exit(1)


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(config)
    app.command()(status)
    app.command()(doctor)
