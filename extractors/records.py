"""The records that travel between rooms: frozen, slotted, named after where they come from.

Instants are timezone-aware UTC datetimes and end in ``_at``. Offsets count Unicode code points.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

# ---------------------------------------------------------------- evidence


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """``text[start:stop] == quote`` over the text it was cut from; offsets in code points, stop exclusive."""

    start: int
    stop: int
    quote: str

    def __post_init__(self) -> None:
        if self.start < 0 or self.stop <= self.start or self.stop - self.start != len(self.quote):
            raise ValueError(f"span {self.start}:{self.stop} does not fit its quote {self.quote!r}")

    @classmethod
    def of(cls, text: str, start: int, stop: int) -> Span:
        """Cut the span ``start:stop`` out of ``text``."""
        return cls(start, stop, text[start:stop])


# ---------------------------------------------------------------- collecting


class Purpose(StrEnum):
    """Why a URL is fetched."""

    FEED = "feed"
    SITEMAP = "sitemap"
    SECTION = "section"
    ARTICLE = "article"
    ROBOTS = "robots"
    RIGHTS = "rights"


class Grade(StrEnum):
    """How bad a failure is: ``temporary`` is tried again this run, ``soft`` next run, ``hard`` rarely."""

    TEMPORARY = "temporary"
    SOFT = "soft"
    HARD = "hard"


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """One URL to fetch for one source; the validators come from the store."""

    url: str
    source_id: str
    purpose: Purpose
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A response body after decompression. ``status`` 304 has an empty body and ``not_modified`` true."""

    request: FetchRequest
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: datetime
    elapsed_seconds: float
    wire_bytes: int = 0
    """Bytes that crossed the network, before decompression."""
    redirects: tuple[str, ...] = ()
    rights: str = "allowed"
    """Verdict of robots, TDM reservation and page signals: ``allowed`` or ``reserved:<signal>``."""

    @property
    def not_modified(self) -> bool:
        return self.status == 304

    def header(self, name: str) -> str | None:
        """First value of a header, name matched without case."""
        wanted = name.lower()
        for key, value in self.headers:
            if key.lower() == wanted:
                return value
        return None


@dataclass(frozen=True, slots=True)
class FetchFailure:
    """A fetch that brought no usable page. ``reason`` is a word of the vocabulary in ``extractors.reasons``."""

    request: FetchRequest
    reason: str
    detail: str
    grade: Grade
    fetched_at: datetime
    final_url: str | None = None
    status: int | None = None
    elapsed_seconds: float = 0.0
    retry_after_seconds: float | None = None
    wire_bytes: int = 0


FetchOutcome = FetchedPage | FetchFailure


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One item that a feed, sitemap, section page or URL list offers."""

    source_id: str
    url: str
    """Absolute http(s) URL as offered; never empty."""
    entry_key: str
    """Stable within its source: guid, else canonical URL."""
    title: str | None = None
    summary: str | None = None
    published_at: datetime | None = None
    published_raw: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why an offered thing is no article or no entry. ``reason`` is a word of ``extractors.reasons``."""

    reason: str
    detail: str
    subject: str
    """URL, feed address or path the rejection speaks of."""


# ---------------------------------------------------------------- article


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of ``Article.text``; ``kind`` is headline, lead, body, heading, caption, credit, kicker,
    breadcrumb, list, quote, signoff, byline or residue."""

    index: int
    kind: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Dating:
    """A publication instant with its origin (``feed``, ``page``, ``front_matter``, ``text``).

    ``set_aside`` gives the reason when a date was read but not believed (``future``, ``too_old``, ``unreadable``).
    """

    at: datetime | None
    origin: str
    raw: str | None = None
    set_aside: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A cleaned document. ``text`` is NFC; every Span of its Reading is cut from it."""

    article_id: str
    source_id: str
    url: str
    """Canonical URL, or ``podium:<source_id>`` for documents without one."""
    fetched_url: str
    outlet: str | None
    site_name: str | None
    title: str | None
    authors: tuple[str, ...]
    description: str | None
    image_url: str | None
    language: str
    """ISO 639-1, or ``und`` when nothing could tell."""
    language_origin: str
    """text, feed, page, source, script or front_matter."""
    published_at: datetime | None
    published_origin: str | None
    datings: tuple[Dating, ...]
    text: str
    paragraphs: tuple[Paragraph, ...]
    text_sha256: str
    country: str | None = None
    """ISO 3166-1 alpha-2 of the outlet, from its source."""
    tags: tuple[str, ...] = ()
    is_reference: bool = False
    reference_kind: str | None = None
    """original or stand_in for the reference documents."""


# ---------------------------------------------------------------- reading


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention of an entity. ``kind``: name, descriptor or nested (inside another name)."""

    span: Span
    entity_id: str
    """Id of config/knowledge, or ``<type>:<slug>`` for entities found by pattern."""
    canonical: str
    type: str
    """brand, company, agency, organisation, person, medium, event, claim or product."""
    kind: str
    paragraph_kind: str
    rule: str
    """Which rule and knowledge entry decided, in words."""
    parent_id: str | None = None
    role: str | None = None
    """Role of a person as the text states it."""


@dataclass(frozen=True, slots=True)
class MarketMention:
    """A country, region or host city with the role it plays; ``cue`` is what decided the role."""

    span: Span
    iso: str
    """ISO 3166-1 alpha-2, or 001, 002, 019, 142, 150, 009, EU ... for regions (UN M49)."""
    role: str
    cue: str
    form: str
    """name, adjective, inhabitant, city, code or region."""
    paragraph_kind: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A campaign fact. ``span`` is None only when ``status`` is not ``stated``."""

    campaign: str
    """Key of the campaign within the article: c1, c2, ..."""
    field: str
    value: str
    """Canonical text form; JSON for structured values (channels, spokesperson)."""
    status: str
    """stated, not_stated or unresolved."""
    span: Span | None
    confidence: float
    attributed_to: str | None
    rule: str
    precision: str | None = None
    """Of dates: day, month, season, year."""
    origin: str | None = None
    """How a date was resolved: text, published, games."""
    role: str | None = None
    """Of agencies: creative, media, pr or production."""

    def __post_init__(self) -> None:
        if self.status == "stated" and self.span is None:
            raise ValueError(f"a stated fact needs its sentence: {self.field}={self.value!r}")


@dataclass(frozen=True, slots=True)
class Quote:
    """Speech with its speaker. ``kind``: direct, reported or not_speech (title, claim, nickname)."""

    span: Span
    kind: str
    speaker: str | None
    speaker_id: str | None
    role: str | None
    cue: str


@dataclass(frozen=True, slots=True)
class Tone:
    """Tonality of one sentence towards one entity; ``words`` are the ones that decided."""

    span: Span
    entity_id: str
    label: str
    """positive, negative or neutral."""
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RelevanceReason:
    """One reason with the log-odds it adds to the score; those of an article add up to the log-odds of its score."""

    kind: str
    """sponsor, games, campaign_cue, rights, prior; reference and exclusion (what is missing) add nothing."""
    detail: str
    weight: float


@dataclass(frozen=True, slots=True)
class Relevance:
    """How much an article is about the topic: ``score`` in [0, 1] and why."""

    topic: str
    score: float
    relevant: bool
    reasons: tuple[RelevanceReason, ...]
    nearest_reference: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read out of one article, with the versions that made it."""

    article_id: str
    extractor_version: str
    knowledge_version: str
    mentions: tuple[Mention, ...] = ()
    markets: tuple[MarketMention, ...] = ()
    facts: tuple[Fact, ...] = ()
    quotes: tuple[Quote, ...] = ()
    tones: tuple[Tone, ...] = ()
    relevance: Relevance | None = None


# ---------------------------------------------------------------- the ledger of a run


class Disposition(StrEnum):
    """How a feed entry of a run ended: exactly one of these."""

    STORED = "stored"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class EntryOutcome:
    """The one disposition of one entry; ``reason`` is set for rejected and failed (and says of what a duplicate)."""

    entry: FeedEntry
    disposition: Disposition
    reason: str | None = None
    detail: str | None = None
    article_id: str | None = None


@dataclass(frozen=True, slots=True)
class SourceOutcome:
    """How asking one source ended in one run."""

    source_id: str
    url: str
    outcome: str
    """ok, unchanged, empty, failed or skipped."""
    reason: str | None = None
    detail: str | None = None
    grade: Grade | None = None
    status: int | None = None
    n_entries: int = 0
    etag: str | None = None
    last_modified: str | None = None
    next_try_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RequestRecord:
    """One line of the ledger of requests."""

    url: str
    final_url: str | None
    source_id: str | None
    purpose: Purpose
    requested_at: datetime
    status: int | None
    wire_bytes: int
    body_bytes: int
    elapsed_seconds: float
    from_cache: bool
    robots: str
    """allowed, disallowed, unreachable or not_asked."""
    rights: str
    error: str | None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The optional TOML head of a text, Markdown or HTML document: typed fields plus whatever else stood there."""

    id: str | None = None
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    published: str | None = None
    language: str | None = None
    other: Mapping[str, Any] = field(default_factory=dict)
