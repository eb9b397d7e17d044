"""podium sources: what is watched, and whether it answers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from flows.cli.frame import BAD_INPUT, WORK_FAILED, answers, fail, notes, print_json, settings_or_fail, warn

app = typer.Typer(
    help="The list of sources: list them, check that they answer, add one.", no_args_is_help=True
)

Folder = Annotated[Path | None, typer.Option("--sources", help="Folder of source lists.", show_default=False)]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON array.")]


def _listing(folder: Path | None) -> Any:
    from config.source_list import default_sources_dir, load_sources

    settings = settings_or_fail()
    folder = folder or settings.sources_dir
    if folder is not None and not folder.is_dir():
        fail(f"no such folder: {folder}", "give a folder with *.toml source lists", code=BAD_INPUT)
    listing = load_sources(folder or default_sources_dir())
    for problem in listing.problems:
        warn(str(problem))
    return listing


@app.command("list")
def list_sources(sources: Folder = None, as_json: AsJson = False) -> None:
    """Every source with its language, country and when its address was last verified."""
    listing = _listing(sources)
    if as_json:
        print_json(
            [
                {
                    "source_id": s.source_id,
                    "outlet": s.outlet,
                    "kind": s.kind,
                    "url": s.url,
                    "language": s.language,
                    "country": s.country,
                    "tags": list(s.tags),
                    "enabled": s.enabled,
                    "keywords": list(s.keywords),
                    "seen_at": s.seen_at,
                    "verified": s.verified.isoformat() if s.verified else "unverified",
                }
                for s in listing.sources
            ]
        )
    else:
        table = Table("source", "outlet", "lang", "country", "kind", "enabled", "verified", "address")
        for s in listing.sources:
            verified = s.verified.isoformat() if s.verified else "unverified"
            table.add_row(
                s.source_id,
                s.outlet,
                s.language,
                s.country,
                s.kind,
                "yes" if s.enabled else "no",
                verified,
                s.url,
            )
        answers.print(table)
    if listing.problems:
        raise typer.Exit(BAD_INPUT)


@app.command()
def check(
    only: Annotated[
        list[str] | None, typer.Argument(help="Ids of sources; all enabled ones if none is given.")
    ] = None,
    sources: Folder = None,
    sample: Annotated[bool, typer.Option("--sample", help="Check the bundled sample press.")] = False,
    as_json: AsJson = False,
) -> None:
    """Try each source once: does it answer, is it a feed, how many entries does it offer? Stores nothing.

    Example: podium sources check horizont adage
    """
    from flows.check_sources import check_sources
    from flows.plan import plan_for

    settings = settings_or_fail()
    is_sound = sample or not _listing(sources).problems
    with plan_for(settings, sources=sources, sample=sample) as plan:
        chosen = [s for s in plan.source_list.sources if (s.source_id in only if only else s.enabled)]
        unknown = sorted(set(only or ()) - {s.source_id for s in plan.source_list.sources})
        if unknown:
            fail(f"no such source: {', '.join(unknown)}", "`podium sources list` names them", code=BAD_INPUT)
        with notes.status(f"trying {len(chosen)} sources"):
            results = check_sources(plan, chosen)
    if as_json:
        print_json([result.as_values() for result in results])
    else:
        table = Table("source", "outcome", "entries", "newest", "detail")
        colours = {"ok": "green", "empty": "yellow", "failed": "red"}
        for r in results:
            newest = f"{r.newest_at:%Y-%m-%d}" if r.newest_at else ""
            table.add_row(
                r.source_id, f"[{colours[r.outcome]}]{r.outcome}[/]", str(r.n_entries), newest, r.detail
            )
        answers.print(table)
    if any(result.outcome == "failed" for result in results):
        raise typer.Exit(WORK_FAILED)
    if not is_sound:
        raise typer.Exit(BAD_INPUT)


def register(root: typer.Typer) -> None:
    """Add the commands of this file."""
    root.add_typer(app, name="sources")
