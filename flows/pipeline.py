"""The steps of a run as plain functions: discover, fetch, read, store. Prefect only orders them (flows/daily.py)."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice
from threading import Event
from typing import Any, TypeVar, cast

from config.settings import Settings
from config.source_list import Source
from extractors.offer import Offer, dating_of_entry
from extractors.records import (
    Article,
    Disposition,
    EntryOutcome,
    FeedEntry,
    FetchedPage,
    FetchFailure,
    FetchOutcome,
    FetchRequest,
    Purpose,
    Reading,
    Rejection,
    RequestRecord,
    SourceOutcome,
)
from extractors.rights import may_keep_copy
from extractors.urls import article_id_for, host_of
from flows.decide import Decision, SeenInRun, Wanted, decide, rechecks, rejected, settle
from flows.page_reading import Read, lost_page, read_safely
from flows.plan import Plan
from flows.reading_processes import ReadingProcesses, ReadingProcessLostError
from flows.refused import Joined, RefusedItems
from flows.web import HostMemory, NotReadError
from flows.web.batch import fetch_all
from flows.web.discovery import ask_sources
from flows.web.policy import FetchPolicy
from flows.web.polling import next_check_at
from storage import ArticleCheck, Batch, Store

log = logging.getLogger("podium.pipeline")
T = TypeVar("T")

SOURCES_PER_BATCH = 50
"""A replay asks in the same batches as the run did."""
MAX_HELD_BYTES = 20_000_000
"""Bodies of one batch in memory; two batches are under way at a time."""
RECHECK_FOR = timedelta(days=21)
"""Older articles are never looked at again, even if a long pause made them miss their turns."""


@dataclass(slots=True)
class Run:
    """What the steps of one run share."""

    run_id: str
    started_at: datetime
    settings: Settings
    plan: Plan
    store: Store
    deadline: float
    """time.monotonic() after which nothing new is fetched."""
    only_due: bool = False
    """Leave sources alone whose next try has not come: what a scheduled run does."""
    parts_left: int = 1
    """Batches, this one included, that still share the time."""
    stop: Event = field(default_factory=Event)
    """Set when the run is to end in order before its time is up."""
    processes: ReadingProcesses | None = None
    """Processes that read; None reads in this one."""
    seen: SeenInRun = field(default_factory=SeenInRun.empty)
    memory: HostMemory = field(default_factory=HostMemory)

    @property
    def sources(self) -> dict[str, Source]:
        return {source.source_id: source for source in self.plan.source_list.sources}

    @property
    def share_seconds(self) -> float:
        """Time for one batch: twice its part of what is left, so that a slow host cannot use up the others'."""
        left = max(0.0, self.deadline - time.monotonic())
        return min(left, 2 * left / self.parts_left)

    def policy(self, budget_seconds: float) -> FetchPolicy:
        """The collector's limits for one batch; in a short run no single request may use up the others' time."""
        at_most = max(2.0, budget_seconds / 8)
        policy = self.plan.policy
        return replace(
            policy,
            budget_seconds=budget_seconds,
            max_held_bytes=MAX_HELD_BYTES,
            elsewhere=self._read_elsewhere if self.processes else None,
            stop=self.stop,
            total_timeout_seconds=min(policy.total_timeout_seconds, at_most),
        )

    def _read_elsewhere(self, function: Callable[..., T], *arguments: Any) -> T:
        assert self.processes is not None
        try:
            return cast(T, self.processes.result(self.processes.submit(function, *arguments)))
        except ReadingProcessLostError as lost:
            raise NotReadError(str(lost)) from lost


@dataclass(frozen=True, slots=True)
class Discovered:
    """What asking sources brought."""

    entries: tuple[FeedEntry, ...]
    entry_rejections: Collection[EntryOutcome]
    sources: tuple[SourceOutcome, ...]
    requests: tuple[RequestRecord, ...]
    pages: tuple[FetchedPage, ...] = ()
    """What the sources answered, for the captures."""
    left: tuple[Source, ...] = ()
    """Not asked, because the others sent so much: to be asked after these are stored."""


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """How one fetched entry ended, with everything the store takes of it."""

    outcome: EntryOutcome
    article: Article | None = None
    reading: Reading | None = None
    page: FetchedPage | None = None
    check: ArticleCheck | None = None
    """Set when the page of a stored article was looked at again."""
    is_recheck: bool = False
    """No feed offered it: it has no disposition."""


def batches(items: Sequence[T], size: int) -> Iterator[list[T]]:
    """``items`` in order, ``size`` at a time."""
    waiting = iter(items)
    while batch := list(islice(waiting, size)):
        yield batch


def discover(run: Run, sources: Sequence[Source]) -> Discovered:
    """Ask sources what they have; every source ends in exactly one SourceOutcome."""
    answers, requests = ask_sources(
        sources,
        run.store.source_states(),
        # The other half of the time belongs to the articles.
        run.policy(run.share_seconds / 2),
        memory=run.memory,
        now=run.started_at,
        only_due=run.only_due,
    )
    asked = [answer for answer in answers if answer.outcome.reason != "batch_full"]
    kept = {answer.outcome.source_id for answer in asked}
    refused = tuple(RefusedItems(answer.outcome.source_id, answer.rejections) for answer in asked)
    return Discovered(
        tuple(entry for answer in asked for entry in answer.entries),
        Joined(refused),
        tuple(answer.outcome for answer in asked),
        requests,
        tuple(page for answer in asked for page in answer.pages),
        tuple(source for source in sources if source.source_id not in kept),
    )


def decide_entries(run: Run, entries: Sequence[FeedEntry]) -> Decision:
    """Which entries to fetch and which have ended already."""
    urls = [entry.url for entry in entries]
    by_id = run.store.known_by_id([article_id_for(url) for url in urls])
    by_url = run.store.known_articles(urls)
    known = {url: found for url in urls if (found := by_url.get(url) or by_id.get(article_id_for(url)))}
    return decide(
        entries,
        run.sources,
        known,
        run.store.known_rejections(urls),
        now=run.started_at,
        max_per_source=run.settings.max_articles_per_source,
    )


def wanted_rechecks(run: Run, entries: Sequence[FeedEntry]) -> tuple[Wanted, ...]:
    """Stored articles of this run's sources to look at again, beside those that its feeds have offered."""
    urls = [entry.url for entry in entries]
    # An article may stand under another address than the offered one: its canonical link, or where redirects end.
    taken = {article_id_for(url) for url in urls}
    taken |= {known.article_id for known in run.store.known_articles(urls).values()}
    recent = run.store.recent_articles(run.started_at - RECHECK_FOR)
    return rechecks(recent, run.sources, taken, now=run.started_at, limit=run.settings.max_rechecks)


def in_turns(wanted: Iterable[Wanted]) -> list[Wanted]:
    """The same, one of each host after the other: a host that takes its time holds up a few of every batch, not all."""
    turns: dict[str, int] = {}
    ranked: list[tuple[int, int, Wanted]] = []
    for position, item in enumerate(wanted):
        host = host_of(item.entry.url)
        turns[host] = turns.get(host, 0) + 1
        ranked.append((turns[host], position, item))
    return [item for _, _, item in sorted(ranked, key=lambda entry: entry[:2])]


@dataclass(frozen=True, slots=True)
class Fetched:
    """The pages of a batch in the order wanted, the ledger, and what the batch had no room for."""

    pages: list[tuple[Wanted, FetchOutcome]]
    requests: tuple[RequestRecord, ...]
    left: list[Wanted]


async def fetch_articles(run: Run, wanted: Sequence[Wanted]) -> Fetched:
    """Fetch the pages of a batch, in the order given; a spent budget fails the rest with its reason."""
    requests = [
        FetchRequest(
            url=item.entry.url,
            source_id=item.entry.source_id,
            purpose=Purpose.ARTICLE,
            etag=item.known.etag if item.known else None,
            last_modified=item.known.last_modified if item.known else None,
        )
        for item in wanted
    ]
    policy = run.policy(run.share_seconds)
    outcomes, records = await fetch_all(requests, policy, memory=run.memory)
    pairs = list(zip(wanted, outcomes, strict=True))
    return Fetched(
        [(item, outcome) for item, outcome in pairs if not _is_left(outcome)],
        records,
        [item for item, outcome in pairs if _is_left(outcome)],
    )


def _is_left(outcome: FetchOutcome) -> bool:
    return isinstance(outcome, FetchFailure) and outcome.reason == "batch_full"


def offer_of(entry: FeedEntry, source: Source | None, now: datetime) -> Offer:
    """What is known of an entry's page before it is opened."""
    return Offer(
        source_id=entry.source_id,
        url=entry.url,
        fetched_url=entry.url,
        outlet=source.outlet if source else None,
        title=entry.title,
        authors=entry.authors,
        published=dating_of_entry(entry.published_at, entry.published_raw, now=now),
        feed_language=entry.language,
        source_language=source.language if source else None,
        country=source.country if source else None,
        tags=source.tags if source else (),
        summary=entry.summary,
    )


def _read_pages(run: Run, jobs: Sequence[tuple[FetchedPage, Offer]]) -> list[Read]:
    if run.processes is None:
        return [read_safely(page, offer, run.settings, run.started_at) for page, offer in jobs]
    return run.processes.map(
        read_safely,
        [(page, offer, run.settings, run.started_at) for page, offer in jobs],
        lost=lambda number: lost_page(jobs[number][0].final_url),
    )


def read_batch(run: Run, fetched: Iterable[tuple[Wanted, FetchOutcome]]) -> list[ReadEntry]:
    """Clean and read the pages of a batch; every entry ends in exactly one disposition."""
    now = run.started_at
    results: list[ReadEntry] = []
    pages: list[tuple[Wanted, FetchedPage]] = []
    for item, outcome in fetched:
        if isinstance(outcome, FetchFailure):
            word = "gone" if outcome.reason in GONE else "failed"
            results.append(
                _ended(
                    item,
                    _failed_entry(item, outcome),
                    word,
                    detail=outcome.reason,
                    status=outcome.status,
                    now=now,
                )
            )
        elif outcome.not_modified:
            known = item.known.article_id if item.known else None
            unchanged = EntryOutcome(item.entry, Disposition.UNCHANGED, article_id=known)
            results.append(_ended(item, unchanged, "unchanged", status=304, now=now))
        else:
            pages.append((item, outcome))
    jobs = [(page, offer_of(item.entry, run.sources.get(item.entry.source_id), now)) for item, page in pages]
    read = _read_pages(run, jobs)
    articles = [result[0] for result in read if not isinstance(result, Rejection)]
    stored = run.store.known_by_id([article.article_id for article in articles])
    texts = run.store.same_texts([article.text_sha256 for article in articles])
    for (item, page), result in zip(pages, read, strict=True):
        if isinstance(result, Rejection):
            word = "paywalled" if result.reason == "paywall" else "failed"
            refused = _ended(
                item, rejected(item.entry, result), word, detail=result.reason, status=page.status, now=now
            )
            results.append(replace(refused, page=page))
            continue
        article, reading = result
        ended = settle(item.entry, article, run.seen, stored, texts)
        keep = ended.disposition is Disposition.STORED
        word = "changed" if keep else "unchanged"
        entry = _ended(item, ended, word, status=page.status, now=now)
        results.append(
            replace(entry, article=article if keep else None, reading=reading if keep else None, page=page)
        )
    return results


GONE = frozenset({"http_gone", "http_not_found"})


def _ended(
    item: Wanted,
    outcome: EntryOutcome,
    word: str,
    *,
    now: datetime,
    detail: str | None = None,
    status: int | None = None,
) -> ReadEntry:
    """How an entry ended, with a note in the history of the article when it was stored before."""
    if item.known is None:
        return ReadEntry(outcome)
    check = ArticleCheck(
        article_id=item.known.article_id,
        outcome=word,
        status=status,
        detail=detail,
        next_check_at=next_check_at(item.known.first_seen_at, item.known.checks_done + 1),
    )
    return ReadEntry(outcome, check=check, is_recheck=item.is_recheck)


_FORBIDDEN = frozenset(
    {
        "robots_disallowed",
        "rights_reserved",
        "content_pdf",
        "content_image",
        "content_video",
        "content_audio",
        "content_archive",
        "content_binary",
        "content_font",
    }
)
"""Failures to fetch that are no fault: the publisher's wish, or not an article at all."""


def _failed_entry(item: Wanted, failure: FetchFailure) -> EntryOutcome:
    disposition = Disposition.REJECTED if failure.reason in _FORBIDDEN else Disposition.FAILED
    return EntryOutcome(
        item.entry, disposition, failure.reason, failure.detail, item.known.article_id if item.known else None
    )


def store_batch(
    run: Run,
    key: str,
    *,
    read: Sequence[ReadEntry] = (),
    outcomes: Collection[EntryOutcome] = (),
    sources: Sequence[SourceOutcome] = (),
    requests: Sequence[RequestRecord] = (),
    pages: Sequence[FetchedPage] = (),
) -> None:
    """Store everything of a batch in one transaction; the same ``key`` again changes nothing (retries)."""
    run.store.save_batch(
        run.run_id,
        Batch(
            outcomes=Joined((outcomes, [item.outcome for item in read if not item.is_recheck])),
            readings=tuple((item.article, item.reading) for item in read if item.article and item.reading),
            requests=tuple(requests),
            sources=tuple(sources),
            captures=tuple(
                (article_id, page)
                for article_id, page in (
                    *((None, page) for page in pages),
                    *((item.outcome.article_id, item.page) for item in read if item.page is not None),
                )
                if may_keep_copy(page.rights)
            ),
            checks=tuple(item.check for item in read if item.check is not None),
            key=key,
        ),
    )
