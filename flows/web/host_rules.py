"""robots.txt and TDM reservations per origin: asked once, kept for a day, handed back for the store."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime

from extractors.records import FetchedPage, FetchFailure, Purpose
from extractors.rights import MAX_TDM_BODY_BYTES
from extractors.robots import (
    ALLOW_ALL,
    MAX_BODY_BYTES,
    RULES,
    UNREACHABLE,
    HostRules,
    RobotsRules,
    verdict_of_status,
)
from flows.web.memory import HostMemory

Ask = Callable[[str, Purpose, int], Awaitable[FetchedPage | FetchFailure]]
"""(url, purpose, max_body_bytes) -> outcome, without asking robots.txt about it."""


@dataclass(frozen=True, slots=True)
class Access:
    """The rules of an origin, parsed; ``failure`` says why its robots.txt could not be asked."""

    record: HostRules
    rules: RobotsRules | None
    failure: FetchFailure | None = None

    def allows(self, url: str) -> bool:
        return self.rules.allows(url) if self.rules is not None else self.record.robots == ALLOW_ALL


class HostRulesBook:
    """Rules of all origins met in a run; the first request to an origin asks, the others wait for it."""

    def __init__(
        self, memory: HostMemory, ask: Ask, clock: Callable[[], datetime], *, ask_rights_file: bool
    ) -> None:
        self._memory = memory
        self._ask = ask
        self._clock = clock
        self._ask_rights_file = ask_rights_file
        self._running: dict[str, asyncio.Task[Access]] = {}

    def known(self, origin: str) -> Access | None:
        """The rules of ``origin`` if this run has them already."""
        task = self._running.get(origin)
        return task.result() if task is not None and task.done() else None

    async def access(self, origin: str) -> Access:
        """The rules of ``origin``, asked now unless a copy younger than a day is known."""
        task = self._running.get(origin)
        if task is None:
            task = asyncio.ensure_future(self._find(origin))
            self._running[origin] = task
        if task.done():
            return task.result()
        return await asyncio.shield(task)

    async def _find(self, origin: str) -> Access:
        now = self._clock()
        known = self._memory.rules.get(origin)
        if known is not None and known.fresh(now):
            return _parsed(known)
        answer = await self._ask(f"{origin}/robots.txt", Purpose.ROBOTS, MAX_BODY_BYTES)
        record = _record_of(origin, answer, now)
        if record.robots == UNREACHABLE:
            if known is not None and known.usable_while_unreachable(now):
                return _parsed(known)
            return Access(record, None, answer if isinstance(answer, FetchFailure) else None)
        access = _parsed(record)
        rights_url = f"{origin}/.well-known/tdmrep.json"
        if self._ask_rights_file and access.allows(rights_url):
            reserved = await self._ask(rights_url, Purpose.RIGHTS, MAX_TDM_BODY_BYTES)
            if isinstance(reserved, FetchedPage) and reserved.body:
                access = _parsed(replace(record, tdm_body=reserved.body))
        self._memory.learn(access.record)
        return access


def _record_of(origin: str, answer: FetchedPage | FetchFailure, now: datetime) -> HostRules:
    if isinstance(answer, FetchedPage):
        return HostRules(origin, RULES, answer.status, answer.body, now)
    if answer.reason in (
        "too_many_redirects",
        "redirect_loop",
        "redirect_not_web",
        "empty_body",
        "http_gone",
    ):
        return HostRules(origin, ALLOW_ALL, answer.status, b"", now, detail=answer.detail)
    if answer.status is None or answer.status < 400:
        return HostRules(origin, UNREACHABLE, answer.status, b"", now, detail=answer.detail)
    return HostRules(origin, verdict_of_status(answer.status), answer.status, b"", now, detail=answer.detail)


def _parsed(record: HostRules) -> Access:
    return Access(record, RobotsRules(record.robots_body) if record.robots == RULES else None)
