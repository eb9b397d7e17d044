"""Processes that read: each has a Reader of its own, and what a page does to its memory ends with it.

They import neither Prefect nor the database, and the process of the run builds no Reader: both stay small.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import wait as wait_for_any
from multiprocessing.context import SpawnContext, SpawnProcess
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import Any, TypeVar

from config.settings import Settings
from flows.heap import give_back_big_blocks
from flows.page_reading import get_ready

T = TypeVar("T")
log = logging.getLogger("podium.reading")

MORE_PROCESSES_FROM_PAGES = 150
"""Below this many pages the start of a second process costs more than it saves."""
JOBS_AHEAD = 2
"""A process that has ended one job finds the next waiting."""


class ReadingProcessLostError(Exception):
    """A job took its process with it twice, the second time alone."""


@dataclass(slots=True)
class Job:
    """Work handed to a process."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    future: Future[Any]


class ReadingProcesses:
    """One or more processes that read; a lost one is replaced, and the job that it died of is told."""

    def __init__(self, settings: Settings, count: int = 1) -> None:
        self.settings = settings
        self._workers: list[ProcessPoolExecutor] = []
        self._waiting: list[int] = []
        self._ready: Future[None] | None = None
        self.grow(count)

    def __len__(self) -> int:
        return len(self._workers)

    def grow(self, count: int) -> None:
        """Have at least ``count`` processes; new ones start at once and in the background."""
        while len(self._workers) < count:
            self._workers.append(self._start())
            self._waiting.append(0)

    def ready(self) -> None:
        """Wait for the first process; raises what its Reader objects to (KnowledgeError, TopicProblem)."""
        assert self._ready is not None
        self._ready.result()

    def submit(self, function: Callable[..., T], *arguments: Any) -> Job:
        """Hand a job to the process with the least to do; ``function`` stands at the top of a module."""
        number = min(range(len(self._workers)), key=self._waiting.__getitem__)
        try:
            future = self._workers[number].submit(function, *arguments)
        except BrokenProcessPool:
            self._workers[number].shutdown(wait=False)
            self._workers[number] = self._start()
            future = self._workers[number].submit(function, *arguments)
        self._waiting[number] += 1
        future.add_done_callback(lambda _: self._note_done(number))
        return Job(function, arguments, future)

    def result(self, job: Job) -> Any:
        """What the job returned or raised; one whose process was lost is tried again in a process of its own.

        Raises ReadingProcessLostError when that one was lost as well.
        """
        try:
            return job.future.result()
        except BrokenProcessPool:
            log.warning("a reading process was lost; its work is tried again, alone")
        with self._start() as alone:
            try:
                return alone.submit(job.function, *job.arguments).result()
            except BrokenProcessPool as lost:
                raise ReadingProcessLostError("its reading process was lost twice") from lost

    def map(
        self, function: Callable[..., T], jobs: Sequence[tuple[Any, ...]], lost: Callable[[int], T]
    ) -> list[T]:
        """``function`` of each tuple of arguments, in their order; ``lost`` gives the result of the n-th when its process died of it."""
        results: dict[int, T] = {}
        left = deque(enumerate(jobs))
        running: dict[Future[Any], tuple[int, Job]] = {}
        while left or running:
            while left and len(running) < JOBS_AHEAD * len(self._workers):
                number, arguments = left.popleft()
                job = self.submit(function, *arguments)
                running[job.future] = (number, job)
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                number, job = running.pop(future)
                try:
                    results[number] = self.result(job)
                except ReadingProcessLostError:
                    results[number] = lost(number)
        return [results[number] for number in range(len(jobs))]

    def close(self) -> None:
        """End the processes; what has not begun is given up."""
        for worker in self._workers:
            worker.shutdown(wait=False, cancel_futures=True)
        for worker in self._workers:
            worker.shutdown(wait=True)

    def _note_done(self, number: int) -> None:
        self._waiting[number] -= 1

    def _start(self) -> ProcessPoolExecutor:
        worker = ProcessPoolExecutor(1, _Context(), initializer=_begin)
        # Started before there is work, so that the Reader is built while sources are asked.
        ready = worker.submit(get_ready, self.settings)
        self._ready = self._ready or ready
        return worker


_hiding = threading.Lock()


class _Process(SpawnProcess):
    @staticmethod
    def _Popen(process_obj: BaseProcess) -> Any:
        # A new process would import the main module of this one: a console script that imports everything, or an
        # analyst's script, which would run a second time there.
        with _hiding:
            main = sys.modules["__main__"]
            sys.modules["__main__"] = ModuleType("__main__")
            try:
                return SpawnProcess._Popen(process_obj)
            finally:
                sys.modules["__main__"] = main


class _Context(SpawnContext):
    """Spawned, not forked: this process holds the database and its threads."""

    Process = _Process


def processes_for(settings: Settings, n_pages: int) -> int:
    """How many processes are worth their start for so many pages."""
    if n_pages < MORE_PROCESSES_FROM_PAGES:
        return 1
    return settings.read_processes or os.cpu_count() or 1


_at_hand: list[ReadingProcesses] = []


@contextmanager
def started_ahead(settings: Settings) -> Iterator[ReadingProcesses]:
    """Processes started before the run begins, which the run then takes: they get ready while Prefect starts."""
    processes = ReadingProcesses(settings)
    _at_hand.append(processes)
    try:
        yield processes
    finally:
        _at_hand.remove(processes)
        processes.close()


@contextmanager
def reading_processes(settings: Settings, count: int = 1) -> Iterator[ReadingProcesses]:
    """Processes that read while this is open; those that were started ahead, when there are any for these settings."""
    for ahead in _at_hand:
        if ahead.settings == settings:
            ahead.grow(count)
            yield ahead
            return
    processes = ReadingProcesses(settings, count)
    try:
        yield processes
    finally:
        processes.close()


def _begin() -> None:
    """In the new process: the run decides when it ends, and it ends with the run, however that does."""
    # A service manager tells the whole group to end; the run still needs its reader to end in order.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    give_back_big_blocks()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait_for_any([parent.sentinel])
        os._exit(1)
