"""The same behaviours through `podium run` itself: the ledger it leaves must say the same.

python -m tests.faults.through_podium
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from .behaviours import BEHAVIOURS
from .certificates import Authority
from .play import Behaviour
from .run import MAX_ARTICLES_PER_SOURCE, _served, _source
from .site import FaultServer
from .transport import prepare

ROOT = Path(__file__).resolve().parents[2]
PODIUM = Path(sys.executable).with_name("podium")
BUDGET_SECONDS = 240
REFUSED = frozenset(("robots_disallowed", "rights_reserved"))
"""Failures that the ledger calls rejected: the publisher's wish. So are bodies that are no pages (content_...)."""


def main() -> int:
    """Run Podium over every behaviour and print what its ledger says otherwise than expected."""
    for behaviour in BEHAVIOURS:
        prepare(behaviour)
    with tempfile.TemporaryDirectory() as folder, FaultServer() as server:
        authority = Authority.create(Path(folder))
        (Path(folder) / "other").mkdir()
        stranger = Authority.create(Path(folder) / "other")
        sites = [_served(behaviour, server, authority, stranger) for behaviour in BEHAVIOURS]
        sources = Path(folder) / "sources"
        sources.mkdir()
        tables = [_table(behaviour, port) for behaviour, _, port in sites]
        (sources / "faults.toml").write_text("\n".join(tables), "utf-8")
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
        begun = time.monotonic()
        done = subprocess.run(
            [str(PODIUM), "run", "--sources", str(sources), "--json"],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
        )
        elapsed = time.monotonic() - begun
        if done.returncode:
            print(done.stderr[-4000:])
            return 1
        bad = _complaints(environment)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    print(
        f"{len(BEHAVIOURS)} behaviours through podium run, {bad} told wrongly, {elapsed:.0f} s, peak {peak / 1e6:.0f} MB"
    )
    return 1 if bad else 0


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
