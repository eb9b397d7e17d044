"""podium check, publish, backup, restore, purge, forget: keeping the store in order."""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from flows.cli.frame import (
    BAD_INPUT,
    WORK_FAILED,
    answers,
    as_json_value,
    fail,
    print_json,
    settings_or_fail,
    warn,
)

_AGE = re.compile(r"(\d+)\s*(d|days?|w|weeks?|m|months?|y|years?)?")
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}


def check(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON array of failures.")] = False,
) -> None:
    """Run every check of the working database: balanced ledger, unique keys, evidence that fits. Exit 1 if any fails.

    Captured pages are compared with the index too.
    """
    from storage import StorageProblem
    from storage.checking import check_store

    settings = settings_or_fail()
    try:
        results = check_store(settings.data_dir)
    except StorageProblem as problem:
        fail(str(problem))
    failed = [result for result in results if result.rows]
    if as_json:
        print_json([{"check": r.name, "rows": [list(row) for row in r.rows]} for r in failed])
    else:
        table = Table("check", "result", "what it proves", title="Podium check")
        for result in results:
            verdict = f"[red]{len(result.rows)} found[/]" if result.rows else "[green]ok[/]"
            table.add_row(result.name, verdict, result.meaning)
        answers.print(table)
        for result in failed:
            for row in result.rows[:20]:
                answers.print(
                    Text(f"{result.name}: {', '.join(str(as_json_value(v)) for v in row)}"), soft_wrap=True
                )
    if failed:
        raise typer.Exit(WORK_FAILED)


def publish() -> None:
    """Publish the working database once more, as a new version for people; prints its path."""
    from storage import StorageProblem, open_store

    settings = settings_or_fail()
    try:
        with open_store(settings.data_dir, purpose="podium publish") as store:
            published = store.publish(
                settings.report_timezone, datetime.now(UTC), keep_versions=settings.keep_published_versions
            )
    except StorageProblem as problem:
        fail(str(problem))
    sys.stdout.write(f"{published.path}\n")


def backup(
    folder: Annotated[Path, typer.Argument(help="Folder that gets a new folder with the backup.")],
    captures: Annotated[bool, typer.Option(help="Copy the captured pages too.")] = True,
) -> None:
    """Write a verified copy of the database and the captured pages; prints its path.

    Example: podium backup /mnt/backups
    """
    from storage import StorageProblem, open_store
    from storage.keeping.backup import backup as write_backup

    settings = settings_or_fail()
    try:
        with open_store(settings.data_dir, purpose="podium backup") as store:
            made = write_backup(store, folder, with_captures=captures)
    except StorageProblem as problem:
        fail(str(problem))
    sys.stdout.write(f"{made.path}\n")


def restore(
    folder: Annotated[Path, typer.Argument(help="The folder that podium backup printed.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Move the present database aside first.")
    ] = False,
) -> None:
    """Put a backup in place and publish it; the database before is kept beside it.

    Example: podium restore /mnt/backups/podium-backup-20260203T050000Z --replace
    """
    from storage import StorageProblem, open_store
    from storage.keeping.backup import restore as put_back

    settings = settings_or_fail()
    if not folder.is_dir():
        fail(f"no such folder: {folder}", "name the folder that podium backup printed", code=BAD_INPUT)
    try:
        aside = put_back(settings.data_dir, folder, datetime.now(UTC), replace=replace)
        with open_store(settings.data_dir, purpose="podium restore") as store:
            published = store.publish(
                settings.report_timezone, datetime.now(UTC), keep_versions=settings.keep_published_versions
            )
    except StorageProblem as problem:
        fail(str(problem))
    if aside is not None:
        answers.print(f"the database before is kept as {aside}")
    answers.print(f"restored; people open {published.path}")


def _instant_before(age: str) -> datetime:
    match = _AGE.fullmatch(age.strip().lower())
    if match is None or not int(match[1]):
        fail(f"{age!r} is no age", "write it like 365d, 26w, 12m or 2y", code=BAD_INPUT)
    return datetime.now(UTC) - timedelta(days=int(match[1]) * _DAYS[(match[2] or "d")[0]])


def purge(
    older_than: Annotated[
        str | None,
        typer.Option(help="Age like 365d, 26w, 12m, 2y; default is the setting capture_retention_days."),
    ] = None,
) -> None:
    """Remove full texts and captured pages by the retention rule; facts and short evidence stay.

    A new version is published and the older ones, which still hold the texts, are removed.
    """
    from storage import StorageProblem, open_store

    settings = settings_or_fail()
    limit = _instant_before(older_than or f"{settings.capture_retention_days}d")
    try:
        with open_store(settings.data_dir, purpose="podium purge") as store:
            purged = store.purge(limit)
            store.publish(settings.report_timezone, datetime.now(UTC), keep_versions=1)
    except StorageProblem as problem:
        fail(str(problem))
    answers.print(
        f"removed {purged.n_texts} texts and {purged.n_captures} captured pages "
        f"({purged.capture_bytes / 1e6:.1f} MB) from before {limit:%Y-%m-%d}; facts and evidence stay"
    )


def forget(
    person: Annotated[str, typer.Argument(help="Full name of the person.")],
    note: Annotated[
        str | None, typer.Option(help="Case number or reason, kept with the hash of the name.")
    ] = None,
) -> None:
    """Remove a person's mentions, quotes, facts and bylines, and never store them again.

    Only a hash of the name is remembered. The full texts of articles and the captured pages are not rewritten:
    podium purge removes those. Backups made before still hold the person.
    """
    from storage import StorageProblem, open_store

    settings = settings_or_fail()
    has_spaces = max(person, default="") < "\u3040"  # Chinese, Japanese and Korean names are written in one
    if len(person.split()) < (2 if has_spaces else 1):
        fail(
            f"{person!r} is no full name",
            "give first and last name, so that nobody else is forgotten",
            code=BAD_INPUT,
        )
    try:
        with open_store(settings.data_dir, purpose="podium forget") as store:
            gone = store.forget(person, note)
            similar = store.names_like(person) if gone.is_nothing else []
            store.publish(settings.report_timezone, datetime.now(UTC), keep_versions=1)
    except StorageProblem as problem:
        fail(str(problem))
    answers.print(
        f"removed {gone.n_mentions} mentions, {gone.n_quotes} quotes, {gone.n_facts} facts, {gone.n_bylines} bylines; "
        "texts, captured pages and older backups are as they were"
    )
    if gone.is_nothing:
        warn(f"nothing was stored of {person!r}; the name is kept out from now on")
        if similar:
            warn(f"names that are like it: {', '.join(similar)}")


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    for command in (check, publish, backup, restore, purge, forget):
        app.command()(command)
