"""WARC files as pages: plain, packed per record or packed whole, from any tool, from any record on."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, cast

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from extractors.records import FetchedPage, FetchRequest, Purpose, Rejection
from extractors.rights import Rights, rights_of_page
from extractors.robots import AGENT_NAME
from extractors.sniff import Content, media_type, sniff
from extractors.urls import has_credentials, is_web_url, without_credentials

SUFFIXES = (".warc", ".warc.gz", ".warc.gzip")
_DAMAGE = (ArchiveLoadFailed, zlib.error, EOFError, OSError, ValueError, KeyError, IndexError, AttributeError)
_GZIP = b"\x1f\x8b"
_MEMBER = b"\x1f\x8b\x08"
_RECORD = b"\r\n\r\nWARC/"
_PAGE_TYPES = frozenset(("text/html", "application/xhtml+xml", ""))


@dataclass(frozen=True, slots=True)
class Place:
    """Where reading stands in a file: bytes and records behind it."""

    offset: int = 0
    n_records: int = 0


START = Place()


@dataclass(frozen=True, slots=True)
class WarcStep:
    """One record: a page, why it is none, or None for what is no page at all (requests, images, errors).

    ``after`` is the place behind the record: reading can go on from there.
    """

    found: FetchedPage | Rejection | None
    after: Place


def warc_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Files as given, and every WARC file below a folder in name order."""
    for path in paths:
        if path.is_dir():
            yield from sorted(
                found
                for found in path.rglob("*")
                if found.name.lower().endswith(SUFFIXES) and found.is_file()
            )
        else:
            yield path


def read_warc(path: Path, source_id: str, *, start: Place = START, max_body_bytes: int) -> Iterator[WarcStep]:
    """Every record of ``path`` behind ``start``, in constant memory.

    A damaged record is a rejection, and reading goes on with the next one that can be found.
    """
    with path.open("rb") as file:
        if _is_packed_whole(path):
            stream = cast(BinaryIO, gzip.GzipFile(fileobj=file))
            yield from _whole(stream, path, source_id, start.n_records, max_body_bytes)
            return
        place: Place | None = start
        while place is not None:
            file.seek(place.offset)
            for step in _steps(file, path, source_id, place, max_body_bytes, size=path.stat().st_size):
                yield step
                place = step.after
            damaged = isinstance(step.found, Rejection) and step.found.reason == "warc_unreadable"
            place = _next_record(file, place) if damaged else None


def _whole(
    stream: BinaryIO, path: Path, source_id: str, n_behind: int, max_body_bytes: int
) -> Iterator[WarcStep]:
    for step in _steps(stream, path, source_id, START, max_body_bytes, n_behind=n_behind):
        if step.after.n_records > n_behind or isinstance(step.found, Rejection):
            yield step


def _steps(
    stream: BinaryIO,
    path: Path,
    source_id: str,
    place: Place,
    max_body_bytes: int,
    *,
    n_behind: int = 0,
    size: int | None = None,
) -> Iterator[WarcStep]:
    iterator = ArchiveIterator(stream, ensure_http_headers=True)
    try:
        for record in iterator:
            is_wanted = place.n_records >= n_behind
            found = _found(record, source_id, max_body_bytes) if is_wanted else None
            iterator.read_to_end()
            if getattr(record.raw_stream, "limit", 0) > 0:
                raise EOFError("the file ends within the record")
            place = Place(iterator.offset, place.n_records + 1)
            yield WarcStep(found, place)
        if size is not None and place.offset < size:
            raise EOFError("the file ends within the record")
    except _DAMAGE as damage:
        words = "".join(character if character.isprintable() else "?" for character in str(damage))[:120]
        detail = f"record {place.n_records + 1} at byte {place.offset}: {words}"
        yield WarcStep(Rejection("warc_unreadable", detail, str(path)), place)
    else:
        yield WarcStep(None, place)


def _next_record(file: BinaryIO, damaged: Place) -> Place | None:
    """First byte of the next gzip member or plain record behind a damaged one."""
    file.seek(damaged.offset + 1)
    start, window = damaged.offset + 1, b""
    while chunk := file.read(1 << 20):
        window += chunk
        marks = [window.find(_MEMBER), window.find(_RECORD)]
        found = min((mark for mark in marks if mark >= 0), default=-1)
        if found >= 0:
            lead = 4 if window.startswith(_RECORD, found) else 0
            return Place(start + found + lead, damaged.n_records + 1)
        start += len(window) - 8
        window = window[-8:]
    return None


def _is_packed_whole(path: Path) -> bool:
    """Whether the file is one gzip member around all records, as plain ``gzip`` makes it."""
    with path.open("rb") as file:
        if file.read(2) != _GZIP:
            return False
        file.seek(0)
        machine = zlib.decompressobj(16 + zlib.MAX_WBITS)
        seen = b""
        while len(seen) < 1 << 20 and not machine.eof:
            chunk = file.read(1 << 16)
            if not chunk:
                return False
            try:
                seen += machine.decompress(chunk, 1 << 20)
            except zlib.error:
                return False
    return _holds_two_records(seen)


def _holds_two_records(plain: bytes) -> bool:
    head_end = plain.find(b"\r\n\r\n")
    for line in plain[: max(head_end, 0)].split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            following = head_end + 4 + int(value.strip())
            return plain[following:].lstrip(b"\r\n")[:5] == b"WARC/"
    return False


def _found(record: ArcWarcRecord, source_id: str, max_body_bytes: int) -> FetchedPage | Rejection | None:
    if record.rec_type not in ("response", "resource"):
        return None
    url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")
    if not is_web_url(url):
        return None
    headers = tuple(record.http_headers.headers) if record.http_headers else ()
    status = _status(record)
    declared = next((value for name, value in headers if name.lower() == "content-type"), None)
    if record.rec_type == "resource":
        declared = record.rec_headers.get_header("Content-Type")
    if not 200 <= status < 300 or media_type(declared) not in _PAGE_TYPES or url.endswith("/robots.txt"):
        return None
    if has_credentials(url):
        return Rejection("credentials_in_url", "the record's address", without_credentials(url))
    coding = _foreign_coding(record)
    body = _body(record, max_body_bytes)
    if len(body) > max_body_bytes:
        return Rejection("body_too_large", f"more than {max_body_bytes} bytes", url)
    if not body.strip():
        return Rejection("empty_body", "the record has no content", url)
    if sniff(body, declared) not in (Content.HTML, Content.TEXT, Content.XML):
        detail = f"Content-Encoding {coding!r} is not unpacked here"
        return Rejection("bad_encoding", detail, url) if coding else None
    rights = rights_of_page(url, headers, body, None, AGENT_NAME)
    if rights.reserved:
        return Rejection("rights_reserved", str(rights.signal), url)
    return _page(record, url, source_id, status, headers, body, rights)


def _foreign_coding(record: ArcWarcRecord) -> str:
    """The coding of the body when it is none that Podium asks for; many crawlers unpack the body and leave its name."""
    if record.http_headers is None:
        return ""
    coding = (record.http_headers.get_header("Content-Encoding") or "").strip().lower()
    if coding in ("", "identity", "gzip", "x-gzip", "deflate"):
        return ""
    record.http_headers.remove_header("Content-Encoding")
    return coding


def _body(record: ArcWarcRecord, max_body_bytes: int) -> bytes:
    stream = record.content_stream()
    pieces = io.BytesIO()
    while pieces.tell() <= max_body_bytes:
        chunk = stream.read(min(1 << 16, max_body_bytes + 1 - pieces.tell()))
        if not chunk:
            break
        pieces.write(chunk)
    return pieces.getvalue()


def _page(
    record: ArcWarcRecord,
    url: str,
    source_id: str,
    status: int,
    headers: tuple[tuple[str, str], ...],
    body: bytes,
    rights: Rights,
) -> FetchedPage:
    kept = tuple(pair for pair in headers if pair[0].lower() not in ("content-encoding", "transfer-encoding"))
    return FetchedPage(
        request=FetchRequest(url, source_id, Purpose.ARTICLE),
        final_url=url,
        status=status,
        headers=kept,
        body=body,
        fetched_at=_instant(record.rec_headers.get_header("WARC-Date")),
        elapsed_seconds=0.0,
        rights=rights.verdict,
    )


def _status(record: ArcWarcRecord) -> int:
    if record.http_headers is None:
        return 200
    code = record.http_headers.get_statuscode()
    return int(code) if code.isdigit() and len(code) == 3 else 0


def _instant(raw: str | None) -> datetime:
    try:
        read = datetime.fromisoformat((raw or "").replace("Z", "+00:00"))
    except ValueError:
        return datetime.fromtimestamp(0, UTC)
    return read if read.tzinfo else read.replace(tzinfo=UTC)
