"""What the writer can do with the store; each verb is one transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

import duckdb

from config.stored_knowledge import StoredKnowledge
from storage import known, publish, save
from storage.captures.keep import keep_pages
from storage.captures.retention import remove_captures
from storage.errors import StoreNotWritable
from storage.keeping.forget import Forgotten, forget, forgotten_names, names_like, without_forgotten
from storage.keeping.purge import Purged, purge
from storage.knowledge import knowledge_edition, save_knowledge
from storage.layout import Layout
from storage.records import Batch, KnownArticle, KnownRejection, Published, Saved, SourceRow, SourceState
from storage.search.index import add_missing, merge_segments


class Store:
    """The working database in the hands of its only writer; made by ``open_store``."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, layout: Layout, clock: Callable[[], datetime]
    ) -> None:
        self.connection = connection
        self.layout = layout
        self.clock = clock

    @contextmanager
    def transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """All or nothing; a full disk becomes StoreNotWritable with the database as it was."""
        self.connection.execute("BEGIN")
        try:
            yield self.connection
            self.connection.execute("COMMIT")
        except BaseException as problem:
            with suppress(duckdb.Error):
                self.connection.execute("ROLLBACK")
            if isinstance(problem, duckdb.Error | OSError) and "No space left" in str(problem):
                raise StoreNotWritable(
                    f"no space left for {self.layout.database}; the database is as it was before; "
                    "free some space (`podium purge --older-than 365d` helps) and run again"
                ) from problem
            raise

    def sql(self, query: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
        """Rows of a query on the working database."""
        return self.connection.execute(query, parameters).fetchall()

    # ------------------------------------------------------------ runs

    def mark_crashed_runs(self) -> None:
        """Whoever left a run open has died: the lock is ours."""
        if self.sql("SELECT 1 FROM core_runs WHERE status = 'running' LIMIT 1"):
            with self.transaction() as c:
                c.execute(
                    "UPDATE core_runs SET status = 'crashed', finished_at = ? WHERE status = 'running'",
                    [self.clock()],
                )

    def begin_run(
        self, run_id: str, started_at: datetime, kind: str, source_list: str, note: str | None = None
    ) -> None:
        """Open a run; everything saved belongs to one."""
        with self.transaction() as c:
            if c.execute("SELECT 1 FROM core_runs WHERE run_id = ?", [run_id]).fetchone():
                raise ValueError(f"run {run_id} exists already; every run needs an id of its own")
            c.execute(
                "INSERT INTO core_runs VALUES (?, ?, ?, ?, ?, NULL, 'running', NULL)",
                [run_id, kind, source_list, note, started_at],
            )

    def reopen_run(self, run_id: str) -> None:
        """Go on with a run that was cut off."""
        with self.transaction() as c:
            c.execute(
                "UPDATE core_runs SET status = 'running', finished_at = NULL WHERE run_id = ?", [run_id]
            )

    def finish_run(
        self, run_id: str, finished_at: datetime, status: str, summary: Mapping[str, Any] | None = None
    ) -> None:
        """Close a run as completed, failed or crashed, with its totals."""
        if status not in ("completed", "failed", "crashed"):
            raise ValueError(f"a run ends completed, failed or crashed, not {status!r}")
        text = json.dumps(summary or {}, ensure_ascii=False, default=str, sort_keys=True)
        with self.transaction() as c:
            c.execute(
                "UPDATE core_runs SET finished_at = ?, status = ?, summary = ? WHERE run_id = ?",
                [finished_at, status, text, run_id],
            )
            merge_segments(c)

    def index_missing(self) -> int:
        """Index articles from before the search was there; returns their number."""
        with self.transaction() as c:
            return add_missing(c)

    # ------------------------------------------------------------ what is known

    def upsert_sources(self, sources: Iterable[SourceRow]) -> None:
        """Keep the settings of the sources; those left out stay as they are."""
        with self.transaction() as c:
            known.upsert_sources(c, tuple(sources), self.clock())

    def knowledge_edition(self) -> tuple[str | None, int]:
        """Which knowledge is kept, as ``StoredKnowledge.edition`` says it."""
        return knowledge_edition(self.connection)

    def save_knowledge(self, known: StoredKnowledge) -> None:
        """Keep entities, rights, Games and names of markets for the views, in place of what was kept."""
        with self.transaction() as c:
            save_knowledge(c, known)

    def source_states(self) -> dict[str, SourceState]:
        """State by source id of every source that was ever asked."""
        return known.source_states(self.connection)

    def known_articles(self, urls: Iterable[str]) -> dict[str, KnownArticle]:
        """What is stored under these addresses, whichever address of an article they are."""
        return known.known_articles(self.connection, urls)

    def known_texts(self, text_sha256s: Iterable[str]) -> dict[str, str]:
        """Article id by hash of its present text, for those of the hashes that are stored."""
        return known.known_texts(self.connection, text_sha256s)

    def known_by_id(self, article_ids: Iterable[str]) -> dict[str, KnownArticle]:
        """What is stored under these article ids."""
        return known.known_by_id(self.connection, article_ids)

    def recent_articles(self, since: datetime) -> list[KnownArticle]:
        """Articles from the web first seen since then that are still up, oldest first."""
        return known.recent_articles(self.connection, since)

    def known_rejections(self, urls: Iterable[str]) -> dict[str, KnownRejection]:
        """Addresses whose latest disposition is a rejection."""
        return known.known_rejections(self.connection, urls)

    def same_texts(self, text_sha256s: Iterable[str]) -> dict[tuple[str | None, str], str]:
        """Article id by outlet and hash of its present text."""
        return known.same_texts(self.connection, text_sha256s)

    # ------------------------------------------------------------ saving and publishing

    def save_batch(self, run_id: str, batch: Batch) -> Saved:
        """Save a batch, all or nothing."""
        with self.transaction() as c:
            readings = without_forgotten(batch.readings, forgotten_names(c))
            saved = save.save(c, run_id, replace(batch, readings=readings), self.clock())
            if not saved.repeated:
                keep_pages(c, self.layout, run_id, batch.captures)
            return saved

    def expire_captures(self, older_than: datetime) -> int:
        """Remove captured pages by the default retention; the number removed. Texts and facts stay."""
        with self.transaction() as c:
            return remove_captures(c, self.layout, older_than, self.clock())[0]

    def purge(self, older_than: datetime) -> Purged:
        """Remove full texts and captures recorded before an instant; facts and short evidence stay."""
        with self.transaction() as c:
            return purge(c, self.layout, older_than, self.clock())

    def forget(self, name: str, note: str | None = None) -> Forgotten:
        """Remove a person's mentions, quotes, facts and bylines, and never store them again."""
        with self.transaction() as c:
            return forget(c, name, note, self.clock())

    def names_like(self, name: str) -> list[str]:
        """Names of people in the store that are nearly that one."""
        return names_like(self.connection, name)

    def publish(self, report_timezone: str, now: datetime, *, keep_versions: int = 3) -> Published:
        """Give people a new version of the database; call it after ``finish_run``."""
        return publish.publish(self, report_timezone, now, keep_versions)
