"""A run of the collector over misbehaving sites, all at once, and what is wrong with how it ended."""

from __future__ import annotations

import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import trafilatura

from config.page_signs import load_page_signs
from extractors.charset import decode
from extractors.clean import MAX_TAGS, MIN_TEXT_CHARS
from extractors.pagekind import judge_page
from extractors.reasons import REASONS
from extractors.records import FetchedPage, FetchFailure, FetchOutcome, FetchRequest, Purpose, RequestRecord
from extractors.rights import may_keep_copy
from flows.web.batch import fetch_batch
from flows.web.discovery import SourceAnswer, ask_sources
from flows.web.memory import HostMemory
from flows.web.policy import FetchPolicy

from .certificates import Authority
from .play import Behaviour, Expected
from .site import FaultServer, Site
from .transport import prepare

SHORT = FetchPolicy(
    connect_timeout_seconds=1.0,
    read_timeout_seconds=1.0,
    total_timeout_seconds=2.5,
    retry_delay_seconds=0.05,
    max_body_bytes=2_000_000,
    max_retry_after_seconds=2.0,
    total_concurrency=64,
    per_host_concurrency=2,
    budget_seconds=60.0,
)
MAX_ARTICLES_PER_SOURCE = 20


@dataclass(frozen=True, slots=True)
class FaultSource:
    """The part of a source that asking needs."""

    source_id: str
    kind: str
    url: str


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the second run knows of the first."""

    etag: str | None
    last_modified: str | None
    next_try_at: None = None
    consecutive_failures: int = 0
    last_asked_at: None = None
    last_new_at: None = None
    poll_interval_seconds: None = None


@dataclass(slots=True)
class Played:
    """How one behaviour ended, and ``complaints`` about it."""

    behaviour: Behaviour
    site: Site
    source: FaultSource
    answer: SourceAnswer
    pages: dict[str, FetchOutcome] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Report:
    """A whole run."""

    played: list[Played]
    records: list[RequestRecord]
    elapsed_seconds: float
    peak_bytes: int
    base_bytes: int
    """There before anything was asked: the bodies of the server, which shares the process."""


def play(behaviours: Sequence[Behaviour], policy: FetchPolicy = SHORT) -> Report:
    """Play all behaviours at the same time and judge each by its expectation."""
    for behaviour in behaviours:
        prepare(behaviour)
    started = time.monotonic()
    base = psutil.Process().memory_info().rss
    with tempfile.TemporaryDirectory() as folder, FaultServer() as server, _watched_memory() as peak:
        authority = Authority.create(Path(folder))
        (Path(folder) / "other").mkdir()
        stranger = Authority.create(Path(folder) / "other")
        sites = [_served(behaviour, server, authority, stranger) for behaviour in behaviours]
        own_policy = replace(
            policy,
            ca_file=str(authority.pem),
            allow_hosts=frozenset(f"127.0.0.1:{port}" for _, _, port in sites),
        )
        sources = [_source(behaviour, port) for behaviour, _, port in sites]
        memory = HostMemory()
        answers, records = ask_sources(sources, {}, own_policy, memory=memory)
        played = [
            Played(behaviour, site, source, answer)
            for (behaviour, site, _), source, answer in zip(sites, sources, answers, strict=True)
        ]
        pages, more = _fetch_articles(played, own_policy, memory)
        again = [item for item in played if item.behaviour.second is not None]
        second = _second_run(again, own_policy, memory)
    for item in played:
        item.pages = pages.get(item.source.source_id, {})
        item.complaints += _complaints(item.behaviour.expected, item.answer, item.pages)
    for item, answer, fetched in second:
        assert item.behaviour.second is not None
        item.complaints += [f"second run: {words}" for words in _second_complaints(item, answer, fetched)]
    return Report(played, [*records, *more], time.monotonic() - started, max(peak), base)


@contextmanager
def _watched_memory() -> Iterator[list[int]]:
    """Resident bytes of this process, looked at every 20 ms: what other tests took before does not count."""
    seen, over, own = [0], threading.Event(), psutil.Process()

    def watch() -> None:
        while not over.wait(0.02):
            seen[0] = max(seen[0], own.memory_info().rss)

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield seen
    finally:
        over.set()
        watching.join()


def _served(
    behaviour: Behaviour, server: FaultServer, authority: Authority, stranger: Authority
) -> tuple[Behaviour, Site, int]:
    site = behaviour.site()
    if behaviour.tls == "unknown":
        site.tls = stranger.server_context()
    elif behaviour.tls is not None:
        host = "other.example" if behaviour.tls == "other_host" else "127.0.0.1"
        site.tls = authority.server_context(host=host, expired=behaviour.tls == "expired")
    return behaviour, site, server.add(site)


def _source(behaviour: Behaviour, port: int) -> FaultSource:
    scheme = "https" if behaviour.tls else "http"
    url = (behaviour.url or f"{scheme}://127.0.0.1:{{port}}{behaviour.path}").replace("{port}", str(port))
    return FaultSource(behaviour.name, behaviour.kind, url)


def _requests(item: Played) -> list[FetchRequest]:
    entries = item.answer.entries[:MAX_ARTICLES_PER_SOURCE]
    return [FetchRequest(entry.url, item.source.source_id, Purpose.ARTICLE) for entry in entries]


def _fetch_articles(
    played: Sequence[Played], policy: FetchPolicy, memory: HostMemory
) -> tuple[dict[str, dict[str, FetchOutcome]], list[RequestRecord]]:
    requests = [request for item in played for request in _requests(item)]
    outcomes, records = fetch_batch(requests, policy, memory=memory)
    pages: dict[str, dict[str, FetchOutcome]] = {}
    for outcome in outcomes:
        path = urlsplit(outcome.request.url).path
        pages.setdefault(outcome.request.source_id, {})[path] = outcome
    return pages, list(records)


def _second_run(
    played: Sequence[Played], policy: FetchPolicy, memory: HostMemory
) -> list[tuple[Played, SourceAnswer, Mapping[str, FetchOutcome]]]:
    states = {
        item.source.source_id: Remembered(item.answer.outcome.etag, item.answer.outcome.last_modified)
        for item in played
    }
    answers, _ = ask_sources([item.source for item in played], states, policy, memory=memory)
    again = [
        Played(item.behaviour, item.site, item.source, answer)
        for item, answer in zip(played, answers, strict=True)
    ]
    pages, _ = _fetch_articles(again, policy, memory)
    return [
        (item, answer, pages.get(item.source.source_id, {}))
        for item, answer in zip(played, answers, strict=True)
    ]


def disposition_of(outcome: FetchOutcome) -> tuple[str, str | None]:
    """How the entry behind ``outcome`` ends: stored, rejected or failed, with the reason."""
    if isinstance(outcome, FetchFailure):
        return "failed", outcome.reason
    if outcome.body.count(b"<") > MAX_TAGS:
        return "rejected", "unreadable_page"
    text = trafilatura.extract(decode(outcome.body, outcome.header("content-type")).text) or ""
    verdict = judge_page(outcome, text, load_page_signs())
    if verdict is None and len(text) < MIN_TEXT_CHARS:
        return "rejected", "no_text"
    return ("rejected", verdict.reason) if verdict else ("stored", None)


def _complaints(expected: Expected, answer: SourceAnswer, pages: Mapping[str, FetchOutcome]) -> list[str]:
    outcome = answer.outcome
    found = []
    reason = None if outcome.reason == "gone_quiet" else outcome.reason
    if (outcome.outcome, reason) != (expected.outcome, expected.reason):
        found.append(
            f"source {outcome.outcome}/{reason} ({outcome.detail}), not {expected.outcome}/{expected.reason}"
        )
    rejected = dict(Counter(rejection.reason for rejection in answer.rejections))
    if rejected != dict(expected.rejected):
        found.append(f"rejected {rejected}, not {dict(expected.rejected)}")
    words = {reason for reason in (reason, *rejected) if reason} - set(REASONS)
    if words:
        found.append(f"reasons outside the vocabulary: {words}")
    if outcome.n_entries != len(answer.entries) + len(answer.rejections):
        found.append(f"{outcome.n_entries} items do not balance")
    ended = {path: disposition_of(page) for path, page in pages.items()}
    if expected.entries and ended != dict(expected.entries):
        found.append(f"entries {ended}, not {dict(expected.entries)}")
    found += _content_complaints(expected, pages)
    return found


def _content_complaints(expected: Expected, pages: Mapping[str, FetchOutcome]) -> list[str]:
    found = []
    for path, words in expected.says.items():
        page = pages.get(path)
        if isinstance(page, FetchedPage) and words not in decode(page.body, page.header("content-type")).text:
            found.append(f"{path} does not say {words!r}")
    for path in expected.kept_out_of_captures:
        page = pages.get(path)
        if not isinstance(page, FetchedPage) or may_keep_copy(page.rights):
            found.append(f"{path} might be captured")
    return found


def _second_complaints(item: Played, answer: SourceAnswer, pages: Mapping[str, FetchOutcome]) -> list[str]:
    expected = item.behaviour.second
    assert expected is not None
    if answer.outcome.outcome != expected.outcome:
        return [f"source {answer.outcome.outcome}, not {expected.outcome}"]
    found = []
    for path, (disposition, _) in expected.entries.items():
        before, after = item.pages.get(path), pages.get(path)
        same = (
            isinstance(before, FetchedPage) and isinstance(after, FetchedPage) and before.body == after.body
        )
        if (disposition == "unchanged") is not same:
            found.append(f"{path} is not {disposition}")
    return found
