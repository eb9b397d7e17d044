"""podium replay: a recorded run once more, offline."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.frame import BAD_INPUT, WORK_FAILED, answers, fail, notes, print_json, settings_or_fail, warn


def replay(
    run: Annotated[str, typer.Argument(help='Id of the run (`podium sql "FROM out_runs"`), or last.')],
    into: Annotated[
        Path | None,
        typer.Option(help="Keep the replayed data folder here (new or empty).", show_default=False),
    ] = None,
    sources: Annotated[
        Path | None,
        typer.Option("--sources", help="Source lists with the keywords of that time.", show_default=False),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The comparison as one JSON object.")] = False,
) -> None:
    """Replay a run from its captures, offline and under the recorded clock, and compare every row it writes.

    The runs before it are replayed first, into an empty data folder; the store itself is not changed.
    Exit code 1 when rows differ: the extractors or the knowledge have changed since, or pages were not kept.

    Example: podium replay last
    """
    from config.source_list import default_sources_dir, load_sources
    from flows.replay import NotReplayableError
    from flows.replay import replay as replay_run
    from storage import StorageProblem, StoreBusy

    settings = settings_or_fail()
    known = load_sources(sources or settings.sources_dir or default_sources_dir()).sources
    try:
        run_id = _newest() if run == "last" else run
        with notes.status(f"replaying {run_id}") as status:
            result = replay_run(
                run_id, settings, known, into=into, on_run=lambda name: status.update(f"replaying {name}")
            )
    except NotReplayableError as problem:
        fail(str(problem), code=BAD_INPUT)
    except StoreBusy as busy:
        fail(str(busy), "wait for the other run to end")
    except StorageProblem as problem:
        fail(str(problem))
    for left_out in result.left_out:
        warn(f"not replayed on the way: {left_out}; its articles count as unknown")
    if result.recorded_versions != result.replayed_versions:
        before, after = " and ".join(result.recorded_versions), " and ".join(result.replayed_versions)
        warn(f"read by extractors {before} then, by extractors {after} now; readings will differ")
    for url in result.missing[:20]:
        warn(f"not in the captures: {url}")
    for url in result.withheld[:20]:
        warn(f"its publisher wants no copy kept, so its rows are not compared: {url}")
    if as_json:
        print_json(
            {
                "run_id": result.run_id,
                "same": result.is_same,
                "runs": result.n_runs,
                "recorded_versions": result.recorded_versions,
                "replayed_versions": result.replayed_versions,
                "missing": result.missing,
                "withheld": result.withheld,
                "tables": [
                    {
                        "table": table.table,
                        "recorded": table.n_recorded,
                        "replayed": table.n_replayed,
                        "different": table.n_different,
                        "only_recorded": table.only_recorded,
                        "only_replayed": table.only_replayed,
                    }
                    for table in result.tables
                ],
            }
        )
    else:
        from rich.table import Table

        shown = Table("table", "recorded", "replayed", "different", title=f"run {result.run_id}")
        for table in result.tables:
            shown.add_row(table.table, str(table.n_recorded), str(table.n_replayed), str(table.n_different))
        answers.print(shown)
        for table in result.tables:
            for row in table.only_recorded[:1]:
                warn(f"{table.table}: only recorded: {row[:300]}")
            for row in table.only_replayed[:1]:
                warn(f"{table.table}: only replayed: {row[:300]}")
        answers.print("the same rows" if result.is_same else "[bold]rows differ[/]")
    if not result.is_same:
        raise typer.Exit(WORK_FAILED)


def _newest() -> str:
    from storage import open_published

    database = open_published(settings_or_fail().data_dir)
    try:
        rows = database.sql(
            "SELECT run_id FROM out_runs WHERE kind IN ('scheduled', 'manual', 'sample') ORDER BY started_at DESC LIMIT 1"
        ).fetchall()
    finally:
        database.close()
    if not rows:
        fail("no run has collected anything yet", "start with `podium run --sample`", code=BAD_INPUT)
    return str(rows[0][0])


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(replay)
