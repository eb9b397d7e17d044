"""`make faults`: every behaviour with the product's own limits, the slow ones included, and what it cost."""

from __future__ import annotations

import sys
from dataclasses import replace

from flows.web.policy import FetchPolicy

from .behaviours import BEHAVIOURS
from .run import play

MAX_PEAK_BYTES = 300_000_000
FULL = replace(
    FetchPolicy(),
    connect_timeout_seconds=3.0,
    read_timeout_seconds=4.0,
    total_timeout_seconds=10.0,
    total_concurrency=32,
    budget_seconds=300.0,
)


def main() -> int:
    """Play everything, print a line per behaviour, return 1 when anything ended wrongly."""
    report = play(BEHAVIOURS, FULL)
    for item in report.played:
        outcome = item.answer.outcome
        word = "ok  " if not item.complaints else "BAD "
        print(
            f"{word}{item.behaviour.name:42} {outcome.outcome:10} {outcome.reason or '':24}", *item.complaints
        )
    bad = sum(bool(item.complaints) for item in report.played)
    print(
        f"{len(report.played)} behaviours, {bad} ended wrongly, {len(report.records)} requests, "
        f"{report.elapsed_seconds:.1f} s, peak {report.peak_bytes / 1e6:.0f} MB, "
        f"{report.base_bytes / 1e6:.0f} MB of it the server's bodies and the libraries"
    )
    assert FULL.budget_seconds is not None
    too_long = report.elapsed_seconds > FULL.budget_seconds
    too_much = report.peak_bytes - report.base_bytes > MAX_PEAK_BYTES
    if too_long or too_much:
        print(f"limits: {FULL.budget_seconds:.0f} s, {MAX_PEAK_BYTES / 1e6:.0f} MB")
    return 1 if bad or too_long or too_much else 0


if __name__ == "__main__":
    sys.exit(main())
