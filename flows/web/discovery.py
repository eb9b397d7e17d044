"""Asking sources of every kind what they have: feeds, sitemap trees, section pages and lists of addresses."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from extractors.feeds import parse_feed
from extractors.reasons import grade_of
from extractors.records import (
    FeedEntry,
    FetchedPage,
    FetchFailure,
    FetchOutcome,
    FetchRequest,
    Purpose,
    Rejection,
    RequestRecord,
    SourceOutcome,
)
from extractors.sections import parse_section
from extractors.url_list import UrlListReading, parse_url_list
from extractors.urls import without_credentials
from flows.web.batch import with_limits
from flows.web.collector import Collector, utc_now
from flows.web.memory import HostMemory
from flows.web.policy import FetchPolicy, HostMap, NotReadError
from flows.web.polling import (
    Answered,
    is_due,
    is_quiet,
    next_poll_after_answer,
    next_poll_after_failure,
    rhythm_of,
)
from flows.web.sitemap_tree import read_sitemap_tree

PURPOSES: Mapping[str, Purpose] = {
    "feed": Purpose.FEED,
    "sitemap": Purpose.SITEMAP,
    "section": Purpose.SECTION,
    "urls": Purpose.SITEMAP,
}


class AskedSource(Protocol):
    """The part of a configured source that asking it needs."""

    @property
    def source_id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def url(self) -> str: ...


class RememberedSource(Protocol):
    """The part of the store's memory of a source that asking it needs."""

    @property
    def etag(self) -> str | None: ...
    @property
    def last_modified(self) -> str | None: ...
    @property
    def next_try_at(self) -> datetime | None: ...
    @property
    def consecutive_failures(self) -> int: ...
    @property
    def last_asked_at(self) -> datetime | None: ...
    @property
    def last_new_at(self) -> datetime | None: ...
    @property
    def poll_interval_seconds(self) -> float | None: ...


@dataclass(frozen=True, slots=True)
class SourceAnswer:
    """How asking one source ended; ``entries`` and ``rejections`` together are the items it offered.

    When ``outcome.outcome`` is failed or skipped both are empty.
    """

    outcome: SourceOutcome
    entries: tuple[FeedEntry, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    newest_at: datetime | None = None
    title: str | None = None
    language: str | None = None
    pages: tuple[FetchedPage, ...] = ()
    """Every page that answered, for the captures: the source's own first, then what it led to."""


def ask_sources(
    sources: Sequence[AskedSource],
    states: Mapping[str, RememberedSource],
    policy: FetchPolicy,
    *,
    host_map: HostMap | None = None,
    budget_seconds: float | None = None,
    memory: HostMemory | None = None,
    clock: Callable[[], datetime] = utc_now,
    now: datetime | None = None,
    only_due: bool = False,
    on_answer: Callable[[SourceAnswer], None] | None = None,
) -> tuple[tuple[SourceAnswer, ...], tuple[RequestRecord, ...]]:
    """Ask every source once, in any order; answers come back in the order of ``sources``, with the ledger.

    ``now`` is the instant that decisions count from, the clock's when not given. ``only_due`` skips sources whose next try has not come (reason ``not_due``): what a scheduled run does.
    """
    own_policy = with_limits(policy, host_map, budget_seconds)

    async def run() -> tuple[tuple[SourceAnswer, ...], tuple[RequestRecord, ...]]:
        decided_at = now or clock()
        answers: dict[int, SourceAnswer] = {}

        def note(position: int, answer: SourceAnswer) -> None:
            answers[position] = answer
            if on_answer is not None:
                on_answer(answer)

        async with Collector(own_policy, memory=memory, clock=clock) as collector:
            asked: list[int] = []
            for position, source in enumerate(sources):
                state = states.get(source.source_id)
                if only_due and state and not is_due(state.next_try_at, state.last_asked_at, decided_at):
                    note(position, _skipped(source, state))
                else:
                    asked.append(position)
            requests = [request_for(sources[position], states) for position in asked]

            async def work_on(number: int, outcome: FetchOutcome) -> None:
                source = sources[asked[number]]
                state = states.get(source.source_id)
                if isinstance(outcome, FetchFailure):
                    note(asked[number], _failed(source, outcome, state, decided_at))
                elif outcome.not_modified:
                    note(asked[number], _unchanged(source, outcome, state, decided_at))
                else:
                    note(asked[number], await _answered(collector, source, outcome, state, decided_at))

            await collector.fetch_each(requests, work_on, max_held_bytes=own_policy.max_held_bytes)
            return tuple(answers[position] for position in range(len(sources))), collector.take_records()

    return asyncio.run(run())


def request_for(source: AskedSource, states: Mapping[str, RememberedSource]) -> FetchRequest:
    """The request for a source's own address, with the validators of its last answer."""
    state = states.get(source.source_id)
    return FetchRequest(
        url=source.url,
        source_id=source.source_id,
        purpose=PURPOSES[source.kind],
        etag=state.etag if state else None,
        last_modified=state.last_modified if state else None,
    )


def _unchanged(
    source: AskedSource, page: FetchedPage, state: RememberedSource | None, now: datetime
) -> SourceAnswer:
    previous = _interval(state)
    cached = Answered(cache_control=page.header("cache-control"))
    due = next_poll_after_answer(cached, previous, is_changed=False, now=now)
    answer = SourceAnswer(_outcome(source, page, "unchanged", 0, due), pages=(page,))
    if state is not None and previous is not None and is_quiet(state.last_new_at, previous * 2, now):
        return _marked_quiet(answer, state.last_new_at)
    return answer


async def _answered(
    collector: Collector,
    source: AskedSource,
    page: FetchedPage,
    state: RememberedSource | None,
    now: datetime,
) -> SourceAnswer:
    previous = _interval(state)
    try:
        reading = await _read(collector, source, page)
    except NotReadError as lost:
        reading = _Read((), (Rejection("internal_error", str(lost), page.final_url),), "")
    if not reading.format:
        first = reading.rejections[0]
        failure = FetchFailure(
            page.request,
            first.reason,
            first.detail,
            grade_of(first.reason),
            page.fetched_at,
            status=page.status,
        )
        return replace(_failed(source, failure, state, now), pages=(page, *reading.pages))
    dates = [entry.published_at for entry in reading.entries if entry.published_at] or reading.moments
    past = [moment for moment in dates if moment <= now]
    answered = Answered(past, reading.ttl_seconds, reading.skip_hours, page.header("cache-control"))
    due = next_poll_after_answer(answered, previous, is_changed=True, now=now)
    n_offered = len(reading.entries) + len(reading.rejections)
    answer = SourceAnswer(
        _outcome(source, page, "ok" if reading.entries else "empty", n_offered, due),
        reading.entries,
        reading.rejections,
        newest_at=max(past, default=None),
        title=reading.title,
        language=reading.language,
        pages=(page, *reading.pages),
    )
    return (
        _marked_quiet(answer, answer.newest_at)
        if is_quiet(answer.newest_at, rhythm_of(past), now)
        else answer
    )


@dataclass(frozen=True, slots=True)
class _Read:
    entries: tuple[FeedEntry, ...]
    rejections: tuple[Rejection, ...]
    format: str
    title: str | None = None
    language: str | None = None
    ttl_seconds: int | None = None
    skip_hours: tuple[int, ...] = ()
    pages: tuple[FetchedPage, ...] = ()
    moments: tuple[datetime, ...] = ()
    """Dates beside those of the entries: a sitemap may say only when a page was changed."""


async def _read(collector: Collector, source: AskedSource, page: FetchedPage) -> _Read:
    if source.kind == "section":
        section = await collector.read(parse_section, page)
        return _Read(section.entries, section.rejections, "section" if section.entries else "")
    if source.kind == "urls":
        listed = await collector.read(_listed, page)
        return _Read(listed.entries, listed.rejections, "urls" if listed.entries else "")
    if source.kind == "sitemap":
        tree = await read_sitemap_tree(collector, page)
        return _Read(
            tree.entries,
            tree.rejections,
            "sitemap" if tree.is_sitemap else "",
            pages=tree.pages,
            moments=tree.moments,
        )
    feed = await collector.read(parse_feed, page)
    return _Read(
        feed.entries,
        feed.rejections,
        feed.format,
        feed.title,
        feed.language,
        feed.ttl_seconds,
        feed.skip_hours,
    )


def _listed(page: FetchedPage) -> UrlListReading:
    return parse_url_list(page.body, page.request.source_id, page.final_url)


def _outcome(
    source: AskedSource, page: FetchedPage, word: str, n_entries: int, due: datetime
) -> SourceOutcome:
    etag, modified = page.header("etag"), page.header("last-modified")
    if page.not_modified:
        etag, modified = etag or page.request.etag, modified or page.request.last_modified
    elif source.kind == "sitemap":
        # An index stays the same while its children change: it must be read again each time.
        etag = modified = None
    return SourceOutcome(
        source_id=source.source_id,
        url=without_credentials(source.url),
        outcome=word,
        status=page.status,
        n_entries=n_entries,
        etag=etag,
        last_modified=modified,
        next_try_at=due,
    )


def _failed(
    source: AskedSource, failure: FetchFailure, state: RememberedSource | None, now: datetime
) -> SourceAnswer:
    failures = state.consecutive_failures if state else 0
    return SourceAnswer(
        SourceOutcome(
            source_id=source.source_id,
            url=without_credentials(source.url),
            outcome="failed",
            reason=failure.reason,
            detail=failure.detail,
            grade=failure.grade,
            status=failure.status,
            next_try_at=next_poll_after_failure(failure.grade, failures, failure.retry_after_seconds, now),
        )
    )


def _skipped(source: AskedSource, state: RememberedSource) -> SourceAnswer:
    return SourceAnswer(
        SourceOutcome(
            source_id=source.source_id,
            url=without_credentials(source.url),
            outcome="skipped",
            reason="not_due",
            detail=f"next try at {state.next_try_at:%Y-%m-%d %H:%M} UTC",
            next_try_at=state.next_try_at,
        )
    )


def _marked_quiet(answer: SourceAnswer, newest_at: datetime | None) -> SourceAnswer:
    detail = (
        f"nothing new since {newest_at:%Y-%m-%d}, far longer than its rhythm" if newest_at else "nothing new"
    )
    return replace(answer, outcome=replace(answer.outcome, reason="gone_quiet", detail=detail))


def _interval(state: RememberedSource | None) -> timedelta | None:
    if state is None or state.poll_interval_seconds is None:
        return None
    return timedelta(seconds=state.poll_interval_seconds)
