"""podium reread: read everything again with the rules and the knowledge of now."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from flows.cli.frame import BAD_INPUT, answers, fail, notes, settings_or_fail, warn

if TYPE_CHECKING:
    from config.settings import Settings
    from storage import Store
    from storage.rereading.report import RereadReport

MOST_SHOWN = 20


def reread(
    since: Annotated[str | None, typer.Option(help="Only articles first seen on or after this day.")] = None,
    source: Annotated[str | None, typer.Option(help="Only articles of this source.")] = None,
    extractor: Annotated[
        str | None, typer.Option(help="Only articles last read by this extractor version.")
    ] = None,
    from_text: Annotated[
        bool,
        typer.Option("--from-text", help="Read the stored texts; do not clean the captured pages again."),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Make it current at once, after the report.")] = False,
    accept: Annotated[
        str | None, typer.Option(help="Make this staged reread current and publish it.")
    ] = None,
    discard: Annotated[str | None, typer.Option(help="Throw this staged reread away.")] = None,
) -> None:
    """Read stored articles again, without the network, and report what would change before it is made current.

    A reread that was cut off goes on where it was when the same command is given again.

    Examples: podium reread --since 2026-01-01
    podium reread --accept reread-20260203T050000Z-1a2b3c
    """
    from storage import StorageProblem, open_store

    if accept and discard:
        fail("--accept and --discard exclude each other", "give one of them", code=BAD_INPUT)
    settings = settings_or_fail()
    try:
        with open_store(settings.data_dir, purpose="podium reread") as store:
            if accept or discard:
                _settle(store, settings, accept, discard)
                return
            report = _stage(store, settings, since, source, extractor, from_text)
            _show(report)
            if report.n_changed == 0:
                answers.print("nothing changes")
            elif yes:
                _settle(store, settings, report.run_id, None)
            else:
                answers.print(
                    f"nothing is current yet; next: podium reread --accept {report.run_id}  or  --discard {report.run_id}",
                    soft_wrap=True,
                )
    except StorageProblem as problem:
        fail(str(problem))


def _stage(
    store: Store,
    settings: Settings,
    since: str | None,
    source: str | None,
    extractor: str | None,
    from_text: bool,
) -> RereadReport:
    from flows.rereading import rebuilding, versions_now
    from storage.rereading.reread import report_of, stage_reread
    from storage.rereading.staging import Selection

    first_seen = None
    if since is not None:
        try:
            first_seen = datetime.fromisoformat(since)
        except ValueError:
            fail(f"{since!r} is no date", "write it like 2026-01-31", code=BAD_INPUT)
        first_seen = first_seen if first_seen.tzinfo else first_seen.replace(tzinfo=UTC)
    run_id = f"reread-{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{uuid.uuid4().hex[:6]}"
    with notes.status("reading again") as status, rebuilding(settings) as rebuild:
        result = stage_reread(
            store, run_id, Selection(first_seen, source, extractor), versions_now(settings), rebuild,
            from_pages=not from_text,
            on_progress=lambda done, total: status.update(f"{done} of {total} articles read again"),
        )  # fmt: skip
    for rejection in result.rejected[:MOST_SHOWN]:
        warn(f"{rejection.subject} would be rejected now ({rejection.reason}); what is stored of it stays")
    for problem in result.page_problems[:MOST_SHOWN]:
        warn(f"{problem}; its stored text was read")
    gone_on = " (went on with one that was cut off)" if result.resumed else ""
    notes.print(f"{result.n_read} articles read again{gone_on}")
    return report_of(store, result.run_id)


def _show(report: RereadReport) -> None:
    table = Table("what", "before", "after", title=f"Reread {report.run_id}")
    table.add_row("articles that read differently", "", str(report.n_changed))
    table.add_row("of these with another text", "", str(report.n_texts))
    table.add_row("mentions in them", str(report.n_mentions_before), str(report.n_mentions_after))
    table.add_row("market mentions in them", str(report.n_markets_before), str(report.n_markets_after))
    table.add_row("become relevant", "", str(report.n_now_relevant))
    table.add_row("no longer relevant", str(report.n_no_longer_relevant), "")
    answers.print(table)
    if not report.facts:
        return
    facts = Table("fact", "gained", "lost", "altered", title="Facts")
    for field, counts in sorted(report.by_field().items()):
        facts.add_row(field, str(counts["gained"]), str(counts["lost"]), str(counts["altered"]))
    answers.print(facts)
    for change in report.facts[:MOST_SHOWN]:
        line = f"{change.article_id} {change.field} {change.change}: {change.value_before or '-'} -> {change.value_after or '-'}"
        answers.print(Text(line), soft_wrap=True)
    if len(report.facts) > MOST_SHOWN:
        answers.print(f"... and {len(report.facts) - MOST_SHOWN} more")


def _settle(store: Store, settings: Settings, accept: str | None, discard: str | None) -> None:
    from storage.rereading.report import staged_runs
    from storage.rereading.reread import accept_reread, discard_reread

    waiting = dict(staged_runs(store.connection))
    run_id = accept or discard or ""
    if run_id not in waiting:
        known = ", ".join(waiting) or "none"
        fail(f"no reread {run_id!r} waits", f"those that wait: {known}", code=BAD_INPUT)
    if discard:
        answers.print(f"{discard_reread(store, run_id)} readings thrown away")
        return
    taken, overtaken = accept_reread(store, run_id)
    published = store.publish(
        settings.report_timezone, datetime.now(UTC), keep_versions=settings.keep_published_versions
    )
    answers.print(
        f"{taken} readings are current now, {overtaken} had been overtaken; published as {published.path}"
    )


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(reread)
