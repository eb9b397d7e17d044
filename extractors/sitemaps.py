"""Sitemaps from bytes: address sets with the news extension, indexes, text lists, gzip (sitemaps.org 0.9)."""

from __future__ import annotations

import re
import zlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from lxml import etree

from extractors.charset import decode
from extractors.records import FeedEntry, FetchedPage, Rejection
from extractors.sniff import Content, sniff
from extractors.urls import absolute_url, article_key, has_credentials, without_credentials

MAX_UNPACKED_BYTES = 52_428_800
MAX_ENTRIES = 1_000
MAX_CHILDREN = 5_000
MAX_ROWS = 50_000
"""Addresses of one sitemap, by its protocol; what stands behind them is not read."""
MAX_REJECTIONS = 1_000
MAX_MOMENTS = 20
MAX_TEXT_PIECES = 16
MAX_DEPTH = 100
"""No sitemap is nested so deep; a document that never closes its elements would fill the memory."""
_GZIP = b"\x1f\x8b"
_BARE_AMPERSAND = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)")
_CONTROL = re.compile(rb"[\x01-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class SitemapChild:
    """A sitemap that an index names."""

    url: str
    modified_at: datetime | None


@dataclass(frozen=True, slots=True)
class SitemapReading:
    """A sitemap as read. ``kind`` is urlset, index or text, and empty when it is no sitemap.

    ``n_listed`` counts all addresses, ``n_older`` those left out because they are older than was asked for.
    """

    entries: tuple[FeedEntry, ...]
    children: tuple[SitemapChild, ...]
    rejections: tuple[Rejection, ...]
    kind: str
    n_listed: int = 0
    n_older: int = 0
    moments: tuple[datetime, ...] = ()
    """When the newest entries came or were changed, as far as dated; newest first, at most twenty."""


@dataclass(frozen=True, slots=True)
class _Row:
    address: str
    modified_raw: str | None
    title: str | None
    language: str | None
    published_raw: str | None
    tags: tuple[str, ...]


def parse_sitemap(
    page: FetchedPage, *, newer_than: datetime | None = None, max_entries: int = MAX_ENTRIES
) -> SitemapReading:
    """Read the sitemap in ``page``, newest entries first; never raises for what a server can send.

    ``newer_than`` leaves out what is dated before it; undated addresses stay.
    """
    try:
        head = next(_unpacked(page.body, 4_096), b"").strip(b" \t\r\n\x00\xef\xbb\xbf")
        if not head and not _is_longer(page.body, 4_096):
            return _refused(page, "empty_body", "the sitemap has no content")
        if head[:4].lower() == b"http":
            return _from_text(page, b"".join(islice(_unpacked(page.body), MAX_TEXT_PIECES)), max_entries)
        return _from_xml(page, head, newer_than, max_entries)
    except _TooLargeError:
        return _refused(page, "decompression_bomb", f"unpacks to more than {MAX_UNPACKED_BYTES} bytes")
    except zlib.error as error:
        return _refused(page, "bad_encoding", str(error))


def instant_of(raw: str | None) -> datetime | None:
    """A W3C date (year, month, day or second precision) as a UTC instant; without zone it counts as UTC."""
    if not raw:
        return None
    text = raw.strip().replace("z", "Z")
    if len(text) == 7:
        text += "-01"
    elif len(text) == 4:
        text += "-01-01"
    try:
        read = datetime.fromisoformat(text)
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


class _TooLargeError(Exception):
    pass


def _unpacked(body: bytes, piece_bytes: int = 1 << 18) -> Iterator[bytes]:
    """``body`` in pieces, out of its gzip members when it has any; too much of it is an error at the end."""
    if not body.startswith(_GZIP):
        for start in range(0, len(body), piece_bytes):
            yield body[start : start + piece_bytes]
        return
    room = MAX_UNPACKED_BYTES
    while body.startswith(_GZIP):
        machine = zlib.decompressobj(16 + zlib.MAX_WBITS)
        while body and not machine.eof:
            piece = machine.decompress(body, piece_bytes)
            body = machine.unconsumed_tail
            room -= len(piece)
            if room < 0:
                raise _TooLargeError
            yield piece
        body = machine.unused_data


def _is_longer(body: bytes, limit: int) -> bool:
    return sum(len(piece) for piece in islice(_unpacked(body, limit), 2)) > limit


class _Mended:
    """A file of the two usual faults mended, for a reader that stops at the first error: bare ampersands, controls."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._held = b""

    def read(self, size: int = -1) -> bytes:
        """The next piece, of any length; empty at the end."""
        for piece in self._pieces:
            whole = self._held + piece
            # An entity may be cut in two by the end of a piece.
            cut = whole.find(b"&", max(len(whole) - 12, 0))
            self._held = whole[cut:] if cut >= 0 else b""
            ready = whole[:cut] if cut >= 0 else whole
            if ready:
                return self._mend(ready)
        last, self._held = self._held, b""
        return self._mend(last)

    def _mend(self, text: bytes) -> bytes:
        return _BARE_AMPERSAND.sub(b"&amp;", _CONTROL.sub(b" ", text))


def _from_xml(
    page: FetchedPage, head: bytes, newer_than: datetime | None, max_entries: int
) -> SitemapReading:
    rows: list[_Row] = []
    children: dict[str, SitemapChild] = {}
    rejections: list[Rejection] = []
    roots: set[str] = set()
    fault: str | None = None
    try:
        for name, element in _records(page.body, roots):
            row = _row(element)
            if name == "url":
                if len(rows) >= MAX_ROWS:
                    detail = f"more than {MAX_ROWS} addresses; what stands behind them is not read"
                    rejections.append(Rejection("sitemap_too_large", detail, page.final_url))
                    break
                rows.append(row)
            elif len(children) < MAX_CHILDREN and (url := _child_url(page, row, rejections)):
                children[url] = SitemapChild(url, instant_of(row.modified_raw))
    except etree.XMLSyntaxError as error:
        # What stands behind the error is unread: a bomb is to be called by its name all the same.
        deque(_unpacked(page.body), maxlen=0)
        line = error.lineno
        fault = f"line {line}: {error.msg}"
    if not roots & {"urlset", "sitemapindex"} and not rows and not children:
        is_page = sniff(head, page.header("content-type")) is Content.HTML
        kind = "feed_unreadable" if fault and not roots and not is_page else "not_a_sitemap"
        return _refused(page, kind, fault or f"the root element is {', '.join(sorted(roots)) or 'missing'}")
    if fault:
        rejections.append(Rejection("feed_unreadable", f"read up to {fault}", page.final_url))
    entries, refused, n_older, moments = _entries(page, rows, newer_than, max_entries)
    return SitemapReading(
        entries,
        tuple(children.values()),
        (*rejections, *refused)[:MAX_REJECTIONS],
        "index" if children or "sitemapindex" in roots else "urlset",
        n_listed=len(rows) + len(children),
        n_older=n_older,
        moments=moments,
    )


def _records(body: bytes, roots: set[str]) -> Iterator[tuple[str, etree._Element]]:
    # Without DTD, network and entities there is nothing for a hostile document to expand, and a reader that stops at
    # the first error cannot be fed errors without end.
    events = etree.iterparse(
        _Mended(_unpacked(body)),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    depth = 0
    for event, element in events:
        name = _local(element)
        if event == "start":
            depth += 1
            if depth == 1:
                roots.add(name)
            if depth > MAX_DEPTH:
                return
            continue
        depth -= 1
        if name in ("url", "sitemap") and depth <= 2:
            yield name, element
            element.clear()
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)


def _local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _row(element: etree._Element) -> _Row:
    found: dict[str, str] = {}
    keywords: list[str] = []
    for child in element.iter():
        name = _local(child)
        text = (child.text or "").strip()
        if not text:
            continue
        if name == "keywords":
            keywords += [word.strip() for word in text.split(",") if word.strip()]
        elif name == "loc" and child.getparent() is not element:
            continue
        else:
            found.setdefault(name, text)
    return _Row(
        address=found.get("loc", ""),
        modified_raw=found.get("lastmod"),
        title=found.get("title"),
        language=found.get("language"),
        published_raw=found.get("publication_date"),
        tags=tuple(keywords),
    )


def _child_url(page: FetchedPage, row: _Row, rejections: list[Rejection]) -> str | None:
    url = absolute_url(page.final_url, row.address) if row.address else None
    if url is None or has_credentials(url):
        rejections.append(
            Rejection("entry_link_not_web", without_credentials(row.address)[:200], page.final_url)
        )
        return None
    return url


def _entries(
    page: FetchedPage, rows: list[_Row], newer_than: datetime | None, max_entries: int
) -> tuple[tuple[FeedEntry, ...], tuple[Rejection, ...], int, tuple[datetime, ...]]:
    rejections: list[Rejection] = []
    dated: list[tuple[datetime, int, FeedEntry]] = []
    seen: set[str] = set()
    n_older = 0
    unknown = datetime.min.replace(tzinfo=UTC)
    for position, row in enumerate(rows):
        label = f"{page.final_url} address {position + 1}"
        url = absolute_url(page.final_url, row.address) if row.address else None
        if url is None:
            reason = "entry_link_not_web" if row.address else "entry_without_link"
            rejections.append(Rejection(reason, without_credentials(row.address[:400])[:200], label))
            continue
        if has_credentials(url):
            rejections.append(Rejection("credentials_in_url", without_credentials(url), label))
            continue
        key = article_key(url)
        if key in seen:
            rejections.append(Rejection("duplicate_entry", "the address stood there before", url))
            continue
        seen.add(key)
        published_at = instant_of(row.published_raw)
        moment = published_at or instant_of(row.modified_raw)
        if newer_than is not None and moment is not None and moment < newer_than:
            n_older += 1
            continue
        entry = FeedEntry(
            source_id=page.request.source_id,
            url=url,
            entry_key=key,
            title=row.title,
            published_at=published_at,
            published_raw=row.published_raw,
            language=(row.language or "").partition("-")[0].lower() or None,
            tags=row.tags,
        )
        dated.append((moment or unknown, -position, entry))
    dated.sort(key=lambda item: item[:2], reverse=True)
    if len(dated) > max_entries:
        detail = f"{len(dated) - max_entries} of {len(dated)} addresses left for later runs"
        rejections.append(Rejection("sitemap_too_large", detail, page.final_url))
    moments = tuple(moment for moment, _, _ in dated[:MAX_MOMENTS] if moment is not unknown)
    return tuple(entry for _, _, entry in dated[:max_entries]), tuple(rejections), n_older, moments


def _from_text(page: FetchedPage, body: bytes, max_entries: int) -> SitemapReading:
    lines = decode(body, page.header("content-type")).text.splitlines()
    rows = [_Row(line.strip(), None, None, None, None, ()) for line in lines if line.strip()]
    entries, rejections, *_ = _entries(page, rows, None, max_entries)
    return SitemapReading(entries, (), rejections, "text", n_listed=len(rows))


def _refused(page: FetchedPage, reason: str, detail: str) -> SitemapReading:
    return SitemapReading((), (), (Rejection(reason, detail, page.final_url),), "")
