"""podium read, show, explain: what a document says, and why."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from flows.cli.frame import BAD_INPUT, WORK_FAILED, answers, fail, settings_or_fail, warn

if TYPE_CHECKING:
    from extractors.records import FrontMatter
    from flows.look_up import LookedUp


def _stated(language: str | None, published: str | None, url: str | None, outlet: str | None) -> FrontMatter:
    from extractors.dates import parse_instant
    from extractors.records import FrontMatter

    if language is not None and not (
        language.isascii() and language[:2].isalpha() and len(language.split("-")[0]) == 2
    ):
        fail(f"--language: {language!r} is no ISO 639-1 code", "give two letters such as de", code=BAD_INPUT)
    if published is not None and parse_instant(published) is None:
        fail(f"--published: {published!r} is no date", "give ISO 8601, such as 2018-02-01", code=BAD_INPUT)
    if url is not None and not url.startswith(("http://", "https://")):
        fail(f"--url: {url!r} is no http(s) address", "give the whole address", code=BAD_INPUT)
    return FrontMatter(language=language, published=published, url=url, outlet=outlet)


def _write(value: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def read(
    files: Annotated[list[Path], typer.Argument(help="Text, Markdown or HTML files.")],
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One JSON object a file, in order.")] = False,
    language: Annotated[str | None, typer.Option(help="ISO 639-1, when the head names none.")] = None,
    published: Annotated[str | None, typer.Option(help="Day of publication (ISO 8601).")] = None,
    url: Annotated[str | None, typer.Option(help="Address of the article.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Who published it.")] = None,
) -> None:
    """Read documents and say who, where, what, by whom, each with its evidence; nothing is stored.

    A TOML head between two lines of +++ may give id, url, outlet, title, published and language; the options
    fill what it leaves open. The JSON form is described by docs/read-output.schema.json.

    Example: podium read article.md --jsonl --published 2018-02-02
    """
    from flows.reading_files import read_files
    from flows.reading_json import as_json

    settings = settings_or_fail()
    stated = _stated(language, published, url, outlet)
    n_failed = 0
    for result in read_files(files, settings, stated):
        if result.article is None or result.reading is None:
            n_failed += 1
            if jsonl:
                _write({"id": result.id, "error": result.error})
            warn(str(result.error))
        elif jsonl:
            _write(as_json(result.article, result.reading))
        else:
            from flows.reading_tables import tables_of

            for part in tables_of(result.article, result.reading):
                answers.print(part)
    if n_failed:
        raise typer.Exit(WORK_FAILED)


def _looked_up(article: str) -> LookedUp:
    from flows.look_up import NotFound, look_up

    try:
        return look_up(article, settings_or_fail())
    except NotFound as problem:
        fail(
            str(problem),
            'give a file, an article_id of `podium sql "FROM articles"`, or its address',
            code=BAD_INPUT,
        )


def show(
    article: Annotated[
        str, typer.Argument(help="A file, or article_id, source id or address of a stored article.")
    ],
) -> None:
    """Print an article's text with names, markets, quotes and facts marked where they stand.

    Example: podium show 000_716b82c2e6bc7c6d
    """
    from flows.reading_marks import marked_text

    found = _looked_up(article)
    answers.print(f"[bold]{found.id}[/] ({found.language}; {found.origin})")
    for line in marked_text(found.text, found.reading):
        answers.print(line)
        answers.print()


def explain(
    article: Annotated[
        str, typer.Argument(help="A file, or article_id, source id or address of a stored article.")
    ],
    what: Annotated[
        str, typer.Argument(help="A fact (claim, c1.claim, markets=CN), relevance, a market code or a name.")
    ],
) -> None:
    """Say which rule, cue and knowledge entry decided.

    Examples: podium explain 000_716b82c2e6bc7c6d claim
    podium explain article.md relevance
    """
    from flows.explaining import explain as explanations_of

    found = _looked_up(article)
    explanations = explanations_of(found, what)
    if not explanations:
        fields = (
            ", ".join(dict.fromkeys(f"{fact.campaign}.{fact.field}" for fact in found.reading.facts))
            or "no facts"
        )
        fail(f"{found.id} says nothing of {what!r}", f"one of: relevance, {fields}", code=BAD_INPUT)
    for explanation in explanations:
        answers.print(Text(explanation.what, style="bold"))
        if explanation.evidence:
            before, words, after = explanation.evidence
            answers.print(Text.assemble("  … ", before, (words, "bold reverse"), after, " …"))
        for line in explanation.lines:
            answers.print(Text(f"  {line}"))


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(read)
    app.command()(show)
    app.command()(explain)
