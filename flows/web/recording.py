"""A recorded run in the place of the network: the same answers and the same lines of the ledger."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from extractors.reasons import grade_of
from extractors.records import (
    FetchedPage,
    FetchFailure,
    FetchOutcome,
    FetchRequest,
    Purpose,
    RequestRecord,
)
from extractors.rights import may_keep_copy

_WAIT = re.compile(r"Retry-After (\d+) s$")

NOT_ASKED_AGAIN = ("run_budget_exhausted", "host_circuit_open")
"""Ends of a second try that say less about an address than the first one did."""

ReadPage = Callable[[], FetchedPage | None]
"""Reads one captured page when it is asked for, so that only those in use are in memory."""


class Recording:
    """What one run asked and got, by source and address."""

    def __init__(
        self,
        started_at: datetime,
        pages: Mapping[tuple[str, str], ReadPage],
        records: Iterable[RequestRecord],
    ) -> None:
        self._started_at = started_at
        self._pages = pages
        self._by_request: dict[tuple[Purpose, str, str], list[RequestRecord]] = defaultdict(list)
        self._errands: list[RequestRecord] = []
        for record in records:
            if record.purpose in (Purpose.ROBOTS, Purpose.RIGHTS):
                self._errands.append(record)
            else:
                self._by_request[record.purpose, record.source_id or "", record.url].append(record)
        self.missing: list[str] = []
        """Addresses that the run must have asked but whose page was not kept."""
        self.withheld: list[str] = []
        """Addresses whose publisher wants no copy kept."""

    def answer(self, request: FetchRequest) -> tuple[FetchOutcome, tuple[RequestRecord, ...]]:
        """The outcome that the request had, and its lines of the ledger."""
        asked = self._by_request.get((request.purpose, request.source_id, request.url), ())
        attempts = sorted(asked, key=lambda record: record.requested_at)
        read = self._pages.get((request.source_id, request.url))
        page = read() if read is not None else None
        if page is not None and (not attempts or attempts[-1].error is None):
            return replace(page, request=request), tuple(attempts)
        if attempts and attempts[-1].error is not None:
            told = [each for each in attempts if each.error not in NOT_ASKED_AGAIN] or attempts
            return _failure(request, told[-1]), tuple(attempts)
        if attempts and attempts[-1].from_cache:
            return _unchanged(request, attempts[-1]), tuple(attempts)
        is_withheld = bool(attempts) and attempts[-1].error is None and not may_keep_copy(attempts[-1].rights)
        (self.withheld if is_withheld else self.missing).append(request.url)
        at = attempts[-1].requested_at if attempts else self._started_at
        detail = "its page is not in the captures"
        return FetchFailure(request, "not_captured", detail, grade_of("not_captured"), at), tuple(attempts)

    def take_errands(self) -> tuple[RequestRecord, ...]:
        """The lines about robots.txt and rights files; each is given once."""
        taken, self._errands = tuple(self._errands), []
        return taken


def _unchanged(request: FetchRequest, record: RequestRecord) -> FetchedPage:
    """A 304 says nothing that the ledger does not hold, so not every one has a capture."""
    return FetchedPage(
        request=request,
        final_url=record.final_url or record.url,
        status=304,
        headers=(),
        body=b"",
        fetched_at=record.requested_at,
        elapsed_seconds=record.elapsed_seconds,
        wire_bytes=record.wire_bytes,
        rights=record.rights,
    )


def _failure(request: FetchRequest, record: RequestRecord) -> FetchFailure:
    reason = record.error or "not_captured"
    wait = _WAIT.search(record.detail or "")
    return FetchFailure(
        request=request,
        reason=reason,
        detail=record.detail or "",
        grade=grade_of(reason),
        fetched_at=record.requested_at,
        final_url=record.final_url,
        status=record.status,
        elapsed_seconds=record.elapsed_seconds,
        retry_after_seconds=float(wait[1]) if wait else None,
        wire_bytes=record.wire_bytes,
    )
