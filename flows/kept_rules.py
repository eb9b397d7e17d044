"""robots.txt and mining reservations kept between runs: a host is asked for them once a day, not once a run."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from extractors.robots import MAX_STALE_AGE, HostRules

FILE = "host_rules.json"


def _decoded(record: dict[str, object]) -> HostRules:
    tdm = record.get("tdm_body")
    return HostRules(
        origin=str(record["origin"]),
        robots=str(record["robots"]),
        robots_status=int(str(record["robots_status"])) if record.get("robots_status") is not None else None,
        robots_body=base64.b64decode(str(record["robots_body"])),
        fetched_at=datetime.fromisoformat(str(record["fetched_at"])),
        tdm_body=base64.b64decode(str(tdm)) if tdm is not None else None,
        detail=str(record["detail"]) if record.get("detail") is not None else None,
    )


def _encoded(rules: HostRules) -> dict[str, object]:
    return {
        "origin": rules.origin,
        "robots": rules.robots,
        "robots_status": rules.robots_status,
        "robots_body": base64.b64encode(rules.robots_body).decode("ascii"),
        "fetched_at": rules.fetched_at.isoformat(),
        "tdm_body": base64.b64encode(rules.tdm_body).decode("ascii") if rules.tdm_body is not None else None,
        "detail": rules.detail,
    }


def load_rules(data_dir: Path) -> tuple[HostRules, ...]:
    """Rules of earlier runs; a file that is missing or damaged only means that hosts are asked again."""
    try:
        records = json.loads((data_dir / "work" / FILE).read_text(encoding="utf-8"))
        return tuple(_decoded(record) for record in records)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ()


def save_rules(data_dir: Path, kept: Iterable[HostRules], fresh: Iterable[HostRules], now: datetime) -> None:
    """Keep the newest rules of each origin; what is too old to be of use goes."""
    by_origin = {rules.origin: rules for rules in kept}
    by_origin.update({rules.origin: rules for rules in fresh})
    limit: timedelta = MAX_STALE_AGE
    records = [_encoded(rules) for rules in by_origin.values() if now - rules.fetched_at < limit]
    path = data_dir / "work" / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_suffix(".tmp")
    scratch.write_text(json.dumps(records), encoding="utf-8")
    os.replace(scratch, path)
