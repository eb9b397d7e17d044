"""The collector: politely fetches what it may, follows redirects itself, and writes a line for every request."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from datetime import UTC, datetime
from types import TracebackType

import aiohttp

from extractors.records import (
    FetchedPage,
    FetchFailure,
    FetchOutcome,
    FetchRequest,
    Purpose,
    RequestRecord,
)
from extractors.rights import rights_of_host, rights_of_page
from extractors.robots import AGENT_NAME, UNREACHABLE
from extractors.urls import absolute_url, has_credentials, is_web_url, origin_of, without_credentials
from flows.web.addresses import is_public, leads_inside, literal_address
from flows.web.answers import (
    REDIRECTS,
    RETRIED,
    RETRIED_ONCE,
    conditions_of,
    reason_of_status,
    retry_after_seconds,
)
from flows.web.exchange import Answer, ExchangeFault, exchange, open_session
from flows.web.host_rules import HostRulesBook
from flows.web.memory import HostMemory
from flows.web.pace import Lane
from flows.web.policy import FetchPolicy, host_and_port
from flows.web.trail import Trail

OWN_ERRANDS = (Purpose.ROBOTS, Purpose.RIGHTS)
"""Asked for the sake of other requests, and therefore without asking robots.txt."""


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
        self._lanes: dict[tuple[str, int], Lane] = {}
        self._records: deque[RequestRecord] = deque()
        self._session: aiohttp.ClientSession | None = None
        self._places = asyncio.Semaphore(policy.total_concurrency)
        self._deadline: float | None = None

    async def __aenter__(self) -> Collector:
        self._session = open_session(self._policy)
        if self._policy.budget_seconds is not None:
            self._deadline = asyncio.get_running_loop().time() + self._policy.budget_seconds
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()

    def take_records(self) -> tuple[RequestRecord, ...]:
        """The lines of the ledger since the last call, robots.txt included; each is given once."""
        taken = tuple(self._records)
        self._records.clear()
        return taken

    async def fetch_each(
        self, requests: Iterable[FetchRequest], work_on: Callable[[int, FetchOutcome], Awaitable[None]]
    ) -> None:
        """Fetch all and await ``work_on`` (position, outcome) for each; slow work on one does not hold up others."""
        queues: dict[tuple[str, int] | None, deque[tuple[int, FetchRequest]]] = defaultdict(deque)
        for position, request in enumerate(requests):
            queues[_host_key(request.url)].append((position, request))

        async def work(queue: deque[tuple[int, FetchRequest]]) -> None:
            while queue:
                position, request = queue.popleft()
                await work_on(position, await self.fetch(request))

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

    async def fetch(self, request: FetchRequest) -> FetchOutcome:
        """Fetch one request with its retries; every expected failure comes back as a FetchFailure."""
        recording = self._policy.recording
        if recording is not None:
            outcome, records = recording.answer(request)
            self._records += (*recording.take_errands(), *records)
            return outcome
        return await self._with_retries(request, self._policy.max_body_bytes)

    async def _ask_errand(self, url: str, purpose: Purpose, max_body_bytes: int) -> FetchOutcome:
        return await self._with_retries(FetchRequest(url, "", purpose), max_body_bytes)

    async def _with_retries(self, request: FetchRequest, max_body_bytes: int) -> FetchOutcome:
        attempt = 1
        while True:
            trail = Trail(request, asyncio.get_running_loop().time(), self._clock())
            outcome = await self._attempt(trail, max_body_bytes)
            self._records.append(trail.record(outcome))
            if isinstance(outcome, FetchedPage) or trail.robots == "unreachable":
                return outcome
            pause = self._pause_before_retry(trail, outcome, attempt)
            if pause is None:
                return outcome
            await asyncio.sleep(pause)
            attempt += 1

    def _pause_before_retry(self, trail: Trail, failure: FetchFailure, attempt: int) -> float | None:
        allowed = self._policy.max_attempts
        if trail.request.purpose is Purpose.RIGHTS:
            allowed = 1
        elif failure.reason in RETRIED_ONCE:
            allowed = min(2, allowed)
        if failure.reason not in RETRIED or attempt >= allowed:
            return None
        pause = failure.retry_after_seconds
        if pause is None:
            pause = self._policy.retry_delay_seconds * 2 ** (attempt - 1)
        now = asyncio.get_running_loop().time()
        state = self._memory.state(*host_and_port(trail.url), self._policy)
        is_too_late = self._deadline is not None and now + pause >= self._deadline
        if pause > self._policy.max_retry_after_seconds or is_too_late or state.breaker.is_open(now + pause):
            return None
        return pause

    async def _attempt(self, trail: Trail, max_body_bytes: int) -> FetchOutcome:
        loop = asyncio.get_running_loop()
        retry_after: float | None = None
        try:
            answer = await self._follow(trail, max_body_bytes)
            retry_after = retry_after_seconds(answer, trail.requested_at)
            is_refusal = answer.status in (429, 503) and trail.request.purpose is not Purpose.RIGHTS
            if retry_after is not None and is_refusal:
                self._heed_retry_after(trail.url, retry_after, loop.time())
            _check_answer(trail, answer)
        except ExchangeFault as fault:
            return trail.failure(fault, loop.time(), retry_after)
        return trail.page(answer, loop.time())

    async def _follow(self, trail: Trail, max_body_bytes: int) -> Answer:
        seen: set[str] = set()
        while True:
            await self._check_url(trail.url, is_redirect=bool(trail.hops))
            if trail.request.purpose not in OWN_ERRANDS:
                await self._check_robots(trail)
            answer = await self._ask_once(trail, max_body_bytes)
            trail.wire_bytes += answer.wire_bytes
            location = answer.header("location")
            if answer.status not in REDIRECTS or not location:
                return answer
            seen.add(trail.url)
            target = absolute_url(trail.url, location)
            if target is None:
                raise ExchangeFault("redirect_not_web", f"Location: {location[:200]}", status=answer.status)
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
        if self._session is None:
            raise RuntimeError("the collector is used outside its async with block")
        loop = asyncio.get_running_loop()
        lane = self._lane(trail)
        now = loop.time()
        if self._deadline is not None and now + lane.wait_seconds(now) >= self._deadline:
            raise ExchangeFault("run_budget_exhausted", "the time of this run was up before its turn came")
        if lane.state.breaker.refuses(now):
            detail = f"the host is left alone after {lane.state.breaker.last_reason}"
            raise ExchangeFault("host_circuit_open", detail)
        request = trail.request
        async with lane, self._places:
            if self._deadline is not None and loop.time() >= self._deadline:
                raise ExchangeFault(
                    "run_budget_exhausted", "the time of this run was up before its turn came"
                )
            limit = self._policy.total_timeout_seconds
            if self._deadline is not None:
                limit = min(limit, self._deadline - loop.time())
            try:
                async with asyncio.timeout(limit):
                    answer = await exchange(
                        self._session,
                        trail.url,
                        request.purpose,
                        conditions_of(request),
                        max_body_bytes=max_body_bytes,
                        cut_long_body=request.purpose is Purpose.ROBOTS,
                    )
            except ExchangeFault as fault:
                trail.wire_bytes += fault.wire_bytes
                self._count(lane, request, fault.reason if fault.reason in RETRIED else None)
                raise
            except TimeoutError:
                self._count(lane, request, "total_timeout")
                if self._deadline is not None and loop.time() >= self._deadline:
                    raise ExchangeFault(
                        "run_budget_exhausted", "the time of this run was up before the answer was complete"
                    ) from None
                raise ExchangeFault("total_timeout", f"not complete after {limit:.0f} s") from None
            is_down = answer.status >= 500 or answer.status == 429
            self._count(lane, request, reason_of_status(answer.status) if is_down else None)
            return answer

    def _count(self, lane: Lane, request: FetchRequest, failure: str | None) -> None:
        if failure is None:
            lane.state.breaker.count_success()
        elif request.purpose is not Purpose.RIGHTS:
            lane.state.breaker.count_failure(failure, asyncio.get_running_loop().time())

    def _lane(self, trail: Trail) -> Lane:
        host, port = host_and_port(trail.url)
        state = self._memory.state(host, port, self._policy)
        lane = self._lanes.get((host, port))
        if lane is None:
            lane = self._lanes[host, port] = Lane(self._policy.per_host_concurrency, state)
        rules = trail.access.rules if trail.access is not None else None
        if rules is not None and rules.crawl_delay_seconds is not None:
            state.delay_seconds = max(state.delay_seconds, rules.crawl_delay_seconds)
        return lane

    def _heed_retry_after(self, url: str, seconds: float, now: float) -> None:
        lane = self._lanes[host_and_port(url)]
        if seconds <= self._policy.max_retry_after_seconds:
            lane.hold_until(now + seconds)
        else:
            lane.state.breaker.open_until(now + seconds, "Retry-After")

    async def _check_url(self, url: str, *, is_redirect: bool) -> None:
        if not is_web_url(url):
            reason = "redirect_not_web" if is_redirect else "bad_url"
            raise ExchangeFault(reason, f"not an http(s) address: {without_credentials(url)[:200]}")
        if has_credentials(url):
            raise ExchangeFault(
                "credentials_in_url", f"{without_credentials(url)} was given with a user name"
            )
        host, port = host_and_port(url)
        if self._memory.state(host, port, self._policy).is_own:
            return
        literal = literal_address(host)
        if literal is not None and not is_public(literal):
            raise ExchangeFault("address_not_public", f"{host} is not a public address")
        if not self._policy.user_agent_contact:
            if await leads_inside(host, port, self._policy):
                raise ExchangeFault("address_not_public", f"{host} leads to an address that is not public")
            raise ExchangeFault("no_contact", "the user agent has no contact address")

    async def _check_robots(self, trail: Trail) -> None:
        access = await self._rules.access(origin_of(trail.url))
        trail.access = access
        if access.record.robots == UNREACHABLE:
            trail.robots = "unreachable"
            cause = access.failure
            if cause is not None and (cause.status is None or cause.status < 400):
                raise ExchangeFault(cause.reason, f"at robots.txt: {cause.detail}")
            raise ExchangeFault("robots_unreachable", f"robots.txt: {access.record.detail}")
        if not access.allows(trail.url):
            trail.robots = "disallowed"
            raise ExchangeFault("robots_disallowed", f"by {origin_of(trail.url)}/robots.txt")
        trail.robots = "allowed"
        trail.rights = rights_of_host(trail.url, access.record.tdm_body)
        if trail.rights.reserved:
            raise ExchangeFault("rights_reserved", str(trail.rights.signal))


def _check_answer(trail: Trail, answer: Answer) -> None:
    status, purpose = answer.status, trail.request.purpose
    if status == 304:
        if not conditions_of(trail.request):
            raise ExchangeFault("not_modified_unasked", "304 without a condition", status=status)
        return
    if not 200 <= status < 300:
        raise ExchangeFault(reason_of_status(status), f"HTTP {status}", status=status)
    if purpose in OWN_ERRANDS:
        return
    if not answer.body.strip(b" \t\r\n\x00"):
        raise ExchangeFault("empty_body", f"{len(answer.body)} bytes without content", status=status)
    tdm_body = trail.access.record.tdm_body if trail.access is not None else None
    trail.rights = rights_of_page(trail.url, answer.headers, answer.body, tdm_body, AGENT_NAME)
    if trail.rights.reserved:
        raise ExchangeFault("rights_reserved", str(trail.rights.signal), status=status)


def _host_key(url: str) -> tuple[str, int] | None:
    return host_and_port(url) if is_web_url(url) else None
