"""The same behaviours through `podium run` itself: the ledger it leaves must say the same.

python -m tests.faults.through_podium
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil

from .behaviours import BEHAVIOURS
from .certificates import Authority
from .play import Behaviour
from .run import MAX_ARTICLES_PER_SOURCE, _served, _source
from .site import FaultServer, Site
from .transport import prepare

ROOT = Path(__file__).resolve().parents[2]
PODIUM = Path(sys.executable).with_name("podium")
BUDGET_SECONDS = 300
MAX_PEAK_BYTES = 300_000_000
"""Resident memory of the process of the run, Prefect and DuckDB included."""
LOOKS_PER_TREE = 10
"""Finding all processes of a run takes as long as many looks at one."""
REFUSED = frozenset(("robots_disallowed", "rights_reserved"))
"""Failures that the ledger calls rejected: the publisher's wish. So are bodies that are no pages (content_...)."""


def main() -> int:
    """Run Podium over one sound site, then over every behaviour; print what its ledger says otherwise than expected."""
    for behaviour in BEHAVIOURS:
        prepare(behaviour)
    with tempfile.TemporaryDirectory() as folder, FaultServer() as server:
        authority = Authority.create(Path(folder))
        (Path(folder) / "other").mkdir()
        stranger = Authority.create(Path(folder) / "other")
        sites = [_served(behaviour, server, authority, stranger) for behaviour in BEHAVIOURS]
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("PODIUM_", "PREFECT_"))}
        environment |= {
            "PODIUM_DATA_DIR": str(Path(folder) / "var"),
            "PODIUM_ALLOW_HOSTS": ",".join(f"127.0.0.1:{port}" for _, _, port in sites),
            "PODIUM_MAX_ARTICLES_PER_SOURCE": str(MAX_ARTICLES_PER_SOURCE),
            "PODIUM_CONNECT_TIMEOUT_SECONDS": "3",
            "PODIUM_READ_TIMEOUT_SECONDS": "4",
            "PODIUM_TOTAL_TIMEOUT_SECONDS": "10",
            "PODIUM_RUN_BUDGET_SECONDS": str(BUDGET_SECONDS),
            "SSL_CERT_FILE": str(authority.pem),
        }
        # Into a data folder of its own: what it stored would be known to the other.
        apart = environment | {"PODIUM_DATA_DIR": str(Path(folder) / "apart")}
        base = _run(sites[:1], Path(folder) / "sound", apart)
        done = _run(sites, Path(folder) / "all", environment)
        if base is None or done is None:
            return 1
        bad = _complaints(environment)
    growth = done.own_bytes - base.own_bytes
    print(
        f"{len(BEHAVIOURS)} behaviours through podium run, {bad} told wrongly, {done.elapsed_seconds:.0f} s\n"
        f"peak of podium run itself {done.own_bytes / 1e6:.0f} MB, {growth / 1e6:.0f} MB more than over one sound site "
        f"({base.own_bytes / 1e6:.0f} MB); with Prefect's server and all other processes {done.tree_bytes / 1e6:.0f} MB"
    )
    too_long, too_much = done.work_seconds > BUDGET_SECONDS, done.own_bytes > MAX_PEAK_BYTES
    if too_long or too_much:
        print(f"limits: {BUDGET_SECONDS} s, {MAX_PEAK_BYTES / 1e6:.0f} MB")
    return 1 if bad or too_long or too_much else 0


@dataclass(slots=True)
class Cost:
    """What a run took."""

    own_bytes: int = 0
    tree_bytes: int = 0
    elapsed_seconds: float = 0.0
    work_seconds: float = 0.0


def _run(
    sites: Sequence[tuple[Behaviour, Site, int]], folder: Path, environment: dict[str, str]
) -> Cost | None:
    folder.mkdir()
    tables = [_table(behaviour, port) for behaviour, _, port in sites]
    (folder / "faults.toml").write_text("\n".join(tables), "utf-8")
    begun, cost, n_looks = time.monotonic(), Cost(), 0
    with tempfile.TemporaryFile("w+") as answer, tempfile.TemporaryFile("w+") as notes:
        running = psutil.Popen(
            [str(PODIUM), "run", "--sources", str(folder), "--json"],
            env=environment,
            cwd=ROOT,
            stdout=answer,
            stderr=notes,
        )
        while running.poll() is None:
            with contextlib.suppress(psutil.Error):
                own = running.memory_info().rss
                cost.own_bytes = max(cost.own_bytes, own)
                if (n_looks := n_looks + 1) % LOOKS_PER_TREE == 0:
                    others = sum(_size(process) for process in running.children(recursive=True))
                    cost.tree_bytes = max(cost.tree_bytes, own + others)
            time.sleep(0.02)
        cost.elapsed_seconds = time.monotonic() - begun
        answer.seek(0)
        notes.seek(0)
        if running.returncode:
            print(notes.read()[-4000:])
            return None
        cost.work_seconds = float(json.loads(answer.read())["work_seconds"])
    return cost


def _size(process: psutil.Process) -> int:
    with contextlib.suppress(psutil.Error):
        return int(process.memory_info().rss)
    return 0


def _table(behaviour: Behaviour, port: int) -> str:
    source = _source(behaviour, port)
    return (
        f'["{_source_id(behaviour)}"]\noutlet = {json.dumps(behaviour.name)}\nkind = "{behaviour.kind}"\n'
        f'url = "{source.url}"\nlanguage = "en"\ncountry = "GB"\ntags = []\nenabled = true\nkeywords = []\n'
        f'seen_at = "tests/faults"\nverified = "unverified"\n'
    )


def _source_id(behaviour: Behaviour) -> str:
    plain = "".join(c if c.isalnum() and c.isascii() else "_" for c in behaviour.name.lower())
    return f"f{BEHAVIOURS.index(behaviour):03d}_{plain}"[:60]


def _rows(query: str, environment: dict[str, str]) -> list[dict[str, Any]]:
    done = subprocess.run(
        [str(PODIUM), "sql", "--json", query],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    rows: list[dict[str, Any]] = json.loads(done.stdout)
    return rows


def _complaints(environment: dict[str, str]) -> int:
    polls = {row["source_id"]: row for row in _rows("FROM out_source_health", environment)}
    ended: dict[str, dict[str, tuple[str, str | None]]] = defaultdict(dict)
    for row in _rows("SELECT source_id, url, disposition, reason FROM out_dispositions", environment):
        if row["reason"] not in ("duplicate_entry", "too_many_entries", "over_source_limit"):
            ended[row["source_id"]][urlsplit(row["url"]).path] = (row["disposition"], row["reason"])
    bad = 0
    for behaviour in BEHAVIOURS:
        source_id = _source_id(behaviour)
        expected = behaviour.expected
        poll = polls.get(source_id, {})
        words = []
        outcome = (poll.get("last_outcome"), poll.get("reason"))
        if outcome[0] != expected.outcome or (expected.reason and outcome[1] != expected.reason):
            words.append(f"source {outcome}, not {(expected.outcome, expected.reason)}")
        for path, (disposition, reason) in expected.entries.items():
            found = ended[source_id].get(path)
            is_refused = reason in REFUSED or (reason or "").startswith("content_")
            wanted = "rejected" if is_refused else disposition
            if found is None or found[0] != wanted or (reason and found[1] != reason):
                words.append(f"{path} {found}, not {(wanted, reason)}")
        if words:
            bad += 1
            print(f"BAD {behaviour.name}:", *words)
    return bad


if __name__ == "__main__":
    sys.exit(main())
