"""Documents from disk into the store: the reading path of the web, without network and robots."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from config.settings import Settings
from extractors.documents import SUFFIXES, read_document
from extractors.language import detector_for
from extractors.records import Article, Disposition, EntryOutcome, FeedEntry, Reading, Rejection
from flows.decide import SeenInRun, rejected, settle
from flows.readers import reader_for
from flows.reference import store_reference_corpus
from flows.summary import Tally
from storage import Batch, Store, open_store

SOURCE_LIST = "documents"


@dataclass(frozen=True, slots=True)
class Ingested:
    """How an ingest ended."""

    run_id: str
    tally: Tally
    published_path: str


def documents_in(paths: Iterable[Path]) -> Iterator[Path]:
    """Files as given, and every document below a folder in name order; other kinds of file only when named."""
    for path in paths:
        if path.is_dir():
            yield from sorted(
                found for found in path.rglob("*") if found.is_file() and found.suffix.lower() in SUFFIXES
            )
        else:
            yield path


def read_path(path: Path, settings: Settings, now: datetime) -> Article | Rejection:
    """Read one file; a file that is too large or cannot be opened is a Rejection."""
    try:
        size = path.stat().st_size
        if size > settings.max_body_bytes:
            return Rejection(
                "too_large",
                f"{size:,} bytes, the setting max_body_bytes allows {settings.max_body_bytes:,}",
                str(path),
            )
        data = path.read_bytes()
    except OSError as error:
        return Rejection("unreadable_file", str(error), str(path))
    return read_document(path.as_posix(), data, detector_for(settings.languages), now=now)


def _entry(path: Path, article: Article | None) -> FeedEntry:
    url = article.url if article else f"file:{path.as_posix()}"
    return FeedEntry(
        article.source_id if article else path.stem, url, path.as_posix(), article.title if article else None
    )


def _settle_batch(
    store: Store,
    run_id: str,
    pairs: list[tuple[Path, Article | Rejection]],
    settings: Settings,
    seen: SeenInRun,
) -> tuple[list[EntryOutcome], list[tuple[Article, Reading]]]:
    articles = [result for _, result in pairs if isinstance(result, Article)]
    stored = store.known_by_id([article.article_id for article in articles])
    texts = store.same_texts([article.text_sha256 for article in articles])
    outcomes: list[EntryOutcome] = []
    readings: list[tuple[Article, Reading]] = []
    reader = reader_for(settings)
    for path, result in pairs:
        if isinstance(result, Rejection):
            outcomes.append(rejected(_entry(path, None), result))
            continue
        outcome = settle(_entry(path, result), result, seen, stored, texts)
        if outcome.disposition is Disposition.STORED:
            readings.append((result, reader.read(result)))
        outcomes.append(outcome)
    return outcomes, readings


def ingest(
    paths: Iterable[Path], settings: Settings, *, on_progress: Callable[[int], None] = lambda done: None
) -> Ingested:
    """Store the documents of files and folders, batch by batch, and publish."""
    started_at = datetime.now(UTC)
    run_id = f"{started_at:%Y%m%dT%H%M%SZ}-{uuid.uuid4().hex[:6]}"
    tally, seen, done = Tally(), SeenInRun.empty(), 0
    files = list(documents_in(paths))
    with open_store(settings.data_dir) as store:
        store.begin_run(run_id, started_at, "ingest", SOURCE_LIST, None)
        status = "failed"
        try:
            tally.reference = store_reference_corpus(store, run_id, settings)
            for begin in range(0, len(files), settings.batch_size):
                batch = files[begin : begin + settings.batch_size]
                pairs = [(path, read_path(path, settings, started_at)) for path in batch]
                outcomes, readings = _settle_batch(store, run_id, pairs, settings, seen)
                store.save_batch(run_id, Batch(outcomes=tuple(outcomes), readings=tuple(readings)))
                tally.add_outcomes(outcomes)
                done += len(batch)
                on_progress(done)
            status = "completed"
        finally:
            store.finish_run(run_id, datetime.now(UTC), status, tally.as_counts())
        published = store.publish(settings.report_timezone, datetime.now(UTC))
    return Ingested(run_id, tally, str(published.path))
