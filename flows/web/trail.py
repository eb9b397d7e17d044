"""What one attempt at a request has met, and the page, failure and ledger line that come of it."""

from __future__ import annotations

from datetime import datetime

from extractors.reasons import grade_of
from extractors.records import FetchedPage, FetchFailure, FetchOutcome, FetchRequest, RequestRecord
from extractors.rights import NOTHING_SAID, Rights
from extractors.urls import without_credentials
from flows.web.exchange import Answer, ExchangeFault
from flows.web.host_rules import Access


class Trail:
    """One attempt: where it stands after redirects, what it cost, and the verdicts met on the way."""

    __slots__ = (
        "access",
        "attempt",
        "hops",
        "request",
        "requested_at",
        "rights",
        "robots",
        "spent_seconds",
        "started",
        "url",
        "wire_bytes",
    )

    def __init__(
        self, request: FetchRequest, started: float, requested_at: datetime, attempt: int = 1
    ) -> None:
        self.request = request
        self.attempt = attempt
        self.spent_seconds = 0.0
        self.started = started
        self.requested_at = requested_at
        self.url = request.url
        self.hops: list[str] = []
        self.robots = "not_asked"
        self.rights: Rights = NOTHING_SAID
        self.wire_bytes = 0
        self.access: Access | None = None

    def page(self, answer: Answer, now: float) -> FetchedPage:
        """The page that the attempt brought."""
        return FetchedPage(
            request=self.request,
            final_url=self.url,
            status=answer.status,
            headers=answer.headers,
            body=answer.body,
            fetched_at=self.requested_at,
            elapsed_seconds=now - self.started,
            wire_bytes=self.wire_bytes,
            redirects=tuple(self.hops),
            rights=self.rights.verdict,
        )

    def failure(self, fault: ExchangeFault, now: float, wait: float | None) -> FetchFailure:
        """Why the attempt brought no page; ``wait`` is the Retry-After of the host in seconds."""
        return FetchFailure(
            request=self.request,
            reason=fault.reason,
            detail=fault.detail if wait is None else f"{fault.detail}, Retry-After {wait:.0f} s",
            grade=grade_of(fault.reason),
            fetched_at=self.requested_at,
            final_url=without_credentials(self.url),
            status=fault.status,
            elapsed_seconds=now - self.started,
            retry_after_seconds=wait,
            wire_bytes=self.wire_bytes,
        )

    def record(self, outcome: FetchOutcome) -> RequestRecord:
        """The line of the ledger for this attempt."""
        is_page = isinstance(outcome, FetchedPage)
        return RequestRecord(
            url=without_credentials(self.request.url),
            final_url=without_credentials(self.url),
            source_id=self.request.source_id or None,
            purpose=self.request.purpose,
            requested_at=self.requested_at,
            status=outcome.status,
            wire_bytes=self.wire_bytes,
            body_bytes=len(outcome.body) if isinstance(outcome, FetchedPage) else 0,
            elapsed_seconds=outcome.elapsed_seconds,
            from_cache=is_page and outcome.status == 304,
            robots=self.robots,
            rights=self.rights.verdict,
            error=outcome.reason if isinstance(outcome, FetchFailure) else None,
            detail=outcome.detail if isinstance(outcome, FetchFailure) else None,
        )
