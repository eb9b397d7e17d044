"""Fetched pages as WARC records and back; any WARC of other tools is read too."""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from extractors.records import FetchedPage, FetchRequest, Purpose

# The body is stored decoded: headers that speak of its coding on the wire would be wrong beside it.
_OF_THE_WIRE = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_ORIGINAL = "X-Archive-Orig-"
_REQUESTED, _SOURCE, _PURPOSE, _RIGHTS, _REDIRECT = (
    "Podium-Requested-URI",
    "Podium-Source",
    "Podium-Purpose",
    "Podium-Rights",
    "Podium-Redirect",
)
_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_GZIP_MAGIC = b"\x1f\x8b\x08"
_UNREADABLE = (ArchiveLoadFailed, zlib.error, EOFError, ValueError, UnicodeDecodeError, KeyError, IndexError)


class CaptureDamaged(Exception):
    """A record that cannot be read back; the message names file and byte."""


@dataclass(frozen=True, slots=True)
class Written:
    """Where a record stands."""

    record_id: str
    record_type: str
    offset: int
    n_bytes: int


@dataclass(frozen=True, slots=True)
class Original:
    """The response that a revisit speaks of."""

    record_id: str
    url: str
    captured_at: datetime


def payload_sha1(body: bytes) -> str:
    """SHA-1 in base 32, as WARC-Payload-Digest has it."""
    return base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _http_headers(page: FetchedPage) -> StatusAndHeaders:
    headers = [
        (_ORIGINAL + name if name.lower() in _OF_THE_WIRE else name, value) for name, value in page.headers
    ]
    if not page.not_modified:
        headers.append(("Content-Length", str(len(page.body))))
    return StatusAndHeaders(f"{page.status} ", headers, protocol="HTTP/1.1")


def write_info(file: BinaryIO, name: str, software: str) -> None:
    """The record that opens a WARC file."""
    writer = WARCWriter(file, gzip=True, warc_version="1.1")
    fields = {"software": software, "format": "WARC File Format 1.1", "robots": "obey"}
    writer.write_record(writer.create_warcinfo_record(name, fields))


def write_page(file: BinaryIO, page: FetchedPage, original: Original | None) -> Written:
    """Append a page: a response with its body, or a revisit when ``original`` has the same one."""
    writer = WARCWriter(file, gzip=True, warc_version="1.1")
    own = {
        "WARC-Date": _instant(page.fetched_at),
        _REQUESTED: page.request.url,
        _SOURCE: page.request.source_id,
        _PURPOSE: page.request.purpose.value,
        _RIGHTS: page.rights,
    }
    if page.redirects:
        own[_REDIRECT] = " ".join(page.redirects)
    if original is None:
        record = writer.create_warc_record(
            page.final_url, "response", payload=BytesIO(page.body), http_headers=_http_headers(page),
            warc_headers_dict=own, length=len(page.body),
        )  # fmt: skip
    else:
        record = writer.create_revisit_record(
            page.final_url,
            f"sha1:{payload_sha1(page.body)}",
            original.url,
            _instant(original.captured_at),
            http_headers=_http_headers(page),
            warc_headers_dict=own | {"WARC-Refers-To": original.record_id},
        )
        if page.not_modified:
            record.rec_headers.replace_header("WARC-Profile", _NOT_MODIFIED)
    offset = file.tell()
    writer.write_record(record)
    kind = "response" if original is None else "revisit"
    return Written(record.rec_headers.get_header("WARC-Record-ID"), kind, offset, file.tell() - offset)


def read_record(path: Path, offset: int) -> FetchedPage:
    """The page of the record at a byte of a file; the body of a revisit is empty."""
    try:
        with path.open("rb") as file:
            file.seek(offset)
            record = next(iter(ArchiveIterator(BytesIO(_member(file)), check_digests="raise")))
            return _page(record)
    except StopIteration:
        raise CaptureDamaged(f"{path}: no record at byte {offset}") from None
    except OSError as problem:
        raise CaptureDamaged(f"{path}: {problem.strerror or problem}") from problem
    except _UNREADABLE as problem:
        raise CaptureDamaged(f"{path}: record at byte {offset} is damaged ({_why(problem)})") from problem


def _member(file: BinaryIO) -> bytes:
    """The gzip member that begins here, unpacked.

    Whole, because only its end holds the checksum: warcio hands out what it unpacked before it comes to damage, and
    a record whose head was hit would lack a field or hold a wrong one.
    """
    unpacker = zlib.decompressobj(wbits=31)
    parts: list[bytes] = []
    while not unpacker.eof:
        chunk = file.read(1 << 16)
        if not chunk:
            raise EOFError("it is cut short" if parts else "it does not begin like one")
        parts.append(unpacker.decompress(chunk))
    return b"".join(parts)


def _why(problem: Exception) -> str:
    """The problem in words; warcio quotes the bytes it stumbled over, which nobody can read."""
    if isinstance(problem, ArchiveLoadFailed) and "first line" in str(problem):
        return "it does not begin like one"
    text = str(problem) or type(problem).__name__
    return text if text.isprintable() else type(problem).__name__


def pages_in(path: Path) -> Iterator[FetchedPage | CaptureDamaged]:
    """Every response in a WARC file of any tool; a damaged record is told and the next one read."""
    with path.open("rb") as file:
        offset = 0
        while True:
            file.seek(offset)
            iterator = ArchiveIterator(file, check_digests="raise")
            position = offset
            try:
                for record in iterator:
                    if record.rec_type == "response" and record.http_headers is not None:
                        yield _page(record)
                    # Asking for the place of a record reads it to its end.
                    position = offset + iterator.get_record_offset() + iterator.get_record_length()
                return
            except _UNREADABLE as problem:
                yield CaptureDamaged(f"{path}: record at byte {position} is damaged ({_why(problem)})")
            following = _next_member(file, position + 1)
            if following is None:
                return
            offset = following


def _next_member(file: BinaryIO, after: int) -> int | None:
    """First byte of the next gzip member."""
    file.seek(after)
    window = b""
    start = after
    while chunk := file.read(1 << 20):
        window += chunk
        found = window.find(_GZIP_MAGIC)
        if found >= 0:
            return start + found
        start += len(window) - 2
        window = window[-2:]
    return None


def _page(record: ArcWarcRecord) -> FetchedPage:
    warc = record.rec_headers
    raw_stream = record.raw_stream  # counts down to zero; content_stream() may put a decoder in its place
    body = record.content_stream().read() if record.rec_type == "response" else record.raw_stream.read()
    n_missing = getattr(raw_stream, "limit", None)
    if n_missing != 0:
        raise EOFError(f"{n_missing} bytes are missing" if n_missing else "its head is incomplete")
    target = warc.get_header("WARC-Target-URI") or ""
    date = warc.get_header("WARC-Date")
    if not date:
        raise ValueError("it has no WARC-Date")
    headers: list[tuple[str, str]] = []
    for name, value in record.http_headers.headers if record.http_headers else ():
        if name.startswith(_ORIGINAL):
            headers.append((name.removeprefix(_ORIGINAL), value))
        elif name.lower() != "content-length" or not warc.get_header(_REQUESTED):
            headers.append((name, value))
    purpose = warc.get_header(_PURPOSE)
    return FetchedPage(
        request=FetchRequest(
            url=warc.get_header(_REQUESTED) or target,
            source_id=warc.get_header(_SOURCE) or "",
            purpose=Purpose(purpose) if purpose in set(Purpose) else Purpose.ARTICLE,
        ),
        final_url=target,
        status=_status(record),
        headers=tuple(headers),
        body=body if record.rec_type == "response" else b"",
        fetched_at=datetime.fromisoformat(date.replace("Z", "+00:00")),
        elapsed_seconds=0.0,
        redirects=tuple((warc.get_header(_REDIRECT) or "").split()),
        rights=warc.get_header(_RIGHTS) or "allowed",
    )


def _status(record: Any) -> int:
    code = record.http_headers.get_statuscode() if record.http_headers else ""
    return int(code) if code.isdigit() else 0
