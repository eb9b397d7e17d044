"""Whether an answer is taken: its status, its content, and the rights its publisher reserves."""

from __future__ import annotations

from extractors.refresh import refresh_target
from extractors.rights import rights_of_page
from extractors.robots import AGENT_NAME
from flows.web.answers import REDIRECTS, reason_of_status
from flows.web.exchange import Answer, ExchangeFault
from flows.web.trail import Trail


def where_to(trail: Trail, answer: Answer) -> str | None:
    """Where the answer sends on to, by its status or by a page that only refreshes; None when it is the last one."""
    if answer.status in REDIRECTS:
        return answer.header("location") or None
    if answer.status == 200 and not trail.is_errand:
        return refresh_target(trail.url, answer.headers, answer.body)
    return None


def check_answer(trail: Trail, answer: Answer) -> None:
    """Raise ExchangeFault when the answer is none that a page or a feed can be made of."""
    status = answer.status
    if status == 304:
        if not (trail.request.etag or trail.request.last_modified):
            raise ExchangeFault("not_modified_unasked", "304 without a condition", status=status)
        return
    if not 200 <= status < 300:
        raise ExchangeFault(reason_of_status(status), f"HTTP {status}", status=status)
    if trail.is_errand:
        return
    if not answer.body.strip(b" \t\r\n\x00"):
        raise ExchangeFault("empty_body", f"{len(answer.body)} bytes without content", status=status)
    tdm_body = trail.access.record.tdm_body if trail.access is not None else None
    trail.rights = rights_of_page(trail.url, answer.headers, answer.body, tdm_body, AGENT_NAME)
    if trail.rights.reserved:
        raise ExchangeFault("rights_reserved", str(trail.rights.signal), status=status)
