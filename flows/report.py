"""A run as people see it: Prefect artifacts, tables in the terminal."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from rich.table import Table

from config.settings import Settings
from flows.summary import RunSummary


def markdown_of(summary: RunSummary) -> str:
    """The run in Markdown."""
    tally = summary.tally
    counts = tally.as_counts()
    lines = [
        f"# Podium run {summary.run_id}",
        "",
        f"Started {summary.started_at:%Y-%m-%d %H:%M} UTC, {summary.work_seconds:.1f} s of work. {summary.one_line()}.",
        "",
        f"Reference corpus: {tally.reference}",
        "",
        "| disposition | entries |",
        "| --- | ---: |",
        *[
            f"| {name} | {counts[name]} |"
            for name in ("stored", "unchanged", "duplicate", "rejected", "failed")
        ],
        "",
    ]
    if tally.problems:
        lines += ["## Problems", "", *[f"- {problem}" for problem in tally.problems], ""]
    for title, found in (
        ("Sources that failed", [source for source in tally.sources if source.outcome == "failed"]),
        (
            "Sources that have gone quiet",
            [source for source in tally.sources if source.reason == "gone_quiet"],
        ),
    ):
        if found:
            lines += [f"## {title}", ""]
            lines += [f"- **{source.source_id}** {source.reason}: {source.detail}" for source in found]
    return "\n".join(lines)


def publish_artifacts(summary: RunSummary) -> None:
    """Leave the run's summary in Prefect: one Markdown page and three tables."""
    from prefect.artifacts import create_markdown_artifact, create_table_artifact

    values = summary.as_values()
    create_markdown_artifact(markdown_of(summary), key="podium-run", description=f"Run {summary.run_id}")
    for key, name in (
        ("podium-sources", "source_outcomes"),
        ("podium-new-articles", "articles"),
        ("podium-failures", "failures"),
    ):
        rows = [{column: str(value) for column, value in row.items()} for row in values[name]]
        create_table_artifact(rows, key=key, description=f"{name.replace('_', ' ')} of run {summary.run_id}")


def run_tables(values: dict[str, Any]) -> list[Table]:
    """What a person wants to see after a run: what is new, per sponsor and market, and what went wrong."""
    tables: list[Table] = []
    new = [article for article in values["articles"] if article["relevant"]]
    if new:
        table = Table(title=f"New on the topic: {len(new)} articles", title_justify="left")
        for column, style in (
            ("outlet", "cyan"),
            ("lang", ""),
            ("title", "bold"),
            ("sponsors", "green"),
            ("campaign markets", ""),
        ):
            table.add_column(column, style=style, overflow="fold", no_wrap=column == "lang")
        for article in sorted(new, key=lambda row: -row["relevance"])[:40]:
            table.add_row(
                article["outlet"],
                article["language"],
                article["title"],
                ", ".join(article["sponsors"]),
                " ".join(article["markets"]),
            )
        tables.append(table)
        tables.append(_per_sponsor(new))
    troubled = [source for source in values["source_outcomes"] if source["outcome"] == "failed"]
    # The sample press prints no new papers: that its feeds are quiet tells nothing.
    quiet = [
        source
        for source in values["source_outcomes"]
        if source["reason"] == "gone_quiet" and not values["is_sample"]
    ]
    if troubled:
        table = Table("source", "reason", "detail", title="Sources that failed", title_justify="left")
        for source in troubled:
            table.add_row(source["source_id"], source["reason"], source["detail"])
        tables.append(table)
    if quiet:
        table = Table("source", "detail", title="Sources that have gone quiet", title_justify="left")
        for source in quiet:
            table.add_row(source["source_id"], source["detail"])
        tables.append(table)
    if values["failures"]:
        table = Table("source", "how", "reason", "address", title="Entries not stored", title_justify="left")
        for failure in values["failures"][:30]:
            table.add_row(failure["source_id"], failure["disposition"], failure["reason"], failure["url"])
        tables.append(table)
    return tables


def _per_sponsor(articles: list[dict[str, Any]]) -> Table:
    counts: Counter[str] = Counter()
    markets: dict[str, Counter[str]] = defaultdict(Counter)
    outlets: dict[str, set[str]] = defaultdict(set)
    for article in articles:
        for sponsor in article["sponsors"]:
            counts[sponsor] += 1
            outlets[sponsor].add(article["outlet"])
            markets[sponsor].update(article["markets"])
    table = Table(
        "sponsor",
        "articles",
        "outlets",
        "campaign markets (articles)",
        title="Per sponsor and market",
        title_justify="left",
    )
    for sponsor, count in counts.most_common(15):
        named = " ".join(f"{iso}:{n}" for iso, n in markets[sponsor].most_common(8))
        table.add_row(sponsor, str(count), str(len(outlets[sponsor])), named)
    return table


def status_values(settings: Settings) -> dict[str, Any] | None:
    """What `podium status` tells; None when nothing has been published."""
    from storage import overview

    return overview(settings.data_dir)


def status_tables(values: dict[str, Any]) -> list[Table]:
    """The overview as tables."""
    about = Table("Podium", "", title="What is stored", title_justify="left")
    for name, label in (
        ("articles", "articles"),
        ("relevant_articles", "on the topic"),
        ("new_today", "new today"),
        ("outlets", "outlets"),
        ("languages", "languages"),
        ("reference_documents", "reference documents"),
        ("sources", "sources"),
        ("published_path", "database"),
    ):
        about.add_row(label, str(values[name]))
    runs = Table(
        "run", "kind", "started (UTC)", "status", "new", "failed", title="Last runs", title_justify="left"
    )
    for run in values["runs"]:
        summary = run["summary"]
        started = f"{run['started_at']:%Y-%m-%d %H:%M}"
        counts = [str(summary.get(name, "")) for name in ("stored", "failed")]
        runs.add_row(run["run_id"], run["kind"], started, run["status"], *counts)
    tables = [about, runs]
    if values["troubled_sources"]:
        troubled = Table("source", "reason", "next try", title="Sources in trouble", title_justify="left")
        for source in values["troubled_sources"]:
            troubled.add_row(
                source["source_id"], str(source.get("reason")), str(source.get("next_try_at") or "next run")
            )
        tables.append(troubled)
    return tables
