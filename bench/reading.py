"""Precision, recall and F1 of reading per field and language, on the labelled corpus in tests/corpus.

    python -m bench.reading [--half tuning|untouched|both] [--language de] [--gate] [--misses MEASURE] [--readings FILE]

The product reads the corpus through `podium read FILE... --jsonl`, as a script would. The untouched half is for
measuring only: --misses, which shows what was missed, refuses it. --gate compares with tests/corpus/floors.toml
and ends with 1 when a measure is below its floor. --readings scores a file of JSON lines instead of running.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from tests.corpus_tools.labels import LANGUAGES, CorpusArticle, load_corpus
from tests.corpus_tools.report import (
    HALVES,
    MEASURES,
    below_floor,
    missed_targets,
    read_floors,
    table_lines,
)
from tests.corpus_tools.scoring import score_article, score_corpus

ROOT = Path(__file__).resolve().parents[1]


def podium_read(files: Sequence[Path]) -> list[dict[str, Any]]:
    """One reading per file, in order; files that failed have only id and error."""
    command = [sys.executable, "-c", "from flows.cli import main; main()", "read"]
    done = subprocess.run(
        [*command, *map(str, files), "--jsonl"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    lines = [line for line in done.stdout.splitlines() if line.strip()]
    if len(lines) != len(files):
        raise SystemExit(
            f"podium read gave {len(lines)} lines for {len(files)} files (exit {done.returncode}):\n{done.stderr[-2000:]}"
        )
    return [json.loads(line) for line in lines]


def misses(articles: Iterable[CorpusArticle], readings: dict[str, Any], measure: str) -> list[str]:
    """Labels and statements of the articles whose score in one measure is not perfect."""
    lines = []
    subject = {"campaign_markets": "markets", "market_codes": "markets", "market_roles": "markets"}.get(
        measure, measure
    )
    for article in articles:
        tally = score_article(article, readings[article.id]).get(measure)
        if tally is None or tally.f1 in (None, 1.0):
            continue
        reading = readings[article.id]
        lines.append(
            f"\n{article.id}: {tally.found}/{tally.labels} found, {tally.right}/{tally.stated} right"
        )
        if measure in ("market_codes", "market_roles"):
            lines += [
                f"  label {x.start}-{x.stop} {x.text} {x.iso} {x.role}{' ?' * x.optional}"
                for x in article.markets
            ]
            lines += [
                f"  said  {x['start']}-{x['end']} {x['text']} {x['iso']} {x['role']}"
                for x in reading["markets"]
            ]
        elif measure.startswith(("sponsor_m", "sponsor_d", "entities")):
            lines += [
                f"  label {x.start}-{x.stop} {x.text} {x.id or x.canonical} {x.type} {x.kind}"
                for x in article.entities
            ]
            lines += [
                f"  said  {x['start']}-{x['end']} {x['text']} {x['id']} {x['type']} {x['kind']}"
                for x in reading["entities"]
            ]
        elif measure.startswith("quotes"):
            lines += [f"  label {x.kind} {x.speaker}: {x.text}" for x in article.quotes]
            lines += [f"  said  {x['kind']} {x['speaker']}: {x['text']}" for x in reading["quotes"]]
        else:
            lines += [
                f"  label {x.campaign} {x.field} {x.value!r} {x.status}"
                for x in article.facts
                if x.field == subject
            ]
            lines += [
                f"  said  {x['campaign']} {x['field']} {x['value']!r} {x['status']}: {x.get('quote')!r}"
                for x in reading["facts"]
                if x["field"] == subject
            ]
    return lines


def parser_of(description: str | None, measures: Sequence[str]) -> argparse.ArgumentParser:
    """What whoever measures reading on labelled texts can be asked: a half, a language, what was missed."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--half", choices=(*HALVES, "both"), default="both")
    parser.add_argument("--language", choices=LANGUAGES)
    parser.add_argument("--misses", choices=measures, metavar="MEASURE")
    return parser


def halves_of(parser: argparse.ArgumentParser, options: argparse.Namespace) -> tuple[str, ...]:
    """The halves asked for; what was missed in the untouched one is shown to nobody."""
    halves: tuple[str, ...] = HALVES if options.half == "both" else (options.half,)
    if options.misses and halves != ("tuning",):
        parser.error("--misses needs --half tuning: the untouched half is for measuring only")
    return halves


def main() -> int:
    """Print the tables; 1 when the gate finds a measure below its floor."""
    parser = parser_of(__doc__, MEASURES)
    parser.add_argument("--gate", action="store_true")
    parser.add_argument("--readings", type=Path, help="JSON lines of an earlier podium read")
    options = parser.parse_args()
    halves = halves_of(parser, options)
    articles = [
        article
        for article in load_corpus()
        if article.half in halves and options.language in (None, article.language)
    ]
    if options.readings:
        rows = [
            json.loads(line) for line in options.readings.read_text(encoding="utf-8").splitlines() if line
        ]
    else:
        rows = podium_read([article.path for article in articles])
    tables = {}
    for half in halves:
        chosen = [article for article in articles if article.half == half]
        tables[half] = score_corpus(chosen, rows)
        print("\n".join(table_lines(tables[half], half, len(chosen))), end="\n\n")
    if "untouched" in halves and options.language is None:
        print("\n".join(missed_targets(tables, read_floors())) or "every target is met", end="\n\n")
    if options.misses:
        print("\n".join(misses(articles, {row["id"]: row for row in rows}, options.misses)))
    if options.gate:
        floors = read_floors()
        if not any(floors.get(half) for half in halves):
            print(
                "no floor is pinned in tests/corpus/floors.toml: write the measured scores there",
                file=sys.stderr,
            )
            return 1
        failures = below_floor(tables, floors)
        print("\n".join(failures) or "every measure holds its floor", file=sys.stderr)
        return 1 if failures else 0
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
