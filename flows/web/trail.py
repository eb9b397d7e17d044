"""What one attempt at a request has met, and the page, failure and ledger line that come of it."""

from __future__ import annotations

from datetime import datetime

from extractors.reasons import grade_of
from extractors.records import FetchedPage, FetchFailure, FetchOutcome, FetchRequest, Purpose, RequestRecord
from extractors.rights import NOTHING_SAID, Rights
from extractors.urls import without_credentials
from flows.web.exchange import Answer, ExchangeFault
from flows.web.host_rules import Access
from flows.web.pace import Breaker, HostState

NO_HOST = ("", 0)
NO_STATE = HostState(Breaker(1, 0.0), 0.0)
"""Until an address is admitted."""


class Trail:
    """One attempt: where it stands after redirects, what it cost, and the verdicts met on the way."""

    __slots__ = (
        "access",
        "attempt",
        "hops",
        "host",
        "is_errand",
        "request",
        "requested_at",
        "rights",
        "robots",
        "spent_seconds",
        "started",
        "state",
        "url",
        "wire_bytes",
    )

    def __init__(
        self, request: FetchRequest, started: float, requested_at: datetime, attempt: int = 1
    ) -> None:
        self.request = request
        self.is_errand = request.purpose is Purpose.ROBOTS or request.purpose is Purpose.RIGHTS
        """Asked for the sake of other requests, and therefore without asking robots.txt."""
        self.attempt = attempt
        self.spent_seconds = 0.0
        self.started = started
        self.requested_at = requested_at
        self.url = request.url.partition("#")[0]
        self.hops: list[str] = []
        self.robots = "not_asked"
        self.rights: Rights = NOTHING_SAID
        self.wire_bytes = 0
        self.access: Access | None = None
        self.host: tuple[str, int] = NO_HOST
        self.state: HostState = NO_STATE

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
        page = outcome if isinstance(outcome, FetchedPage) else None
        failure = outcome if isinstance(outcome, FetchFailure) else None
        return RequestRecord(
            url=without_credentials(self.request.url),
            final_url=without_credentials(self.url),
            source_id=self.request.source_id or None,
            purpose=self.request.purpose,
            requested_at=self.requested_at,
            status=outcome.status,
            wire_bytes=self.wire_bytes,
            body_bytes=len(page.body) if page is not None else 0,
            elapsed_seconds=outcome.elapsed_seconds,
            from_cache=page is not None and page.status == 304,
            robots=self.robots,
            rights=self.rights.verdict,
            error=failure.reason if failure is not None else None,
            detail=failure.detail if failure is not None else None,
        )
