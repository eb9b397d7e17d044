"""podium run: one run now."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from config.knowledge_base import KnowledgeError
from config.settings import Settings
from config.topics import TopicProblem, load_topic
from flows.cli.frame import BAD_INPUT, answers, fail, notes, print_json, settings_or_fail, warn
from flows.heap import give_back_big_blocks
from flows.logs import log_to_file
from flows.prefect_home import prepare_prefect

if TYPE_CHECKING:
    from config.source_list import Source

NOT_NEEDED = ("pandas", "numpy", "pyarrow.dataset", "rfc3987_syntax", "isoduration")
"""DuckDB, Arrow and jsonschema load these where they are installed, for 90 MB, and do the same here without."""


def run(
    sources: Annotated[
        Path | None,
        typer.Option(help="Folder of source lists (*.toml) instead of config/sources.", show_default=False),
    ] = None,
    sample: Annotated[
        bool,
        typer.Option(
            "--sample", help="The bundled fictional press, served on this machine; needs no network."
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The summary as one JSON object.")] = False,
) -> None:
    """Run once: discover, fetch, read, store, publish. Safe to repeat: what is known is not stored twice.

    Examples: podium run --sample | podium run | podium run --sources my_sources/
    """
    give_back_big_blocks()
    settings = settings_or_fail()
    if sample and sources:
        fail("--sample and --sources exclude each other", "give one of them", code=BAD_INPUT)
    if sources is not None and not sources.is_dir():
        fail(
            f"--sources: no such folder: {sources}", "give a folder with *.toml source lists", code=BAD_INPUT
        )
    if not sample:
        _check_sources(settings, sources or settings.sources_dir)
    begun = time.monotonic()
    with _without(*NOT_NEEDED), _ready_to_read(settings):
        prepared_seconds = time.monotonic() - begun
        values = _run(settings, sources, sample)
    values["work_seconds"] = round(float(values["work_seconds"]) + prepared_seconds, 3)
    values["prefect_seconds"] = round(time.monotonic() - begun - values["work_seconds"], 3)
    if as_json:
        print_json(values)
        return
    _show(values)


def _run(settings: Settings, sources: Path | None, sample: bool) -> dict[str, Any]:
    log_to_file(settings)
    with notes.status("starting Prefect") as status, _prefect_for(settings) as wait_until_up:
        from flows import summary as progress
        from flows.daily import daily
        from storage import StorageProblem, StoreBusy

        progress.on_stage.append(lambda message: status.update(message))
        try:
            wait_until_up()
            return daily(
                sources=str(sources) if sources else None,
                sample=sample,
                kind="sample" if sample else "manual",
            )
        except StoreBusy as busy:
            fail(str(busy), "wait for the other run to end, or look with `podium status`")
        except StorageProblem as problem:
            fail(str(problem))


@contextmanager
def _without(*modules: str) -> Iterator[None]:
    """Hide modules for a while; who would like one takes it for not installed."""
    hidden = [name for name in modules if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


@contextmanager
def _prefect_for(settings: Settings) -> Iterator[Callable[[], None]]:
    """Prefect's environment with a server for this run, on its way up; none when the user's settings name one."""
    from flows.server import ServerProblem, local_server

    home = prepare_prefect(settings)
    if os.environ.get("PREFECT_API_URL") or (home / "profiles.toml").exists():
        yield lambda: None
        return
    log_path = settings.data_dir / "logs" / "prefect-server.log"
    with local_server(dict(os.environ), log_path, services=False) as server:

        def wait_until_up() -> None:
            try:
                server.wait_until_up()
            except ServerProblem as problem:
                fail(str(problem))

        os.environ["PREFECT_API_URL"] = server.api_url
        try:
            yield wait_until_up
        finally:
            del os.environ["PREFECT_API_URL"]


@contextmanager
def _ready_to_read(settings: Settings) -> Iterator[None]:
    """Fail in a second and with one message, not after Prefect's start and with a stack."""
    from flows.corpus import corpus_for
    from flows.reading_processes import started_ahead
    from storage import StorageProblem, StoreBusy, check_writable

    with ExitStack() as open_while_running:
        try:
            check_writable(settings.data_dir)
            load_topic(settings.topic)
            corpus_for(settings.reference_dir)
            processes = open_while_running.enter_context(started_ahead(settings))
            if settings.knowledge_dir is not None:
                processes.ready()  # its own sentences are proved there
        except StoreBusy as busy:
            fail(str(busy), "wait for the other run to end, or look with `podium status`")
        except StorageProblem as problem:
            fail(str(problem))
        except (KnowledgeError, TopicProblem, ValueError) as problem:
            fail(
                str(problem),
                "correct the file or setting; `podium doctor` checks all of them",
                code=BAD_INPUT,
            )
        yield


def _check_sources(settings: Settings, folder: Path | None) -> None:
    """Before Prefect starts: name every problem of the source lists, and refuse to run with none left."""
    from config.source_list import default_sources_dir, load_sources

    listing = load_sources(folder or default_sources_dir())
    for problem in listing.problems:
        warn(str(problem))
    if not any(source.enabled for source in listing.sources):
        where = folder or "config/sources"
        fail(
            f"{where}: no enabled source",
            "add one with `podium sources add URL`, or correct the files named above",
            code=BAD_INPUT,
        )
    _check_contact(settings, listing.sources)


def _check_contact(settings: Settings, sources: Sequence[Source]) -> None:
    """Publishers must be able to write to whoever fetches their pages."""
    from flows.plan import policy_of
    from flows.web import needs_contact

    if needs_contact([source.url for source in sources if source.enabled], policy_of(settings)):
        fail(
            "no contact for the user agent: publishers must be able to write to whoever fetches their pages",
            "PODIUM_USER_AGENT_CONTACT=you@your-company.example podium run",
            code=BAD_INPUT,
        )


def _show(values: dict[str, Any]) -> None:
    from flows.report import run_tables

    for table in run_tables(values):
        answers.print(table)
    counts = ", ".join(
        f"{values[name]} {name}" for name in ("stored", "unchanged", "duplicate", "rejected", "failed")
    )
    answers.print(
        f"[bold]{values['stored']} new[/] of {values['entries']} entries from {values['sources']} sources ({counts})"
    )
    answers.print(f"Reference corpus: {values['reference']}")
    answers.print(
        f"Time: {values['work_seconds']:.1f} s of work, {values['prefect_seconds']:.1f} s for Prefect's own start and end"
    )
    answers.print("\nNext:")
    answers.print('  podium sql "FROM new_today"            what is new today')
    answers.print('  podium sql "FROM out_coverage_by_brand_week"   who is written about')
    answers.print("  podium path                            the DuckDB file for your own tools")


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(run)
