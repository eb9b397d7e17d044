"""podium search, history: find articles by their words, and what changed in one."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from flows.cli.frame import BAD_INPUT, WORK_FAILED, answers, fail, notes, print_json, settings_or_fail

if TYPE_CHECKING:
    from storage import PublishedDatabase


def _published() -> PublishedDatabase:
    from storage import NothingPublished, StorageProblem, open_published

    try:
        return open_published(settings_or_fail().data_dir)
    except NothingPublished as problem:
        fail(str(problem), "podium run --sample (offline) or podium run")
    except StorageProblem as problem:
        fail(str(problem))


def _instant(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        fail(f"{text!r} is no date", "write it like 2018-02-01", code=BAD_INPUT)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def search(
    words: Annotated[list[str], typer.Argument(help='Words; "a phrase", begin*, -without.')],
    lang: Annotated[str | None, typer.Option(help="Only articles in this language (ISO 639-1).")] = None,
    since: Annotated[
        str | None, typer.Option(help="Published (else first seen) on or after this day.")
    ] = None,
    until: Annotated[str | None, typer.Option(help="Published (else first seen) before this day.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Only this outlet.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Most results shown.")] = 10,
    any_word: Annotated[
        bool, typer.Option("--any", help="Articles with some of the words count too.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON array of objects.")] = False,
) -> None:
    """Find articles by their words, the best first; stems, umlauts and accents do not matter. Exit 1 if there is none.

    Examples: podium search 'Alibaba Kenia Eishockey' --lang de --since 2018-01-01
    podium search '"wo Größe beginnt"' --json
    """
    from storage.finding import find_articles

    query = " ".join(words)
    options: dict[str, Any] = {
        "language": lang, "since": _instant(since), "until": _instant(until), "outlet": outlet, "limit": limit,
    }  # fmt: skip
    with _published() as database:
        found = find_articles(database, query, need="any" if any_word else "all", **options)
        partial = False
        if not found.hits and not any_word:
            found = find_articles(database, query, need="any", **options)
            partial = bool(found.hits)
    if as_json:
        print_json([hit.as_dict() for hit in found.hits])
    else:
        if partial:
            notes.print("no article has all the words; these have the most of them")
        _show_hits(found.hits)
        notes.print(f"{found.n_found} found")
    if not found.hits:
        raise typer.Exit(WORK_FAILED)


def _show_hits(hits: Any) -> None:
    for hit in hits:
        day = f"{hit.reported_at:%Y-%m-%d}" if isinstance(hit.reported_at, date) else ""
        answers.print(Text(f"{hit.title or hit.url}", style="bold"), soft_wrap=True)
        answers.print(
            Text(f"  {hit.article_id}  {hit.outlet or ''}  {day}  {hit.language}  score {hit.score:.2f}"),
            soft_wrap=True,
        )
        answers.print(Text(f"  {' '.join((hit.snippet or '').split())}"), soft_wrap=True)


def history(
    article: Annotated[str, typer.Argument(help="Id or address of an article.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """What changed in an article: its versions with a readable diff, and the facts gained, lost or altered.

    Example: podium history a1b2c3d4e5f60718
    """
    from storage.finding import article_history

    with _published() as database:
        found = article_history(database, article)
    if found is None:
        fail(f"no article {article!r}", "podium search finds articles; so does podium sql", code=BAD_INPUT)
    if as_json:
        print_json(found)
        return
    answers.print(Text(f"{found['title']}\n{found['url']}", style="bold"), soft_wrap=True)
    answers.print(f"{found['status']}; first seen {found['first_seen_at']:%Y-%m-%d %H:%M} UTC")
    for version in found["versions"]:
        answers.print(
            Text(
                f"\nversion {version['version_no']}, {version['recorded_at']:%Y-%m-%d %H:%M} UTC",
                style="bold",
            )
        )
        if version["title_before"] and version["title_before"] != version["title"]:
            answers.print(Text(f"  title was: {version['title_before']}"), soft_wrap=True)
        for line in (version["diff"] or "").splitlines():
            style = {"+": "green", "-": "red", "~": "yellow"}.get(line[:1], "")
            answers.print(Text(f"  {line}", style=style), soft_wrap=True)
    if found["fact_changes"]:
        table = Table("when", "campaign", "fact", "change", "before", "after", "because of")
        for change in found["fact_changes"]:
            table.add_row(
                f"{change['recorded_at']:%Y-%m-%d}", change["campaign"], change["field"], change["change"],
                Text(change["value_before"] or ""), Text(change["value_after"] or ""), change["cause"],
            )  # fmt: skip
        answers.print(table)


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(search)
    app.command()(history)
