"""WARC files into the store: streamed, read by all cores, saved batch by batch, resumed where it stopped."""

from __future__ import annotations

import json
import logging
import os
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from config.settings import Settings
from config.source_list import Source
from extractors.offer import Offer
from extractors.records import (
    Article,
    Disposition,
    EntryOutcome,
    FeedEntry,
    FetchedPage,
    Reading,
    Rejection,
)
from extractors.urls import article_key, host_of, site_of
from flows.decide import SeenInRun, rejected, settle
from flows.page_reading import Read, lost_page, read_safely
from flows.reading_processes import (
    Job,
    ReadingProcesses,
    ReadingProcessLostError,
    processes_for,
    reading_processes,
)
from flows.reference import store_reference_corpus
from flows.summary import Tally
from flows.warc_pages import START, Place, read_warc, warc_files
from storage import Batch, KnownArticle, Store, open_store

log = logging.getLogger("podium.backfill")

SOURCE_ID = "backfill"
PAGES_PER_CHUNK = 16
BYTES_PER_CHUNK = 4_000_000
BYTES_OF_A_PAGE = 10_000
"""Packed; only to guess whether a second process is worth its start."""
ARTICLES_PER_SAVE = 200
CHUNKS_AHEAD_PER_PROCESS = 4
PROGRESS_FILE = "backfill.json"


@dataclass(slots=True)
class Backfilled:
    """How a backfill ended."""

    run_id: str
    tally: Tally
    published_path: str = ""
    n_records: int = 0
    """Records read in this run, of any kind."""
    n_records_before: int = 0
    """Records that an earlier, interrupted run had dealt with."""
    n_pages: int = 0
    elapsed_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Step:
    """How far a backfill is, for a progress bar: bytes of the file at hand and pages so far."""

    path: Path
    done_bytes: int
    total_bytes: int
    n_pages: int


@dataclass(slots=True)
class _Chunk:
    pages: list[FetchedPage] = field(default_factory=list)
    refused: list[Rejection] = field(default_factory=list)
    after: Place = START
    n_bytes: int = 0

    @property
    def is_full(self) -> bool:
        return len(self.pages) >= PAGES_PER_CHUNK or self.n_bytes >= BYTES_PER_CHUNK


class Progress:
    """Where each file stands, in one small file written after each saved batch."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._places: dict[str, list[int]] = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError):
            self._places = {}

    def place(self, file: Path) -> Place:
        """Where reading of ``file`` goes on; the beginning when it is new or was changed."""
        offset, n_records = self._places.get(_identity(file), (0, 0))
        return Place(offset, n_records)

    def note(self, file: Path, place: Place) -> None:
        """Everything before ``place`` is in the store."""
        self._places[_identity(file)] = [place.offset, place.n_records]
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_suffix(".new")
        beside.write_text(json.dumps(self._places, indent=0), "utf-8")
        os.replace(beside, self._path)


def backfill(
    paths: Iterable[Path],
    settings: Settings,
    sources: Sequence[Source],
    *,
    on_step: Callable[[Step], None] = lambda step: None,
) -> Backfilled:
    """Store the article pages of WARC files and folders; what an interrupted backfill had stored is not read again.

    Pages of a configured source's site get that source's outlet, country and language.
    """
    begun = time.monotonic()
    started_at = datetime.now(UTC)
    done = Backfilled(f"{started_at:%Y%m%dT%H%M%SZ}-{uuid.uuid4().hex[:6]}", Tally())
    by_site = {site_of(host_of(source.url)): source for source in sources}
    with open_store(settings.data_dir) as store:
        progress = Progress(Path(settings.data_dir).expanduser().resolve() / "work" / PROGRESS_FILE)
        store.begin_run(done.run_id, started_at, "backfill", "warc", None)
        status = "failed"
        try:
            files = list(warc_files(paths))
            n_bytes = sum(path.stat().st_size for path in files)
            with reading_processes(
                settings, processes_for(settings, n_bytes // BYTES_OF_A_PAGE)
            ) as processes:
                done.tally.reference = store_reference_corpus(store, done.run_id, settings, processes)
                for path in files:
                    _FileJob(path, settings, by_site, store, done, progress, on_step).run(processes)
            status = "completed"
        finally:
            store.finish_run(done.run_id, datetime.now(UTC), status, done.tally.as_counts())
        done.published_path = str(store.publish(settings.report_timezone, datetime.now(UTC)).path)
    done.elapsed_seconds = time.monotonic() - begun
    return done


@dataclass(slots=True)
class _FileJob:
    """One file on its way into the store."""

    path: Path
    settings: Settings
    by_site: dict[str, Source]
    store: Store
    done: Backfilled
    progress: Progress
    on_step: Callable[[Step], None]

    def run(self, processes: ReadingProcesses) -> None:
        start = self.progress.place(self.path)
        self.done.n_records_before += start.n_records
        self.done.n_records -= start.n_records
        waiting: deque[tuple[_Chunk, Job]] = deque()
        unsaved: list[tuple[_Chunk, list[Read]]] = []
        ahead = CHUNKS_AHEAD_PER_PROCESS * len(processes)
        last = start
        for chunk in self._chunks(start):
            offers = [_offer(page, self.by_site) for page in chunk.pages]
            waiting.append((chunk, processes.submit(_read_chunk, chunk.pages, offers, self.settings)))
            last = chunk.after
            if len(waiting) > ahead:
                unsaved = self._settle(processes, waiting.popleft(), unsaved)
        while waiting:
            unsaved = self._settle(processes, waiting.popleft(), unsaved)
        self._save(unsaved)
        self.done.n_records += last.n_records
        if unsaved or last != start:
            self.progress.note(self.path, last)

    def _chunks(self, start: Place) -> Iterator[_Chunk]:
        chunk = _Chunk(after=start)
        steps = read_warc(self.path, SOURCE_ID, start=start, max_body_bytes=self.settings.max_body_bytes)
        for step in steps:
            chunk.after = step.after
            if isinstance(step.found, FetchedPage):
                chunk.pages.append(step.found)
                chunk.n_bytes += len(step.found.body)
            elif step.found is not None:
                chunk.refused.append(step.found)
            if chunk.is_full:
                yield chunk
                chunk = _Chunk(after=step.after)
        yield chunk

    def _settle(
        self,
        processes: ReadingProcesses,
        item: tuple[_Chunk, Job],
        unsaved: list[tuple[_Chunk, list[Read]]],
    ) -> list[tuple[_Chunk, list[Read]]]:
        chunk, job = item
        try:
            read = processes.result(job)
        except ReadingProcessLostError:
            # One of the chunk did it: each alone, and only that one is lost.
            read = processes.map(
                read_safely,
                [(page, _offer(page, self.by_site), self.settings, page.fetched_at) for page in chunk.pages],
                lost=lambda number: lost_page(chunk.pages[number].final_url),
            )
        unsaved.append((chunk, read))
        self.done.n_pages += len(chunk.pages)
        self.on_step(Step(self.path, chunk.after.offset, self.path.stat().st_size, self.done.n_pages))
        if sum(len(read) for _, read in unsaved) < ARTICLES_PER_SAVE:
            return unsaved
        self._save(unsaved)
        return []

    def _save(self, unsaved: Sequence[tuple[_Chunk, list[Read]]]) -> None:
        if not unsaved:
            return
        outcomes: list[EntryOutcome] = []
        readings: list[tuple[Article, Reading]] = []
        found = [result[0] for _, read in unsaved for result in read if not isinstance(result, Rejection)]
        stored = self.store.known_by_id([article.article_id for article in found])
        texts = self.store.same_texts([article.text_sha256 for article in found])
        # Only this batch: what was saved before is found in the store, and memory stays constant.
        seen = SeenInRun.empty()
        for chunk, read in unsaved:
            outcomes += [rejected(_entry_of(refusal.subject), refusal) for refusal in chunk.refused]
            for page, result in zip(chunk.pages, read, strict=True):
                outcome = _ended(page, result, seen, stored, texts)
                outcomes.append(outcome)
                if outcome.disposition is Disposition.STORED and not isinstance(result, Rejection):
                    readings.append(result)
        after = unsaved[-1][0].after
        key = f"{self.path.name}/{after.n_records}"
        self.store.save_batch(
            self.done.run_id, Batch(outcomes=tuple(outcomes), readings=tuple(readings), key=key)
        )
        self.progress.note(self.path, after)
        self.done.tally.add_outcomes(outcomes)


def _ended(
    page: FetchedPage,
    result: Read,
    seen: SeenInRun,
    stored: dict[str, KnownArticle],
    texts: dict[tuple[str | None, str], str],
) -> EntryOutcome:
    entry = _entry_of(page.final_url)
    if isinstance(result, Rejection):
        return rejected(entry, result)
    article = result[0]
    known = stored.get(article.article_id)
    if (
        known is not None
        and known.text_sha256 != article.text_sha256
        and page.fetched_at < known.last_seen_at
    ):
        detail = f"captured {page.fetched_at:%Y-%m-%d}, a younger version is stored"
        return EntryOutcome(entry, Disposition.DUPLICATE, "older_capture", detail, article.article_id)
    return settle(entry, article, seen, stored, texts)


def _entry_of(url: str) -> FeedEntry:
    return FeedEntry(source_id=SOURCE_ID, url=url, entry_key=article_key(url))


def _offer(page: FetchedPage, by_site: dict[str, Source]) -> Offer:
    source = by_site.get(site_of(host_of(page.final_url)))
    return Offer(
        source_id=source.source_id if source else SOURCE_ID,
        url=page.final_url,
        fetched_url=page.final_url,
        outlet=source.outlet if source else None,
        source_language=source.language if source else None,
        country=source.country if source else None,
        tags=source.tags if source else (),
    )


def _read_chunk(pages: Sequence[FetchedPage], offers: Sequence[Offer], settings: Settings) -> list[Read]:
    """Clean and read pages as of the day they were captured, in one of the processes."""
    return [
        read_safely(page, offer, settings, page.fetched_at) for page, offer in zip(pages, offers, strict=True)
    ]


def _identity(file: Path) -> str:
    about = file.stat()
    return f"{file.resolve()}|{about.st_size}|{about.st_mtime_ns}"
