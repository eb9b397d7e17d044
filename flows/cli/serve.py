"""podium serve: keep the schedule."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.frame import BAD_INPUT, fail, notes, settings_or_fail
from flows.logs import log_to_file
from flows.prefect_home import prepare_prefect

DEPLOYMENT = "daily"


def serve(
    cron: Annotated[
        str | None,
        typer.Option(help="Cron expression instead of the setting schedule_cron.", show_default=False),
    ] = None,
    sources: Annotated[Path | None, typer.Option(help="Folder of source lists.", show_default=False)] = None,
    sample: Annotated[bool, typer.Option("--sample", help="Run over the bundled sample press.")] = False,
    port: Annotated[
        int | None, typer.Option(help="Port of the own Prefect server.", show_default="any free")
    ] = None,
) -> None:
    """Keep the schedule: run the daily flow at the times of schedule_cron until stopped with Ctrl-C or SIGTERM.

    Starts a Prefect server of its own on 127.0.0.1 unless PREFECT_API_URL names one.

    Example: podium serve --cron "0 6,18 * * *"
    """
    settings = settings_or_fail()
    expression = cron or settings.schedule_cron
    if sample and sources:
        fail("--sample and --sources exclude each other", "give one of them", code=BAD_INPUT)
    if sources is not None and not sources.is_dir():
        fail(
            f"--sources: no such folder: {sources}", "give a folder with *.toml source lists", code=BAD_INPUT
        )
    prepare_prefect(settings)
    # The served runs are processes of their own, with their own idea of relative paths.
    os.environ["PODIUM_DATA_DIR"] = str(settings.data_dir.resolve())
    os.environ.setdefault("PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS", "20")
    log_to_file(settings)
    signal.signal(signal.SIGTERM, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))
    with ExitStack() as stack:
        if not os.environ.get("PREFECT_API_URL"):
            from flows.server import ServerProblem, local_server

            notes.print("starting Prefect's server on 127.0.0.1 ...")
            log_path = settings.data_dir / "logs" / "prefect-server.log"
            try:
                server = stack.enter_context(local_server(dict(os.environ), log_path, port))
                server.wait_until_up()
            except ServerProblem as problem:
                fail(str(problem))
            os.environ["PREFECT_API_URL"] = server.api_url
        notes.print(f"Prefect: {os.environ['PREFECT_API_URL']}")
        with suppress(KeyboardInterrupt, asyncio.CancelledError):
            _serve(
                expression, settings.schedule_timezone, str(sources.resolve()) if sources else None, sample
            )
        notes.print("stopped; the schedule rests until `podium serve` runs again")


def _serve(expression: str, zone: str, sources: str | None, sample: bool) -> None:
    # Imported only now: Prefect reads its address and home when it is imported.
    from prefect.schedules import Cron
    from prefect.types.entrypoint import EntrypointType

    from flows.daily import daily
    from flows.scheduling import Keeper

    try:
        schedule = Cron(expression, timezone=zone)
    except ValueError as error:
        fail(
            f"schedule_cron {expression!r}: {error}",
            "give five fields: minute hour day month weekday",
            code=BAD_INPUT,
        )
    notes.print(f"serving the daily flow: {expression} ({zone}); stop with Ctrl-C")
    keeper = Keeper(name=DEPLOYMENT, limit=1)
    keeper.add_flow(
        daily,
        name=DEPLOYMENT,
        schedules=[schedule],
        parameters={"sources": sources, "sample": sample, "kind": "scheduled"},
        tags=["podium"],
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    asyncio.run(keeper.keep())


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(serve)
