"""Records that only the store needs: what comes in as one batch, and what it knows when asked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from extractors.records import Article, EntryOutcome, FetchedPage, Reading, RequestRecord, SourceOutcome


class SourceRow(Protocol):
    """The part of a configured source that the store keeps (config.source_list.Source has it)."""

    @property
    def source_id(self) -> str: ...
    @property
    def outlet(self) -> str | None: ...
    @property
    def kind(self) -> str: ...
    @property
    def url(self) -> str | None: ...
    @property
    def language(self) -> str | None: ...
    @property
    def country(self) -> str | None: ...
    @property
    def tags(self) -> tuple[str, ...]: ...
    @property
    def enabled(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class ArticleCheck:
    """A known article looked at again. ``outcome``: unchanged, changed, gone, paywalled or failed."""

    article_id: str
    outcome: str
    status: int | None = None
    detail: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    next_check_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Everything that becomes true together; saved in one transaction.

    With a ``key`` the batch can be saved again after a lost answer: the second time changes nothing.
    """

    outcomes: Collection[EntryOutcome] = ()
    readings: tuple[tuple[Article, Reading], ...] = ()
    requests: tuple[RequestRecord, ...] = ()
    sources: tuple[SourceOutcome, ...] = ()
    captures: tuple[tuple[str | None, FetchedPage], ...] = ()
    checks: tuple[ArticleCheck, ...] = ()
    key: str | None = None


@dataclass(frozen=True, slots=True)
class SourceValidators:
    """ETag and Last-Modified of one address of a source."""

    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, slots=True)
class SourceState:
    """What the store knows about a source before it is asked again.

    ``etag`` and ``last_modified`` are those of the source's own address, and None when the last answer left
    entries behind that failed or have no disposition: asked without them, the source offers these again.
    """

    source_id: str
    etag: str | None = None
    last_modified: str | None = None
    next_try_at: datetime | None = None
    consecutive_failures: int = 0
    last_outcome: str | None = None
    last_asked_at: datetime | None = None
    last_ok_at: datetime | None = None
    last_new_at: datetime | None = None
    poll_interval_seconds: float | None = None
    """Pause that the last answer asked for: from asking to ``next_try_at``."""
    validators: Mapping[str, SourceValidators] = field(default_factory=dict)
    """By address, for sources that have several."""


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """What the store knows about an address."""

    article_id: str
    url: str
    source_id: str
    title: str | None
    text_sha256: str
    status: str
    etag: str | None
    last_modified: str | None
    next_check_at: datetime | None
    checks_done: int
    first_seen_at: datetime
    last_seen_at: datetime
    n_characters: int
    content_sha256: str | None = None
    """Equal for a text that differs in white space, quotation marks and dashes alone: ``storage.content_sha256``."""


@dataclass(frozen=True, slots=True)
class KnownRejection:
    """The latest rejection of an address, while nothing better has come of it."""

    reason: str
    detail: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving a batch changed; ids in the order they came."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    reread: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    repeated: bool = False
    """True when the batch had been saved before and nothing was done."""


@dataclass(frozen=True, slots=True)
class Published:
    """A published version of the database."""

    path: Path
    version: int
    published_at: datetime
    report_day: date
    n_bytes: int
    elapsed_seconds: float
