"""podium sources add: look at a site, show what it offers, write what is chosen."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.frame import BAD_INPUT, WORK_FAILED, answers, fail, notes, print_json, settings_or_fail, warn
from flows.cli.sources import app as sources_app

if TYPE_CHECKING:
    from config.settings import Settings
    from config.source_list import Source
    from flows.web.site_survey import Offer, Survey

PREVIEW_TITLES = 3


def add(
    url: Annotated[str, typer.Argument(help="Address of the site, a page of it, a feed or a sitemap.")],
    name: Annotated[str | None, typer.Option(help="Name of the outlet.", show_default=False)] = None,
    language: Annotated[
        str | None, typer.Option(help="ISO 639-1 code, such as de.", show_default=False)
    ] = None,
    country: Annotated[
        str | None, typer.Option(help="ISO 3166-1 code, such as DE.", show_default=False)
    ] = None,
    sources: Annotated[
        Path | None, typer.Option("--sources", help="Folder of source lists to add to.", show_default=False)
    ] = None,
    pick: Annotated[
        str | None,
        typer.Option(help="Numbers of the offers to add, such as 1,3, or all.", show_default=False),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Add without asking: the best offer, or --pick.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Offers and added sources as one JSON object.")
    ] = False,
) -> None:
    """Find the feeds and sitemaps of a site, show what each would bring, and add the chosen ones to the list.

    Example: podium sources add https://outlet.example
    """
    settings = settings_or_fail()
    folder = _folder(sources or settings.sources_dir)
    survey = _survey(url, settings)
    usable = [offer for offer in survey.offers if not offer.problem]
    if not as_json:
        _show(survey)
    if not usable:
        fail(f"{url} offers no feed, sitemap or articles", "give the address of a feed or a section page")
    chosen = _chosen(survey, pick, yes)
    added = _write(chosen, survey, settings, folder, name, language, country)
    if as_json:
        print_json(
            {
                "offers": [_as_values(offer) for offer in survey.offers],
                "added": [{"source_id": source.source_id, "url": source.url} for source, _ in added],
            }
        )
        return
    for source, path in added:
        answers.print(f"added [bold]{source.source_id}[/] ({source.url}) to {path}", soft_wrap=True)


def _folder(given: Path | None) -> Path:
    from config.source_list import default_sources_dir

    if given is not None:
        return given
    default = Path(str(default_sources_dir()))
    if not default.is_dir() or not (default.parent.parent / "pyproject.toml").is_file():
        fail(
            "the bundled source list is not to be changed",
            "give a folder of your own with --sources",
            code=BAD_INPUT,
        )
    return default


def _survey(url: str, settings: Settings) -> Survey:
    from extractors.urls import has_credentials, is_web_url, without_credentials
    from flows.plan import policy_of
    from flows.web import needs_contact
    from flows.web.site_survey import survey_site

    if "://" not in url:
        url = f"https://{url}"
    if not is_web_url(url) or has_credentials(url):
        shown = without_credentials(url)
        fail(f"{shown} is not a web address", "give an http(s) address without user name", code=BAD_INPUT)
    policy = policy_of(settings)
    if needs_contact([url], policy):
        fail(
            "asking the web needs a contact in the user agent",
            "set PODIUM_USER_AGENT_CONTACT to a mail address or web page",
            code=BAD_INPUT,
        )
    with notes.status(f"looking at {url}"):
        survey = survey_site(url, policy)
    if survey.failure is not None:
        from extractors.reasons import remedy

        fail(f"{url}: {survey.failure.reason}: {survey.failure.detail}", remedy(survey.failure.reason))
    return survey


def _show(survey: Survey) -> None:
    from rich.table import Table

    table = Table("#", "kind", "entries", "newest", title=survey.facts.name)
    table.add_column("address and newest titles", overflow="fold")
    for number, offer in enumerate(survey.offers, 1):
        newest = f"{offer.newest_at:%Y-%m-%d}" if offer.newest_at else ""
        lines = [offer.url]
        if offer.problem:
            lines.append(offer.problem)
        lines += [f"- {entry.title or entry.url}" for entry in offer.entries[:PREVIEW_TITLES]]
        words = "\n".join(lines).replace("[", "\\[")
        table.add_row(str(number), offer.kind, str(len(offer.entries)), newest, words)
    answers.print(table)


def _chosen(survey: Survey, pick: str | None, yes: bool) -> list[Offer]:
    offers = survey.offers
    if pick is None and yes:
        return [next((offer for offer in offers if offer.entries), offers[0])]
    if pick is None:
        pick = typer.prompt("Which to add (numbers such as 1,3, all, none)", default="1", err=True)
    if pick.strip().lower() == "none":
        raise typer.Exit(0)
    if pick.strip().lower() == "all":
        return [offer for offer in offers if not offer.problem]
    try:
        numbers = [int(part) for part in pick.split(",")]
    except ValueError:
        numbers = [0]
    if any(not 1 <= number <= len(offers) for number in numbers):
        fail(f"no such offer: {pick}", f"give numbers from 1 to {len(offers)}, or all", code=BAD_INPUT)
    return [offers[number - 1] for number in dict.fromkeys(numbers)]


def _write(
    chosen: list[Offer],
    survey: Survey,
    settings: Settings,
    folder: Path,
    name: str | None,
    language: str | None,
    country: str | None,
) -> list[tuple[Source, Path]]:
    from config.source_list import load_sources
    from config.source_writing import SourceRefusedError, write_source
    from flows.add_source import UnknownLanguageError, propose

    taken = {source.source_id for source in load_sources(folder).sources} if folder.is_dir() else set()
    added: list[tuple[Source, Path]] = []
    for offer in chosen:
        try:
            proposal = propose(
                offer,
                survey,
                settings,
                taken,
                name=name,
                language=language,
                country=country,
                today=datetime.now(UTC).date(),
            )
            path = write_source(folder, proposal.source)
        except UnknownLanguageError as problem:
            fail(str(problem), "say it with --language and --country", code=BAD_INPUT)
        except SourceRefusedError as refusal:
            fail(str(refusal), code=BAD_INPUT)
        except OSError as problem:
            fail(f"{folder} cannot be written: {problem.strerror}", "give another folder", code=WORK_FAILED)
        taken.add(proposal.source.source_id)
        for guess in proposal.guesses:
            warn(f"{proposal.source.source_id}: {guess}; correct it in {path} if it is wrong")
        added.append((proposal.source, path))
    return added


def _as_values(offer: Offer) -> dict[str, object]:
    return {
        "url": offer.url,
        "kind": offer.kind,
        "title": offer.title,
        "language": offer.language,
        "entries": len(offer.entries),
        "newest_at": offer.newest_at,
        "titles": [entry.title for entry in offer.entries[:PREVIEW_TITLES]],
        "problem": offer.problem,
    }


def register(root: typer.Typer) -> None:
    """Add the command to the group of ``podium sources``."""
    sources_app.command("add")(add)
