"""The collector: politely fetches what it may, follows redirects itself, and writes a line for every request."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from datetime import UTC, datetime
from itertools import count
from time import monotonic
from types import TracebackType
from typing import TypeVar, cast

import aiohttp

from extractors.reasons import grade_of
from extractors.records import (
    FetchedPage,
    FetchFailure,
    FetchOutcome,
    FetchRequest,
    Purpose,
    RequestRecord,
)
from extractors.robots import MAX_BODY_BYTES
from extractors.urls import absolute_url, origin_of, without_credentials
from flows.web.acceptance import check_answer, where_to
from flows.web.admission import Admission
from flows.web.answers import (
    RETRIED,
    RETRIED_ONCE,
    conditions_of,
    reason_of_status,
    retry_after_seconds,
)
from flows.web.exchange import Answer, ExchangeFault, exchange, open_session
from flows.web.host_rules import HostRulesBook
from flows.web.memory import HostMemory
from flows.web.pace import Lane, Places
from flows.web.policy import FetchPolicy, host_and_port, key_of_host
from flows.web.recording import NOT_ASKED_AGAIN
from flows.web.time_left import TimeLeft
from flows.web.trail import Trail

log = logging.getLogger("podium.web")
T = TypeVar("T")

ARTICLE_REPRIEVES, SOURCE_REPRIEVES = 2, 6
"""How often in a row a host is believed to live although pages, or whole sources, keep failing there."""
BIG_BODY_BYTES = 500_000
"""From here on the way to another process costs less than what reading leaves behind in the memory of this one."""


def utc_now() -> datetime:
    """The present as a UTC instant."""
    return datetime.now(UTC)


class Collector:
    """An asynchronous context manager; one per run or batch, used in one event loop."""

    def __init__(
        self,
        policy: FetchPolicy,
        *,
        memory: HostMemory | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._policy = policy
        self._clock = clock
        self._memory = memory if memory is not None else HostMemory()
        self._rules = HostRulesBook(
            self._memory, self._ask_errand, clock, ask_rights_file=policy.ask_rights_file
        )
        self._admission = Admission(policy, self._memory, self._rules)
        self._lanes: dict[tuple[str, int], Lane] = {}
        self._records: deque[RequestRecord] = deque()
        self._session: aiohttp.ClientSession | None = None
        self._held_bytes = 0
        self._reading = asyncio.Semaphore(1)
        self._places = Places(policy.total_concurrency)
        self._probes: dict[tuple[str, int], asyncio.Task[bool]] = {}
        self._time = TimeLeft(policy.budget_seconds, policy.stop)

    async def __aenter__(self) -> Collector:
        self._session = open_session(self._policy)
        self._time.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._time.close()
        if self._session is not None:
            await self._session.close()

    def take_records(self) -> tuple[RequestRecord, ...]:
        """The lines of the ledger since the last call, robots.txt included; each is given once."""
        taken = tuple(self._records)
        self._records.clear()
        return taken

    async def fetch_each(
        self,
        requests: Iterable[FetchRequest],
        work_on: Callable[[int, FetchOutcome], Awaitable[None]],
        *,
        max_held_bytes: int | None = None,
    ) -> None:
        """Fetch all and await ``work_on`` (position, outcome) for each; slow work on one does not hold up others.

        Once more than ``max_held_bytes`` have come, the others end as ``batch_full``.
        """
        queues: dict[tuple[str, int] | None, deque[tuple[int, FetchRequest]]] = defaultdict(deque)
        for position, request in enumerate(requests):
            queues[key_of_host(request.url)].append((position, request))

        async def work(queue: deque[tuple[int, FetchRequest]]) -> None:
            while queue:
                position, request = queue.popleft()
                is_full = max_held_bytes is not None and self._held_bytes > max_held_bytes
                await work_on(position, self._left(request) if is_full else await self.fetch(request))

        async with asyncio.TaskGroup() as workers:
            for queue in queues.values():
                for _ in range(min(len(queue), self._policy.per_host_concurrency)):
                    workers.create_task(work(queue))

    async def fetch_many(self, requests: Iterable[FetchRequest]) -> AsyncIterator[FetchOutcome]:
        """Outcomes as they come in, one per request; at most a few wait unread, so memory stays bounded."""
        results: asyncio.Queue[FetchOutcome | None] = asyncio.Queue(self._policy.total_concurrency)

        async def hand_over(position: int, outcome: FetchOutcome) -> None:
            await results.put(outcome)

        bugs: list[Exception] = []

        async def run() -> None:
            try:
                await self.fetch_each(requests, hand_over)
            except Exception as bug:
                bugs.append(bug)
            await results.put(None)

        running = asyncio.ensure_future(run())
        try:
            while (outcome := await results.get()) is not None:
                yield outcome
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
        if bugs:
            raise bugs[0]

    async def read(self, reader: Callable[[FetchedPage], T], page: FetchedPage) -> T:
        """``reader(page)`` in a thread, a big one in another process where the policy has one.

        One at a time: big documents must hold up nobody and fill no memory together. Raises NotReadError.
        """
        elsewhere = self._policy.elsewhere
        async with self._reading:
            if elsewhere is None or len(page.body) < BIG_BODY_BYTES:
                return await asyncio.to_thread(reader, page)
            return cast(T, await asyncio.to_thread(elsewhere, reader, page))

    async def fetch(self, request: FetchRequest) -> FetchOutcome:
        """Fetch one request with its retries; every expected failure comes back as a FetchFailure."""
        recording = self._policy.recording
        if recording is not None:
            outcome, records = recording.answer(request)
            self._records += (*recording.take_errands(), *records)
            return outcome
        outcome = await self._with_retries(request, self._policy.max_body_bytes)
        if isinstance(outcome, FetchedPage):
            self._held_bytes += len(outcome.body)
        return outcome

    def _left(self, request: FetchRequest) -> FetchFailure:
        detail = f"{self._held_bytes:,} bytes are held"
        return FetchFailure(request, "batch_full", detail, grade_of("batch_full"), self._clock())

    async def _ask_errand(self, url: str, purpose: Purpose, max_body_bytes: int) -> FetchOutcome:
        return await self._with_retries(FetchRequest(url, "", purpose), max_body_bytes)

    async def _with_retries(self, request: FetchRequest, max_body_bytes: int) -> FetchOutcome:
        before: FetchFailure | None = None
        for attempt in count(1):
            trail = Trail(request, monotonic(), self._clock(), attempt)
            outcome = await self._attempt(trail, max_body_bytes)
            self._records.append(trail.record(outcome))
            if isinstance(outcome, FetchedPage):
                return outcome
            if before is not None and outcome.reason in NOT_ASKED_AGAIN:
                return before
            pause = None if trail.robots == "unreachable" else self._pause_before_retry(trail, outcome)
            if pause is None or not await self._time.sleep(pause):
                return outcome
            before = outcome
        raise AssertionError("counting has no end")

    def _pause_before_retry(self, trail: Trail, failure: FetchFailure) -> float | None:
        allowed = self._policy.max_attempts
        if trail.request.purpose is Purpose.RIGHTS:
            allowed = 1
        elif failure.reason in RETRIED_ONCE:
            allowed = min(2, allowed)
        if failure.reason not in RETRIED or trail.attempt >= allowed:
            return None
        pause: float = self._policy.retry_delay_seconds * 2 ** (trail.attempt - 1)
        pause = max(pause, failure.retry_after_seconds or 0.0)
        breaker = trail.state.breaker
        is_left_alone = breaker.is_doubtful or breaker.is_open(monotonic() + pause)
        if pause > self._policy.max_retry_after_seconds or self._time.is_up(pause) or is_left_alone:
            return None
        return pause

    async def _attempt(self, trail: Trail, max_body_bytes: int) -> FetchOutcome:
        retry_after: float | None = None
        try:
            answer = await self._follow(trail, max_body_bytes)
            if answer.status >= 400:
                retry_after = retry_after_seconds(answer, trail.requested_at)
                is_refusal = answer.status in (429, 503) and trail.request.purpose is not Purpose.RIGHTS
                if retry_after is not None and is_refusal:
                    self._heed_retry_after(trail.url, retry_after, monotonic())
            check_answer(trail, answer)
        except ExchangeFault as fault:
            return trail.failure(fault, monotonic(), retry_after)
        except Exception as bug:
            # One answer nobody thought of must not cost a run its other pages.
            log.exception("fetching %s failed", without_credentials(trail.url))
            ours = ExchangeFault("internal_error", f"{type(bug).__name__}: {bug}"[:300])
            return trail.failure(ours, monotonic(), retry_after)
        return trail.page(answer, monotonic())

    async def _follow(self, trail: Trail, max_body_bytes: int) -> Answer:
        seen: set[str] | None = None
        while True:
            await self._admission.check(trail)
            answer = await self._ask_once(trail, max_body_bytes)
            trail.wire_bytes += answer.wire_bytes
            location = where_to(trail, answer)
            if location is None:
                return answer
            seen = {trail.url} if seen is None else seen | {trail.url}
            target = absolute_url(trail.url, location)
            if target is None:
                words = without_credentials(location)[:200]
                raise ExchangeFault("redirect_not_web", f"Location: {words}", status=answer.status)
            if target.partition("#")[0] in seen:
                raise ExchangeFault(
                    "redirect_loop", f"back to {without_credentials(target)}", status=answer.status
                )
            if len(trail.hops) >= self._policy.max_redirects:
                raise ExchangeFault(
                    "too_many_redirects", f"more than {self._policy.max_redirects}", status=answer.status
                )
            trail.url = target.partition("#")[0]
            trail.hops.append(trail.url)

    async def _ask_once(self, trail: Trail, max_body_bytes: int) -> Answer:
        lane = self._lane(trail)
        now = monotonic()
        if trail.state.next_start > now and self._time.is_up(lane.wait_seconds(now)):
            raise ExchangeFault("run_budget_exhausted", "the time of this run was up before its turn came")
        if not trail.is_errand and lane.state.breaker.refuses(now):
            await self._look_for_life(trail, lane)
        if not lane.enter_now(now):
            await lane.enter()
        try:
            if not self._places.take_now():
                await self._places.take()
            try:
                if self._time.is_up():
                    detail = "the time of this run was up before its turn came"
                    raise ExchangeFault("run_budget_exhausted", detail)
                return await self._exchange(trail, lane, max_body_bytes)
            finally:
                self._places.give_back()
        finally:
            lane.leave()

    async def _exchange(self, trail: Trail, lane: Lane, max_body_bytes: int) -> Answer:
        task = asyncio.current_task()
        if self._session is None or task is None:
            raise RuntimeError("the collector is used outside its async with block")
        total = self._policy.total_timeout_seconds
        begun = monotonic()
        self._time.begin(task, total - trail.spent_seconds)
        try:
            answer = await exchange(
                self._session,
                trail.url,
                trail.request.purpose,
                conditions_of(trail.request),
                max_body_bytes=max_body_bytes,
                cut_long_body=trail.request.purpose is Purpose.ROBOTS,
            )
        except ExchangeFault as fault:
            trail.wire_bytes += fault.wire_bytes
            self._count(lane, trail, fault.reason if fault.reason in RETRIED else None)
            raise
        except asyncio.CancelledError:
            if not self._time.has_broken_off(task):
                raise
            if self._time.is_up():
                detail = "the time of this run was up before the answer was complete"
                raise ExchangeFault("run_budget_exhausted", detail) from None
            self._count(lane, trail, "total_timeout")
            raise ExchangeFault("total_timeout", f"not complete after {total:.0f} s") from None
        finally:
            self._time.done(task)
            trail.spent_seconds += monotonic() - begun
        is_down = answer.status >= 500 or answer.status == 429
        self._count(lane, trail, reason_of_status(answer.status) if is_down else None)
        return answer

    async def _look_for_life(self, trail: Trail, lane: Lane) -> None:
        """Let the request through when the host still answers at robots.txt; else it is left alone."""
        key = host_and_port(trail.url)
        probe = self._probes.get(key)
        if probe is None:
            probe = self._probes[key] = asyncio.ensure_future(self._is_alive(trail, lane))
            probe.add_done_callback(lambda _: self._probes.pop(key, None))
        if not await asyncio.shield(probe):
            detail = f"the host is left alone after {lane.state.breaker.last_reason}"
            raise ExchangeFault("host_circuit_open", detail)

    async def _is_alive(self, trail: Trail, lane: Lane) -> bool:
        breaker = lane.state.breaker
        if trail.request.purpose is Purpose.ARTICLE:
            may_be = breaker.has_succeeded and breaker.may_be_reprieved(ARTICLE_REPRIEVES)
        else:
            may_be = breaker.may_be_reprieved(SOURCE_REPRIEVES)
        if not may_be:
            return False
        robots_url = f"{origin_of(trail.url)}/robots.txt"
        answer = await self._ask_errand(robots_url, Purpose.ROBOTS, MAX_BODY_BYTES)
        is_alive = answer.status is not None and answer.status < 500 and answer.status != 429
        if is_alive:
            breaker.reprieve()
        return is_alive

    def _count(self, lane: Lane, trail: Trail, failure: str | None) -> None:
        if failure is None:
            # Its own errands are no sign that pages come: robots.txt is often served by somebody else.
            if not trail.is_errand:
                lane.state.breaker.count_success()
        elif trail.request.purpose is Purpose.ARTICLE or (
            trail.request.purpose is not Purpose.RIGHTS and trail.attempt == 1
        ):
            lane.state.breaker.count_failure(failure, monotonic())

    def _lane(self, trail: Trail) -> Lane:
        lane = self._lanes.get(trail.host)
        if lane is None:
            lane = Lane(self._policy.per_host_concurrency, trail.state, self._time.sleep)
            self._lanes[trail.host] = lane
        rules = trail.access.rules if trail.access is not None else None
        if rules is not None and rules.crawl_delay_seconds is not None:
            trail.state.delay_seconds = max(trail.state.delay_seconds, rules.crawl_delay_seconds)
        return lane

    def _heed_retry_after(self, url: str, seconds: float, now: float) -> None:
        lane = self._lanes[host_and_port(url)]
        if seconds <= self._policy.max_retry_after_seconds:
            lane.hold_until(now + seconds)
        else:
            lane.state.breaker.open_until(now + seconds, "Retry-After")
