"""Precision, recall and F1 of reading on short news items (tests/corpus/briefs), per field and language.

    python -m bench.briefs [--half tuning|untouched|both] [--language de] [--topic agency] [--misses MEASURE]

Read through `podium read --jsonl` as bench.reading does. One brief of four is untouched and for measuring only:
--misses, which shows text, labels and statements, refuses it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.labelled import write_briefs
from bench.reading import halves_of, parser_of, podium_read
from tests.corpus_tools.brief_scoring import FIELDS, MEASURES, labels_of, said_of, score_brief, score_briefs
from tests.corpus_tools.briefs import Brief, load_briefs
from tests.corpus_tools.report import table_lines


def read_briefs(briefs: Sequence[Brief]) -> dict[str, dict[str, Any]]:
    """id -> one line of `podium read`; each brief is written to a file of its own first."""
    with tempfile.TemporaryDirectory() as folder:
        files = write_briefs(briefs, Path(folder))
        return {str(row["id"]): row for row in podium_read(files)}


def misses(briefs: Sequence[Brief], readings: Mapping[str, dict[str, Any]], measure: str) -> list[str]:
    """Text, labels and statements of the briefs whose score in one measure is not perfect."""
    lines = []
    for brief in briefs:
        reading = readings[brief.id]
        tally = score_brief(brief, reading)[measure]
        if tally.f1 in (None, 1.0):
            continue
        lines += [f"\n=== {brief.id} {brief.published} relevant={brief.relevant}", brief.body.strip()]
        if measure in FIELDS:
            lines.append(f"  labels {labels_of(brief).get(measure, [])}")
            lines.append(f"  said   {said_of(reading).get(measure, [])}")
        elif measure in ("agency_role", "owner"):
            lines.append(f"  labels {labels_of(brief)} {[x.agencies for x in brief.campaigns]}")
            lines.append(f"  said   {said_of(reading)} {[(x['value'], x['role']) for x in reading['facts'] if x['field'] == 'agency']}")  # fmt: skip
        elif measure.startswith("place"):
            lines.append(f"  labels {brief.places}")
            lines.append(
                f"  said   {[(x['text'], x['iso'], x['role'], x['cue']) for x in reading['markets']]}"
            )
        elif measure.startswith("quote"):
            lines.append(f"  labels {brief.quotes}")
            lines.append(f"  said   {[(x['kind'], x['speaker'], x['text']) for x in reading['quotes']]}")
        elif measure == "relevance":
            lines.append(
                f"  said   {reading['relevant']} {reading['relevance']} {reading['relevance_reasons']}"
            )
        else:
            wanted = {"sponsors": brief.sponsors, "agencies": brief.agencies, "people": brief.people}[measure]
            lines.append(f"  labels {wanted}")
            lines.append(f"  said   {[(x['type'], x['kind'], x['canonical'], x['text']) for x in reading['entities']]}")  # fmt: skip
    return lines


def main() -> int:
    """Print one table a half, and the misses asked for."""
    parser = parser_of(__doc__, MEASURES)
    parser.add_argument("--topic")
    options = parser.parse_args()
    halves = halves_of(parser, options)
    briefs = [
        brief
        for brief in load_briefs()
        if brief.half in halves
        and options.language in (None, brief.language)
        and options.topic in (None, brief.topic)
    ]
    readings = read_briefs(briefs)
    for half in halves:
        chosen = [brief for brief in briefs if brief.half == half]
        print("\n".join(table_lines(score_briefs(chosen, readings), half, len(chosen), MEASURES)), end="\n\n")
    if options.misses:
        print("\n".join(misses(briefs, readings, options.misses)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
