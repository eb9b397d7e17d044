"""podium export: Parquet, CSV, JSON Lines, or a feed of matching articles."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.frame import BAD_INPUT, answers, fail, settings_or_fail


def export(
    target: Annotated[Path, typer.Argument(help="New folder; for feeds a new file, or - for stdout.")],
    file_format: Annotated[
        str,
        typer.Option(
            "--format", "-f", help="parquet (in partitions), csv, jsonl; or a feed: rss, atom, json."
        ),
    ] = "parquet",
    views: Annotated[
        list[str] | None, typer.Option("--view", help="View to export; may be repeated.")
    ] = None,
    query: Annotated[str | None, typer.Option("--search", help="Feeds: articles with these words.")] = None,
    brand: Annotated[str | None, typer.Option(help="Feeds: articles that mention this brand.")] = None,
    lang: Annotated[str | None, typer.Option(help="Feeds: articles in this language.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Feeds: most articles.")] = 50,
    title: Annotated[str, typer.Option(help="Feeds: title of the feed.")] = "Podium",
) -> None:
    """Write what is published for other tools. Nothing is overwritten.

    Examples: podium export exports/2026-02 --format parquet
    podium export visa.xml --format atom --brand visa
    """
    from storage import NothingPublished, StorageProblem, open_published
    from storage.keeping.export import DEFAULT_VIEWS, FORMATS
    from storage.keeping.export import export as write_views
    from storage.keeping.feeds import FEED_FORMATS, feed_text, matching_articles

    if file_format not in (*FORMATS, *FEED_FORMATS):
        known = ", ".join((*FORMATS, *FEED_FORMATS))
        fail(f"unknown format {file_format!r}", f"use one of {known}", code=BAD_INPUT)
    to_stdout = str(target) == "-"
    if to_stdout and file_format in FORMATS:
        fail(f"{file_format} needs a folder", "name a new folder, or ask podium sql --csv", code=BAD_INPUT)
    if not to_stdout and target.exists():
        fail(f"{target} exists already", "name one that does not; nothing is overwritten", code=BAD_INPUT)
    try:
        with open_published(settings_or_fail().data_dir) as database:
            if file_format in FORMATS:
                for one in write_views(database, target, file_format, views or DEFAULT_VIEWS):
                    answers.print(f"{one.n_rows:>8} rows  {one.path}", soft_wrap=True)
                return
            items = matching_articles(database, query=query, brand=brand, language=lang, limit=limit)
            text = feed_text(items, file_format, title, database.published_at)
    except NothingPublished as problem:
        fail(str(problem), "podium run --sample (offline) or podium run")
    except StorageProblem as problem:
        fail(str(problem))
    if to_stdout:
        sys.stdout.write(text)
        return
    try:
        target.write_text(text, encoding="utf-8")
    except OSError as error:
        fail(f"cannot write {target}: {error.strerror}", "name another file")
    answers.print(f"{len(items)} articles in {target}")


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(export)
