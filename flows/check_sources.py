"""Try sources once, without the store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from config.source_list import Source
from extractors.records import FetchFailure, FetchRequest
from flows.pipeline import PURPOSES, read_source
from flows.plan import Plan
from flows.web import fetch_batch


@dataclass(frozen=True, slots=True)
class SourceCheck:
    """How one source answered: ``outcome`` is ok, empty or failed."""

    source_id: str
    url: str
    outcome: str
    reason: str | None
    detail: str
    n_entries: int
    newest_at: datetime | None

    def as_values(self) -> dict[str, Any]:
        """JSON-ready form."""
        return asdict(self)


def check_sources(plan: Plan, sources: Sequence[Source]) -> list[SourceCheck]:
    """Ask each source once and read its answer; stores nothing."""
    by_id = {source.source_id: source for source in sources}
    requests = [FetchRequest(source.url, source.source_id, PURPOSES[source.kind]) for source in sources]
    outcomes, _ = fetch_batch(requests, plan.policy)
    results = []
    for outcome in outcomes:
        source = by_id[outcome.request.source_id]
        if isinstance(outcome, FetchFailure):
            detail = f"{outcome.reason}: {outcome.detail}"
            results.append(
                SourceCheck(source.source_id, source.url, "failed", outcome.reason, detail, 0, None)
            )
            continue
        entries, refused, ended = read_source(outcome, source)
        newest = max((entry.published_at for entry in entries if entry.published_at), default=None)
        detail = (
            f"{ended.reason}: {ended.detail}"
            if ended.reason
            else (f"{len(refused)} entries unusable" if refused else "")
        )
        results.append(
            SourceCheck(
                source.source_id, source.url, ended.outcome, ended.reason, detail, len(entries), newest
            )
        )
    return results
