"""podium backfill: pages from web archives and lists of addresses."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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

if TYPE_CHECKING:
    from config.source_list import Source
    from flows.backfill import Backfilled


def backfill(
    paths: Annotated[
        list[Path],
        typer.Argument(
            help="WARC files or folders (.warc, .warc.gz), or text files with one address a line."
        ),
    ],
    sources: Annotated[
        Path | None, typer.Option("--sources", help="Folder of source lists.", show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The outcome as one JSON object.")] = False,
) -> None:
    """Store articles from web archives (own captures, wget, warcio, news crawls) or lists of addresses.

    Interrupted, it goes on where it stopped when called again with the same files.
    Pages of a configured source's site get that source's outlet, country and language.

    Examples: podium backfill crawl/ | podium backfill addresses.txt
    """
    from config.source_list import default_sources_dir, load_sources
    from flows.warc_pages import SUFFIXES, warc_files
    from storage import StorageProblem, StoreBusy

    settings = settings_or_fail()
    found = existing_paths(paths)
    lists = [path for path in found if path.is_file() and not path.name.lower().endswith(SUFFIXES)]
    archives = [path for path in found if path not in lists]
    if not lists and not any(True for _ in warc_files(archives)):
        fail(
            f"no WARC file in {', '.join(map(str, found))}",
            f"name files ending in {SUFFIXES}",
            code=BAD_INPUT,
        )
    known = load_sources(sources or settings.sources_dir or default_sources_dir()).sources
    if lists:
        _check_lists(lists)
    try:
        results = _work(archives, lists, known)
    except StoreBusy as busy:
        fail(str(busy), "wait for the other run to end")
    except StorageProblem as problem:
        fail(str(problem))
    _tell(results, as_json)


def _check_lists(lists: list[Path]) -> None:
    from flows.backfill_urls import addresses_in
    from flows.plan import policy_of
    from flows.web import needs_contact

    addresses = addresses_in(lists)
    if not addresses:
        fail(f"no web address in {', '.join(map(str, lists))}", "write one address a line", code=BAD_INPUT)
    if needs_contact(addresses, policy_of(settings_or_fail())):
        fail(
            "asking the web needs a contact in the user agent",
            "set PODIUM_USER_AGENT_CONTACT to a mail address or web page",
            code=BAD_INPUT,
        )


def _work(archives: list[Path], lists: list[Path], known: Sequence[Source]) -> list[Backfilled]:
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn

    from flows.backfill import Step
    from flows.backfill import backfill as backfill_archives
    from flows.backfill_urls import backfill_urls

    settings = settings_or_fail()
    results: list[Backfilled] = []
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeElapsedColumn())
    with Progress(*columns, console=notes, transient=True) as bar:
        task = bar.add_task("reading archives", total=None)

        def show(step: Step) -> None:
            bar.update(
                task,
                description=f"{step.path.name}: {step.n_pages} pages",
                completed=step.done_bytes,
                total=step.total_bytes,
            )

        if archives:
            results.append(backfill_archives(archives, settings, known, on_step=show))
        if lists:
            results.append(backfill_urls(lists, settings, known, on_step=show))
    return results


def _tell(results: list[Backfilled], as_json: bool) -> None:
    n_entries = n_bad = 0
    for result in results:
        counts = result.tally.as_counts()
        n_entries += counts["entries"]
        n_bad += counts["rejected"] + counts["failed"]
        for failure in result.tally.failures[:20]:
            warn(f"{failure.entry.url}: {failure.reason}: {failure.detail}")
        if as_json:
            print_json(
                {
                    "run_id": result.run_id,
                    "published_path": result.published_path,
                    "records": result.n_records,
                    "records_before": result.n_records_before,
                    "pages": result.n_pages,
                    "elapsed_seconds": round(result.elapsed_seconds, 1),
                    **counts,
                }
            )
            continue
        before = f" ({result.n_records_before} records were done before)" if result.n_records_before else ""
        answers.print(
            f"[bold]{counts['stored']} new[/], {counts['unchanged']} unchanged, {counts['duplicate']} duplicate, "
            f"{counts['rejected']} rejected, {counts['failed']} failed of {counts['entries']} pages, "
            f"{result.elapsed_seconds:.0f} s{before}"
        )
    if n_entries and n_bad == n_entries:
        raise typer.Exit(WORK_FAILED)


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(backfill)
