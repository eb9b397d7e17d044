"""What an answer means: its status in words, what is tried again, and how long a host asks to wait."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from extractors.records import FetchRequest
from flows.web.exchange import Answer

REDIRECTS = frozenset((301, 302, 303, 307, 308))
_STATUS_REASONS = {
    401: "http_unauthorised",
    402: "http_payment_required",
    403: "http_forbidden",
    404: "http_not_found",
    407: "http_unauthorised",
    410: "http_gone",
    429: "http_too_many_requests",
    451: "http_legal",
}
RETRIED_ONCE = frozenset(("connect_timeout", "read_timeout", "total_timeout", "body_truncated"))
RETRIED = RETRIED_ONCE | {
    "connect_failed",
    "connection_reset",
    "dns_failed",
    "http_too_many_requests",
    "http_server_error",
}


MAX_WAIT_SECONDS = 1e9
"""Longest wait that is told on; nobody waits so long."""


def conditions_of(request: FetchRequest) -> dict[str, str]:
    """Headers that ask for a body only when it changed."""
    conditions = {}
    if request.etag:
        conditions["If-None-Match"] = request.etag
    if request.last_modified:
        conditions["If-Modified-Since"] = request.last_modified
    return conditions


def reason_of_status(status: int) -> str:
    """Word of the vocabulary for a status outside 2xx."""
    if status in _STATUS_REASONS:
        return _STATUS_REASONS[status]
    if 500 <= status < 600:
        return "http_server_error"
    return "http_client_error" if 400 <= status < 500 else "http_unexpected"


def retry_after_seconds(answer: Answer, now: datetime) -> float | None:
    """Seconds that Retry-After asks for, from a number or a date; None when absent or unreadable."""
    value = (answer.header("retry-after") or "").strip()
    if not value:
        return None
    if value.isascii() and value.isdigit():
        return float(value) if len(value) < 10 else MAX_WAIT_SECONDS
    try:
        moment = parsedate_to_datetime(value[:100])
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return min(max(0.0, (moment - now).total_seconds()), MAX_WAIT_SECONDS)
    except (ValueError, TypeError, OverflowError):
        return None
