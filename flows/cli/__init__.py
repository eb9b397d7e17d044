"""The command line: one file per group of commands, all named in one list."""

from __future__ import annotations

import importlib
import sys

import typer

from config.knowledge_base import KnowledgeError
from config.topics import TopicProblem
from flows.cli.frame import BAD_INPUT

COMMAND_FILES = (
    "flows.cli.run",
    "flows.cli.serve",
    "flows.cli.ingest",
    "flows.cli.collect_backfill",
    "flows.cli.collect_replay",
    "flows.cli.sources",
    "flows.cli.collect_add",
    "flows.cli.look",
    "flows.cli.store_find",
    "flows.cli.store_export",
    "flows.cli.store_reread",
    "flows.cli.store_keep",
    "flows.cli.reading",
    "flows.cli.about",
)
"""Each module has ``register(app)``. They import Prefect, trafilatura and the like only inside their commands."""

_INTRO = """Podium follows how Olympic sponsors campaign, and keeps the sentence that proves each statement.

Start with [bold]podium run --sample[/] (a small fictional press, offline), then look:
[bold]podium status[/], [bold]podium sql "FROM new_today"[/], [bold]podium path[/]."""


def build_app() -> typer.Typer:
    """The whole command line."""
    app = typer.Typer(
        name="podium",
        help=_INTRO,
        no_args_is_help=True,
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    for name in COMMAND_FILES:
        importlib.import_module(name).register(app)
    return app


def main() -> None:
    """Entry point of ``podium``."""
    try:
        build_app()()
    except KeyboardInterrupt:
        sys.stderr.write("podium: interrupted; what was stored stays stored\n")
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)
    except (KnowledgeError, TopicProblem) as problem:
        for line in str(problem).splitlines():
            sys.stderr.write(f"podium: {line}\n")
        sys.stderr.write("  try: correct the knowledge files named above; podium doctor checks them again\n")
        sys.exit(BAD_INPUT)
