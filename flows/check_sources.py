"""Try sources once, without the store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from config.source_list import Source
from flows.plan import Plan
from flows.web.discovery import SourceAnswer, ask_sources


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
    answers, _ = ask_sources(sources, {}, plan.policy)
    return [
        SourceCheck(
            source_id=answer.outcome.source_id,
            url=answer.outcome.url,
            outcome=answer.outcome.outcome,
            reason=answer.outcome.reason,
            detail=_told(answer),
            n_entries=len(answer.entries),
            newest_at=answer.newest_at,
        )
        for answer in answers
    ]


def _told(answer: SourceAnswer) -> str:
    if answer.outcome.reason:
        return f"{answer.outcome.reason}: {answer.outcome.detail}"
    return f"{len(answer.rejections)} entries unusable" if answer.rejections else ""
