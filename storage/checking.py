"""podium check: every checks/*.sql on the working database, and the captured pages against their index."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storage.captures.warc import CaptureDamaged, read_record
from storage.checks import failing_checks
from storage.connect import open_store
from storage.migrate import scripts
from storage.store import Store

MOST_ROWS = 100


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A check, what it proves and the rows that break it."""

    name: str
    meaning: str
    rows: list[tuple[Any, ...]]


def check_store(data_dir: Path | str) -> list[CheckResult]:
    """Results of all checks; needs the writer's lock, so that nothing changes meanwhile."""
    with open_store(data_dir, purpose="podium check") as store:
        failing = dict(failing_checks(store.connection, MOST_ROWS))
        results = [
            CheckResult(
                script.name.removesuffix(".sql"),
                script.sql.splitlines()[0].lstrip("- "),
                failing.get(script.name, []),
            )
            for script in scripts("checks")
        ]
        results.append(
            CheckResult(
                "captures_readable", "Every capture of the index can be read back.", _damaged_captures(store)
            )
        )
        return results


def _damaged_captures(store: Store) -> list[tuple[Any, ...]]:
    damaged = []
    for file, offset in store.sql(
        "SELECT file, file_offset FROM core_captures WHERE removed_at IS NULL ORDER BY file, file_offset"
    ):
        try:
            read_record(store.layout.captures_dir / file, offset)
        except CaptureDamaged as problem:
            damaged.append((str(problem),))
            if len(damaged) >= MOST_ROWS:
                break
    return damaged
