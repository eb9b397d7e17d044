"""podium ingest: documents from disk."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.frame import (
    BAD_INPUT,
    WORK_FAILED,
    answers,
    existing_paths,
    fail,
    notes,
    print_json,
    settings_or_fail,
    warn,
)


def ingest(
    paths: Annotated[
        list[Path], typer.Argument(help="Files or folders (HTML, text, Markdown; folders recursively).")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="The outcome as one JSON object.")] = False,
) -> None:
    """Read documents from disk into the store, through the same path as the web, without network or robots.

    A TOML head between two lines of +++ may give id, url, outlet, title, published and language.

    Example: podium ingest clippings/ article.html
    """
    from config.knowledge_base import KnowledgeError
    from config.topics import TopicProblem
    from flows.ingest import documents_in
    from flows.ingest import ingest as ingest_documents
    from storage import StorageProblem, StoreBusy

    settings = settings_or_fail()
    found = existing_paths(paths)
    total = sum(1 for _ in documents_in(found))
    if not total:
        fail(
            f"no HTML, text or Markdown document in {', '.join(map(str, found))}",
            "check the folder",
            code=BAD_INPUT,
        )
    try:
        with notes.status(f"reading {total} documents") as status:
            result = ingest_documents(
                found, settings, on_progress=lambda done: status.update(f"{done} of {total} documents")
            )
    except StoreBusy as busy:
        fail(str(busy), "wait for the other run to end")
    except StorageProblem as problem:
        fail(str(problem))
    except (KnowledgeError, TopicProblem) as problem:
        fail(str(problem), "correct the file; `podium doctor` checks all of them", code=BAD_INPUT)
    for failure in result.tally.failures:
        warn(f"{failure.entry.entry_key}: {failure.reason}: {failure.detail}")
    counts = result.tally.as_counts()
    if as_json:
        print_json({"run_id": result.run_id, "published_path": result.published_path, **counts})
    else:
        answers.print(
            f"[bold]{counts['stored']} new[/], {counts['unchanged']} unchanged, {counts['duplicate']} duplicate, "
            f"{counts['rejected']} rejected of {counts['entries']} documents"
        )
    if counts["entries"] and counts["rejected"] == counts["entries"]:
        raise typer.Exit(WORK_FAILED)


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(ingest)
